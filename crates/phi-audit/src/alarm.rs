//! What somebody should hear about at once.

use std::sync::Arc;

/// An alarm: fixed words and numbers, so that it may be sent anywhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Alarm {
    /// A write or a sync failed. The log is being opened anew.
    #[error("a write to the audit log failed")]
    WriteFailed,
    /// The log could not be opened anew. Nothing is granted until somebody has seen to it.
    #[error("the audit log takes no more entries")]
    Stopped,
    /// There is no room for the next entries. Nothing is granted until there is.
    #[error("there is no room for the audit log")]
    NoRoom,
    /// What a crash had left was cut off.
    #[error("{bytes} bytes of a batch that nobody was told about were cut off the audit log")]
    TornTail {
        /// How many bytes.
        bytes: u64,
    },
    /// The log cannot be continued. It stays as it is, and another one was begun that refers to it.
    #[error("the audit log {origin} is damaged and was put aside; {successor} follows it: {reason}")]
    Quarantined {
        /// The log that was put aside.
        origin: String,
        /// The one that follows.
        successor: String,
        /// Why.
        reason: String,
    },
    /// A checkpoint could not be carried to an anchor.
    #[error("the anchor {anchor} did not take a checkpoint")]
    AnchorFailed {
        /// Its name.
        anchor: String,
    },
    /// The signer was asked to vouch for a log that does not extend what it vouched for before.
    #[error("the audit log does not extend its last checkpoint; it is not vouched for")]
    NotAnExtension,
    /// The clock was set, or the machine slept.
    #[error("the clock stepped by {seconds} seconds")]
    ClockStepped {
        /// By how many seconds, negative for a step back.
        seconds: i64,
    },
    /// The index for proofs could not be written. The log goes on without; opening it anew builds the index again.
    #[error("proofs cannot be made until the audit log is opened anew")]
    NoProofs,
    /// An event of an emergency went to the journal, since the log could not take it.
    #[error("the audit log is down; the emergency journal holds {entries} entries")]
    Spilled {
        /// How many entries the journal holds.
        entries: u64,
    },
    /// The journal's file is not what was written to it. It is left as it is, and nothing of it is taken over.
    #[error("the emergency journal is damaged; it is left as it is")]
    JournalDamaged,
    /// The journal cannot take any more. Nothing is granted, emergencies included.
    #[error("the emergency journal cannot take any more")]
    JournalFull,
    /// What was in the journal is in the log.
    #[error("{entries} entries of the emergency journal were taken over into the audit log")]
    Drained {
        /// How many.
        entries: u64,
    },
    /// A further sink does not take entries.
    #[error("the further sink {name} has not taken an entry: it is {behind} behind")]
    Behind {
        /// Its name.
        name: String,
        /// How many entries it has not had yet.
        behind: u64,
    },
}

/// Who hears alarms: a closure that must not block, since the committer calls it.
pub type OnAlarm = Arc<dyn Fn(&Alarm) + Send + Sync>;

/// Nobody hears them. For tests; in earnest somebody is on call.
#[must_use]
pub fn unheard() -> OnAlarm {
    Arc::new(|_| ())
}
