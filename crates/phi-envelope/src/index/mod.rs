//! Blind indexes: searching sealed fields by equality.
//!
//! A term is HMAC-SHA-256 over the normalised values, cut to the declared bits. The key is random, one for each tenant, record type,
//! index and version, wrapped under the tenant key like any data key; so a rotation of the tenant key re-wraps it, and a rotation
//! of the index makes a new version beside the old one.
//!
//! **What equality leaks.** Whoever reads the index column sees which rows of a tenant share a value, how many values there are and how
//! often each occurs. Where the frequencies are known from elsewhere, as those of names or places are, frequent values can be named by
//! counting. Whoever may write rows or ask for searches can test a guess. Compound terms tell as much about the combination. Nothing is
//! leaked across tenants, record types and indexes: their keys differ. Fewer bits blur all of it, at the price of rows that are opened
//! and sorted out. The host's query log and its result sizes tell how often a value is looked for.

mod normalise;
mod rows;

pub use rows::MemoryIndexRows;

use alloc::{sync::Arc, vec::Vec};

use hmac::{Hmac, KeyInit, Mac};
use phi_types::{
    gate::{Administration, Authority, Brand},
    port::{Content, IndexContext, IndexTerm, Indexer, SealError, framed},
    record::{IndexSpec, PhiRecord},
};
use sha2::{Digest, Sha256};

use crate::{
    cache::Ring,
    hierarchy::KeyFailure,
    key::{DataKey, KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError, seal_error},
    provider::KeyProvider,
    store::{KeyStore, Shelf},
};

/// How many versions of an index key are searched: the newest, and the one before while rows are indexed anew.
const READABLE: usize = 2;

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Gives an index of a record type a new key. Rows that are written from now on stand under it; searches look under both, so that
    /// everything is found throughout. Index all rows anew ([`Grant::index_row`](phi_types::gate::Grant::index_row)) before the next
    /// rotation: of three versions the oldest is not searched any more. Answers the new version.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn rotate_index<R: PhiRecord>(
        &self,
        authority: &Authority,
        index: &'static IndexSpec,
    ) -> Result<u32, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let shelf = shelf(R::SCHEMA.name, index);
        let keys = self.keys.store.shelf(tenant, shelf).map_err(KeyFailure::from)?.keys;
        let version = keys.last().map_or(0, |key| key.version).checked_add(1).ok_or(KeyringError::Refused)?;
        // First the new one, then the old: killed in between, the newest active key serves.
        self.keys.add_data_key(tenant, shelf, version)?;
        self.keys.forget(tenant, shelf);
        for older in keys.iter().filter(|key| key.record.state.may_protect()) {
            self.keys.change_state(Place { tenant, shelf, version: older.version }, KeyState::Deactivated)?;
        }
        Ok(version)
    }

    fn index_keys(&self, context: &IndexContext<'_>) -> Result<Arc<Ring>, SealError> {
        if context.brand() != self.brand {
            return Err(SealError::ForeignGate);
        }
        let shelf = shelf(context.schema().name, context.index());
        self.keys.ring(context.tenant(), shelf, true, 0).map_err(seal_error)
    }
}

impl<P: KeyProvider, S: KeyStore> Indexer for EnvelopeKeyring<P, S> {
    fn brand(&self) -> Brand {
        self.brand
    }

    fn term(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Option<IndexTerm>, SealError> {
        let keys = self.index_keys(context)?;
        let newest = keys.newest().ok_or(SealError::KeyState)?;
        Ok(term(newest, context.index(), values))
    }

    fn search(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Vec<IndexTerm>, SealError> {
        let keys = self.index_keys(context)?;
        Ok(keys.readable().take(READABLE).filter_map(|key| term(key, context.index(), values)).collect())
    }
}

/// The shelf of an index's keys: named by a digest of record type and fields, of which neither is PHI.
fn shelf(record_type: &str, index: &IndexSpec) -> Shelf {
    Shelf::Index(number(record_type, index))
}

fn number(record_type: &str, index: &IndexSpec) -> [u8; 16] {
    let fields: Vec<_> = index.parts().map(|part| part.field.as_bytes()).collect();
    let digest = Sha256::digest(framed(&[b"phi-index-1", record_type.as_bytes(), &framed(&fields)]));
    // INVARIANT: a digest of 32 bytes has a first half.
    digest.first_chunk().copied().unwrap_or_default()
}

fn term(key: &DataKey, index: &IndexSpec, values: &[Content<'_>]) -> Option<IndexTerm> {
    let normalised = index
        .parts()
        .zip(values)
        .map(|(part, value)| normalise::normalise(part.normaliser, value))
        .collect::<Option<Vec<_>>>()?;
    let mut hmac = Hmac::<Sha256>::new_from_slice(&*key.index()?).ok()?;
    for part in &normalised {
        hmac.update(&(part.len() as u64).to_be_bytes());
        hmac.update(part.as_bytes());
    }
    let full = hmac.finalize().into_bytes();
    Some(IndexTerm::new(*key.id().first_chunk()?, &cut(&full, index.bits)?))
}

/// The first bits of a term, in whole bytes; what is left of the last byte is zero.
fn cut(full: &[u8], bits: u16) -> Option<Vec<u8>> {
    let mut kept = full.get(..usize::from(bits.div_ceil(8)))?.to_vec();
    if let (Some(last), beyond @ 1..) = (kept.last_mut(), bits % 8) {
        *last &= u8::MAX << 8_u16.checked_sub(beyond)?;
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyMaterial;
    use phi_types::record::{IndexPart, Normaliser};

    fn key(byte: u8) -> DataKey {
        DataKey::new(&KeyMaterial::from_bytes(&[byte; 32])).unwrap()
    }

    #[test]
    fn a_term_is_cut_to_the_declared_bits() {
        for bits in [16, 17, 23, 24, 64, 255, 256] {
            let index = IndexSpec::on("mrn", Normaliser::Folded, bits);
            let made = term(&key(1), &index, &[Content::Text("MRN-000-17")]).unwrap();
            let body = &made.as_bytes()[4..];
            assert_eq!(body.len(), usize::from(bits.div_ceil(8)));
            let whole = IndexSpec::on("mrn", Normaliser::Folded, 256);
            let whole = term(&key(1), &whole, &[Content::Text("MRN-000-17")]).unwrap();
            for bit in 0..body.len() * 8 {
                let of = |bytes: &[u8]| bytes[bit / 8] >> (7 - bit % 8) & 1;
                assert_eq!(of(body), if bit < usize::from(bits) { of(&whole.as_bytes()[4..]) } else { 0 });
            }
        }
    }

    #[test]
    fn boundaries_between_parts_count_and_keys_differ() {
        static PARTS: [IndexPart; 1] = [IndexPart { field: "zip", normaliser: Normaliser::Folded }];
        let index = IndexSpec::on("name", Normaliser::Folded, 128).with(&PARTS);
        let of = |key: &DataKey, one, two| term(key, &index, &[Content::Text(one), Content::Text(two)]);
        let ab = of(&key(1), "ab", "c").unwrap();
        assert_ne!(Some(ab.clone()), of(&key(1), "a", "bc"));
        assert_eq!(Some(ab.clone()), of(&key(1), " AB ", "C"));
        let other = of(&key(2), "ab", "c").unwrap();
        assert_ne!(ab, other);
        assert_ne!(ab.generation(), other.generation());
        assert_ne!(shelf("Patient", &index), shelf("Patient", &IndexSpec::on("name", Normaliser::Folded, 128)));
        assert_ne!(shelf("Patient", &index), shelf("Relative", &index));
    }
}
