//! Reading digits, letters and separators: what several identifiers share.

use core::ops::RangeInclusive;

use super::{
    marker::holds_marker,
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

/// A type's own rules, applied to an input without white space around it.
pub(crate) type Rules = fn(&str) -> Result<Text, Flaw>;

/// Applies what every text identifier asks (something there, not too long, no control character, no redaction marker of ours)
/// and then the type's own rules. Offsets count from the beginning of `raw`.
pub(crate) fn read(raw: &str, longest: usize, rules: Rules) -> Result<Text, Flaw> {
    let behind = raw.trim_start();
    let lead = raw.len().saturating_sub(behind.len());
    let tidy = behind.trim_end();
    if tidy.is_empty() {
        return Err(ParseReason::Empty.into());
    }
    if tidy.len() > longest {
        return Err(ParseReason::Length.into());
    }
    if let Some((at, _)) = tidy.char_indices().find(|(_, c)| c.is_control()) {
        return Err(Flaw::character(at).shifted(lead));
    }
    if holds_marker(tidy) {
        return Err(ParseReason::Marker.into());
    }
    rules(tidy).map_err(|flaw| flaw.shifted(lead))
}

/// The rules of a type that asks nothing more than [`read`] does.
pub(crate) fn anything(tidy: &str) -> Result<Text, Flaw> {
    Ok(Text::from(tidy))
}

/// A text collected at its final size, so that building it leaves no shorter copies on the heap.
pub(crate) fn exact(length: usize, parts: impl Iterator<Item = char>) -> Text {
    let mut out = alloc::string::String::with_capacity(length);
    out.extend(parts);
    Text::from(out)
}

/// The characters that `keep` admits, in upper case; `separators` are passed over, anything else is refused at its offset.
/// Only ASCII is kept, so one character is one byte.
pub(crate) fn kept(
    raw: &str,
    separators: &[char],
    lengths: RangeInclusive<usize>,
    keep: impl Fn(char) -> bool,
) -> Result<Text, Flaw> {
    let keep = |c: char| c.is_ascii() && keep(c.to_ascii_uppercase());
    let mut count = 0_usize;
    for (at, c) in raw.char_indices() {
        if keep(c) {
            count = count.saturating_add(1);
        } else if !separators.contains(&c) {
            return Err(Flaw::character(at));
        }
    }
    if !lengths.contains(&count) {
        return Err(ParseReason::Length.into());
    }
    Ok(exact(count, raw.chars().filter(|c| keep(*c)).map(|c| c.to_ascii_uppercase())))
}

/// The digits of `raw`, without separators.
pub(crate) fn digits_of(raw: &str, separators: &[char], lengths: RangeInclusive<usize>) -> Result<Text, Flaw> {
    kept(raw, separators, lengths, |c| c.is_ascii_digit())
}

/// Letters and digits, without separators.
pub(crate) fn letters_and_digits(raw: &str, separators: &[char], lengths: RangeInclusive<usize>) -> Result<Text, Flaw> {
    kept(raw, separators, lengths, |c| c.is_ascii_alphanumeric())
}

/// A part of an ASCII text; empty where it does not reach so far.
pub(crate) fn part(text: &str, from: usize, count: usize) -> &str {
    text.get(from..from.saturating_add(count)).unwrap_or("")
}

/// Luhn's sum (ISO/IEC 7812-1), the last digit counted once.
pub(crate) fn luhn_sum(digits: &str) -> u32 {
    digits.bytes().rev().enumerate().fold(0, |sum: u32, (at, byte)| {
        let digit = u32::from(byte.saturating_sub(b'0'));
        let doubled = digit.saturating_mul(2);
        let counted = if at % 2 == 0 {
            digit
        } else if doubled > 9 {
            doubled.saturating_sub(9)
        } else {
            doubled
        };
        sum.saturating_add(counted)
    })
}

/// Passes the digits on if `fits`, or names the check digit.
pub(crate) fn checked(digits: Text, fits: impl FnOnce(&str) -> bool) -> Result<Text, Flaw> {
    if fits(digits.expose()) { Ok(digits) } else { Err(ParseReason::CheckDigit.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_from_the_beginning_of_the_input() {
        let digits: Rules = |raw| digits_of(raw, &['-'], 1..=9);
        assert_eq!(read("  12x", 9, digits).unwrap_err(), Flaw::character(4));
        assert_eq!(read(" 1\u{7}", 9, digits).unwrap_err(), Flaw::character(2));
        assert_eq!(read("\t1-2 ", 9, digits).unwrap().expose(), "12");
        assert_eq!(read(" \u{a0} ", 9, digits).unwrap_err(), ParseReason::Empty.into());
    }

    #[test]
    fn luhn_of_published_numbers() {
        assert_eq!(luhn_sum("79927398713") % 10, 0);
        assert_eq!(luhn_sum("4111111111111111") % 10, 0);
        assert_ne!(luhn_sum("4111111111111112") % 10, 0);
    }
}
