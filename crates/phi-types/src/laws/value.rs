//! Parsing, comparing, encoding, naming.

use proptest::prelude::*;

use super::{CANARY_NUMBER, Lawful, all_of, holds_canary};
use crate::{
    AsRecorded, Phi, PseudonymKey, redact,
    value::{Plaintext, decode_content},
    witness::Witness,
};

pub(super) fn parsing_is_idempotent<T: Lawful>(raw: &str) -> Result<(), TestCaseError> {
    let once = T::read(raw).unwrap();
    let twice = T::read(&once.canonical()).map_err(|refused| TestCaseError::fail(format!("{refused}: {raw:?}")))?;
    prop_assert_eq!(once.canonical(), twice.canonical());
    let spaced =
        T::read(&format!(" \t{raw}\n")).map_err(|refused| TestCaseError::fail(format!("{refused}: {raw:?}")))?;
    prop_assert_eq!(once.canonical(), spaced.canonical());
    Ok(())
}

/// Whatever the input: no panic; the error is a function of (type, reason, offset); the input comes back as it was, protected.
pub(super) fn any_input_parses_or_is_handed_back<T: Lawful>(raw: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(AsRecorded::<T>::new(raw).is_well_formed(), T::read(raw).is_ok());
    let Err(refused) = T::read(raw) else { return Ok(()) };
    let (shown, reason, offset) = (refused.to_string(), refused.reason(), refused.offset());
    prop_assert_eq!(&format!("{:?}", &refused), &shown);
    // Another input that is refused for the same reason at the same place has the same error.
    let built = crate::identifier::Rejected::of(T::NAME, reason, offset, "");
    prop_assert_eq!(built.to_string(), shown);
    prop_assert!(offset.is_none_or(|at| raw.is_char_boundary(at) && at < raw.len()));
    let input: Phi<crate::Text> = refused.into_input();
    prop_assert_eq!(format!("{input:?}"), "[PHI]");
    prop_assert_eq!(input.expose(), raw);
    Ok(())
}

/// A canary anywhere in an otherwise good input shows in no error.
pub(super) fn a_refusal_holds_no_canary<T: Lawful>(good: &str, canary: &str, at: usize) -> Result<(), TestCaseError> {
    let boundary = (0..=at.min(good.len())).rev().find(|at| good.is_char_boundary(*at)).unwrap_or(0);
    let (before, behind) = good.split_at(boundary);
    for raw in [format!("{before}{canary}{behind}"), canary.to_owned(), format!("{CANARY_NUMBER}{canary}")] {
        if let Err(refused) = T::read(&raw) {
            prop_assert!(!holds_canary(&all_of(&refused)), "{}", refused);
        }
        let panic = std::panic::catch_unwind(|| T::read(&raw).map(drop).map_err(drop));
        prop_assert!(panic.is_ok());
    }
    Ok(())
}

pub(super) fn matching_is_equality_of_canonical_values<T: Lawful>(a: &str, b: &str) -> Result<(), TestCaseError> {
    let (a, b) = (T::read(a).unwrap(), T::read(b).unwrap());
    prop_assert!(a.same(&a.clone()));
    prop_assert_eq!(a.same(&b), a.canonical() == b.canonical());
    prop_assert_eq!(a.same(&b), b.same(&a));
    let key = PseudonymKey::new(1, &[3; 32]);
    prop_assert_eq!(key.pseudonym("law", &a) == key.pseudonym("law", &b), a.same(&b));
    prop_assert!(!holds_canary(&key.pseudonym("law", &a).to_string()));
    Ok(())
}

pub(super) fn sealing_form_round_trips<T: Lawful>(raw: &str) -> Result<(), TestCaseError> {
    let value = T::read(raw).unwrap();
    for padded in [false, true] {
        let mut encoded = Plaintext::of(&value);
        if padded {
            encoded.pad();
        }
        let content = decode_content(encoded.bytes(), T::KIND, padded).unwrap().unwrap();
        prop_assert!(T::decode(content, Witness::OURS).unwrap().same(&value));
    }
    prop_assert!(T::PROTECTED && T::CLASS == Some(T::IDENTIFIER_CLASS));
    Ok(())
}

pub(super) fn reading_and_redacting_with_serde<T: Lawful>(raw: &str) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(raw).unwrap();
    let read: T = serde_json::from_str(&json).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(read.same(&T::read(raw).unwrap()));
    let written = redact::serialize(&read, serde_json::value::Serializer).unwrap();
    prop_assert_eq!(written, T::MARKER);
    Ok(())
}
