//! How a log is set up.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use phi_types::{Clock, Entropy, OsEntropy, SystemClock, gate::AuditUnavailable};

use super::timing::{Monotonic, instant};
use super::{AuditLog, Opened};
use crate::alarm::{Alarm, OnAlarm, unheard};
use crate::anchor::Anchor;
use crate::log::{LogError, SEGMENT_LEN};
use crate::note::{NoteError, NoteSigner};
use crate::sink::Limits;

/// The longest time from an entry to the checkpoint that vouches for it.
const LONGEST_INTERVAL: Duration = Duration::from_secs(1);

/// What a log needs: a folder, a key, and an anchor that whoever can write the folder cannot reach.
pub struct Setup {
    pub(super) root: PathBuf,
    pub(super) signer: NoteSigner,
    pub(super) anchors: Vec<Arc<dyn Anchor>>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) monotonic: Monotonic,
    pub(super) on_alarm: OnAlarm,
    pub(super) limits: Limits,
    pub(super) every: Duration,
    pub(super) segment_len: u64,
}

impl Setup {
    /// The log lies in `root`, which is made if need be; its name is that of the key.
    ///
    /// There is no log without an anchor: after a restart the sequence goes on from what an anchor knows, never from what
    /// the file says.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, signer: NoteSigner, anchor: impl Anchor + 'static) -> Self {
        Self {
            root: root.into(),
            signer,
            anchors: vec![Arc::new(anchor)],
            entropy: Arc::new(OsEntropy),
            clock: Arc::new(SystemClock),
            monotonic: instant(),
            on_alarm: unheard(),
            limits: Limits::default(),
            every: LONGEST_INTERVAL,
            segment_len: SEGMENT_LEN,
        }
    }

    /// A further anchor.
    #[must_use]
    pub fn and_anchor(mut self, anchor: impl Anchor + 'static) -> Self {
        self.anchors.push(Arc::new(anchor));
        self
    }

    /// Who hears alarms. Without this nobody does.
    #[must_use]
    pub fn on_alarm(mut self, hear: impl Fn(&Alarm) + Send + Sync + 'static) -> Self {
        self.on_alarm = Arc::new(hear);
        self
    }

    /// Bounds and deadline of the queue.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The time from an entry to its checkpoint; a second if this is longer.
    #[must_use]
    pub fn with_checkpoints_every(mut self, every: Duration) -> Self {
        self.every = every.clamp(Duration::from_millis(10), LONGEST_INTERVAL);
        self
    }

    /// Takes randomness from elsewhere.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Takes both clocks from elsewhere.
    #[must_use]
    pub fn with_clocks(mut self, wall: impl Clock + 'static, monotonic: Monotonic) -> Self {
        (self.clock, self.monotonic) = (Arc::new(wall), monotonic);
        self
    }

    /// Shorter segments than 64 MiB, for small disks and tests. A batch must fit into one; a log that exists keeps the length
    /// that it has.
    #[must_use]
    pub fn with_segments_of(mut self, len: u64) -> Self {
        self.segment_len = len.clamp(4096, SEGMENT_LEN);
        self
    }

    /// Opens the log, or begins one. A log that cannot be continued is put aside, and another is begun that refers to it:
    /// care goes on, and [`Opened::quarantined`] and an alarm say so.
    ///
    /// # Errors
    /// [`OpenError`], if there is no way to keep a log at all.
    pub fn open_or_create(self) -> Result<(AuditLog, Opened), OpenError> {
        super::open::open_or_create(self)
    }
}

impl core::fmt::Debug for Setup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Setup(..)")
    }
}

/// Why there is no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The log could not be opened or made: it is in use, or the disk fails.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The folder could not be made or read.
    #[error("the folder of the log cannot be made or read: {0}")]
    Folder(std::io::ErrorKind),
    /// The name of a log that follows another would be too long.
    #[error(transparent)]
    Name(#[from] NoteError),
    /// The log was opened and does not take entries.
    #[error(transparent)]
    Unavailable(#[from] AuditUnavailable),
}
