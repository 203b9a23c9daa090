//! What a find took along that identifies nobody, and what it took for a name that is none.
//!
//! A role before a name and letters behind it are no part of it; neither are a weekday, the first word of a Spanish
//! sentence, or the two persons after whom a sign is called. Whatever the rule, the same words tell it, so it is one place
//! that takes them off again.

mod code;
mod figure;
mod form;
mod house;
mod list;
mod named;
mod trade;

use phi_types::IdentifierClass::{
    CertificateOrLicense, Date, Geography, HealthPlanBeneficiary, IpAddress, Name, Other, Phone, Vehicle,
};

use super::{
    cursor::{self, Word},
    span::Found,
    token::lists,
    words::{self, Traits},
};
use list::{ALONE, FOREIGN, LEADS, LETTERS, PAIRS, TITLED_THINGS, WEEKDAYS};

/// Rules whose finds are as the caller or a message gives them.
const GIVEN: &[&str] = &["known.value", "message.field", "table.key", "name.column"];

/// Takes off what does not belong to a find, and drops what is none.
pub(super) fn mend(text: &str, found: &mut Vec<Found>) {
    found.retain_mut(|f| match f.span.class {
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
    });
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
    trade::trim(text, f);
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
    if f.span.rule == "known.name" && listed(PAIRS, value) && names_thing(text, f) {
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
        let gap = rest.len() - rest.trim_start_matches([' ', '.', ':', ',']).len();
        let next = word.end + gap;
        let is_lead = || {
            LEADS_LENS.may_have(word.text) && listed(LEADS, word.text)
                || is_contraction(word.text)
                || trade::is_lead(word.text)
        };
        let goes_on = || {
            cursor::word_at(text, next).is_some_and(|w| {
                w.end <= end && w.starts_upper() && w.text.chars().count() > 1 && !words::is_common(w.text)
            })
        };
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
        let Some(at) = value.rfind([' ', ',']) else { return };
        let (head, tail) = value.split_at(at);
        let tail = tail.trim_start_matches([' ', ',']);
        let is_dotted = matches!(tail, "M.D" | "D.O" | "N.P" | "P.A" | "R.N" | "Ph.D" | "D.D.S" | "D.P.M" | "M.S");
        let head = head.trim_end_matches([' ', ',']);
        // Two letters that may be a name stay behind a first name alone.
        let has_name = head.bytes().filter(u8::is_ascii_alphabetic).count() > 1;
        if !has_name || !(is_dotted || LETTERS.binary_search(&tail).is_ok()) {
            return;
        }
        f.span.end = f.span.start + head.len();
    }
}

/// A day of the week within a sentence; behind a title, a role or kinship it is somebody.
fn is_weekday(text: &str, start: usize, value: &str) -> bool {
    value.len() < 11 && WEEKDAYS_LENS.may_have(value) && listed(WEEKDAYS, value) && !is_led(text, start)
}

/// "Jane Poe, MD, FAAP", "MD PhD": letters behind letters.
fn is_letters(text: &str, start: usize, value: &str) -> bool {
    LETTERS.binary_search(&value).is_ok() && {
        let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', ',', '/']);
        start > before.len() && cursor::word_ending(text, before.len()).is_some()
    }
}

/// A word of a Spanish sentence, a language, an abbreviation or a role, unless somebody is called so: "Dr. Casa". Several
/// with commas between are a list of them.
fn is_plain(text: &str, start: usize, value: &str) -> bool {
    let is_one = |word: &str| {
        word.len() < 16
            && (FOREIGN_LENS.may_have(word) && listed(FOREIGN, word)
                || ALONE_LENS.may_have(word) && listed(ALONE, word)
                || LEADS_LENS.may_have(word) && listed(LEADS, word))
    };
    let is_phrase =
        || value.contains(' ') && value.split(' ').all(|word| FOREIGN_LENS.may_have(word) && listed(FOREIGN, word));
    // Most hold no comma.
    let first = value.bytes().position(|b| b == b',').and_then(|at| value.get(..at)).unwrap_or(value);
    let is_each =
        first.len() == value.len() && is_one(first) || first.len() < value.len() && value.split(", ").all(is_one);
    (is_each || is_phrase()) && !is_led(text, start)
}

/// Whether the word before makes a person of the one behind it.
fn is_led(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    let cut = head.trim_end_matches([' ', '.', ':', ',']);
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
        && PAIRS_LENS.may_have(value)
        && listed(PAIRS, &value.replace('-', " "))
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
fn is_titled(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 6).trim_end_matches([' ', '.']);
    ["Dr", "Mr", "Mrs", "Ms"].iter().any(|title| head.ends_with(title))
}

/// "Mr. Clean", "Dr. Scholl".
fn is_titled_thing(value: &str) -> bool {
    let last = value.rsplit([' ', '"']).next().unwrap_or_default();
    value.split(' ').count() < 4 && listed(TITLED_THINGS, last.trim_matches('"'))
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

static FOREIGN_LENS: Lens = Lens::of(FOREIGN);
static ALONE_LENS: Lens = Lens::of(ALONE);
static LEADS_LENS: Lens = Lens::of(LEADS);
static WEEKDAYS_LENS: Lens = Lens::of(WEEKDAYS);
static PAIRS_LENS: Lens = Lens::of(PAIRS);

/// How long the entries of a list are, a bit each, by their first letter: most words are told not to be listed before any is compared.
struct Lens([u64; 26]);

impl Lens {
    #[allow(clippy::indexing_slicing, reason = "in a constant an index that is too large does not compile")]
    const fn of(list: &[&str]) -> Self {
        let mut lens = [0; 26];
        let mut at = 0;
        while at < list.len() {
            let entry = list[at].as_bytes();
            let letter = entry[0].wrapping_sub(b'a') as usize;
            if letter < 26 {
                lens[letter] |= 1 << if entry.len() < 63 { entry.len() } else { 63 };
            }
            at += 1;
        }
        Self(lens)
    }

    /// Whether the list may have the value in some case: if not, this says so. Of what is not ASCII it says nothing.
    fn may_have(&self, value: &str) -> bool {
        let first = value.bytes().next().map_or(u8::MAX, |first| first.to_ascii_lowercase().wrapping_sub(b'a'));
        !value.is_ascii() || self.0.get(usize::from(first)).is_none_or(|lens| lens >> value.len().min(63) & 1 == 1)
    }
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
        list::{ABBREVIATIONS, BEINGS, HOUSE_LEADS, PAPERS, SCALE_TOWNS, TOWN_THINGS},
        *,
    };

    #[test]
    fn what_is_listed_is_told_by_letter_and_length() {
        for (list, lens) in [
            (FOREIGN, &FOREIGN_LENS),
            (ALONE, &ALONE_LENS),
            (LEADS, &LEADS_LENS),
            (WEEKDAYS, &WEEKDAYS_LENS),
            (PAIRS, &PAIRS_LENS),
        ] {
            for entry in list {
                assert!(lens.may_have(entry) && lens.may_have(&entry.to_uppercase()) && listed(list, entry), "{entry}");
            }
            assert!(!lens.may_have("xxxxxxxxxxxxxxxxxxxxxxxxx") && lens.may_have("\u{212a}x"));
        }
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
