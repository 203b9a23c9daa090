//! The other half of a name, and the house a person belongs to.

use phi_types::IdentifierClass::{Geography, Name};

use super::{PLAIN, Room, SIGHTS, closes, cursor, found, is_any, lists, word_before, word_behind, words};
use crate::{
    lexicon,
    text::{cursor::Word, span::Found, token::led, words::Traits},
};

/// The most words that a name grows by on one side.
const MOST: usize = 2;

/// Over the words right before and behind a name that can be parts of it.
pub(super) fn grow(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    let is_name = value.len() > 2 && value.starts_with(char::is_uppercase);
    if !is_name {
        return;
    }
    let last = value.rsplit([' ', ',', '-', '.']).next().unwrap_or_default();
    let shouted = !last.bytes().any(|b| b.is_ascii_lowercase());
    let mut end = f.span.end;
    for _ in 0..MOST {
        match word_behind(text, end).filter(|w| w.end <= room.to && goes_on(text, w, shouted)) {
            Some(word) => end = word.end,
            None => break,
        }
    }
    end = joined(text, end).min(room.to.max(end));
    let mut start = f.span.start;
    for _ in 0..MOST {
        match word_before(text, start).filter(|w| w.start >= room.from && leads(text, w, shouted)) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    // "Testcase & Testcase PC": a firm.
    end = super::place::company(text, end);
    if (start, end) != (f.span.start, f.span.end) {
        more.push(found(start, end, Name, "name.grown.likely"));
    }
    house(text, end, room, more);
}

/// Over a joint and the name behind it: "vda. de Testcase", "d'Arcy", "Two Bulls".
fn joined(text: &str, end: usize) -> usize {
    const JOINTS: &[&str] = &[
        " vda. de ",
        " Vda. de ",
        " vda de ",
        " viuda de ",
        " VDA DE ",
        " de la ",
        " de los ",
        " de las ",
        " del ",
        " de ",
        " van der ",
        " van ",
        " von ",
        " bin ",
        " d'",
        " D'",
        " al-",
        " Al-",
        " el-",
        " El-",
        " O'",
        " Mc",
    ];
    let rest = cursor::window_after(text, end, 12);
    if let Some(joint) = JOINTS.iter().find(|joint| rest.starts_with(**joint)) {
        let word = cursor::word_at(text, end + joint.len()).filter(Word::starts_upper);
        return word.filter(|w| !is_any(Traits::of(w.text), PLAIN) && w.text.len() > 2).map_or(end, |w| w.end);
    }
    let sight = word_behind(text, end).filter(|w| SIGHTS.contains(&w.text));
    sight
        .and_then(|w| word_behind(text, w.end))
        .filter(|w| {
            let is_trade = is_any(Traits::of(w.text), &[words::CLINICAL_BIT, lists::BRAND_BIT]);
            w.is_title_case() && closes(text, w.end) && !is_trade
        })
        .map_or(end, |w| w.end)
}

/// Whether the word ends the name before it.
fn goes_on(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_other = is_any(traits, PLAIN)
        || is_any(traits, &[lists::DEPARTMENT_BIT, lists::THING_BIT, words::NAMED_THING_BIT, words::KIND_BIT])
        || lists::is_drug_like(word.text) && entry.surname() < 2
        || entry.is_clinical() && entry.surname() < 2;
    let is_borne = entry.surname() > 0 || entry.given() > 0 || entry.is_unknown() && word.text.len() > 2;
    let is_sign = traits.has(lists::STOP_BIT) || traits.has(lists::INSTITUTION_BIT);
    word.is_all_capitals() == shouted
        && word.text.len() > 1
        && !is_other
        && is_borne
        && (!is_sign || entry.surname() > 1)
        && closes(text, word.end)
}

/// Whether the word begins the name behind it.
fn leads(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let begins = matches!(
        cursor::window_before(text, word.start, 4).trim_end_matches([' ', '"']).chars().next_back(),
        None | Some('.' | '!' | '?' | '\n' | '\r' | ':' | ';' | ')')
    );
    let is_given = entry.given() > 1 || entry.given() > 0 && !begins && entry.ordinary() != 1;
    word.is_all_capitals() == shouted
        && word.text.len() > 2
        && !is_any(traits, PLAIN)
        && !is_any(traits, &[lists::DEPARTMENT_BIT, words::KIND_BIT, lists::LEAD_BIT])
        && (is_given || entry.is_unknown() && !begins && !shouted)
        && !(entry.is_clinical() && entry.given() < 2)
}

/// "Dr. Ruiz-Park, Alderbrook; fax", "Ana Ruiz DDS, Northfield.": the house or the town of the person before it.
fn house(text: &str, end: usize, room: Room, more: &mut Vec<Found>) {
    let mut at = end;
    for _ in 0..2 {
        let gap = if text.get(at..).is_some_and(|rest| rest.starts_with(", ")) { 2 } else { 1 };
        match cursor::word_at(text, at + gap).filter(|w| lists::is_after_person(w.text) && w.is_all_capitals()) {
            Some(word) if gap == 2 || cursor::char_after(text, at) == Some(' ') => at = word.end,
            _ => break,
        }
    }
    if at >= room.to || !text.get(at..).is_some_and(|rest| rest.starts_with(", ")) {
        return;
    }
    let Some(first) = cursor::word_at(text, at + 2)
        .filter(|w| w.is_title_case() && (w.text.len() > 3 || Traits::of(w.text).has(lists::PLACE_OPENER_BIT)))
    else {
        return;
    };
    let mut last = first;
    let mut says = false;
    let mut word = Some(first);
    for _ in 0..4 {
        let Some(next) = word else { break };
        let (entry, traits) = (lexicon::look_up(next.text), Traits::of(next.text));
        let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(words::KIND_BIT);
        if !is_noun && is_any(traits, PLAIN) || traits.has(lists::STOP_BIT) || entry.is_clinical() && entry.city() == 0
        {
            return;
        }
        says |= !is_noun && (entry.city() > 0 || entry.is_unknown() || entry.is_strong_name())
            || traits.has(lists::INSTITUTION_BIT) && next.start > first.start;
        last = next;
        word = word_behind(text, next.end);
    }
    if says && closes(text, last.end) && last.end <= room.to.max(end) {
        more.push(found(first.start, led::grow(text, last.end), Geography, "place.behind_name.likely"));
    }
}
