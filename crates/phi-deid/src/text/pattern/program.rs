//! Automata as bytes.
//!
//! To read some two hundred patterns and to make automata of them takes many times as long as to take up what was once made of them, and
//! it was most of what the command took to start. So the automata lie in `data/patterns.bin`, written by
//! `cargo run --release -p xtask -- patterns`, with a digest of the patterns that they were made of: those of other patterns are not
//! taken up, and a test holds the file against the patterns.
//!
//! All numbers are in groups of seven bits, the lowest first. The digest is followed by one automaton behind the other, each
//! with its length: the sets of bytes that its steps take, then pattern by pattern its states, and where the pattern begins. A state
//! names others by how far they stand from it.

#[cfg(any(test, feature = "training"))]
mod graph;
#[cfg(any(test, feature = "training"))]
mod narrow;
#[cfg(any(test, feature = "training"))]
mod write;

use regex_automata::{
    nfa::thompson::{Builder, NFA, Transition},
    util::{look::Look, primitives::StateID},
};
use sha2::{Digest, Sha256};

#[cfg(any(test, feature = "training"))]
pub(super) use write::write;

/// Bytes of a digest.
const DIGEST: usize = 32;

/// What stands at the beginning of a state. A larger number is a step of the set that is so much larger, all to one state.
const FAIL: usize = 0;
const MATCH: usize = 1;
const LOOK: usize = 2;
const UNION: usize = 3;
/// A step that leads elsewhere for each range of its set, whose number follows.
const FORK: usize = 4;
const STEP: usize = 5;

/// What tells patterns from others: each with whether the first automaton has it.
pub(super) fn digest<'p>(patterns: impl Iterator<Item = (&'p str, bool)>) -> [u8; DIGEST] {
    let mut digest = Sha256::new();
    for (pattern, is_open) in patterns {
        digest.update(pattern.len().to_le_bytes().get(..4).unwrap_or_default());
        digest.update([u8::from(is_open)]);
        digest.update(pattern);
    }
    digest.finalize().into()
}

/// The bytes of both automata, if they were made of these patterns.
pub(super) fn of<'b>(file: &'b [u8], digest: &[u8; DIGEST]) -> Option<(&'b [u8], &'b [u8])> {
    let mut rest = Reader(file.strip_prefix(digest)?);
    let (first, second) = (rest.part()?, rest.part()?);
    rest.0.is_empty().then_some((first, second))
}

/// The automaton that the bytes hold.
pub(super) fn read(bytes: &[u8]) -> Option<NFA> {
    let mut bytes = Reader(bytes);
    let sets = bytes.sets()?;
    let count = bytes.number()?;
    let mut automaton = Automaton { builder: Builder::new(), at: 0, count };
    let mut starts = Vec::new();
    for _ in 0..bytes.number()? {
        automaton.builder.start_pattern().ok()?;
        for _ in 0..bytes.number()? {
            automaton.state(&mut bytes, &sets)?;
        }
        let start = automaton.other(&mut bytes)?;
        automaton.builder.finish_pattern(start).ok()?;
        starts.push(start);
    }
    if automaton.at != count || !bytes.0.is_empty() {
        return None;
    }
    let all = automaton.builder.add_union(starts).ok()?;
    automaton.builder.build(all, all).ok()
}

/// Ranges of bytes, in rising order.
type Set = Vec<(u8, u8)>;

struct Automaton {
    builder: Builder,
    /// The number of the next state, and how many there are.
    at: usize,
    count: usize,
}

impl Automaton {
    /// Another state, named by how far it stands from the next.
    fn other(&self, bytes: &mut Reader<'_>) -> Option<StateID> {
        let far = bytes.number()?;
        let other = if far & 1 == 0 { self.at.checked_add(far >> 1)? } else { self.at.checked_sub((far >> 1) + 1)? };
        StateID::new(other).ok().filter(|_| other < self.count)
    }

    fn state(&mut self, bytes: &mut Reader<'_>, sets: &[Set]) -> Option<()> {
        match bytes.number()? {
            FAIL => self.builder.add_fail(),
            MATCH => self.builder.add_match(),
            LOOK => {
                let look = Look::from_repr(u32::try_from(bytes.number()?).ok()?)?;
                let next = self.other(bytes)?;
                self.builder.add_look(next, look)
            }
            UNION => {
                let count = bytes.number()?;
                let others = (0..count).map(|_| self.other(bytes)).collect::<Option<Vec<_>>>()?;
                // One alone would be a way round, which may lead nowhere.
                if others.len() < 2 {
                    return None;
                }
                self.builder.add_union(others)
            }
            FORK => {
                let set = sets.get(bytes.number()?)?;
                let steps = set.iter().map(|range| Some(step(*range, self.other(bytes)?)));
                let steps = steps.collect::<Option<Vec<_>>>()?;
                self.builder.add_sparse(steps)
            }
            set => {
                let set = sets.get(set.checked_sub(STEP)?)?;
                let next = self.other(bytes)?;
                match set.as_slice() {
                    [range] => self.builder.add_range(step(*range, next)),
                    set => self.builder.add_sparse(set.iter().map(|range| step(*range, next)).collect()),
                }
            }
        }
        .ok()?;
        self.at += 1;
        Some(())
    }
}

const fn step((start, end): (u8, u8), next: StateID) -> Transition {
    Transition { start, end, next }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..28).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes with their length before them.
    fn part(&mut self) -> Option<&'b [u8]> {
        let len = self.number()?;
        let (part, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(part)
    }

    fn sets(&mut self) -> Option<Vec<Set>> {
        let count = self.number()?;
        let set = |_| {
            let set = (0..self.number()?).map(|_| Some((self.byte()?, self.byte()?))).collect::<Option<Set>>()?;
            let is_rising =
                set.is_sorted_by(|range, next| range.1 < next.0) && set.iter().all(|(start, end)| start <= end);
            is_rising.then_some(set)
        };
        (0..count).map(set).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::nfa::thompson::WhichCaptures;

    use super::{super::coarse::coarse, graph::Graph, *};

    const PATTERNS: [&str; 9] = [
        "a(?:b|\u{e9})c?",
        r"(?-u:\b)[^x]{2,9}z",
        r"(?i)sk+",
        "[a-c\u{2022}\u{5e74}]{2}",
        "[a&&b]",
        "x*?(?:ab|abc|a)",
        "(?m:^)(?:ab|cb)*?c$",
        r"(?:Quill|Birch|Larch)(?:ton|ville)?[ ]{1,3}(?:St|Ave)(?-u:\b)",
        "(?:[ab]*c)+|a",
    ];

    fn both() -> [NFA; 2] {
        let config = NFA::config().which_captures(WhichCaptures::None).shrink(false);
        let exact = NFA::compiler().configure(config).build_many(&PATTERNS).unwrap();
        let coarse = coarse(&exact).unwrap();
        [exact, coarse]
    }

    #[test]
    fn what_was_written_is_read_and_written_the_same() {
        for nfa in both() {
            let bytes = write::automaton(&Graph::of(&nfa));
            let read = read(&bytes).unwrap();
            assert_eq!(read.pattern_len(), nfa.pattern_len());
            assert!(read.states().len() <= nfa.states().len());
            assert_eq!(read.byte_classes().alphabet_len(), nfa.byte_classes().alphabet_len());
            assert!(write::automaton(&Graph::of(&read)) == bytes);
        }
    }

    #[test]
    fn automata_of_other_patterns_are_not_taken_up() {
        let [exact, coarse] = both();
        let of_these = digest(PATTERNS.into_iter().map(|pattern| (pattern, true)));
        let file = write(&of_these, &coarse, &exact);
        let (first, second) = of(&file, &of_these).unwrap();
        assert!(
            first == write::automaton(&narrow::narrow(&Graph::of(&coarse)))
                && second == write::automaton(&Graph::of(&exact))
        );
        let waiting = digest(PATTERNS.into_iter().map(|pattern| (pattern, pattern != "[a&&b]")));
        let fewer = digest(PATTERNS.into_iter().skip(1).map(|pattern| (pattern, true)));
        assert!(of(&file, &waiting).is_none() && of(&file, &fewer).is_none());
        assert!(of(&file[..file.len() - 1], &of_these).is_none());
        assert!(of(&[file.as_slice(), &[0]].concat(), &of_these).is_none());
        assert!(of(&[], &of_these).is_none());
    }

    proptest! {
        #[test]
        fn a_read_automaton_matches_what_the_written_one_does(text in "[a-dkszSKxQuilBrchvetonA \\n\u{e9}\u{2022}\u{17f}]{0,24}|(?:Quill|Birch)(?:ton)? {0,4}St") {
            use regex_automata::{Anchored, Input, MatchKind, PatternID, PatternSet, hybrid::dfa::DFA};

            for nfa in both() {
                let graph = Graph::of(&nfa);
                let [read, narrow] = [&graph, &narrow::narrow(&graph)].map(|graph| read(&write::automaton(graph)).unwrap());
                let dfa = |nfa: &NFA, kind| {
                    let config = DFA::config().match_kind(kind).starts_for_each_pattern(true).skip_cache_capacity_check(true);
                    DFA::builder().configure(config).build_from_nfa(nfa.clone()).unwrap()
                };
                let [one, other] = [&nfa, &read].map(|nfa| dfa(nfa, MatchKind::LeftmostFirst));
                let [all, every, narrow] = [&nfa, &read, &narrow].map(|nfa| dfa(nfa, MatchKind::All));
                for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                    for pattern in (0..PATTERNS.len()).map(|at| PatternID::new(at).unwrap()) {
                        let input = Input::new(&text).range(at..).anchored(Anchored::Pattern(pattern));
                        let end = |dfa: &DFA| dfa.try_search_fwd(&mut dfa.create_cache(), &input).unwrap();
                        prop_assert_eq!(end(&one), end(&other));
                    }
                    let input = Input::new(&text).range(at..).anchored(Anchored::Yes);
                    let matching = |dfa: &DFA| {
                        let mut patterns = PatternSet::new(PATTERNS.len());
                        dfa.try_which_overlapping_matches(&mut dfa.create_cache(), &input, &mut patterns).unwrap();
                        patterns
                    };
                    prop_assert_eq!(matching(&all), matching(&every));
                    prop_assert_eq!(matching(&all), matching(&narrow));
                }
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), at in any::<usize>(), byte in any::<u8>()) {
            let _ = read(&bytes);
            let mut bytes = write::automaton(&Graph::of(&both()[1]));
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read(&bytes);
        }
    }
}
