//! The anchor: has a checkpoint stamped, verifies the stamp, keeps both.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use phi_audit::{
    anchor::{Anchor, AnchorUnavailable, file_stem},
    checkpoint::SignedCheckpoint,
};
use phi_types::{Clock, Entropy, OsEntropy, SystemClock};

use crate::transport::{HttpTransport, Transport};
use crate::tsa::{Authority, Timestamp};

/// How long an exchange may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// How far the time in a stamp may be from ours.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Has each checkpoint stamped and keeps it with its stamp in a folder, which should lie elsewhere as that of a
/// [`FileAnchor`](phi_audit::anchor::FileAnchor): the authority remembers nothing.
///
/// A log makes up to one checkpoint a second. Ask the authority first, or run one.
pub struct TimestampAnchor {
    authority: Authority,
    url: String,
    folder: PathBuf,
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    taking: Mutex<()>,
}

impl TimestampAnchor {
    /// The authority at this address; checkpoints and stamps are kept in this folder, which must exist.
    ///
    /// # Errors
    /// [`AnchorUnavailable`], if the folder does not.
    pub fn new(authority: Authority, url: &str, folder: impl Into<PathBuf>) -> Result<Self, AnchorUnavailable> {
        let folder = folder.into();
        if !folder.is_dir() {
            return Err(AnchorUnavailable);
        }
        Ok(Self {
            authority,
            url: url.to_owned(),
            folder,
            transport: Box::new(HttpTransport::new(DEADLINE)),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            taking: Mutex::new(()),
        })
    }

    /// Another way to the authority, or another deadline than five seconds.
    #[must_use]
    pub fn with_transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Box::new(transport);
        self
    }

    /// Takes the time from elsewhere.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes nonces from elsewhere.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// The latest checkpoint of the log of this name with what its stamp states, verified anew and without the network.
    ///
    /// # Errors
    /// [`AnchorUnavailable`], also if the stamp is not one over this checkpoint.
    pub fn stamped(&self, origin: &str) -> Result<Option<(SignedCheckpoint, Timestamp)>, AnchorUnavailable> {
        let text = match fs::read_to_string(self.path(origin)) {
            Ok(text) => text,
            // Gone with its folder is no answer; gone from it is.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.folder.is_dir() => return Ok(None),
            Err(_) => return Err(AnchorUnavailable),
        };
        let (stamp, note) = text.split_once('\n').ok_or(AnchorUnavailable)?;
        let stamp = Base64::decode_vec(stamp).map_err(|_| AnchorUnavailable)?;
        let checkpoint = SignedCheckpoint::parse(note).map_err(|_| AnchorUnavailable)?;
        if checkpoint.claims().is_none_or(|(name, _)| name != origin) {
            return Err(AnchorUnavailable);
        }
        let time = self.authority.verify(&stamp, note.as_bytes(), None).map_err(|_| AnchorUnavailable)?;
        Ok(Some((checkpoint, time)))
    }

    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(format!("{}.stamped", file_stem(origin)))
    }

    fn write(&self, origin: &str, checkpoint: &SignedCheckpoint, stamp: &[u8]) -> io::Result<()> {
        let path = self.path(origin);
        let beside = path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(format!("{}\n{checkpoint}", Base64::encode_string(stamp)).as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }
}

impl Anchor for TimestampAnchor {
    fn name(&self) -> &'static str {
        "rfc3161"
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let (origin, size) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        if self.stamped(origin)?.and_then(|(held, _)| Some(held.claims()?.1)).is_some_and(|held| held > size) {
            return Err(AnchorUnavailable);
        }
        let mut nonce = [0; 8];
        self.entropy.fill(&mut nonce).map_err(|_| AnchorUnavailable)?;
        let note = checkpoint.as_str().as_bytes();
        let request = self.authority.request(note, nonce).map_err(|_| AnchorUnavailable)?;
        let answer = self.transport.post(&self.url, &request).map_err(|_| AnchorUnavailable)?;
        let stamp = self.authority.verify(&answer, note, Some(nonce)).map_err(|_| AnchorUnavailable)?;
        let time = i64::try_from(stamp.time).map_err(|_| AnchorUnavailable)?;
        if self.clock.now().unix_timestamp().abs_diff(time) > TOLERANCE.as_secs() {
            return Err(AnchorUnavailable);
        }
        self.write(origin, checkpoint, &answer).map_err(|_| AnchorUnavailable)
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        Ok(self.stamped(origin)?.map(|(checkpoint, _)| checkpoint))
    }
}

impl core::fmt::Debug for TimestampAnchor {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TimestampAnchor(..)")
    }
}
