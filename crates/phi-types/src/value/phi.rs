//! `Phi<T>`: the wrapper for protected content that has no identifier type of its own.

use super::{Bytes, Coded, Content, DecodeError, Plaintext, Text, Value, ValueKind};
use crate::{
    identifier::{IdentifierClass, define::mute},
    witness::Witness,
};
use alloc::{string::String, vec::Vec};

/// A value that `Phi<T>` may wrap: text or bytes that wipe themselves. Sealed.
#[diagnostic::on_unimplemented(
    message = "`Phi<{Self}>` would not protect a `{Self}`",
    note = "wrap text as `Phi<Text>` and bytes as `Phi<Bytes>`; both wipe themselves when dropped"
)]
pub trait Protected: Value {}

impl Protected for Text {}
impl Protected for Bytes {}

/// Protected health information: as large as `T`, at no cost, and mute.
///
/// `Debug` and `Display` are one constant. There is no `Serialize`, `Deref`, `AsRef`, `Borrow`, `Into`, `Ord`, `Hash`,
/// `Copy` or `Default`, and no comparison. What is inside is reached through a [`Grant`](crate::gate::Grant), or by the one
/// loud door beside the gate, [`declassify`](Self::declassify).
///
/// Serves 45 CFR 164.312(a)(1) and 164.502(a): the regulation does not speak of types, the guarantee is ours.
///
/// ```
/// use phi_types::{Phi, Text};
/// let note: Phi<Text> = Phi::from("slipped on ice");
/// assert_eq!(format!("{note:?}, {note:>20.3}"), "[PHI], [PHI]");
/// assert_eq!(size_of::<Phi<Text>>(), size_of::<Text>());
/// ```
// No bound here: there is no way to make a `Phi` of anything else, and with the bound a wrong field would be three errors.
pub struct Phi<T>(T);

impl<T: Protected> Phi<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Takes the value out of all protection, with a written reason that a reviewer can search for.
    ///
    /// This is the one way beside the gate, for a value that turned out to be no PHI. Nothing is recorded. The reason is
    /// a literal, so `grep declassify` finds each use with its justification.
    ///
    /// ```
    /// use phi_types::{Phi, Text};
    /// let banner: Phi<Text> = Phi::from("closed on Monday");
    /// let shown = banner.declassify("opening hours, entered in the wrong field", |text| text.to_owned());
    /// assert_eq!(shown, "closed on Monday");
    /// ```
    pub fn declassify<O>(&self, reason: &'static str, show: impl FnOnce(<T as Value>::Shown<'_>) -> O) -> O {
        debug_assert!(!reason.trim().is_empty(), "a declassification needs its reason");
        show(self.0.show(Witness::OURS))
    }
}

impl Phi<Text> {
    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<&str> for Phi<Text> {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Phi<Text> {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Vec<u8>> for Phi<Bytes> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl<T: Protected + Clone> Clone for Phi<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

mute!(Phi<T>, "[PHI]", T: Protected);

impl<T: Protected> Value for Phi<T> {
    type Shown<'v> = T::Shown<'v>;

    fn show(&self, witness: Witness) -> T::Shown<'_> {
        self.0.show(witness)
    }
}

impl<T: Protected> Coded for Phi<T> {
    const KIND: ValueKind = T::KIND;
    const CLASS: Option<IdentifierClass> = T::CLASS;
    const PROTECTED: bool = true;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        self.0.encode(witness, out);
    }

    fn decode(content: Content<'_>, witness: Witness) -> Result<Self, DecodeError> {
        T::decode(content, witness).map(Self)
    }
}

impl Value for Text {
    type Shown<'v> = &'v str;

    fn show(&self, _: Witness) -> &str {
        self.expose()
    }
}

impl Coded for Text {
    const KIND: ValueKind = ValueKind::Text;
    const CLASS: Option<IdentifierClass> = None;
    const PROTECTED: bool = true;

    fn encode(&self, _: Witness, out: &mut Plaintext) {
        out.present(self.expose().len());
        out.push(self.expose().as_bytes());
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Text(text) => Ok(text.into()),
            _ => Err(DecodeError::Shape),
        }
    }
}

impl Value for Bytes {
    type Shown<'v> = &'v [u8];

    fn show(&self, _: Witness) -> &[u8] {
        self.expose()
    }
}

impl Coded for Bytes {
    const KIND: ValueKind = ValueKind::Bytes;
    const CLASS: Option<IdentifierClass> = None;
    const PROTECTED: bool = true;

    fn encode(&self, _: Witness, out: &mut Plaintext) {
        out.present(self.expose().len());
        out.push(self.expose());
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Bytes(bytes) => Ok(bytes.to_vec().into()),
            _ => Err(DecodeError::Shape),
        }
    }
}
