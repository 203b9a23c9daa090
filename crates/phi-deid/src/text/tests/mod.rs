//! The engine as a whole: families of rules, near misses, properties.

mod disguises;
mod exhaustive;
mod families;
mod learned;
mod near_misses;
mod profiles;
mod properties;
mod streams;
mod wordings;

use std::sync::OnceLock;

use phi_types::IdentifierClass;

use super::{Known, Redacted, Span, TextEngine, TextError};
use crate::rule::Reference;

pub(super) const RELEASE: Reference = Reference { year: 2026 };

pub(super) fn engine() -> &'static TextEngine {
    static ENGINE: OnceLock<TextEngine> = OnceLock::new();
    ENGINE.get_or_init(|| TextEngine::new().unwrap())
}

pub(super) fn redact(text: &str) -> String {
    engine().redact(text, &[], RELEASE).unwrap().text
}

/// What was found of a class, as it stands in the text.
pub(super) fn found(class: IdentifierClass, text: &str) -> Vec<&str> {
    engine()
        .scan(text, &[], RELEASE)
        .into_iter()
        .filter(|span| span.class == class)
        .map(|span| text.get(span.start..span.end).unwrap())
        .collect()
}

/// Whether each letter and digit of the value is found where the line stands below one that names a patient and a physician.
pub(super) fn covers(line: &str, value: &str) -> bool {
    let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{line}\n");
    let at = text.find(value).unwrap();
    let spans = engine().scan(&text, &[], RELEASE);
    value
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric())
        .all(|(i, _)| spans.iter().any(|span| span.start <= at + i && at + i < span.end))
}

#[test]
fn a_note_is_written_anew() {
    let note = "Patient: Testcase, Ana M.   MRN: 00-9912\nDOB: 3/4/1931  Age: 95\n12 Sample Street, Northfield, MN 55057\n\
        Mrs. Testcase was seen on 10/28/2025 by Dr. Lee Example; her daughter Rosa called from 212-555-0142 (fax 212-555-0143).\n\
        BP 162/94. A Foley was removed. Write to ana@example.org.\nElectronically signed by Lee Example, MD";
    assert_eq!(
        redact(note),
        "Patient: [NAME-1].   MRN: [MRN-1]\nDOB: [DATE]  Age: [AGE 90 or older]\n[LOCATION-1], [LOCATION-2], MN [ZIP 550]\n\
        Mrs. [NAME-2] was seen on [DATE 2025] by Dr. [NAME-3]; her daughter [NAME-4] called from [PHONE-1] (fax [FAX-1]).\n\
        BP 162/94. A Foley was removed. Write to [EMAIL-1].\nElectronically signed by [NAME-3], MD"
    );
}

#[test]
fn counts_and_spans_agree() {
    let Redacted { spans, counts, .. } =
        engine().redact("Call 212-555-0142 or 212-555-0143 on 1/2/2020.", &[], RELEASE).unwrap();
    assert_eq!((counts[IdentifierClass::Phone.position()], counts[IdentifierClass::Date.position()]), (2, 1));
    assert_eq!(counts.iter().sum::<usize>(), spans.len());
}

#[test]
fn the_same_value_has_the_same_number() {
    assert_eq!(redact("212-555-0142, 212.555.0199, (212) 555-0142"), "[PHONE-1], [PHONE-2], [PHONE-1]");
    // Numbers of tags that stood there before belong to other values.
    assert_eq!(redact("[PHONE-4] and 212-555-0142"), "[PHONE-4] and [PHONE-5]");
}

#[test]
fn a_second_pass_changes_nothing_however_many_values_there_are() {
    let text: String = (1..=1_003).map(|number| format!("MRN: {}\n", 4_470_000 + number)).collect();
    let once = redact(&text);
    assert!(once.contains("[MRN-999]") && once.contains("[MRN-1k003]"));
    assert_eq!(redact(&once), once);
}

#[test]
fn known_values_are_found_everywhere() {
    let known = [
        Known { value: "Testcase, Ana", class: IdentifierClass::Name },
        Known { value: "ZX-99-12", class: IdentifierClass::Other },
    ];
    let text = "ANA TESTCASE, a. testcase, zx9912; Testcase's Foley";
    assert_eq!(engine().redact(text, &known, RELEASE).unwrap().text, "[NAME-1], a. [NAME-2], [ID-1]; [NAME-2]'s Foley");
    // A name that one line announces is found in the others.
    assert_eq!(
        redact("Name: Foley, Sean\nFoley is well. Foley catheter out."),
        "Name: [NAME-1]\n[NAME-2] is well. Foley catheter out."
    );
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |text: &str| engine().redact(text, &[], RELEASE).unwrap_err();
    assert_eq!(refused("ab\0c"), TextError::ControlCharacter { offset: 2 });
    assert_eq!(refused("é\u{85}"), TextError::ControlCharacter { offset: 2 });
    assert_eq!(refused("\u{1b}[0m"), TextError::ControlCharacter { offset: 0 });
    assert_eq!(redact("a\tb\r\nc"), "a\tb\r\nc");
    // A print-out has pages.
    assert_eq!(redact("Mr. Lee Testcase\u{c}Dr. Ana Example\u{b}"), "Mr. [NAME-1]\u{c}Dr. [NAME-2]\u{b}");
    assert_eq!(refused(&"a".repeat(super::MAX_TEXT + 1)), TextError::TooLong);
}

#[test]
fn nothing_prints_a_value() {
    let redacted = engine().redact("Dr. Testcase", &[], RELEASE).unwrap();
    assert!(!format!("{redacted:?} {:?}", redacted.spans).contains("Testcase"));
    assert!(!format!("{:?}", engine()).contains("regex"));
    assert!(!TextError::ControlCharacter { offset: 7 }.to_string().contains('\0'));
}

/// Sorted, disjoint, on boundaries, never empty.
pub(super) fn assert_well_formed(text: &str, spans: &[Span]) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end && span.end > span.start && span.end <= text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        assert_eq!(span.len(), span.end - span.start);
        assert!(!span.is_empty());
        end = span.end;
    }
}
