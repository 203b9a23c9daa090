//! What the policy decides, seen from the gate's side.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

use std::sync::Arc;

use phi_access::{
    AccessControl, BreakGlassRefused, BreakGlassRule, Policy, PolicyError, Register, Relationship, ReviewRefused, Role,
    Rule, Session, SessionLimits,
};
use phi_types::{
    Action, Actor, ActorId, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, SubjectId, TenantId, Text,
    gate::{AccessRequest, Authorize, Decision, DenyReason, Duty, Stage},
    record::{FieldMask, FieldSet, Label},
};
use proptest::prelude::*;
use time::{Duration, OffsetDateTime, macros::datetime};

const T: OffsetDateTime = datetime!(2026-03-01 08:00 UTC);

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(clinical)]
    allergies: Vec<Phi<Text>>,
    #[phi(clinical, label = "HIV")]
    serology: Phi<Text>,
}

struct Ward {
    access: AccessControl<Arc<Register>>,
    register: Arc<Register>,
    subject: SubjectId,
}

fn ward(policy: Policy) -> Ward {
    let register = Arc::new(Register::new());
    let subject = SubjectId::from_bytes([1; 16]);
    register.admit(&TenantId::new("north").unwrap(), subject);
    Ward { access: AccessControl::new(policy, Arc::clone(&register)), register, subject }
}

fn session(tenant: &str, user: &str, roles: &[&str]) -> Session {
    let actor = Actor::Human(ActorId::new(user).unwrap());
    let roles = roles.iter().map(|role| Role::new(role));
    Session::open(TenantId::new(tenant).unwrap(), actor, roles, SessionLimits::CLINICAL, T, &OsEntropy).unwrap()
}

impl Ward {
    fn ask(&self, who: &Session, purpose: Purpose, fields: FieldSet<Patient>) -> Decision {
        self.ask_at(who, purpose, fields, T)
    }

    fn ask_at(&self, who: &Session, purpose: Purpose, fields: FieldSet<Patient>, now: OffsetDateTime) -> Decision {
        self.access
            .authorize(who, &AccessRequest::by(who, Action::Read, purpose, now).about(self.subject).fields(fields))
    }
}

/// The fields granted, or why not.
fn short(decision: Decision) -> Result<FieldMask, DenyReason> {
    match decision {
        Decision::Permit(permit) => Ok(permit.fields),
        Decision::Deny(denial) => Err(denial.reason),
    }
}

const ALL: FieldSet<Patient> = FieldSet::ALL;

fn clinic() -> Policy {
    Policy::builder()
        .rule(
            Rule::permit("nurse-care")
                .role("nurse")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(Patient::NAME | Patient::ALLERGIES)
                .when(Relationship::Treating)
                .when(Relationship::CareTeam),
        )
        .rule(
            Rule::permit("physician-care")
                .role("physician")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .whole_record::<Patient>("treats the patient as a whole")
                .when(Relationship::Treating),
        )
        .rule(
            Rule::permit("billing")
                .role("biller")
                .action(Action::Read)
                .purpose(Purpose::Payment)
                .fields(Patient::NAME | Patient::MRN),
        )
        .rule(Rule::forbid("hiv-not-for-nurses").role("nurse").labelled::<Patient>(Label::Hiv))
        .rule(
            Rule::permit("key-custody")
                .role("custodian")
                .action(Action::RotateKey)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .break_glass(BreakGlassRule::new("emergency").role("physician").fields(ALL))
        .build()
        .unwrap()
}

#[test]
fn three_roles_see_three_things_and_an_outsider_nothing() {
    let ward = ward(clinic());
    let (nurse, physician) = (session("north", "n.nurse", &["nurse"]), session("north", "p.physician", &["physician"]));
    for who in [&nurse, &physician] {
        assert_eq!(short(ward.ask(who, Purpose::Treatment, ALL)), Err(DenyReason::NoRelationship));
        ward.register.relate(who.actor().id(), ward.subject, Relationship::Treating);
    }
    assert_eq!(short(ward.ask(&nurse, Purpose::Treatment, ALL)), Ok((Patient::NAME | Patient::ALLERGIES).mask()));
    assert_eq!(short(ward.ask(&physician, Purpose::Treatment, ALL)), Ok(ALL.mask()));
    let biller = session("north", "b.biller", &["biller"]);
    assert_eq!(short(ward.ask(&biller, Purpose::Payment, ALL)), Ok((Patient::NAME | Patient::MRN).mask()));
    assert_eq!(short(ward.ask(&biller, Purpose::Treatment, ALL)), Err(DenyReason::NoRule), "purpose is part of it");
    assert_eq!(short(ward.ask(&biller, Purpose::Payment, Patient::ALLERGIES)), Err(DenyReason::NoFields));
    let outsider = session("south", "n.nurse", &["physician"]);
    assert_eq!(short(ward.ask(&outsider, Purpose::Treatment, ALL)), Err(DenyReason::OtherTenant));
    let nobody = AccessRequest::by(&nurse, Action::Read, Purpose::Treatment, T)
        .about(SubjectId::from_bytes([9; 16]))
        .fields(ALL);
    assert_eq!(short(ward.access.authorize(&nurse, &nobody)), Err(DenyReason::UnknownSubject));
}

#[test]
fn no_public_answer_tells_who_is_a_patient() {
    let policy = Policy::builder()
        .rule(
            Rule::permit("desk").role("clerk").action(Action::Read).purpose(Purpose::Operations).fields(Patient::NAME),
        )
        .rule(
            Rule::permit("care")
                .role("clerk")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(Patient::NAME | Patient::MRN)
                .when(Relationship::Treating),
        )
        .rule(Rule::forbid("own").role("clerk").fields(Patient::NAME | Patient::MRN).when(Relationship::Myself))
        .build()
        .unwrap();
    let ward = ward(policy);
    let own = SubjectId::from_bytes([2; 16]);
    ward.register.admit(&TenantId::new("north").unwrap(), own);
    ward.register.admit(&TenantId::new("south").unwrap(), SubjectId::from_bytes([3; 16]));
    let (clerk, guest) = (session("north", "c.clerk", &["clerk"]), session("north", "g.guest", &["guest"]));
    ward.register.relate(clerk.actor().id(), own, Relationship::Myself);
    for who in [&clerk, &guest] {
        for purpose in [Purpose::Treatment, Purpose::Operations, Purpose::Payment, Purpose::BreakGlass] {
            for fields in (1..16).map(set) {
                let answer = |subject: u8| {
                    let request =
                        AccessRequest::by(who, Action::Read, purpose, T).about(SubjectId::from_bytes([subject; 16]));
                    short(ward.access.authorize(who, &request.fields(fields))).map_err(DenyReason::public)
                };
                // 1 is here and a stranger, 2 is the asker, 3 is elsewhere, 4 is nowhere. A refusal is the same for all.
                let unknown = answer(4).unwrap_err();
                for subject in [1, 2, 3] {
                    assert!(
                        answer(subject).is_ok_and(|_| subject != 3) || answer(subject) == Err(unknown),
                        "{purpose} {subject}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_rule_may_oblige_and_a_forbid_takes_even_what_is_no_phi() {
    #[derive(PhiRecord)]
    #[phi(record = "Visit")]
    struct Visit {
        #[phi(subject)]
        subject: SubjectId,
        #[phi(clinical)]
        reason: Phi<Text>,
        #[phi(clinical)]
        plan: Phi<Text>,
        #[phi(not_phi = "counter")]
        revision: u32,
    }
    let permit = || Rule::permit("p").role("r").action(Action::Read).purpose(Purpose::Treatment);
    let both = Policy::builder().rule(permit().fields(Visit::REASON | Visit::PLAN)).build();
    assert_eq!(both.unwrap_err(), PolicyError::WholeRecord("p".into()), "the counter comes along");
    let rule = permit().fields(Visit::REASON).obliges(Duty::AttachPart2Notice, Stage::Before);
    let policy = |forbid: Option<Rule>| {
        let builder = Policy::builder().rule(rule.clone());
        ward(forbid.into_iter().fold(builder, phi_access::PolicyBuilder::rule).build().unwrap())
    };
    let who = session("north", "u.user", &["r"]);
    let ask = |ward: &Ward| {
        let request = AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(ward.subject);
        match ward.access.authorize(&who, &request.fields(FieldSet::<Visit>::ALL)) {
            Decision::Permit(permit) => (permit.fields, permit.obligations.len()),
            Decision::Deny(_) => panic!("denied"),
        }
    };
    assert_eq!(ask(&policy(None)), ((Visit::REASON | Visit::REVISION).mask(), 1));
    let forbid = Rule::forbid("f").fields(Visit::REVISION);
    assert_eq!(ask(&policy(Some(forbid))), (Visit::REASON.mask(), 1));
}

#[test]
fn a_decision_names_its_rule_and_its_policy() {
    let ward = ward(clinic());
    let biller = session("north", "b.biller", &["biller"]);
    let Decision::Permit(permit) = ward.ask(&biller, Purpose::Payment, Patient::NAME) else { panic!("denied") };
    assert_eq!((permit.rule.as_str(), permit.policy, permit.emergency), ("billing", clinic().digest(), false));
    assert_eq!(permit.until, Some(T + Duration::hours(12)));
    let nurse = session("north", "n.nurse", &["nurse", "physician"]);
    ward.register.relate(nurse.actor().id(), ward.subject, Relationship::Treating);
    let Decision::Deny(denial) = ward.ask(&nurse, Purpose::Treatment, Patient::SEROLOGY) else { panic!("permitted") };
    assert_eq!((denial.reason, denial.rule.unwrap().as_str()), (DenyReason::Forbidden, "hiv-not-for-nurses"));
}

#[test]
fn the_glass_breaks_for_one_subject_for_a_while_and_leaves_a_review() {
    let ward = ward(clinic());
    let physician = session("north", "p.physician", &["physician"]);
    let reason = || Phi::from("unconscious, no allergies known");
    assert_eq!(
        short(ward.ask(&physician, Purpose::BreakGlass, ALL)),
        Err(DenyReason::NoRule),
        "a purpose is no override"
    );
    for blank in ["", " \n", "drop\u{7}"] {
        let refused = ward.access.break_glass(&physician, ward.subject, Phi::from(blank), T).err();
        assert_eq!(refused, Some(BreakGlassRefused::Reason));
    }
    let emergency = ward.access.break_glass(&physician, ward.subject, reason(), T).unwrap();
    let Decision::Permit(permit) = ward.ask(&emergency, Purpose::BreakGlass, ALL) else { panic!("denied") };
    assert!(permit.emergency && permit.rule.as_str() == "emergency");
    let duties: Vec<_> = permit.obligations.iter().map(|obligation| obligation.duty).collect();
    assert_eq!(duties, [Duty::NotifyPrivacyOfficer, Duty::ReviewWithin(Duration::days(3))]);
    assert_eq!(permit.until, Some(T + Duration::minutes(60)));

    // One subject, one hour, reading only, and nobody else's tenant.
    let other = SubjectId::from_bytes([2; 16]);
    ward.register.admit(&TenantId::new("north").unwrap(), other);
    let about = |subject, action| {
        let request = AccessRequest::by(&emergency, action, Purpose::BreakGlass, T).about(subject).fields(ALL);
        short(ward.access.authorize(&emergency, &request))
    };
    assert_eq!(about(other, Action::Read), Err(DenyReason::NoRule));
    assert_eq!(about(ward.subject, Action::Disclose), Err(DenyReason::NoRule));
    let late = ward.ask_at(&emergency, Purpose::BreakGlass, ALL, T + Duration::minutes(60));
    assert_eq!(short(late), Err(DenyReason::Session));

    let [review] = ward.access.open_reviews().try_into().unwrap();
    assert_eq!((review.actor.as_str(), review.subject), ("p.physician", ward.subject));
    assert!(!review.is_overdue(T + Duration::days(3) - Duration::SECOND) && review.is_overdue(T + Duration::days(3)));
    let officer = session("north", "o.officer", &["privacy-officer"]);
    let other_tenant = session("south", "o.officer", &["privacy-officer"]);
    for not_fit in [&physician, &other_tenant] {
        assert_eq!(ward.access.close_review(&review, not_fit, T), Err(ReviewRefused::Reviewer));
    }
    assert_eq!(ward.access.close_review(&review, &officer, T), Ok(()));
    assert_eq!(ward.access.close_review(&review, &officer, T), Err(ReviewRefused::NotOpen));
    assert!(ward.access.open_reviews().is_empty());
    // An overdue review is no reason to refuse the next emergency.
    physician.touch(T + Duration::minutes(20));
    assert!(ward.access.break_glass(&physician, other, reason(), T + Duration::minutes(30)).is_ok());
    // Nor is an override a way to the next one, and ending the session ends it.
    assert_eq!(ward.access.break_glass(&emergency, other, reason(), T).err(), Some(BreakGlassRefused::Session));
    physician.end();
    assert_eq!(short(ward.ask(&emergency, Purpose::BreakGlass, ALL)), Err(DenyReason::Session));
}

#[test]
fn neither_a_nurse_nor_a_service_breaks_the_glass() {
    let ward = ward(clinic());
    let nurse = session("north", "n.nurse", &["nurse"]);
    let robot = Actor::Service { id: ActorId::new("etl").unwrap(), on_behalf_of: None };
    let tenant = TenantId::new("north").unwrap();
    let robot = Session::open(tenant, robot, [Role::new("physician")], SessionLimits::OFFICE, T, &OsEntropy).unwrap();
    for who in [nurse, robot] {
        let refused = ward.access.break_glass(&who, ward.subject, Phi::from("because"), T).err();
        assert_eq!(refused, Some(BreakGlassRefused::NoRule));
    }
}

#[test]
fn acts_on_keys_are_for_who_may_do_them() {
    let ward = ward(clinic());
    let custodian = session("north", "c.custodian", &["custodian"]);
    let ask = |who: &Session, action| {
        short(ward.access.authorize(who, &AccessRequest::by(who, action, Purpose::SystemAdministration, T)))
    };
    assert!(ask(&custodian, Action::RotateKey).is_ok());
    assert_eq!(ask(&custodian, Action::ShredSubject), Err(DenyReason::NoRule));
    assert_eq!(ask(&session("north", "p.physician", &["physician"]), Action::RotateKey), Err(DenyReason::NoRule));
}

#[test]
fn replacing_the_policy_moves_the_epoch_and_the_digest() {
    let ward = ward(clinic());
    let before = ward.access.epoch().current();
    ward.access.replace_policy(Policy::builder().build().unwrap());
    assert!(ward.access.epoch().current() > before);
    let biller = session("north", "b.biller", &["biller"]);
    let Decision::Deny(denial) = ward.ask(&biller, Purpose::Payment, ALL) else { panic!("permitted") };
    assert_ne!(denial.policy, clinic().digest());
}

#[test]
fn mistakes_are_found_when_the_policy_is_built() {
    let permit = || Rule::permit("p").role("r").action(Action::Read).purpose(Purpose::Treatment);
    let build = |rule: Rule| Policy::builder().rule(rule).build().map(|_| ()).unwrap_err();
    assert_eq!(build(Rule::permit(" ")), PolicyError::Name(1));
    assert_eq!(
        build(Rule::permit("p").role("r").action(Action::Read).fields(Patient::NAME)).to_string(),
        "the permit `p` says no purpose"
    );
    assert_eq!(build(permit()), PolicyError::NoFields("p".into()));
    assert_eq!(build(permit().fields(ALL)), PolicyError::WholeRecord("p".into()));
    assert_eq!(build(permit().whole_record::<Patient>(" ")), PolicyError::WholeRecord("p".into()));
    assert_eq!(build(permit().labelled::<Patient>(Label::Hiv)), PolicyError::PermitByLabel("p".into()));
    assert_eq!(build(Rule::forbid("f").labelled::<Patient>(Label::Part2)), PolicyError::NoFields("f".into()));
    assert_eq!(build(permit().administration()), PolicyError::Administration("p".into()));
    let twice = Policy::builder().rule(permit().fields(Patient::NAME)).rule(permit().fields(Patient::MRN)).build();
    assert_eq!(twice.unwrap_err(), PolicyError::Duplicate("p".into()));
    let long = BreakGlassRule::new("b").role("r").fields(ALL).lasting(Duration::hours(5));
    assert_eq!(Policy::builder().break_glass(long).build().unwrap_err(), PolicyError::BreakGlassTime("b".into()));
}

/// A rule as three small sets, for a reference that shares no code with the evaluator.
#[derive(Clone, Debug)]
struct Plain {
    permit: bool,
    role: usize,
    purpose: usize,
    fields: u8,
}

const ROLES: [&str; 3] = ["nurse", "physician", "biller"];
const PURPOSES: [Purpose; 3] = [Purpose::Treatment, Purpose::Payment, Purpose::Operations];

fn set(bits: u8) -> FieldSet<Patient> {
    (0..4).filter(|at| bits & 1 << at != 0).fold(FieldSet::EMPTY, |set, at| set | FieldSet::at(at))
}

fn policy(rules: &[Plain]) -> Policy {
    rules
        .iter()
        .enumerate()
        .fold(Policy::builder(), |builder, (number, plain)| {
            let name = format!("rule-{number}");
            let rule = if plain.permit { Rule::permit(&name) } else { Rule::forbid(&name) };
            let rule = rule.role(ROLES[plain.role]).action(Action::Read).purpose(PURPOSES[plain.purpose]);
            let fields = set(plain.fields);
            builder.rule(if fields == ALL { rule.whole_record::<Patient>("test") } else { rule.fields(fields) })
        })
        .build()
        .unwrap()
}

/// What the rules say, by the definition: the union of the permits without the union of the forbids.
fn reference(rules: &[Plain], role: usize, purpose: usize, asked: u8) -> Option<u8> {
    let matching = |permit| {
        rules
            .iter()
            .filter(move |rule| (rule.permit, rule.role, rule.purpose) == (permit, role, purpose))
            .fold(0, |fields, rule| fields | rule.fields)
    };
    let granted = matching(true) & !matching(false);
    (granted & asked != 0).then_some(granted)
}

fn rules() -> impl Strategy<Value = Vec<Plain>> {
    let rule = (any::<bool>(), 0..3_usize, 0..3_usize, 1..16_u8).prop_map(|(permit, role, purpose, fields)| Plain {
        permit,
        role,
        purpose,
        fields,
    });
    proptest::collection::vec(rule, 0..8)
}

fn every_answer(rules: &[Plain]) -> Vec<Option<u8>> {
    let ward = ward(policy(rules));
    let mut answers = Vec::new();
    for role in ROLES {
        let who = session("north", "u.user", &[role]);
        for purpose in PURPOSES {
            for asked in 1..16 {
                let decision = ward.ask(&who, purpose, set(asked));
                let bits = |mask: FieldMask| mask.positions().fold(0, |bits, at| bits | 1 << at);
                answers.push(short(decision).ok().map(bits));
            }
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn agrees_with_the_definition(rules in rules()) {
        let mut expected = Vec::new();
        for role in 0..3 {
            for purpose in 0..3 {
                for asked in 1..16 {
                    expected.push(reference(&rules, role, purpose, asked));
                }
            }
        }
        prop_assert_eq!(every_answer(&rules), expected);
    }

    #[test]
    fn order_and_repetition_do_not_matter(rules in rules()) {
        let backwards: Vec<_> = rules.iter().rev().chain(&rules).cloned().collect();
        prop_assert_eq!(every_answer(&rules), every_answer(&backwards));
    }

    #[test]
    fn forbids_only_shrink_and_permits_only_grow(rules in rules(), role in 0..3_usize, purpose in 0..3_usize, fields in 1..16_u8) {
        let with = |permit| [rules.clone(), vec![Plain { permit, role, purpose, fields }]].concat();
        let inside = |small: &Option<u8>, large: &Option<u8>| small.unwrap_or(0) & !large.unwrap_or(0) == 0;
        let now = every_answer(&rules);
        prop_assert!(every_answer(&with(false)).iter().zip(&now).all(|(less, now)| inside(less, now)));
        prop_assert!(every_answer(&with(true)).iter().zip(&now).all(|(more, now)| inside(now, more)));
    }

    #[test]
    fn the_order_of_rules_is_no_part_of_the_digest(rules in rules()) {
        // Names go with positions, so the same named rules are built in another order.
        let build = |order: &mut dyn Iterator<Item = usize>| {
            order
                .fold(Policy::builder(), |builder, at| {
                    let plain = &rules[at];
                    let rule = Rule::forbid(&format!("rule-{at}")).role(ROLES[plain.role]);
                    builder.rule(rule.fields(set(plain.fields)))
                })
                .build()
                .unwrap()
                .digest()
        };
        prop_assert_eq!(build(&mut (0..rules.len())), build(&mut (0..rules.len()).rev()));
    }
}
