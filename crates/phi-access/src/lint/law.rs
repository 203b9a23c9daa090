//! What paragraphs of the law ask of a use or a disclosure.

use alloc::{collections::BTreeSet, format, vec};

use phi_types::{
    Action, IdentifierClass, Purpose,
    record::{Detail, FieldKind, FieldMask, FieldSpec, Label, Labels, Schema},
};

use super::{
    Lint,
    fix::{Edit, Fix, Value},
    look::{Look, names, phi, place, roots, set, shows},
    rules::set_on,
};
use crate::{
    bits::writes,
    facts::Fact,
    policy::{Effect, Stored},
    relationship::Relationship,
    ruling::Exemption,
};

pub(super) fn lint(look: &mut Look<'_>) {
    for (_, rule) in look.written().filter(|(_, rule)| rule.effect == Effect::Permit && !rule.breaks_glass) {
        purposes(look, rule);
        temporary(look, rule);
    }
    for (_, rule, schema) in look.permits() {
        authorizations(look, rule, schema);
        labels(look, rule, schema);
        relationships(look, rule, schema);
        blind(look, rule, schema);
    }
    for (_, rule) in look.written().filter(|(_, rule)| rule.effect == Effect::Forbid) {
        let emergency =
            [Purpose::EmergencyTreatment, Purpose::EmergencyRoomTreatment].map(|one| rule.matches().contains(one));
        let restriction = rule.condition.needs.contains(Fact::AgreedRestriction) && !rule.liftable;
        if restriction && emergency.contains(&true) && shows(rule) {
            let message = "it stands against emergency treatment too".into();
            look.add(Lint::RestrictionInEmergency, rule.id.as_str(), message, set(rule, "liftable", Value::Yes));
        }
    }
}

fn purposes(look: &mut Look<'_>, rule: &Stored) {
    let general = roots(rule.purposes).iter().count();
    if general >= 4 {
        let message = format!("it is for {general} of the seven general purposes");
        look.add(Lint::WildcardPurpose, rule.id.as_str(), message, None);
    } else if rule.actions().contains(Action::Disclose) && (general >= 2 || rule.purposes.contains(Purpose::Operations))
    {
        let message = match rule.purposes.contains(Purpose::Operations) {
            true => "HOPERAT has 26 cases, legal proceedings and military command among them",
            false => "it discloses for purposes that have nothing to do with each other",
        };
        look.add(Lint::DisclosureForAnything, rule.id.as_str(), message.into(), None);
    }
}

fn authorizations(look: &mut Look<'_>, rule: &Stored, schema: &Schema) {
    let authorized =
        rule.condition.needs.contains(Fact::Authorization) || rule.exemption() == Some(Exemption::Authorization);
    if authorized || !shows(rule) {
        return;
    }
    let fix = || match rule.exemption() {
        None => set(rule, "exempt", Value::Word(Exemption::Authorization.code().into())),
        Some(_) => None,
    };
    let has = |purpose: Purpose| rule.matches().iter().any(|one| one.is_a(purpose));
    if has(Purpose::Marketing) {
        look.add(Lint::MarketingWithoutAuthorization, rule.id.as_str(), "no authorization is asked for".into(), fix());
    }
    let direct = matching(schema, is_direct).intersection(rule.read);
    if has(Purpose::Research) && !direct.is_empty() && !rule.condition.needs.contains(Fact::Reviewed) {
        let message = format!("direct identifiers: {}", names(schema, direct));
        look.add(Lint::ResearchWithoutBasis, rule.id.as_str(), message, fix());
    }
}

/// What 45 CFR 164.514(e)(2) takes out of a limited data set: everything but dates, towns, States and ZIP codes.
fn is_direct(field: &FieldSpec) -> bool {
    match field.kind {
        FieldKind::Identifier(IdentifierClass::Date, _)
        | FieldKind::Identifier(IdentifierClass::Geography, Detail::Zip) => false,
        FieldKind::Identifier(..) | FieldKind::FreeText => true,
        _ => false,
    }
}

fn matching(schema: &Schema, test: impl Fn(&FieldSpec) -> bool) -> FieldMask {
    let fields = schema.fields.iter().enumerate().filter(|(_, field)| test(field));
    fields.fold(FieldMask::EMPTY, |mask, (at, _)| mask.union(FieldMask::at(at)))
}

fn labels(look: &mut Look<'_>, rule: &Stored, schema: &Schema) {
    if !shows(rule) {
        return;
    }
    let part2 = schema.labelled(Labels::NONE.with(Label::Part2)).intersection(rule.read);
    let court = rule.condition.needs.contains(Fact::CourtOrder);
    if !part2.is_empty() && rule.matches().contains(Purpose::Legal) && !court {
        let only = rule.purposes.iter().all(|purpose| purpose.is_a(Purpose::Legal));
        let needs = rule.condition.needs.with(Fact::CourtOrder);
        let fix = match only {
            // The library's own forbid asks for it in any case; the document then says so.
            true => set(rule, "needs", Value::words(needs.iter().map(Fact::code))),
            false => look.leave_out(rule, part2, FieldMask::EMPTY),
        };
        let message = format!("for legal proceedings: {}", names(schema, part2));
        look.add(Lint::Part2ForProceedings, rule.id.as_str(), message, fix);
    }
    let genetic = schema.labelled(Labels::NONE.with(Label::Genetic)).intersection(rule.read);
    let coverage = |purpose: Purpose| purpose.is_a(Purpose::Coverage) || purpose.is_a(Purpose::CoverageAuthorization);
    if !genetic.is_empty() && rule.matches().iter().any(coverage) {
        let fix = look.leave_out(rule, genetic, FieldMask::EMPTY);
        let message = format!("for coverage: {}", names(schema, genetic));
        look.add(Lint::GeneticForUnderwriting, rule.id.as_str(), message, fix);
    }
}

fn relationships(look: &mut Look<'_>, rule: &Stored, schema: &Schema) {
    let condition = &rule.condition;
    let all = |of: Purpose| rule.purposes.iter().all(|purpose| purpose.is_a(of));
    let any = |of: Purpose| rule.purposes.iter().any(|purpose| purpose.is_a(of));
    let content = matching(schema, |field| matches!(field.kind, FieldKind::Clinical | FieldKind::FreeText));
    let inside = rule.actions().iter().any(|action| action == Action::Read || action == Action::List || writes(action));
    if any(Purpose::Treatment)
        && !all(Purpose::EmergencyTreatment)
        && inside
        && !content.intersection(rule.read.union(rule.write)).is_empty()
        && condition.any_of.is_empty()
        && condition.needs.is_empty()
    {
        let reach = content.intersection(rule.read.union(rule.write));
        let message = format!("of every patient: {}", names(schema, reach));
        let related = [Relationship::Treating, Relationship::CareTeam].map(Relationship::code);
        look.add(Lint::TreatmentOfAnybody, rule.id.as_str(), message, set(rule, "when", Value::words(related)));
    }
    let own = [Relationship::Myself, Relationship::PersonalRepresentative];
    let asks = !condition.any_of.is_empty() && condition.any_of.iter().all(|one| own.contains(&one));
    let looks = rule.actions().contains(Action::Read) || rule.actions().contains(Action::List);
    if any(Purpose::PatientRequest) && looks && !asks && !phi(schema).intersection(rule.read).is_empty() {
        let fix = match all(Purpose::PatientRequest) {
            true => Some(set_on(rule, vec![("when", Value::words(own.map(Relationship::code)))])),
            false => None,
        };
        let message = "whoever asks need not be the individual".into();
        look.add(Lint::OwnAccessOfAnybody, rule.id.as_str(), message, fix);
    }
}

fn temporary(look: &mut Look<'_>, rule: &Stored) {
    if rule.condition.from != i64::MIN && rule.condition.until == i64::MAX {
        look.add(Lint::BeginsWithoutEnd, rule.id.as_str(), "it begins at an instant and never ends".into(), None);
    }
}

/// Whether what is changed or searched for can be read by the same roles for the same purposes.
fn blind(look: &mut Look<'_>, rule: &Stored, schema: &Schema) {
    for (action, lint, mask) in
        [(Action::Update, Lint::WriteWithoutRead, rule.write), (Action::List, Lint::SearchOnUnreadable, rule.read)]
    {
        if !rule.actions().contains(action) || (rule.actions().contains(Action::Read) && mask.is_subset_of(rule.read)) {
            continue;
        }
        let mut unread = FieldMask::EMPTY;
        for held in rule.roles.iter().filter_map(|role| look.of_role(*role)) {
            for purpose in rule.matches().iter() {
                let readable = held.permits.iter().map(|(_, other)| *other).filter(|other| {
                    other.record == rule.record
                        && !other.breaks_glass
                        && other.actions().contains(Action::Read)
                        && other.matches().contains(purpose)
                });
                unread =
                    unread.union(mask.without(readable.fold(FieldMask::EMPTY, |all, other| all.union(other.read))));
            }
        }
        let unread = unread.without(schema.not_phi());
        if unread.is_empty() {
            continue;
        }
        let others: BTreeSet<Action> = rule.actions().iter().filter(|other| *other != action).collect();
        let fix = match action {
            Action::Update if !others.contains(&Action::Create) => look.leave_out(rule, FieldMask::EMPTY, unread),
            Action::List if others.iter().all(|other| writes(*other)) => look.leave_out(rule, unread, FieldMask::EMPTY),
            _ => None,
        };
        // An action that has no field left goes too.
        let fix = fix.map(|mut fix| {
            let left = if action == Action::Update { rule.write } else { rule.read }.without(unread);
            if left.is_empty() && !others.is_empty() && !matches!(fix.0.as_slice(), [Edit::Delete(_)]) {
                let codes = Value::words(others.iter().map(|other| other.code()));
                fix.0.push(Edit::Set(place(rule), "actions", codes));
            }
            Fix(fix.0)
        });
        look.add(lint, rule.id.as_str(), names(schema, unread), fix);
    }
}
