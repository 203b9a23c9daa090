//! `Link<R>`: another record, by its row.

use core::{marker::PhantomData, str};

use serde::{Deserialize, Deserializer, de};
use uuid::{Uuid, fmt::Hyphenated};
use zeroize::Zeroize;

use super::{Coded, Content, DecodeError, Plaintext, Shown, Value, ValueKind};
use crate::{
    identifier::{IdentifierClass, define::mute, serial::string},
    party::RecordId,
    record::PhiRecord,
    witness::Witness,
};

/// The row of another record: a visit of a patient, the order behind a result; also in `Vec` and `Option`.
///
/// A record inside a record would have two policies and two versions. So the outer one holds a link, and what it leads to is asked for by
/// itself. It is typed: a link to a `Visit` is no link to an `Order`.
///
/// A row's id is random and says nothing by itself, but it leads to one person: it is declared `other_id`, 45 CFR 164.514(b)(2)(i)(R),
/// mute like everything protected, and the de-identifier removes it.
///
/// ```
/// use phi_types::{Link, OsEntropy, Phi, PhiRecord, RecordId, SubjectId, Text};
///
/// #[derive(PhiRecord)]
/// #[phi(record = "Order")]
/// struct Order {
///     #[phi(subject)]
///     subject: SubjectId,
///     #[phi(clinical)]
///     what: Phi<Text>,
/// }
///
/// #[derive(PhiRecord)]
/// #[phi(record = "Result")]
/// struct LabResult {
///     #[phi(subject)]
///     subject: SubjectId,
///     #[phi(other_id)]
///     orders: Vec<Link<Order>>,
/// }
///
/// let order = RecordId::random(&OsEntropy)?;
/// assert_eq!(format!("{:?}", Link::<Order>::to(order)), "[link]");
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
pub struct Link<R>([u8; Hyphenated::LENGTH], PhantomData<fn() -> R>);

impl<R: PhiRecord> Link<R> {
    /// A link to this row.
    #[must_use]
    pub fn to(record: RecordId) -> Self {
        Self::of(Uuid::from_bytes(record.to_bytes()))
    }

    /// The row that a view's text names: for the items of a granted `Vec<Link<…>>`. One link alone has [`Shown::linked`].
    ///
    /// ```
    /// # use phi_types::{Link, Phi, PhiRecord, SubjectId, Text};
    /// # #[derive(PhiRecord)]
    /// # #[phi(record = "Order")]
    /// # struct Order { #[phi(subject)] subject: SubjectId, #[phi(clinical)] what: Phi<Text> }
    /// assert!(Link::<Order>::named("67e55044-10b1-426f-9247-bb680e5fe0c8").is_some());
    /// assert!(Link::<Order>::named("67E55044-10B1-426F-9247-BB680E5FE0C8").is_none());
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<RecordId> {
        parse(text).map(|found| RecordId::from_bytes(found.into_bytes()))
    }
}

impl<R: PhiRecord> Shown<Link<R>> {
    /// The row, if the field is granted and there is a link.
    #[must_use]
    pub fn linked(&self) -> Option<RecordId> {
        self.granted().and_then(Link::<R>::named)
    }
}

impl<R> Link<R> {
    fn of(uuid: Uuid) -> Self {
        let mut text = [0; Hyphenated::LENGTH];
        uuid.hyphenated().encode_lower(&mut text);
        Self(text, PhantomData)
    }
}

/// The one way to write it: two texts for one row would be two values.
fn parse(text: &str) -> Option<Uuid> {
    let uuid = Uuid::try_parse(text).ok()?;
    let mut canonical = Uuid::encode_buffer();
    (uuid.hyphenated().encode_lower(&mut canonical) == text).then_some(uuid)
}

impl<R> Clone for Link<R> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

impl<R> Drop for Link<R> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

mute!(Link<R>, "[link]", R);

// No bound on `R`: a record may hold links to its own type, and the bound would ask whether it is a record while that is being declared.
impl<R: 'static> Value for Link<R> {
    type Shown<'v> = &'v str;

    fn show(&self, _: Witness) -> &str {
        // INVARIANT: written by `of`, so the fallback is never taken.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<R: 'static> Coded for Link<R> {
    const KIND: ValueKind = ValueKind::Text;
    const CLASS: Option<IdentifierClass> = Some(IdentifierClass::Other);
    const PROTECTED: bool = true;

    fn encode(&self, _: Witness, out: &mut Plaintext) {
        out.present(self.0.len());
        out.push(&self.0);
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Text(text) => parse(text).map(Self::of).ok_or(DecodeError::Value),
            _ => Err(DecodeError::Shape),
        }
    }
}

impl<'de, R> Deserialize<'de> for Link<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = string(deserializer, "Link")?;
        parse(text.expose()).map(Self::of).ok_or_else(|| de::Error::custom("not the id of a row, for a Link"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    type Anywhere = Link<()>;

    proptest! {
        #[test]
        fn every_row_goes_and_comes_back(bytes: [u8; 16]) {
            let link = Anywhere::of(Uuid::from_bytes(bytes));
            let shown = link.show(Witness::OURS);
            prop_assert_eq!(parse(shown).map(Uuid::into_bytes), Some(bytes));
            let Ok(back) = Anywhere::decode(Content::Text(shown), Witness::OURS) else {
                return Err(TestCaseError::fail("does not decode"));
            };
            prop_assert_eq!(back.show(Witness::OURS), shown);
        }

        #[test]
        fn any_other_text_is_refused_in_silence(text in "[ЖЩЪЫЭЮЯ]{1,12}|[0-9A-F]{32}|\\{[0-9a-f]{32}\\}|") {
            prop_assert_eq!(Anywhere::decode(Content::Text(&text), Witness::OURS).err(), Some(DecodeError::Value));
            let error = serde_json::from_value::<Anywhere>(serde_json::Value::String(text)).unwrap_err();
            prop_assert_eq!(error.to_string(), "not the id of a row, for a Link");
        }

        #[test]
        fn formatting_is_one_constant(bytes: [u8; 16], width in 0_usize..60, precision in 0_usize..9) {
            let link = Anywhere::of(Uuid::from_bytes(bytes));
            prop_assert_eq!(format!("{link:>width$.precision$} {link:#?}"), String::from("[link] [link]"));
        }
    }
}
