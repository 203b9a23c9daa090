//! A gate that permits everything and a log that takes everything, so that the keyring alone is under test.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use phi_envelope::{
    EnvelopeKeyring, EphemeralProvider, KeyMaterial, KeyProvider, MemoryJournal, MemoryKeyStore, ProviderDescription,
    ProviderError, WrapContext, testing::Faulty,
};
use phi_types::{
    Actor, ActorId, ManualClock, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, RecordId, RuleId,
    SessionId, SubjectId, TenantId, Text,
    gate::{
        AccessEntry, AccessRequest, Administration, Ask, AuditRef, Authority, Authorize, Decision, Epoch, Gate,
        GateSeed, GrantError, Permit, PolicyDigest, Receipt, Recorder,
    },
    record::SealedRecord,
};
use time::{OffsetDateTime, macros::datetime};

pub(crate) const T: OffsetDateTime = datetime!(2026-03-01 08:00 UTC);

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    pub(crate) subject: SubjectId,
    #[phi(name)]
    pub(crate) name: PersonName,
    #[phi(mrn)]
    pub(crate) mrn: Mrn,
    #[phi(clinical, pad)]
    pub(crate) allergies: Vec<Phi<Text>>,
    #[phi(free_text)]
    pub(crate) note: Option<Phi<Text>>,
}

pub(crate) fn patient(subject: SubjectId) -> Patient {
    Patient {
        subject,
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        allergies: vec![Phi::from("latex")],
        note: None,
    }
}

pub(crate) struct Everything(pub(crate) Epoch);

impl Authorize for Everything {
    type Who = Who;
    fn authorize(&self, _: &Who, request: &AccessRequest<'_>) -> Decision {
        Decision::Permit(Permit {
            fields: request.fields,
            rule: RuleId::new("test").unwrap(),
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

pub(crate) struct Takes;

impl Recorder for Takes {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

pub(crate) struct Who(TenantId, Actor);

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

pub(crate) fn who(tenant: &str) -> Who {
    Who(TenantId::new(tenant).unwrap(), Actor::Human(ActorId::new("u.user").unwrap()))
}

/// Counts calls, and is down when told to be.
pub(crate) struct Provider {
    inner: EphemeralProvider,
    pub(crate) calls: AtomicUsize,
    pub(crate) down: AtomicBool,
}

impl Provider {
    fn call(&self) -> Result<(), ProviderError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) { Err(ProviderError::Unavailable) } else { Ok(()) }
    }
}

impl KeyProvider for Provider {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.call()?;
        self.inner.wrap(context, key)
    }
    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.call()?;
        self.inner.unwrap(context, wrapped)
    }
    fn describe(&self) -> ProviderDescription {
        self.inner.describe()
    }
}

pub(crate) type Store = Faulty<MemoryKeyStore>;

pub(crate) type Keys = EnvelopeKeyring<Arc<Provider>, Arc<Store>>;

pub(crate) struct World {
    pub(crate) gate: Gate<Everything, Takes>,
    pub(crate) keys: Keys,
    pub(crate) provider: Arc<Provider>,
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) journal: Arc<MemoryJournal>,
    pub(crate) north: Who,
}

pub(crate) fn world() -> World {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let provider = Arc::new(Provider {
        inner: EphemeralProvider::generate(&OsEntropy).unwrap(),
        calls: AtomicUsize::new(0),
        down: AtomicBool::new(false),
    });
    let store = Arc::new(Store::new(MemoryKeyStore::new()));
    let (clock, journal) = (Arc::new(ManualClock::at(T)), Arc::new(MemoryJournal::default()));
    let keys = EnvelopeKeyring::new(seed.brand(), Arc::clone(&provider), Arc::clone(&store))
        .with_clock(Arc::clone(&clock))
        .with_journal(Arc::clone(&journal));
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, Arc::clone(&clock));
    World { gate, keys, provider, store, clock, journal, north: who("north") }
}

pub(crate) fn subject(number: u8) -> SubjectId {
    SubjectId::from_bytes([number; 16])
}

pub(crate) fn row_id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

impl World {
    pub(crate) fn seal(&self, who: &Who, about: SubjectId, row: RecordId) -> SealedRecord<Patient> {
        self.try_seal(who, about, row).unwrap()
    }

    pub(crate) fn try_seal(
        &self,
        who: &Who,
        about: SubjectId,
        row: RecordId,
    ) -> Result<SealedRecord<Patient>, GrantError> {
        let grant = self.gate.create_blocking(who, Ask::about(about, Purpose::Treatment)).unwrap();
        grant.seal(&patient(about), row, 1, &self.keys)
    }

    pub(crate) fn name(&self, who: &Who, row: &SealedRecord<Patient>) -> Result<String, GrantError> {
        let grant = self.gate.read_blocking(who, Ask::<Patient>::about(row.subject(), Purpose::Treatment)).unwrap();
        grant.reveal(row, &self.keys, |view| view.name.granted().unwrap_or_default().to_owned())
    }

    pub(crate) fn authority(&self, who: &Who, act: Administration) -> Authority {
        self.gate.administer_blocking(who, act, Phi::from("test")).unwrap()
    }
}
