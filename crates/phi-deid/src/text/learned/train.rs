//! Making the weights: a conditional random field over runs of open words, in floats of basic arithmetic alone, so that the same
//! texts give the same weights on every machine.
//!
//! A text is read as the engine reads it. So that the weights learn from what the rules find as well, each text is read again some
//! times with a share of the findings hidden: their words are open then.

mod doubt;
mod table;
mod vary;

pub use doubt::Doubts;

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    LABELS, Label, Learned, Run, feature,
    feature::{Features, Phrase},
    model::{DOUBTS, LINKS, Model, PAIRS, PLACES, ROW, SCALE, place},
    page::Named,
    pages, runs,
};
use crate::{
    rule::Reference,
    text::{
        TextEngine, TextError, case,
        normal::{Normal, is_wide},
        piece, redact,
        span::Found,
        stream::Around,
    },
};

/// A labelled text.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What stands in it, in bytes: a letter each, as in the markup (`N` a name, `L` a place, `D` a day, `A` an age).
    pub marks: Vec<(usize, usize, char)>,
}

/// How the weights are made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often the examples are gone through.
    pub rounds: u32,
    /// How often a text is read with findings hidden, and how many of a hundred.
    pub hidden: (u64, u64),
    /// How many copies of a text are read in which capitals and small letters are changed, and what such a copy counts for.
    pub varied: (u64, f64),
    /// What a text with hidden findings counts for.
    pub hidden_weight: f64,
    /// How many features of a hundred are left out there.
    pub dropped: u64,
    /// The first step.
    pub step: f64,
    /// How much large weights cost.
    pub decay: f64,
    /// What a label must be worth beyond nothing, by label.
    pub least: [f64; LABELS],
    /// What any label must be worth besides where a word is in small letters and others have capitals.
    pub small: f64,
    /// In how many texts a feature must stand.
    pub texts: u32,
    /// How the weights against weak findings are made.
    pub doubts: Doubts,
}

/// Open words that stand together, with their labels.
struct Chain {
    /// The text that it is from.
    text: usize,
    words: Vec<Vec<u32>>,
    links: Vec<u8>,
    labels: Vec<u8>,
    weight: f64,
}

fn label(mark: char) -> u8 {
    match mark {
        'N' => Label::Name as u8,
        'L' => Label::Place as u8,
        'D' => Label::Day as u8,
        'A' => Label::Age as u8,
        _ => Label::Number as u8,
    }
}

impl TextEngine {
    /// The engine without the scorer, as it reads examples.
    #[must_use]
    pub fn untaught(mut self) -> Self {
        self.learned = None;
        self
    }

    /// The engine with other weights; `None` when they are none.
    #[must_use]
    pub fn taught(mut self, weights: Vec<u8>) -> Option<Self> {
        self.learned = Some(Learned { model: Model::of(Cow::Owned(weights))? });
        Some(self)
    }

    /// The words of weak findings.
    fn read_weak(&self, (example, is_copy): (&Example, bool), number: usize, words: &mut Vec<doubt::Word>) {
        self.read_plain(example, is_copy, |plain, pieces, marks| {
            let mut found = Vec::new();
            self.look_raw(plain, pieces, Reference { year: 2026 }, &[], None, &mut found);
            let mut features = Features::new();
            super::doubt::weigh(plain, pieces, &[], false, &found, |candidate| {
                features.forget();
                let mut phrase = Phrase::default();
                for at in candidate.run.pieces() {
                    candidate.tell(at, &mut phrase, &mut features);
                    let Some(piece) = candidate.page.pieces.get(at) else { continue };
                    let is_right = marks.iter().any(|mark| mark.0 < piece.end && mark.1 > piece.start);
                    words.push(doubt::Word { text: number, features: features.hashes().to_vec(), is_right });
                }
            });
        });
    }

    /// Hands out the plain form of a text with its words and marks. What a copy has in small letters stays so.
    fn read_plain(
        &self,
        example: &Example,
        is_copy: bool,
        read: impl FnOnce(&str, &piece::Pieces, &[(usize, usize, u8)]),
    ) {
        let text = example.text.as_str();
        let mut pieces = piece::known(text);
        let mut normal = Normal::of(text, &pieces, &redact::tags_in(text), is_wide(text));
        if normal.is_changed() {
            pieces = piece::known(&normal.text);
        }
        if let Some(mended) = case::mend(&normal.text, &pieces, &[]).filter(|_| !is_copy) {
            pieces = piece::known(&mended);
            normal.text = std::borrow::Cow::Owned(mended);
        }
        let plain: &str = &normal.text;
        let marks: Vec<(usize, usize, u8)> = example
            .marks
            .iter()
            .map(|(start, end, mark)| (normal.plain_place(*start), normal.plain_place(*end), label(*mark)))
            .collect();
        read(plain, &pieces, &marks);
    }

    fn read(&self, (example, is_copy): (&Example, bool), number: usize, settings: &Settings, chains: &mut Vec<Chain>) {
        self.read_plain(example, is_copy, |plain, pieces, marks| {
            let around = Around::default();
            let seen = self.see(plain, pieces, Reference { year: 2026 }, &[], None, false);
            let found = self.look_plain(plain, pieces, &[], &[], &around, seen).found;
            Self::read_open(plain, pieces, marks, &found, number, settings, chains);
        });
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one reading")]
    fn read_open(
        plain: &str,
        pieces: &piece::Pieces,
        marks: &[(usize, usize, u8)],
        found: &[Found],
        number: usize,
        settings: &Settings,
        chains: &mut Vec<Chain>,
    ) {
        for copy in 0..=settings.hidden.0 {
            let mut random = Random(number as u64 * 1000 + copy);
            let shown: Vec<_> =
                found.iter().filter(|_| copy == 0 || random.below(100) >= settings.hidden.1).copied().collect();
            let named = Named::of(plain, pieces, &shown);
            pages(plain, pieces, &[], &shown, |page| {
                let page = &page.among(&named);
                let mut features = Features::new();
                runs(page, |run: &Run, line| {
                    let mut chain = Chain {
                        text: number,
                        words: Vec::new(),
                        links: run.links().to_vec(),
                        labels: Vec::new(),
                        weight: if copy == 0 { 1.0 } else { settings.hidden_weight },
                    };
                    let mut phrase = Phrase::default();
                    for at in run.pieces() {
                        phrase.follow(page, run, at, &mut features);
                        feature::tell(page, at, line, &phrase, &mut features);
                        let mut told = features.hashes().to_vec();
                        told.retain(|_| copy == 0 || random.below(100) >= settings.dropped);
                        chain.words.push(told);
                        let piece = page.pieces.get(at);
                        let mark = marks.iter().find(|mark| piece.is_some_and(|p| mark.0 < p.end && mark.1 > p.start));
                        chain.labels.push(mark.map_or(0, |mark| mark.2));
                    }
                    chains.push(chain);
                });
            });
        }
    }
}

/// The weights that the examples teach.
///
/// # Errors
/// Those of [`TextEngine::new`].
pub fn train(examples: &[Example], settings: &Settings) -> Result<Vec<u8>, TextError> {
    let untaught = TextEngine::new()?.untaught();
    // A copy counts as the same text.
    let examples: Vec<(usize, Cow<'_, Example>, f64)> = examples
        .iter()
        .enumerate()
        .flat_map(|(number, example)| {
            let copies = (0..settings.varied.0)
                .map(move |copy| (number, Cow::Owned(vary::varied(example, number, copy)), settings.varied.1));
            core::iter::once((number, Cow::Borrowed(example), 1.0)).chain(copies)
        })
        .collect();
    let is_copy = |example: &Cow<'_, Example>| matches!(example, Cow::Owned(_));
    let mut weak = Vec::new();
    for (number, example, _) in &examples {
        untaught.read_weak((example, is_copy(example)), *number, &mut weak);
    }
    let doubts = doubt::learn(&weak, &settings.doubts);
    // What is weighed and dropped is open to the scorer.
    let mut weights = vec![0; DOUBTS];
    weights.extend(&doubts);
    let Some(engine) = untaught.taught(weights) else { return Ok(Vec::new()) };
    let mut chains = Vec::new();
    for (number, example, weight) in &examples {
        let from = chains.len();
        engine.read((example, is_copy(example)), *number, settings, &mut chains);
        chains.iter_mut().skip(from).for_each(|chain| chain.weight *= weight);
    }
    let names = frequent(&chains, settings.texts);
    let mut field = Field::new(names.len());
    let chains: Vec<Indexed> = chains.into_iter().map(|chain| Indexed::of(chain, &names)).collect();
    let mut order: Vec<usize> = (0..chains.len()).collect();
    let mut random = Random(1);
    let mut sum = Sum::new(&field);
    for round in 0..settings.rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at as u64 + 1) as usize);
        }
        let step = settings.step / (1.0 + f64::from(round) * 0.3);
        for chain in order.iter().filter_map(|at| chains.get(*at)) {
            field.learn(chain, step, settings.decay);
        }
        if (round + 1) * 2 > settings.rounds {
            sum.add(&field);
        }
    }
    field = sum.mean();
    let mut weights = field.lay_out(&names, settings);
    weights.extend(doubts);
    Ok(weights)
}

/// The features that stand in enough texts, with a number each.
fn frequent(chains: &[Chain], least: u32) -> BTreeMap<u32, usize> {
    frequent_in(chains.iter().flat_map(|chain| chain.words.iter().map(|word| (chain.text, word.as_slice()))), least)
}

fn frequent_in<'f>(words: impl Iterator<Item = (usize, &'f [u32])>, least: u32) -> BTreeMap<u32, usize> {
    let mut texts: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
    for (text, features) in words {
        for hash in features {
            let slot = texts.entry(*hash).or_insert((usize::MAX, 0));
            if slot.0 != text {
                *slot = (text, slot.1 + 1);
            }
        }
    }
    texts.into_iter().filter(|(_, (_, count))| *count >= least).enumerate().map(|(at, (hash, _))| (hash, at)).collect()
}

/// A chain whose features are numbers.
struct Indexed {
    words: Vec<Vec<usize>>,
    links: Vec<u8>,
    labels: Vec<u8>,
    weight: f64,
}

impl Indexed {
    fn of(chain: Chain, names: &BTreeMap<u32, usize>) -> Self {
        let words = chain.words.iter().map(|word| word.iter().filter_map(|hash| names.get(hash).copied()).collect());
        Self { words: words.collect(), links: chain.links, labels: chain.labels, weight: chain.weight }
    }
}

type Row = [f64; LABELS];

/// Weights with the sums of the squares of their steps.
struct Field {
    rows: Vec<(Row, Row)>,
    pairs: Vec<(f64, f64)>,
}

fn pair(link: u8, from: usize, to: usize) -> usize {
    (usize::from(link) * LABELS + from) * LABELS + to
}

impl Field {
    fn new(features: usize) -> Self {
        Self { rows: vec![([0.0; LABELS], [0.0; LABELS]); features], pairs: vec![(0.0, 0.0); LINKS * LABELS * LABELS] }
    }

    fn pair(&self, link: u8, from: usize, to: usize) -> f64 {
        self.pairs.get(pair(link, from, to)).map_or(0.0, |pair| pair.0)
    }

    /// One step towards the labels of a chain: what they are worth against what all others are, forward and backward.
    fn learn(&mut self, chain: &Indexed, step: f64, decay: f64) {
        let len = chain.words.len();
        let scores: Vec<Row> = chain
            .words
            .iter()
            .map(|word| {
                let mut sum = [0.0; LABELS];
                for row in word.iter().filter_map(|at| self.rows.get(*at)) {
                    sum.iter_mut().zip(row.0).for_each(|(sum, weight)| *sum += weight);
                }
                shares(sum)
            })
            .collect();
        let mut links = vec![[[0.0; LABELS]; LABELS]; LINKS];
        // Most words stand alone, and each of these takes an exponential.
        let is_asked = |link: u8| chain.links.iter().skip(1).any(|asked| *asked == link);
        for (link, table) in (0_u8..).zip(&mut links).filter(|(link, _)| is_asked(*link)) {
            for (from, row) in table.iter_mut().enumerate() {
                for (to, slot) in row.iter_mut().enumerate() {
                    *slot = exp(self.pair(link, from, to));
                }
            }
        }
        let worth = |at: usize, from: usize, to: usize| {
            let link = chain.links.get(at).copied().unwrap_or(0);
            links.get(usize::from(link)).and_then(|t| t.get(from)).and_then(|row| row.get(to)).copied().unwrap_or(1.0)
        };
        let mut forward: Vec<Row> = Vec::with_capacity(len);
        for (at, score) in scores.iter().enumerate() {
            let mut row = *score;
            if let Some(last) = at.checked_sub(1).and_then(|at| forward.get(at)) {
                for (to, slot) in row.iter_mut().enumerate() {
                    *slot *= last.iter().enumerate().map(|(from, share)| share * worth(at, from, to)).sum::<f64>();
                }
            }
            forward.push(normal(row));
        }
        let mut backward = vec![[1.0 / LABELS as f64; LABELS]; len];
        for at in (1..len).rev() {
            let (Some(next), Some(score)) = (backward.get(at).copied(), scores.get(at)) else { continue };
            let mut row = [0.0; LABELS];
            for (from, slot) in row.iter_mut().enumerate() {
                *slot = (0..LABELS)
                    .map(|to| worth(at, from, to) * score.get(to).unwrap_or(&0.0) * next.get(to).unwrap_or(&0.0))
                    .sum();
            }
            if let Some(slot) = backward.get_mut(at - 1) {
                *slot = normal(row);
            }
        }
        let rate = step * chain.weight;
        for at in 0..len {
            let (Some(front), Some(back), Some(gold)) = (forward.get(at), backward.get(at), chain.labels.get(at))
            else {
                continue;
            };
            let mut share = [0.0; LABELS];
            for ((slot, front), back) in share.iter_mut().zip(front).zip(back) {
                *slot = front * back;
            }
            let mut slope = normal(share);
            slope.iter_mut().for_each(|slope| *slope = -*slope);
            if let Some(slope) = slope.get_mut(usize::from(*gold)) {
                *slope += 1.0;
            }
            for feature in chain.words.get(at).into_iter().flatten() {
                let Some((weights, squares)) = self.rows.get_mut(*feature) else { continue };
                for ((weight, square), slope) in weights.iter_mut().zip(squares).zip(slope).skip(1) {
                    move_by(weight, square, slope, rate, step * decay);
                }
            }
            if let Some(last) = at.checked_sub(1) {
                self.learn_pairs(chain, (last, at), &forward, &backward, &scores, &worth, rate);
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one sum")]
    fn learn_pairs(
        &mut self,
        chain: &Indexed,
        (last, at): (usize, usize),
        forward: &[Row],
        backward: &[Row],
        scores: &[Row],
        worth: &impl Fn(usize, usize, usize) -> f64,
        rate: f64,
    ) {
        let (Some(front), Some(back), Some(score)) = (forward.get(last), backward.get(at), scores.get(at)) else {
            return;
        };
        let link = chain.links.get(at).copied().unwrap_or(0);
        let mut shares = Vec::with_capacity(LABELS * LABELS);
        for (from, front) in front.iter().enumerate() {
            for (to, (back, score)) in back.iter().zip(score).enumerate() {
                shares.push((from, to, front * worth(at, from, to) * score * back));
            }
        }
        let sum: f64 = shares.iter().map(|share| share.2).sum();
        let label = |at: usize| chain.labels.get(at).map_or(0, |label| usize::from(*label));
        let gold = (label(last), label(at));
        for (from, to, share) in shares {
            let slope = f64::from(u8::from((from, to) == gold)) - share / sum.max(f64::MIN_POSITIVE);
            if let Some((weight, square)) = self.pairs.get_mut(pair(link, from, to)) {
                move_by(weight, square, slope, rate, 0.0);
            }
        }
    }

    /// What is read at run time.
    fn lay_out(&self, names: &BTreeMap<u32, usize>, settings: &Settings) -> Vec<u8> {
        let rows = names.iter().filter_map(|(hash, at)| {
            let (weights, _) = self.rows.get(*at)?;
            let [_, a, b, c, d, e] = weights.map(|weight| rounded(weight * f64::from(SCALE)).clamp(-127, 127) as i8);
            let weight = [a, b, c, d, e].iter().map(|weight| i32::from(weight.unsigned_abs())).sum();
            let (place, [one, other]) = place(*hash, PLACES);
            let [a, b, c, d, e] = [a, b, c, d, e].map(i8::cast_unsigned);
            Some((place, if weight > 1 { weight } else { 0 }, [one, other, a, b, c, d, e, 0]))
        });
        let mut table = table::lay_out::<ROW>(PLACES, rows);
        let mut pairs = Vec::with_capacity(PAIRS);
        for (at, (weight, _)) in self.pairs.iter().enumerate() {
            // What a label must be worth more than nothing is taken off where the run comes to it.
            let least = settings.least.get(at % LABELS).copied().unwrap_or(0.0);
            let weight = rounded((weight - least) * f64::from(SCALE)).clamp(-30_000, 30_000);
            pairs.extend((weight as i16).to_le_bytes());
        }
        table.extend(pairs);
        // The first word of a run has no pair.
        for least in settings.least.into_iter().chain([settings.small]) {
            table.extend((rounded(least * f64::from(SCALE)) as i16).to_le_bytes());
        }
        table
    }
}

/// The weights of the later rounds together: their mean depends less on which example was the last.
struct Sum {
    field: Field,
    rounds: f64,
}

impl Sum {
    fn new(field: &Field) -> Self {
        Self { field: Field::new(field.rows.len()), rounds: 0.0 }
    }

    fn add(&mut self, field: &Field) {
        self.rounds += 1.0;
        for (sum, row) in self.field.rows.iter_mut().zip(&field.rows) {
            sum.0.iter_mut().zip(row.0).for_each(|(sum, weight)| *sum += weight);
        }
        for (sum, pair) in self.field.pairs.iter_mut().zip(&field.pairs) {
            sum.0 += pair.0;
        }
    }

    fn mean(mut self) -> Field {
        for (weights, _) in &mut self.field.rows {
            weights.iter_mut().for_each(|weight| *weight /= self.rounds);
        }
        for (weight, _) in &mut self.field.pairs {
            *weight /= self.rounds;
        }
        self.field
    }
}

fn rounded(value: f64) -> i32 {
    (if value < 0.0 { value - 0.5 } else { value + 0.5 }) as i32
}

/// A step whose length falls with those taken before.
fn move_by(weight: &mut f64, square: &mut f64, slope: f64, rate: f64, decay: f64) {
    *square += slope * slope;
    *weight += rate * slope / root(*square + 1e-6);
    // Small weights come to rest at nothing.
    let less = decay / root(*square + 1e-6);
    *weight = if *weight > less {
        *weight - less
    } else if *weight < -less {
        *weight + less
    } else {
        0.0
    };
}

/// `f64::sqrt` is exact on every machine.
fn root(value: f64) -> f64 {
    value.sqrt()
}

/// Scores as shares: the largest is one.
fn shares(row: Row) -> Row {
    let most = row.iter().copied().fold(f64::MIN, f64::max);
    row.map(|score| exp(score - most))
}

fn normal(row: Row) -> Row {
    let sum: f64 = row.iter().sum();
    row.map(|share| share / sum.max(f64::MIN_POSITIVE))
}

/// The exponential in basic arithmetic: that of the library may differ by machine.
fn exp(value: f64) -> f64 {
    let mut value = value.clamp(-60.0, 60.0) / 1024.0;
    let mut sum = 1.0;
    let mut term = 1.0;
    for at in 1..8 {
        term *= value / f64::from(at);
        sum += term;
    }
    for _ in 0..10 {
        sum *= sum;
    }
    value = sum;
    value
}

/// Numbers that look random, the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % most.max(1)
    }
}
