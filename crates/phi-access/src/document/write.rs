//! From a policy to a document.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use phi_types::record::{FieldMask, Label, Schema};

use super::{
    instant, read,
    shape::{Document, ExclusiveShape, GlassShape, HoursShape, RoleShape, RuleShape},
    word::{DAYS, obligation_text},
};
use crate::{
    assurance::Assurance,
    confidentiality::Confidentiality,
    hours::Hours,
    policy::{ADMINISTRATION, Policy, Role, Stored},
};

pub(super) fn document(policy: &Policy) -> Document {
    let rules = policy.rules.iter().filter(|rule| !rule.lawful && !rule.breaks_glass);
    let mut roles: Vec<_> = policy.roles.all().map(|(number, role)| role_shape(policy, number, role)).collect();
    roles.sort_by(|one, other| one.name.cmp(&other.name));
    let mut glass: Vec<_> = policy.glass.iter().filter_map(|glass| glass_shape(policy, glass)).collect();
    glass.sort_by(|one, other| one.id.cmp(&other.id));
    Document {
        version: 1,
        label: policy.label.clone(),
        psychotherapy_notes: policy
            .psychotherapy
            .iter()
            .filter_map(|record| policy.schema(*record))
            .map(|schema| schema.name.into())
            .collect(),
        roles,
        exclusive: policy
            .roles
            .exclusive()
            .map(|(at, members)| ExclusiveShape { at: read::separation(at).into(), roles: names(policy, members) })
            .collect(),
        rules: rules.map(|rule| rule_shape(policy, rule)).collect(),
        break_glass: glass,
        tests: policy.tests.clone(),
    }
}

fn names(policy: &Policy, roles: &[u32]) -> Vec<String> {
    let mut names: Vec<String> = roles.iter().map(|role| policy.roles.name(*role).into()).collect();
    names.sort_unstable();
    names
}

fn role_shape(policy: &Policy, number: u32, role: &Role) -> RoleShape {
    RoleShape {
        name: role.name().into(),
        inherits: names(policy, policy.roles.juniors(number)),
        clinical: policy.roles.is_clinical(number),
    }
}

fn field_names(schema: Option<&'static Schema>, mask: FieldMask) -> Vec<String> {
    schema.into_iter().flat_map(|schema| schema.names(mask)).map(Into::into).collect()
}

fn rule_shape(policy: &Policy, rule: &Stored) -> RuleShape {
    let schema = policy.schema(rule.record);
    let condition = &rule.condition;
    let extra = rule.extra.as_deref().cloned().unwrap_or_default();
    let labels: Vec<String> = rule.labels.iter().map(|label| label.code().into()).collect();
    let both = rule.read.intersection(rule.write);
    let fields = |mask: FieldMask| if labels.is_empty() { field_names(schema, mask) } else { Vec::new() };
    let level = |level: Confidentiality, none| (level != none).then(|| level.code().to_string());
    let subject_labels = |label: &Label| condition.labels & phi_types::record::Labels::NONE.with(*label).bits() != 0;
    RuleShape {
        id: rule.id.to_string(),
        effect: read::effect(rule.effect).into(),
        roles: names(policy, &rule.roles),
        actions: rule.actions.iter().map(|action| action.code().into()).collect(),
        purposes: rule.purposes.iter().map(|purpose| purpose.code().into()).collect(),
        record: schema.map(|schema| schema.name.into()),
        fields: fields(both),
        read: fields(rule.read.without(both)),
        write: fields(rule.write.without(both)),
        labelled: labels.clone(),
        administration: rule.record == ADMINISTRATION,
        when: condition.any_of.iter().map(|one| one.code().into()).collect(),
        needs: condition.needs.iter().map(|fact| fact.code().into()).collect(),
        lacks: condition.lacks.iter().map(|fact| fact.code().into()).collect(),
        about_labelled: Label::ALL
            .iter()
            .filter(|label| subject_labels(label))
            .map(|label| label.code().into())
            .collect(),
        clearance: level(condition.at_most, Confidentiality::VeryRestricted),
        from_confidentiality: level(condition.at_least, Confidentiality::Unrestricted),
        networks: policy
            .zones
            .iter()
            .enumerate()
            .filter(|(at, _)| condition.zones & 1 << at != 0)
            .map(|(_, zone)| zone.to_string())
            .collect(),
        assurance: (condition.assurance != Assurance::Aal1).then(|| condition.assurance.code().into()),
        phishing_resistant: condition.phishing_resistant,
        valid_from: (condition.from != i64::MIN).then(|| instant::print(condition.from)).flatten(),
        valid_until: (condition.until != i64::MAX).then(|| instant::print(condition.until)).flatten(),
        obliges: rule.duties.iter().map(|owed| obligation_text(&owed)).collect(),
        whole_record: extra.whole_record.map(|why| why.to_string()),
        exempt: extra.exemption.map(|exemption| exemption.code().into()),
        protocol: extra.protocol.map(|name| name.to_string()),
        reviewed: extra.reviewed,
        psychotherapy: extra.basis.map(|basis| basis.code().into()),
        liftable: rule.liftable,
        hours: condition.hours.map(hours_shape),
    }
}

fn hours_shape(hours: Hours) -> HoursShape {
    let (days, from, to, minutes_ahead_of_utc) = hours.parts();
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    HoursShape {
        days: DAYS.iter().enumerate().filter(|(at, _)| days & 1 << at != 0).map(|(_, day)| (*day).into()).collect(),
        from: clock(from),
        to: clock(to),
        minutes_ahead_of_utc,
    }
}

fn glass_shape(policy: &Policy, glass: &crate::policy::Glass) -> Option<GlassShape> {
    let rule = policy.rule(glass.rule)?;
    let schema = policy.schema(rule.record);
    Some(GlassShape {
        id: rule.id.to_string(),
        roles: names(policy, &rule.roles),
        record: schema?.name.into(),
        fields: field_names(schema, rule.read),
        minutes: glass.lifetime.whole_minutes(),
        review_hours: glass.review_within.whole_hours(),
        second_person: glass.second_person,
        blocks_while_overdue: glass.blocks_while_overdue,
        psychotherapy: rule.extra.as_ref().and_then(|extra| extra.basis).map(|basis| basis.code().into()),
    })
}
