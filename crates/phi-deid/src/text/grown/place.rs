//! The words that belong to a place.

use phi_types::IdentifierClass::Geography;

use super::{PLAIN, Room, closes, cursor, found, is_any, lists, word_before, words};
use crate::{
    lexicon,
    text::{address, cursor::Word, span::Found, token::led, words::Traits},
};

/// The most words that a place grows by on one side.
const MOST: usize = 3;

/// Over the words right before and behind a place that can be parts of it.
pub(super) fn grow(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    if !value.ends_with(char::is_alphabetic) && !value.ends_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let is_numbered = value.starts_with(|c: char| c.is_ascii_digit());
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let mut end = f.span.end;
    for _ in 0..MOST {
        let next = behind(text, end, shouted).filter(|next| *next <= room.to && !is_numbered);
        match next {
            Some(next) => end = next,
            None => break,
        }
    }
    if end < room.to {
        end = numbered(text, end, is_numbered).max(company(text, end));
    }
    if !is_numbered {
        end = led::grow(text, end).min(room.to.max(end));
        end = tailed(text, end);
    }
    let mut start = f.span.start;
    for _ in 0..MOST {
        match word_before(text, start).filter(|w| !is_numbered && w.start >= room.from && leads(text, w, shouted)) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    if (start, end) != (f.span.start, f.span.end) {
        more.push(found(start, end, Geography, "place.grown.likely"));
        address::after_place(text, end, more);
    }
}

/// Where the next word of the place ends: over a space, a dash, an ampersand, a small word.
fn behind(text: &str, end: usize, shouted: bool) -> Option<usize> {
    const JOINTS: &[&str] =
        &[" & ", " of the ", " of ", " on the ", " on ", " at ", " de la ", " del ", " de ", " - ", "-", "/", " "];
    let rest = cursor::window_after(text, end, 10);
    let joint = JOINTS.iter().find(|joint| rest.starts_with(**joint))?;
    let word = cursor::word_at(text, end + joint.len()).filter(Word::starts_upper)?;
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(words::KIND_BIT) && word.text.len() > 3;
    // A noun belongs to what stands before it, whatever else it means.
    if is_noun && (*joint == " " || *joint == " & ") {
        return (!shouted || word.is_all_capitals()).then_some(word.end);
    }
    let is_named = (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name() || entry.is_name())
        && !entry.is_clinical()
        && !lists::is_drug_like(word.text)
        || traits.has(lists::PLACE_OPENER_BIT);
    // "Rio Verde Urgent": the trade of the house, where the name closes.
    if *joint == " " && traits.has(words::CLINICAL_BIT) && word.is_title_case() && !shouted && closes(text, word.end) {
        return Some(word.end);
    }
    let is_plain = is_any(traits, PLAIN) || traits.has(lists::STOP_BIT) && !traits.has(lists::PLACE_OPENER_BIT);
    let fits = match *joint {
        " " => word.is_all_capitals() == shouted && (closes(text, word.end) || traits.has(lists::PLACE_OPENER_BIT)),
        " - " => is_noun,
        _ => true,
    };
    let is_named = is_named || *joint == " & " && !shouted && word.text.len() > 3;
    (is_named && !is_plain && fits && word.text.len() > 2).then_some(word.end)
}

/// Over a number of the house: "Ridge Homes 2", "Yard No. 3", "Towers #14", ", 2nd Fl.", ", rear".
fn numbered(text: &str, end: usize, is_street: bool) -> usize {
    let rest = cursor::window_after(text, end, 16);
    let digits = |at: usize| {
        rest.get(at..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count().checked_sub(1).map(|n| n + 1)
    };
    for lead in
        [" No. ", " no. ", " #", ", No. ", ", space ", ", unit ", " Unit ", " Bldg ", ", Bldg ", ", room ", ", fl "]
    {
        if rest.starts_with(lead)
            && let Some(count) = digits(lead.len())
        {
            return end + lead.len() + count;
        }
    }
    if is_street {
        for tail in [", rear", ", upstairs", ", downstairs", ", basement", ", upper", ", lower", ", front", ", garage"]
        {
            if rest.starts_with(tail) && !rest.get(tail.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric)) {
                return end + tail.len();
            }
        }
        return end;
    }
    match digits(1).filter(|_| rest.starts_with(' ')) {
        Some(count @ 1..=3)
            if rest.get(count + 1..).is_some_and(|t| {
                t.is_empty() || t.starts_with(['\n', '\r', ',', ';', ')']) || t == "." || t.starts_with(". ")
            }) =>
        {
            end + 1 + count
        }
        _ => end,
    }
}

/// Over ", Inc.", " LLC".
pub(super) fn company(text: &str, end: usize) -> usize {
    let rest = cursor::window_after(text, end, 9);
    let at = rest.len() - rest.trim_start_matches([',', ' ', '.']).len();
    let tail = rest.get(at..).unwrap_or_default();
    let is_tail = |kind: &&&str| {
        tail.starts_with(**kind) && !tail.get(kind.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
    };
    let kind = ["Inc", "INC", "LLC", "LLP", "PLLC", "PC", "P.C", "Ltd", "LTD", "Corp", "Co", "CO"].iter().find(is_tail);
    kind.filter(|_| (1..=3).contains(&at)).map_or(end, |kind| end + at + kind.len())
}

/// Over the small words that say what the place is: "boat ramp", "trading post".
fn tailed(text: &str, end: usize) -> usize {
    const TAILS: &[&str] = &[
        " boat ramp",
        " boat launch",
        " trading post",
        " truck stop",
        " rest stop",
        " rest area",
        " day school",
        " fish camp",
        " camp clinic",
        " chapter house",
        " boat dock",
        " feed store",
        " fire hall",
        " fire station",
        " bus stop",
        " bus station",
        " train station",
        " gas station",
        " swimming pool",
        " golf course",
        " ball field",
        " soccer field",
        " office",
        " camp",
        " smelter",
        " outlets",
        " plant",
        " mill",
        " mine",
        " dock",
        " campus",
        " branch",
        " depot",
        " platform",
        " trailhead",
        " overlook",
        " marina",
    ];
    let rest = cursor::window_after(text, end, 16);
    let tail = TAILS.iter().find(|tail| {
        rest.starts_with(**tail) && !rest.get(tail.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
    });
    tail.map_or(end, |tail| end + tail.len())
}

/// Whether the word begins the place behind it.
fn leads(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let begins = matches!(
        cursor::window_before(text, word.start, 4).trim_end_matches([' ', '"']).chars().next_back(),
        None | Some('.' | '!' | '?' | '\n' | '\r' | ':')
    );
    let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(lists::PLACE_OPENER_BIT);
    let is_plain = is_any(traits, PLAIN)
        || is_any(traits, &[lists::LEAD_BIT, lists::STOP_BIT, lists::EPONYM_BIT, lists::DEPARTMENT_BIT])
        || traits.has(words::KIND_BIT) && begins;
    let is_named =
        (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name()) && !lists::is_drug_like(word.text);
    word.is_all_capitals() == shouted
        && word.text.len() > 2
        && (!is_plain || is_noun && !begins)
        && !(entry.is_clinical() && entry.city() == 0)
        && (is_noun || is_named && (!begins || entry.is_unknown() || entry.city() > 0))
}
