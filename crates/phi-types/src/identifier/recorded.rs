//! Identifiers as a source wrote them: real data are dirty, and refusing a patient for a bad ZIP code helps nobody.

use core::marker::PhantomData;

use super::{Identifier, IdentifierClass, define::mute, serial};
use crate::{
    record::Detail,
    value::{Coded, Content, DecodeError, Plaintext, Text, Value, ValueKind},
    witness::Witness,
};

/// The protected, unvalidated form of the identifier `I`: the text as the source recorded it.
///
/// It carries the class of `I`, so policies and the de-identifier treat it like `I`.
///
/// ```
/// use phi_types::{AsRecorded, Zip};
/// let zip: AsRecorded<Zip> = AsRecorded::new("not known");
/// assert!(!zip.is_well_formed());
/// assert_eq!(format!("{zip:?}"), "[as recorded]");
/// ```
pub struct AsRecorded<I: Identifier>(Text, PhantomData<fn() -> I>);

impl<I: Identifier> AsRecorded<I> {
    /// Wraps the text as it came.
    pub fn new(raw: impl Into<Text>) -> Self {
        Self(raw.into(), PhantomData)
    }

    /// Whether `I` would accept it.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        I::well_formed(self.0.expose(), Witness::OURS)
    }

    /// Whether both are the same text, without showing either; nothing is normalised. For texts of equal length the work is the
    /// same wherever they differ. See [what comparing leaks](Identifier#what-comparing-leaks).
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.matches(&other.0)
    }

    /// The text, still protected, for `I::parse`.
    #[must_use]
    pub fn into_text(self) -> Text {
        self.0
    }
}

impl<I: Identifier> Clone for AsRecorded<I> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

mute!(AsRecorded<I>, "[as recorded]", I: Identifier);

impl<'de, I: Identifier> serde::Deserialize<'de> for AsRecorded<I> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serial::text(deserializer, "AsRecorded").map(Self::new)
    }
}

impl<I: Identifier> Value for AsRecorded<I> {
    type Shown<'v> = &'v str;

    fn show(&self, _: Witness) -> &str {
        self.0.expose()
    }
}

impl<I: Identifier> Coded for AsRecorded<I> {
    const KIND: ValueKind = ValueKind::Text;
    const CLASS: Option<IdentifierClass> = Some(I::IDENTIFIER_CLASS);
    const DETAIL: Detail = I::DETAIL;
    const PROTECTED: bool = true;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        self.0.encode(witness, out);
    }

    fn decode(content: Content<'_>, witness: Witness) -> Result<Self, DecodeError> {
        Text::decode(content, witness).map(Self::new)
    }
}
