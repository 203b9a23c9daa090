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
        match word_before(text, start).filter(|w| {
            w.start >= room.from && (leads(text, w, shouted) || start == f.span.start && is_introduced(text, w, end))
        }) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    start = particle(text, start).max(room.from).min(start);
    if let Some(at) = nick(text, start, end).or_else(|| sight(text, start)) {
        start = at.max(room.from).min(start);
    }
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

/// Where "Big Mike", "lil Ray" begin.
fn nick(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(start.saturating_sub(2)..start).unwrap_or_default();
    if !matches!(bytes, [b'g' | b'l' | b'e', b' ']) {
        return None;
    }
    let head = cursor::window_before(text, start, 7);
    let word = ["Big ", "big ", "Lil ", "lil ", "Little "].into_iter().find(|word| head.ends_with(word))?;
    let is_one = !text.get(start..end).is_some_and(|name| name.contains(' '));
    let is_apart = !cursor::char_before(text, start - word.len()).is_some_and(char::is_alphanumeric);
    (is_one && is_apart && !cursor::window_after(text, end, 2).starts_with(" &")).then(|| start - word.len())
}

/// Where "D. Two Rivers" begins.
fn sight(text: &str, start: usize) -> Option<usize> {
    let head = text.as_bytes().get(start.saturating_sub(13)..start)?;
    let word = head.strip_suffix(b" ")?;
    let len = word.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let before = word.get(..word.len() - len)?;
    let [.., letter, b'.', b' '] = before else { return None };
    let from = start.checked_sub(len + 4).filter(|_| letter.is_ascii_uppercase())?;
    let is_sight = text.get(from + 3..start - 1).is_some_and(|word| SIGHTS.contains(&word));
    (is_sight && !cursor::char_before(text, from).is_some_and(char::is_alphanumeric)).then_some(from)
}

/// Over the particle before a name: "per van Testcase"; where an entry begins or the next of a list, "604 de Souza, M.", "Hsu, de Vries".
fn particle(text: &str, start: usize) -> usize {
    const ANYWHERE: &[&str] = &["van der ", "van den ", "van de ", "van ", "von "];
    const OPENING: &[&str] =
        &["de la ", "de los ", "de las ", "de ", "del ", "della ", "di ", "da ", "dos ", "ter ", "ten "];
    // Before most names stands a sign, or a word that ends with another letter.
    let is_small = |bytes: &[u8]| matches!(bytes, [.., b'a' | b'e' | b'i' | b'l' | b'n' | b'r' | b's', b' ']);
    if !is_small(text.as_bytes().get(start.saturating_sub(2)..start).unwrap_or_default()) {
        return start;
    }
    let head = cursor::window_before(text, start, 10);
    let is_apart = |joint: &str| !head.strip_suffix(joint).is_some_and(|head| head.ends_with(char::is_alphanumeric));
    if let Some(joint) = ANYWHERE.iter().find(|joint| head.ends_with(**joint) && is_apart(joint)) {
        return start - joint.len();
    }
    let Some(joint) = OPENING.iter().find(|joint| head.ends_with(**joint)) else { return start };
    let at = start - joint.len();
    let is_opening = super::opens(text, at)
        || head
            .strip_suffix(joint)
            .is_some_and(|head| head.ends_with([',', '/']) || head.ends_with(", ") || head.ends_with("/ "));
    if is_opening { at } else { start }
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
        && (!value.contains(['.', ',']) || value.strip_prefix("St. ").is_some_and(|rest| !rest.contains(['.', ','])))
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
    // "(surg), van Testcase (rad onc)"
    let joint = ["van der ", "van de ", "van ", "von ", "de la ", "de "]
        .into_iter()
        .find(|joint| cursor::window_after(text, at, 8).starts_with(joint))
        .map_or(0, str::len);
    let Some(word) =
        cursor::word_at(text, at + joint).filter(|w| w.is_title_case() && w.text.len() > 1 && w.end <= room.to)
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
        more.push(found(at, word.end, Name, "name.listed.likely"));
    }
}

/// "Ayaan 6, Idil 4", "iris (6) and junior (3)": the next or the one before of a row of persons with their ages.
pub(super) fn aged(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let age = |text: &str| {
        let (open, rest) = text.strip_prefix(" (").map_or((false, text.strip_prefix(' ')), |rest| (true, Some(rest)));
        let rest = rest?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let behind = rest.get(digits..)?;
        let is_unit = behind.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '%' | '-'));
        let len = if open { digits + 3 } else { digits + 1 };
        ((1..=2).contains(&digits) && !is_unit && (!open || behind.starts_with(')'))).then_some(len)
    };
    let may_be = |word: &Word<'_>| {
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        let is_other = is_any(
            traits,
            &[
                words::CLINICAL_BIT,
                words::STATE_BIT,
                lists::DEPARTMENT_BIT,
                lists::KIN_BIT,
                lists::ROLE_BIT,
                lists::MONTH_BIT,
                words::KIND_BIT,
            ],
        ) || lists::is_drug_like(word.text)
            || entry.is_clinical() && entry.given() < 2
            || traits.has(words::COMMON_BIT) && entry.given() < 2;
        word.text.len() > 1
            && !is_other
            && (entry.given() > 0 || entry.is_unknown())
            && (word.starts_upper() || entry.given() > 1)
    };
    let tail = cursor::window_after(text, f.span.end, 24);
    let Some(len) = age(tail) else { return };
    let Some(gap) = [", and ", ", ", " and ", "; ", " & "]
        .into_iter()
        .find(|gap| tail.get(len..).is_some_and(|rest| rest.starts_with(gap)))
    else {
        return;
    };
    let at = f.span.end + len + gap.len();
    let Some(word) = cursor::word_at(text, at).filter(|word| word.end <= room.to && may_be(word)) else { return };
    let behind = cursor::window_after(text, word.end, 6);
    let closes = age(behind)
        .and_then(|len| behind.get(len..))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([',', '.', ';', ')', '\n', '\r', ' ']));
    if closes {
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
    // "Odalys Testcase declined"
    let does = || {
        cursor::char_after(text, word.end) == Some(' ')
            && cursor::word_at(text, word.end + 1)
                .is_some_and(|verb| !verb.starts_upper() && verb.text.len() > 3 && lists::is_person_verb(verb.text))
    };
    if word.is_all_capitals() != shouted || word.text.len() < 2 || !(closes(text, word.end) || does()) {
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

/// "Lewy Testcase is a 74-year-old", "Art Testcase, 54, ": what follows is told of a person, whose first name the word is, whatever it is
/// otherwise.
fn is_introduced(text: &str, word: &Word<'_>, end: usize) -> bool {
    let tail = cursor::window_after(text, end, 9);
    let is_aged = [" is a ", " is an ", ", a "]
        .iter()
        .any(|lead| tail.strip_prefix(lead).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    // "Clemency Testcase  93  Alz": where an entry begins.
    let field = tail.trim_start_matches(' ');
    let digits = field.bytes().take_while(u8::is_ascii_digit).count();
    let is_entry = tail.starts_with("  ")
        && (1..=3).contains(&digits)
        && field.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', 'M', 'F', 'm', 'f', 'y']))
        && super::opens(text, word.start);
    let is_borne = || {
        let entry = lexicon::look_up(word.text);
        !is_any(Traits::of(word.text), PLAIN) && (entry.is_name() || entry.is_unknown())
    };
    (is_aged || is_entry) && word.is_title_case() && word.text.len() > 2 && is_borne()
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
