//! Lists and maps of texts: `Vec<Phi<Text>>`, `Vec<AsRecorded<Phone>>`, `BTreeMap<String, Phi<Text>>`.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use super::{Choice, Coded, Content, DecodeError, Link, Phi, PhiChoice, Plaintext, Text, Value, ValueKind};
use crate::{
    identifier::{AsRecorded, Identifier, IdentifierClass},
    record::Detail,
    witness::Witness,
};

/// What may stand in a list or behind the keys of a map: a text or a text identifier. Sealed through [`Value`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be one of many in a field of a PHI record",
    label = "neither a text nor a text identifier",
    note = "lists and maps hold texts: `Vec<Phi<Text>>`, `Vec<Phone>`, `Vec<Link<…>>`, `BTreeMap<String, Phi<Text>>`; many dates or numbers are records of their own, with a `Link` to each"
)]
pub trait Listed: Value {
    #[doc(hidden)]
    fn text(&self, _: Witness) -> &str;
}

/// For types whose value is shown as text.
macro_rules! listed {
    ($([$($parameter:tt)*] $type:ty),+ $(,)?) => {$(
        impl<$($parameter)*> $crate::value::Listed for $type {
            fn text(&self, witness: $crate::witness::Witness) -> &str {
                $crate::value::Value::show(self, witness)
            }
        }
    )+};
}
pub(crate) use listed;

listed!([] Text, [] Phi<Text>, [] String, [E: PhiChoice] Choice<E>, [R: 'static] Link<R>, [I: Identifier] AsRecorded<I>);

/// Lists of texts and of text identifiers.
impl<T> Value for Vec<T>
where
    T: Listed,
{
    type Shown<'v> = Vec<&'v str>;

    fn show(&self, witness: Witness) -> Vec<&str> {
        self.iter().map(|item| item.text(witness)).collect()
    }
}

impl<T> Coded for Vec<T>
where
    T: Listed,
{
    const KIND: ValueKind = ValueKind::Texts;
    const CLASS: Option<IdentifierClass> = T::CLASS;
    const DETAIL: Detail = T::DETAIL;
    const PROTECTED: bool = T::PROTECTED;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        framed(out, || self.iter().map(|item| item.text(witness)));
    }

    fn decode(content: Content<'_>, witness: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Texts(texts) => texts.into_iter().map(|text| T::decode(Content::Text(text), witness)).collect(),
            _ => Err(DecodeError::Shape),
        }
    }
}

/// Maps from codes of the host to texts and text identifiers: answers by question, results by code.
///
/// The keys are sealed like the values, and the de-identifier treats them like the values. But they are plain `String`s: they are not wiped,
/// and a `Debug` of the host's struct shows them. So a key is a code of the host, never something about a person.
impl<T> Value for BTreeMap<String, T>
where
    T: Listed,
{
    type Shown<'v> = BTreeMap<&'v str, &'v str>;

    fn show(&self, witness: Witness) -> BTreeMap<&str, &str> {
        self.iter().map(|(key, value)| (key.as_str(), value.text(witness))).collect()
    }
}

impl<T> Coded for BTreeMap<String, T>
where
    T: Listed,
{
    const KIND: ValueKind = ValueKind::Pairs;
    const CLASS: Option<IdentifierClass> = T::CLASS;
    const DETAIL: Detail = T::DETAIL;
    const PROTECTED: bool = T::PROTECTED;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        framed(out, || self.iter().flat_map(|(key, value)| [key.as_str(), value.text(witness)]));
    }

    fn decode(content: Content<'_>, witness: Witness) -> Result<Self, DecodeError> {
        let Content::Texts(texts) = content else { return Err(DecodeError::Shape) };
        let (pairs, rest) = texts.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(DecodeError::Shape);
        }
        let mut map = Self::new();
        for [key, value] in pairs {
            if map.insert(String::from(*key), T::decode(Content::Text(value), witness)?).is_some() {
                return Err(DecodeError::Value);
            }
        }
        Ok(map)
    }
}

/// Each text behind its length. `texts` is walked twice, so that there is room for all of them before the first byte.
fn framed<'a, I: Iterator<Item = &'a str>>(out: &mut Plaintext, texts: impl Fn() -> I) {
    let total = texts().fold(0_usize, |sum, text| sum.saturating_add(text.len()).saturating_add(4));
    out.present(total);
    for text in texts() {
        // A text of 4 GiB or more cannot be framed; it is cut off here and refused by the size limit of the sealer.
        out.push(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.push(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mrn;
    use crate::value::decode_content;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn maps_come_back_as_they_went(pairs in proptest::collection::btree_map(".{0,12}", ".{0,20}", 0..6)) {
            let map: BTreeMap<String, Phi<Text>> =
                pairs.iter().map(|(key, value)| (key.clone(), Phi::from(value.as_str()))).collect();
            let encoded = Plaintext::of(&map);
            let content = decode_content(encoded.bytes(), ValueKind::Texts, false).unwrap().unwrap();
            let back = <BTreeMap<String, Phi<Text>>>::decode(content, Witness::OURS).unwrap();
            let shown: Vec<_> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            prop_assert_eq!(back.show(Witness::OURS).into_iter().collect::<Vec<_>>(), shown);
        }

        #[test]
        fn lists_come_back_as_they_went(texts in proptest::collection::vec(".{0,20}", 0..6)) {
            let list: Vec<Phi<Text>> = texts.iter().map(|text| Phi::from(text.as_str())).collect();
            let encoded = Plaintext::of(&list);
            let content = decode_content(encoded.bytes(), ValueKind::Texts, false).unwrap().unwrap();
            let back = <Vec<Phi<Text>>>::decode(content, Witness::OURS).unwrap();
            prop_assert_eq!(back.show(Witness::OURS), texts);
        }
    }

    #[test]
    fn half_a_pair_and_a_key_twice_are_refused() {
        let decode = |texts| <BTreeMap<String, Phi<Text>>>::decode(Content::Texts(texts), Witness::OURS).err();
        assert_eq!(decode(vec!["a"]), Some(DecodeError::Shape));
        assert_eq!(decode(vec!["a", "1", "a", "2"]), Some(DecodeError::Value));
        assert_eq!(<Vec<Mrn>>::CLASS, Some(IdentifierClass::MedicalRecordNumber));
    }
}
