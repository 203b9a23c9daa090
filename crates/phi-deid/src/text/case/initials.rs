//! Initials of which but the first is a capital, or none: "by j.t.", "seen by Fb:".

use super::{Change, LARGE, Read, SMALL, Words, has_break, person};
use crate::text::{
    token::lists,
    words::{self, Lists, Traits},
};

/// What is written so and names nobody. Sorted.
const SHORT_FORMS: &[&str] = &[
    "ac", "ad", "am", "as", "au", "bid", "bm", "cc", "co", "dc", "dob", "eg", "hs", "id", "ie", "im", "iv", "mg", "na",
    "npo", "od", "ok", "os", "ou", "pc", "pm", "po", "pr", "prn", "ps", "qd", "qhs", "qid", "qod", "qs", "ro", "sc",
    "sl", "sob", "tid", "us", "usa", "vs", "wnl",
];

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
        let letters: String = (at..=last).map(|at| words.word(at)).collect();
        let is_short_form = words::listed(SHORT_FORMS, &letters);
        let is_told = !is_time && goes_on && is_signed() || stands_alone(words, at, last);
        if last > at && !is_short_form && is_told {
            changes.extend((at..=last).map(|at| (at, Read::Upper)));
        }
        if last == at {
            surname(words, at, changes);
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

/// "cc g.t.", "pt j.m.k. (", "Issued 4/20/26  w.a.s.": nothing but somebody stands so.
fn stands_alone(words: &Words<'_>, at: usize, last: usize) -> bool {
    let behind = words.gap(last + 1);
    let closes = behind.strip_prefix('.').is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(['\n', '\r', ',', ';', ')', '"', ']'])
            || rest.starts_with("  ")
            || rest.starts_with(" (")
    });
    let gap = words.gap(at);
    let opens = gap.ends_with(['\n', '/', '(', '"'])
        || gap.ends_with("  ")
        || gap.ends_with("> ")
        || gap.ends_with("- ")
        || gap == ": "
        || gap == " "
            && at.checked_sub(1).is_some_and(|before| {
                Traits::from(words.facts(before)).any(PEOPLE)
                    || SIGNERS.iter().any(|signer| signer.eq_ignore_ascii_case(words.word(before)))
            });
    last - at + 1 > 2 - usize::from(gap.ends_with("> ")) && closes && opens
}

/// Words before who signs.
const SIGNERS: &[&str] = &["as", "copy", "minor", "only", "prepared", "read", "reviewed", "signed", "subj"];

/// Whom a name follows.
const PEOPLE: Lists = Lists::of(&[lists::TITLE_BIT, lists::KIN_BIT, lists::ROLE_BIT, lists::ADDRESSING_BIT]);

/// "Dictated: j. broad", "4 t. young, "
fn surname(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let next = at + 1;
    if words.gap(next) != ". " || !words.is_small(at) || !words.is_small(next) || words.word(next).len() < 2 {
        return;
    }
    let facts = words.facts(next);
    let (entry, traits) = (facts.entry, Traits::from(facts));
    let gap = words.gap(at);
    let is_eponym = traits.has(lists::EPONYM_BIT) && entry.surname() > 1;
    if entry.is_clinical() && !is_eponym
        || facts.shape.is_drug_like()
        || gap.ends_with('.')
        || words.gap(next + 1).starts_with(['_', '@'])
        || traits.any(person::VERBS)
    {
        return;
    }
    let before = at.checked_sub(1);
    let is_led = gap == " "
        && before.is_some_and(|before| {
            Traits::from(words.facts(before)).any(PEOPLE)
                || SIGNERS.iter().any(|signer| signer.eq_ignore_ascii_case(words.word(before)))
        });
    let is_cell = has_break(gap)
        || gap.ends_with("  ")
        || gap.ends_with([':', '(', '/', '"'])
        || gap.ends_with(": ")
        || gap.ends_with("/ ");
    let is_listed = matches!(gap, ", " | "; " | " & ");
    let behind = words.gap(next + 1);
    let is_credited = matches!(behind, ", " | " ")
        && words.piece(next + 1).is_some_and(|piece| piece.has(LARGE))
        && person::is_credential(Traits::from(words.facts(next + 1)), words.word(next + 1));
    let ends = person::closes(words, next) || behind.starts_with(['/', '-']) || behind.starts_with(" /") || is_credited;
    let is_free = !traits.any(Lists::of(&[words::COMMON_BIT, words::CLINICAL_BIT, lists::STOP_BIT]));
    // "d. fa'aleafa"
    let is_elided = matches!(behind, "'" | "\u{2019}") && words.is_small(next + 1) && words.word(next + 1).len() > 2;
    let is_rare = is_elided
        || is_free
            && person::bearable(facts)
            && (entry.surname() > 1 || entry.is_unknown() && words.word(next).len() > 3);
    // "a. pain", "b. cough": an item of a list.
    let is_item = (has_break(gap) || gap.ends_with("  "))
        && matches!(words.word(at), "a" | "b" | "c" | "d" | "e" | "f" | "g" | "i" | "v" | "x");
    let is_name = is_rare && (is_led || is_listed && ends || is_cell && (!is_item || ends))
        || entry.surname() > 2 && ends && (is_led || is_cell && !is_item || is_credited);
    if !is_name {
        return;
    }
    changes.extend([(at, Read::Upper), (next, Read::Title)]);
    for more in next + 1..next + 3 {
        if !matches!(words.gap(more), "-" | "'" | "\u{2019}") || !words.is_small(more) || words.word(more).len() < 2 {
            return;
        }
        changes.push((more, Read::Title));
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
            ("the Minor, pt j.m.k. (see Below)", "the Minor, pt J.M.K. (see Below)"),
            ("Issued 4/20/26  w.a.s.", "Issued 4/20/26  W.A.S."),
            ("Dictated: k. testcasey-broad", "Dictated: K. Testcasey-Broad"),
        ] {
            assert_eq!(read(line), plain);
        }
        for line in
            ["a. cough, b. fever; Take by p.o. or i.m.", "given by a.m. of it, i.e. soon", "by mouth", "seen by me."]
        {
            assert_eq!(read(line), line);
        }
    }
}
