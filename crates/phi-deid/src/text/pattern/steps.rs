//! An automaton with the steps that it took last.
//!
//! A row of the automaton's own table is as long as the alphabet, and one step reads one number of it, so each step of a walk
//! waits for memory beyond the near caches. Here the steps that texts take stand side by side, eight on a line of the cache. They
//! are those of the automaton itself, compared in full, and are forgotten when it forgets its states.

use std::hash::{Hash as _, Hasher};

use regex_automata::{
    Anchored, PatternID,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
    util::start,
};

/// Slots for states that tell of matches.
const TOLD: usize = 1 << 10;

/// How many patterns such a slot holds.
const MOST: usize = 11;

/// The bits of a state's number that are no marks.
const STATE: u32 = (1 << 27) - 1;

/// The states of an automaton that a thread has met, and the steps between them that it took last.
pub(super) struct Walker {
    cache: Cache,
    /// Where a step leads, with the state that it left and the upper bits of its byte. The lower ones are how far its slot is from
    /// the one that these lead to.
    taken: Box<[(u32, LazyStateID)]>,
    told: Box<[Told]>,
    /// How often the automaton had thrown its states away.
    age: usize,
}

/// The patterns that match where a state is reached, counted from 1.
#[derive(Clone, Copy, Default)]
struct Told {
    state: LazyStateID,
    patterns: [u8; MOST],
}

/// The number of a state, which it shows to a hasher alone.
#[derive(Default)]
pub(super) struct Number(u32);

impl Hasher for Number {
    fn finish(&self) -> u64 {
        u64::from(self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u32::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = number;
    }
}

#[inline]
fn number(state: LazyStateID) -> u32 {
    let mut number = Number::default();
    state.hash(&mut number);
    number.0 & STATE
}

impl Walker {
    /// With room for so many steps, a power of two.
    pub(super) fn new(dfa: &DFA, steps: usize) -> Self {
        Self {
            cache: dfa.create_cache(),
            taken: vec![Default::default(); steps].into_boxed_slice(),
            told: vec![Told::default(); TOLD].into_boxed_slice(),
            age: 0,
        }
    }

    /// How often the automaton has thrown its states away: a state of another age is none.
    #[inline]
    pub(super) fn age(&self) -> usize {
        self.cache.clear_count()
    }

    /// Where a walk begins, behind this byte.
    pub(super) fn start(&mut self, dfa: &DFA, before: Option<u8>, anchored: Anchored) -> Option<LazyStateID> {
        let config = start::Config::new().look_behind(before).anchored(anchored);
        let state = dfa.start_state(&mut self.cache, &config).ok();
        self.forget();
        state
    }

    /// Where a byte leads.
    #[inline]
    pub(super) fn next(&mut self, dfa: &DFA, state: LazyStateID, byte: u8) -> Option<LazyStateID> {
        let key = number(state) | u32::from(byte >> 3) << 27;
        let first = (key.rotate_left(5).wrapping_mul(0x9e37_79b1) >> 15) as usize;
        let slot = (first + usize::from(byte & 7)) & (self.taken.len().wrapping_sub(1));
        match self.taken.get(slot) {
            Some((known, next)) if *known == key => Some(*next),
            _ => self.ask(dfa, state, byte, slot, key),
        }
    }

    #[cold]
    fn ask(&mut self, dfa: &DFA, state: LazyStateID, byte: u8, slot: usize, key: u32) -> Option<LazyStateID> {
        let next = dfa.next_state(&mut self.cache, state, byte).ok()?;
        if self.forget() {
            // The state that was left is no more.
            return Some(next);
        }
        if let Some(slot) = self.taken.get_mut(slot) {
            *slot = (key, next);
        }
        Some(next)
    }

    /// Where the end of the text leads.
    pub(super) fn end(&mut self, dfa: &DFA, state: LazyStateID) -> Option<LazyStateID> {
        let next = dfa.next_eoi_state(&mut self.cache, state).ok();
        self.forget();
        next
    }

    /// Calls with each pattern that matches in this state, counted from 1.
    pub(super) fn told(&mut self, dfa: &DFA, state: LazyStateID, mut tell: impl FnMut(u8)) {
        self.forget();
        let slot = (number(state).wrapping_mul(0x9e37_79b1) >> 15) as usize & (TOLD - 1);
        if let Some(told) = self.told.get(slot).filter(|told| told.state == state) {
            return told.patterns.iter().take_while(|number| **number != 0).for_each(|number| tell(*number));
        }
        let count = dfa.match_len(&self.cache, state);
        let mut told = Told { state, ..Told::default() };
        for index in 0..count {
            let number = counted(dfa.match_pattern(&self.cache, state, index));
            tell(number);
            if let Some(slot) = told.patterns.get_mut(index) {
                *slot = number;
            }
        }
        if let Some(slot) = self.told.get_mut(slot).filter(|_| count <= MOST) {
            *slot = told;
        }
    }

    /// Where the match of an anchored search ends that prefers as the pattern does.
    pub(super) fn end_of(&mut self, dfa: &DFA, bytes: &[u8], at: usize, pattern: PatternID) -> Option<usize> {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let mut state = self.start(dfa, before, Anchored::Pattern(pattern))?;
        let mut end = None;
        for (at, byte) in (at..).zip(bytes.get(at..)?) {
            state = self.next(dfa, state, *byte)?;
            if state.is_tagged() {
                if state.is_match() {
                    // What is told here ended one byte before.
                    end = Some(at);
                } else if !state.is_start() {
                    return end;
                }
            }
        }
        if self.end(dfa, state)?.is_match() { Some(bytes.len()) } else { end }
    }

    /// Forgets all steps if the automaton has thrown its states away.
    #[inline]
    fn forget(&mut self) -> bool {
        let age = self.age();
        let is_other = self.age != age;
        if is_other {
            self.taken.fill(Default::default());
            self.told.fill(Told::default());
            self.age = age;
        }
        is_other
    }
}

/// The number of a pattern, counted from 1. There are fewer rules than a byte counts, as a test sees to.
pub(super) fn counted(pattern: PatternID) -> u8 {
    u8::try_from(pattern.as_usize() + 1).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use regex_automata::Input;

    use super::*;

    #[test]
    fn steps_lead_where_the_automaton_does() {
        // Few slots, so that steps push each other out, and little room, so that the states are thrown away over and over.
        let patterns = [r"a[a-z]{2,40}\x2e", r"(?-u:\b)[0-9]{1,3}(?:-[0-9]{2,9})?", r"(?i-u:an|and|andrew(?: a)?)"];
        let config =
            DFA::config().starts_for_each_pattern(true).cache_capacity(1 << 13).skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_many(&patterns).unwrap();
        let text = "and Andrew a. ana.b 12-345-6 aaa.aaab. 9-9 and abcdefghijklmnopqrstuvwxyz. 123-4567890".repeat(8);
        let mut walker = Walker::new(&dfa, 64);
        for at in 0..text.len() {
            for pattern in (0..patterns.len()).map(|at| PatternID::new(at).unwrap()) {
                let input = Input::new(&text).range(at..).anchored(Anchored::Pattern(pattern));
                let expected = dfa.try_search_fwd(&mut dfa.create_cache(), &input).unwrap().map(|hit| hit.offset());
                assert_eq!(walker.end_of(&dfa, text.as_bytes(), at, pattern), expected, "{at} {pattern:?}");
            }
        }
        assert!(walker.age() > 0, "the states were never thrown away");
    }
}
