//! A gate that grants everything, a log that keeps nothing, and a patient made of canaries.

use phi_types::{
    Actor, ActorId, Bytes, Mrn, OsEntropy, PersonName, Phi, PhiGroup, PhiRecord, Principal, Purpose, RuleId, SessionId,
    Ssn, SubjectId, SystemClock, TenantId, Text,
    gate::{
        AccessEntry, AccessRequest, Ask, AuditRef, Authorize, Decision, Epoch, Gate, GateSeed, Permit, PolicyDigest,
        Receipt, Recorder,
    },
};

use crate::Masked;

/// Stands in every text of the patient.
pub const TEXT: &str = "CANARY-7f3a9c";
/// Printed on sample cards, never assigned; with the separators that parsing takes out.
pub const SSN: &str = "219-09-9999";
/// What no freed block may hold: the text, and the number in both of its forms, of the second its first eight digits, so
/// that a buffer that grew while they were collected is found too.
pub static CANARIES: &[&[u8]] = &[TEXT.as_bytes(), SSN.as_bytes(), b"21909999"];

/// A group of fields.
#[derive(PhiGroup)]
pub struct Kin {
    #[phi(name)]
    name: PersonName,
    #[phi(free_text)]
    remark: Phi<Text>,
}

/// Alternatives.
#[derive(PhiGroup)]
#[phi(clinical)]
pub enum Cover {
    #[phi(code = "none")]
    None,
    #[phi(code = "other")]
    Other(#[phi(free_text)] Phi<Text>),
}

/// A relative of canaries.
///
/// # Panics
/// When a canary is not well-formed.
#[must_use]
pub fn kin() -> Kin {
    Kin {
        name: PersonName::parse(["  ", TEXT, ", Bo "].concat()).unwrap(),
        remark: Phi::from(["calls: ", TEXT].concat()),
    }
}

/// Every shape of field that lives on the heap.
#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(name)]
    name: PersonName,
    #[phi(ssn)]
    ssn: Option<Ssn>,
    #[phi(clinical, pad)]
    allergies: Vec<Phi<Text>>,
    #[phi(free_text)]
    note: Phi<Text>,
    #[phi(group)]
    kin: Option<Kin>,
    #[phi(group)]
    cover: Cover,
    #[phi(photo)]
    photo: Option<Phi<Bytes>>,
}

/// As many protected texts of several lengths, each with the canary inside.
#[must_use]
pub fn texts(count: usize) -> Vec<Phi<Text>> {
    (0..count).map(|nth| Phi::from([TEXT, &" again".repeat(nth % 5)].concat())).collect()
}

/// A patient whose every field is a canary.
///
/// # Panics
/// When a canary is not well-formed.
#[must_use]
pub fn patient(subject: SubjectId) -> Patient {
    Patient {
        subject,
        mrn: Mrn::parse(TEXT).unwrap(),
        name: PersonName::parse(["  ", TEXT, ", Ana "].concat()).unwrap(),
        ssn: Some(Ssn::parse(SSN).unwrap()),
        allergies: texts(3),
        note: Phi::from(["seen: ", TEXT].concat()),
        photo: Some(Phi::from(TEXT.as_bytes().to_vec())),
        kin: Some(kin()),
        cover: Cover::Other(Phi::from(TEXT)),
    }
}

pub struct Everything(Epoch);

impl Authorize for Everything {
    type Who = Nurse;

    fn authorize(&self, _: &Nurse, request: &AccessRequest<'_>) -> Decision {
        Decision::Permit(Permit {
            fields: request.fields,
            rule: RuleId::new("everything").unwrap(),
            policy: PolicyDigest::new([7; 32]),
            until: None,
            obligations: Vec::new(),
            emergency: false,
            evidence: None,
        })
    }

    fn epoch(&self) -> &Epoch {
        &self.0
    }
}

pub struct Forgets;

impl Recorder for Forgets {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [1; 16], index: 0 }))
    }
}

pub struct Nurse {
    tenant: TenantId,
    actor: Actor,
}

impl Principal for Nurse {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn session(&self) -> SessionId {
        SessionId::from_bytes([9; 16])
    }
}

/// A gate and what goes with it.
pub struct World {
    pub gate: Gate<Everything, Forgets>,
    pub keys: Masked,
    pub who: Nurse,
    pub subject: SubjectId,
}

impl World {
    /// # Panics
    /// When the system has no randomness.
    #[must_use]
    pub fn new() -> Self {
        let seed = GateSeed::generate(&OsEntropy).unwrap();
        let keys = Masked(seed.brand());
        let gate = Gate::new(seed, Everything(Epoch::new()), Forgets, SystemClock);
        let who =
            Nurse { tenant: TenantId::new("north").unwrap(), actor: Actor::Human(ActorId::new("n.nurse").unwrap()) };
        Self { gate, keys, who, subject: SubjectId::random(&OsEntropy).unwrap() }
    }

    /// A question about the subject.
    #[must_use]
    pub fn ask(&self) -> Ask<Patient> {
        Ask::about(self.subject, Purpose::Treatment)
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
