//! Which names and towns that the lexicon alone speaks for are none: words that stand in a text as names of nobody stand.
//!
//! A finding of few rules is weighed, and only where no other rule claims it and no title or kinship stands before it. Each of its
//! words gets the features of the scorer and some of the rule that found it; their weights say whether labelled notes mark such a
//! word. Where they speak clearly against all words, the finding is dropped; where against those at an end, it is cut.

use phi_types::IdentifierClass;

use super::{
    Label, Learned, Line, MOST, Page, Run,
    feature::{self, Features, Phrase},
    link,
    model::{BESIDE, place},
    paragraph_end,
};
use crate::{
    lexicon,
    text::{
        Evidence, cursor,
        piece::{DIGIT, Pieces},
        span::{self, Confidence, Found},
        token::lists,
        words,
    },
};

/// Rules that the lexicon alone speaks for.
const WEAK: &[&str] =
    &["name.lexicon", "name.likely", "name.borne.likely", "name.reversed", "name.reversed.likely", "place.city_listed"];

/// Places of the table, each with as many rows as those of the scorer.
pub(super) const PLACES: usize = 1 << 13;

/// Bytes of a row: two that tell features apart, two of a weight.
pub(super) const ROW: usize = 4;

/// Bytes of the table, and of how clearly the weights must speak against a finding and against the words at its end.
pub(super) const BYTES: usize = PLACES * BESIDE * ROW + 4;

/// A point of a weight, as a share of one.
#[cfg(any(test, feature = "training"))]
pub(super) const SCALE: f64 = 64.0;

/// Whether a finding may be doubted.
fn is_weak(f: &Found) -> bool {
    WEAK.contains(&f.span.rule)
}

/// The weights against weak findings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights<'w> {
    places: &'w [[[u8; ROW]; BESIDE]],
    whole: i32,
    end: i32,
}

impl<'w> Weights<'w> {
    /// Of as many bytes as there must be.
    pub(super) fn of(bytes: &'w [u8]) -> Option<Self> {
        let (table, least) = bytes.split_at_checked(PLACES * BESIDE * ROW)?;
        let [[whole, end]] = least.as_chunks::<2>().0.as_chunks::<2>().0 else { return None };
        let number = |bytes: &[u8; 2]| i32::from(i16::from_le_bytes(*bytes));
        let places = table.as_chunks::<ROW>().0.as_chunks::<BESIDE>().0;
        Some(Self { places, whole: number(whole), end: number(end) })
    }

    /// What speaks for a word.
    fn score(&self, features: &Features) -> i32 {
        let weight = |hash: &u32| {
            let (place, print) = place(*hash, PLACES);
            let rows = self.places.get(place).copied().unwrap_or_default();
            // Nobody can foretell which features have a row, so nothing branches on it.
            let weight = |[a, b, low, high]: [u8; ROW]| {
                i32::from([a, b] == print).wrapping_neg() & i32::from(i16::from_le_bytes([low, high]))
            };
            rows.into_iter().map(weight).sum::<i32>()
        };
        features.hashes().iter().map(weight).sum()
    }

    /// Which of the words stay.
    fn kept(&self, scores: &[i32]) -> (usize, usize) {
        let sum: i32 = scores.iter().sum();
        if sum < self.whole * scores.len() as i32 {
            return (0, 0);
        }
        let is_none = |score: &i32| *score < self.end;
        let from = scores.iter().take_while(|score| is_none(score)).count();
        let behind = scores.iter().rev().take_while(|score| is_none(score)).count();
        // Where no word stands for itself, none is cut.
        if from == scores.len() { (0, scores.len()) } else { (from, scores.len() - behind) }
    }
}

/// "John Smith" before no noun of a thing: a frequent first name and a surname say more than what stands around them.
fn is_written_out(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let mut names = value.split(' ');
    let (first, last) = (names.next().unwrap_or_default(), names.next_back().unwrap_or_default());
    let behind = cursor::word_at(text, cursor::skip_gap(text, f.span.end, false));
    f.span.rule == "name.lexicon"
        && f.span.confidence == Confidence::High
        && names.count() < 2
        && lexicon::look_up(first).given() >= 2
        && lexicon::look_up(last).surname() >= 1
        && !behind.is_some_and(|word| lists::is_thing(word.text))
}

/// A finding to be weighed, with where it stands.
pub(super) struct Candidate<'c> {
    pub(super) page: &'c Page<'c>,
    pub(super) run: Run,
    line: Line,
    rule: u32,
    /// Whether other rules name somebody in the document.
    is_sure: bool,
}

impl Candidate<'_> {
    /// Tells the features of one of its words.
    pub(super) fn tell(&self, at: usize, phrase: &mut Phrase, features: &mut Features) {
        phrase.follow(self.page, &self.run, at, features);
        feature::tell(self.page, at, &self.line, phrase, features);
        feature::tell_doubted(self.page, at, phrase, (self.rule, u32::from(self.is_sure)), features);
    }
}

impl Learned {
    /// Drops what lexicon and words beside it spoke for by mistake. Tells whether it mattered what is known beforehand.
    pub(in crate::text) fn doubt(
        &self,
        text: &str,
        pieces: &Pieces,
        holes: &[(usize, usize)],
        is_known: bool,
        found: &mut Vec<Found>,
    ) -> bool {
        let Some(weights) = self.model.doubt() else { return false };
        let mut cut = Vec::new();
        let mut scores = Vec::new();
        let mut features = Features::new();
        let matters = weigh(text, pieces, holes, is_known, found, |candidate| {
            scores.clear();
            features.forget();
            let mut phrase = Phrase::default();
            for at in candidate.run.pieces() {
                candidate.tell(at, &mut phrase, &mut features);
                scores.push(weights.score(&features));
            }
            let (from, to) = weights.kept(&scores);
            if to - from == scores.len() {
                return;
            }
            let place = |at: usize| candidate.page.pieces.get(candidate.run.first.wrapping_add(at));
            let (Some(first), Some(last)) = (place(0), place(scores.len().wrapping_sub(1))) else { return };
            let kept = match (place(from), to.checked_sub(1).and_then(place)) {
                (Some(first), Some(last)) if from < to => (first.start, last.end),
                _ => (first.start, first.start),
            };
            cut.push(((first.start, last.end), kept));
        });
        if cut.is_empty() {
            return matters;
        }
        found.retain_mut(|f| {
            if !is_weak(f) || is_written_out(text, f) {
                return true;
            }
            let at = cut.partition_point(|((_, end), _)| *end <= f.span.start);
            if let Some((whole, kept)) = cut.get(at)
                && whole.0 < f.span.end
            {
                f.span.start = if f.span.start < kept.0 { kept.0 } else { f.span.start };
                f.span.end = if f.span.end > kept.1 { kept.1 } else { f.span.end };
            }
            !f.span.is_empty()
        });
        matters
    }
}

/// Hands out what may be doubted. Tells whether it matters that the document is known to be about somebody.
pub(super) fn weigh(
    text: &str,
    pieces: &Pieces,
    holes: &[(usize, usize)],
    is_known: bool,
    found: &[Found],
    mut tell: impl FnMut(&Candidate<'_>),
) -> bool {
    let mut weak: Vec<Found> = found.iter().filter(|f| is_weak(f)).copied().collect();
    if weak.is_empty() {
        return false;
    }
    span::join(&mut weak);
    let mut strong: Vec<Found> = found.iter().filter(|f| !is_weak(f)).copied().collect();
    span::join(&mut strong);
    let tags = holes.iter().filter_map(|hole| text.get(hole.0..hole.1));
    let is_named = Evidence::of(text, &strong, tags).names_somebody();
    let is_sure = is_known || is_named;
    let mut weak = weak.iter().peekable();
    let mut from = 0;
    while let Some(next) = weak.peek() {
        // The paragraph of the next finding.
        let rest = pieces.get(from..).unwrap_or_default();
        let at = from + rest.partition_point(|piece| piece.end <= next.span.start);
        if at >= pieces.len() {
            break;
        }
        let mut to = paragraph_end(text, pieces, from);
        while to <= at {
            from = to;
            to = paragraph_end(text, pieces, from);
        }
        let paragraph = pieces.get(from..to).unwrap_or_default();
        let (start, end) =
            (paragraph.first().map_or(0, |piece| piece.start), paragraph.last().map_or(0, |piece| piece.end));
        let of_page = |of: usize| of <= start;
        let tags = holes.get(holes.partition_point(|hole| of_page(hole.1))..).unwrap_or_default();
        let others = strong.get(strong.partition_point(|f| of_page(f.span.end))..).unwrap_or_default();
        let page = Page::of(text, pieces, from..to, tags, others);
        while let Some(f) = weak.next_if(|f| f.span.start < end) {
            if let Some(candidate) = candidate(&page, f, is_sure) {
                tell(&candidate);
            }
        }
        from = to;
    }
    !is_named
}

/// The finding with its surroundings, where only the lexicon speaks for it.
fn candidate<'c>(page: &'c Page<'c>, f: &Found, is_sure: bool) -> Option<Candidate<'c>> {
    let first = page.pieces.partition_point(|piece| piece.end <= f.span.start);
    let len = page.pieces.iter().skip(first).take_while(|piece| piece.start < f.span.end).count();
    let of = page.pieces.get(first..first + len)?;
    let is_free = (first..first + len).all(|at| page.claim(at) == 0) && !of.iter().any(|piece| piece.has(DIGIT));
    if len == 0 || len > MOST || !is_free || is_announced(page, first) {
        return None;
    }
    let mut run = Run { first, links: [0; MOST], len, small: 0 };
    for (at, slot) in (first..).zip(run.links.iter_mut().take(len)) {
        *slot = link(page.gap_before(at)).unwrap_or(0);
    }
    let mut line = Line::default();
    line.tell(page, of.first()?.start);
    let rule = feature::hash_bytes(f.span.rule.as_bytes()) ^ f.span.confidence as u32;
    debug_assert!(matches!(f.span.class, IdentifierClass::Name | IdentifierClass::Geography), "{:?}", Label::of(f));
    Some(Candidate { page, run, line, rule, is_sure })
}

/// Whether a title or a word of kinship stands before the words.
fn is_announced(page: &Page<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| page.pieces.get(at)) else { return false };
    let traits = words::Traits::from(before.facts_in(page.text));
    matches!(page.gap_before(at), b" " | b". ") && (traits.has(lists::TITLE_BIT) || traits.has(lists::KIN_BIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_go_or_those_at_an_end() {
        let mut bytes = vec![0; BYTES - 4];
        bytes.extend((-10_i16).to_le_bytes());
        bytes.extend((-20_i16).to_le_bytes());
        let weights = Weights::of(&bytes).unwrap();
        for (scores, kept) in [
            (vec![-11, -10], (0, 0)),
            (vec![-10, -10], (0, 2)),
            (vec![-21, 5], (1, 2)),
            (vec![30, -21, 9, -30, -21], (0, 3)),
            (vec![-21], (0, 0)),
            (vec![], (0, 0)),
        ] {
            assert_eq!(weights.kept(&scores), kept, "{scores:?}");
        }
        assert!(Weights::of(&bytes[1..]).is_none());
    }
}
