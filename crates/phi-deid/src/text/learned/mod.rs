//! What neither form nor lead decides: a scorer that has learned from labelled notes what the words around a name, a place or a
//! number look like.
//!
//! It looks only at what the rules left open, in a document that names somebody: words with a capital, numbers and codes, and
//! words in small letters that somebody bears. Each gets hashed features (`feature.rs`), each feature a small weight for
//! each label (`model.rs`), and words that stand together are labelled together. What the lexicon alone spoke for is weighed with the
//! same features, and may fall (`doubt.rs`). Whole numbers alone: the same text gives the
//! same spans on every machine. The weights (`data/learned.bin`) are made by `cargo run --release -p xtask -- train` from
//! `train/`, with the features of this module (`train.rs`).

mod doubt;
mod feature;
mod memo;
mod model;
mod open;
mod page;
mod sight;
#[cfg(any(test, feature = "training"))]
#[cfg_attr(not(feature = "training"), allow(unreachable_pub, reason = "tests see it from inside"))]
pub(crate) mod train;

use std::borrow::Cow;

use phi_types::IdentifierClass;

use super::{
    piece::{DIGIT, LARGE, Piece, Pieces, SMALL},
    redact,
    span::{Confidence, Found, Span, Write},
    token::lists,
    words,
};
use feature::{Features, Phrase};
use memo::{Key, Labels};
use model::{MOST, Model, Scores};
use open::{Run, is_great_age, link, runs};
use page::{Line, Named, Page};

static WEIGHTS: &[u8] = include_bytes!("../../../data/learned.bin");

/// Nothing (0), and the labels that are learned.
const LABELS: usize = 6;

/// What a word was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Label {
    /// Part of a name.
    Name = 1,
    /// Part of a place.
    Place = 2,
    /// Part of a day.
    Day = 3,
    /// An age above 89.
    Age = 4,
    /// Part of another number or code.
    Number = 5,
    /// Part of a number by which somebody is reached. It is never learned, but found by the rules.
    Contact = 6,
}

impl Label {
    fn of(found: &Found) -> Self {
        if found.span.rule.starts_with("age.") {
            return Self::Age;
        }
        Self::of_class(found.span.class)
    }

    const fn of_class(class: IdentifierClass) -> Self {
        use IdentifierClass::{Date, Email, Fax, Geography, IpAddress, Name, Phone, Url};
        match class {
            Name => Self::Name,
            Geography => Self::Place,
            Date => Self::Day,
            Phone | Fax | Email | Url | IpAddress => Self::Contact,
            _ => Self::Number,
        }
    }

    /// Of a tag in brackets.
    fn of_tag(tag: &str) -> Self {
        let tag = tag.strip_prefix('[').unwrap_or(tag);
        if tag.starts_with("AGE") {
            return Self::Age;
        }
        let is = |class: &IdentifierClass| tag.starts_with(redact::tag_word(*class));
        if tag.starts_with("ZIP") {
            return Self::Place;
        }
        IdentifierClass::ALL.iter().find(|class| is(class)).map_or(Self::Number, |class| Self::of_class(*class))
    }
}

/// The scorer.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    model: Model,
}

impl Learned {
    /// With the weights of this crate.
    pub(crate) fn new() -> Option<Self> {
        Some(Self { model: Model::of(Cow::Borrowed(WEIGHTS))? })
    }

    /// Adds what the rules left open and the weights speak for. `found` is sorted and disjoint, and stays as it is.
    pub(in crate::text) fn find(&self, text: &str, pieces: &Pieces, holes: &[(usize, usize)], found: &mut Vec<Found>) {
        let mut more = Vec::new();
        let mut scores: Vec<Scores> = Vec::with_capacity(MOST);
        memo::with(text.len(), |decided| {
            let mut features = Features::new();
            let named = Named::of(text, pieces, found);
            pages(text, pieces, holes, found, |page| {
                let page = &page.among(&named);
                features.forget();
                runs(page, |run, line| {
                    let key = Key::of(self.model.number, page, run, line);
                    let labels = decided.labels(key, || self.decide(page, run, line, &mut features, &mut scores));
                    spans(page, run, &labels, &mut more);
                });
            });
        });
        found.extend(more);
    }

    /// The labels of a run.
    fn decide(
        &self,
        page: &Page<'_>,
        run: &Run,
        line: &Line,
        features: &mut Features,
        scores: &mut Vec<Scores>,
    ) -> Labels {
        scores.clear();
        let mut phrase = Phrase::default();
        for at in run.pieces() {
            phrase.follow(page, run, at, features);
            feature::tell(page, at, line, &phrase, features);
            let is_small = run.small >> (at - run.first) & 1 == 1;
            scores.push(if is_small { self.model.score_small(features) } else { self.model.score(features) });
        }
        favour_whole_names(page, run, scores);
        let mut labels = [0; MOST];
        self.model.best(scores, run.links(), &mut labels);
        labels
    }
}

/// "Michael Brown": a frequent first name and a frequent surname say more than what stands around them.
fn favour_whole_names(page: &Page<'_>, run: &Run, scores: &mut [Scores]) {
    /// What each of the two words is worth besides.
    const BESIDES: i32 = 12;
    for (nth, at) in (1..).zip(run.pieces().skip(1)) {
        let (Some(first), Some(last)) = (page.pieces.get(at - 1), page.pieces.get(at)) else { return };
        let is_titled = |piece: &Piece| piece.kinds == LARGE | SMALL && piece.end - piece.start > 2;
        if !is_titled(first) || !is_titled(last) || page.gap_before(at) != b" " {
            continue;
        }
        let entry = |piece: &Piece| piece.facts_in(page.text).entry;
        if entry(first).given() >= 2 && entry(last).surname() >= 2 {
            let both = scores.get_mut(nth - 1..=nth).unwrap_or_default();
            both.iter_mut().filter_map(|score| score.get_mut(Label::Name as usize)).for_each(|score| *score += BESIDES);
        }
    }
}

/// Tells the paragraphs. Each is looked at by itself, so where a long text is cut does not matter.
fn pages(text: &str, pieces: &Pieces, holes: &[(usize, usize)], found: &[Found], mut tell: impl FnMut(Page<'_>)) {
    let mut from = 0;
    while let Some(first) = pieces.get(from) {
        let to = paragraph_end(text, pieces, from);
        let holes = holes.get(holes.partition_point(|hole| hole.1 <= first.start)..).unwrap_or_default();
        let found = found.get(found.partition_point(|f| f.span.end <= first.start)..).unwrap_or_default();
        tell(Page::of(text, pieces, from..to, holes, found));
        from = to;
    }
}

/// Where the paragraph ends that begins with the piece at `from`: behind it a blank line stands, or nothing.
fn paragraph_end(text: &str, pieces: &Pieces, from: usize) -> usize {
    let mut at = from;
    loop {
        at = pieces.next(at + 1, |sieve| sieve.broken);
        let (Some(one), Some(other)) = (at.checked_sub(1).and_then(|at| pieces.get(at)), pieces.get(at)) else {
            return pieces.len();
        };
        if is_blank(text.as_bytes().get(one.end..other.start).unwrap_or_default()) {
            return at;
        }
    }
}

/// Whether a blank line stands between two words.
fn is_blank(gap: &[u8]) -> bool {
    gap.iter().filter(|byte| **byte == b'\n').take(2).count() > 1
}

/// The spans of the labels of a run.
fn spans(page: &Page<'_>, run: &Run, labels: &[u8; MOST], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < run.len {
        let label = labels.get(at).copied().unwrap_or(0);
        let len = labels.iter().take(run.len).skip(at).take_while(|next| **next == label).count().max(1);
        if label > 0 {
            span(page, run.first + at, run.first + at + len, label, found);
        }
        at += len;
    }
}

/// The span of the pieces from `from` to before `to`, without small words at its ends.
fn span(page: &Page<'_>, mut from: usize, mut to: usize, label: u8, found: &mut Vec<Found>) {
    let is_bare = |at: usize| {
        let Some(piece) = page.pieces.get(at) else { return true };
        let word = page.text.get(piece.start..piece.end).unwrap_or_default();
        piece.kinds == SMALL
            && (word == "s" || words::is_common(word) || lists::is_joint(word) || lists::is_divider(word))
    };
    while from < to && is_bare(from) {
        from += 1;
    }
    while from < to && is_bare(to - 1) {
        to -= 1;
    }
    let (Some(first), Some(last)) = (page.pieces.get(from), to.checked_sub(1).and_then(|at| page.pieces.get(at)))
    else {
        return;
    };
    if from >= to {
        return;
    }
    let (class, rule, write) = match label {
        1 if last.end - first.start > 1 && !is_no_name(page, from, to) => {
            (IdentifierClass::Name, "name.learned.likely", Write::Tag)
        }
        2 if is_place(page, from, to) => (IdentifierClass::Geography, "place.learned.likely", Write::Tag),
        4 if is_old(page, from, to) => (IdentifierClass::Date, "age.learned.likely", Write::Age),
        5 if to - from <= MOST_OF_CODE && has_digits(page, from, to) => {
            (IdentifierClass::Other, "other.learned.likely", Write::Tag)
        }
        // Days are told from other numbers while learning, but what is left of them after the rules is too little to learn from.
        _ => return,
    };
    found.push(Found {
        span: Span { start: first.start, end: last.end, class, rule, confidence: Confidence::Low },
        write,
    });
}

/// Whether words that are scored as a name are none, whatever stands around them.
fn is_no_name(page: &Page<'_>, from: usize, to: usize) -> bool {
    is_lone_eponym(page, from, to) || is_called_after(page, to) || has_number(page, from, to)
}

/// "Foley": a surname alone after whose bearer things are called.
fn is_lone_eponym(page: &Page<'_>, from: usize, to: usize) -> bool {
    let word = page.pieces.get(from).and_then(|piece| page.text.get(piece.start..piece.end)).unwrap_or_default();
    to == from + 1 && lists::is_eponym(word) && crate::lexicon::look_up(word).given() < 2
}

/// "Li-Fraumeni": the last word is nobody's name but that of a thing.
fn is_called_after(page: &Page<'_>, to: usize) -> bool {
    let last = to.checked_sub(1).and_then(|at| page.pieces.get(at));
    let word = last.and_then(|piece| page.text.get(piece.start..piece.end)).unwrap_or_default();
    let entry = crate::lexicon::look_up(word);
    lists::is_eponym(word) && entry.surname() < 2 && entry.given() == 0
}

/// "A12 0339 118-4 R": a code of more words is a row of them.
const MOST_OF_CODE: usize = 6;

/// A code has a digit: "NY", "OD.png" are none.
fn has_digits(page: &Page<'_>, from: usize, to: usize) -> bool {
    page.pieces.get(from..to).unwrap_or_default().iter().any(|piece| piece.has(DIGIT))
}

/// "00142-QK": a row of codes is no name.
fn has_number(page: &Page<'_>, from: usize, to: usize) -> bool {
    page.pieces.get(from..to).unwrap_or_default().iter().any(|piece| piece.kinds == DIGIT)
}

/// Whether words outweigh numbers: a row of readings is no place, and neither are two after whom a thing is called,
/// "Jackson-Pratt".
fn is_place(page: &Page<'_>, from: usize, to: usize) -> bool {
    let pieces = page.pieces.get(from..to).unwrap_or_default();
    let whole = pieces.first().zip(pieces.last()).and_then(|(first, last)| page.text.get(first.start..last.end));
    if whole.is_some_and(|whole| whole.contains('-') && lists::is_eponym(whole)) {
        return false;
    }
    let is_number = |piece: &&Piece| piece.has(DIGIT) && !is_misread(page.text, **piece);
    let numbers = pieces.iter().filter(is_number).count();
    let words = pieces.iter().filter(|piece| !is_number(piece) && piece.end - piece.start > 2).count();
    let is_titled = pieces.iter().any(|piece| piece.has(LARGE) && piece.has(SMALL));
    numbers == 0 || numbers < words && is_titled
}

/// "V1EW", "Mi11": a word in which a scanner saw figures, but not "60yo".
fn is_misread(text: &str, piece: Piece) -> bool {
    let word = text.get(piece.start..piece.end).unwrap_or_default().as_bytes();
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    word.len() > 3 && digits * 2 <= word.len() && word.first().is_some_and(u8::is_ascii_alphabetic)
}

/// "116 F; pool 92 F": degrees Fahrenheit, since what stands beside it is too hot for an age.
fn is_heat(page: &Page<'_>, at: usize) -> bool {
    const REACH: usize = 8;
    let word = |at: usize| page.pieces.get(at).and_then(|piece| page.text.get(piece.start..piece.end));
    let is_hot = |at: usize| {
        word(at + 1) == Some("F") && word(at).and_then(|word| word.parse::<u16>().ok()).is_some_and(|heat| heat > 110)
    };
    word(at + 1) == Some("F") && (at.saturating_sub(REACH)..at + REACH).any(is_hot)
}

/// Whether one word is a number that is an age above 89, and none of a row nor a reading.
fn is_old(page: &Page<'_>, from: usize, to: usize) -> bool {
    // What a number behind it measures: never somebody's age.
    const MEASURES: &[&str] = &[
        "bp", "glucose", "height", "hr", "map", "o2", "pulse", "rate", "rr", "sat", "sats", "score", "spo2", "temp",
        "weight", "wt",
    ];
    let piece = |at: usize| page.pieces.get(at);
    let word = piece(from).and_then(|piece| page.text.get(piece.start..piece.end)).unwrap_or_default();
    // "01/30/1933, 93": what was found beside it is no row of readings.
    let is_number = |at: Option<usize>| {
        at.is_some_and(|at| page.claim(at) == 0 && piece(at).is_some_and(|piece| piece.kinds == DIGIT))
    };
    let before = from.checked_sub(1).and_then(piece).and_then(|piece| page.text.get(piece.start..piece.end));
    let is_measured = before.is_some_and(|word| MEASURES.iter().any(|measure| word.eq_ignore_ascii_case(measure)));
    to == from + 1
        && !is_measured
        && !is_heat(page, from)
        && is_great_age(word)
        && !is_number(from.checked_sub(1))
        && !is_number(Some(to))
}
