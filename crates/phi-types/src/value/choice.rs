//! `Choice<E>`: one of a closed list, as protected as text is.

use core::marker::PhantomData;

use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroize;

use super::{Coded, Content, DecodeError, Plaintext, Shown, Value, ValueKind};
use crate::{
    identifier::{IdentifierClass, define::mute, serial::string},
    witness::Witness,
};

/// A closed list of alternatives, each with the code under which it is stored. Implemented by `#[derive(PhiChoice)]`.
///
/// ```
/// use phi_types::{Choice, PhiChoice};
///
/// #[derive(Clone, Copy, Debug, PartialEq, PhiChoice)]
/// enum Smoking {
///     #[phi(code = "never")]
///     Never,
///     #[phi(code = "current")]
///     Current,
/// }
///
/// let choice = Choice::new(Smoking::Current);
/// assert_eq!(format!("{choice:?} {choice}"), "[choice] [choice]");
/// assert!(Choice::<Smoking>::from_code("sometimes").is_none());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no closed list of choices",
    note = "declare it: `#[derive(PhiChoice)]` on an enum without data and `#[phi(code = \"…\")]` on each of its variants"
)]
pub trait PhiChoice: Copy + 'static {
    /// The codes with what they stand for. Unique and not empty; the derive checks it.
    const CHOICES: &'static [(&'static str, Self)];

    /// The place of this alternative in [`CHOICES`](Self::CHOICES).
    fn place(self) -> u16;
}

/// Which alternative of a closed list holds: a sex, a smoking status, a kind of coverage.
///
/// It is mute like [`Phi`](crate::Phi), stored under its code, and shown by a view as that code; `Shown::chosen` gives the
/// alternative itself. What is kept is a number that is wiped when dropped; being small it lives inline, so that a move may leave it
/// behind, as with dates.
///
/// Codes differ in length, and the length of a sealed field shows: declare such a field with `pad`.
pub struct Choice<E>(u16, PhantomData<fn() -> E>);

impl<E: PhiChoice> Choice<E> {
    /// Wraps an alternative.
    #[must_use]
    pub fn new(choice: E) -> Self {
        Self(choice.place(), PhantomData)
    }

    /// The alternative that has this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        alternative(code).map(Self::new)
    }
}

impl<E: PhiChoice> Shown<Choice<E>> {
    /// The alternative, if the field is granted and there is a value.
    #[must_use]
    pub fn chosen(&self) -> Option<E> {
        self.granted().and_then(alternative)
    }
}

/// The alternative that has this code. Not a method of the trait: whoever wrote one of their own would see codes that nobody granted.
fn alternative<E: PhiChoice>(code: &str) -> Option<E> {
    E::CHOICES.iter().find(|(known, _)| *known == code).map(|(_, choice)| *choice)
}

impl<E: PhiChoice> Clone for Choice<E> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

impl<E> Drop for Choice<E> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

mute!(Choice<E>, "[choice]", E: PhiChoice);

impl<E: PhiChoice> Value for Choice<E> {
    type Shown<'v> = &'v str;

    fn show(&self, _: Witness) -> &str {
        // INVARIANT: made from a place of the list, so the fallback is never taken.
        E::CHOICES.get(usize::from(self.0)).map_or("", |(code, _)| code)
    }
}

impl<E: PhiChoice> Coded for Choice<E> {
    const KIND: ValueKind = ValueKind::Text;
    const CLASS: Option<IdentifierClass> = None;
    const PROTECTED: bool = true;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        let code = self.show(witness);
        out.present(code.len());
        out.push(code.as_bytes());
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Text(code) => Self::from_code(code).ok_or(DecodeError::Value),
            _ => Err(DecodeError::Shape),
        }
    }
}

impl<'de, E: PhiChoice> Deserialize<'de> for Choice<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = string(deserializer, "Choice")?;
        Self::from_code(code.expose()).ok_or_else(|| de::Error::custom("not one of the codes of this Choice"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{collections::BTreeMap, string::String, vec::Vec};

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Sex {
        Female,
        Male,
    }

    impl PhiChoice for Sex {
        const CHOICES: &'static [(&'static str, Self)] = &[("F", Self::Female), ("M", Self::Male)];

        fn place(self) -> u16 {
            self as u16
        }
    }

    #[test]
    fn codes_go_and_come_back_also_in_lists_and_maps() {
        for sex in [Sex::Female, Sex::Male] {
            let choice = Choice::new(sex);
            assert_eq!(alternative::<Sex>(choice.show(Witness::OURS)), Some(sex));
            assert_eq!(alternative::<Sex>(choice.clone().show(Witness::OURS)), Some(sex));
        }
        let list: Vec<Choice<Sex>> = vec![Choice::new(Sex::Male), Choice::new(Sex::Female)];
        assert_eq!(list.show(Witness::OURS), ["M", "F"]);
        let map = BTreeMap::from([(String::from("partner"), Choice::new(Sex::Male))]);
        assert_eq!(map.show(Witness::OURS), BTreeMap::from([("partner", "M")]));
    }

    proptest! {
        #[test]
        fn anything_but_a_code_is_refused_in_silence(text in "[ЖЩЪЫЭЮЯ]{1,12}|[fm]|[A-Z]{2,4}|") {
            prop_assert!(Choice::<Sex>::from_code(&text).is_none());
            prop_assert_eq!(Choice::<Sex>::decode(Content::Text(&text), Witness::OURS).err(), Some(DecodeError::Value));
            let error = serde_json::from_value::<Choice<Sex>>(serde_json::Value::String(text)).unwrap_err();
            prop_assert_eq!(error.to_string(), "not one of the codes of this Choice");
        }

        #[test]
        fn formatting_is_one_constant(width in 0_usize..60, precision in 0_usize..9, female: bool) {
            let choice = Choice::new(if female { Sex::Female } else { Sex::Male });
            prop_assert_eq!(format!("{choice:>width$.precision$} {choice:#?}"), "[choice] [choice]");
        }
    }
}
