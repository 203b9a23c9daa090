//! The shapes of the law, each by its paragraph.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

use phi_access::{
    AccessControl, BreakGlassRule, Confidentiality, Exemption, Fact, Facts, Fulfils, Policy, PolicyError,
    PsychotherapyBasis, Reason, Register, Relationship, Role, Rule, Ruling, Session, SessionLimits,
};
use phi_types::{
    Action, Actor, ActorId, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, SubjectId, TenantId, Text,
    gate::{AccessRequest, Duty, Stage},
    record::{FieldSet, Label, Labels},
};
use time::{OffsetDateTime, macros::datetime};

const T: OffsetDateTime = datetime!(2026-03-02 08:00 UTC);
const SUBJECT: SubjectId = SubjectId::from_bytes([1; 16]);

#[derive(PhiRecord)]
#[phi(record = "Chart")]
struct Chart {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(clinical)]
    plan: Phi<Text>,
    #[phi(clinical, label = "42CFRPart2")]
    program: Phi<Text>,
}

#[derive(PhiRecord)]
#[phi(record = "PsychotherapyNote")]
struct Note {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    session: Phi<Text>,
    #[phi(free_text)]
    analysis: Phi<Text>,
}

fn who(role: &str) -> Session {
    let actor = Actor::Human(ActorId::new("p.physician").unwrap());
    let tenant = TenantId::new("north").unwrap();
    Session::open(tenant, actor, [Role::new(role)], SessionLimits::CLINICAL, T, &OsEntropy).unwrap()
}

fn decide<R: PhiRecord>(
    policy: Policy,
    facts: &[Fact],
    relationships: &[Relationship],
    action: Action,
    purpose: Purpose,
    check: impl FnOnce(&Ruling<'_>),
) {
    let register = Register::new();
    register.admit(&TenantId::new("north").unwrap(), SUBJECT);
    let who = who("r");
    facts.iter().for_each(|fact| register.file(SUBJECT, *fact));
    relationships.iter().for_each(|one| register.relate(who.actor().id(), SUBJECT, *one));
    let access = AccessControl::new(policy, register);
    let prepared = access.prepare(&who);
    let request = AccessRequest::by(&who, action, purpose, T).about(SUBJECT).fields(FieldSet::<R>::ALL);
    check(&access.decide(&prepared, &who, &request));
}

fn permit() -> Rule {
    Rule::permit("p").role("r")
}

fn one(rule: Rule) -> Policy {
    Policy::builder().rule(rule).build().unwrap()
}

/// A permit over the chart for these actions and purposes.
fn over_chart(actions: &[Action], purposes: &[Purpose]) -> Rule {
    let rule = actions.iter().fold(permit(), |rule, action| rule.action(*action));
    let rule = purposes.iter().fold(rule, |rule, purpose| rule.purpose(*purpose));
    rule.whole_record::<Chart>("test").protocol("standing protocol 7")
}

#[test]
fn part_2_needs_a_consent_and_lifts_in_a_medical_emergency() {
    let policy = || one(over_chart(&[Action::Read, Action::Disclose], &[Purpose::Treatment, Purpose::Payment]));
    let masks = |facts: &[Fact], action, purpose, expected: FieldSet<Chart>| {
        decide::<Chart>(policy(), facts, &[], action, purpose, |ruling| {
            assert_eq!(ruling.readable, expected.mask(), "{action} {purpose}");
        });
    };
    let rest = Chart::NAME | Chart::PLAN;
    masks(&[], Action::Read, Purpose::Treatment, rest);
    masks(&[Fact::Part2Consent], Action::Read, Purpose::Treatment, FieldSet::ALL);
    masks(&[], Action::Disclose, Purpose::Payment, rest);
    // 2.51: the emergency lifts it, and the privacy officer hears of it.
    decide::<Chart>(policy(), &[], &[], Action::Read, Purpose::EmergencyTreatment, |ruling| {
        assert_eq!((ruling.readable, ruling.lifted), (FieldSet::<Chart>::ALL.mask(), true));
        assert!(ruling.duties.owes(Duty::NotifyPrivacyOfficer));
    });
    // 2.32: the notice goes first.
    decide::<Chart>(policy(), &[Fact::Part2Consent], &[], Action::Disclose, Purpose::Payment, |ruling| {
        let before = |duty: Duty| ruling.duties.iter().any(|one| one.duty == duty && one.stage == Stage::Before);
        assert!(before(Duty::AttachPart2Notice));
    });
}

#[test]
fn part_2_is_never_used_against_the_patient_without_a_court_order() {
    let policy = || one(over_chart(&[Action::Read, Action::Disclose], &[Purpose::Operations]));
    for (facts, reaches) in [
        (vec![], false),
        (vec![Fact::Part2Consent], false),
        (vec![Fact::Part2Consent, Fact::CourtOrder], true),
        (vec![Fact::CourtOrder], false),
    ] {
        decide::<Chart>(policy(), &facts, &[], Action::Disclose, Purpose::Legal, |ruling| {
            assert_eq!(ruling.readable == FieldSet::<Chart>::ALL.mask(), reaches, "{facts:?}");
        });
    }
    // Breaking the glass records what 2.51(c) asks for.
    let glass = Policy::builder().break_glass(BreakGlassRule::new("b").role("r").fields(FieldSet::<Chart>::ALL));
    let access = AccessControl::new(glass.build().unwrap(), Register::new());
    let doctor = who("r");
    let emergency = access.break_glass(&doctor, SUBJECT, Phi::from("unconscious"), T).unwrap();
    let prepared = access.prepare(&emergency);
    let query = phi_access::Query {
        record: prepared.policy().record::<Chart>().unwrap(),
        action: Action::Read,
        purpose: Purpose::BreakGlass,
        fields: FieldSet::<Chart>::ALL.mask(),
    };
    let ruling = prepared.decide(&emergency, &query, SUBJECT, &phi_access::Standing::HERE, T.unix_timestamp());
    assert!(ruling.emergency && ruling.lifted && ruling.duties.owes(Duty::DocumentMedicalEmergency));
}

#[test]
fn psychotherapy_notes_are_seen_on_a_cited_paragraph_alone() {
    let notes = || Policy::builder().psychotherapy_notes::<Note>();
    let rule = |purpose| permit().action(Action::Read).purpose(purpose).whole_record::<Note>("test");
    let refused = |rule: Rule| notes().rule(rule).build().map(|_| ()).unwrap_err();
    assert_eq!(refused(rule(Purpose::Treatment)), PolicyError::Psychotherapy("p".into()));
    let wrong = rule(Purpose::Payment).psychotherapy(PsychotherapyBasis::OriginatorTreatment);
    assert_eq!(refused(wrong), PolicyError::Psychotherapy("p".into()), "the paragraph fixes the purpose");
    let originator = || {
        notes().rule(rule(Purpose::Treatment).psychotherapy(PsychotherapyBasis::OriginatorTreatment)).build().unwrap()
    };
    let outcome = |policy, facts: &[Fact], related: &[Relationship], purpose| {
        let mut reason = None;
        decide::<Note>(policy, facts, related, Action::Read, purpose, |ruling| reason = ruling.reason);
        reason
    };
    assert_eq!(outcome(originator(), &[], &[Relationship::Author], Purpose::Treatment), None);
    assert_eq!(outcome(originator(), &[], &[Relationship::Treating], Purpose::Treatment), Some(Reason::Subject));
    let authorized =
        || notes().rule(rule(Purpose::Payment).psychotherapy(PsychotherapyBasis::Authorization)).build().unwrap();
    assert_eq!(outcome(authorized(), &[], &[], Purpose::Payment), Some(Reason::Subject));
    assert_eq!(outcome(authorized(), &[Fact::Authorization], &[], Purpose::Payment), None);
    // Who writes them needs no paragraph to write.
    let writes = permit().action(Action::Create).purpose(Purpose::Treatment).whole_record::<Note>("test");
    assert!(notes().rule(writes).build().is_ok());
    // An override reaches them only where the host says so, with a paragraph that an emergency can be.
    let glass = || BreakGlassRule::new("b").role("r").fields(FieldSet::<Note>::ALL);
    assert!(notes().break_glass(glass()).build().is_err());
    assert!(notes().break_glass(glass().psychotherapy(PsychotherapyBasis::OwnTraining)).build().is_err());
    assert!(notes().break_glass(glass().psychotherapy(PsychotherapyBasis::SeriousThreat)).build().is_ok());
}

#[test]
fn what_was_paid_in_full_does_not_go_to_the_plan() {
    let policy = || one(over_chart(&[Action::Read, Action::Disclose], &[Purpose::Payment, Purpose::Treatment]));
    let outcome = |facts: &[Fact], action, purpose| {
        let mut found = None;
        let facts: Vec<_> = facts.iter().copied().chain([Fact::Part2Consent]).collect();
        decide::<Chart>(policy(), &facts, &[], action, purpose, |ruling| {
            found = Some((ruling.reason, ruling.rule.map(ToString::to_string)));
        });
        found.unwrap()
    };
    let (reason, rule) = outcome(&[Fact::SelfPaid], Action::Disclose, Purpose::Payment);
    assert_eq!(reason, Some(Reason::ForbiddenForSubject));
    assert!(rule.unwrap().contains("164.522(a)(1)(vi)"));
    assert_eq!(outcome(&[Fact::SelfPaid, Fact::RequiredByLaw], Action::Disclose, Purpose::Payment).0, None);
    assert_eq!(outcome(&[Fact::SelfPaid], Action::Read, Purpose::Payment).0, None);
    assert_eq!(outcome(&[Fact::SelfPaid], Action::Disclose, Purpose::Treatment).0, None);
}

#[test]
fn an_agreed_restriction_lifts_for_emergency_treatment_and_an_ordinary_forbid_does_not() {
    let restricted = |rule: Rule| {
        Policy::builder()
            .rule(over_chart(&[Action::Read], &[Purpose::Treatment]))
            .rule(rule.fields(Chart::PLAN))
            .build()
            .unwrap()
    };
    let reaches = |rule: Rule, purpose| {
        let mut found = false;
        let facts = [Fact::AgreedRestriction, Fact::Part2Consent];
        decide::<Chart>(restricted(rule), &facts, &[], Action::Read, purpose, |ruling| {
            found = ruling.readable == FieldSet::<Chart>::ALL.mask();
        });
        found
    };
    assert!(!reaches(Rule::agreed_restriction("a"), Purpose::Treatment));
    assert!(reaches(Rule::agreed_restriction("a"), Purpose::EmergencyTreatment));
    assert!(reaches(Rule::agreed_restriction("a"), Purpose::EmergencyRoomTreatment));
    assert!(!reaches(Rule::forbid("f"), Purpose::EmergencyTreatment));
}

#[test]
fn the_individual_and_a_representative_reach_their_own_record() {
    let policy = || one(Rule::own_access("p").role("r").whole_record::<Chart>("45 CFR 164.524"));
    let outcome = |related: &[Relationship]| {
        let mut found = None;
        decide::<Chart>(policy(), &[], related, Action::Read, Purpose::PatientRequest, |ruling| {
            found = Some((ruling.is_permit(), ruling.exemption, ruling.readable));
        });
        found.unwrap()
    };
    let all = FieldSet::<Chart>::ALL.mask();
    assert_eq!(
        outcome(&[Relationship::Myself]),
        (true, Some(Exemption::Individual), all),
        "Part 2 is no bar to oneself"
    );
    assert!(outcome(&[Relationship::PersonalRepresentative]).0 && !outcome(&[Relationship::Treating]).0);
}

#[test]
fn disclosures_go_by_protocol_or_by_review_where_minimum_necessary_covers_them() {
    let rule = |purpose| permit().action(Action::Disclose).purpose(purpose).fields(Chart::NAME);
    let built = |rule: Rule| Policy::builder().rule(rule).build().map(|_| ());
    assert_eq!(built(rule(Purpose::Research)), Err(PolicyError::Disclosure("p".into())));
    assert_eq!(built(rule(Purpose::Research).protocol("registry")), Ok(()));
    assert_eq!(built(rule(Purpose::Treatment)), Ok(()), "a disclosure for treatment is exempt");
    let reviewed = || one(rule(Purpose::Research).reviewed());
    for (facts, permitted) in [(vec![], false), (vec![Fact::Reviewed], true)] {
        decide::<Chart>(reviewed(), &facts, &[], Action::Disclose, Purpose::Research, |ruling| {
            assert_eq!(ruling.is_permit(), permitted);
            assert!(!permitted || (ruling.accounting && ruling.duties.owes(Duty::AccountForDisclosure)));
        });
    }
    // (b)(2)(i) is for disclosures; what a role sees inside stays limited.
    for (action, exemption) in [(Action::Disclose, Some(Exemption::TreatmentDisclosure)), (Action::Read, None)] {
        let policy = one(permit().action(action).purpose(Purpose::Treatment).fields(Chart::NAME));
        decide::<Chart>(policy, &[], &[], action, Purpose::Treatment, |ruling| {
            assert_eq!((ruling.exemption, ruling.readable), (exemption, Chart::NAME.mask()));
            assert!(!ruling.accounting);
        });
    }
}

#[test]
fn a_duty_that_nobody_declared_denies() {
    let rule = |stage| {
        let rule = permit().action(Action::Read).purpose(Purpose::Treatment).fields(Chart::NAME);
        rule.obliges(Duty::Watermark, stage)
    };
    let outcome = |stage, fulfils| {
        let register = Register::new();
        register.admit(&TenantId::new("north").unwrap(), SUBJECT);
        let access = AccessControl::fulfilling(one(rule(stage)), register, fulfils);
        let who = who("r");
        let request = AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(SUBJECT).fields(Chart::NAME);
        let reason = access.decide(&access.prepare(&who), &who, &request).reason;
        (reason, access.explain(&who, &request).to_string())
    };
    let (reason, explained) = outcome(Stage::After, Fulfils::default());
    assert_eq!(reason, Some(Reason::Undeclared));
    assert!(explained.contains("has not declared"), "{explained}");
    assert_eq!(outcome(Stage::After, Fulfils::default().and(Duty::Watermark)).0, None);
    // What comes before is held back by the gate itself.
    assert_eq!(outcome(Stage::Before, Fulfils::default()).0, None);
}

#[test]
fn confidentiality_bounds_fields_and_subjects() {
    let rule = permit().action(Action::Read).purpose(Purpose::Treatment).whole_record::<Chart>("test");
    let policy = || one(rule.clone().clearance(Confidentiality::Normal));
    decide::<Chart>(policy(), &[Fact::Part2Consent], &[], Action::Read, Purpose::Treatment, |ruling| {
        assert_eq!(ruling.readable, (Chart::NAME | Chart::PLAN).mask(), "a label makes a field restricted");
    });
    let house = |confidentiality, labels| {
        let access = AccessControl::new(
            Policy::builder()
                .rule(rule.clone().clearance(Confidentiality::Restricted))
                .rule(
                    Rule::forbid("watched")
                        .fields(Chart::NAME | Chart::PLAN | Chart::PROGRAM)
                        .about_labelled(Label::Violence),
                )
                .build()
                .unwrap(),
            Register::new(),
        );
        let who = who("r");
        let standing = phi_access::Standing::HERE.confidentiality(confidentiality).labels(labels);
        let prepared = access.prepare(&who);
        let query = phi_access::Query {
            record: prepared.policy().record::<Chart>().unwrap(),
            action: Action::Read,
            purpose: Purpose::Treatment,
            fields: Chart::NAME.mask(),
        };
        prepared.decide(&who, &query, SUBJECT, &standing.facts(Facts::NONE), T.unix_timestamp()).reason
    };
    assert_eq!(house(Confidentiality::Restricted, Labels::NONE), None);
    assert_eq!(house(Confidentiality::VeryRestricted, Labels::NONE), Some(Reason::Subject));
    let violence = Labels::NONE.with(Label::Violence);
    assert_eq!(house(Confidentiality::Normal, violence), Some(Reason::ForbiddenForSubject));
}

#[test]
fn what_means_nothing_is_no_policy() {
    let built = |rule: Rule| Policy::builder().rule(rule).build().map(|_| ()).unwrap_err();
    let read = || permit().action(Action::Read).purpose(Purpose::Treatment).fields(Chart::NAME);
    assert_eq!(built(read().liftable()), PolicyError::Meaningless("p".into()));
    let obliging = Rule::forbid("f").fields(Chart::NAME).obliges(Duty::Redact, Stage::After);
    assert_eq!(built(obliging), PolicyError::Meaningless("f".into()));
    assert_eq!(built(Rule::forbid("law:mine").fields(Chart::NAME)), PolicyError::Reserved("law:mine".into()));
    assert_eq!(built(read().valid_from(T).valid_until(T)), PolicyError::NeverValid("p".into()));
}
