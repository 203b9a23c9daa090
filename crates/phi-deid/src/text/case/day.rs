//! Months in small letters: "in january", "back on may 7."

use super::{Change, DIGIT, Read, Words};
use crate::text::{
    token::lists,
    words::{self, Traits},
};

/// Those that are nothing else. Sorted.
const MONTHS: &[&str] = &[
    "april",
    "aug",
    "august",
    "december",
    "feb",
    "february",
    "jan",
    "january",
    "july",
    "june",
    "november",
    "october",
    "september",
];

/// Takes in the month at `at`.
pub(super) fn read(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    // Months are known as such: most words are none.
    if !Traits::from(words.facts(at)).has(lists::MONTH_BIT) || !words.is_off(at) || words.word(at).len() > 9 {
        return;
    }
    let word = &*words.word(at).to_ascii_lowercase();
    let is_day = || {
        let day = words.word(at + 1);
        let behind = words.gap(at + 2);
        words.gap(at + 1) == " "
            && words.piece(at + 1).is_some_and(|piece| piece.kinds == DIGIT && piece.end - piece.start < 3)
            && day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
            && (behind.is_empty() || behind.starts_with([',', '.', ';', ')', '\n', '\r']))
    };
    if words::listed(MONTHS, word)
        || matches!(word, "dec" | "jul" | "jun" | "mar" | "march" | "may" | "nov" | "oct" | "sep" | "sept")
            && (is_day() || word == "sept" && words.gap(at + 1).starts_with('.'))
    {
        changes.push((at, Read::Title));
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn months_are_read_with_a_capital() {
        assert_eq!(read("back in january, or on may 7."), "back in January, or on May 7.");
        assert_eq!(read("She was seen in SEPT. and in JULY"), "She was seen in Sept. and in July");
        for line in ["she may 5 times", "march on", "haloperidol dec stopped", "oct lot 4410"] {
            assert_eq!(read(line), line);
        }
        assert!(super::MONTHS.is_sorted());
        for month in
            super::MONTHS.iter().chain(&["dec", "jul", "jun", "mar", "march", "may", "nov", "oct", "sep", "sept"])
        {
            assert!(super::Traits::of(month).has(super::lists::MONTH_BIT), "{month}");
        }
    }
}
