//! What somebody may have meant.

use alloc::{string::String, vec, vec::Vec};

/// The nearest of the known words, if one is near enough to have been meant.
pub(super) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Nobody mistypes a word of that length from among ours.
    let word: Vec<char> = word.chars().take(129).flat_map(char::to_lowercase).collect();
    if word.len() > 128 {
        return None;
    }
    let near = (word.len().div_ceil(3)).max(1);
    known
        .into_iter()
        .map(|other| (distance(&word, &other.chars().flat_map(char::to_lowercase).collect::<Vec<_>>()), other))
        .filter(|(distance, _)| *distance <= near)
        .min()
        .map(|(_, other)| other.into())
}

/// Levenshtein: edits of single letters.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        for ((old, pair), theirs) in row.iter().zip(row.iter().skip(1)).zip(other) {
            let before = next.last().copied().unwrap_or(0);
            next.push((pair + 1).min(before + 1).min(old + usize::from(letter != theirs)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word() {
        let known = ["nurse", "physician", "biller"];
        assert_eq!(suggest("nures", known).as_deref(), Some("nurse"));
        assert_eq!(suggest("nurze", known).as_deref(), Some("nurse"));
        assert_eq!(suggest("phisycian", known).as_deref(), Some("physician"));
        assert_eq!(suggest("zzz", known), None);
        assert_eq!(suggest(&"x".repeat(10_000), known), None);
    }
}
