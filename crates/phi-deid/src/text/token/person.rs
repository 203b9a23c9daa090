//! Whether a run of capitalised words names a person.

use phi_types::IdentifierClass;

use super::{
    Shape,
    context::{self, Line},
    lists,
    read::{Kind, Run, Token},
};
use crate::{
    lexicon::{self, Entry},
    text::{
        cursor,
        piece::Pieces,
        span::{Confidence, Found, Span, Write},
        words::{self, Lists, Traits},
    },
};

/// What evidence must add up to.
const ENOUGH: i32 = 6;

/// What is enough in a document that names somebody.
const LIKELY: i32 = 4;

/// The rule of a name that only its document makes likely.
const LIKELY_RULE: &str = "name.likely";

/// What nothing but a person does.
const SAYING: &[&str] = &[
    "agrees",
    "agreed",
    "asked",
    "asks",
    "believes",
    "called",
    "calls",
    "came",
    "complains",
    "declined",
    "denied",
    "denies",
    "described",
    "describes",
    "drove",
    "endorses",
    "feels",
    "lives",
    "paged",
    "reported",
    "reports",
    "requested",
    "requests",
    "said",
    "says",
    "spoke",
    "stated",
    "states",
    "tells",
    "thinks",
    "told",
    "understands",
    "visited",
    "wants",
    "wanted",
    "walks",
    "walked",
    "went",
    "wrote",
    "writes",
];

fn name(start: usize, end: usize, rule: &'static str, confidence: Confidence) -> Found {
    Found { span: Span { start, end, class: IdentifierClass::Name, rule, confidence }, write: Write::Tag }
}

/// Takes the stretches of a run that can be names, without what is taken as a place already.
///
/// `last_name` is where the last name ended: in a list one vouches for the next. Gives whether it found any.
pub(super) fn judge<'t>(
    text: &'t str,
    run: &Run<'t>,
    line: &Line,
    taken: Option<(usize, usize)>,
    last_name: usize,
    found: &mut Vec<Found>,
) -> bool {
    let before = found.len();
    // Most runs are ordinary words.
    let mut at = if run.tokens().any(|t| t.kind.is_nameable()) { 0 } else { run.len() };
    while at < run.len() {
        let rest = run.slice().get(at..).unwrap_or_default();
        let len = rest
            .iter()
            .take_while(|t| {
                (t.kind.is_nameable() || matches!(t.kind, Kind::Initial | Kind::Joint))
                    && taken.is_none_or(|(from, to)| t.end <= from || t.start >= to)
            })
            .count();
        if len == 0 {
            at += 1;
            continue;
        }
        stretch(text, run, rest.get(..len).unwrap_or_default(), at > 0, line, last_name, found);
        at += len;
        surname_behind(text, run, at, found);
    }
    by_role(text, run, found);
    found.len() > before
}

/// "Vernon Case", "Dusty Pillow": behind a first name that was found, a word that is a surname as well.
fn surname_behind(text: &str, run: &Run<'_>, at: usize, found: &mut [Found]) {
    const OTHERS: Lists = Lists::of(&[
        lists::STOP_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
        lists::AFTER_PERSON_BIT,
        lists::TITLE_BIT,
        lists::MONTH_BIT,
        words::CLINICAL_BIT,
    ]);
    let (Some(given), Some(word)) = (at.checked_sub(1).and_then(|at| run.get(at)), run.get(at)) else { return };
    let may_be = given.kind == Kind::Given
        && word.kind == Kind::Stop
        && !word.traits.any(OTHERS)
        && word.shape.has_small()
        && word.entry.surname() >= 2
        && word.text.len() > 2
        && text.get(given.end..word.start) == Some(" ");
    if !may_be {
        return;
    }
    if let Some(last) = found.last_mut().filter(|last| last.span.end == given.end) {
        let (next, gap) = context::after(text, run.pieces, word.end);
        let goes_on = gap == " " && next.is_some_and(|next| next.starts_upper() && !lists::is_after_person(next.text));
        if !goes_on && !words::is_named_thing(word.text) {
            last.span.end = word.end;
        }
    }
}

/// "RN Cricket took report", "embalmer Graves,": an ordinary word behind a role, written as a name.
fn by_role<'t>(text: &'t str, run: &Run<'t>, found: &mut Vec<Found>) {
    const LOOSE: &[&str] = &[
        "anesthesia",
        "charge",
        "client",
        "contact",
        "donor",
        "hospice",
        "ma",
        "md",
        "member",
        "monitor",
        "pa",
        "patient",
        "peds",
        "physician",
        "principal",
        "provider",
        "pt",
        "resident",
        "social",
        "specialist",
        "student",
        "subject",
        "trial",
        "trials",
        "w",
        "ward",
        "cook",
        "named",
        "called",
        "calls",
        "child",
        "children",
        "family",
        "baby",
        "initials",
        "do",
        "cc",
    ];
    for token in run.tokens() {
        if !may_follow_role(token.text, token.entry, token.traits, token.shape, token.kind) {
            continue;
        }
        let before = run.before(text, token);
        let context::Before { word: lead, gap, .. } = before;
        let Some(lead) = lead.filter(|_| matches!(gap, " " | ": " | ". ")) else { continue };
        let traits = before.traits();
        let is_role = (lead.text == "staff"
            || traits.has(lists::ROLE_BIT)
            || traits.has(lists::KIN_BIT)
            || traits.has(lists::TITLE_BIT)
            || traits.has(lists::AFTER_PERSON_BIT) && gap == " ")
            && !LOOSE.iter().any(|loose| loose.eq_ignore_ascii_case(lead.text))
            && (gap != ". " || traits.has(lists::TITLE_BIT));
        if !is_role {
            continue;
        }
        let (next, after) = context::after(text, run.pieces, token.end);
        let closes = !after.starts_with(' ')
            || after.len() > 1
            || next.is_none_or(|next| !next.starts_upper() && lists::is_person_verb(next.text));
        if closes {
            found.push(name(token.start, token.end, LIKELY_RULE, Confidence::Low));
        }
    }
}

/// Whether a word can be a name behind a role, whatever else it is.
pub(super) fn may_follow_role(word: &str, entry: Entry, traits: Traits, shape: Shape, kind: Kind) -> bool {
    const OTHERS: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        lists::STOP_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::INSTITUTION_BIT,
    ]);
    matches!(kind, Kind::Stop | Kind::Weak)
        && word.len() > 2
        && shape.has_small()
        && (entry.is_name() || entry.ordinary() > 1)
        && !traits.any(OTHERS)
        && !shape.is_drug_like()
}

/// Adds up what speaks for and against a stretch of tokens, in halves.
fn stretch<'t>(
    text: &'t str,
    run: &Run<'t>,
    tokens: &[Token<'t>],
    is_inner: bool,
    line: &Line,
    last_name: usize,
    found: &mut Vec<Found>,
) {
    // Joints stand only between names, and "and" parts two of them.
    for part in tokens.split(|t| t.kind == Kind::Joint && lists::is_divider(t.text)) {
        let mut part = trim(part);
        // "A Foley": the article, not an initial.
        if let [first, rest @ ..] = part
            && first.text == "A"
            && !text.get(first.end..).is_some_and(|rest| rest.starts_with('.'))
            && context::begins(text, first.start)
        {
            part = rest;
        }
        // "Anes Nkemelu", "Tech Dusty": the role leads, whatever else it is a name of.
        while let [first, rest @ ..] = part
            && first.traits.has(lists::ROLE_BIT)
            && first.entry.given() < 2
            && rest.first().is_some_and(|next| next.kind.is_nameable() && text.get(first.end..next.start) == Some(" "))
        {
            part = rest;
        }
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let whole = tokens.len() == part.len();
        let is_inner = is_inner || !whole;
        let listed = last_name > 0
            && last_name < first.start
            && matches!(text.get(last_name..first.start), Some(", " | " and " | ", and " | "/" | " & "));
        let mut more = 0;
        if listed && part.iter().any(|t| t.kind.is_nameable()) {
            more = if part.iter().any(is_eponym) { 7 } else { 4 };
        }
        let score = score(text, run, part, line, is_inner, more);
        if score >= ENOUGH {
            let end = with_suffix(text, last.end);
            let confidence = if score >= ENOUGH + 4 { Confidence::High } else { Confidence::Medium };
            found.push(name(first.start, end, "name.lexicon", confidence));
        } else if score >= LIKELY || is_plainly_a_name(part, score) {
            found.push(name(first.start, with_suffix(text, last.end), LIKELY_RULE, Confidence::Low));
        }
    }
}

/// A name that nobody uses as a word, at the beginning of a sentence: "Leopoldo and his wife", "Xiong to follow".
fn is_plainly_a_name(part: &[Token<'_>], score: i32) -> bool {
    let [only] = part else { return false };
    matches!(only.kind, Kind::Given | Kind::Surname | Kind::Weak)
        && score > -3
        && !is_eponym(only)
        && only.entry.ordinary() == 0
        && (only.entry.is_strong_name() || only.entry.given() >= 2 || only.entry.surname() >= 2)
        && !only.entry.is_clinical()
        && only.text.len() > 2
        && only.shape.has_small()
}

/// Without joints at the ends.
fn trim<'a, 't>(mut part: &'a [Token<'t>]) -> &'a [Token<'t>] {
    while let [first, rest @ ..] = part {
        if first.kind != Kind::Joint {
            break;
        }
        part = rest;
    }
    while let [rest @ .., last] = part {
        if last.kind != Kind::Joint {
            break;
        }
        part = rest;
    }
    part
}

/// `more` is what a list adds; what cannot change the outcome any more is not asked.
fn score<'t>(text: &'t str, run: &Run<'t>, part: &[Token<'t>], line: &Line, is_inner: bool, more: i32) -> i32 {
    let (Some(first), Some(last)) = (part.first(), part.last()) else { return more };
    let named = part.iter().filter(|t| t.kind.is_nameable()).count();
    if named == 0 || matches!(first.text, "St" | "Saint" | "ST" | "Mt" | "Mount" | "Ft" | "Fort") {
        return more;
    }
    let mut sum = more;
    for token in part {
        sum += match token.kind {
            Kind::Given => 6,
            Kind::Surname => 4,
            Kind::Unknown => 2,
            Kind::Weak if token.entry.given() == 3 || token.entry.surname() == 3 => 2,
            Kind::Weak | Kind::Initial => 1,
            _ => 0,
        };
    }
    if named >= 2 && part.iter().any(|t| t.entry.given() >= 2) {
        sum += 3;
    } else if named >= 2 && part.iter().all(|t| t.entry.is_name() || t.kind != Kind::Weak) {
        sum += 1;
    }
    if part.iter().any(|t| t.kind == Kind::Initial) && named == 1 {
        sum += 1;
    }
    sum += before(text, run, first, is_inner)
        + after(text, run.pieces, last, named)
        + framed(text, run, first, last, line);
    let is_dotted_initial =
        first.kind == Kind::Initial && text.get(first.end..).is_some_and(|rest| rest.starts_with(". "));
    if context::begins(text, first.start) && !is_inner {
        sum -= if named > 1 || is_dotted_initial { 0 } else { 3 };
    }
    if line.is_shouted || part.iter().all(|t| !has_lowercase(t)) {
        sum -= if named > 1 { 2 } else { 4 };
    }
    // From here on it only falls.
    if sum < LIKELY && !is_plainly_a_name(part, sum) {
        return sum;
    }
    let is_eponym = is_eponym(first);
    if part.len() == 1 && !matches!(first.kind, Kind::Given) && beside_eponym(text, run, first, last) {
        sum -= if is_eponym { 8 } else { 4 };
    }
    if named == 1 && part.len() == 1 && (is_eponym || first.entry.city() == 3 && first.entry.given() < 3) {
        sum -= 5;
    }
    sum
}

/// Whether the word has a small letter, of any script.
fn has_lowercase(token: &Token<'_>) -> bool {
    token.shape.has_small() || !token.text.is_ascii() && token.text.chars().any(char::is_lowercase)
}

/// "Marfan", "Charcot-Marie-Tooth", "Li-Fraumeni".
fn is_eponym(token: &Token<'_>) -> bool {
    token.traits.has(lists::EPONYM_BIT)
        || token.text.contains('-') && token.text.split('-').any(lists::is_eponym) && token.entry.given() < 2
}

/// In a list of diseases, signs or stains the neighbours are named after somebody too.
fn beside_eponym<'t>(text: &'t str, run: &Run<'t>, first: &Token<'t>, last: &Token<'t>) -> bool {
    let is = |word: Option<cursor::Word<'_>>| {
        word.is_some_and(|word| {
            word.starts_upper()
                && (lists::is_eponym(word.text)
                    || word.text.contains('-') && word.text.split('-').any(lists::is_eponym))
        })
    };
    let context::Before { word: before, gap, .. } = run.before(text, first);
    if matches!(gap, ", " | "; " | ". " | " ") && is(before) {
        return true;
    }
    let (after, next) = context::after(text, run.pieces, last.end);
    matches!(next, ", " | "; " | ". ") && is(after)
}

/// What the signs around say: a sign-off, a mention, an age in parentheses, the name of a speaker.
fn framed<'t>(text: &'t str, run: &Run<'t>, first: &Token<'t>, last: &Token<'t>, line: &Line) -> i32 {
    if !may_be_framed(text.as_bytes(), first.start, last.end) {
        return 0;
    }
    let head = cursor::window_before(text, first.start, 3);
    let tail = cursor::window_after(text, last.end, 5);
    let closes_line =
        tail.trim_start_matches([' ', '.']).is_empty() || tail.trim_start_matches([' ', '.']).starts_with(['\n', '\r']);
    let mut sum = 0;
    // "-Ana" at the end of a line.
    if closes_line
        && head.ends_with(['-', '~', '\u{2014}'])
        && !head.trim_end_matches(['-', '~', '\u{2014}']).ends_with(char::is_alphanumeric)
    {
        sum += 5;
    }
    // "(you saw her, Ana, …"
    if head.ends_with(", ") && tail.starts_with([',', ')']) && last.text.bytes().any(|b| b.is_ascii_lowercase()) {
        sum += 2;
    }
    // "Ana Ruiz / 66 /"
    let aged = tail.strip_prefix(" / ").unwrap_or_default();
    if aged.starts_with(|c: char| c.is_ascii_digit()) && context::begins(text, first.start) {
        sum += 4;
    }
    // "@Ana"
    if head.ends_with('@') && !line.is_shouted && last.text.chars().any(char::is_lowercase) {
        sum += 4;
    }
    // "Ana (4)"
    if let Some(age) = tail.strip_prefix(" (")
        && age.bytes().take_while(u8::is_ascii_digit).count() > 0
        && age.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(')')
    {
        sum += 4;
    }
    let line_head = cursor::window_before(text, first.start, 12);
    let line_head = line_head.rsplit('\n').next().filter(|head| head.len() < 12 || line_head.contains('\n'));
    // "412A Ruiz", "bed 4 - Ruiz": a room before a name at the beginning of a line.
    if line_head.is_some_and(is_room) {
        let shouted = !last.text.chars().any(char::is_lowercase);
        sum += if shouted && matches!(first.kind, Kind::Given | Kind::Surname) { 9 } else { 5 };
    }
    // "Ruiz 412", "Ruiz (412):"
    let room = tail.strip_prefix(" (").or_else(|| tail.strip_prefix(' ')).unwrap_or_default();
    if line_head == Some("")
        && matches!(last.kind, Kind::Given | Kind::Surname)
        && room.len() >= 3
        && room.bytes().take(3).all(|b| b.is_ascii_digit())
        && !room.as_bytes().get(3).is_some_and(u8::is_ascii_digit)
    {
        sum += 5;
    }
    // "cardiology (Ruiz)"
    if head.ends_with('(') && tail.starts_with(')') && run.before(text, first).traits().has(words::CLINICAL_BIT) {
        sum += 3;
    }
    // "Ana: please call"
    if tail.starts_with(": ") && context::begins(text, first.start) && !line.is_shouted {
        let shouted = !last.text.chars().any(char::is_lowercase);
        sum += match first.kind {
            Kind::Given if shouted => 8,
            Kind::Given | Kind::Surname => 4,
            _ => 0,
        };
    }
    sum
}

/// Whether one of the signs stands there at all.
fn may_be_framed(bytes: &[u8], start: usize, end: usize) -> bool {
    let head = bytes.get(start.saturating_sub(12)..start).unwrap_or_default();
    let opens = match head {
        [.., b'-' | b'~' | b'@' | b'(' | 0x80..] | [.., b',', b' '] => true,
        // A room at the beginning of a line, of the text, or of what is left of a character.
        [first, .., b' ' | b'|'] => {
            head.iter().any(u8::is_ascii_digit) && (head.len() < 12 || !first.is_ascii() || head.contains(&b'\n'))
        }
        _ => false,
    };
    opens || matches!(bytes.get(end..), Some([b':', ..] | [b' ', b'/' | b'(' | b'0'..=b'9', ..]))
}

/// `412A `, `Rm 4 `, `bed 4 - `; not `1. `, which numbers a list, nor `0800 `, which is a time.
pub(super) fn is_room(head: &str) -> bool {
    let head = head.trim_start_matches([' ', '|', '-', '*', '>']);
    let Some(number) = head.strip_suffix([' ', '|']).map(|head| head.trim_end_matches([' ', '-', '|', ':'])) else {
        return false;
    };
    let lower = number.to_ascii_lowercase();
    let named = ["rm", "room", "bed", "bay", "#"].iter().find_map(|word| lower.strip_prefix(word));
    let digits = named.unwrap_or(&lower).trim_start_matches([' ', '.', '#']);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = digits.get(count..).unwrap_or_default();
    (count == 3 || named.is_some() && (1..=4).contains(&count))
        && (rest.is_empty() || matches!(rest, "a" | "b" | "c" | "d" | "-1" | "-2" | "-a" | "-b"))
}

/// What the word before says.
fn before<'t>(text: &'t str, run: &Run<'t>, first: &Token<'t>, is_inner: bool) -> i32 {
    let before = run.before(text, first);
    let context::Before { word, gap, .. } = before;
    let Some(word) = word else { return 0 };
    if word.text == "A" {
        return -5;
    }
    let traits = before.traits();
    if gap.contains('.') && !traits.has(lists::TITLE_BIT) || gap.contains('\n') {
        return 0;
    }
    let lower = word.text;
    // "St. John's": a church, a town, a herb.
    if matches!(lower, "St" | "Saint" | "ST") {
        return -8;
    }
    // A failing valve, an image, a disease: without a full stop it is no title.
    if matches!(lower, "MR" | "MS") && !gap.contains('.') {
        return -6;
    }
    // "words such as Mike": an example.
    if lower == "as" && context::before(text, word.start).0.is_some_and(|w| w.text == "such") {
        return -8;
    }
    if traits.has(lists::TITLE_BIT) {
        return if gap.contains(',') { 3 } else { 7 };
    }
    if traits.has(lists::KIN_BIT) || traits.has(lists::ROLE_BIT) {
        return if gap.contains(',') { 4 } else { 6 };
    }
    if traits.has(lists::ADDRESSING_BIT) {
        return 3;
    }
    if traits.has(lists::ARTICLE_BIT) && !is_inner {
        return if first.kind == Kind::Given && lower.len() > 2 { 0 } else { -5 };
    }
    if traits.has(lists::CLINICAL_LEAD_BIT) {
        return -4;
    }
    i32::from(gap.contains(['(', '"']))
}

/// What the word after says.
fn after(text: &str, pieces: &Pieces, last: &Token<'_>, named: usize) -> i32 {
    let mut at = last.end;
    let mut sum = 0;
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with("'s") || rest.starts_with("\u{2019}s") {
        at += if rest.starts_with('\'') { 2 } else { 4 };
        sum += 1;
    }
    if aged(text, at) {
        return sum + 6;
    }
    let (word, gap) = context::after(text, pieces, at);
    let Some(word) = word else { return sum };
    if gap.contains('\n') {
        return sum;
    }
    let facts = pieces.facts_at(text, word.start, word.end);
    let traits = Traits::from(facts);
    if (gap == " " || gap.is_empty() && rest.starts_with('-'))
        && (traits.has(words::NAMED_THING_BIT) || traits.has(lists::THING_BIT))
    {
        return sum - 8;
    }
    if traits.has(lists::AFTER_PERSON_BIT) {
        return sum + 6;
    }
    if gap == " " && traits.has(lists::PERSON_VERB_BIT) {
        // Drugs are, have and help; people say.
        let says = SAYING.contains(&word.text) && matches!(last.kind, Kind::Unknown | Kind::Surname | Kind::Given);
        return sum + if says { 7 } else { 3 };
    }
    if gap.contains('(') && (traits.has(lists::KIN_BIT) || traits.has(lists::ROLE_BIT))
        || gap == ", " && traits.has(lists::KIN_BIT)
    {
        return sum + 5;
    }
    if gap == " " && named == 1 && facts.entry.is_clinical() && !word.starts_upper() {
        return sum - 3;
    }
    sum
}

/// "Ruiz 66M", "Ruiz, 44 F": an age with the sex follows.
fn aged(text: &str, at: usize) -> bool {
    let may_be = text
        .as_bytes()
        .get(at..)
        .is_some_and(|rest| matches!(rest, [b',' | b' ' | b'.', b',' | b' ' | b'.' | b'0'..=b'9', ..]));
    if !may_be {
        return false;
    }
    let rest = cursor::window_after(text, at, 8);
    let number = rest.trim_start_matches([',', ' ', '.']);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = number.get(digits..).unwrap_or_default().trim_start_matches(' ').chars();
    // 99F is a temperature.
    let warm = matches!(number.get(..digits).and_then(|n| n.parse::<u8>().ok()), Some(94..=107));
    number.len() < rest.len()
        && !warm
        && (1..=3).contains(&digits)
        && matches!(after.next(), Some('M' | 'F' | 'm' | 'f'))
        && !after.next().is_some_and(char::is_alphanumeric)
}

/// `, Jr.` and ` III` belong to the name.
fn with_suffix(text: &str, end: usize) -> usize {
    let rest = cursor::window_after(text, end, 6);
    let cut = rest.trim_start_matches([',', ' ']);
    for suffix in ["Jr", "Sr", "III", "II", "IV"] {
        let ends = |tail: &str| !tail.starts_with(|c: char| c.is_alphanumeric());
        if cut.len() < rest.len() && cut.strip_prefix(suffix).is_some_and(ends) {
            return end + (rest.len() - cut.len()) + suffix.len();
        }
    }
    end
}

/// In a document without capitals: only beside a word that announces a person.
///
/// Where only the line is without capitals, it takes kinship, a title or a greeting.
pub(super) fn in_plain_case(
    text: &str,
    pieces: &Pieces,
    start: usize,
    end: usize,
    is_document: bool,
    found: &mut Vec<Found>,
) {
    let Some(word) = text.get(start..end).filter(|word| word.len() > 2) else { return };
    let facts = pieces.facts_at(text, start, end);
    let entry = facts.entry;
    let is_other = Traits::from(facts).any(Lists::of(&[words::COMMON_BIT, words::CLINICAL_BIT, lists::STOP_BIT]));
    if is_other || !entry.is_name() && !entry.is_unknown() {
        return;
    }
    let (lead, gap) = context::before(text, start);
    let Some(lead) = lead else { return };
    if gap != " " && gap != ". " && gap != ", " {
        return;
    }
    let traits = Traits::of(lead.text);
    let is_titled = traits.has(lists::TITLE_BIT);
    let announced = is_titled
        || traits.has(lists::KIN_BIT)
        || traits.has(lists::GREETING_BIT) && gap != ". "
        || is_document && traits.has(lists::ROLE_BIT);
    let is_sure = announced
        && gap != ", "
        && (entry.is_name() && (entry.ordinary() != 1 || is_titled) || entry.is_unknown() && is_titled);
    let is_strong =
        is_document && entry.given() >= 2 && entry.is_strong_name() && entry.ordinary() == 0 && entry.city() < 3;
    let is_sure = is_sure && (is_document || entry.ordinary() == 0 || entry.is_strong_name());
    if !(is_sure || is_strong && !lists::is_eponym(word)) {
        return;
    }
    let (next, between) = context::after(text, pieces, end);
    if next.is_some_and(|next| words::is_named_thing(next.text) && between == " ") {
        return;
    }
    // The names after it.
    let mut last = end;
    let mut next = next.filter(|_| between == " ");
    for _ in 0..2 {
        let Some(word) = next.filter(|word| {
            !words::is_common(word.text) && !lists::is_stop(word.text) && !lists::is_person_verb(word.text)
        }) else {
            break;
        };
        let entry = lexicon::look_up(word.text);
        let closes = cursor::char_after(text, word.end).is_none_or(|c| matches!(c, ',' | '\n' | '\r' | '.'));
        if !(entry.surname() >= 2 && !entry.is_clinical() && (entry.ordinary() == 0 || entry.ordinary() > 3)
            || closes && entry.surname() >= 2)
        {
            break;
        }
        last = word.end;
        let (after, between) = context::after(text, pieces, last);
        next = after.filter(|_| between == " ");
    }
    // "pt dwayne little moon, 34m": up to a comma, whatever the words.
    if is_document && announced {
        let rest = cursor::window_after(text, last, 32);
        let tail = rest.split([',', '\n', '.', ';']).next().unwrap_or_default();
        let closes = rest.get(tail.len()..).is_some_and(|rest| rest.starts_with(','));
        let is_named = |word: &str| {
            let traits = Traits::of(word);
            word.bytes().all(|b| b.is_ascii_lowercase())
                && !traits.has(words::COMMON_BIT)
                && !traits.has(lists::PERSON_VERB_BIT)
                && !traits.has(words::CLINICAL_BIT)
        };
        let words = tail.trim_start().split(' ').filter(|word| !word.is_empty());
        if closes && tail.starts_with(' ') && words.clone().count() < 3 && words.clone().all(is_named) {
            last += tail.trim_end().len();
        }
    }
    found.push(name(start, last, "name.plain_case", Confidence::Medium));
}
