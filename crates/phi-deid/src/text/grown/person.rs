//! The other half of a name, and the house a person belongs to.

use phi_types::IdentifierClass::{Geography, Name};

use super::{
    PLAIN, Room, SIGHTS, closes, cursor, found, is_any, leading, lists, sign, word_before, word_behind, words,
};
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
    // "per van Testcase"
    let head = cursor::window_before(text, start, 9);
    let joint =
        [" van der ", " van den ", " van de ", " van ", " von "].into_iter().find(|joint| head.ends_with(joint));
    start = joint.map_or(start, |joint| start + 1 - joint.len()).max(room.from).min(start);
    let (first, last) = initial(text, start, end, shouted);
    start = first.max(room.from).min(start);
    end = last;
    // "Testcase & Testcase PC": a firm.
    end = super::place::company(text, end);
    if (start, end) != (f.span.start, f.span.end) {
        more.push(found(start, end, Name, "name.grown.likely"));
    }
    house(text, end, room, more);
}

/// Over an initial, or a first name cut short, on one side: "S. Testcase", "Testcase, Y.", "Wm. Testcase", "Jun-seo".
fn initial(text: &str, start: usize, end: usize, shouted: bool) -> (usize, usize) {
    let value = text.get(start..end).unwrap_or_default();
    let head = cursor::window_before(text, start, 8);
    let (mut first, mut last) = (start, end);
    let shorts = ["Wm. ", "Chas. ", "Thos. ", "Jos. ", "Geo. ", "Benj. ", "Cpl. ", "Tpr. ", "Pvt. ", "Spc. "];
    for short in shorts.into_iter().filter(|_| head.ends_with(". ")) {
        if head.ends_with(short) && !head.strip_suffix(short).is_some_and(|h| h.ends_with(char::is_alphanumeric)) {
            first = start - short.len();
        }
    }
    // "M-L. Testcase", "J.-P. Testcase"
    let double = head.strip_suffix(". ").map(|rest| rest.rsplit(|c: char| !matches!(c, 'A'..='Z' | '-' | '.')).next());
    if let Some(Some(double)) = double
        && matches!(double.as_bytes(), [b'A'..=b'Z', b'-', b'A'..=b'Z'] | [b'A'..=b'Z', b'.', b'-', b'A'..=b'Z'])
    {
        first = start - 2 - double.len();
    }
    if let Some(rest) = head.strip_suffix(". ")
        && let Some(letter) = rest.chars().next_back().filter(char::is_ascii_uppercase)
        && !value.contains(['.', ','])
    {
        let before = rest.strip_suffix(letter).unwrap_or_default();
        let is_apart = before.is_empty()
            || before.ends_with(['\n', '(', '\t', '/', '"', ':'])
            || before.ends_with("  ")
            || [", ", "; ", "by ", "to ", "th ", "w/ ", "or ", "om ", "er ", "& ", "nd ", ": ", "/ "]
                .iter()
                .any(|lead| before.ends_with(lead))
            || sign::is_led(text, start - 3);
        if is_apart {
            first = start - 3;
        }
    }
    let tail = cursor::window_after(text, end, 6);
    if !value.contains([' ', ',']) {
        // "Testcase, Y", closed by a sign that is none of a sentence.
        let rest = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(',').filter(|_| shouted));
        // "TESTCASE K | RN": a surname and an initial in a column.
        if shouted
            && value.len() > 3
            && let [b' ', b'A'..=b'Z', closing @ ..] = tail.as_bytes()
            && matches!(closing, [] | [b'\n' | b'\r', ..] | [b' ', b' ' | b'|', ..])
        {
            last = end + 2;
        }
        if let Some(rest) = rest
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
        {
            let gap = tail.len() - rest.len();
            let after = rest.get(1..).unwrap_or_default();
            let is_closed = after.starts_with('.') && !after.starts_with("./")
                || after.starts_with(['"', ')', ']', ';', '|'])
                || after.starts_with("  ");
            if is_closed {
                last = end + gap + 1 + usize::from(after.starts_with('.'));
            }
        }
    }
    // "Jun-seo": the second half of a Korean name.
    if let Some(rest) = tail.strip_prefix('-') {
        let len = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let half = rest.get(..len).unwrap_or_default();
        let is_half = (2..=4).contains(&len)
            && lexicon::look_up(half).ordinary() == 0
            && !lexicon::look_up(half).is_clinical()
            && Traits::of(half) == Traits::NONE
            && !rest.get(len..).is_some_and(|t| t.starts_with(char::is_alphanumeric));
        if is_half {
            last = end + 1 + len;
        }
    }
    (first, last)
}

/// "Oyelaran, S.", where a town is called so too: an initial behind it makes a person of it.
pub(super) fn called_as_town(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let tail = cursor::window_after(text, f.span.end, 6);
    let [b',', b' ', b'A'..=b'Z', b'.', behind @ ..] = tail.as_bytes() else { return };
    let is_closed = matches!(
        behind,
        [] | [b',' | b';' | b')' | b']' | b'"' | b'|' | b'\n' | b'\r', ..] | [b' ', b' ' | b'a'..=b'z', ..]
    );
    let is_borne = lexicon::look_up(value).surname() > 0 || lexicon::look_up(value).is_unknown();
    let end = f.span.end + 4;
    if is_closed && is_borne && end <= room.to && value.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
        more.push(found(f.span.start, end, Name, "name.grown.likely"));
    }
}

/// "Kim (med onc), Fournier (rad onc), Wolfe (path)": the next of a row of persons with what they are.
pub(super) fn listed(text: &str, end: usize, room: Room, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 60);
    let Some(role) = rest.strip_prefix(" (") else { return };
    let Some(close) = role.find(')').filter(|close| (1..=24).contains(close)) else { return };
    let is_plain = |text: &str| !text.contains(['\n', '(', '.', ';']);
    let Some(gap) = [", and ", ", ", "; ", " and ", " & "]
        .into_iter()
        .find(|gap| role.get(close + 1..).is_some_and(|t| t.starts_with(gap)))
    else {
        return;
    };
    let at = end + 2 + close + 1 + gap.len();
    let Some(word) = cursor::word_at(text, at).filter(|w| w.is_title_case() && w.text.len() > 1 && w.end <= room.to)
    else {
        return;
    };
    let tail = cursor::window_after(text, word.end, 30);
    let is_same = tail.strip_prefix(" (").is_some_and(|t| {
        t.find(')').is_some_and(|close| (1..=24).contains(&close) && is_plain(t.get(..close).unwrap_or_default()))
    });
    let traits = Traits::of(word.text);
    let is_other = is_any(
        traits,
        &[
            words::COMMON_BIT,
            words::CLINICAL_BIT,
            lists::MONTH_BIT,
            lists::DEPARTMENT_BIT,
            lists::BRAND_BIT,
            lists::ROLE_BIT,
        ],
    ) || lists::is_drug_like(word.text)
        || lexicon::look_up(word.text).is_clinical() && lexicon::look_up(word.text).surname() < 2;
    if is_same && is_plain(role.get(..close).unwrap_or_default()) && !is_other {
        more.push(found(word.start, word.end, Name, "name.listed.likely"));
    }
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
    if let Some(joint) = leading(rest, JOINTS) {
        let word = cursor::word_at(text, end + joint.len()).filter(Word::starts_upper);
        return word.filter(|w| !is_any(Traits::of(w.text), PLAIN) && w.text.len() > 2).map_or(end, |w| w.end);
    }
    // "Testcase, Ana J., Sr."
    for suffix in [", Jr", ", Sr", "., Jr", "., Sr", ", III", ", II"] {
        if rest.strip_prefix(suffix).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
            return end + suffix.len();
        }
    }
    let sight = word_behind(text, end).filter(|w| SIGHTS.contains(&w.text));
    sight
        .and_then(|w| word_behind(text, w.end))
        .filter(|w| {
            let is_trade = is_any(Traits::of(w.text), &[words::CLINICAL_BIT, lists::BRAND_BIT]);
            let is_titled = || word_behind(text, w.end).is_some_and(|w| lists::is_after_person(w.text));
            w.is_title_case() && (closes(text, w.end) || is_titled()) && (!is_trade || SIGHTS.contains(&w.text))
        })
        .map_or(end, |w| w.end)
}

/// Whether the word ends the name before it.
fn goes_on(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    if !closes(text, word.end) || word.is_all_capitals() != shouted || word.text.len() < 2 {
        return false;
    }
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_other = is_any(traits, PLAIN)
        || is_any(traits, &[lists::DEPARTMENT_BIT, lists::THING_BIT, words::NAMED_THING_BIT, words::KIND_BIT])
        || lists::is_drug_like(word.text) && entry.surname() < 2
        || entry.is_clinical() && entry.surname() < 2;
    let is_borne = entry.surname() > 0 || entry.given() > 0 || entry.is_unknown() && word.text.len() > 2;
    let is_sign = traits.has(lists::STOP_BIT) || traits.has(lists::INSTITUTION_BIT);
    !is_other && is_borne && (!is_sign || entry.surname() > 1)
}

/// Whether the word begins the name behind it.
fn leads(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    // "Ed Testcase", "Ty Testcase"
    let is_short = word.text.len() == 2 && word.is_title_case() && lexicon::look_up(word.text).given() > 1;
    if word.text.len() < 3 && !is_short || word.is_all_capitals() != shouted {
        return false;
    }
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let begins = matches!(
        cursor::window_before(text, word.start, 4).trim_end_matches([' ', '"']).chars().next_back(),
        None | Some('.' | '!' | '?' | '\n' | '\r' | ':' | ';' | ')')
    );
    let is_given = entry.given() > 1 || entry.given() > 0 && !begins && entry.ordinary() != 1;
    !is_any(traits, PLAIN)
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
        // "MDiv", "PharmD" are no houses.
        .filter(|w| w.is_title_case() && w.text.bytes().skip(2).all(|b| !b.is_ascii_uppercase()))
        .filter(|w| w.text.len() > 3 || Traits::of(w.text).has(lists::PLACE_OPENER_BIT))
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
