//! The anchor: submits, verifies, keeps.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use phi_audit::{
    anchor::{Anchor, AnchorUnavailable, ProofFrom},
    checkpoint::SignedCheckpoint,
    merkle::Hash,
};
use phi_types::{Clock, SystemClock};

use crate::kept::{Kept, Kind};
use crate::key::WitnessKey;
use crate::protocol::{self, Said};
use crate::transport::{HttpTransport, Transport};

/// How long an exchange may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// How far the time in a cosignature may be from ours.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// What a witness's answer means, beyond "it did not take the checkpoint": fixed words and numbers, safe to send anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// The witness has seen more entries than there are: the log, or what is kept of the witness's answers, was cut off,
    /// restored from an older copy or wiped.
    #[error("the witness has seen {witness} entries of the audit log, and only {ours} are vouched for here")]
    Ahead {
        /// How many entries are vouched for here.
        ours: u64,
        /// How many the witness has seen.
        witness: u64,
    },
    /// The witness has seen another log of this name: it was forked or written anew.
    #[error("the audit log does not extend the tree that the witness has seen: it was forked or written anew")]
    Forked,
    /// The witness has seen less than it signed for: it was restored from an older copy, or another one answers.
    #[error("the witness has forgotten what it signed for")]
    Forgetful,
    /// The witness refuses: 403, it does not know the log's key; 404, it does not know the log; anything else, its trouble.
    #[error("the witness refuses the checkpoint with the status {status}")]
    Refused {
        /// The status of HTTP.
        status: u16,
    },
    /// The answer is not in the format, or has no valid and recent signature of the witness over this checkpoint.
    #[error("the answer is not the witness's: it is malformed, or its signature or its time is wrong")]
    NotBelieved,
    /// No answer came in time, or it was too long.
    #[error("the witness does not answer")]
    NoAnswer,
}

type OnFinding = Arc<dyn Fn(&Finding) + Send + Sync>;

/// Has each checkpoint cosigned by one witness. Use several for several witnesses.
///
/// What the witness has signed lies in the folder, as the checkpoint with the witness's line below: a file that
/// [`WitnessKey::cosigned_at`] and [`verify_file`](phi_audit::log::verify_file) take without any network.
pub struct WitnessAnchor {
    key: WitnessKey,
    name: String,
    url: String,
    kept: Kept,
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    on_finding: OnFinding,
    taking: Mutex<()>,
}

impl WitnessAnchor {
    /// The witness with this key at this submission prefix; its answers are kept in this folder, which must exist.
    ///
    /// # Errors
    /// [`AnchorUnavailable`], if the folder does not.
    pub fn new(key: WitnessKey, prefix: &str, folder: impl Into<PathBuf>) -> Result<Self, AnchorUnavailable> {
        let kept = Kept::new(folder.into()).ok_or(AnchorUnavailable)?;
        Ok(Self {
            name: format!("witness {}", key.name()),
            key,
            url: format!("{}/add-checkpoint", prefix.trim_end_matches('/')),
            kept,
            transport: Box::new(HttpTransport::new(DEADLINE)),
            clock: Arc::new(SystemClock),
            on_finding: Arc::new(|_| ()),
            taking: Mutex::new(()),
        })
    }

    /// Another way to the witness, or another deadline than five seconds.
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

    /// Who hears what was found. It must not block. Without this, only that the anchor failed is heard.
    #[must_use]
    pub fn on_finding(mut self, hear: impl Fn(&Finding) + Send + Sync + 'static) -> Self {
        self.on_finding = Arc::new(hear);
        self
    }

    /// One exchange. What the witness claims to have signed is verified, kept, and returned with its signature.
    fn submit(&self, checkpoint: &SignedCheckpoint, old: u64, proof: &[Hash]) -> Result<Outcome, AnchorUnavailable> {
        let body = protocol::request(old, proof, checkpoint).ok_or(AnchorUnavailable)?;
        let answer = self.transport.post(&self.url, &body).map_err(|_| self.found(Finding::NoAnswer))?;
        match protocol::read(answer) {
            Said::Cosigned(lines) => self.believe(checkpoint, &lines).map(Outcome::Cosigned),
            Said::Conflict(size) => Ok(Outcome::Knows(size)),
            Said::BadProof => Err(self.found(Finding::Forked)),
            Said::Refused(status) => Err(self.found(Finding::Refused { status })),
            Said::Garbage => Err(self.found(Finding::NotBelieved)),
        }
    }

    fn believe(&self, checkpoint: &SignedCheckpoint, lines: &str) -> Result<SignedCheckpoint, AnchorUnavailable> {
        let not_believed = || self.found(Finding::NotBelieved);
        let mut cosigned = checkpoint.clone();
        for line in lines.lines().filter(|line| self.key.own(line).is_some()) {
            cosigned = cosigned.with_signature(line).map_err(|_| not_believed())?;
        }
        let time = self.key.cosigned_at(&cosigned).map_err(|_| not_believed())?;
        let apart = self.clock.now().unix_timestamp().abs_diff(i64::try_from(time).unwrap_or(i64::MAX));
        if apart > TOLERANCE.as_secs() {
            return Err(not_believed());
        }
        let (origin, _) = cosigned.claims().ok_or(AnchorUnavailable)?;
        self.kept.write(Kind::Cosigned, origin, &cosigned).map_err(|_| AnchorUnavailable)?;
        Ok(cosigned)
    }

    /// What the witness has certainly signed, and whether it said so just now. A checkpoint whose answer was lost is asked
    /// about again, so that there is never more than one of which nobody knows whether the witness has seen it.
    fn settled(&self, origin: &str) -> Result<Option<(SignedCheckpoint, bool)>, AnchorUnavailable> {
        let cosigned = self.kept.read(Kind::Cosigned, origin).map_err(|_| AnchorUnavailable)?;
        if let Some(cosigned) = &cosigned {
            let _ = self.key.cosigned_at(cosigned).map_err(|_| self.found(Finding::NotBelieved))?;
        }
        let pending = self.kept.read(Kind::Pending, origin).map_err(|_| AnchorUnavailable)?;
        if let Some(pending) = pending.filter(|pending| cosigned.as_ref().is_none_or(|held| size(pending) > size(held)))
        {
            let ours = size(&pending);
            match self.submit(&pending, ours, &[])? {
                Outcome::Cosigned(cosigned) => return Ok(Some((cosigned, true))),
                Outcome::Knows(witness) if witness > ours => return Err(self.found(Finding::Ahead { ours, witness })),
                Outcome::Knows(witness) if witness == ours => return Err(self.found(Finding::Forked)),
                Outcome::Knows(_) => self.kept.forget_pending(origin).map_err(|_| AnchorUnavailable)?,
            }
        }
        Ok(cosigned.map(|cosigned| (cosigned, false)))
    }

    fn found(&self, finding: Finding) -> AnchorUnavailable {
        (self.on_finding)(&finding);
        AnchorUnavailable
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.taking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Outcome {
    Cosigned(SignedCheckpoint),
    Knows(u64),
}

fn size(checkpoint: &SignedCheckpoint) -> u64 {
    checkpoint.claims().map_or(0, |(_, size)| size)
}

impl Anchor for WitnessAnchor {
    fn name(&self) -> &str {
        &self.name
    }

    /// Without a proof a witness takes the first checkpoint that it sees of a log, and the one that it has.
    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        self.publish_grown(checkpoint, &|_| Err(AnchorUnavailable))
    }

    fn publish_grown(
        &self,
        checkpoint: &SignedCheckpoint,
        proof_from: &ProofFrom<'_>,
    ) -> Result<(), AnchorUnavailable> {
        let _alone = self.alone();
        let (origin, ours) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        let mut old = self.settled(origin)?.map_or(0, |(held, _)| size(&held));
        if old > ours {
            return Err(self.found(Finding::Ahead { ours, witness: old }));
        }
        let checkpoint = self.key.strip(checkpoint).ok_or(AnchorUnavailable)?;
        self.kept.write(Kind::Pending, origin, &checkpoint).map_err(|_| AnchorUnavailable)?;
        // The second time from where the witness says it is; it may have seen more than was heard of, or start anew.
        for _ in 0..2 {
            let proof = if old == 0 || old == ours { Vec::new() } else { proof_from(old)? };
            match self.submit(&checkpoint, old, &proof)? {
                Outcome::Cosigned(_) => return Ok(()),
                Outcome::Knows(witness) if witness > ours => return Err(self.found(Finding::Ahead { ours, witness })),
                Outcome::Knows(witness) if witness == old && old == ours => return Err(self.found(Finding::Forked)),
                Outcome::Knows(witness) => old = witness,
            }
        }
        Err(self.found(Finding::NotBelieved))
    }

    /// Asks the witness whether what is kept here is the last that it has seen. Nothing kept is "nothing yet", since a
    /// witness cannot be asked without a checkpoint: then the next one published finds what is missing.
    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        let _alone = self.alone();
        let Some((held, just_now)) = self.settled(origin)? else { return Ok(None) };
        if just_now {
            return Ok(Some(held));
        }
        let (plain, ours) = (self.key.strip(&held).ok_or(AnchorUnavailable)?, size(&held));
        match self.submit(&plain, ours, &[])? {
            Outcome::Cosigned(cosigned) => Ok(Some(cosigned)),
            Outcome::Knows(witness) if witness > ours => Err(self.found(Finding::Ahead { ours, witness })),
            Outcome::Knows(witness) if witness == ours => Err(self.found(Finding::Forked)),
            Outcome::Knows(_) => Err(self.found(Finding::Forgetful)),
        }
    }
}

impl core::fmt::Debug for WitnessAnchor {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("WitnessAnchor").field("name", &self.name).finish_non_exhaustive()
    }
}
