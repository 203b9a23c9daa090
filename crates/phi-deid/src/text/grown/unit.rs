//! The unit within a place, and the ZIP code behind it: ", Suite D", " lot 61", ", 2nd floor", "-A", "Harrow Oaks 78599".

use phi_types::IdentifierClass::Geography;

use super::{cursor, found, lists, words};
use crate::{
    rule::Zip3,
    text::{
        pattern::{Lower, measures},
        span::{Found, Write},
    },
};

/// Over a word for a part of a building and its number.
pub(super) fn behind(text: &str, end: usize, is_street: bool) -> usize {
    const NOUNS: &[&str] = &[
        "apartment",
        "apt",
        "bldg",
        "box",
        "building",
        "cabin",
        "cottage",
        "dist",
        "drawer",
        "field",
        "fl",
        "floor",
        "gate",
        "house",
        "loc",
        "lot",
        "mail stop",
        "mailstop",
        "mile",
        "no",
        "pavilion",
        "slip",
        "space",
        "spc",
        "ste",
        "suite",
        "tower",
        "trailer",
        "trlr",
        "unit",
    ];
    let rest = cursor::window_after(text, end, 32);
    // "118-A", "Cut-off"
    if let Some(tail) = rest.strip_prefix('-') {
        let len = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_number = text.get(..end).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
        let is_letter = len == 1 && tail.starts_with(|c: char| c.is_ascii_uppercase());
        return if is_number && is_letter { end + 1 + len } else { end };
    }
    // "Sweetgrass Dist. 44"
    let word = cursor::word_ending(text, end)
        .filter(|word| matches!(word.text, "Dist" | "Loc" | "No" | "Local" | "Ward" | "Lodge" | "Post"));
    if word.is_some() {
        let tail = rest.trim_start_matches(['.', ' ', '#']);
        let gap = rest.len() - tail.len();
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let closes = !tail.get(digits..).is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || c == '/'));
        return if (1..=3).contains(&gap) && (1..=4).contains(&digits) && closes { end + gap + digits } else { end };
    }
    let tail = rest.trim_start_matches([',', ' ']);
    let gap = rest.len() - tail.len();
    if !(1..=4).contains(&gap) {
        return end;
    }
    // Most of what follows a place begins as none of them does.
    let first = tail.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    if !(first.is_ascii_digit() || matches!(first, b'a'..=b'd' | b'f'..=b'h' | b'l'..=b'n' | b'p' | b's'..=b'u')) {
        return end;
    }
    let lower = Lower::of(tail);
    // "2nd floor"
    let figures = lower.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&figures) {
        // "Cedar Run Plaza, 2nd Fl"
        if !is_street && !rest.starts_with(", ") {
            return end;
        }
        let floor = [" floor", " fl", " flr"].iter().find_map(|floor| {
            let rest = lower.get(figures + 2..)?.strip_prefix(floor)?;
            let is_ordinal = matches!(lower.get(figures..figures + 2), Some("st" | "nd" | "rd" | "th"));
            (is_ordinal && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(figures + 2 + floor.len())
        });
        return floor.map_or(end, |len| end + gap + len);
    }
    let second = lower.as_bytes().get(1);
    let is_it = |noun: &&&str| {
        noun.as_bytes().get(1) == second
            && lower.strip_prefix(**noun).is_some_and(|rest| rest.starts_with(['.', ' ', '#']))
    };
    let Some(noun) = NOUNS.iter().find(is_it) else {
        return end;
    };
    // "space 4" and "no 3" count other things where no comma parts them.
    if matches!(
        *noun,
        "no" | "box"
            | "fl"
            | "floor"
            | "slip"
            | "unit"
            | "building"
            | "house"
            | "field"
            | "gate"
            | "cabin"
            | "cottage"
            | "pavilion"
            | "tower"
    ) && !rest.starts_with(',')
    {
        let is_dotted = lower.get(noun.len()..).is_some_and(|rest| rest.starts_with('.'));
        if !(is_dotted && *noun == "no") {
            return end;
        }
    }
    let Some(code) = tail.get(noun.len()..).map(|code| code.trim_start_matches(['.', ' ', '#'])) else { return end };
    let at = tail.len() - code.len();
    let len = code.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let code = code.get(..len).unwrap_or_default();
    let is_spelled =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
            .contains(&code);
    let is_code = len <= 5 && code.bytes().any(|b| b.is_ascii_digit()) && !code.ends_with('-')
        || len == 1 && code.starts_with(|c: char| c.is_ascii_uppercase());
    if at > noun.len() && at <= noun.len() + 3 && (is_code || is_spelled) { end + gap + at + len } else { end }
}

/// "Lot 44, Whispering Oaks", "Apt 9C, Marcy Houses", "lower unit, 1170 Cottonwood": the unit before a place.
pub(super) fn before(text: &str, start: usize) -> Option<usize> {
    const NOUNS: &[&str] = &[
        "apartment",
        "apt",
        "barrack",
        "bldg",
        "building",
        "cabin",
        "camp",
        "casa",
        "cottage",
        "flat",
        "lot",
        "pavilion",
        "space",
        "spc",
        "ste",
        "suite",
        "tower",
        "trailer",
        "trlr",
        "unit",
    ];
    let head = cursor::window_before(text, start, 24).strip_suffix(", ")?;
    for unit in ["lower unit", "upper unit", "rear unit", "basement apt", "upper flat", "lower flat", "basement unit"] {
        if head.to_ascii_lowercase().ends_with(unit) {
            return Some(start - 2 - unit.len());
        }
    }
    let at = head.rfind(' ')?;
    let code = head.get(at + 1..)?.trim_start_matches('#');
    let is_code = code.len() <= 5
        && (code.bytes().any(|b| b.is_ascii_digit()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            || code.len() == 1 && code.bytes().all(|b| b.is_ascii_uppercase()));
    let lead = head.get(..at)?;
    let from = lead.rfind([' ', '\n', '(', '\t', ',', ':', ';']).map_or(0, |at| at + 1);
    let noun = lead.get(from..)?.trim_end_matches('.');
    let is_noun = NOUNS.iter().any(|known| known.eq_ignore_ascii_case(noun));
    (is_code && is_noun).then(|| start - 2 - (head.len() - from))
}

/// Adds five digits right behind a place.
pub(super) fn zip(text: &str, end: usize, is_numbered: bool, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 16);
    let tail = rest.trim_start_matches([',', ' ']);
    let gap = rest.len() - tail.len();
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let more_digits = tail
        .get(digits..)
        .and_then(|t| t.strip_prefix('-'))
        .map_or(0, |plus| plus.bytes().take_while(u8::is_ascii_digit).count());
    let len = if more_digits == 4 { digits + 5 } else { digits };
    let goes_on = tail
        .get(len..)
        .is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '%')));
    // A town, and no house, has one without a comma.
    let word = cursor::word_ending(text, end).filter(|word| word.starts_upper());
    let is_town = word.is_some_and(|word| {
        let traits = words::Traits::of(word.text);
        !traits.has(lists::DEPARTMENT_BIT) && !traits.has(words::CLINICAL_BIT) && !traits.has(words::KIND_BIT)
    });
    if digits == 5
        && (1..=4).contains(&gap)
        && !goes_on
        && (is_town || is_numbered && rest.starts_with(','))
        && !measures(&Lower::of(cursor::window_after(text, end + gap + len, 12)))
    {
        let at = end + gap;
        let code = text.get(at..at + len).unwrap_or_default();
        let mut zip = found(at, at + len, Geography, "place.zip_behind.likely");
        zip.write = Write::Zip(Zip3::of(code));
        more.push(zip);
    }
}
