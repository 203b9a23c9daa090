//! What the body itself tells: (P) and (Q).

use alloc::vec::Vec;

use ctutils::CtEq as _;

use super::{
    Identifier, IdentifierClass,
    define::{mute, text_identifiers},
    read::anything,
};
use crate::{
    value::{Bytes, Coded, Content, DecodeError, Plaintext, Value, ValueKind},
    witness::Witness,
};

text_identifiers! {
    /// A biometric identifier in text form: the id or the encoded template of a finger print, a voice print, an iris; of at most
    /// 4096 bytes. (P)
    ///
    /// ```
    /// use phi_types::BiometricId;
    /// assert!(BiometricId::parse("finger-template-000-1").is_ok());
    /// ```
    [Biometric] BiometricId, 4096, anything;
}

/// A full-face photograph or a comparable image, as opaque bytes. (Q)
///
/// No format is checked, and there is no `Deserialize`: an image arrives as bytes. A head scan from which a face can be
/// rendered is one as well.
///
/// ```
/// use phi_types::Photo;
/// let photo = Photo::new(vec![0xff, 0xd8, 0xff]);
/// assert_eq!(format!("{photo:?}"), "[Photo]");
/// ```
#[derive(Clone)]
pub struct Photo(Bytes);

impl Photo {
    /// Wraps an image.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// Whether both are the same bytes, without showing either. For images of equal length the work is the same wherever they
    /// differ.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.expose().ct_eq(other.0.expose()).into()
    }
}

impl From<Vec<u8>> for Photo {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Identifier for Photo {
    const IDENTIFIER_CLASS: IdentifierClass = IdentifierClass::Photo;
    const NAME: &'static str = "Photo";

    fn well_formed(_: &str, _: Witness) -> bool {
        // No text is an image: what a source recorded as text stays as recorded.
        false
    }
}

impl Value for Photo {
    type Shown<'v> = &'v [u8];

    fn show(&self, _: Witness) -> &[u8] {
        self.0.expose()
    }
}

impl Coded for Photo {
    const KIND: ValueKind = ValueKind::Bytes;
    const CLASS: Option<IdentifierClass> = Some(IdentifierClass::Photo);
    const PROTECTED: bool = true;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        self.0.encode(witness, out);
    }

    fn decode(content: Content<'_>, witness: Witness) -> Result<Self, DecodeError> {
        Bytes::decode(content, witness).map(Self)
    }
}

mute!(Photo, "[Photo]");
