//! People, programs, sessions, assignments, tenants.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

use phi_access::{
    AccessControl, Assignment, AssignmentRefused, Assignments, Assurance, Authentication, InvalidLimits, Policy,
    Preset, Query, Reason, Register, Relationship, Role, Rule, Separation, Service, Session, SessionEnd, SessionLimits,
    SignIn, SignInRefused, Standing, UserId,
};
use phi_types::{
    Action, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, SubjectId, TenantId, Text,
    gate::{AccessRequest, Authorize, Decision},
    record::FieldSet,
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
    #[phi(clinical)]
    plan: Phi<Text>,
}

fn tenant(name: &str) -> TenantId {
    TenantId::new(name).unwrap()
}

fn user(name: &str) -> UserId {
    UserId::new(name).unwrap()
}

fn read(role: &str) -> Rule {
    let rule = Rule::permit(&format!("{role}-reads")).role(role).action(Action::Read).purpose(Purpose::Treatment);
    rule.fields(Chart::NAME)
}

fn policy() -> Policy {
    Policy::builder()
        .rule(read("nurse"))
        .rule(read("exporter"))
        .rule(
            Rule::permit("strong")
                .role("nurse")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(Chart::PLAN)
                .assurance(Assurance::Aal2)
                .phishing_resistant(),
        )
        .clinical("nurse")
        .inherits("chief", "nurse")
        .inherits("etl", "nurse")
        .inherits("etl", "exporter")
        .exclusive(Separation::Assignment, &["exporter", "auditor"])
        .exclusive(Separation::Session, &["chief", "auditor"])
        .build()
        .unwrap()
}

fn access() -> AccessControl<Register> {
    let register = Register::new();
    register.admit(&tenant("north"), SUBJECT);
    AccessControl::new(policy(), register)
}

fn nurse(at: OffsetDateTime, amr: &[&str], acr: Option<&str>) -> Session {
    let sign_in = SignIn::person(tenant("north"), user("n.nurse"), Authentication::new(at, amr, acr));
    sign_in.roles([Role::new("nurse")]).limits(SessionLimits::CLINICAL).open(T, &OsEntropy).unwrap()
}

fn asks(
    access: &AccessControl<Register>,
    who: &Session,
    fields: FieldSet<Chart>,
    now: OffsetDateTime,
) -> Option<Reason> {
    let request = AccessRequest::by(who, Action::Read, Purpose::Treatment, now).about(SUBJECT).fields(fields);
    access.decide(&access.prepare(who), who, &request).reason
}

#[test]
fn a_session_never_ranks_above_its_authentication() {
    let access = access();
    let weak = nurse(T, &["pwd"], Some("phrh"));
    assert_eq!((weak.assurance(), weak.is_phishing_resistant()), (Assurance::Aal1, false));
    assert_eq!(asks(&access, &weak, Chart::NAME, T), None);
    assert_eq!(asks(&access, &weak, Chart::PLAN, T), Some(Reason::StepUp));
    // Step-up: the field that needs it comes with it, in the same session and at once.
    let granted = |who: &Session| {
        let request =
            AccessRequest::by(who, Action::Read, Purpose::Treatment, T).about(SUBJECT).fields(FieldSet::<Chart>::ALL);
        access.decide(&access.prepare(who), who, &request).readable
    };
    assert_eq!(granted(&weak), Chart::NAME.mask());
    let strong = Authentication::new(T, &["hwk", "pin"], Some("phrh"));
    assert_eq!(
        weak.step_up(&Authentication::new(T - Duration::minutes(6), &["hwk", "pin"], None), T),
        Err(SignInRefused::NotNow)
    );
    assert_eq!(weak.step_up(&Authentication::new(T + Duration::SECOND, &["hwk"], None), T), Err(SignInRefused::NotNow));
    weak.step_up(&strong, T).unwrap();
    assert_eq!(granted(&weak), FieldSet::<Chart>::ALL.mask());
    assert_eq!(weak.assurance(), strong.assurance());
}

#[test]
fn the_machine_of_a_session() {
    let session = nurse(T, &["pwd"], None);
    let minute = Duration::minutes(1);
    // Polling calls nothing, so it extends nothing.
    assert_eq!(session.ending(T + 30 * minute), Some(SessionEnd::Idle));
    assert_eq!(
        session.reauthenticate(&Authentication::new(T, &["pwd"], None), T + 31 * minute),
        Err(SignInRefused::NotNow)
    );
    let again = Authentication::new(T + 31 * minute, &["pwd"], None);
    session.reauthenticate(&again, T + 31 * minute).unwrap();
    assert_eq!(session.ending(T + 31 * minute), None);
    // The absolute end stays where it was, and nothing unlocks what is over.
    let end = T + Duration::hours(12);
    assert_eq!(session.ending(end), Some(SessionEnd::Absolute));
    assert_eq!(session.reauthenticate(&Authentication::new(end, &["pwd"], None), end), Err(SignInRefused::Over));
    let strong = nurse(T, &["pwd", "otp"], None);
    let weaker = Authentication::new(T + 40 * minute, &["pwd"], None);
    assert_eq!(strong.reauthenticate(&weaker, T + 40 * minute), Err(SignInRefused::Weaker));
    // Clock back an hour, forward ten years, and both ends of time.
    assert_eq!(session.ending(T - Duration::HOUR), Some(SessionEnd::ClockStepped));
    assert!(session.ending(T + Duration::days(3653)).is_some());
    assert!(session.ending_at(i64::MIN).is_some() && session.ending_at(i64::MAX).is_some());
    // An old authentication has used up its time; one from the future is none.
    let stale = |at| {
        let sign_in = SignIn::person(tenant("north"), user("n.nurse"), Authentication::new(at, &["pwd"], None));
        sign_in.open(T, &OsEntropy).map(|_| ())
    };
    assert_eq!(stale(T - Duration::hours(12)), Err(SignInRefused::NotNow));
    assert_eq!(stale(T + Duration::SECOND), Err(SignInRefused::NotNow));
    assert_eq!(stale(T - Duration::hours(11)), Ok(()));
}

#[test]
fn beyond_a_preset_takes_a_recorded_reason() {
    let (long, day) = (Duration::minutes(45), Duration::hours(24));
    assert_eq!(SessionLimits::within(Preset::Clinical, long, Duration::HOUR), Err(InvalidLimits::BeyondPreset));
    assert_eq!(
        SessionLimits::within(Preset::Admin, Duration::minutes(16), Duration::HOUR),
        Err(InvalidLimits::BeyondPreset)
    );
    assert!(SessionLimits::within(Preset::Kiosk, Duration::minutes(1), Duration::minutes(30)).is_ok());
    assert_eq!(SessionLimits::deviating(long, day, " "), Err(InvalidLimits::Reason));
    assert_eq!(SessionLimits::deviating(Duration::ZERO, day, "why"), Err(InvalidLimits::Nothing));
    let deviating = SessionLimits::deviating(long, day, "operating theatre, risk analysis 2026-7").unwrap();
    assert_eq!(deviating.deviation(), Some("operating theatre, risk analysis 2026-7"));
}

#[test]
fn a_service_holds_no_clinical_role_not_even_an_inherited_one() {
    let access = access();
    let service = |issued| Service::new("etl", issued).unwrap().on_behalf_of(user("n.nurse"));
    let open = |issued| {
        let sign_in = SignIn::service(tenant("north"), service(issued), Authentication::unknown(T));
        sign_in.roles([Role::new("etl")]).open(T, &OsEntropy)
    };
    let robot = open(T - Duration::days(89)).unwrap();
    let request = AccessRequest::by(&robot, Action::Read, Purpose::Treatment, T).about(SUBJECT).fields(Chart::NAME);
    let prepared = access.prepare(&robot);
    assert_eq!(access.decide(&prepared, &robot, &request).rule.unwrap().as_str(), "exporter-reads");
    assert_eq!(open(T - Duration::days(90)).map(|_| ()), Err(SignInRefused::Credential));
    assert_eq!(open(T + Duration::SECOND).map(|_| ()), Err(SignInRefused::Credential));
    assert!(access.break_glass(&robot, SUBJECT, Phi::from("because"), T).is_err());
    // Disabling the person behind it disables the program's next decision.
    access.disable(user("n.nurse").id());
    assert_eq!(asks(&access, &robot, Chart::NAME, T), Some(Reason::Disabled));
}

#[test]
fn a_disabled_user_is_denied_at_the_next_decision() {
    let access = access();
    let who = nurse(T, &["pwd"], None);
    assert_eq!(asks(&access, &who, Chart::NAME, T), None);
    let (prepared, before) = (access.prepare(&who), access.epoch().current());
    access.disable(who.actor().id());
    assert!(access.epoch().current() > before);
    assert_eq!(asks(&access, &who, Chart::NAME, T), Some(Reason::Disabled));
    // What was prepared before is stale, and does not go on permitting.
    let query = Query {
        record: prepared.policy().record::<Chart>().unwrap(),
        action: Action::Read,
        purpose: Purpose::Treatment,
        fields: Chart::NAME.mask(),
    };
    let ruling = prepared.decide(&who, &query, SUBJECT, &Standing::HERE, T.unix_timestamp());
    assert_eq!(ruling.reason, Some(Reason::Stale));
    access.enable(who.actor().id());
    assert_eq!(asks(&access, &who, Chart::NAME, T), None);
    // A prepared session is for that session alone.
    let other =
        SignIn::person(tenant("north"), user("o.other"), Authentication::unknown(T)).open(T, &OsEntropy).unwrap();
    let prepared = access.prepare(&who);
    let ruling = prepared.decide(&other, &query, SUBJECT, &Standing::HERE, T.unix_timestamp());
    assert_eq!(ruling.reason, Some(Reason::Stale));
}

#[test]
fn assignments_keep_duties_apart_and_end_sessions() {
    let (policy, all) = (policy(), Assignments::new());
    let assign = |name: &str, role: &str, from, until: Option<OffsetDateTime>| {
        let one =
            Assignment::new(tenant("north"), user(name), Role::new(role), from, user("g.grantor"), "REQ-17").unwrap();
        all.assign(&policy, until.into_iter().fold(one, Assignment::until))
    };
    assert_eq!(assign("a.one", "exporter", T, Some(T + Duration::DAY)), Ok(()));
    let apart = Err(AssignmentRefused::Separation { one: "exporter".into(), other: "auditor".into() });
    assert_eq!(assign("a.one", "auditor", T + Duration::HOUR, None), apart, "they overlap");
    assert_eq!(assign("a.one", "auditor", T + Duration::DAY, None), Ok(()), "half-open: one ends as the other begins");
    assert_eq!(assign("a.two", "etl", T, None), Ok(()));
    assert!(matches!(assign("a.two", "auditor", T, None), Err(AssignmentRefused::Separation { .. })), "inherited");
    assert_eq!(assign("a.two", "nobody", T, None), Err(AssignmentRefused::UnknownRole));
    assert_eq!(assign("a.two", "nurse", T, Some(T)), Err(AssignmentRefused::Never));
    let own = Assignment::new(tenant("north"), user("a.one"), Role::new("nurse"), T, user("a.one"), "REQ-18");
    assert_eq!(own.unwrap_err(), AssignmentRefused::OwnGrant);

    // The session ends with the assignment, before its own limits.
    assert_eq!(assign("n.nurse", "nurse", T, Some(T + Duration::minutes(20))), Ok(()));
    let sign_in = SignIn::person(tenant("north"), user("n.nurse"), Authentication::unknown(T));
    let who = all.equip(&tenant("north"), &user("n.nurse"), sign_in, T).open(T, &OsEntropy).unwrap();
    let access = access();
    who.touch(T + Duration::minutes(10));
    assert_eq!(asks(&access, &who, Chart::NAME, T + Duration::minutes(20) - Duration::SECOND), None);
    let over = asks(&access, &who, Chart::NAME, T + Duration::minutes(20));
    assert_eq!(over, Some(Reason::Session(SessionEnd::Absolute)));
    let request = AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(SUBJECT).fields(Chart::NAME);
    let Decision::Permit(permit) = access.authorize(&who, &request) else { panic!("denied") };
    assert_eq!(permit.until, Some(T + Duration::minutes(20)), "and so does the grant");

    let review = all.review(&policy, &tenant("north"), T);
    let rows: Vec<_> =
        review.iter().map(|row| (row.assignment.user.id().as_str(), row.assignment.role.name())).collect();
    assert_eq!(rows, [("a.one", "auditor"), ("a.one", "exporter"), ("a.two", "etl"), ("n.nurse", "nurse")]);
    assert_eq!(review[1].access, ["exporter-reads: read for TREAT on Chart (name)"]);
    assert_eq!(
        (review[3].assignment.granted_by.id().as_str(), review[3].assignment.ticket.as_str()),
        ("g.grantor", "REQ-17")
    );
    assert!(all.review(&policy, &tenant("south"), T).is_empty());
    assert_eq!(all.revoke_all(user("a.one").id()), 2);
    assert!(!all.review(&policy, &tenant("north"), T).iter().any(|row| row.assignment.user == user("a.one")));
}

#[test]
fn roles_that_exclude_each_other_are_not_used_in_one_session() {
    let access = access();
    let sign_in = SignIn::person(tenant("north"), user("c.chief"), Authentication::unknown(T));
    let both = sign_in.roles([Role::new("chief"), Role::new("auditor")]).open(T, &OsEntropy).unwrap();
    assert_eq!(asks(&access, &both, Chart::NAME, T), Some(Reason::SeparationOfDuty));
    let sign_in = SignIn::person(tenant("north"), user("c.chief"), Authentication::unknown(T));
    let one = sign_in.roles([Role::new("chief")]).open(T, &OsEntropy).unwrap();
    assert_eq!(asks(&access, &one, Chart::NAME, T), None, "inherited from nurse");
}

/// Outcome, public answer, and the words of the explanation that a caller could hear.
#[test]
fn another_tenants_data_and_users_change_nothing_observable() {
    let register = Register::new();
    let (ours, theirs, nobody) = (SUBJECT, SubjectId::from_bytes([2; 16]), SubjectId::from_bytes([3; 16]));
    register.admit(&tenant("north"), ours);
    register.admit(&tenant("south"), theirs);
    let care = Policy::builder().rule(read("nurse").when(Relationship::Treating)).build().unwrap();
    let access = AccessControl::new(care, register);
    let who = nurse(T, &["pwd"], None);
    let hears = |subject| {
        let request = AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(subject).fields(Chart::NAME);
        let prepared = access.prepare(&who);
        let ruling = access.decide(&prepared, &who, &request);
        (ruling.public_outcome(), ruling.rule.cloned(), ruling.readable)
    };
    assert_eq!(hears(theirs), hears(nobody));
    assert_eq!(hears(theirs), hears(ours), "a stranger's own patient looks the same as well");
    let before = hears(nobody);
    let twin = SignIn::person(tenant("south"), user("n.nurse"), Authentication::unknown(T));
    let twin = twin.roles([Role::new("nurse")]).open(T, &OsEntropy).unwrap();
    let _ = access.prepare(&twin);
    assert_eq!(hears(nobody), before);
    let explained = access
        .explain(&who, &AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(theirs).fields(Chart::NAME));
    assert!(!explained.to_string().contains("south"));
}

#[test]
fn why_why_not_and_who_could() {
    let access = access();
    let who = nurse(T, &["pwd"], None);
    let request = |purpose| AccessRequest::by(&who, Action::Read, purpose, T).about(SUBJECT).fields(Chart::PLAN);
    let why_not = access.explain(&who, &request(Purpose::Treatment));
    assert_eq!(why_not.reason, Some(Reason::StepUp));
    let nearest: Vec<_> = why_not.nearest().iter().map(|trace| trace.rule.as_str()).collect();
    assert!(nearest.contains(&"strong"), "{why_not}");
    assert!(why_not.to_string().contains("a stronger authentication is needed"), "{why_not}");
    let strong = Authentication::new(T, &["hwk", "pin"], Some("phrh"));
    who.step_up(&strong, T).unwrap();
    let why = access.explain(&who, &request(Purpose::Treatment));
    assert_eq!(
        (why.rule.as_ref().map(ToString::to_string), why.granted.clone()),
        (Some("strong".into()), vec!["plan"])
    );
    assert!(why.to_string().starts_with("permitted by `strong`: plan"), "{why}");
    let could: Vec<_> =
        access.who_could(&who, &request(Purpose::EmergencyTreatment)).into_iter().map(|one| one.role).collect();
    assert_eq!(could.iter().map(Role::name).collect::<Vec<_>>(), ["chief", "etl", "nurse"]);
    assert!(access.who_could(&who, &request(Purpose::Research)).is_empty());
}
