//! A sealed thing as a value.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::{fmt, marker::PhantomData, str::FromStr};

use phi_types::{
    RecordId, SubjectId,
    record::{PhiRecord, SealedRecord},
};

use crate::{header, key::KeyId, suite::Suite, text};

/// A `T`, sealed: what goes into databases and messages. A row of a record, or a single value.
///
/// The bytes are ciphertext, in the one spelling that the format has: what parses is well-formed to the last byte. Whether it
/// opens, only a key can tell. As text it is `phi1.` and base64url; serde writes text where the format is for people
/// ([`is_human_readable`](serde::Serializer::is_human_readable)) and bytes where it is not.
///
/// ```
/// use phi_envelope::Sealed;
/// assert!(Sealed::<str>::parse(b"no header".to_vec()).is_err());
/// assert!("phi1.AAAA".parse::<Sealed<str>>().is_err());
/// ```
pub struct Sealed<T: ?Sized> {
    bytes: Box<[u8]>,
    of: PhantomData<fn() -> Box<T>>,
}

/// The bytes or the text are no sealed thing, or not in its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a sealed value in its one spelling")]
pub struct NotSealed;

impl<T: ?Sized> Sealed<T> {
    /// Takes bytes as a store returned them.
    ///
    /// # Errors
    /// When they are not well-formed to the last byte: another version, an unknown suite or form, a header that does not add up.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, NotSealed> {
        header::is_well_formed(&bytes).then(|| Self::new(bytes)).ok_or(NotSealed)
    }

    /// INVARIANT: the bytes are well-formed.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into_boxed_slice(), of: PhantomData }
    }

    /// The sealed bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The sealed bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    /// The text form.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::write(&self.bytes)
    }

    /// The suite that its header names.
    #[must_use]
    pub fn suite(&self) -> Suite {
        // INVARIANT: well-formed, so both are there.
        self.bytes.get(1).copied().and_then(Suite::from_byte).unwrap_or_default()
    }

    /// The number of the data key that its header names: for counting what hangs on which key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.bytes.get(3..).and_then(|rest| rest.first_chunk().copied()).unwrap_or_default()
    }
}

impl<R: PhiRecord> Sealed<R> {
    /// The row as the gate takes it, with what the store keeps beside it. All three are authenticated on opening.
    #[must_use]
    pub fn into_record(self, subject: SubjectId, record: RecordId, version: u64) -> SealedRecord<R> {
        SealedRecord::from_stored(subject, record, version, self.into_bytes())
    }
}

impl<R: PhiRecord> TryFrom<&SealedRecord<R>> for Sealed<R> {
    type Error = NotSealed;

    fn try_from(row: &SealedRecord<R>) -> Result<Self, NotSealed> {
        Self::parse(row.as_bytes().to_vec())
    }
}

impl<T: ?Sized> FromStr for Sealed<T> {
    type Err = NotSealed;

    fn from_str(text: &str) -> Result<Self, NotSealed> {
        text::read(text).ok_or(NotSealed).and_then(Self::parse)
    }
}

impl<T: ?Sized> fmt::Display for Sealed<T> {
    /// The text form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl<T: ?Sized> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sealed]")
    }
}

impl<T: ?Sized> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

impl<T: ?Sized> PartialEq for Sealed<T> {
    /// Whether the ciphertexts are the same. Equal values sealed twice are not.
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T: ?Sized> Eq for Sealed<T> {}
