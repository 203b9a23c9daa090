//! The log as it is run: a folder with segments, an index for proofs, a committer, checkpoints and anchors.

mod index;
mod open;
mod prover;
mod retention;
mod setup;
mod store;
#[cfg(test)]
mod tests;
mod timing;
mod vouching;

pub(crate) use index::read_exact_at;
pub use open::{Opened, Quarantine};
pub use prover::{ProveError, Prover};
pub use retention::{Hold, PruneError, Pruning, RetentionRule, SIX_YEARS};
pub use setup::{OpenError, Setup};
pub use timing::Monotonic;
pub use vouching::VouchError;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use phi_types::{
    Entropy,
    gate::{AuditRef, AuditUnavailable},
};

use crate::alarm::OnAlarm;
use crate::checkpoint::SignedCheckpoint;
use crate::log::{LogError, SegmentReader};
use crate::note::{NoteSigner, NoteVerifier};
use crate::notice::Notice;
use crate::sink::{AuditSink, Committer, Event, Fanout, FanoutError, FurtherSink, SpillSink, Ticket};
use vouching::Keeper;

/// A log in a folder, open for writing by this value alone.
///
/// ```
/// use std::sync::Arc;
/// use phi_audit::{AuditLog, Setup, anchor::FileAnchor, note::NoteSigner, sink::{AuditSink, Event}};
///
/// # let scratch = std::env::temp_dir().join(format!("phi-audit-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(scratch.join("elsewhere"))?;
/// let signer = NoteSigner::new("audit.example/clinic", &[7; 32])?; // 32 random bytes, kept with the other keys
/// let elsewhere = Arc::new(FileAnchor::new(scratch.join("elsewhere"))?); // a mount of another machine
/// let (log, _) = Setup::new(scratch.join("audit"), signer, elsewhere).open_or_create()?;
/// let places = log.append(&[Event::new([1; 16], b"sealed".to_vec())])?;
///
/// log.checkpoint()?; // within a second this happens by itself
/// let proof = log.prover()?.inclusion(places[0].index)?;
/// assert_eq!(proof.verify(log.verifier())?.size(), 1);
/// # drop(log);
/// # std::fs::remove_dir_all(scratch)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What happens when
/// | | |
/// |---|---|
/// | a write or a sync fails | the log is opened anew from the disk and verified; what was not acknowledged is either found and synced, or written again; if that fails, nothing is taken and [`Alarm::Stopped`](crate::alarm::Alarm) is raised |
/// | there is no room for a segment | entries are refused until there is; [`SpillSink`] keeps emergencies going |
/// | a crash left part of a batch | it is cut off, and an entry says so |
/// | the log is damaged, shorter than an anchor knows, or no anchor knows it | it is put aside as it is, and another log is begun whose first entry refers to it |
/// | the clock steps | an entry says so; the index never steps |
pub struct AuditLog {
    // Declared in the order in which they are to end: the last checkpoint comes after the last entry.
    committer: Committer,
    keeper: Keeper,
    parts: Parts,
}

struct Parts {
    root: PathBuf,
    folder: PathBuf,
    signer: NoteSigner,
    entropy: Arc<dyn Entropy>,
    on_alarm: OnAlarm,
    log_id: [u8; 16],
    drained: Vec<[u8; 16]>,
    clock: Arc<dyn phi_types::Clock>,
}

impl AuditLog {
    /// The public key, whose name is that of the log.
    #[must_use]
    pub const fn verifier(&self) -> &NoteVerifier {
        self.parts.signer.verifier()
    }

    /// The name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.parts.signer.name()
    }

    /// The folder of the segments: what [`verify_file`](crate::log::verify_file) takes.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.parts.folder
    }

    /// The random id of the log.
    #[must_use]
    pub const fn id(&self) -> [u8; 16] {
        self.parts.log_id
    }

    /// How many entries are acknowledged.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.keeper.shared().size()
    }

    /// Vouches for all that is acknowledged now, carries the checkpoint to the anchors and returns it. This happens of
    /// itself within the interval of the setup after each entry.
    ///
    /// # Errors
    /// [`VouchError`]. An anchor that fails is an alarm and no error.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, VouchError> {
        self.keeper.vouch()
    }

    /// Makes proofs about the entries that the last checkpoint vouches for.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn prover(&self) -> Result<Prover, ProveError> {
        Prover::open(&self.parts.folder, self.verifier().clone(), Arc::clone(self.keeper.shared()))
    }

    /// Reads the log from the beginning, also while it is written.
    ///
    /// # Errors
    /// [`ReadError`](crate::log::ReadError).
    pub fn reader(&self) -> Result<crate::log::Reader<SegmentReader>, crate::log::ReadError> {
        crate::log::Reader::new(SegmentReader::open(&self.parts.folder)?)
    }

    /// Opens a search. Segments that are full and have no index yet get one now, and the root of each index becomes an entry of the
    /// log; what stands in the segment that is being written is read.
    ///
    /// # Errors
    /// [`SearchError`](crate::search::SearchError).
    pub fn search(&self) -> Result<crate::search::Search<'_>, crate::search::SearchError> {
        crate::search::Search::open(self)
    }

    /// In which segment the last durable entry stands: what lies before is never written again, except by retention.
    pub(crate) fn last_written_segment(&self) -> Result<u64, crate::log::ReadError> {
        let stride = crate::log::ReadAt::stride(&SegmentReader::open(&self.parts.folder)?);
        let place = index::IndexReader::open(&self.parts.folder);
        let place = place.and_then(|places| places.place(self.size().saturating_sub(1)));
        // Without an index nothing is known to be full: nothing is taken away, and nothing indexed.
        Ok(place.map_or(0, |place| place.checked_div(stride).unwrap_or(0)))
    }

    /// The bytes of an entry, if it is there.
    pub(crate) fn payload(&self, index: u64) -> Option<Vec<u8>> {
        let place = index::IndexReader::open(&self.parts.folder).and_then(|places| places.place(index)).ok()?;
        let mut segments = SegmentReader::open(&self.parts.folder).ok()?;
        Some(crate::log::read_entry(&mut segments, place, index).ok()??.into_payload())
    }

    pub(crate) fn draw_id(&self) -> Result<[u8; 16], AuditUnavailable> {
        let mut id = [0; 16];
        self.parts.entropy.fill(&mut id).map_err(|_| AuditUnavailable)?;
        Ok(id)
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.parts.entropy
    }

    pub(crate) fn now(&self) -> time::OffsetDateTime {
        self.parts.clock.now()
    }

    /// Takes away what the rule allows; see [`RetentionRule`].
    ///
    /// # Errors
    /// [`PruneError`].
    pub fn prune(&self, rule: &RetentionRule) -> Result<Pruning, PruneError> {
        retention::prune(self, rule)
    }

    /// This log as a sink in the mode `Spill`, with a journal of so many bytes beside it.
    ///
    /// # Errors
    /// [`LogError`], if the journal cannot be opened or prepared.
    pub fn with_spill(self: Arc<Self>, capacity: u64) -> Result<SpillSink, LogError> {
        let path = self.parts.root.join("emergency.journal");
        let (signer, on_alarm) = (&self.parts.signer, Arc::clone(&self.parts.on_alarm));
        let drained = |id: &[u8; 16]| self.parts.drained.contains(id);
        SpillSink::open(Arc::clone(&self) as _, path, capacity, signer, &drained, on_alarm)
    }

    /// Forwards the entries to a further sink, from where the last run ended: the mode `Open`. That there is such a sink is
    /// itself an entry. The name goes into a file name: letters, digits and hyphens.
    ///
    /// # Errors
    /// [`ForwardError`].
    pub fn forward(self: &Arc<Self>, name: &str, sink: impl FurtherSink) -> Result<Fanout, ForwardError> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(ForwardError::Name);
        }
        let _ = self.notify(&Notice::FurtherSink { name: name.to_owned() })?;
        let (folder, shared) = (self.parts.folder.clone(), Arc::clone(self.keeper.shared()));
        Ok(Fanout::start(
            name,
            folder.join(format!("{name}.cursor")),
            move || SegmentReader::open(&folder),
            move || shared.size(),
            sink,
            Arc::clone(&self.parts.on_alarm),
        )?)
    }

    pub(crate) fn notify(&self, notice: &Notice) -> Result<AuditRef, AuditUnavailable> {
        let id = self.draw_id()?;
        self.committer.submit(vec![Event::new(id, notice.encode())]).wait()
    }
}

impl AuditSink for AuditLog {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        self.committer.submit(events)
    }

    fn append(&self, events: &[Event]) -> Result<Vec<AuditRef>, AuditUnavailable> {
        self.committer.append(events)
    }
}

impl core::fmt::Debug for AuditLog {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AuditLog(..)")
    }
}

/// Why entries are not forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForwardError {
    /// The name is empty or holds something else than letters, digits and hyphens.
    #[error("the name of a further sink consists of letters, digits and hyphens")]
    Name,
    /// That there is such a sink could not be put on record.
    #[error(transparent)]
    Unavailable(#[from] AuditUnavailable),
    /// The cursor is lost.
    #[error(transparent)]
    Cursor(#[from] FanoutError),
}
