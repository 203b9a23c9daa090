//! The record types that the example policies speak of. A policy has names alone; this is where they come from. Take it into a test or an
//! example with `#[path = "…/policies/records.rs"] mod records;`.

#![allow(dead_code, unreachable_pub, reason = "declared for their fields; each program takes what it needs")]

use phi_access::Catalogue;
use phi_types::{
    AccountNumber, BirthDate, Email, MemberId, Mrn, OtherId, PersonName, Phi, PhiRecord, Phone, ServiceDate, SubjectId,
    Text, Zip,
};

/// Who somebody is, and how to reach them.
#[derive(PhiRecord)]
#[phi(record = "Person")]
pub struct Person {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(name)]
    pub name: PersonName,
    #[phi(date, birth)]
    pub birth: BirthDate,
    #[phi(mrn)]
    pub mrn: Mrn,
    #[phi(phone)]
    pub phone: Option<Phone>,
    #[phi(zip)]
    pub zip: Option<Zip>,
    #[phi(not_phi = "counter for optimistic locking")]
    pub revision: u32,
}

/// What was found and done when somebody was seen.
#[derive(PhiRecord)]
#[phi(record = "Encounter")]
pub struct Encounter {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(date)]
    pub seen: ServiceDate,
    #[phi(clinical)]
    pub reason: Phi<Text>,
    #[phi(clinical)]
    pub allergies: Vec<Phi<Text>>,
    #[phi(clinical)]
    pub medications: Vec<Phi<Text>>,
    #[phi(free_text)]
    pub summary: Phi<Text>,
    #[phi(clinical, label = "HIV")]
    pub serology: Option<Phi<Text>>,
    #[phi(clinical, label = "42CFRPart2")]
    pub program: Option<Phi<Text>>,
    #[phi(clinical, label = "GDIS")]
    pub genome: Option<Phi<Text>>,
    #[phi(not_phi = "counter for optimistic locking")]
    pub revision: u32,
}

/// A result of a laboratory.
#[derive(PhiRecord)]
#[phi(record = "Result")]
pub struct LabResult {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(other_id)]
    pub specimen: OtherId,
    #[phi(date)]
    pub collected: ServiceDate,
    #[phi(clinical)]
    pub test: Phi<Text>,
    #[phi(clinical)]
    pub value: Phi<Text>,
    #[phi(free_text)]
    pub comment: Option<Phi<Text>>,
}

/// A claim on a plan.
#[derive(PhiRecord)]
#[phi(record = "Claim")]
pub struct Claim {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(health_plan)]
    pub member: MemberId,
    #[phi(account)]
    pub account: AccountNumber,
    #[phi(date)]
    pub served: ServiceDate,
    #[phi(clinical)]
    pub procedure: Phi<Text>,
    #[phi(clinical)]
    pub diagnosis: Phi<Text>,
    #[phi(not_phi = "state of the claim's processing")]
    pub state: u32,
}

/// Notes of a psychotherapist, kept apart from the rest (45 CFR 164.501).
#[derive(PhiRecord)]
#[phi(record = "TherapyNote")]
pub struct TherapyNote {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(date)]
    pub held: ServiceDate,
    #[phi(free_text, label = "PSY")]
    pub text: Phi<Text>,
}

/// A visit within a study.
#[derive(PhiRecord)]
#[phi(record = "Visit")]
pub struct Visit {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(email)]
    pub contact: Option<Email>,
    #[phi(date)]
    pub visited: ServiceDate,
    #[phi(zip)]
    pub zip: Option<Zip>,
    #[phi(clinical)]
    pub measure: Phi<Text>,
    #[phi(clinical)]
    pub outcome: Phi<Text>,
}

/// Every type above.
pub fn catalogue() -> Catalogue {
    let catalogue = Catalogue::new().with::<Person>().with::<Encounter>().with::<LabResult>();
    catalogue.with::<Claim>().with::<TherapyNote>().with::<Visit>()
}

/// The example policies, by name.
pub const POLICIES: [(&str, &str); 5] = [
    ("clinic", include_str!("clinic.toml")),
    ("hospital", include_str!("hospital.toml")),
    ("payer", include_str!("payer.toml")),
    ("laboratory", include_str!("laboratory.toml")),
    ("research", include_str!("research.toml")),
];
