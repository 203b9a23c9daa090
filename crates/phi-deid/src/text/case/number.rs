//! Codes whose letters are small, or small but for the first: "id xkd 4471 88", "armband rqx4471".

use super::{Change, DIGIT, LARGE, Read, SMALL, WIDE, Words};
use crate::text::words;

/// How many pieces a code may have.
const REACH: usize = 6;

/// What leads to somebody's code. Sorted.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "accession", "account", "acct", "armband", "badge", "band", "barcode", "bb", "beneficiary", "card", "certificate", "chart", "claim",
    "din", "dl", "file", "id", "ident", "kit", "lic", "license", "medicaid", "medicare", "member",
    "mrn", "no", "num", "number", "passport", "permit", "plate", "policy", "rec", "record", "reference", "rpt", "screening",
    "serial", "sn", "specimen", "subscriber", "tag", "tech", "ticket", "tracking", "vin", "wristband",
];

/// Takes in the code of which the piece at `at` holds the first figures.
pub(super) fn read(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let Some(piece) = words.piece(at) else { return };
    if piece.has(WIDE) {
        return;
    }
    let is_mixed = piece.has(SMALL);
    let first = match at.checked_sub(1) {
        Some(before) if !is_mixed || words.gap(at) == "-" => match begins(words, before, words.gap(at)) {
            true => before,
            false if is_mixed => at,
            false => return,
        },
        _ if is_mixed => at,
        _ => return,
    };
    // Only the first piece with figures has its turn.
    let goes_on = first.checked_sub(1).is_some_and(|before| {
        words.piece(before).is_some_and(|piece| piece.has(DIGIT)) && matches!(words.gap(first), " " | "-")
    });
    if goes_on {
        return;
    }
    let last = (first + 1..first + REACH)
        .take_while(|at| {
            joins(words.gap(*at))
                && words.piece(*at).is_some_and(|piece| piece.has(DIGIT) && !is_ordinal(words.word(*at)))
        })
        .last()
        .unwrap_or(first)
        .max(at);
    let figures: usize = (first..=last).map(|at| words.word(at).bytes().filter(u8::is_ascii_digit).count()).sum();
    let is_code = if is_led(words, first) {
        is_long(words, first, figures) && has_letters(words, first, last)
    } else {
        stands_out(words, first, figures)
    };
    if is_code {
        changes.extend(
            (first..=last)
                .filter(|at| words.piece(*at).is_some_and(|piece| piece.has(SMALL)))
                .map(|at| (at, Read::Upper)),
        );
    }
}

fn joins(gap: &str) -> bool {
    matches!(gap, " " | "-" | "/" | "\u{a0}" | "\u{2011}")
}

/// "2nd", "5th"
fn is_ordinal(word: &str) -> bool {
    let figures = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(figures, "st" | "nd" | "rd" | "th")
}

/// Whether the letters before the figures are the beginning of the code: up to four, of no word.
fn begins(words: &Words<'_>, at: usize, gap: &str) -> bool {
    let Some(piece) = words.piece(at).filter(|_| joins(gap)) else { return false };
    let word = words.word(at);
    let is_small =
        piece.kinds == SMALL || piece.kinds == SMALL | LARGE && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    let has_vowel = word.bytes().any(|b| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u'));
    let is_word = || {
        let facts = words.facts(at);
        has_vowel && matches!(facts.entry.ordinary(), 1..=3)
            || words::is_before_no_id(facts)
            || words::listed(LEADS, word)
            || word == "s"
    };
    // "room 4b", "for id: 4471": what stands right before the figures may be the label.
    is_small && word.len() <= 4 && !is_word()
}

/// Whether the word before tells a code.
fn is_led(words: &Words<'_>, first: usize) -> bool {
    let gap = words.gap(first);
    if gap.contains('#') && gap.len() < 5 {
        return true;
    }
    let Some(before) = first.checked_sub(1) else { return false };
    matches!(gap, " " | ": " | ". " | "  " | ":" | "\u{a0}" | " # " | " - ") && words::listed(LEADS, words.word(before))
}

/// Whether there are figures enough: more where they stand first, as those of measures do.
fn is_long(words: &Words<'_>, first: usize, figures: usize) -> bool {
    figures > if words.word(first).starts_with(|c: char| c.is_ascii_digit()) { 4 } else { 2 }
}

fn has_letters(words: &Words<'_>, first: usize, last: usize) -> bool {
    (first..=last).any(|at| words.piece(at).is_some_and(|piece| piece.has(SMALL)))
}

/// "rqx4471": two to four letters of no word before many figures, whatever stands before.
fn stands_out(words: &Words<'_>, first: usize, figures: usize) -> bool {
    let word = words.word(first);
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let head = word.get(..letters).unwrap_or_default();
    (2..=4).contains(&letters)
        && figures > 3
        && letters < word.len()
        && word.bytes().skip(letters).all(|b| b.is_ascii_digit())
        && !words::is_coded(head)
        && !words::is_no_id(head)
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn a_label_tells_a_code_in_small_letters() {
        for (line, plain) in [
            ("plan Superior, ID sup0041 7788 1.", "plan Superior, ID SUP0041 7788 1."),
            ("MRN sl 0041 7726", "MRN SL 0041 7726"),
            ("Account no. Bm 7120 4418 09", "Account no. BM 7120 4418 09"),
            ("screening no. ls-118, fail", "screening no. LS-118, fail"),
            ("tracking 1z 88x 204 03 4471 0092", "tracking 1Z 88X 204 03 4471 0092"),
            ("armband rqx4471 on", "armband RQX4471 on"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn measures_and_words_of_the_trade_stay() {
        for line in [
            "blue band 3x15",
            "Rx 0933-1870",
            "fx 541-555-0118",
            "give 50mg of it, q12h",
            "card for 4471 of them",
            "on the 2nd of it",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(super::LEADS.is_sorted());
    }
}
