//! The posture [`Recall`](super::Posture::Recall): what is not known to be harmless goes.

use phi_types::IdentifierClass;

use super::{
    code,
    pattern::measures,
    piece::{DIGIT, LARGE, Piece},
    span::{Confidence, Found, Span, Write},
    token::lists::is_drug_like,
    words::Traits,
};
use crate::lexicon;

/// Adds each word outside `found` (sorted, disjoint) that is neither safe, nor a number with its unit, nor a code.
pub(super) fn find(text: &str, pieces: &[Piece], found: &mut Vec<Found>) {
    let mut more = Vec::new();
    let mut taken = found.iter().peekable();
    let mut at = 0;
    while let Some(first) = pieces.get(at) {
        let (end, next) = token(text, pieces, at);
        at = next;
        while taken.next_if(|f| f.span.end <= first.start).is_some() {}
        if taken.peek().is_some_and(|f| f.span.start < end) {
            continue;
        }
        let value = text.get(first.start..end).unwrap_or_default();
        let has_digit = value.bytes().any(|b| b.is_ascii_digit());
        let is_safe =
            if has_digit { is_measure(text, value, end) || is_trade_code(value) } else { is_safe_word(value, *first) };
        if !is_safe {
            let (class, rule) = if has_digit {
                (IdentifierClass::Other, "recall.number")
            } else {
                (IdentifierClass::Name, "recall.word")
            };
            let span = Span { start: first.start, end, class, rule, confidence: Confidence::Low };
            more.push(Found { span, write: Write::Tag });
        }
    }
    found.append(&mut more);
}

/// Where the token that begins with this piece ends, and the piece behind it: numbers hold points, bars and dashes.
fn token(text: &str, pieces: &[Piece], at: usize) -> (usize, usize) {
    let Some(first) = pieces.get(at) else { return (0, at + 1) };
    let (mut end, mut next) = (first.end, at + 1);
    let mut digit = first.has(DIGIT);
    while let Some(piece) = pieces.get(next) {
        let joins = matches!(text.get(end..piece.start), Some("." | "," | "/" | ":" | "-"));
        if !(joins && digit && piece.has(DIGIT)) {
            break;
        }
        (end, next, digit) = (piece.end, next + 1, true);
    }
    (end, next)
}

/// Ordinary or clinical English. A word that is a name first is safe in small letters alone.
fn is_safe_word(word: &str, piece: Piece) -> bool {
    if word.chars().count() == 1 {
        return true;
    }
    let entry = lexicon::look_up(word);
    if measures(&word.to_ascii_lowercase()) {
        return true;
    }
    let is_word = entry.ordinary() > 0 || entry.is_clinical() || is_drug_like(&word.to_lowercase());
    Traits::of(word) != Traits::NONE || is_word && !(entry.is_strong_name() && piece.has(LARGE))
}

/// `5mg`, `7.2 %`, `120/80 mmHg`
fn is_measure(text: &str, value: &str, end: usize) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = value.get(number.len()..).unwrap_or_default().to_ascii_lowercase();
    let is_number = number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/' | b'-'));
    let trail = super::cursor::window_after(text, end, 14).to_ascii_lowercase();
    // Long ones have no unit in medicine.
    is_number && number.len() <= 9 && if unit.is_empty() { measures(&trail) } else { measures(&unit) }
}

/// `I50.23`, `B12`, `NCT…`
fn is_trade_code(value: &str) -> bool {
    let (head, tail) = value.split_once('.').unwrap_or((value, ""));
    let letters = head.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = head.len() - letters;
    let is_diagnosis = letters == 1
        && (1..=2).contains(&digits)
        && head.bytes().skip(1).all(|b| b.is_ascii_digit())
        && tail.len() <= 4
        && tail.bytes().all(|b| b.is_ascii_alphanumeric());
    is_diagnosis || code::is_of_the_trade(value) || !lexicon::look_up(value).is_unknown()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    fn left(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &piece::known(text), &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap()).collect()
    }

    #[test]
    fn safe_words_measures_and_codes_stay() {
        let text = "Patient with pain was given metformin 500 mg and 7.2 % glucose; BP 120/80 mmHg, I50.23, B12";
        assert_eq!(left(text), [""; 0]);
    }

    #[test]
    fn all_else_goes() {
        assert_eq!(left("seen with Qqxzzk on floor 7, code 77-X9"), ["Qqxzzk", "7", "77-X9"]);
        assert_eq!(left("call Martinez"), ["Martinez"]);
    }
}
