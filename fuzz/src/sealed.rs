//! A gate that permits everything, a keyring, and one row sealed by it.

use phi_envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore};
use phi_types::{
    OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, Text,
    gate::{Ask, Epoch, Gate, GateSeed, Outcome},
    record::SealedRecord,
};

use crate::open_gate::{Everything, Takes, Who};

#[derive(PhiRecord)]
#[phi(record = "Fuzzed")]
struct Fuzzed {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    one: Phi<Text>,
    #[phi(free_text)]
    two: Option<Phi<Text>>,
}

/// One sealed row and what it takes to open it.
pub struct Vault {
    gate: Gate<Everything, Takes>,
    keys: EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>,
    who: Who,
    row: SealedRecord<Fuzzed>,
}

impl Vault {
    /// Seals a row.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a vault is made once, on purpose")]
    pub fn new() -> Self {
        let seed = GateSeed::generate(&OsEntropy).expect("random bytes");
        let provider = EphemeralProvider::generate(&OsEntropy).expect("random bytes");
        let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new());
        let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
        let who = Who::somebody().expect("good names");
        let subject = SubjectId::from_bytes([2; 16]);
        let record = Fuzzed { subject, one: Phi::from("a value"), two: None };
        let grant = gate.create_blocking(&who, Ask::about(subject, Purpose::Treatment)).expect("permitted");
        let row = grant.seal(&record, RecordId::from_bytes([3; 16]), 1, &keys).expect("sealed");
        drop(grant.finish(Outcome::Completed));
        Self { gate, keys, who, row }
    }

    /// The row's bytes.
    #[must_use]
    pub fn row(&self) -> Vec<u8> {
        self.row.as_bytes().to_vec()
    }

    /// Whether these bytes open as the row.
    #[must_use]
    pub fn opens(&self, bytes: &[u8]) -> bool {
        let row = SealedRecord::from_stored(self.row.subject(), self.row.record(), 1, bytes.to_vec());
        let ask = Ask::<Fuzzed>::about(self.row.subject(), Purpose::Treatment);
        let grant = self.gate.read_blocking(&self.who, ask).expect("permitted");
        grant.reveal(&row, &self.keys, |view| view.one.granted().is_some()).unwrap_or(false)
    }
}
