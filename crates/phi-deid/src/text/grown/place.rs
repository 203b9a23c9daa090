//! The words that belong to a place.

use phi_types::IdentifierClass::Geography;

use super::{PLAIN, Room, closes, cursor, found, is_any, leading, lists, unit, word_before, words};
use crate::{
    lexicon,
    text::{
        address,
        cursor::Word,
        span::Found,
        token::{self, led},
        words::Traits,
    },
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
    let is_small = !value.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let grown = if is_small { led::grow_small(text, f.span.end) } else { f.span.end };
    let mut end = unit::behind(text, grown, is_numbered);
    let is_unit = end > grown;
    for _ in 0..MOST {
        if is_unit {
            break;
        }
        let next = behind(text, end, shouted).or_else(|| closing(text, end, shouted));
        match next.filter(|next| *next <= room.to && !is_numbered) {
            Some(next) => end = next,
            None => break,
        }
    }
    if end < room.to {
        end = numbered(text, end, is_numbered).max(company(text, end));
        end = unit::behind(text, end, is_numbered);
    }
    if !is_numbered {
        end = led::grow(text, end).min(room.to.max(end));
        end = tailed(text, end);
        end = unit::behind(text, end, is_numbered);
    }
    let mut start = f.span.start;
    for _ in 0..MOST {
        match word_before(text, start).filter(|w| !is_numbered && w.start >= room.from && leads(text, w, shouted)) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    if !is_numbered {
        start = owner(text, start).filter(|owner| *owner >= room.from).unwrap_or(start);
    }
    unit::zip(text, end, is_numbered, more);
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
    let joint = leading(rest, JOINTS)?;
    let word = cursor::word_at(text, end + joint.len()).filter(Word::starts_upper)?;
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(words::KIND_BIT) && word.text.len() > 3;
    // A noun belongs to what stands before it, whatever else it means.
    if is_noun && (joint == " " || joint == " & ") {
        return (!shouted || word.is_all_capitals()).then_some(word.end);
    }
    let is_named = (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name() || entry.is_name())
        && !entry.is_clinical()
        && !lists::is_drug_like(word.text)
        || traits.has(lists::PLACE_OPENER_BIT);
    // "Rio Verde Urgent": the trade of the house, where the name closes.
    if joint == " " && traits.has(words::CLINICAL_BIT) && word.is_title_case() && !shouted && closes(text, word.end) {
        return Some(word.end);
    }
    let is_plain = is_any(traits, PLAIN) || traits.has(lists::STOP_BIT) && !traits.has(lists::PLACE_OPENER_BIT);
    let fits = match joint {
        " " => word.is_all_capitals() == shouted && (closes(text, word.end) || traits.has(lists::PLACE_OPENER_BIT)),
        " - " => is_noun,
        _ => true,
    };
    let is_named = is_named || joint == " & " && !shouted && word.text.len() > 3;
    (is_named && !is_plain && fits && word.text.len() > 2).then_some(word.end)
}

/// Adds the house that begins with a name: "Baldwin High", "River House, unit 9", "Ellis trading post".
pub(super) fn of_name(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    let is_titled = cursor::window_before(text, f.span.start, 4).trim_end().ends_with('.');
    if is_titled || value.contains([',', '.']) || value.len() < 3 || f.span.end >= room.to {
        return;
    }
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let tail = if shouted { f.span.end } else { tailed(text, f.span.end) };
    let first = cursor::word_at(text, f.span.end + 1)
        .filter(|_| cursor::char_after(text, f.span.end) == Some(' '))
        .filter(Word::starts_upper);
    let is_noun = first.is_some_and(|word| {
        let traits = Traits::of(word.text);
        let is_house = traits.has(lists::INSTITUTION_BIT)
            || traits.has(words::KIND_BIT)
            || traits.has(words::CLINICAL_BIT) && shouted
            || matches!(word.text, "High" | "Middle" | "Mine" | "Surrogate" | "Hall" | "Women");
        is_house && (!traits.has(lists::DEPARTMENT_BIT) || word.text.len() > 4) && !traits.has(lists::ROLE_BIT)
    });
    let end = if tail > f.span.end {
        tail
    } else {
        match closing(text, f.span.end, shouted).filter(|end| is_noun && *end <= room.to) {
            Some(end) => end,
            None => return,
        }
    };
    more.push(found(f.span.start, unit::behind(text, end, false), Geography, "place.of_name.likely"));
}

/// Over one to three words that close the name: "Lakeside Fitness", "Yuma Women's", "Nation Mobile Mammo". In capitals they
/// must be of the trade: "SWAN INTERNAL MEDICINE".
fn closing(text: &str, end: usize, shouted: bool) -> Option<usize> {
    let mut at = end;
    for _ in 0..MOST {
        let gap = cursor::char_after(text, at).filter(|c| *c == ' ')?;
        let word = cursor::word_at(text, at + gap.len_utf8()).filter(Word::starts_upper)?;
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        let is_trade =
            traits.has(words::CLINICAL_BIT) || traits.has(words::KIND_BIT) || traits.has(lists::INSTITUTION_BIT);
        let is_other = is_any(traits, OTHER) && !is_trade
            || is_any(traits, &[lists::ROLE_BIT, lists::AFTER_PERSON_BIT, lists::KIN_BIT])
            || traits.has(words::NAMED_THING_BIT)
            || traits.has(lists::THING_BIT)
            || lists::is_drug_like(word.text) && !is_trade;
        let is_other = is_other && !matches!(word.text, "Rx" | "ENT" | "RT" | "Unit" | "Dept" | "Emergency");
        let is_written = if shouted {
            word.is_all_capitals() && is_trade
        } else {
            word.is_title_case()
                || word.text == "RT"
                || (3..=4).contains(&word.text.len())
                    && (entry.is_unknown() && traits == Traits::NONE
                        || matches!(word.text, "LLC" | "INC" | "LLP" | "ENT" | "VNA" | "DERM"))
                    && !matches!(word.text, "TTS" | "MWF" | "TTHS" | "MTWT")
        };
        if is_other || !is_written || word.text.len() < 2 || word.text == "No" {
            return None;
        }
        at = word.end;
        let rest = cursor::window_after(text, at, 3);
        if let Some(rest) = rest.strip_prefix("'s") {
            at += 2;
            if !rest.starts_with(' ') {
                return Some(at);
            }
        }
        let is_before_small = is_trade
            && !shouted
            && word.is_title_case()
            && cursor::window_after(text, at, 2)
                .strip_prefix(' ')
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        if ends(text, at) || is_before_small {
            return Some(at);
        }
    }
    None
}

/// Whether the name of a house ends here: at the end of a clause, a column or a line.
fn ends(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 3);
    rest.is_empty()
        || rest.starts_with([',', ';', ')', '\n', '\r', '|', '"'])
        || rest.starts_with("  ")
        || rest.starts_with(" (")
        || rest.starts_with(" #")
        || rest.starts_with('.') && !rest.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_alphanumeric()))
}

/// What no house ends with.
const OTHER: &[u32] = &[
    words::COMMON_BIT,
    words::STATE_BIT,
    lists::MONTH_BIT,
    lists::TITLE_BIT,
    lists::BRAND_BIT,
    lists::ARTICLE_BIT,
    lists::STOP_BIT,
    lists::DEPARTMENT_BIT,
    lists::EPONYM_BIT,
];

/// "Port of Longview", "Children's of the Palouse": whose it is.
fn owner(text: &str, start: usize) -> Option<usize> {
    let head = cursor::window_before(text, start, 8);
    let of = [" of the ", " of "].into_iter().find(|of| head.ends_with(of))?;
    let mut at = start - of.len();
    let is_possessive = cursor::window_before(text, at, 2) == "'s";
    at -= if is_possessive { 2 } else { 0 };
    let word = cursor::word_ending(text, at).filter(|w| w.is_title_case() && w.text.len() > 2)?;
    let is_house = matches!(word.text, "Port" | "Bank" | "Friends" | "Visiting" | "Bureau" | "Archdiocese" | "Heme")
        || is_possessive && matches!(word.text, "Children" | "Women" | "Men" | "Veteran")
        || Traits::of(word.text).has(lists::INSTITUTION_BIT) && !Traits::of(word.text).has(words::COMMON_BIT);
    is_house.then_some(word.start)
}

/// Over a number of the house: "Ridge Homes 2", "Yard No. 3", "Towers #14", ", 2nd Fl.", ", rear".
fn numbered(text: &str, end: usize, is_street: bool) -> usize {
    let rest = cursor::window_after(text, end, 16);
    let digits = |at: usize| {
        rest.get(at..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count().checked_sub(1).map(|n| n + 1)
    };
    for lead in [" No. ", " no. ", " #", ", No. ", ", space ", ", unit ", " Unit ", " Bldg ", ", Bldg ", ", fl "] {
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
    if !(1..=3).contains(&at) {
        return end;
    }
    let kind = ["Inc", "INC", "LLC", "LLP", "PLLC", "PC", "P.C", "Ltd", "LTD", "Corp", "Co", "CO"].iter().find(is_tail);
    kind.map_or(end, |kind| end + at + kind.len())
}

/// Over the small words that say what the place is: "boat ramp", "trading post".
fn tailed(text: &str, end: usize) -> usize {
    const TAILS: &[&str] = &[
        " parking lot",
        " lot",
        " clan hall",
        " dance hall",
        " meeting hall",
        " pow wow",
        " barn",
        " dairy",
        " sawmill",
        " cannery",
        " quarry",
        " refinery",
        " bus depot",
        " food bank",
        " food pantry",
        " bingo hall",
        " ferry",
        " pier",
        " trail",
        " boat ramp",
        " boat launch",
        " trading post",
        " truck stop",
        " rest stop",
        " rest area",
        " day school",
        " fish camp",
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
    let second = rest.as_bytes().get(1);
    let tail = TAILS.iter().find(|tail| {
        tail.as_bytes().get(1) == second
            && rest.starts_with(**tail)
            && !rest.get(tail.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
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
    let is_noun = traits.has(lists::INSTITUTION_BIT)
        || traits.has(lists::PLACE_OPENER_BIT)
        || token::house::is_quarter(word.text);
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
