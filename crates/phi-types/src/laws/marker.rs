//! One constant for each type, whatever the value and whatever the format; and no constant is a value.

use proptest::prelude::*;

use super::Lawful;
use crate::{Bytes, Phi, Photo, Text, identifier::Marked};

/// Every way of writing a value that the standard library offers to a type with `Debug` and `Display`.
pub(super) fn every_format<T: core::fmt::Debug + core::fmt::Display>(
    value: &T,
    width: usize,
    precision: usize,
) -> Vec<String> {
    vec![
        format!("{value}"),
        format!("{value:?}"),
        format!("{value:#?}"),
        format!("{value:#}"),
        format!("{value:+}"),
        format!("{value:-}"),
        format!("{value:08}"),
        format!("{value:x?}"),
        format!("{value:X?}"),
        format!("{value:*^width$.precision$}"),
        format!("{value:<width$}"),
        format!("{value:>width$?}"),
        format!("{value:.precision$}"),
        format!("{value:.precision$?}"),
        format!("{value:#0width$.precision$?}"),
        value.to_string(),
    ]
}

pub(super) fn formatting_is_one_constant<T: Lawful>(
    (a, b, width, precision): &(String, String, usize, usize),
) -> Result<(), TestCaseError> {
    let (a, b) = (T::read(a).unwrap(), T::read(b).unwrap());
    for shown in every_format(&a, *width, *precision).into_iter().chain(every_format(&b, *width, *precision)) {
        prop_assert_eq!(shown, T::MARKER);
    }
    prop_assert_eq!(T::MARKER, format!("[{}]", T::NAME));
    Ok(())
}

/// `marker` is any type's; what stands before and behind it is anything.
pub(super) fn a_marker_is_no_value<T: Lawful>(marker: &str, before: &str, behind: &str) -> Result<(), TestCaseError> {
    for raw in [marker.to_owned(), format!("  {marker}\n"), format!("{before}{marker}{behind}")] {
        prop_assert!(T::read(&raw).is_err());
        prop_assert!(serde_json::from_value::<T>(raw.into()).is_err());
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn text_and_bytes_show_as_one_constant(text in ".*", bytes: Vec<u8>, width in 0_usize..80, precision in 0_usize..80) {
        for shown in every_format(&Text::from(text.as_str()), width, precision) {
            prop_assert_eq!(shown, Text::MARKER);
        }
        for shown in every_format(&Phi::<Text>::from(text.as_str()), width, precision) {
            prop_assert_eq!(shown, <Phi<Text>>::MARKER);
        }
        for shown in every_format(&crate::AsRecorded::<crate::Zip>::new(text.as_str()), width, precision) {
            prop_assert_eq!(shown, "[as recorded]");
        }
        for shown in every_format(&Phi::<Bytes>::from(bytes.clone()), width, precision) {
            prop_assert_eq!(shown, "[PHI]");
        }
        for shown in every_format(&Photo::from(bytes), width, precision) {
            prop_assert_eq!(shown, Photo::MARKER);
        }
    }

    #[test]
    fn a_redacted_document_is_not_read_back(which in 0_usize..4) {
        let marker = ["[PHI]", "[protected text]", "[as recorded]", "[PersonName]"][which];
        let json = serde_json::to_string(marker).unwrap();
        prop_assert!(serde_json::from_str::<Text>(&json).is_err());
        prop_assert!(serde_json::from_str::<Phi<Text>>(&json).is_err());
        prop_assert!(serde_json::from_str::<crate::AsRecorded<crate::Ssn>>(&json).is_err());
        let quoted = serde_json::to_string(&format!("the form said {marker}")).unwrap();
        prop_assert!(serde_json::from_str::<Phi<Text>>(&quoted).is_ok());
    }
}
