//! Export to Cedar.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    bits::writes,
    confidentiality::Confidentiality,
    hours::Hours,
    policy::{ADMINISTRATION, Condition, Effect, Policy, Stored},
};

/// A policy written as Cedar.
///
/// A request asks for one field. Its principal is in its roles (`Role::"nurse"`), its action is `Action::"read"` and so on, its resource is
/// `Record::"Patient"` or `Record::"administration"`. The context has `field` (a string), `purpose` (a `Purpose`), `related`, `facts`,
/// `labels` and `networks` (sets of the words of this library), `level` (0 for U to 5 for V), `unix` and `week_second` (seconds since 1970,
/// and since Monday 00:00 UTC), `assurance` (1 to 3), `phishing_resistant` and `broken` (whether the glass is, for this subject).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cedar {
    /// The policies, each with the rule's name in `@id`.
    pub policies: String,
    /// The entities in Cedar's JSON: the roles with what they inherit, HL7's tree of purposes.
    pub entities: String,
    /// What Cedar's answer of yes or no has no place for, by rule or role: obligations, separation of duty, roles that no service holds, the
    /// time of an override. Fields that are no PHI and come along are not asked for with Cedar.
    pub left_out: Vec<String>,
}

impl Policy {
    /// The policy as Cedar, the rules of the law included.
    #[must_use]
    pub fn to_cedar(&self) -> Cedar {
        let mut policies = String::new();
        let mut left_out = Vec::new();
        for rule in &self.rules {
            let (reads, writing): (Vec<Action>, Vec<Action>) =
                rule.actions().iter().partition(|action| !writes(*action));
            for (actions, mask) in [(reads, rule.read), (writing, rule.write)] {
                if !actions.is_empty() && (rule.record == ADMINISTRATION || !mask.is_empty()) {
                    policies += &self.cedar_rule(rule, &actions, mask);
                }
            }
            if !rule.duties.is_empty() {
                left_out.push(format!("`{}` obliges", rule.id));
            }
        }
        for (_, members) in self.roles.exclusive() {
            let names: Vec<&str> = members.iter().map(|role| self.roles.name(*role)).collect();
            left_out.push(format!("{} exclude each other", names.join(", ")));
        }
        for (_, role) in self.roles.all().filter(|(number, _)| self.roles.is_clinical(*number)) {
            left_out.push(format!("no service holds `{}`", role.name()));
        }
        Cedar { policies, entities: self.cedar_entities(), left_out }
    }

    fn cedar_rule(&self, rule: &Stored, actions: &[Action], mask: FieldMask) -> String {
        let mut when = Vec::new();
        if !rule.roles.is_empty() {
            when.push(any(rule
                .roles
                .iter()
                .map(|role| format!("principal in Role::{}", quoted(self.roles.name(*role))))));
        }
        if let Some(schema) = self.schema(rule.record) {
            when.push(format!("{}.contains(context.field)", set(schema.names(mask))));
        }
        if !rule.purposes.is_empty() {
            when.push(any(rule.purposes.iter().map(|purpose| format!("context.purpose in Purpose::\"{purpose}\""))));
        }
        if rule.breaks_glass {
            when.push("context.broken".into());
        } else if rule.effect == Effect::Permit {
            // An override is no case of anything that a permit was written for.
            when.push("context.purpose != Purpose::\"BTG\"".into());
        }
        if rule.liftable {
            when.push("!(context.purpose in Purpose::\"ETREAT\")".into());
        }
        self.cedar_condition(&rule.condition, &mut when);
        let codes: Vec<String> = actions.iter().map(|action| format!("Action::\"{action}\"")).collect();
        let record = self.schema(rule.record).map_or("administration", |schema| schema.name);
        let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
        let when = if when.is_empty() { "true".into() } else { when.join("\n  && ") };
        format!(
            "@id({})\n{effect}(principal, action in [{}], resource == Record::{}) when {{\n  {when}\n}};\n\n",
            quoted(rule.id.as_str()),
            codes.join(", "),
            quoted(record)
        )
    }

    fn cedar_condition(&self, condition: &Condition, when: &mut Vec<String>) {
        if !condition.any_of.is_empty() {
            when.push(format!("context.related.containsAny({})", set(condition.any_of.iter().map(|one| one.code()))));
        }
        if !condition.needs.is_empty() {
            when.push(format!("context.facts.containsAll({})", set(condition.needs.iter().map(|one| one.code()))));
        }
        if !condition.lacks.is_empty() {
            when.push(format!("!context.facts.containsAny({})", set(condition.lacks.iter().map(|one| one.code()))));
        }
        if condition.labels != 0 {
            let carried = phi_types::record::Label::ALL
                .into_iter()
                .filter(|label| condition.labels & phi_types::record::Labels::NONE.with(*label).bits() != 0);
            when.push(format!("context.labels.containsAny({})", set(carried.map(|label| label.code()))));
        }
        if condition.at_least != Confidentiality::Unrestricted {
            when.push(format!("context.level >= {}", condition.at_least as u8));
        }
        if condition.at_most != Confidentiality::VeryRestricted {
            when.push(format!("context.level <= {}", condition.at_most as u8));
        }
        if condition.from != i64::MIN {
            when.push(format!("context.unix >= {}", condition.from));
        }
        if condition.until != i64::MAX {
            when.push(format!("context.unix < {}", condition.until));
        }
        if let Some(hours) = condition.hours {
            let within = |(from, to)| format!("context.week_second >= {from} && context.week_second < {to}");
            when.push(any(spans(hours).into_iter().map(within)));
        }
        if condition.zones != 0 {
            let zones = self.zones.iter().enumerate().filter(|(at, _)| condition.zones & 1 << at != 0);
            when.push(format!("context.networks.containsAny({})", set(zones.map(|(_, zone)| &**zone))));
        }
        if condition.assurance != crate::assurance::Assurance::Aal1 {
            when.push(format!("context.assurance >= {}", condition.assurance as u8 + 1));
        }
        if condition.phishing_resistant {
            when.push("context.phishing_resistant".into());
        }
    }

    fn cedar_entities(&self) -> String {
        let entity = |kind: &str, id: &str, parents: Vec<&str>| {
            let parents: Vec<_> =
                parents.into_iter().map(|parent| serde_json::json!({ "type": kind, "id": parent })).collect();
            serde_json::json!({ "uid": { "type": kind, "id": id }, "attrs": {}, "parents": parents })
        };
        let roles = self.roles.all().map(|(number, role)| {
            entity(
                "Role",
                role.name(),
                self.roles.juniors(number).iter().map(|junior| self.roles.name(*junior)).collect(),
            )
        });
        let purposes = Purpose::ALL.iter().map(|purpose| {
            entity("Purpose", purpose.code(), purpose.parent().map(Purpose::code).into_iter().collect())
        });
        serde_json::Value::Array(roles.chain(purposes).collect()).to_string()
    }
}

/// The seconds of the week, in UTC, that lie within the hours.
fn spans(hours: Hours) -> Vec<(i64, i64)> {
    const DAY: i64 = 86_400;
    const WEEK: i64 = 7 * DAY;
    let (days, from, to, offset) = hours.parts();
    let (from, mut to, offset) = (i64::from(from) * 60, i64::from(to) * 60, i64::from(offset) * 60);
    if to <= from {
        to += DAY;
    }
    let mut all = Vec::new();
    for day in (0..7).filter(|day| days & 1 << day != 0) {
        let begin = (day * DAY + from - offset).rem_euclid(WEEK);
        let end = begin + to - from;
        all.push((begin, end.min(WEEK)));
        if end > WEEK {
            all.push((0, end - WEEK));
        }
    }
    all
}

fn any(all: impl Iterator<Item = String>) -> String {
    format!("({})", all.map(|one| format!("({one})")).collect::<Vec<_>>().join(" || "))
}

fn set<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", words.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A string literal of Cedar: its escapes are those of Rust.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_spans_of_the_week() {
        let night = Hours::daily((22, 0), (6, 0)).unwrap().ahead_of_utc(-300).unwrap();
        for second in (0..7 * 86_400).step_by(600) {
            // 1970-01-05 was a Monday.
            let within = spans(night).iter().any(|(from, to)| (*from..*to).contains(&second));
            assert_eq!(within, night.contain(4 * 86_400 + second), "{second}");
        }
    }
}
