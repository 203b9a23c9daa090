//! Forbids that the library adds to every policy, each for a paragraph of the law.

use phi_types::{
    Action, Purpose,
    record::{FieldMask, Label, Labels, RecordType},
};

use super::rule::{Conditions, Effect, Reach, Rule};
use crate::facts::{Fact, Facts};

/// What the names of these rules begin with.
pub(super) const PREFIX: &str = "law:";

/// The rules for one record type.
///
/// * Fields under 42 CFR Part 2 are not seen, listed or disclosed without the consent of 2.31. In a medical emergency that lifts (2.51).
/// * They are not shown for legal proceedings without a court order; nothing lifts that. 2.12(d)(1) speaks of proceedings against the
///   patient and knows the patient's consent as well: whose proceedings they are is not asked, so the forbid errs towards the patient.
/// * Nothing goes out for payment or operations about what the subject paid in full and had restricted (45 CFR 164.522(a)(1)(vi)),
///   unless the law requires it. The source of relationships says for whom; whether the recipient is a health plan is not asked, so the
///   forbid errs towards the restriction.
pub(super) fn rules(record: RecordType) -> impl Iterator<Item = Rule> {
    let schema = record.schema();
    let part2 = schema.labelled(Labels::NONE.with(Label::Part2));
    let forbid = |paragraph: &str, fields: FieldMask| {
        let id = alloc::format!("{PREFIX}{paragraph} {}", schema.name);
        let mut rule = Rule::new(&id, Effect::Forbid);
        rule.reach = Some(Reach::Fields { record, read: fields, write: FieldMask::EMPTY });
        rule
    };
    let shown = |mut rule: Rule| {
        rule.actions.extend([Action::Read, Action::List, Action::Disclose]);
        rule
    };
    let without = |fact: Fact| Conditions { lacks: Facts::NONE.with(fact), ..Conditions::default() };

    let mut consent = shown(forbid("42 CFR 2.31", part2));
    consent.conditions = without(Fact::Part2Consent);
    consent.liftable = true;
    // The patient's own access is no disclosure that a consent is needed for (2.23).
    consent.purposes = Purpose::ALL
        .iter()
        .copied()
        .filter(|purpose| purpose.parent().is_none() && *purpose != Purpose::PatientRequest)
        .collect();

    let mut proceedings = shown(forbid("42 CFR 2.12(d)(1)", part2));
    proceedings.conditions = without(Fact::CourtOrder);
    proceedings.purposes.push(Purpose::Legal);

    let mut self_paid = forbid("45 CFR 164.522(a)(1)(vi)", schema.all());
    self_paid.actions.push(Action::Disclose);
    self_paid.purposes.extend([Purpose::Payment, Purpose::Operations]);
    self_paid.conditions = without(Fact::RequiredByLaw);
    self_paid.conditions.needs = Facts::NONE.with(Fact::SelfPaid);

    let part2 = if part2.is_empty() { [None, None] } else { [Some(consent), Some(proceedings)] };
    part2.into_iter().flatten().chain([self_paid])
}
