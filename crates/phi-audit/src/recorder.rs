//! The gate's recorder over the log: durable, or refused.

use alloc::sync::Arc;

use phi_types::{
    Entropy, OsEntropy,
    gate::{AccessEntry, AuditRef, AuditUnavailable, Note, Receipt, Recorder},
    port::NoteSealer,
};

use crate::{
    checkpoint::SignedCheckpoint,
    event::{AuditEvent, SealedNote},
    log::{Log, LogError, Storage},
    pseudonym::SubjectPseudonymKey,
};

/// The longest sealed note that is kept. A longer one would push the event out of the log.
const LONGEST_NOTE: usize = 64 * 1024;

/// Records what the gate decides in a [`Log`], each submission in one durable write.
///
/// Closed by default: when the log cannot take an entry, the gate grants nothing. Blocks the thread for the time of one sync.
pub struct AuditRecorder<S> {
    log: Log<S>,
    pseudonyms: SubjectPseudonymKey,
    notes: Arc<dyn NoteSealer>,
    entropy: Arc<dyn Entropy>,
}

impl<S: Storage> AuditRecorder<S> {
    /// Records into this log. Subjects become pseudonyms under the key; notes are sealed by the keyring of the same gate.
    pub fn new(log: Log<S>, pseudonyms: SubjectPseudonymKey, notes: Arc<dyn NoteSealer>) -> Self {
        Self { log, pseudonyms, notes, entropy: Arc::new(OsEntropy) }
    }

    /// Takes the randomness of event ids from elsewhere.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// A signed checkpoint over all that is recorded, to be kept where whoever may write the log cannot.
    ///
    /// # Errors
    /// See [`Log::checkpoint`].
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, LogError> {
        self.log.checkpoint()
    }

    /// How many entries are acknowledged.
    ///
    /// # Errors
    /// See [`Log::size`].
    pub fn size(&self) -> Result<u64, LogError> {
        self.log.size()
    }

    fn append(&self, entries: &[AccessEntry<'_>]) -> Result<AuditRef, AuditUnavailable> {
        let mut payloads = Vec::with_capacity(entries.len());
        for entry in entries {
            let (reason, note) = (self.sealed(entry.reason.as_ref()), self.sealed(entry.note.as_ref()));
            payloads.push((self.event_id(entry)?, AuditEvent::of(entry, &self.pseudonyms, reason, note).encode()));
        }
        let batch: Vec<_> = payloads.iter().map(|(id, payload)| (*id, payload.as_slice())).collect();
        let index = self.log.append(&batch).map_err(|_| AuditUnavailable)?;
        Ok(AuditRef { log: self.log.id(), index })
    }

    fn sealed(&self, note: Option<&Note<'_>>) -> SealedNote {
        match note.map(|note| note.seal(&*self.notes)) {
            None => SealedNote::None,
            Some(Ok(sealed)) if sealed.len() <= LONGEST_NOTE => SealedNote::Sealed(sealed),
            // The event matters more than its note: see `SealedNote::Lost`.
            Some(_) => SealedNote::Lost,
        }
    }

    /// A UUID of version 7 (RFC 9562): the time in milliseconds, then random bits.
    fn event_id(&self, entry: &AccessEntry<'_>) -> Result<[u8; 16], AuditUnavailable> {
        let mut random = [0; 10];
        self.entropy.fill(&mut random).map_err(|_| AuditUnavailable)?;
        let millis = u64::try_from(entry.at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into_bytes())
    }
}

impl<S: Storage + Send + 'static> Recorder for AuditRecorder<S> {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(self.append(entries))
    }
}
