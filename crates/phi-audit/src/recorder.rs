//! The gate's recorder over a sink: durable, or refused.

use alloc::sync::Arc;

use phi_types::{
    Entropy, OsEntropy,
    gate::{AccessEntry, AuditUnavailable, EntryEvent, Note, Receipt, Recorder},
    port::NoteSealer,
};

use crate::{
    checkpoint::SignedCheckpoint,
    event::{AuditEvent, EventId, LONGEST_SEALED, SealedNote, Source},
    log::{Log, LogError, Storage},
    pseudonym::SubjectPseudonymKey,
    sink::{AuditSink, Committer, Event, Limits, Ticket},
};

/// Records what the gate decides in a sink, each submission durable as a whole.
///
/// Closed by default: when the sink cannot take an entry, the gate grants nothing. Behind a
/// [`SpillSink`](crate::sink::SpillSink) what an emergency override permits is recorded in a journal of its own while the
/// log is down. There is no mode in which the gate goes on unrecorded.
///
/// Asking waits for nothing; the receipt is a future, and waits only when it is waited for.
pub struct SinkRecorder<K> {
    sink: K,
    pseudonyms: SubjectPseudonymKey,
    notes: Arc<dyn NoteSealer>,
    entropy: Arc<dyn Entropy>,
    source: Source,
}

/// Records in a [`Log`] with a committer of its own.
pub type AuditRecorder<S> = SinkRecorder<LogSink<S>>;

/// A log with a committer, for callers that block: to submit is to wait for the sync, so that a grant that ends in a
/// destructor is on record when the destructor is done. [`AuditLog`](crate::AuditLog) does not wait.
pub struct LogSink<S> {
    // The committer ends first, and with it the last write.
    committer: Committer,
    log: Arc<Log<S>>,
}

impl<S: Storage + Send + 'static> LogSink<S> {
    /// Starts the committer.
    #[must_use]
    pub fn new(log: Log<S>, limits: Limits) -> Self {
        let log = Arc::new(log);
        Self { committer: Committer::new(Arc::clone(&log), limits), log }
    }
}

impl<S: Send> AuditSink for LogSink<S> {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        Ticket::done(self.committer.submit(events).wait())
    }
}

impl<S: Storage + Send + 'static> SinkRecorder<LogSink<S>> {
    /// Records into this log. Subjects become pseudonyms under the key; notes are sealed by the keyring of the same gate.
    pub fn new(log: Log<S>, pseudonyms: SubjectPseudonymKey, notes: Arc<dyn NoteSealer>) -> Self {
        Self::over(LogSink::new(log, Limits::default()), pseudonyms, notes)
    }

    /// A signed checkpoint over all that is recorded, to be kept where whoever may write the log cannot.
    ///
    /// # Errors
    /// See [`Log::checkpoint`].
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, LogError> {
        self.sink.log.checkpoint()
    }

    /// How many entries are acknowledged.
    ///
    /// # Errors
    /// See [`Log::size`].
    pub fn size(&self) -> Result<u64, LogError> {
        self.sink.log.size()
    }
}

impl<K: AuditSink> SinkRecorder<K> {
    /// Records into any sink: an [`AuditLog`](crate::AuditLog), a database, either behind a journal for emergencies.
    pub fn over(sink: K, pseudonyms: SubjectPseudonymKey, notes: Arc<dyn NoteSealer>) -> Self {
        Self { sink, pseudonyms, notes, entropy: Arc::new(OsEntropy), source: Source::default() }
    }

    /// Takes the randomness of event ids from elsewhere.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Says in each event which system recorded it, at which site.
    #[must_use]
    pub fn with_source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// The sink.
    pub const fn sink(&self) -> &K {
        &self.sink
    }

    fn events(&self, entries: &[AccessEntry<'_>]) -> Result<Vec<Event>, AuditUnavailable> {
        let mut events = Vec::with_capacity(entries.len());
        for entry in entries {
            let (reason, note) = (self.sealed(entry.reason.as_ref()), self.sealed(entry.note.as_ref()));
            let id = EventId::random(entry.at, &*self.entropy).map_err(|_| AuditUnavailable)?;
            let bytes = AuditEvent::of(entry, id, &self.pseudonyms, &self.source, reason, note).encode();
            let emergency = matches!(entry.event, EntryEvent::Permitted { emergency: true, .. });
            events.push(Event { id: id.to_bytes(), bytes, emergency });
        }
        Ok(events)
    }

    fn sealed(&self, note: Option<&Note<'_>>) -> SealedNote {
        match note.map(|note| note.seal(&*self.notes)) {
            None => SealedNote::None,
            Some(Ok(sealed)) if sealed.len() <= LONGEST_SEALED => SealedNote::Sealed(sealed),
            // The event matters more than its note: see `SealedNote::Lost`.
            Some(_) => SealedNote::Lost,
        }
    }
}

impl<K: AuditSink> Recorder for SinkRecorder<K> {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        match self.events(entries) {
            Ok(events) => Receipt::Pending(Box::pin(self.sink.submit(events))),
            Err(unavailable) => Receipt::Done(Err(unavailable)),
        }
    }
}
