//! What a find took along that identifies nobody, and what it took for a name that is none.
//!
//! A role before a name and letters behind it are no part of it; neither are a weekday, the first word of a Spanish
//! sentence, or the two persons after whom a sign is called. Whatever the rule, the same words tell it, so it is one place
//! that takes them off again.

mod again;
mod along;
mod code;
mod edge;
mod ends;
mod figure;
mod form;
mod house;
mod lens;
mod list;
mod named;
mod trade;

use phi_types::IdentifierClass::{
    CertificateOrLicense, Date, Geography, HealthPlanBeneficiary, IpAddress, Name, Other, Phone, Vehicle,
};

use super::{
    cursor::{self, Word},
    span::{Found, Span},
    token::lists,
    words::{self, Traits},
};
pub(super) use again::Settled;

/// Rules whose finds are as the caller or a message gives them.
const GIVEN: &[&str] = &["known.value", "message.field", "table.key", "name.column"];

/// Rules that go by the place of a value alone.
const FILLED: &[&str] = &["message.field", "name.column", "name.hl7", "name.reversed", "table.column", "table.key"];

/// Takes off what does not belong to a find, and drops what is none.
pub(super) fn mend(text: &str, found: &mut Vec<Found>) {
    found.retain_mut(|f| mend_one(text, f));
}

/// The same, and says which were left as they are.
pub(super) fn mend_and_tell(text: &str, found: &mut Vec<Found>) -> Settled {
    let mut settled = Settled::with_room(found.len());
    found.retain_mut(|f| {
        let span = f.span;
        let is_kept = mend_one(text, f);
        if is_kept && span == f.span {
            settled.add(span);
        }
        is_kept
    });
    settled
}

/// The same, but for those of which it is known that they are left as they are, in order.
pub(super) fn mend_rest(text: &str, found: &mut Vec<Found>, settled: &[Span]) {
    let mut at = 0;
    found.retain_mut(|f| {
        let is_before = |span: &Span| span.start < f.span.start;
        // Mostly it is this one or the next, but they may come in any order.
        at += usize::from(settled.get(at).is_some_and(is_before));
        let is_here = settled.get(at).is_none_or(|span| !is_before(span))
            && at.checked_sub(1).and_then(|at| settled.get(at)).is_none_or(is_before);
        if !is_here {
            at = settled.partition_point(is_before);
        }
        settled.get(at).is_some_and(|span| again::is_same(span, &f.span)) || mend_one(text, f)
    });
}

/// Whether anything is left of a find. Of all that is known of it, only its place, its class and its rule are asked.
fn mend_one(text: &str, f: &mut Found) -> bool {
    if !matches!(f.span.class, Name | Geography | Date) && !GIVEN.contains(&f.span.rule) {
        edge::trim_number(text, f);
    }
    match f.span.class {
        _ if FILLED.contains(&f.span.rule) && text.get(f.span.start..f.span.end).is_some_and(form::is_blank) => false,
        _ if f.span.rule == "message.field" => code::mend_field(text, f),
        Name => GIVEN.contains(&f.span.rule) || mend_name(text, f),
        Geography => house::mend(text, f),
        Other => code::mend(text, f),
        Date => {
            figure::mend_day(text, f);
            figure::is_day(text, f)
        }
        IpAddress => figure::is_address(text, f),
        Phone => figure::is_phone(text, f),
        Vehicle | HealthPlanBeneficiary => figure::is_registered(text, f),
        CertificateOrLicense => {
            code::mend_licence(text, f);
            figure::is_registered(text, f)
        }
        _ => true,
    }
}

/// Whether anything is left of it.
fn mend_name(text: &str, f: &mut Found) -> bool {
    let Some(value) = text.get(f.span.start..f.span.end) else { return true };
    // Roles and letters stand apart from the name.
    let is_one = !value.bytes().any(|b| matches!(b, b' ' | b'.' | b',' | b'\'' | b'-'));
    if !is_one {
        trim_front(text, f);
        trim_end(text, f);
    }
    // What is taken off is parted from the rest.
    if value.bytes().any(|b| matches!(b, b' ' | b',')) {
        along::trim(text, f);
    }
    let Some(value) = text.get(f.span.start..f.span.end) else { return true };
    let by_looks =
        (f.span.rule.ends_with(super::LIKELY) || f.span.rule == "name.lexicon") && !is_of_person(text, f.span.end);
    let start = f.span.start;
    // What is signed with is a short form of the trade as often as not.
    if by_looks
        && f.span.rule != "name.signed.likely"
        && (is_weekday(text, start, value)
            || is_letters(text, start, value)
            || is_plain(text, start, value)
            || !f.span.rule.starts_with("name.initials") && named::is_graded(text, f, value)
            || named::is_denied(text, start, value)
            || house::is_insurer(text, start, f.span.end))
    {
        return false;
    }
    if (by_looks || matches!(f.span.rule, "name.kin" | "name.title")) && is_pair(text, f) {
        return false;
    }
    if trade::is_none(text, f, value, by_looks) {
        return false;
    }
    // Whom the caller or the document has named goes wherever the name stands, but before what is called so.
    if f.span.rule == "known.name" && lens::PAIR.has(value) && names_thing(text, f) {
        return false;
    }
    !((f.span.rule == "name.title" || by_looks && is_titled(text, start)) && is_titled_thing(value)
        || is_contraction(value))
}

/// The words of a name, up to what is no letter, dash or apostrophe.
fn first_word(text: &str, at: usize, end: usize) -> Option<Word<'_>> {
    cursor::word_at(text, at).filter(|word| word.end <= end)
}

/// "Aide Kerline", "RPh Nevada Lind", "Prov TOOTHAKER": what somebody is stands before the name.
fn trim_front(text: &str, f: &mut Found) {
    for _ in 0..2 {
        let (start, end) = (f.span.start, f.span.end);
        let Some(word) = first_word(text, start, end) else { return };
        let rest = text.get(word.end..end).unwrap_or_default();
        let gap = rest.bytes().take_while(|b| matches!(b, b' ' | b'.' | b':' | b',')).count();
        let next = word.end + gap;
        let is_lead = || lens::LEAD.has(word.text) || is_contraction(word.text) || trade::is_lead(word.text);
        let is_name =
            |w: Word<'_>| w.end <= end && w.starts_upper() && w.text.chars().count() > 1 && !words::is_common(w.text);
        // "SUP R. IYER": an initial before the name.
        let behind_initial = |w: &Word<'_>| {
            cursor::window_after(text, w.end, 2) == ". " && cursor::word_at(text, w.end + 2).is_some_and(is_name)
        };
        let goes_on =
            || cursor::word_at(text, next).is_some_and(|w| is_name(w) || w.is_initial() && behind_initial(&w));
        // "Tech, Ana" may be a surname and a first name.
        if gap == 0 || rest.starts_with(',') || !is_lead() || !goes_on() {
            return;
        }
        f.span.start = next;
    }
}

/// "J. Polk MLS", "Sol Meyer, LMHC", "Luther Black, M.D".
fn trim_end(text: &str, f: &mut Found) {
    for _ in 0..3 {
        let value = text.get(f.span.start..f.span.end).unwrap_or_default();
        let is_sign = |b: u8| matches!(b, b' ' | b',');
        let Some(at) = value.bytes().rposition(is_sign) else { return };
        let Some((head, tail)) = value.split_at_checked(at) else { return };
        let tail = cursor::trim_start(tail, is_sign);
        let is_dotted = matches!(tail, "M.D" | "D.O" | "N.P" | "P.A" | "R.N" | "Ph.D" | "D.D.S" | "D.P.M" | "M.S");
        let head = cursor::trim_end(head, is_sign);
        // Two letters that may be a name stay behind a first name alone.
        let has_name = head.bytes().filter(u8::is_ascii_alphabetic).count() > 1;
        if !has_name || !(is_dotted || lens::is_letters(tail)) {
            return;
        }
        f.span.end = f.span.start + head.len();
    }
}

/// A day of the week within a sentence; behind a title, a role or kinship it is somebody.
fn is_weekday(text: &str, start: usize, value: &str) -> bool {
    value.len() < 11 && lens::WEEKDAY.has(value) && !is_led(text, start)
}

/// "Jane Poe, MD, FAAP", "MD PhD": letters behind letters.
fn is_letters(text: &str, start: usize, value: &str) -> bool {
    lens::is_letters(value) && {
        let before = cursor::trim_end(text.get(..start).unwrap_or_default(), |b| matches!(b, b' ' | b',' | b'/'));
        start > before.len() && (before.ends_with(']') || cursor::word_ending(text, before.len()).is_some())
    }
}

/// A word of a Spanish sentence, a language, an abbreviation or a role, unless somebody is called so: "Dr. Casa". Several
/// with commas between are a list of them.
fn is_plain(text: &str, start: usize, value: &str) -> bool {
    let is_one = |word: &str| {
        word.len() < 16 && (lens::FOREIGN_WORD.has(word) || lens::ALONE_WORD.has(word) || lens::LEAD.has(word))
    };
    let is_phrase = || value.bytes().any(|b| b == b' ') && value.split(' ').all(|word| lens::FOREIGN_WORD.has(word));
    // Most hold no comma.
    let first = value.bytes().position(|b| b == b',').and_then(|at| value.get(..at)).unwrap_or(value);
    let is_each =
        first.len() == value.len() && is_one(first) || first.len() < value.len() && value.split(", ").all(is_one);
    (is_each || is_phrase()) && !is_led(text, start)
}

/// Whether the word before makes a person of the one behind it.
fn is_led(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    let cut = cursor::trim_end(head, |b| matches!(b, b' ' | b'.' | b':' | b','));
    let gap = head.get(cut.len()..).unwrap_or_default();
    if gap.is_empty() || gap.contains(',') {
        return false;
    }
    cursor::word_ending(text, cut.len()).is_some_and(|word| {
        let traits = Traits::of(word.text);
        traits.has(lists::TITLE_BIT)
            || !gap.contains('.') && (traits.has(lists::KIN_BIT) || traits.has(lists::ROLE_BIT))
    })
}

/// "Marcus Gunn", "Ivor Lewis", unless a title or kinship stands before them; and "Sister Mary Joseph nodule".
fn is_pair(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    (6..24).contains(&value.len())
        && lens::PAIR.has_dashed(value)
        && (!is_led(text, f.span.start) || is_sister(value) && names_thing(text, f))
}

/// "Ivor Lewis declined", "Marcus Gunn, 54M", "Ivor Lewis, her father", "Ivor Lewis (pt)": what follows makes a person of it.
fn is_of_person(text: &str, end: usize) -> bool {
    let rest = cursor::window_after(text, end, 16);
    if let Some(inner) = rest.strip_prefix(" (").or_else(|| rest.strip_prefix(", ")) {
        let mut words = inner.split(|c: char| !c.is_alphanumeric());
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let digits = first.bytes().take_while(u8::is_ascii_digit).count();
        let is_aged =
            (1..=3).contains(&digits) && matches!(first.get(digits..), Some("F" | "M" | "f" | "m" | "yo" | "y"));
        let is_own = matches!(first, "his" | "her" | "their" | "the") && lists::is_kin(second);
        return is_aged || is_own || matches!(first, "pt" | "Pt" | "patient") || lists::is_kin(first);
    }
    rest.starts_with(' ') && cursor::word_at(text, end + 1).is_some_and(|word| lists::is_person_verb(word.text))
}

/// After whom a nodule is called with her title.
const fn is_sister(value: &str) -> bool {
    value.eq_ignore_ascii_case("mary joseph")
}

/// Whether the noun of a thing stands behind it.
fn names_thing(text: &str, f: &Found) -> bool {
    cursor::word_at(text, cursor::skip_gap(text, f.span.end, false)).is_some_and(|w| lists::is_thing(w.text))
}

/// Whether a title of one person stands before it.
pub(super) fn is_titled(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 6).trim_end_matches([' ', '.']);
    ["Dr", "Mr", "Mrs", "Ms"].iter().any(|title| head.ends_with(title))
}

/// "Mr. Clean", "Dr. Scholl".
fn is_titled_thing(value: &str) -> bool {
    let last = value.rsplit([' ', '"']).next().unwrap_or_default();
    value.split(' ').count() < 4 && lens::TITLED_THING.has(last.trim_matches('"'))
}

/// "I'm", "He'll".
fn is_contraction(value: &str) -> bool {
    value.len() < 8
        && value.bytes().any(|b| b == b'\'')
        && value.split_once('\'').is_some_and(|(head, tail)| {
            matches!(head, "I" | "ID" | "He" | "She" | "You" | "They" | "We" | "It" | "Can" | "Don" | "OCR" | "OK")
                && matches!(tail, "m" | "ll" | "d" | "ve" | "re" | "t" | "s")
        })
}

/// Whether the list, in small letters, has the value in any case.
fn listed(list: &[&str], value: &str) -> bool {
    if value.is_ascii() {
        words::listed(list, value)
    } else {
        list.binary_search(&value.to_lowercase().as_str()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        list::{
            ABBREVIATIONS, ALONE, BEINGS, FOREIGN, HOUSE_LEADS, LEADS, LETTERS, PAIRS, PAPERS, SCALE_TOWNS,
            TITLED_THINGS, TOWN_THINGS, WEEKDAYS,
        },
        *,
    };

    #[test]
    fn what_was_left_as_it_is_is_left_so_again() {
        use crate::text::span::{Confidence, Write};
        let text =
            "Dr. Ruiz saw RPh Nevada Lind, Sol Meyer LMHC, Lunes, Dawn soap 80 mmHg and Deacon Ray Picou. ".repeat(9);
        let words: Vec<(usize, usize)> =
            text.match_indices(' ').zip(text.match_indices(' ').skip(3)).map(|(a, b)| (a.0 + 1, b.0)).collect();
        let rules = ["name.lexicon", "name.title", "name.learned.likely", "place.likely", "other.code"];
        let mut all: Vec<Found> = Vec::new();
        for (at, (start, end)) in words.into_iter().enumerate() {
            let rule = rules[at % rules.len()];
            let class = match at % rules.len() {
                3 => Geography,
                4 => Other,
                _ => Name,
            };
            let span = Span { start, end: end - at % 4, class, rule, confidence: Confidence::Low };
            all.push(Found { span, write: Write::Tag });
        }
        let (mut once, mut twice, mut told) = (all.clone(), all.clone(), all.clone());
        mend(&text, &mut once);
        let settled = mend_and_tell(&text, &mut told);
        let spans = |found: &[Found]| found.iter().map(|f| f.span).collect::<Vec<_>>();
        assert_eq!(spans(&told), spans(&once));
        let is_settled = settled.among(&all);
        let known: Vec<Span> = all.iter().zip(&is_settled).filter(|(_, is)| **is).map(|(f, _)| f.span).collect();
        assert!(known.len() > 20 && known.len() < all.len());
        // In whatever order they come.
        mend_rest(&text, &mut twice, &known);
        assert_eq!(spans(&twice), spans(&once));
        let mut back: Vec<Found> = all.iter().rev().copied().collect();
        mend_rest(&text, &mut back, &known);
        back.reverse();
        assert_eq!(spans(&back), spans(&once));
    }

    #[test]
    fn lists_are_sorted() {
        for list in [
            LETTERS,
            LEADS,
            PAIRS,
            TITLED_THINGS,
            WEEKDAYS,
            FOREIGN,
            ALONE,
            HOUSE_LEADS,
            PAPERS,
            TOWN_THINGS,
            ABBREVIATIONS,
            BEINGS,
            SCALE_TOWNS,
        ] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
    }
}
