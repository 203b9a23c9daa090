//! Gets at the associated data of a row or a note in the only way there is: through a gate, as a keyring sees it.

use std::sync::{Mutex, PoisonError};

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use phi_types::{
    Actor, ActorId, OsEntropy, Phi, PhiRecord, Principal, Purpose, RecordId, RuleId, SessionId, SubjectId, SystemClock,
    TenantId, Text,
    gate::{
        AccessEntry, AccessRequest, Administration, Ask, AuditRef, Authorize, Brand, Decision, Epoch, Gate, GateSeed,
        Permit, PolicyDigest, Receipt, Recorder,
    },
    port::{
        AmendContext, Keyring, NoteContext, NoteSealer, OpenContext, OpenError, OpenedFields, PlainField, SealContext,
        SealError,
    },
};
use zeroize::Zeroizing;

/// Where a value stands: everything that its ciphertext is bound to.
#[derive(Arbitrary, Clone, Debug, PartialEq)]
pub struct Place {
    pub tenant: String,
    pub subject: [u8; 16],
    pub record: [u8; 16],
    pub header: Vec<u8>,
}

/// The names of the fields of the record, of which one is the start of the other.
pub const FIELDS: [&str; 2] = ["note", "note_more"];

#[derive(PhiRecord)]
#[phi(record = "Fuzzed")]
struct Fuzzed {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
    #[phi(free_text)]
    note_more: Phi<Text>,
}

/// The associated data of each field of a row at this place; `None` where the tenant's name is none.
#[must_use]
pub fn row_data(place: &Place) -> Option<Vec<Vec<u8>>> {
    let asker = Asker::of(&place.tenant)?;
    let seed = GateSeed::generate(&OsEntropy).ok()?;
    let keys = Sees { brand: seed.brand(), header: &place.header, seen: Mutex::default() };
    let gate = Gate::new(seed, Everything(Epoch::new()), Forgets, SystemClock);
    let subject = SubjectId::from_bytes(place.subject);
    let grant = gate.create_blocking(&asker, Ask::about(subject, Purpose::Treatment)).ok()?;
    let record = Fuzzed { subject, note: Phi::from("a"), note_more: Phi::from("b") };
    grant.seal(&record, RecordId::from_bytes(place.record), 1, &keys).ok()?;
    Some(keys.seen.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The associated data of a note of the log, for a tenant and a header.
#[must_use]
pub fn note_data(tenant: &str, header: &[u8]) -> Option<Vec<u8>> {
    let asker = Asker::of(tenant)?;
    let seed = GateSeed::generate(&OsEntropy).ok()?;
    let brand = seed.brand();
    let gate = Gate::new(seed, Everything(Epoch::new()), Forgets, SystemClock);
    let authority = gate.administer_blocking(&asker, Administration::ReadLog, Phi::from("fuzzing")).ok()?;
    let keys = Sees { brand, header, seen: Mutex::default() };
    authority.reveal_note(b"", &keys, brand, |_| ()).ok()?;
    keys.seen.into_inner().unwrap_or_else(PoisonError::into_inner).pop()
}

/// Takes length-framed parts apart; `None` where the bytes are not framed to the last one.
#[must_use]
pub fn unframe(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
        parts.push(part);
        bytes = rest;
    }
    Some(parts)
}

/// A keyring that seals nothing and keeps the associated data.
struct Sees<'a> {
    brand: Brand,
    header: &'a [u8],
    seen: Mutex<Vec<Vec<u8>>>,
}

impl Sees<'_> {
    fn keep(&self, data: Vec<u8>) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(data);
    }
}

impl Keyring for Sees<'_> {
    fn brand(&self) -> Brand {
        self.brand
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        for field in fields {
            self.keep(context.row().associated_data(self.header, field.spec()));
        }
        Ok(Vec::new())
    }

    fn open_row(&self, _: &OpenContext<'_>, _: &[u8]) -> Result<OpenedFields, OpenError> {
        Err(OpenError::Refused)
    }

    fn amend_row(&self, _: &AmendContext<'_>, _: &[u8], _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

impl NoteSealer for Sees<'_> {
    fn seal_note(&self, _: &NoteContext<'_>, _: &str) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }

    fn open_note(&self, context: &NoteContext<'_>, _: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.keep(context.associated_data(self.header));
        Ok(Vec::new().into())
    }
}

struct Asker {
    tenant: TenantId,
    actor: Actor,
}

impl Asker {
    fn of(tenant: &str) -> Option<Self> {
        Some(Self { tenant: TenantId::new(tenant).ok()?, actor: Actor::Human(ActorId::new("f.fuzzer").ok()?) })
    }
}

impl Principal for Asker {
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

struct Everything(Epoch);

impl Authorize for Everything {
    type Who = Asker;

    fn authorize(&self, _: &Asker, request: &AccessRequest<'_>) -> Decision {
        let Ok(rule) = RuleId::new("everything") else { unreachable!("a fixed name") };
        Decision::Permit(Permit {
            fields: request.fields,
            rule,
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

struct Forgets;

impl Recorder for Forgets {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [1; 16], index: 0 }))
    }
}
