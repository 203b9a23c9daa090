//! What a key store keeps: shelves, the wrapped keys on them, tombstones.

use alloc::vec::Vec;

use phi_types::SubjectId;

use super::codec;
use crate::key::KeyRecord;

/// Whose keys: a shelf of the store. The order is that of [`code`](Self::code), byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Shelf {
    /// The tenant's own keys, wrapped by the provider.
    Tenant,
    /// The data keys for the notes of a tenant's audit log.
    Notes,
    /// The keys of one blind index of a record type, by a digest of their names.
    Index([u8; 16]),
    /// The data keys of one subject.
    Subject(SubjectId),
}

impl Shelf {
    /// The shelf's code, for a column of a database.
    ///
    /// ```
    /// use phi_envelope::Shelf;
    /// use phi_types::SubjectId;
    /// let shelf = Shelf::Subject(SubjectId::from_bytes([7; 16]));
    /// assert_eq!(Shelf::from_code(shelf.code().as_ref()), Some(shelf));
    /// assert_eq!(Shelf::Tenant.code().as_ref(), [0]);
    /// ```
    #[must_use]
    pub const fn code(self) -> ShelfCode {
        let mut bytes = [0; 17];
        let [kind, rest @ ..] = &mut bytes;
        let length = if matches!(self, Self::Tenant | Self::Notes) { 1 } else { 17 };
        match self {
            Self::Tenant => *kind = 0,
            Self::Notes => *kind = 1,
            Self::Index(index) => {
                *kind = 2;
                *rest = index;
            }
            Self::Subject(subject) => {
                *kind = 3;
                *rest = subject.to_bytes();
            }
        }
        ShelfCode { bytes, length }
    }

    /// The shelf with this code.
    #[must_use]
    pub fn from_code(code: &[u8]) -> Option<Self> {
        match code {
            [0] => Some(Self::Tenant),
            [1] => Some(Self::Notes),
            [2, index @ ..] => index.try_into().ok().map(Self::Index),
            [3, subject @ ..] => subject.try_into().ok().map(|bytes| Self::Subject(SubjectId::from_bytes(bytes))),
            _ => None,
        }
    }
}

/// A shelf's code: one byte for its kind, and the sixteen of the index or the subject where there is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShelfCode {
    bytes: [u8; 17],
    length: usize,
}

impl AsRef<[u8]> for ShelfCode {
    fn as_ref(&self) -> &[u8] {
        // INVARIANT: the length is 1 or 17.
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}

/// One wrapped key with its record.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct StoredKey {
    /// The key's version on its shelf, from 1.
    pub version: u32,
    /// How often this entry was changed. [`KeyStore::replace`](super::KeyStore::replace) compares it.
    pub revision: u32,
    /// The version of the tenant key under which it is wrapped; 0 for a tenant key, which the provider wraps.
    pub wrapped_under: u32,
    /// The wrapped bytes; empty for a key that was destroyed.
    pub wrapped: Vec<u8>,
    /// A tenant key's second wrap, under another root; empty where there is none.
    pub recovery: Vec<u8>,
    /// State, times, origin.
    pub record: KeyRecord,
}

impl StoredKey {
    /// The entry in its one canonical encoding, for a column of a database.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write_key(self)
    }

    /// The entry from its encoding; `None` for any other bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        codec::read_key(bytes)
    }

    /// The same entry after one change more.
    pub(crate) fn changed(&self) -> Self {
        Self { revision: self.revision.wrapping_add(1), ..self.clone() }
    }
}

impl core::fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { version, revision, wrapped_under, .. } = self;
        write!(
            f,
            "[wrapped key, version {version} under {wrapped_under}, {:?}, revision {revision}]",
            self.record.state
        )
    }
}

/// What stands on a shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelved {
    /// The keys, ascending by version.
    pub keys: Vec<StoredKey>,
    /// Whether and when the shelf was destroyed. No key ever stands on it again.
    pub destroyed: Option<Tombstone>,
    /// Whether a legal hold keeps it from being destroyed.
    pub held: bool,
    /// The subject that this one was merged into.
    pub merged_into: Option<SubjectId>,
}

/// What is left of a destroyed shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// When, in seconds since the Unix epoch.
    pub at: i64,
    /// How many keys there were.
    pub keys: u32,
}
