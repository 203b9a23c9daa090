//! What a store that is no log needs to keep the same leaves: salts, hashes, the tree.

use std::sync::{Arc, Mutex, PoisonError};

use phi_types::{Entropy, EntropyUnavailable, gate::AuditRef};

use super::Event;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::log::{Entry, leaf_hash, wide};
use crate::merkle::{Hash, Tree};
use crate::note::NoteSigner;

/// Numbers, salts and hashes the events of a store, as the log does: the same origin, id and bytes give the same leaves.
///
/// For implementers of [`Store`](super::Store) over a database.
pub struct Ledger {
    origin: String,
    log_id: [u8; 16],
    entropy: Arc<dyn Entropy>,
    tree: Tree,
    head: Head,
}

/// An event as a row.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Its index.
    pub index: u64,
    /// The id of the event.
    pub event_id: [u8; 16],
    /// Its salt.
    pub salt: [u8; 16],
    /// Its leaf hash.
    pub leaf: Hash,
    /// The stored bytes.
    pub payload: &'a [u8],
}

/// Size and root of what is durable in a store, for whoever makes checkpoints of it.
#[derive(Clone)]
pub struct Head {
    origin: Arc<str>,
    state: Arc<Mutex<(u64, Hash)>>,
}

/// An entry is not the one that should come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another entry stands at the place of entry {index}")]
pub struct OutOfOrder {
    /// The index that should come next.
    pub index: u64,
}

impl Ledger {
    /// An empty one.
    pub fn new(origin: &str, log_id: [u8; 16], entropy: Arc<dyn Entropy>) -> Self {
        let head = Head { origin: origin.into(), state: Arc::new(Mutex::new((0, Hash::empty()))) };
        Self { origin: origin.to_owned(), log_id, entropy, tree: Tree::new(), head }
    }

    /// The name.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Size and root, kept up to date.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head.clone()
    }

    /// Begins anew, for a store that is read again; the [`head`](Self::head) stays the same value.
    pub fn clear(&mut self) {
        self.tree = Tree::new();
    }

    /// Counts an entry that the store holds. [`Entry::from_parts`] has checked its leaf.
    ///
    /// # Errors
    /// [`OutOfOrder`].
    pub fn adopt(&mut self, entry: &Entry) -> Result<(), OutOfOrder> {
        if entry.index() != self.size() || self.tree.push(*entry.leaf_hash()).is_err() {
            return Err(OutOfOrder { index: self.size() });
        }
        Ok(())
    }

    /// The rows of some events, which are not counted until they are [durable](Self::durable).
    ///
    /// # Errors
    /// [`EntropyUnavailable`].
    pub fn rows<'a>(&self, events: &'a [Event]) -> Result<Vec<Row<'a>>, EntropyUnavailable> {
        let salts = crate::log::draw(&*self.entropy, events.len())?;
        let indices = self.size()..;
        Ok(indices
            .zip(events.iter().zip(salts))
            .map(|(index, (event, salt))| Row {
                index,
                event_id: event.id,
                salt,
                leaf: leaf_hash(&self.origin, index, &event.id, &salt, &event.bytes),
                payload: &event.bytes,
            })
            .collect())
    }

    /// Counts rows that are durable now; the reference names the first.
    pub fn durable(&mut self, rows: &[Row<'_>]) -> AuditRef {
        let index = self.size();
        for row in rows {
            if self.tree.push(row.leaf).is_err() {
                break;
            }
        }
        self.publish();
        AuditRef { log: self.log_id, index }
    }

    /// Whether rows that may or may not have been written are the last ones that were adopted.
    #[must_use]
    pub fn ends_with(&self, rows: &[Row<'_>], adopted: &[Entry]) -> bool {
        let (ids, leaves) = (adopted.iter().map(Entry::event_id), adopted.iter().map(Entry::leaf_hash));
        ids.zip(leaves).eq(rows.iter().map(|row| (&row.event_id, &row.leaf)))
    }

    /// Makes the head known as it is now.
    pub fn publish(&self) {
        *self.head.state.lock().unwrap_or_else(PoisonError::into_inner) = (self.size(), self.tree.root());
    }

    /// The reference of an index.
    #[must_use]
    pub const fn reference(&self, index: u64) -> AuditRef {
        AuditRef { log: self.log_id, index }
    }
}

impl Head {
    /// How many entries are durable, and the root of their tree.
    #[must_use]
    pub fn now(&self) -> (u64, Hash) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Vouches for them.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn checkpoint(&self, signer: &NoteSigner) -> Result<SignedCheckpoint, CheckpointError> {
        let (size, root) = self.now();
        Checkpoint::new(&self.origin, size, root)?.sign(signer)
    }
}

impl core::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Ledger({} entries)", wide(usize::try_from(self.size()).unwrap_or(usize::MAX)))
    }
}

impl core::fmt::Debug for Head {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Head(..)")
    }
}
