//! Nicknames: one or two words in quotation marks, written as names: \"Birdman\", 'fellow "Mac"'; and what stands so right behind a name.

use phi_types::IdentifierClass::Name;

use super::{PLAIN, cursor, found, is_any, lists, words};
use crate::{
    lexicon,
    text::{span::Found, words::Traits},
};

/// The longest nickname.
const LONGEST: usize = 26;

/// Adds what stands between two quotation marks. `found_before` is sorted.
pub(super) fn find(text: &str, found_before: &[Found], more: &mut Vec<Found>) {
    for (at, _) in text.match_indices('"') {
        let start = at + 1;
        let rest = cursor::window_after(text, start, LONGEST);
        let Some(len) = rest.find('"').filter(|len| *len > 0) else { continue };
        let inner = rest.get(..len).unwrap_or_default();
        let close = start + len + 1;
        if is_pair(inner) && !is_field(text, at, close) {
            more.push(found(start, start + len, Name, "name.quoted.likely"));
            continue;
        }
        if let Some(end) = called(text, at, inner, found_before) {
            more.push(found(start, end.max(start + len), Name, "name.quoted.likely"));
            continue;
        }
        let Some(first) = cursor::word_at(text, start).filter(cursor::Word::is_title_case) else { continue };
        let behind = cursor::window_after(text, close, 9);
        let is_thing = [" sign", " test", " by ", " magazine", " song", " app", " channel"]
            .iter()
            .any(|noun| behind.starts_with(noun));
        if first.text.len() <= len
            && inner.split(' ').count() <= 2
            && inner.split(' ').all(is_name)
            && !is_thing
            && !is_field(text, at, close)
        {
            more.push(found(start, start + len, Name, "name.quoted.likely"));
        }
    }
}

/// The fields of a record and its keys stand in quotation marks too: the first at `at`, and the second ends at `close`.
fn is_field(text: &str, at: usize, close: usize) -> bool {
    let behind = cursor::window_after(text, close, 9);
    !matches!(cursor::char_before(text, at), None | Some(' ' | '(' | '\n' | '/' | '-'))
        || behind.starts_with([':', '"'])
        || behind.starts_with(",\"")
}

/// "A + W", "C+R", "e. & o.": whose letters a ring or a tattoo has.
fn is_pair(inner: &str) -> bool {
    let mut letters = inner.bytes().filter(|b| !matches!(b, b' ' | b'.'));
    let [first, joint, second] = [letters.next(), letters.next(), letters.next()];
    let is_letter = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphabetic());
    is_letter(first) && matches!(joint, Some(b'+' | b'&')) && is_letter(second) && letters.next().is_none()
}

/// `Ruiz, Ana  "Pap"`, `AKA "CASE"`, `Ana ("bo") Ruiz`: whatever the word, right behind a name or what says so. Gives where it ends, with a
/// surname behind it.
fn called(text: &str, at: usize, inner: &str, found_before: &[Found]) -> Option<usize> {
    let is_word = |word: &str| {
        let traits = Traits::of(word);
        (2..=12).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'\''))
            && !traits.has(words::CLINICAL_BIT)
            && !lists::is_person_verb(word)
            && !matches!(word, "no" | "No" | "NO" | "yes" | "Yes" | "ok" | "OK" | "not" | "the" | "a" | "I" | "my")
    };
    if inner.split(' ').count() > 2 || !inner.split(' ').all(is_word) {
        return None;
    }
    let end = at + 1 + inner.len();
    let head = cursor::window_before(text, at, 8);
    let kept = head.trim_end_matches([' ', '(', ',', '.']);
    let name_end = at - (head.len() - kept.len());
    let before = found_before.partition_point(|f| f.span.end <= at);
    let is_behind = name_end < at
        && before
            .checked_sub(1)
            .and_then(|at| found_before.get(at))
            .is_some_and(|f| f.span.class == Name && f.span.end == name_end && f.span.end - f.span.start > 3);
    let is_said = ["aka", "AKA", "alias", "Alias", "ALIAS", "a.k.a", "goes by"].iter().any(|lead| kept.ends_with(lead));
    let is_large = inner.split(' ').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    let behind = end + 1 + usize::from(cursor::char_after(text, end + 1) == Some(')'));
    let next = cursor::word_at(text, behind + 1).filter(|word| {
        cursor::char_after(text, behind) == Some(' ') && word.starts_upper() && !is_any(Traits::of(word.text), PLAIN)
    });
    // A word in small letters may be one that somebody said, unless the surname follows.
    if !(is_said || is_behind && (is_large || next.is_some())) {
        return None;
    }
    // What stands in the middle of a name is found as a part of it where the surname is known.
    Some(next.filter(|word| is_behind && word.text.len() > 1).map_or(end, |word| word.end))
}

/// A word that somebody may be called by, and none of the trade.
fn is_name(word: &str) -> bool {
    const OTHER: &[u32] = &[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        lists::BRAND_BIT,
        lists::MONTH_BIT,
        lists::INSTITUTION_BIT,
        lists::DEPARTMENT_BIT,
        lists::EPONYM_BIT,
    ];
    let (entry, traits) = (lexicon::look_up(word), Traits::of(word));
    let is_trade = is_any(traits, OTHER) || entry.is_clinical() && entry.given() < 2;
    let is_titled =
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    is_titled && word.len() > 2 && !is_trade && (entry.is_name() || entry.is_unknown() || entry.ordinary() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::covers;

    #[test]
    fn what_is_quoted_behind_a_name_is_a_nickname() {
        assert!(covers("Patient  Orville Stoltzfus  \"Pap\"   age 78", "Pap"));
        assert!(covers("INMATE TESTCASE, ANA   AKA \"CASE\"", "CASE"));
        assert!(!covers("Dolores Macapagal \"no\" to all of it", "no"));
        assert!(!covers("Dolores Macapagal said \"maybe\" and left", "maybe"));
    }

    #[test]
    fn letters_of_two_on_a_ring_are_theirs() {
        assert!(is_pair("A + W") && is_pair("C+R") && is_pair("e. & o."));
        assert!(!is_pair("A1c") && !is_pair("H & P x") && !is_pair("A+"));
    }
}
