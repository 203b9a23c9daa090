//! What holds for every text.

use proptest::prelude::*;

use super::{RELEASE, assert_well_formed, engine};
use crate::text::{Known, TextError};
use phi_types::IdentifierClass;

/// Pieces of which notes are made, and characters that trip scanners.
fn noteish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Dr. ".to_owned()),
        Just("Patient: ".to_owned()),
        Just("MRN: ".to_owned()),
        Just("DOB ".to_owned()),
        Just(", MD".to_owned()),
        Just(", MN 55057".to_owned()),
        Just(" Hospital".to_owned()),
        Just("[NAME-1]".to_owned()),
        Just("[DATE 2019]".to_owned()),
        Just("3/4/2019".to_owned()),
        Just("March 4, 19".to_owned()),
        Just("212-555-0142".to_owned()),
        Just("900-12-3456".to_owned()),
        Just("ana@example.org".to_owned()),
        Just("2001:db8::1".to_owned()),
        Just("93-year-old ".to_owned()),
        Just("Testcase".to_owned()),
        Just("Ana ".to_owned()),
        Just("\u{2019}s".to_owned()),
        Just("é\u{301}\u{200b}\u{a0}".to_owned()),
        "[ .,:;/\\-\n()\\[\\]#'\"]{1,3}",
        "[A-Za-z]{1,8}",
        "[0-9]{1,11}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let known = [Known { value: "Testcase, Ana", class: IdentifierClass::Name }];
    for known in [&[][..], &known[..]] {
        assert_well_formed(text, &engine().scan(text, known, RELEASE));
        let redacted = match engine().redact(text, known, RELEASE) {
            Ok(redacted) => redacted,
            Err(TextError::ControlCharacter { .. } | TextError::Unsettled) => continue,
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        assert_well_formed(text, &redacted.spans);
        // Outside the spans nothing has changed.
        let mut rest = redacted.text.as_str();
        let mut at = 0;
        for span in &redacted.spans {
            rest = rest
                .strip_prefix(text.get(at..span.start).unwrap())
                .ok_or_else(|| TestCaseError::fail("a stretch outside the spans has changed"))?;
            prop_assert!(rest.starts_with('['));
            rest = rest.split_once(']').unwrap().1;
            at = span.end;
        }
        prop_assert_eq!(rest, text.get(at..).unwrap());
        // A second run finds nothing new.
        let again = engine().redact(&redacted.text, known, RELEASE).unwrap();
        prop_assert!(again.spans.is_empty(), "{:?}", again.spans);
        prop_assert_eq!(again.text, redacted.text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn for_any_text(text in "\\PC{0,80}") {
        holds(&text)?;
    }

    #[test]
    fn for_what_looks_like_a_note(text in noteish()) {
        holds(&text)?;
    }

    #[test]
    fn for_any_bytes_read_as_text(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        holds(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn for_any_known_value(value in "\\PC{0,20}", before in "\\PC{0,10}", class in 0..18_usize) {
        let known = [Known { value: &value, class: IdentifierClass::ALL[class] }];
        let text = format!("{before} {value} {value}");
        assert_well_formed(&text, &engine().scan(&text, &known, RELEASE));
        let _ = engine().redact(&text, &known, RELEASE);
    }
}

/// Twice the text takes about twice the work, also where every place almost matches.
#[test]
fn hostile_texts_end() {
    for piece in [
        "Dr. ", "1/1/", "a@", "(", "MRN ", "1.1.", ":a", "A^", "[NAME-", "St. ", "Mr Mr", "9", "A", "Jan ", "/s/",
        "12 A St ", ", MD", "a.b.",
    ] {
        let text = piece.repeat(20_000 / piece.len());
        assert_well_formed(&text, &engine().scan(&text, &[], RELEASE));
    }
}
