//! What belongs to a place that was found: the city after a hospital, the ZIP code after a street.

use phi_types::IdentifierClass;

use super::{
    cursor, name, pattern,
    span::{self, Confidence, Found, Span, Write},
    token, words,
};
use crate::{lexicon, rule::Zip3};

/// Adds the parts of addresses that stand beside found ones.
pub(super) fn complete(text: &str, found: &mut Vec<Found>) {
    span::join(found);
    let mut more = Vec::new();
    for (at, place) in found.iter().enumerate() {
        if place.span.class != IdentifierClass::Geography {
            continue;
        }
        let end = place.span.end;
        if place.span.rule.starts_with("place.city")
            || place.span.rule == "place.town.likely"
            || is_in_state(text, place)
        {
            more.extend(before_town(text, place.span.start));
        }
        // "Mayo Clinic in Rochester", "Mayo Clinic, Rochester": one place.
        if let Some(next) = found.get(at + 1).filter(|next| next.span.class == IdentifierClass::Geography)
            && matches!(
                text.get(end..next.span.start),
                Some(" in " | " of " | " at " | " on " | " by " | " near " | " off ")
            )
        {
            more.push(part(end, next.span.start, place.span.rule, Write::Tag));
        }
        // "Hwy 395 and Juniper", "Expressway 83 & Taylor"
        let joint = [" and ", " & "].into_iter().find(|joint| text.get(end..).is_some_and(|t| t.starts_with(joint)));
        if let Some(joint) = joint.filter(|_| place.span.rule == "place.route") {
            let word =
                cursor::word_at(text, end + joint.len()).filter(|w| w.is_title_case() && !words::is_common(w.text));
            if let Some(word) = word.filter(|w| {
                cursor::char_after(text, w.end).is_none_or(|c| matches!(c, ',' | '.' | ';' | ')' | '\n' | '\r'))
            }) {
                more.push(part(end, word.end, "place.crossing.likely", Write::Tag));
            }
        }
        if matches!(place.span.rule, "place.street" | "place.box") {
            after_street(text, end, &mut more);
        } else {
            let grown = if place.span.rule == "place.route" { token::led::grow(text, end) } else { end };
            if grown > end {
                more.push(part(end, grown, "place.grown.likely", Write::Tag));
            }
            after_place(text, grown, &mut more);
        }
    }
    found.append(&mut more);
}

/// "Lockhaven Mills IN": whether it ends with the letters of a State, or these stand right behind.
fn is_in_state(text: &str, place: &Found) -> bool {
    let is_code = |two: &str| two.strip_prefix(' ').is_some_and(pattern::thing::is_state);
    let value = text.get(place.span.start..place.span.end).unwrap_or_default();
    let behind = cursor::window_after(text, place.span.end, 3);
    value.len() > 6 && value.get(value.len() - 3..).is_some_and(is_code) || is_code(behind)
}

/// "addr 77 Towpath, Lockhaven Mills IN", "41B Mill, Sample Falls": a number and one or two words before a town over a comma.
fn before_town(text: &str, start: usize) -> Option<Found> {
    let mut at = start.checked_sub(2).filter(|at| matches!(text.get(*at..start), Some(", " | "  ")))?;
    let end = at;
    for count in 0..3 {
        let word = cursor::word_ending(text, at)?;
        let traits = words::Traits::of(word.text);
        let is_other = [words::CLINICAL_BIT, token::lists::MONTH_BIT, token::lists::TITLE_BIT, token::lists::ROLE_BIT]
            .into_iter()
            .any(|bit| traits.has(bit))
            || token::lists::is_drug_like(word.text)
            || lexicon::look_up(word.text).is_clinical() && lexicon::look_up(word.text).surname() == 0;
        if count == 2 || !word.starts_upper() || is_other || cursor::char_before(text, word.start) != Some(' ') {
            return None;
        }
        at = word.start - 1;
        let head = cursor::window_before(text, at, 7);
        if head.ends_with(|c: char| c.is_ascii_digit()) {
            break;
        }
    }
    let head = cursor::window_before(text, at, 12);
    let lead = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = head.len() - lead.len();
    let number = head.get(lead.len()..)?;
    let is_year = digits == 4 && (number.starts_with("19") || number.starts_with("20"));
    let opens = lead.is_empty()
        || lead.ends_with(['\n', '\t', '('])
        || [": ", "  ", ", ", " at ", "addr ", "ADDR ", " to ", " of "].iter().any(|open| lead.ends_with(open));
    ((1..=5).contains(&digits) && opens && !is_year && !number.starts_with('0'))
        .then(|| part(at - digits, end, "place.town.likely", Write::Tag))
}

/// "at Mercy, Columbia": a city that follows a place over a comma and closes the clause.
pub(super) fn after_place(text: &str, end: usize, more: &mut Vec<Found>) {
    if !text.get(end..).is_some_and(|rest| rest.starts_with(", ")) {
        return;
    }
    let Some((start, end)) = name::run_after(text, end + 2, 3) else { return };
    let value = text.get(start..end).unwrap_or_default();
    let entry = lexicon::look_up(value);
    let closes = cursor::char_after(text, end).is_none_or(|c| matches!(c, ',' | '.' | '\n' | '\r' | ';' | ')' | '"'))
        || cursor::window_after(text, end, 2) == "  "
        || cursor::window_after(text, end, 3) == " - ";
    let is_town = entry.city() > 0
        || value.split(' ').all(|word| {
            let entry = lexicon::look_up(word);
            (entry.is_unknown() || entry.is_strong_name() || value.contains(' ')) && !entry.is_clinical()
        });
    let is_other = words::is_state(value)
        || value
            .split(' ')
            .any(|word| words::is_clinical(word) || token::lists::is_stop(word) || token::lists::is_month(word));
    if closes && is_town && !is_other && value.len() > 3 {
        more.push(part(start, end, "place.town.likely", Write::Tag));
    }
}

/// "…, Harrow 18099" and "…, 85599"
fn after_street(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 4);
    let gap = rest.len() - rest.trim_start_matches([',', ' ', '.', '\n', '\r']).len();
    if gap == 0 {
        return;
    }
    let city = name::run_after(text, end + gap, 3);
    let at = city.map_or(end + gap, |city| {
        cursor::skip_gap(text, city.1 + usize::from(cursor::char_after(text, city.1) == Some(',')), false)
    });
    let digits = cursor::window_after(text, at, 16).bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let code = text.get(at..at + digits).unwrap_or_default().trim_end_matches('-');
    let is_zip = (code.len() == 5 || code.len() == 10)
        && !cursor::char_after(text, at + code.len()).is_some_and(char::is_alphanumeric);
    if !is_zip {
        // "12 Elm St, Tupelo": after a comma, where the line, the sentence or the name of a State goes on.
        if let Some((start, end)) = city.filter(|_| rest.starts_with(", ")) {
            let value = text.get(start..end).unwrap_or_default();
            let closes = cursor::char_after(text, end).is_none_or(|c| matches!(c, ',' | '.' | '\n' | '\r' | ';' | ')'))
                || cursor::window_after(text, end, 3).starts_with(" -")
                || cursor::window_after(text, end, 2) == "  ";
            if closes && !super::words::is_state(value) && !value.split(' ').any(super::words::is_clinical) {
                more.push(part(start, end, "place.city_after_street", Write::Tag));
            }
        }
        return;
    }
    more.push(part(at, at + code.len(), "place.zip_after_street", Write::Zip(Zip3::of(code))));
    if let Some((start, end)) = city {
        more.push(part(start, end, "place.city_after_street", Write::Tag));
    }
}

const fn part(start: usize, end: usize, rule: &'static str, write: Write) -> Found {
    let is_likely = matches!(rule.as_bytes(), [.., b'l', b'i', b'k', b'e', b'l', b'y']);
    let confidence = if is_likely { Confidence::Low } else { Confidence::Medium };
    Found { span: Span { start, end, class: IdentifierClass::Geography, rule, confidence }, write }
}
