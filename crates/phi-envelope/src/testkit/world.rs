//! Doing what a file says: through the public types for values and texts, through a gate for rows and notes.

use alloc::sync::Arc;

use phi_types::{
    Actor, ActorId, ManualClock, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, RecordId, RuleId,
    SessionId, SubjectId, TenantId, Text,
    gate::{
        AccessEntry, AccessRequest, Administration, Ask, AuditRef, Authorize, Brand, Decision, Epoch, Gate, GateSeed,
        Permit, PolicyDigest, Receipt, Recorder,
    },
    port::{
        AmendContext, Keyring, NoteContext, NoteSealer, OpenContext, OpenError, OpenedFields, PlainField, SealContext,
        SealError,
    },
    record::SealedRecord,
};
use time::macros::datetime;
use zeroize::Zeroizing;

use super::{
    case::{Case, Kind},
    files,
};
use crate::{
    backend::Backend,
    header::{Form, Start},
    key::{DataKey, KeyMaterial},
    row,
    sealed::{Sealed, ValueContext, ValueKey},
    suite::{Sealer, Suite},
};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(super) struct Patient {
    #[phi(subject)]
    pub(super) subject: SubjectId,
    #[phi(name)]
    pub(super) name: PersonName,
    #[phi(mrn)]
    pub(super) mrn: Mrn,
    #[phi(clinical, pad)]
    pub(super) allergies: Vec<Phi<Text>>,
    #[phi(free_text)]
    pub(super) note: Option<Phi<Text>>,
}

/// Opens and seals with one data key, under nonces that a case fixes.
pub(super) struct Keys {
    pub(super) brand: Brand,
    pub(super) key: Arc<DataKey>,
    pub(super) suite: Suite,
    pub(super) nonce: [u8; 24],
}

/// The nonce of a case in the place of randomness.
struct Fixed([u8; 24]);

impl phi_types::Entropy for Fixed {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), phi_types::EntropyUnavailable> {
        buffer.copy_from_slice(&self.0);
        Ok(())
    }
}

impl Keys {
    fn sealer(&self) -> Sealer {
        let mut sealer = Sealer::default();
        sealer.suite = self.suite;
        sealer
    }

    fn find(&self, id: &[u8; 32]) -> Option<&DataKey> {
        (id == self.key.id()).then_some(&*self.key)
    }
}

impl Keyring for Keys {
    fn brand(&self) -> Brand {
        self.brand
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let fields: Vec<_> = fields.iter().map(|field| (field.spec(), field.bytes())).collect();
        row::seal(self.sealer(), &self.key, context.row(), fields, &Fixed(self.nonce))
    }

    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        row::open(self.sealer(), context.row(), row, context.fields(), &|id| self.find(id)).ok_or(OpenError::Refused)
    }

    fn amend_row(&self, _: &AmendContext<'_>, _: &[u8], _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

impl NoteSealer for Keys {
    fn seal_note(&self, context: &NoteContext<'_>, note: &str) -> Result<Vec<u8>, SealError> {
        let start = Start { suite: self.suite, key: *self.key.id(), nonce: self.nonce };
        let mut out = start.write_message(Form::Note, note.len());
        let aad = context.associated_data(&out);
        let key = self.key.notes(self.suite).unwrap();
        key.seal(Backend::default(), &self.nonce, &aad, note.as_bytes(), &mut out).unwrap();
        Ok(out)
    }

    fn open_note(&self, context: &NoteContext<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (start, header, sealed) = Start::read_message(Form::Note, sealed).ok_or(OpenError::Refused)?;
        let key = self.find(&start.key).ok_or(OpenError::Refused)?;
        let aad = context.associated_data(header);
        let opened = key.notes(start.suite).unwrap().open(Backend::default(), &start.nonce, &aad, sealed);
        opened.ok_or(OpenError::Refused)
    }
}

/// Permits everything and remembers nothing.
pub(super) struct Everything(Epoch);

impl Authorize for Everything {
    type Who = Who;
    fn authorize(&self, _: &Who, request: &AccessRequest<'_>) -> Decision {
        Decision::Permit(Permit {
            fields: request.fields,
            rule: RuleId::new("kit").unwrap(),
            policy: PolicyDigest::new([0; 32]),
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

pub(super) struct Takes;

impl Recorder for Takes {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

pub(super) struct Who(TenantId, Actor);

impl Who {
    pub(super) fn of(tenant: &str) -> Self {
        Self(TenantId::new(tenant).unwrap(), Actor::Human(ActorId::new("u.user").unwrap()))
    }
}

impl Principal for Who {
    fn tenant(&self) -> &TenantId {
        &self.0
    }
    fn actor(&self) -> &Actor {
        &self.1
    }
    fn session(&self) -> SessionId {
        SessionId::from_bytes([1; 16])
    }
}

pub(super) fn gate() -> (Gate<Everything, Takes>, Brand) {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let brand = seed.brand();
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    (Gate::new(seed, Everything(Epoch::new()), Takes, clock), brand)
}

pub(super) fn material(case: &Case) -> KeyMaterial {
    KeyMaterial::from_bytes(&case.get_bytes("key").try_into().unwrap())
}

pub(super) fn sixteen(case: &Case, name: &str) -> [u8; 16] {
    case.get_bytes(name).try_into().unwrap()
}

/// What comes out of a case's bytes, or `None`.
pub(super) fn open(case: &Case) -> Option<Vec<u8>> {
    match case.kind {
        Kind::Value => {
            let sealed = Sealed::<str>::parse(case.get_bytes("sealed")).ok()?;
            open_value(case, &sealed)
        }
        Kind::Text => open_value(case, &case.get("sealed").parse().ok()?),
        Kind::Row => open_row(case),
        Kind::File => files::open(case),
        Kind::Note => {
            let (gate, brand) = gate();
            let keys = keys(case, brand);
            let who = Who::of(case.get("tenant"));
            let authority = gate.administer_blocking(&who, Administration::ReadLog, Phi::from("kit")).unwrap();
            let sealed = case.get_bytes("sealed");
            authority.reveal_note(&sealed, &keys, brand, |note| note.as_bytes().to_vec()).ok()
        }
    }
}

fn open_value(case: &Case, sealed: &Sealed<str>) -> Option<Vec<u8>> {
    let tenant = TenantId::new(case.get("tenant")).unwrap();
    let record = RecordId::from_bytes(sixteen(case, "record"));
    let version = case.get("schema-version").parse().unwrap();
    let context = ValueContext::new(&tenant, case.get("record-type"), record, case.get("field"), version);
    let key = ValueKey::new(&material(case)).unwrap();
    key.open(&context.opening(), sealed).ok().map(|bytes| bytes.to_vec())
}

fn keys(case: &Case, brand: Brand) -> Keys {
    let key = Arc::new(DataKey::new(&material(case)).unwrap());
    Keys { brand, key, suite: Suite::default(), nonce: [0; 24] }
}

/// Name, number, allergies and note, joined by bars; a field that is absent is a minus.
fn open_row(case: &Case) -> Option<Vec<u8>> {
    let (gate, brand) = gate();
    let keys = keys(case, brand);
    let subject = SubjectId::from_bytes(sixteen(case, "subject"));
    let record = RecordId::from_bytes(sixteen(case, "record"));
    let version = case.get("row-version").parse().unwrap();
    let row = SealedRecord::<Patient>::from_stored(subject, record, version, case.get_bytes("sealed"));
    let ask = Ask::about(subject, Purpose::Treatment);
    let grant = gate.read_blocking(&Who::of(case.get("tenant")), ask).unwrap();
    grant
        .reveal(&row, &keys, |view| {
            let allergies = view.allergies.granted().map(|list| {
                let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
                list.join(",")
            });
            let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
            let parts = [
                text(view.name.granted()),
                text(view.mrn.granted()),
                text(allergies.as_deref()),
                text(view.note.granted()),
            ];
            parts.join("|").into_bytes()
        })
        .ok()
}
