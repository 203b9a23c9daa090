//! The weights against weak findings: what labelled texts say of each of their words.

use super::{Random, exp, frequent_in, move_by, rounded, table};
use crate::text::learned::{
    doubt::{PLACES, SCALE},
    model::place,
};

/// A word of a weak finding.
pub(super) struct Word {
    /// The text that it is from.
    pub(super) text: usize,
    pub(super) features: Vec<u32>,
    /// Whether it is marked.
    pub(super) is_right: bool,
}

/// How the weights are made.
#[derive(Clone, Copy, Debug)]
pub struct Doubts {
    /// How often the words are gone through.
    pub rounds: u32,
    /// The first step.
    pub step: f64,
    /// How much large weights cost.
    pub decay: f64,
    /// In how many texts a feature must stand.
    pub texts: u32,
    /// How many features of a hundred are left out each time.
    pub dropped: u64,
    /// What all words of a finding must be worth on average, and one at its end.
    pub least: (f64, f64),
}

/// The table.
pub(super) fn learn(words: &[Word], settings: &Doubts) -> Vec<u8> {
    let names = frequent_in(words.iter().map(|word| (word.text, word.features.as_slice())), settings.texts);
    let mut weights = vec![(0.0, 0.0); names.len()];
    let mut sums = vec![0.0; names.len()];
    let mut order: Vec<usize> = (0..words.len()).collect();
    let mut random = Random(2);
    for round in 0..settings.rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at as u64 + 1) as usize);
        }
        let step = settings.step / (1.0 + f64::from(round) * 0.3);
        for word in order.iter().filter_map(|at| words.get(*at)) {
            let known = word.features.iter().filter_map(|hash| names.get(hash).copied());
            let known: Vec<usize> = known.filter(|_| random.below(100) >= settings.dropped).collect();
            let score: f64 = known.iter().filter_map(|at| weights.get(*at)).map(|weight| weight.0).sum();
            let slope = f64::from(u8::from(word.is_right)) - 1.0 / (1.0 + exp(-score));
            for at in known {
                if let Some((weight, square)) = weights.get_mut(at) {
                    move_by(weight, square, slope, step, step * settings.decay);
                }
            }
        }
        if (round + 1) * 2 > settings.rounds {
            sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight.0);
        }
    }
    let rounds = f64::from(settings.rounds - settings.rounds / 2);
    let rows = names.iter().map(|(hash, at)| {
        let weight = sums.get(*at).map_or(0, |sum| rounded(sum / rounds * SCALE).clamp(-30_000, 30_000));
        let (place, [a, b]) = place(*hash, PLACES);
        let [low, high] = (weight as i16).to_le_bytes();
        (place, weight.abs(), [a, b, low, high])
    });
    let mut table = table::lay_out(PLACES, rows);
    for least in [settings.least.0, settings.least.1] {
        table.extend((rounded(least * SCALE).clamp(-30_000, 30_000) as i16).to_le_bytes());
    }
    table
}
