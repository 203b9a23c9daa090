//! The other half of a name that is written the other way round: "Roy, Des    10666", "1 | Batiste, Clemency |", "door = Xiong, Pang 447".
//!
//! One half was found as a name. The comma and what closes the entry make the other one of it, whatever word it is.

use phi_types::IdentifierClass::Name;

use super::{Room, cursor, found, is_any, lists, opens, words};
use crate::{
    lexicon,
    text::{cursor::Word, span::Found, words::Traits},
};

/// Over the first name behind a surname, or the surname before a first name.
pub(super) fn grow(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let (start, end) = (f.span.start, f.span.end);
    let value = text.get(start..end).unwrap_or_default();
    if value.len() < 2 || value.contains(',') || !value.starts_with(char::is_uppercase) {
        return;
    }
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let first = surname(text, start, end, shouted).filter(|at| *at >= room.from).unwrap_or(start);
    let last = given(text, start, end, shouted).filter(|at| *at <= room.to).unwrap_or(end);
    if (first, last) != (start, end) {
        more.push(found(first, last, Name, "name.entry.likely"));
    }
}

/// Where the first name behind a surname ends.
fn given(text: &str, start: usize, end: usize, shouted: bool) -> Option<usize> {
    let tail = cursor::window_after(text, end, 2);
    let gap = if tail == ", " { 2 } else { usize::from(tail.starts_with(',') && shouted) };
    let word = cursor::word_at(text, end + gap).filter(|_| gap > 0)?;
    let is_related = is_related(text, &word, shouted);
    if !(fits(&word, shouted) || is_cell(text, &word, shouted) || is_related) {
        return None;
    }
    let last = middle(text, word.end);
    let is_first = lexicon::look_up(word.text).given() > 0 || lexicon::look_up(word.text).is_unknown();
    let opens = opens(text, start);
    let rest = cursor::window_after(text, last, 8);
    let digits = rest.trim_start_matches(' ').bytes().take_while(u8::is_ascii_digit).count();
    // In a column, or before an age or a number.
    let is_cell = rest.starts_with("  ") || rest.starts_with(" |") || rest.starts_with(['|', '\t']);
    let is_numbered = rest.starts_with(' ') && (digits > 4 || digits > 1 && opens);
    let is_end = rest.is_empty() || rest.starts_with(['\n', '\r', ';', ':']) || rest.starts_with(" (");
    (is_related || (is_cell || is_numbered) && (opens || is_first) || is_end && opens && is_first).then_some(last)
}

/// "LE, AN (BRO)", "HO, MY (mother)": whom a word of kinship behind tells.
fn is_related(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    const SHORT: &[&str] = &["BRO", "DAU", "DTR", "FA", "HUSB", "MO", "SIS", "SON"];
    let rest = cursor::window_after(text, word.end, 16);
    let inner = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')).map_or("", |inner| inner.0);
    word.starts_upper()
        && word.is_all_capitals() == shouted
        && (lists::is_kin(inner) || lists::is_kin(&inner.to_ascii_lowercase()) || SHORT.contains(&inner))
}

/// "Roy, Des       10666": a word of the trade as well, where a column ends and a number follows.
fn is_cell(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    const OTHER: &[u32] =
        &[lists::AFTER_PERSON_BIT, lists::ROLE_BIT, lists::TITLE_BIT, lists::DEPARTMENT_BIT, words::STATE_BIT];
    let rest = cursor::window_after(text, word.end, 24);
    let field = rest.trim_start_matches(' ');
    let is_numbered = rest.len() - field.len() > 1 && field.bytes().take_while(u8::is_ascii_digit).count() > 3;
    is_numbered && word.is_title_case() && !shouted && word.text.len() > 2 && !is_any(Traits::of(word.text), OTHER)
}

/// Where the surname before a first name begins.
fn surname(text: &str, start: usize, end: usize, shouted: bool) -> Option<usize> {
    let head = cursor::window_before(text, start, 2);
    let gap = if head == ", " { 2 } else { usize::from(head.ends_with(',') && shouted) };
    let comma = start.checked_sub(gap).filter(|_| gap > 0)?;
    let word = cursor::word_ending(text, comma).filter(|word| fits(word, shouted))?;
    let entry = lexicon::look_up(word.text);
    let is_borne = entry.surname() > 0 || entry.is_unknown();
    // What was found may be the second person of a list, or a town.
    let value = text.get(start..end).unwrap_or_default();
    let is_first = value.split(' ').next().is_some_and(|first| lexicon::look_up(first).given() > 0);
    let lead = cursor::window_before(text, word.start, 3);
    let opens = opens(text, word.start) || lead.ends_with("= ") || lead.ends_with("> ");
    let rest = cursor::window_after(text, end, 8);
    let digits = rest.trim_start_matches(' ').bytes().take_while(u8::is_ascii_digit).count();
    let closes = rest.is_empty() || rest.starts_with(['\n', '\r', ';', ':', '|', '\t']) || rest.starts_with("  ");
    let is_entry =
        opens && (closes || rest.starts_with(" (") || rest.starts_with(" |") || digits > 0 && rest.starts_with(' '));
    // "K 6.3 on Quillfeather, Ana acct": no word of the language, and a first name.
    let is_rare = entry.ordinary() == 0 && entry.city() < 2 && entry.given() < 2 && word.text.len() > 3;
    (is_borne && (is_entry || is_first && is_rare && !value.contains(' '))).then_some(word.start)
}

/// Over an initial behind a first name.
fn middle(text: &str, end: usize) -> usize {
    match cursor::window_after(text, end, 4).as_bytes() {
        [b' ', b'A'..=b'Z', b'.', ..] => end + 3,
        [b' ', b'A'..=b'Z'] | [b' ', b'A'..=b'Z', b' ' | b'\n' | b'\r' | b'|', ..] => end + 2,
        _ => end,
    }
}

/// A word that may be a half of a name, written as the other half is.
fn fits(word: &Word<'_>, shouted: bool) -> bool {
    const OTHER: &[u32] = &[
        words::CLINICAL_BIT,
        words::STATE_BIT,
        words::KIND_BIT,
        lists::AFTER_PERSON_BIT,
        lists::ROLE_BIT,
        lists::KIN_BIT,
        lists::TITLE_BIT,
        lists::DEPARTMENT_BIT,
        lists::INSTITUTION_BIT,
        lists::ARTICLE_BIT,
        lists::PERSON_VERB_BIT,
    ];
    // Unless many are called so.
    const WORDS: &[u32] = &[words::COMMON_BIT, lists::MONTH_BIT, lists::BRAND_BIT];
    let entry = lexicon::look_up(word.text);
    let is_borne = entry.given() > 1 || entry.surname() > 1;
    word.text.len() > 1
        && word.starts_upper()
        && word.is_all_capitals() == shouted
        && !is_any(Traits::of(word.text), OTHER)
        && (is_borne
            || !is_any(Traits::of(word.text), WORDS) && !lists::is_drug_like(word.text) && !entry.is_clinical())
}

#[cfg(test)]
mod tests {
    use crate::text::tests::covers;

    #[test]
    fn one_half_of_an_entry_vouches_for_the_other() {
        assert!(covers("9:20 TELE Macapagal, Basket       10666", "Basket"));
        assert!(covers("1 | Macapagal, Clemency | BT10091", "Clemency"));
        assert!(covers("window = Xiong, Dolores 4471007", "Xiong"));
        assert!(!covers("seen by Macapagal, Cardiology, today", "Cardiology"));
    }
}
