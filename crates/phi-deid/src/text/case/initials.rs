//! Initials of which but the first is a capital, or none: "by j.t.", "seen by Fb:".

use super::{Change, LARGE, Read, SMALL, Words};

/// Takes in the initials that begin with the piece at `at`.
pub(super) fn read(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let len = words.word(at).len();
    if !(1..4).contains(&len) {
        return;
    }
    let is_signed = || {
        let before = at.checked_sub(1).map_or("", |before| words.word(before));
        matches!(words.gap(at), " " | ": ")
            && matches!(before, "by" | "By" | "BY" | "per" | "initials" | "Initials" | "pt" | "sign" | "signed")
    };
    if len == 1 {
        let goes_on = |at: &usize| words.gap(*at) == "." && words.word(*at).len() == 1 && words.is_small(*at);
        let last = (at + 1..at + 4).take_while(goes_on).last().unwrap_or(at);
        // "by a.m.", and a sentence that ends behind them.
        let is_time = words.word(at + 1) == "m";
        let behind = words.gap(last + 1);
        let goes_on = behind.starts_with(". ") || behind.starts_with('.') && !behind.trim_end().ends_with('.');
        if last > at && !is_time && goes_on && is_signed() {
            changes.extend((at..=last).map(|at| (at, Read::Upper)));
        }
        return;
    }
    let facts = words.facts(at);
    if facts.lists != 0 || facts.entry.ordinary() > 0 || facts.entry.is_clinical() {
        return;
    }
    let is_small = words.is_small(at);
    let is_title = words.piece(at).is_some_and(|piece| piece.kinds == SMALL | LARGE)
        && words.word(at).starts_with(|c: char| c.is_ascii_uppercase());
    if !(is_small || is_title) {
        return;
    }
    let behind = words.gap(at + 1);
    let ends = behind.is_empty() || behind.starts_with(['\n', '\r', ':', ')', ',', '.']);
    let has_vowel =
        words.word(at).bytes().any(|b| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    if ends
        && (!(is_title && has_vowel) && is_signed()
            || is_title && !has_vowel && (behind.is_empty() || behind.starts_with(['\n', '\r'])))
    {
        changes.push((at, Read::Upper));
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn initials_are_read_as_capitals() {
        for (line, plain) in [
            ("checked by j.t. and him", "checked by J.T. and him"),
            ("Post-op seen by Fb: no recall", "Post-op seen by FB: no recall"),
            ("recheck 1800 Vk", "recheck 1800 VK"),
        ] {
            assert_eq!(read(line), plain);
        }
        for line in ["given by a.m. of it, i.e. soon", "by mouth", "seen by me."] {
            assert_eq!(read(line), line);
        }
    }
}
