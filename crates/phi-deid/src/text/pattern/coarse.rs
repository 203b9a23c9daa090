//! An automaton that takes rare bytes for each other.
//!
//! A row of the table of an automaton has a place for each kind of byte that its patterns tell apart, rounded up to a power of two. ASCII
//! takes 103; accents, signs and figures of other scripts, each in a few patterns, take seventy more. Told apart by groups alone, all
//! of them fit into 128, which halves the memory of each state. Such an automaton matches all that the exact one does, and more,
//! but only where it has read a byte beyond ASCII: the exact one is asked there.

use regex_automata::{
    nfa::thompson::{Builder, NFA, State, Transition},
    util::primitives::StateID,
};

/// The first byte of each group. Those with which a pattern begins stand alone, so that no other is tried.
const GROUPS: [u8; 14] = [0x80, 0x90, 0xa0, 0xb0, 0xc0, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xe0, 0xe2, 0xe3, 0xf0];

/// The same patterns, told apart by groups of bytes.
pub(super) fn coarse(exact: &NFA) -> Option<NFA> {
    let mut copy = Copy { builder: Builder::new(), places: vec![None; exact.states().len()], open: Vec::new() };
    let mut starts = Vec::with_capacity(exact.pattern_len());
    for pattern in exact.patterns() {
        copy.builder.start_pattern().ok()?;
        let start = copy.place(exact.start_pattern(pattern)?)?;
        while let Some(old) = copy.open.pop() {
            let new = copy.state(exact.states().get(old.as_usize())?)?;
            let place = copy.place(old)?;
            copy.builder.patch(place, new).ok()?;
        }
        copy.builder.finish_pattern(start).ok()?;
        starts.push(start);
    }
    let all = copy.builder.add_union(starts).ok()?;
    copy.builder.build(all, all).ok()
}

struct Copy {
    builder: Builder,
    /// Where a state of the exact automaton stands.
    places: Vec<Option<StateID>>,
    /// Those that have a place and are not copied yet.
    open: Vec<StateID>,
}

impl Copy {
    fn place(&mut self, old: StateID) -> Option<StateID> {
        let slot = self.places.get_mut(old.as_usize())?;
        if slot.is_none() {
            *slot = self.builder.add_empty().ok();
            self.open.push(old);
        }
        *slot
    }

    fn state(&mut self, state: &State) -> Option<StateID> {
        match state {
            // Most states are of this kind.
            State::ByteRange { trans } => {
                let next = self.place(trans.next)?;
                self.builder.add_range(Self::wide(*trans, next)).ok()
            }
            State::Sparse(sparse) => self.transitions(sparse.transitions.iter().copied()),
            State::Dense(dense) => {
                let steps = (0..=u8::MAX).zip(dense.transitions.iter()).filter(|(_, next)| **next != StateID::ZERO);
                self.transitions(steps.map(|(byte, next)| Transition { start: byte, end: byte, next: *next }))
            }
            State::Look { look, next } => {
                let next = self.place(*next)?;
                self.builder.add_look(next, *look).ok()
            }
            State::Union { alternates } => self.union(alternates),
            State::BinaryUnion { alt1, alt2 } => self.union(&[*alt1, *alt2]),
            // What a group of a pattern holds is asked by nobody.
            State::Capture { next, .. } => self.place(*next),
            State::Fail => self.builder.add_fail().ok(),
            State::Match { .. } => self.builder.add_match().ok(),
        }
    }

    /// All bytes of the groups that a step takes bytes of.
    fn wide(step: Transition, next: StateID) -> Transition {
        Transition { start: first_of_group(step.start), end: last_of_group(step.end), next }
    }

    fn union(&mut self, alternates: &[StateID]) -> Option<StateID> {
        let places = alternates.iter().map(|old| self.place(*old)).collect::<Option<Vec<_>>>()?;
        self.builder.add_union(places).ok()
    }

    fn transitions(&mut self, steps: impl Iterator<Item = Transition>) -> Option<StateID> {
        let mut all: Vec<Transition> = Vec::new();
        for step in steps {
            let next = self.place(step.next)?;
            let wide = Self::wide(step, next);
            match all.last_mut() {
                Some(last) if last.next == wide.next && usize::from(wide.start) <= usize::from(last.end) + 1 => {
                    last.end = last.end.max(wide.end);
                }
                _ => all.push(wide),
            }
        }
        if all.len() > 1 && all.is_sorted_by(|step, next| step.end < next.start) {
            return self.builder.add_sparse(all).ok();
        }
        // Of one group several things may follow.
        let steps = all.into_iter().map(|step| self.builder.add_range(step).ok()).collect::<Option<Vec<_>>>()?;
        match steps.as_slice() {
            [step] => Some(*step),
            _ => self.builder.add_union(steps).ok(),
        }
    }
}

fn first_of_group(byte: u8) -> u8 {
    if byte.is_ascii() {
        return byte;
    }
    GROUPS.into_iter().rev().find(|first| *first <= byte).unwrap_or(byte)
}

fn last_of_group(byte: u8) -> u8 {
    if byte.is_ascii() {
        return byte;
    }
    match GROUPS.into_iter().find(|first| *first > byte) {
        Some(next) => next - 1,
        None => u8::MAX,
    }
}

#[cfg(test)]
mod tests {
    use regex_automata::{Anchored, Input, MatchKind, PatternSet, hybrid::dfa::DFA};

    use super::*;

    fn matching(nfa: &NFA, text: &str) -> Vec<usize> {
        let config = DFA::config().match_kind(MatchKind::All).skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa.clone()).unwrap();
        let mut patterns = PatternSet::new(nfa.pattern_len());
        let input = Input::new(text).anchored(Anchored::Yes);
        dfa.try_which_overlapping_matches(&mut dfa.create_cache(), &input, &mut patterns).unwrap();
        patterns.iter().map(|pattern| pattern.as_usize()).collect()
    }

    #[test]
    fn it_matches_all_that_the_exact_one_does_and_the_same_of_ascii() {
        let patterns = ["a(?:b|\u{e9})c?", r"(?-u:\b)[^x]{2}z", r"(?i)sk", "[a-c\u{2022}\u{5e74}]{2}", "[a&&b]", "x*"];
        let exact = NFA::compiler().build_many(&patterns).unwrap();
        let coarse = coarse(&exact).unwrap();
        assert!(coarse.byte_classes().alphabet_len() < exact.byte_classes().alphabet_len());
        let parts =
            ["a", "b", "c", "x", "z", "s", "k", "K", "\u{17f}", "\u{e9}", "\u{e8}", "\u{2022}", "\u{5e74}", " "];
        let mut more = 0;
        for text in parts.iter().flat_map(|a| parts.iter().map(move |b| format!("{a}{b}"))) {
            for text in parts.iter().map(|c| format!("{text}{c}")) {
                let (one, other) = (matching(&exact, &text), matching(&coarse, &text));
                assert!(one.iter().all(|pattern| other.contains(pattern)), "{text}");
                assert!(one == other || !text.is_ascii(), "{text}");
                more += other.len() - one.len();
            }
        }
        assert!(more > 0);
    }
}
