//! The keys of one row: each field has its own, made from the row's nonce and the field's number, so that a field moved to
//! another place or another row does not open.

use alloc::vec::Vec;

use zeroize::Zeroize;

use super::{COMMITMENT, FieldKeys, NONCE, SuiteKey, TAG, committing};
use crate::{
    backend::{Backend, Primitive},
    key::{KeyBytes, expand},
};

enum Source<'a> {
    Cmac(KeyBytes),
    Expand(&'a KeyBytes),
}

/// A row's keys in the making.
pub(crate) struct RowKeys<'a> {
    primitive: Primitive,
    nonce: &'a [u8; NONCE],
    source: Source<'a>,
}

impl<'a> RowKeys<'a> {
    pub(crate) fn new(key: &'a SuiteKey, nonce: &'a [u8; NONCE]) -> Self {
        let (primitive, source) = match key {
            SuiteKey::Xaes(kdf) => (Primitive::Aes256Gcm, Source::Cmac(kdf.message(b'X', nonce).0)),
            SuiteKey::Committing(key) => (Primitive::Aes256Gcm, Source::Expand(key)),
            SuiteKey::XChaCha(key) => (Primitive::XChaCha20Poly1305, Source::Expand(key)),
            SuiteKey::Siv(kdf) => (Primitive::Aes256GcmSiv, Source::Cmac(kdf.message(b'S', nonce).0)),
        };
        Self { primitive, nonce, source }
    }

    /// The keys of the fields with these numbers, in their order. All at once: derived together they cost little more than one.
    pub(crate) fn fields(&self, numbers: impl ExactSizeIterator<Item = u32>, keys: &mut FieldKeys) -> Option<()> {
        match &self.source {
            Source::Cmac(row) => {
                keys.derive(row, numbers, self.nonce.last_chunk()?);
                Some(())
            }
            // RFC 5869 Expand, with row nonce and field number in the label.
            Source::Expand(key) => keys.each(
                numbers.map(|number| expand(key, &[b"phi-envelope 1 row field", self.nonce, &number.to_be_bytes()])),
            ),
        }
    }

    /// Appends a sealed field. `out` has room for it already; on failure it is wiped.
    pub(crate) fn seal(
        &self,
        backend: Backend,
        key: &[u8; 32],
        aad: &[u8],
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Option<()> {
        out.reserve(plaintext.len().checked_add(TAG)?);
        let from = out.len();
        out.extend_from_slice(plaintext);
        let sealed = backend.seal(self.primitive, key, self.field_nonce(), aad, out, from);
        if sealed.is_none() {
            out.zeroize();
        }
        sealed
    }

    /// Opens a field where it stands, and says how long it is. On `None` what is there is nobody's to see.
    #[inline]
    pub(crate) fn open(&self, backend: Backend, key: &[u8; 32], aad: &[u8], place: &mut [u8]) -> Option<usize> {
        backend.open_at(self.primitive, key, self.field_nonce(), aad, place)
    }

    /// Each field has a key of its own, so all of a row may share what is left of its nonce.
    fn field_nonce(&self) -> &[u8] {
        match self.primitive {
            Primitive::XChaCha20Poly1305 => self.nonce,
            Primitive::Aes256Gcm | Primitive::Aes256GcmSiv => self.nonce.last_chunk::<12>().map_or(&[], |rest| rest),
        }
    }
}

/// The row's commitment in the suite that has one: over key, nonce and the digest of the row's context.
pub(crate) fn commitment(key: &SuiteKey, nonce: &[u8; NONCE], context: &[u8; 32]) -> Option<Option<KeyBytes>> {
    match key {
        SuiteKey::Committing(key) => committing::commitment(key, nonce, context).map(Some),
        SuiteKey::Xaes(_) | SuiteKey::XChaCha(_) | SuiteKey::Siv(_) => Some(None),
    }
}

/// Whether the row's commitment is the one that stands in it.
pub(crate) fn committed(key: &SuiteKey, nonce: &[u8; NONCE], context: &[u8; 32], claimed: &[u8]) -> Option<()> {
    match commitment(key, nonce, context)? {
        Some(real) => {
            let claimed: &[u8; COMMITMENT] = claimed.try_into().ok()?;
            committing::agree(claimed, &real).then_some(())
        }
        None => claimed.is_empty().then_some(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;
    use zeroize::Zeroizing;

    #[test]
    fn fields_have_keys_of_their_own() {
        let backend = Backend::default();
        for suite in Suite::ALL {
            let key = SuiteKey::new(suite, &Zeroizing::new([7; 32]));
            let row = RowKeys::new(&key, &[1; NONCE]);
            let mut keys = FieldKeys::new();
            row.fields([5, 6].into_iter(), &mut keys).unwrap();
            let [five, six] = keys.iter().collect::<Vec<_>>().try_into().unwrap();
            let (mut sealed, mut other) = (Vec::new(), Vec::new());
            row.seal(backend, five, b"aad", b"value", &mut sealed).unwrap();
            row.seal(backend, six, b"aad", b"value", &mut other).unwrap();
            assert_ne!(sealed, other);
            assert_eq!(sealed.len(), 5 + TAG);
            assert!(row.open(backend, six, b"aad", &mut sealed.clone()).is_none(), "another field");
            assert!(row.open(backend, five, b"aae", &mut sealed.clone()).is_none(), "another context");
            let moved = RowKeys::new(&key, &[2; NONCE]);
            let mut keys = FieldKeys::new();
            moved.fields([5].into_iter(), &mut keys).unwrap();
            let of_moved = keys.iter().next().unwrap();
            assert!(moved.open(backend, of_moved, b"aad", &mut sealed.clone()).is_none(), "another row");
            assert_eq!(row.open(backend, five, b"aad", &mut sealed), Some(5));
            assert_eq!(sealed[..5], *b"value");
        }
    }
}
