//! Unwrapped keys, kept for a while, so that providers and stores are asked once for each tenant and subject in use.

mod flight;

pub(crate) use flight::{Cost, Failure, FlightCache, Loaded};
use flight::{Counts, Limits};

use alloc::{sync::Arc, vec::Vec};

use time::Duration;

use crate::key::{DataKey, KeyId, KeyState};

/// How much is kept, for how long, and for how much use. What a use needs is reserved before the key is handed out, so that no
/// limit is exceeded, by however many threads.
///
/// A key that is destroyed by another process opens here until its time is over: keep the time short where that matters, or
/// call [`EnvelopeKeyring::invalidate`](crate::EnvelopeKeyring::invalidate) there as well.
#[derive(Clone, Copy, Debug)]
pub struct CacheLimits {
    /// The most subjects whose keys are kept; and, apart from them, the most tenant keys.
    pub subjects: usize,
    /// How long they serve.
    pub lifetime: Duration,
    /// How many messages (rows, notes, values) are sealed and opened before the keys are fetched anew.
    pub messages: u64,
    /// How many bytes are sealed and opened before the keys are fetched anew. A single message that is larger is refused.
    pub bytes: u64,
    /// How long past their lifetime keys serve while provider or store are down. Each such use is counted, and the first of each
    /// outage recorded; the limits of messages and bytes stay. Zero for none.
    pub outage: Duration,
}

impl Default for CacheLimits {
    /// 4096 subjects; five minutes; 2^20 messages and 2^36 bytes; fifteen minutes more while provider or store are down.
    fn default() -> Self {
        Self {
            subjects: 4096,
            lifetime: Duration::minutes(5),
            messages: 1 << 20,
            bytes: 1 << 36,
            outage: Duration::minutes(15),
        }
    }
}

impl CacheLimits {
    /// How long a source that is down is not asked again while what is cached can serve.
    const RETRY: Duration = Duration::seconds(5);

    pub(crate) const fn rings(&self) -> Limits {
        Limits {
            entries: self.subjects,
            lifetime: self.lifetime,
            messages: self.messages,
            bytes: self.bytes,
            outage: self.outage,
            retry: Self::RETRY,
        }
    }

    /// A tenant key unwraps data keys, which have limits of their own.
    pub(crate) const fn tenants(&self) -> Limits {
        Limits { messages: u64::MAX, bytes: u64::MAX, ..self.rings() }
    }
}

/// How the key cache was used since the keyring was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheReport {
    /// Subjects whose keys are kept now.
    pub subjects: usize,
    /// Tenant keys that are kept now.
    pub tenants: usize,
    /// Uses that asked neither store nor provider.
    pub served: u64,
    /// Times that keys were fetched.
    pub fetched: u64,
    /// Times that they could not be.
    pub failed: u64,
    /// Uses past their lifetime, because provider or store were down.
    pub in_outage: u64,
}

impl CacheReport {
    pub(crate) const fn of(rings: Counts, tenants: Counts) -> Self {
        Self {
            subjects: rings.entries,
            tenants: tenants.entries,
            served: rings.served,
            fetched: rings.loaded,
            failed: rings.failed,
            in_outage: rings.in_outage,
        }
    }
}

/// One data key on a ring, with the state that it had when it was fetched.
pub(crate) struct Hung {
    pub(crate) state: KeyState,
    pub(crate) key: Arc<DataKey>,
}

/// The data keys of one shelf, the newest last.
pub(crate) struct Ring {
    pub(crate) keys: Vec<Hung>,
}

impl Ring {
    /// The newest key that may seal.
    pub(crate) fn newest(&self) -> Option<&Arc<DataKey>> {
        self.keys.iter().rev().find(|hung| hung.state.may_protect()).map(|hung| &hung.key)
    }

    /// A key that may open.
    pub(crate) fn find(&self, id: &KeyId) -> Option<&Arc<DataKey>> {
        self.named(id).filter(|hung| hung.state.may_process()).map(|hung| &hung.key)
    }

    /// The keys that may open, the newest first.
    pub(crate) fn readable(&self) -> impl Iterator<Item = &Arc<DataKey>> {
        self.keys.iter().rev().filter(|hung| hung.state.may_process()).map(|hung| &hung.key)
    }

    /// A key whatever its state: for what is allowed by an override alone.
    pub(crate) fn named(&self, id: &KeyId) -> Option<&Hung> {
        // Key ids stand in the clear in every header, so this comparison has nothing to hide.
        self.keys.iter().find(|hung| hung.key.id() == id)
    }
}

#[cfg(test)]
mod tests;
