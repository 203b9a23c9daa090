//! A tenant under two roots of different kinds: each is lost in turn, and no data with it.

use std::sync::Arc;

use phi_envelope::{EnvelopeKeyring, EphemeralProvider, KeyLocation, KeyProvider, MemoryKeyStore};
use phi_types::{
    Actor, ActorId, Mrn, OsEntropy, Phi, PhiRecord, Principal, Purpose, RecordId, RuleId, SessionId, SubjectId,
    SystemClock, TenantId,
    gate::{
        AccessEntry, AccessRequest, Administration, Ask, AuditRef, Authority, Authorize, Decision, Epoch, Gate,
        GateSeed, Permit, PolicyDigest, Receipt, Recorder,
    },
    record::SealedRecord,
};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
}

struct Everything(Epoch);

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

struct Takes;

impl Recorder for Takes {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

struct Who(TenantId, Actor);

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

pub(crate) type Root = Arc<dyn KeyProvider>;
pub(crate) type Store = Arc<MemoryKeyStore>;

/// A process with one root for every day and perhaps one for recovery, over a store that outlives it.
pub(crate) struct Process {
    gate: Gate<Everything, Takes>,
    pub(crate) keys: EnvelopeKeyring<Root, Store>,
    who: Who,
}

impl Process {
    pub(crate) fn start(primary: &Root, recovery: Option<&Root>, store: &Store) -> Self {
        let seed = GateSeed::generate(&OsEntropy).unwrap();
        let keys = EnvelopeKeyring::new(seed.brand(), Arc::clone(primary), Arc::clone(store));
        let keys = match recovery {
            Some(recovery) => keys.with_recovery(Arc::clone(recovery)),
            None => keys,
        };
        let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
        let who = Who(TenantId::new("north").unwrap(), Actor::Human(ActorId::new("u.user").unwrap()));
        Self { gate, keys, who }
    }

    pub(crate) fn seal(&self, subject: SubjectId) -> SealedRecord<Patient> {
        let patient = Patient { subject, mrn: Mrn::parse("MRN-000-17").unwrap() };
        let grant = self.gate.create_blocking(&self.who, Ask::about(subject, Purpose::Treatment)).unwrap();
        grant.seal(&patient, RecordId::from_bytes([9; 16]), 1, &self.keys).unwrap()
    }

    pub(crate) fn opens(&self, row: &SealedRecord<Patient>) -> bool {
        let ask = Ask::<Patient>::about(row.subject(), Purpose::Treatment);
        let grant = self.gate.read_blocking(&self.who, ask).unwrap();
        grant.reveal(row, &self.keys, |view| view.mrn.granted().is_some()).unwrap_or(false)
    }

    pub(crate) fn restore(&self, from: &Root) -> usize {
        self.keys.restore(&self.authority(), from).unwrap()
    }

    pub(crate) fn authority(&self) -> Authority {
        let act = Administration::RotateKey;
        self.gate.administer_blocking(&self.who, act, Phi::from("a root was lost")).unwrap()
    }
}

/// Seals under `one` with `other` for recovery, loses `one`, restores from `other`; and what the evidence says of each root.
pub(crate) fn one_is_lost(one: Root, other: Root) {
    for (primary, recovery) in [(&one, &other), (&other, &one)] {
        let (store, subject) = (Store::default(), SubjectId::from_bytes([7; 16]));
        let process = Process::start(primary, Some(recovery), &store);
        let row = process.seal(subject);
        assert!(process.opens(&row));
        let tenant = TenantId::new("north").unwrap();
        assert!(process.keys.restore_drill(&tenant, recovery).unwrap().passed());
        let evidence = process.keys.evidence(&tenant, subject).unwrap().remove(0);
        let description = primary.describe();
        assert!(evidence.proven);
        assert_eq!(evidence.provider.as_deref(), Some(description.kind));
        assert_eq!(evidence.root_key, Some(description.root_key));
        assert_eq!(evidence.location, Some(description.location));
        assert_ne!(description.location, KeyLocation::BesideTheData);

        // The primary root is lost. A new process has a fresh one, the store, and the recovery root.
        let fresh: Root = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        let process = Process::start(&fresh, None, &store);
        assert!(!process.opens(&row));
        assert_eq!(process.restore(recovery), 1);
        assert!(process.opens(&row));
    }
}
