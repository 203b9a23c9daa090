//! Who may do what to which fields of whose record, and why: decisions, explanations, and a broken glass from start to review.
//!
//! `cargo run --release --example access`. Nothing is stored and nobody is real. The policy is the document in `access/policy.toml`.

#![allow(clippy::print_stdout, reason = "a program talks to its user")]

use std::{error::Error, sync::Arc};

use hipaa::{
    access::{
        AccessControl, Assignment, Assignments, Authentication, Catalogue, Circumstances, Evidence, Fact, Policy,
        Preset, Register, Relationship, Role, Session, SessionLimits, SignIn, SqlDialect, SqlSchema, UserId,
    },
    types::{
        Action, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, SubjectId, TenantId, Text,
        gate::AccessRequest, record::FieldSet,
    },
};
use time::{Duration, OffsetDateTime};

/// Declared once. The policy names its fields; a label says what is more sensitive than the rest.
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
    #[phi(clinical, label = "42CFRPart2")]
    program: Option<Phi<Text>>,
}

type Failed = Box<dyn Error>;

struct House {
    access: AccessControl<Arc<Register>>,
    register: Arc<Register>,
    assignments: Assignments,
    tenant: TenantId,
    now: OffsetDateTime,
}

fn main() -> Result<(), Failed> {
    let now = OffsetDateTime::from_unix_timestamp(1_772_438_400)?; // a Monday, 08:00 UTC
    let policy = Policy::from_toml(include_str!("access/policy.toml"), &Catalogue::new().with::<Patient>())?;
    println!("policy {}: {} rules, those of the law included; its own tests passed", policy.digest(), policy.len());
    let register = Arc::new(Register::new());
    let house = House {
        access: AccessControl::new(policy, Arc::clone(&register)),
        register,
        assignments: Assignments::new(),
        tenant: TenantId::new("north-clinic")?,
        now,
    };
    let (ana, ben) = (SubjectId::random(&OsEntropy)?, SubjectId::random(&OsEntropy)?);
    house.register.admit(&house.tenant, ana);
    house.register.admit(&house.tenant, ben);
    house.register.admit(&TenantId::new("south-clinic")?, SubjectId::from_bytes([9; 16]));

    println!("\n1. Roles are granted by somebody, on a ticket, and kept apart");
    for (user, role) in
        [("n.nurse", "nurse"), ("p.physician", "physician"), ("b.biller", "biller"), ("o.officer", "officer")]
    {
        house.assign(user, role)?;
        println!("   {user} is {role}");
    }
    println!("   o.officer is biller as well: {}", refusal(house.assign("o.officer", "biller")));
    println!("   `Nurse-1` is a user: {}", refusal(UserId::new("Nurse-1").map(|_| ())));

    println!("\n2. A decision is a set of fields, with its rule and its duties");
    let nurse = house.sign_in("n.nurse", &["pwd"])?;
    let physician = house.sign_in("p.physician", &["pwd", "otp"])?;
    let biller = house.sign_in("b.biller", &["pwd"])?;
    for who in [&nurse, &physician] {
        house.register.relate_by(who.actor().id(), ana, Relationship::Treating, Evidence(4711));
    }
    house.show("the nurse reads", &nurse, ana, Action::Read, Purpose::Treatment);
    house.show("the physician reads", &physician, ana, Action::Read, Purpose::Treatment);
    house.register.file(ana, Fact::Part2Consent);
    house.show("… with the consent of 42 CFR 2.31 on file", &physician, ana, Action::Read, Purpose::Treatment);
    house.show("the biller discloses to a plan", &biller, ana, Action::Disclose, Purpose::Payment);
    house.register.file(ana, Fact::SelfPaid);
    house.show("… after she paid in full herself", &biller, ana, Action::Disclose, Purpose::Payment);

    println!("\n3. Why, why not, and who could");
    house.explain("the nurse, for payment", &nurse, ana, Purpose::Payment);
    house.explain("the nurse, somebody whom she does not treat", &nurse, ben, Purpose::Treatment);
    house.explain("the nurse, another tenant's patient", &nurse, SubjectId::from_bytes([9; 16]), Purpose::Treatment);
    let request = AccessRequest::by(&nurse, Action::Read, Purpose::Treatment, now).about(ana).fields(Patient::SEROLOGY);
    for could in house.access.who_could(&nurse, &request) {
        println!(
            "   could read serology: {} by `{}`, as one of {:?}",
            could.role.name(),
            could.rule,
            could.relationships
        );
    }

    println!("\n4. A list is the same decision for every row");
    let filter = house
        .access
        .filter::<Patient>(&nurse, Action::Read, Purpose::Treatment, FieldSet::ALL, now)
        .map_err(|reason| format!("{reason:?}"))?;
    let sql = filter.sql(SqlDialect::Sqlite, &SqlSchema::new("patient", "relationship", "fact", "label")?);
    println!("   WHERE {}", sql.text);
    println!(
        "   bound: {} parameters; searching by name: {}",
        sql.parameters.len(),
        filter.search_by(Patient::NAME).is_ok()
    );
    println!("   searching by serology: {}", refusal(filter.search_by(Patient::SEROLOGY)));

    glass(&house, &physician, ben)?;

    println!("\n6. Somebody leaves: nothing that is open goes on");
    println!("   roles taken: {}", house.assignments.revoke_all(nurse.actor().id()));
    house.access.disable(nurse.actor().id());
    house.show("the nurse reads", &nurse, ana, Action::Read, Purpose::Treatment);
    Ok(())
}

/// From the written reason to the closed review.
fn glass(house: &House, physician: &Session, ben: SubjectId) -> Result<(), Failed> {
    println!("\n5. The glass is broken");
    house.show("the physician reads a stranger", physician, ben, Action::Read, Purpose::Treatment);
    let break_it = |why: &str| {
        let why = Phi::from(why);
        house.access.break_glass_in(physician, ben, why, Circumstances::default().store_down(), house.now)
    };
    println!("   without words: {}", refusal(break_it(" ").map(|_| ())));
    let emergency = break_it("unconscious in the corridor, nobody knows of allergies")?;
    house.show("with a reason, while the policy store is down", &emergency, ben, Action::Read, Purpose::BreakGlass);
    let later = house.now + Duration::minutes(60);
    [20, 40, 59].into_iter().for_each(|minute| physician.touch(house.now + Duration::minutes(minute)));
    let request = AccessRequest::by(&emergency, Action::Read, Purpose::BreakGlass, later)
        .about(ben)
        .fields(FieldSet::<Patient>::ALL);
    let prepared = house.access.prepare(&emergency);
    println!("   an hour later: {:?}", house.access.decide(&prepared, &emergency, &request).reason);
    for task in house.access.open_reviews() {
        println!(
            "   owed: a review of {} within {} hours, {:?}",
            task.actor,
            (task.due - task.opened).whole_hours(),
            task.flags
        );
        println!("   in a week it is with: {:?}", task.escalation(house.now + Duration::days(7)));
        let officer = house.sign_in("o.officer", &["pwd", "otp"])?;
        println!("   the physician closes it: {}", refusal(house.access.close_review(&task, physician, house.now)));
        house.access.close_review(&task, &officer, house.now)?;
        println!("   the privacy officer closes it: done, {} open", house.access.open_reviews().len());
    }
    Ok(())
}

impl House {
    fn assign(&self, user: &str, role: &str) -> Result<(), Failed> {
        let (tenant, grantor) = (self.tenant.clone(), UserId::new("g.grantor")?);
        let one = Assignment::new(tenant, UserId::new(user)?, Role::new(role), self.now, grantor, "REQ-2026-17")?;
        let prepared = self.access.prepare(&self.sign_in("g.grantor", &["pwd"])?);
        Ok(self.assignments.assign(prepared.policy(), one)?)
    }

    fn sign_in(&self, user: &str, amr: &[&str]) -> Result<Session, Failed> {
        let user = UserId::new(user)?;
        let limits = SessionLimits::within(Preset::Clinical, Duration::minutes(30), Duration::hours(12))?;
        let event = Authentication::new(self.now, amr, None);
        let sign_in = SignIn::person(self.tenant.clone(), user.clone(), event).limits(limits);
        Ok(self.assignments.equip(&self.tenant, &user, sign_in, self.now).open(self.now, &OsEntropy)?)
    }

    fn show(&self, what: &str, who: &Session, subject: SubjectId, action: Action, purpose: Purpose) {
        let request = AccessRequest::by(who, action, purpose, self.now).about(subject).fields(FieldSet::<Patient>::ALL);
        let prepared = self.access.prepare(who);
        let ruling = self.access.decide(&prepared, who, &request);
        let fields: Vec<_> = Patient::SCHEMA.names(ruling.readable).collect();
        match (ruling.reason, ruling.rule) {
            (None, Some(rule)) => {
                let duties: Vec<_> = ruling.duties.iter().map(|one| one.duty.code()).collect();
                println!(
                    "   {what}: {} (by `{rule}`; duties {duties:?}; evidence {:?})",
                    fields.join(", "),
                    ruling.evidence
                );
            }
            (reason, rule) => {
                let rule = rule.map(|rule| format!(" by `{rule}`")).unwrap_or_default();
                println!("   {what}: {:?}{rule}; the caller hears {:?}", reason, ruling.public_outcome());
            }
        }
    }

    fn explain(&self, what: &str, who: &Session, subject: SubjectId, purpose: Purpose) {
        let request =
            AccessRequest::by(who, Action::Read, purpose, self.now).about(subject).fields(FieldSet::<Patient>::ALL);
        println!("   {what}: {}", self.access.explain(who, &request).to_string().replace('\n', "\n   "));
    }
}

fn refusal<E: ToString>(result: Result<(), E>) -> String {
    result.map_or_else(|error| error.to_string(), |()| "done".into())
}
