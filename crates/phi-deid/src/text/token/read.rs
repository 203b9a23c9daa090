//! Reading a run of capitalised words.

use super::{Shape, context, lists};
use crate::{
    lexicon::{self, Entry, Facts},
    text::{
        cursor::{self, Word},
        piece::Pieces,
        words::{self, Lists, Traits},
    },
};
use context::Before;
use core::cell::Cell;

/// The longest run: what is longer is a heading.
const MOST: usize = 9;

/// A word of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    /// Behind the word, without its full stop and without a possessive.
    pub(super) end: usize,
    pub(super) entry: Entry,
    pub(super) traits: Traits,
    pub(super) shape: Shape,
    pub(super) kind: Kind,
}

impl<'t> Token<'t> {
    const BLANK: Self = Self::joint("", 0);

    /// A word with a capital.
    fn of(word: Word<'t>, facts: Facts, is_shouted: bool) -> Self {
        let Word { text, start, end } = word;
        let kind = facts.shape.kind(is_shouted);
        Self { text, start, end, entry: facts.entry, traits: facts.into(), shape: facts.shape, kind }
    }

    /// `&`, `de`, `of`
    const fn joint(text: &'t str, start: usize) -> Self {
        Self {
            text,
            start,
            end: start + text.len(),
            entry: Entry::NONE,
            traits: Traits::NONE,
            shape: Shape::NONE,
            kind: Kind::Joint,
        }
    }
}

/// What a word can be in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A first name, rarely anything else.
    Given,
    /// A surname, rarely anything else.
    Surname,
    /// Borne as a name, but an ordinary word as well.
    Weak,
    /// In no list.
    Unknown,
    /// A single capital letter.
    Initial,
    /// `de`, `van`, `of`, `and`, `&`: between two words.
    Joint,
    /// A word that ends a name: a frequent or clinical one, a month, a credential, an abbreviation.
    Stop,
}

impl Kind {
    pub(super) const fn is_nameable(self) -> bool {
        matches!(self, Self::Given | Self::Surname | Self::Weak | Self::Unknown)
    }
}

/// Capitalised words that stand together, with joints between them.
#[derive(Debug)]
pub(super) struct Run<'t> {
    /// Those of the text.
    pub(super) pieces: &'t Pieces,
    tokens: [Token<'t>; MOST],
    len: usize,
    /// What stands before the first word, once it was asked for.
    before: Cell<Option<Before<'t>>>,
}

impl<'t> Run<'t> {
    /// Room for a run: it is used again for each.
    pub(super) const fn new(pieces: &'t Pieces) -> Self {
        Self { pieces, tokens: [Token::BLANK; MOST], len: 0, before: Cell::new(None) }
    }

    /// Reads the run that begins at `at`, where a capital letter begins a word. Says whether there is one. `index` is that of the
    /// piece that holds `at`; `first` is the first word with what is known of it, if it is a piece.
    pub(super) fn read(
        &mut self,
        text: &'t str,
        index: usize,
        at: usize,
        mut first: Option<(Word<'t>, Facts)>,
        is_shouted: bool,
    ) -> bool {
        self.len = 0;
        self.before.set(None);
        let mut at = at;
        let mut pieces = self.pieces.get(index..).unwrap_or_default().iter();
        let mut piece = pieces.next();
        while self.len < MOST {
            while piece.is_some_and(|piece| piece.start < at) {
                piece = pieces.next();
            }
            let token = match first.take() {
                Some((word, facts)) => Some(Token::of(word, facts, is_shouted)),
                None => {
                    let word = piece
                        .filter(|piece| piece.start == at)
                        .and_then(|piece| Some((cursor::word_of(text, piece)?, piece.facts)));
                    token(text, at, word, self.len > 0, is_shouted)
                }
            };
            let Some(token) = token else { break };
            let next = after(text, &token);
            self.push(token);
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        self.open_places();
        while self.last().is_some_and(|last| last.kind == Kind::Joint) {
            self.len -= 1;
        }
        self.len > 0
    }

    /// "New York", "San Diego": the first word is ordinary, the second is none.
    fn open_places(&mut self) {
        for at in 1..self.len {
            let next = self.get(at).is_some_and(|t| t.kind.is_nameable());
            if let (true, Some(token)) = (next, self.tokens.get_mut(at - 1))
                && token.kind == Kind::Stop
                && token.traits.has(lists::PLACE_OPENER_BIT)
                && token.text.len() > 2
            {
                token.kind = Kind::Weak;
            }
        }
    }

    fn push(&mut self, token: Token<'t>) {
        if let Some(slot) = self.tokens.get_mut(self.len) {
            *slot = token;
            self.len += 1;
        }
    }

    pub(super) fn tokens(&self) -> impl DoubleEndedIterator<Item = &Token<'t>> + Clone {
        self.slice().iter()
    }

    pub(super) fn slice(&self) -> &[Token<'t>] {
        self.tokens.get(..self.len).unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token<'t>> {
        self.slice().get(at)
    }

    pub(super) fn last(&self) -> Option<&Token<'t>> {
        self.len.checked_sub(1).and_then(|at| self.get(at))
    }

    pub(super) fn end(&self) -> usize {
        self.last().map_or(0, |token| token.end)
    }

    /// Notes what stands before the first word.
    pub(super) fn note_before(&self, before: Before<'t>) {
        self.before.set(Some(before));
    }

    /// What stands before one of the tokens.
    pub(super) fn before(&self, text: &'t str, token: &Token<'t>) -> Before<'t> {
        if self.get(0).is_none_or(|first| first.start != token.start) {
            return self.before_of(text, token.start);
        }
        let before = self.before.get().unwrap_or_else(|| self.before_of(text, token.start));
        self.before.set(Some(before));
        before
    }

    /// What stands before any place of the text.
    pub(super) fn before_of(&self, text: &'t str, at: usize) -> Before<'t> {
        Before::of(text, self.pieces, at)
    }
}

/// The word at `at`, or a joint when it stands inside a run. `word` is the word there with what is known of it, if it is a piece.
fn token<'t>(
    text: &'t str,
    at: usize,
    word: Option<(Word<'t>, Facts)>,
    is_inner: bool,
    is_shouted: bool,
) -> Option<Token<'t>> {
    if is_inner && word.is_none() && text.get(at..).is_some_and(|rest| rest.starts_with("& ")) {
        return Some(Token::joint(text.get(at..at + 1)?, at));
    }
    let (word, facts) = match word {
        Some((word, facts)) => (word, Some(facts)),
        None => (cursor::word_at(text, at)?, None),
    };
    if !word.starts_upper() {
        let joins = is_inner && lists::is_joint(word.text) && capital_follows(text, word.end);
        return joins.then_some(Token::joint(word.text, word.start));
    }
    let facts = facts.unwrap_or_else(|| lexicon::facts_at(text, word.start, word.end));
    Some(Token::of(word, facts, is_shouted))
}

fn capital_follows(text: &str, at: usize) -> bool {
    let next = cursor::skip_gap(text, at, false);
    next > at
        && text.get(next..).is_some_and(|rest| {
            rest.starts_with(char::is_uppercase)
                || rest.split(' ').take(2).nth(1).is_some_and(|w| w.starts_with(char::is_uppercase) && rest.len() > 4)
                    && rest.split(' ').next().is_some_and(lists::is_joint)
        })
}

/// Words that are no names by themselves.
const STOPS: Lists =
    Lists::of(&[words::COMMON_BIT, words::STATE_BIT, lists::STOP_BIT, lists::BRAND_BIT, words::CLINICAL_BIT]);

/// What a word can be. `is_drug` says whether it ends as names of substances do.
pub(super) fn kind(word: &str, entry: Entry, traits: Traits, is_shouted: bool, is_drug: bool) -> Kind {
    // "PharmD", "SDV'd": capitals inside are no name's, but for "McKay", "O'Neil" and "LaTonya".
    let inner = word.bytes().skip(3).filter(u8::is_ascii_uppercase).count();
    if inner > 0 && word.bytes().any(|b| b.is_ascii_lowercase()) && !word.contains('-') && !entry.is_name() {
        return Kind::Stop;
    }
    if word.chars().nth(1).is_none() {
        return Kind::Initial;
    }
    if word.contains('-') {
        return compound(word, is_shouted);
    }
    if ["Wm", "Chas", "Jas", "Thos", "Robt"].contains(&word) {
        return Kind::Given;
    }
    if (traits.has(words::STATE_BIT) || traits.has(lists::MONTH_BIT) && word.len() > 2)
        && entry.given() >= 2
        && !is_shouted
    {
        return Kind::Weak;
    }
    if traits.any(STOPS) {
        return Kind::Stop;
    }
    if word.len() < 3 {
        return if entry.surname() > 1 { Kind::Weak } else { Kind::Stop };
    }
    let is_abbreviation = !is_shouted && !word.chars().any(char::is_lowercase);
    if is_abbreviation && word.len() <= 5 && (entry.given() < 2 && entry.surname() < 2 || entry.ordinary() > 0) {
        // Abbreviations, by far.
        return Kind::Stop;
    }
    if entry.is_strong_name() {
        return if entry.given() >= 2 { Kind::Given } else { Kind::Surname };
    }
    if entry.is_name() {
        return if entry.is_clinical() && entry.surname() < 3 { Kind::Stop } else { Kind::Weak };
    }
    if entry.ordinary() > 0 || entry.is_clinical() || is_drug {
        return Kind::Stop;
    }
    Kind::Unknown
}

/// `Adeyemi-Cole`: as strong as its strongest part, and none when a part is no name.
fn compound(word: &str, is_shouted: bool) -> Kind {
    let mut best = Kind::Unknown;
    // "Ortega-Blue": a colour beside a name is one too.
    let mut has_word = false;
    for part in word.split('-') {
        let facts = lexicon::facts(part);
        let (entry, traits) = (facts.entry, Traits::from(facts));
        match kind(part, entry, traits, is_shouted, facts.shape.is_drug_like()) {
            Kind::Stop if !entry.is_name() || traits.has(words::CLINICAL_BIT) => return Kind::Stop,
            Kind::Stop => has_word |= traits.has(lists::STOP_BIT),
            Kind::Given => best = Kind::Given,
            Kind::Surname if best != Kind::Given => best = Kind::Surname,
            Kind::Weak if best == Kind::Unknown => best = Kind::Weak,
            _ => {}
        }
        if !part.starts_with(char::is_uppercase) && !lists::is_joint(part) && best != Kind::Given {
            return Kind::Stop;
        }
    }
    if has_word && !matches!(best, Kind::Given | Kind::Surname) { Kind::Stop } else { best }
}

/// Where the run may go on after a token: over one space, a full stop that abbreviates, a possessive.
fn after(text: &str, token: &Token<'_>) -> Option<usize> {
    let mut at = token.end;
    // Most words are parted by one blank.
    if token.kind != Kind::Joint
        && let Some([b' ', next]) = text.as_bytes().get(at..at + 2)
        && next.is_ascii()
        && !matches!(next, b' ' | b'\t' | b'"')
    {
        return Some(at + 1);
    }
    let rest = text.get(at..)?;
    if token.kind == Kind::Joint {
        return rest.starts_with([' ', '\u{a0}']).then(|| cursor::skip_gap(text, at, false));
    }
    if rest.starts_with('.') {
        if !(token.kind == Kind::Initial || lists::is_abbreviated(token.text)) {
            return None;
        }
        at += 1;
        // "J.R. Smith"
        if token.kind == Kind::Initial && text.get(at..)?.starts_with(char::is_uppercase) {
            return Some(at);
        }
    } else if rest.starts_with("'s ") || rest.starts_with("\u{2019}s ") {
        at += if rest.starts_with('\'') { 2 } else { 4 };
    }
    // A nickname in quotation marks stands inside the name.
    if text.get(at..)?.starts_with("\" ") && text.get(..token.start)?.ends_with('"') {
        at += 1;
    }
    let next = cursor::skip_gap(text, at, false);
    // Two spaces end a field.
    let gap = cursor::window_after(text, at, next.checked_sub(at)?);
    let quote = usize::from(
        text.get(next..)?.starts_with('"')
            && text.get(next + 1..)?.starts_with(char::is_uppercase)
            && token.kind != Kind::Stop,
    );
    (gap.chars().count() == 1 && !gap.starts_with('\t')).then_some(next + quote)
}
