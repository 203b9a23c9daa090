//! What stands between two findings or right beside one, once all are found: "Comfort Hands of Northfield", "t. ruiz-white".

use phi_types::IdentifierClass::{Geography, Name};

use super::{cursor, found, is_any, land, lists, words};
use crate::{
    lexicon,
    text::{span::Found, words::Traits},
};

/// Adds the words between two places, and what belongs to names in small letters. `found` is sorted and disjoint.
pub(super) fn find(text: &str, found_before: &[Found], more: &mut Vec<Found>) {
    for (at, f) in found_before.iter().enumerate() {
        let is_named = f.span.class == Name;
        if !is_named && f.span.class != Geography {
            continue;
        }
        if let Some(next) = found_before.get(at + 1)
            && between(text, f, next)
        {
            more.push(found(f.span.start, next.span.end, Geography, "place.bridged.likely"));
        }
        if let Some(place) = land::around(text, f) {
            more.push(place);
        }
        if is_named {
            let from = at.checked_sub(1).and_then(|at| found_before.get(at)).map_or(0, |f| f.span.end);
            let to = found_before.get(at + 1).map_or(text.len(), |f| f.span.start);
            super::lower::grow(text, f, from, to, more);
            // What the caller knows stays what it is.
            if f.span.rule != "known.name" {
                small(text, f, from, to, more);
            }
        }
    }
}

/// Whether one house or street goes on from the first to the second.
fn between(text: &str, first: &Found, second: &Found) -> bool {
    let gap = text.get(first.span.end..second.span.start).unwrap_or_default();
    if second.span.class != Geography || second.span.rule.starts_with("place.zip") {
        return false;
    }
    let is_bound = match gap {
        " of " | " of the " | " del " | " de " | " de la " | " OF " | " OF THE " | " near " | "'s on " => true,
        " on " | " at the " | " & " | " @ " => first.span.class == Geography,
        " and " | " at " | " At " | " AT " | " by "
            if first.span.rule == "place.route" || second.span.rule == "place.route" =>
        {
            true
        }
        // "Piedmont Heart at Battery Row": a house, and no town, goes on so.
        " at " | " At " => {
            first.span.class == Geography
                && text.get(first.span.start..first.span.end).is_some_and(|value| value.contains(' '))
                && !first.span.rule.starts_with("place.city")
        }
        _ => false,
    };
    // "Dr. Testcase of Northfield": a person, and where he is.
    let is_person = first.span.class == Name
        && gap != "'s on "
        && !matches!(first.span.rule, "name.role" | "name.likely" | "name.borne.likely" | "name.learned.likely");
    is_bound && !is_person
}

/// Over an initial, a hyphen or another name in small letters.
fn small(text: &str, f: &Found, from: usize, to: usize, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    if !value.starts_with(|c: char| c.is_ascii_lowercase()) || value.len() < 3 {
        return;
    }
    let (mut start, mut end) = (f.span.start, f.span.end);
    let bytes = text.as_bytes();
    let is_small = |b: &u8| b.is_ascii_lowercase();
    // "-white", "falls-"
    if bytes.get(end) == Some(&b'-') && end < to {
        let len = bytes.get(end + 1..).unwrap_or_default().iter().take(16).take_while(|b| is_small(b)).count();
        let tail = text.get(end + 1..end + 1 + len).unwrap_or_default();
        let is_apart = !bytes.get(end + 1 + len).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-');
        if len > 1
            && is_apart
            && !matches!(tail, "like" | "type" | "led" | "based" | "related" | "style" | "free" | "in-law")
        {
            end += 1 + len;
        }
    }
    let head = bytes.get(..start).unwrap_or_default();
    if head.last() == Some(&b'-') && start > from {
        let len = head.iter().rev().skip(1).take(16).take_while(|b| is_small(b)).count();
        let at = start - 1 - len;
        let is_apart =
            at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b','));
        let entry = lexicon::look_up(text.get(at..start - 1).unwrap_or_default());
        if len > 2 && is_apart && !entry.is_clinical() && (entry.is_name() || entry.is_unknown()) {
            start = at;
        }
    }
    // "o'malley"
    let head = bytes.get(..start).unwrap_or_default();
    if head.ends_with(b" o'") || head.ends_with(b" d'") || head.ends_with(b"\no'") {
        start -= 2;
    }
    // "opal jensen-wu", "mr. testcase lindqvist": a first name before a surname, a surname behind a first name.
    let is_free = |traits: Traits| {
        !is_any(
            traits,
            &[
                words::COMMON_BIT,
                words::CLINICAL_BIT,
                lists::STOP_BIT,
                lists::ROLE_BIT,
                lists::AFTER_PERSON_BIT,
                lists::KIN_BIT,
                lists::TITLE_BIT,
                lists::MONTH_BIT,
            ],
        )
    };
    if let Some(word) = cursor::word_ending(text, start.wrapping_sub(1))
        .filter(|_| start > from && bytes.get(start.wrapping_sub(1)) == Some(&b' '))
    {
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        let is_given = entry.given() > 1 && matches!(entry.ordinary(), 0 | 4..) && !entry.is_clinical();
        if word.start >= from
            && word.text.len() > 2
            && word.text.bytes().all(|b| is_small(&b))
            && is_given
            && is_free(traits)
        {
            start = word.start;
        }
    }
    if let Some(word) = cursor::word_at(text, end + 1).filter(|_| bytes.get(end) == Some(&b' ') && !value.contains(' '))
    {
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        let is_surname = entry.ordinary() == 0
            && !entry.is_clinical()
            && (entry.surname() > 1 || entry.is_unknown() && word.text.len() > 4);
        let is_given = lexicon::look_up(value).given() > 1;
        if word.end <= to
            && word.text.len() > 2
            && word.text.bytes().all(|b| is_small(&b) || b == b'-' || b == b'\'')
            && is_given
            && is_surname
            && is_free(traits)
            && !lists::is_drug_like(word.text)
        {
            end = word.end;
        }
    }
    // "t. testcase"
    let head = cursor::window_before(text, start, 4);
    if let Some(rest) = head.strip_suffix(". ")
        && rest.ends_with(|c: char| c.is_ascii_lowercase())
    {
        let before = rest.get(..rest.len() - 1).unwrap_or_default();
        if (before.is_empty() && start == 3 || before.ends_with([' ', '\n', '(', '/'])) && start >= from + 3 {
            start -= 3;
        }
    }
    if (start, end) != (f.span.start, f.span.end) {
        more.push(found(start, end, Name, "name.small_grown.likely"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::covers;

    #[test]
    fn what_stands_beside_belongs_to_it() {
        assert!(covers("home health through Red Mesa Hospice of Springfield.", "Red Mesa Hospice of Springfield"));
        assert!(covers("seen w/ dr. okafor-lindley today", "okafor-lindley"));
        assert!(covers("cell 555-0146 (212), beeper 212-555-0188 #22", "(212)"));
        assert!(covers("beeper 212-555-0188 #22.", "212-555-0188 #22"));
        assert!(covers("Phone 212-555-0151, fax same but 0152.", "0152"));
        assert!(covers("Joined the Navy in 1942.", "1942"));
    }
}
