//! Breaking the glass: nothing keeps care from happening, and everything is flagged.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

use phi_access::{
    AccessControl, Authentication, BreakGlassRefused, BreakGlassRule, Circumstances, Escalation, Policy, Reason,
    Register, Role, Rule, Session, SessionLimits, SignIn, UserId,
};
use phi_types::{
    Action, OsEntropy, PersonName, Phi, PhiRecord, Purpose, SubjectId, TenantId,
    gate::{AccessRequest, Authorize},
};
use time::{Duration, OffsetDateTime, macros::datetime};

const T: OffsetDateTime = datetime!(2026-03-02 08:00 UTC);
const SUBJECT: SubjectId = SubjectId::from_bytes([1; 16]);

#[derive(PhiRecord)]
#[phi(record = "Chart")]
struct Chart {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
}

fn session(tenant: &str, user: &str, at: OffsetDateTime) -> Session {
    let sign_in =
        SignIn::person(TenantId::new(tenant).unwrap(), UserId::new(user).unwrap(), Authentication::unknown(at));
    sign_in.roles([Role::new("doctor")]).limits(SessionLimits::CLINICAL).open(at, &OsEntropy).unwrap()
}

fn access(rule: BreakGlassRule, forbid: Option<Rule>) -> AccessControl<Register> {
    let register = Register::new();
    register.admit(&TenantId::new("north").unwrap(), SUBJECT);
    register.admit(&TenantId::new("south").unwrap(), SubjectId::from_bytes([2; 16]));
    let builder = Policy::builder().break_glass(rule.role("doctor").fields(Chart::NAME));
    AccessControl::new(forbid.into_iter().fold(builder, phi_access::PolicyBuilder::rule).build().unwrap(), register)
}

fn reason() -> Phi<phi_types::Text> {
    Phi::from("unconscious")
}

#[test]
fn a_missing_step_up_is_flagged_and_never_a_refusal() {
    let access = access(BreakGlassRule::new("b"), None);
    let doctor = session("north", "d.doctor", T);
    let late = T + Duration::minutes(6);
    access.break_glass(&doctor, SUBJECT, reason(), late).unwrap();
    assert!(access.open_reviews()[0].flags.without_step_up);
    doctor.step_up(&Authentication::new(late, &["pwd", "otp"], None), late).unwrap();
    access.break_glass(&doctor, SUBJECT, reason(), late).unwrap();
    assert!(!access.open_reviews()[1].flags.without_step_up);
}

#[test]
fn a_second_person_confirms_or_is_missed() {
    let access = access(BreakGlassRule::new("b").with_second_person(), None);
    let doctor = session("north", "d.doctor", T);
    access.break_glass(&doctor, SUBJECT, reason(), T).unwrap();
    assert!(access.open_reviews()[0].flags.without_second_person);
    let with = |other: &Session| {
        let circumstances = Circumstances::default().confirmed_by(other);
        access.break_glass_in(&doctor, SUBJECT, reason(), circumstances, T).map(|_| ())
    };
    assert_eq!(with(&session("south", "s.second", T)), Err(BreakGlassRefused::SecondPerson));
    assert_eq!(with(&session("north", "d.doctor", T)), Err(BreakGlassRefused::SecondPerson));
    assert_eq!(with(&session("north", "s.second", T)), Ok(()));
    assert!(!access.open_reviews()[1].flags.without_second_person);
}

#[test]
fn an_overdue_review_escalates_and_blocks_only_where_that_was_asked_for() {
    let week = T + Duration::days(7);
    for blocking in [false, true] {
        let rule = BreakGlassRule::new("b");
        let access = access(if blocking { rule.blocking_while_overdue() } else { rule }, None);
        access.break_glass(&session("north", "d.doctor", T), SUBJECT, reason(), T).unwrap();
        let task = access.open_reviews()[0].clone();
        let days = |days| task.escalation(T + Duration::days(days));
        assert_eq!([days(2), days(3), days(6)], [Escalation::Reviewer, Escalation::PrivacyOfficer, Escalation::Head]);
        let again = access.break_glass(&session("north", "d.doctor", week), SUBJECT, reason(), week);
        assert_eq!(again.err(), blocking.then_some(BreakGlassRefused::Overdue));
        assert!(blocking || access.open_reviews()[1].flags.overdue_review);
        // Nobody else's review stands in anybody's way.
        assert!(access.break_glass(&session("north", "o.other", week), SUBJECT, reason(), week).is_ok());
    }
}

#[test]
fn a_forbid_wins_over_the_override_unless_it_lifts() {
    for (forbid, expected) in [
        (None, None),
        (Some(Rule::forbid("f").fields(Chart::NAME)), Some(Reason::Forbidden)),
        (Some(Rule::forbid("f").fields(Chart::NAME).purpose(Purpose::EmergencyTreatment)), Some(Reason::Forbidden)),
        (Some(Rule::forbid("f").fields(Chart::NAME).liftable()), None),
    ] {
        let lifts = forbid.as_ref().is_some() && expected.is_none();
        let access = access(BreakGlassRule::new("b"), forbid);
        let doctor = session("north", "d.doctor", T);
        let emergency = access.break_glass(&doctor, SUBJECT, reason(), T).unwrap();
        let request =
            AccessRequest::by(&emergency, Action::Read, Purpose::BreakGlass, T).about(SUBJECT).fields(Chart::NAME);
        let prepared = access.prepare(&emergency);
        let ruling = access.decide(&prepared, &emergency, &request);
        assert_eq!((ruling.reason, ruling.lifted), (expected, lifts));
        assert_eq!(ruling.emergency, expected.is_none());
    }
}

#[test]
fn never_another_tenants_subject_and_never_beyond_the_session() {
    let access = access(BreakGlassRule::new("b").lasting(Duration::hours(4)), None);
    let doctor = session("north", "d.doctor", T);
    let theirs = SubjectId::from_bytes([2; 16]);
    let emergency = access.break_glass(&doctor, theirs, reason(), T).unwrap();
    let ask = |who: &Session, purpose, action, subject, now| {
        let request = AccessRequest::by(who, action, purpose, now).about(subject).fields(Chart::NAME);
        access.decide(&access.prepare(who), who, &request).reason
    };
    let glass = Purpose::BreakGlass;
    assert_eq!(ask(&emergency, glass, Action::Read, theirs, T), Some(Reason::OtherTenant));
    for action in [Action::Disclose, Action::DeIdentify, Action::List, Action::Update] {
        assert_eq!(ask(&emergency, glass, action, theirs, T), Some(Reason::NoRule));
    }
    let ours = access.break_glass(&doctor, SUBJECT, reason(), T).unwrap();
    assert_eq!(ask(&ours, glass, Action::Read, SUBJECT, T), None);
    assert_eq!(ask(&ours, Purpose::EmergencyTreatment, Action::Read, SUBJECT, T), Some(Reason::NoRule), "three things");
    let before = access.epoch().current();
    access.end_session(&doctor);
    assert!(access.epoch().current() > before, "what it opened ends with it");
    assert!(matches!(ask(&ours, glass, Action::Read, SUBJECT, T), Some(Reason::Session(_))));
}
