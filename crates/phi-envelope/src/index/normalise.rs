//! Making values alike before they are indexed.

use alloc::{format, string::String};

use caseless::Caseless;
use phi_types::{port::Content, record::Normaliser};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The value in the one form that the index knows; `None` where there is nothing left of it.
pub(super) fn normalise(by: Normaliser, value: &Content<'_>) -> Option<Zeroizing<String>> {
    let text = match (by, value) {
        (Normaliser::Digits, Content::Text(text)) => digits(text),
        (Normaliser::Folded, Content::Text(text)) => folded(text),
        (Normaliser::IsoDate, Content::Date(date)) => {
            format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
        }
        _ => return None,
    };
    let text = Zeroizing::new(text);
    (!text.is_empty()).then_some(text)
}

/// Decimal digits of whatever width, as ASCII.
fn digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.nfkc().filter(char::is_ascii_digit));
    out
}

/// NFKC and full case folding, as the Unicode standard's compatibility caseless match (section 3.13, D146) orders the steps; white space
/// at the ends removed, and each run of it within one space.
fn folded(text: &str) -> String {
    let all = Zeroizing::new({
        // Folding may lengthen: three times is the most that it does to one character's bytes.
        let mut out = String::with_capacity(text.len().saturating_mul(3));
        out.extend(text.chars().nfd().default_case_fold().nfkd().default_case_fold().nfkc());
        out
    });
    let mut out = String::with_capacity(all.len());
    for word in all.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(by: Normaliser, text: &str) -> Option<String> {
        normalise(by, &Content::Text(text)).map(|text| (*text).clone())
    }

    #[test]
    fn what_people_write_in_two_ways_is_one() {
        for (by, left, right) in [
            (Normaliser::Digits, "000-12-3456", "000 12 3456"),
            (Normaliser::Digits, "(555) 0100-123", "5550100123"),
            (Normaliser::Digits, "０００１２３４５６", "000-123456"),
            (Normaliser::Folded, "MRN-000-17", "mrn-000-17"),
            (Normaliser::Folded, "  Strasse   12 ", "STRAẞE 12"),
            (Normaliser::Folded, "Zoe\u{308}", "ZOË"),
            (Normaliser::Folded, "ﬁrst", "FIRST"),
            (Normaliser::Folded, "ΣΊΣΥΦΟΣ", "σίσυφος"),
        ] {
            assert_eq!(of(by, left), of(by, right), "{left}");
            assert!(of(by, left).is_some());
        }
        assert_ne!(of(Normaliser::Folded, "a b"), of(Normaliser::Folded, "ab"));
    }

    #[test]
    fn what_is_left_empty_or_of_another_shape_has_no_term() {
        for (by, text) in
            [(Normaliser::Digits, "none"), (Normaliser::Folded, " \t"), (Normaliser::IsoDate, "2026-03-01")]
        {
            assert_eq!(of(by, text), None);
        }
        let date = time::Date::from_calendar_date(2026, time::Month::March, 1).unwrap();
        assert_eq!(&**normalise(Normaliser::IsoDate, &Content::Date(date)).unwrap(), "2026-03-01");
        assert!(normalise(Normaliser::Digits, &Content::Date(date)).is_none());
        assert!(normalise(Normaliser::Folded, &Content::Number(7)).is_none());
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in "\\PC{0,20}") {
            for by in [Normaliser::Digits, Normaliser::Folded] {
                if let Some(once) = of(by, &text) {
                    prop_assert_eq!(of(by, &once), Some(once));
                }
            }
        }
    }
}
