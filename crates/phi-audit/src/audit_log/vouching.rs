//! Checkpoints: made soon after an entry, each an extension of the last, and carried to the anchors.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::index::IndexReader;
use super::store::Shared;
use crate::alarm::{Alarm, OnAlarm};
use crate::anchor::{Anchor, AnchorUnavailable};
use crate::checkpoint::SignedCheckpoint;
use crate::head_signer::{HeadError, HeadSigner};
use crate::merkle::{Hash, ProofError, consistency_from};

/// Why there is no new checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VouchError {
    /// The head does not extend the last one, or could not be signed.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The index, from which it is proved that the log has only grown, cannot be read.
    #[error("the index of the log cannot be read")]
    Index,
}

impl From<ProofError> for VouchError {
    fn from(error: ProofError) -> Self {
        Self::Head(error.into())
    }
}

/// The thread that makes checkpoints, and what it needs.
pub(super) struct Keeper {
    inner: Arc<Inner>,
    thread: Option<JoinHandle<()>>,
}

struct Inner {
    signer: HeadSigner,
    shared: Arc<Shared>,
    index: PathBuf,
    anchors: Vec<(Arc<dyn Anchor>, Mutex<u64>)>,
    on_alarm: OnAlarm,
    closing: AtomicBool,
    vouching: Mutex<()>,
}

impl Keeper {
    pub(super) fn start(
        signer: HeadSigner,
        shared: Arc<Shared>,
        folder: &Path,
        anchors: Vec<Arc<dyn Anchor>>,
        on_alarm: OnAlarm,
        every: Duration,
    ) -> Self {
        let anchors = anchors.into_iter().map(|anchor| (anchor, Mutex::new(u64::MAX))).collect();
        let inner = Arc::new(Inner {
            signer,
            shared,
            index: folder.to_owned(),
            anchors,
            on_alarm,
            closing: AtomicBool::new(false),
            vouching: Mutex::new(()),
        });
        let keeping = Arc::clone(&inner);
        let thread = std::thread::Builder::new().name("phi-audit checkpoint".to_owned()).spawn(move || {
            let mut last = Instant::now();
            while !keeping.closing.load(Ordering::Relaxed) {
                std::thread::park_timeout(every.saturating_sub(last.elapsed()));
                last = Instant::now();
                let _ = keeping.vouch();
            }
        });
        Self { inner, thread: thread.ok() }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    pub(super) fn vouch(&self) -> Result<SignedCheckpoint, VouchError> {
        self.inner.vouch()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.inner.closing.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
        // What was acknowledged last is vouched for as well.
        let _ = self.inner.vouch();
    }
}

impl Inner {
    fn vouch(&self) -> Result<SignedCheckpoint, VouchError> {
        let _vouching = self.vouching.lock().unwrap_or_else(PoisonError::into_inner);
        let (size, root) = self.shared.head();
        let latest = self.shared.latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let signed = match latest.filter(|_| self.signer.vouched() == size) {
            Some(latest) => latest,
            None => self.sign(size, root).inspect_err(|error| {
                if matches!(error, VouchError::Head(HeadError::NotAnExtension(_))) {
                    (self.on_alarm)(&Alarm::NotAnExtension);
                }
            })?,
        };
        for (anchor, holds) in &self.anchors {
            let mut holds = holds.lock().unwrap_or_else(PoisonError::into_inner);
            if *holds == size {
                continue;
            }
            let proof_from = |older| self.proof(older, size).map_err(|_| AnchorUnavailable);
            match anchor.publish_grown(&signed, &proof_from) {
                Ok(()) => *holds = size,
                Err(_) => (self.on_alarm)(&Alarm::AnchorFailed { anchor: anchor.name().to_owned() }),
            }
        }
        Ok(signed)
    }

    fn sign(&self, size: u64, root: Hash) -> Result<SignedCheckpoint, VouchError> {
        let older = self.signer.vouched();
        let proof = if older == 0 { Vec::new() } else { self.proof(older, size)? };
        let signed = self.signer.sign(size, root, &proof)?;
        *self.shared.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(signed.clone());
        Ok(signed)
    }

    fn proof(&self, older: u64, size: u64) -> Result<Vec<Hash>, VouchError> {
        let index = IndexReader::open(&self.index).map_err(|_| VouchError::Index)?;
        consistency_from(older, size, |place| index.node(place).map_err(|_| VouchError::Index))
    }
}
