//! Which words are looked at, and which of them together.

use super::{
    Label,
    model::MOST,
    page::{Line, Page},
};
use crate::lexicon::Facts;
use crate::text::{
    piece::{DIGIT, LARGE, Piece, SMALL},
    token::lists,
    words,
};

/// Open words that stand together: pieces in a row.
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) links: [u8; MOST],
    pub(super) len: usize,
    /// A bit for the first of words in small letters that are looked at where others have capitals.
    pub(super) small: u32,
}

impl Run {
    pub(super) fn pieces(&self) -> impl Iterator<Item = usize> + use<> {
        self.first..self.first + self.len
    }

    /// The pieces around one that are joined to it by a space or a sign alone.
    pub(super) fn phrase(&self, at: usize) -> (usize, usize) {
        let is_joined = |at: usize| {
            at.checked_sub(self.first)
                .filter(|at| *at > 0)
                .and_then(|at| self.links().get(at))
                .is_some_and(|link| *link < 2)
        };
        let (mut from, mut to) = (at, at + 1);
        while is_joined(from) {
            from -= 1;
        }
        while is_joined(to) {
            to += 1;
        }
        (from, to)
    }

    pub(super) fn links(&self) -> &[u8] {
        self.links.get(..self.len).unwrap_or_default()
    }
}

/// Tells the runs of open words in which one may be something.
pub(super) fn runs(page: &Page<'_>, mut tell: impl FnMut(&Run, &Line)) {
    let mut line = Line::default();
    let mut run = Run { first: 0, links: [0; MOST], len: 0, small: 0 };
    let mut is_worth = false;
    let mut last = Open::No;
    let mut close = |run: &mut Run, is_worth: &mut bool, line: &mut Line| {
        if let (true, Some(first)) = (*is_worth, page.pieces.get(run.first)) {
            line.tell(page, first.start);
            tell(run, line);
        }
        (run.len, run.small, *is_worth) = (0, 0, false);
    };
    for (at, (piece, claim)) in page.pieces.iter().zip(page.claims()).enumerate() {
        // Between runs most words are claimed, or frequent.
        if run.len == 0 && (*claim > 0 || piece.kinds == SMALL && piece.facts.shape.is_frequent()) {
            last = Open::No;
            continue;
        }
        let is_open = if *claim > 0 { Open::No } else { openness(page, at, *piece, &mut line, (run.len > 0, last)) };
        let was_small = matches!(last, Open::Small | Open::Led | Open::Tail);
        last = is_open;
        if is_open == Open::No {
            if run.len > 0 {
                close(&mut run, &mut is_worth, &mut line);
            }
            continue;
        }
        let link = link(page.gap_before(at));
        if run.len > 0 && (link.is_none() || run.len == MOST) {
            close(&mut run, &mut is_worth, &mut line);
        }
        if run.len == 0 {
            run.first = at;
        }
        if let Some(slot) = run.links.get_mut(run.len) {
            *slot = link.unwrap_or(0);
        }
        let goes_on = run.len > 0 && was_small;
        if matches!(is_open, Open::Small | Open::Led) && !goes_on && !page.is_plain && !line.is_plain {
            run.small |= 1 << run.len;
        }
        run.len += 1;
        is_worth = is_worth
            || is_open == Open::Led
            || may_be_something(page, *piece)
            || is_short(page, at, *piece)
            || is_beside(page, at, *piece);
    }
    if run.len > 0 {
        close(&mut run, &mut is_worth, &mut line);
    }
}

/// Whether a word is worth a look: no frequent or clinical one, no short abbreviation, no small number.
fn may_be_something(page: &Page<'_>, piece: Piece) -> bool {
    let len = piece.end - piece.start;
    if piece.has(DIGIT) {
        let word = page.text.get(piece.start..piece.end).unwrap_or_default();
        return len > 4 || len == 4 && piece.kinds != DIGIT || piece.kinds == DIGIT && is_great_age(word);
    }
    if len < 3 || piece.kinds == LARGE && len < 4 {
        return false;
    }
    let facts = piece.facts_in(page.text);
    let (entry, traits) = (facts.entry, words::Traits::from(facts));
    let barred = [words::COMMON_BIT, words::CLINICAL_BIT, lists::STOP_BIT, lists::BRAND_BIT, lists::DEPARTMENT_BIT];
    let is_medical = entry.is_clinical() && entry.ordinary() == 0 && !entry.is_strong_name();
    // "Summer", "Hope": ordinary words that are first names as well.
    let is_titled = piece.has(LARGE) && piece.has(SMALL) && entry.given() >= 2;
    !is_medical && (is_titled || !barred.into_iter().any(|bit| traits.has(bit)))
}

/// Two or three letters that are no word of the trade: "JV" anywhere, "Jo", "tb" at the end of a line or before a stroke.
fn is_short(page: &Page<'_>, at: usize, piece: Piece) -> bool {
    const MIXED: u8 = LARGE | SMALL;
    if !matches!((piece.end - piece.start, piece.kinds), (2 | 3, LARGE | SMALL) | (2, MIXED)) {
        return false;
    }
    if piece.kinds == SMALL {
        let behind = page.gap_before(at + 1);
        let ends = behind.starts_with(b"/") || behind.contains(&b'\n') || at + 1 == page.pieces.len();
        if !ends {
            return false;
        }
    }
    let facts = piece.facts_in(page.text);
    let traits = words::Traits::from(facts);
    let barred = [
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        lists::STOP_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
    ];
    let is_word = facts.entry.is_clinical() || piece.kinds == SMALL && facts.entry.ordinary() > 0;
    !is_word && !barred.into_iter().any(|bit| traits.has(bit))
}

/// A word with a capital right beside a name or a place that was found: "Red" before "Mesa Vascular".
fn is_beside(page: &Page<'_>, at: usize, piece: Piece) -> bool {
    if piece.has(DIGIT) || !piece.has(LARGE) || piece.end - piece.start < 2 {
        return false;
    }
    let is_taken = |at: usize| [Label::Name as u8, Label::Place as u8].contains(&page.claim(at));
    let is_joined = |at: usize| link(page.gap_before(at)).is_some_and(|link| matches!(link, 0 | 1 | 5));
    let before = at.checked_sub(1).is_some_and(is_taken) && is_joined(at);
    (before || is_taken(at + 1) && is_joined(at + 1))
        && !words::Traits::from(piece.facts_in(page.text)).has(lists::STOP_BIT)
}

/// `93`
pub(super) fn is_great_age(word: &str) -> bool {
    word.len() < 4 && word.parse::<u32>().is_ok_and(|age| (90..=125).contains(&age))
}

/// How two words stand together, if they do: by a space, a sign, a stroke, a comma, a full stop, another sign between spaces, two
/// spaces. What was read from paper has two spaces between words, and one before signs.
pub(super) fn link(gap: &[u8]) -> Option<u8> {
    match gap {
        [b' '] => Some(0),
        [] | [b'-' | b'\'' | b'.' | b'&'] => Some(1),
        [b'/' | b'(' | b'+' | b'#' | b'_'] => Some(2),
        [b',', b' '] | [b' ', b',', b' '] | [b' ', b',', b' ', b' '] => Some(3),
        [b'.', b' '] | [b' ', b'.', b' ', b' '] => Some(4),
        [b' ', b' '] => Some(6),
        [b' ', b'#' | b'(' | b'-'] | [b'#', b' '] | [b' ', b'&' | b'-' | b'/' | b'+' | b'@', b' '] => Some(5),
        bytes if bytes == "\u{2019}".as_bytes() || bytes == "\u{2011}".as_bytes() => Some(1),
        _ => None,
    }
}

/// Whether a word is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    No,
    /// It stands out, or joins words that do.
    Yes,
    /// In small letters where others have capitals, but somebody may be called so.
    Small,
    /// The same, and what stands beside it says so.
    Led,
    /// It goes on with such a word.
    Tail,
}

/// Whether a word that nothing claims is looked at. `before` is the word before it, with whether that is of a run.
#[inline]
fn openness(page: &Page<'_>, at: usize, piece: Piece, line: &mut Line, before: (bool, Open)) -> Open {
    if page.stands_out(piece) {
        return Open::Yes;
    }
    let word = || page.text.get(piece.start..piece.end).unwrap_or_default();
    if piece.kinds == SMALL && before.0 && joins(page, at, word()) || is_short(page, at, piece) {
        return Open::Yes;
    }
    let facts = piece.facts_in(page.text);
    let is_inner = before.0 && matches!(before.1, Open::Small | Open::Led | Open::Tail);
    // Most words are neither.
    if facts.lists & (1 << lists::STOP_BIT) > 0 || facts.lists & PLAIN > 0 && !facts.entry.is_name() && !is_inner {
        return Open::No;
    }
    if !is_counted(page, at) && may_be_borne(facts, piece) {
        line.follow(page, piece.start);
        if !facts.entry.is_unknown() {
            return Open::Small;
        }
        if page.is_plain || line.is_plain {
            return Open::Yes;
        }
    }
    if is_inner && goes_on(page, at, facts) {
        return Open::Tail;
    }
    if piece.end - piece.start > 2 && is_led(page, at, facts) {
        line.follow(page, piece.start);
        return Open::Led;
    }
    Open::No
}

/// Words that nobody is called unless the lexicon says so.
const PLAIN: u64 = 1 << words::COMMON_BIT | 1 << words::CLINICAL_BIT;

/// "hill", "clinic", an unknown word behind one that may be a name.
fn goes_on(page: &Page<'_>, at: usize, facts: Facts) -> bool {
    const OF_HOUSES: u64 = 1 << lists::INSTITUTION_BIT | 1 << lists::WEAK_INSTITUTION_BIT | 1 << words::KIND_BIT;
    let is_joined = matches!(link(page.gap_before(at)), Some(0 | 1 | 6));
    let is_borne = facts.lists & PLAIN == 0 && (facts.entry.is_unknown() || facts.entry.is_name());
    is_joined && (facts.lists & OF_HOUSES > 0 || is_borne)
}

/// "mrs marsh", "nurse: pike", "wojtkowiak" where a line begins or beside a name, "pine hollow clinic": what stands beside a word
/// says that it may be a name or a place.
fn is_led(page: &Page<'_>, at: usize, facts: Facts) -> bool {
    const LEADS: u64 = 1 << lists::TITLE_BIT | 1 << lists::KIN_BIT | 1 << lists::ROLE_BIT;
    let list = |at: usize| page.pieces.get(at).map_or(0, |piece| piece.facts_in(page.text).lists);
    let gap = page.gap_before(at);
    let is_plain = facts.lists & PLAIN > 0;
    if let Some(before) = at.checked_sub(1)
        && page.claim(before) == 0
        && (list(before) & LEADS > 0 && matches!(gap, b" " | b". " | b": " | b"  " | b" .  "))
    {
        return !is_plain || facts.entry.given() >= 2 || facts.entry.is_strong_name();
    }
    let is_rare = matches!(facts.entry.ordinary(), 0 | 4..) && facts.lists == 0;
    if is_plain {
        return false;
    }
    let is_beside = |at: usize| [Label::Name as u8, Label::Place as u8].contains(&page.claim(at));
    if at.checked_sub(1).is_some_and(is_beside) && matches!(link(gap), Some(0 | 1 | 6))
        || is_beside(at + 1) && matches!(link(page.gap_before(at + 1)), Some(0 | 1 | 3 | 6))
    {
        return is_rare && (facts.entry.is_unknown() || facts.entry.is_name());
    }
    let is_joined = |at: usize| page.claim(at) == 0 && page.gap_before(at) == b" ";
    let is_house = |at: usize| list(at) & 1 << lists::INSTITUTION_BIT > 0;
    if is_joined(at + 1) && (is_house(at + 1) || is_joined(at + 2) && is_house(at + 2)) {
        return true;
    }
    // "Tech: quarlo", but not "cc: abx"; where a line or a bracket begins, no more than names.
    let opens = |sign: u8| gap.contains(&sign);
    let is_long = page.pieces.get(at).is_some_and(|piece| piece.end - piece.start > 3);
    is_rare && (opens(b':') && is_long || facts.entry.is_name() && (opens(b'\n') || opens(b'(')))
}

/// "90 miles": a word in small letters right behind a number.
fn is_counted(page: &Page<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| page.pieces.get(at));
    before.is_some_and(|piece| piece.kinds == DIGIT) && page.gap_before(at) == b" "
}

/// "of", "the", the s behind an apostrophe, between two words that stand out.
fn joins(page: &Page<'_>, at: usize, word: &str) -> bool {
    const SMALL_WORDS: &[&str] = &["at", "de", "del", "for", "in", "la", "of", "on", "s", "the", "y"];
    let is_joint = || SMALL_WORDS.contains(&word) || lists::is_joint(word) || lists::is_divider(word);
    let leads_on = |at: usize| {
        page.claim(at) == 0
            && link(page.gap_before(at)).is_some()
            && page.pieces.get(at).is_some_and(|piece| page.stands_out(*piece))
    };
    let is_the = |at: usize| page.pieces.get(at).is_some_and(|p| page.text.get(p.start..p.end) == Some("the"));
    (leads_on(at + 1) || is_the(at + 1) && leads_on(at + 2)) && is_joint()
}

/// Whether somebody bears a word in small letters, or nobody knows it.
fn may_be_borne(facts: Facts, piece: Piece) -> bool {
    let entry = facts.entry;
    if piece.end - piece.start < 2
        || facts.lists & (PLAIN | 1 << lists::STOP_BIT) > 0
        || facts.lists != 0 && !entry.is_name()
    {
        return false;
    }
    entry.is_unknown()
        || entry.is_strong_name()
        || matches!(entry.ordinary(), 0 | 4..) && (entry.given() >= 2 || entry.surname() >= 2 || entry.city() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    /// The words that are looked at, the runs in brackets.
    fn looked_at(text: &str, found: &[(&str, &'static str)]) -> Vec<String> {
        use crate::text::span::{Confidence, Found, Span, Write};
        let class = |rule: &str| match rule {
            "name" => phi_types::IdentifierClass::Name,
            _ => phi_types::IdentifierClass::Geography,
        };
        let found: Vec<Found> = found
            .iter()
            .map(|(value, rule)| {
                let start = text.find(value).unwrap();
                let end = start + value.len();
                Found {
                    span: Span { start, end, class: class(rule), rule, confidence: Confidence::High },
                    write: Write::Tag,
                }
            })
            .collect();
        let pieces = piece::known(text);
        let page = Page::of(text, &pieces, 0..pieces.len(), &[], &found);
        let mut all = Vec::new();
        runs(&page, |run, _| {
            let (first, last) = (pieces[run.first], pieces[run.first + run.len - 1]);
            all.push(text.get(first.start..last.end).unwrap().to_owned());
        });
        all
    }

    #[test]
    fn initials_and_short_codes_are_looked_at() {
        assert_eq!(looked_at("doses were counted, ok JV\nby qk\n", &[]), ["JV", "qk"]);
        assert_eq!(looked_at("left with Jo in a cab. He is ok", &[]), ["Jo"]);
        assert_eq!(looked_at("chart K418 was at hand", &[]), ["K418"]);
        assert_eq!(looked_at("BP and HR were low; drives 80 miles", &[]), [""; 0]);
    }

    #[test]
    fn what_stands_beside_a_place_is_looked_at() {
        let text = "seen at First Testmesa and then home";
        assert_eq!(looked_at(text, &[("Testmesa", "place")]), ["First"]);
        assert_eq!(looked_at(text, &[]), ["First Testmesa"]);
        assert_eq!(looked_at("First, he slept", &[]), [""; 0]);
    }

    #[test]
    fn words_parted_by_two_spaces_stand_together() {
        assert_eq!(looked_at("at  Qvarnholt  C1inic ,  Testmesa  today", &[]), ["Qvarnholt  C1inic ,  Testmesa"]);
    }
}
