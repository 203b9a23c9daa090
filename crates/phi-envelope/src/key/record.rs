//! What stands beside a wrapped key: its number, its state, when it was made and where its root is, vouched for by the key.

use alloc::string::String;

use phi_types::{TenantId, port::framed};

use super::{KeyId, KeyMaterial, KeyState, expand};
use crate::{provider::ProviderDescription, store::Shelf, suite::Suite};

const PROOF: usize = 16;

/// The record of one key. Times are seconds since the Unix epoch.
///
/// `proof` is made with the key itself, so that nobody who can write the key store makes a compromised key active, or younger,
/// or better kept than it is. What only restricts (suspended, compromised, destroyed) holds without it. A whole old record that
/// is put back is found only against a copy of the store that is kept elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key's number, derived from it. It stands in the clear in the header of each message.
    pub id: KeyId,
    /// The byte of the suite that was chosen when it was made; 0 for a tenant key.
    pub suite: u8,
    /// Its state.
    pub state: KeyState,
    /// When it was made.
    pub made: i64,
    /// Since when it has been in its state.
    pub since: i64,
    /// For a tenant key: what its provider said of itself when it wrapped it.
    pub origin: Option<KeyOrigin>,
    /// Made with the key over all of the above and the place where it stands.
    pub proof: [u8; PROOF],
}

/// What a provider said of itself when it wrapped a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOrigin {
    /// The kind of provider.
    pub kind: String,
    /// The name of its root key.
    pub root_key: String,
    /// The byte of the place of its root key, [`KeyLocation::byte`](crate::KeyLocation::byte).
    pub location: u8,
}

impl KeyOrigin {
    pub(crate) fn of(provider: &ProviderDescription) -> Self {
        Self { kind: provider.kind.into(), root_key: provider.root_key.clone(), location: provider.location.byte() }
    }
}

/// Where a key stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) shelf: Shelf,
    pub(crate) version: u32,
}

impl KeyRecord {
    /// The record of a key that was just made.
    pub(crate) fn new(
        place: Place<'_>,
        key: &KeyMaterial,
        suite: Option<Suite>,
        state: KeyState,
        now: i64,
    ) -> Option<Self> {
        let record = Self {
            id: id_of(place.shelf, key)?,
            suite: suite.map_or(0, Suite::byte),
            state,
            made: now,
            since: now,
            origin: None,
            proof: [0; PROOF],
        };
        record.proven(place, key)
    }

    /// The record with a new proof.
    pub(crate) fn proven(mut self, place: Place<'_>, key: &KeyMaterial) -> Option<Self> {
        self.proof = self.proof_by(place, key)?;
        Some(self)
    }

    /// Whether the record is of this key.
    pub(crate) fn is_of(&self, place: Place<'_>, key: &KeyMaterial) -> bool {
        id_of(place.shelf, key).is_some_and(|id| id == self.id)
    }

    /// Whether the key vouches for all of the record.
    pub(crate) fn is_proven(&self, place: Place<'_>, key: &KeyMaterial) -> bool {
        // A forger learns nothing from how long this takes that a second try would not tell: compared whole all the same.
        self.is_of(place, key)
            && self.proof_by(place, key).is_some_and(|proof| {
                proof.iter().zip(&self.proof).fold(0, |differ, (left, right)| differ | (left ^ right)) == 0
            })
    }

    /// Whether the key's state holds: it only restricts, or the key vouches for it.
    pub(crate) fn holds(&self, place: Place<'_>, key: &KeyMaterial) -> bool {
        !self.state.wants_proof() || self.is_proven(place, key)
    }

    fn proof_by(&self, place: Place<'_>, key: &KeyMaterial) -> Option<[u8; PROOF]> {
        let origin = self.origin.as_ref().map_or_else(Default::default, |origin| {
            framed(&[origin.kind.as_bytes(), origin.root_key.as_bytes(), &[origin.location]])
        });
        let record = framed(&[
            place.tenant.as_str().as_bytes(),
            place.shelf.code().as_ref(),
            &place.version.to_be_bytes(),
            &[self.suite, self.state.byte()],
            &self.made.to_be_bytes(),
            &self.since.to_be_bytes(),
            &origin,
        ]);
        expand(key.expose(), &[b"phi-envelope 1 key record", &record])?.first_chunk().copied()
    }
}

/// A data key's number is the one in the headers; a tenant key's has a label of its own.
fn id_of(shelf: Shelf, key: &KeyMaterial) -> Option<KeyId> {
    let label: &[u8] = if shelf == Shelf::Tenant { b"phi-envelope 1 tenant key id" } else { b"phi-envelope 1 key id" };
    expand(key.expose(), &[label]).map(|id| *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::DataKey;
    use phi_types::SubjectId;

    #[test]
    fn a_record_holds_only_for_its_key_its_place_and_its_content() {
        let (tenant, other) = (TenantId::new("north").unwrap(), TenantId::new("south").unwrap());
        let (key, stranger) = (KeyMaterial::from_bytes(&[1; 32]), KeyMaterial::from_bytes(&[2; 32]));
        let shelf = Shelf::Subject(SubjectId::from_bytes([4; 16]));
        let place = Place { tenant: &tenant, shelf, version: 1 };
        let record = KeyRecord::new(place, &key, Some(Suite::default()), KeyState::Active, 1000).unwrap();
        assert_eq!(record.id, *DataKey::new(&key).unwrap().id(), "the number that headers carry");
        assert!(record.holds(place, &key) && !record.holds(place, &stranger));
        for elsewhere in [
            Place { tenant: &other, ..place },
            Place { shelf: Shelf::Notes, ..place },
            Place { shelf: Shelf::Subject(SubjectId::from_bytes([5; 16])), ..place },
            Place { version: 2, ..place },
        ] {
            assert!(!record.holds(elsewhere, &key));
        }
        let origin = KeyOrigin { kind: "k".into(), root_key: "r".into(), location: 3 };
        for forged in [
            KeyRecord { state: KeyState::Deactivated, ..record.clone() },
            KeyRecord { made: 999, ..record.clone() },
            KeyRecord { since: 1001, ..record.clone() },
            KeyRecord { suite: 3, ..record.clone() },
            KeyRecord { id: [0; 32], ..record.clone() },
            KeyRecord { origin: Some(origin), ..record.clone() },
        ] {
            assert!(!forged.holds(place, &key), "{forged:?}");
        }
        let set_aside = KeyRecord { state: KeyState::Compromised, ..record };
        assert!(set_aside.holds(place, &key), "what restricts holds at once");
        let back = KeyRecord { state: KeyState::Active, since: 2000, ..set_aside };
        assert!(!back.holds(place, &key), "and is not undone without the key");
    }
}
