//! One pass of all patterns over a text.
//!
//! Every pattern begins where a word or a sign begins, so no place inside a word is asked. At each such place one anchored
//! automaton over all patterns tells which of them match there, most often none after a few bytes; a second one tells
//! where the match of a single pattern ends. Both are lazy: they build the states that texts need, and are linear in the
//! text whatever the patterns.
//!
//! Rules come in families. Within a family the leftmost match counts and the first rule of the list wins, as one search
//! over an alternation would have it; families do not see each other.

use std::panic::{RefUnwindSafe, UnwindSafe};

use regex_automata::{Anchored, PatternID, util::pool::Pool};

use super::{
    Hit, Rule,
    automata::Automata,
    gate::{Gate, Gates},
    memo::{Answer, At, Key, Memo},
    steps::{Walker, counted},
};
use crate::{
    rule::Reference,
    text::{
        RULES, TextError,
        piece::{Piece, WIDE},
        span::{Found, Span},
    },
};

/// After a hit of at most this length that its check refused, the search goes on at the next place; after a longer one at
/// its end. Otherwise a text made of refused hits would cost its square.
const MAX_RETRY: usize = 160;

/// No pattern that is tried at every place needs more to be told; what follows can only be a longer match of it.
const MAX_LOOK: usize = 320;

/// How many steps of the automaton for ends are remembered, and of that of all patterns, which takes many different ones.
const STEPS: usize = 1 << 14;
const ANY_STEPS: usize = 1 << 14;

/// The families of rules.
pub(in crate::text) const FAMILIES: usize = 7;

/// All rules, compiled.
pub(in crate::text) struct Scanner {
    automata: &'static Automata,
    /// With the family of each.
    rules: Vec<(&'static Rule, usize)>,
    /// Those of them that wait for something.
    gated: Vec<(Gate, PatternID)>,
    work: Pool<Work, Make>,
}

type Make = Box<dyn Fn() -> Work + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// What a thread needs while it scans.
struct Work {
    any: Walker,
    one: Walker,
    /// For places behind a letter, digit or underscore, and for the others.
    inner: Memo,
    outer: Memo,
}

/// The rules that match at a place, in rising order, at most ten of them: the number of each, counted from 1, and how many
/// bytes it takes, if that is known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Matches([(u8, u8); MOST]);

/// More rules do not match at one place.
const MOST: usize = 10;

/// The length of a match that has several, or is longer: the automaton for ends is asked.
const ASK: u8 = u8::MAX;

impl Matches {
    /// Notes that a rule matches, with a length.
    fn take(&mut self, number: u8, len: usize) {
        self.put((number, u8::try_from(len).unwrap_or(ASK)));
    }

    /// Adds what matches `steps` bytes on.
    fn add(&mut self, more: Self, steps: usize) {
        for (number, len) in more.0.into_iter().take_while(|slot| slot.0 != 0) {
            let len = if len == ASK { ASK } else { u8::try_from(usize::from(len) + steps).unwrap_or(ASK) };
            self.put((number, len));
        }
    }

    fn put(&mut self, mut new: (u8, u8)) {
        for slot in &mut self.0 {
            if slot.0 == 0 {
                *slot = new;
                return;
            }
            if slot.0 == new.0 {
                // Which of two lengths counts is told by the other automaton.
                slot.1 = if slot.1 == new.1 { new.1 } else { ASK };
                return;
            }
            if slot.0 > new.0 {
                core::mem::swap(slot, &mut new);
            }
        }
    }

    /// Says that longer matches than those seen may stand there.
    fn open_ends(&mut self) {
        for slot in &mut self.0 {
            slot.1 = ASK;
        }
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.first().is_none_or(|slot| slot.0 == 0)
    }

    /// A number that differs where the matches do, most often.
    pub(super) fn mixed(&self) -> usize {
        let mixed = self.0.iter().fold(0_u64, |mixed, (rule, len)| {
            (mixed ^ u64::from(*rule) << 8 ^ u64::from(*len)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
        });
        (mixed >> 40) as usize
    }

    fn each(self) -> impl Iterator<Item = (PatternID, Option<usize>)> {
        self.0.into_iter().map_while(|(number, len)| {
            let pattern = PatternID::new(usize::from(number.checked_sub(1)?)).ok()?;
            Some((pattern, (len != ASK).then_some(usize::from(len))))
        })
    }
}

impl Scanner {
    /// With all rules.
    pub(in crate::text) fn new() -> Result<Self, TextError> {
        let rules = in_order(RULES);
        let gate = |rule: &Rule| Gate::of(rule.id, rule.pattern);
        let gated = (0..).map_while(|at| PatternID::new(at).ok()).zip(&rules);
        let gated = gated.filter_map(|(pattern, (rule, _))| Some((gate(rule)?, pattern))).collect();
        // The error of the builder is dropped: it would only repeat one of our own constants.
        let automata = Automata::shared().ok_or(TextError::Pattern { family: "all" })?;
        let make = move || Work {
            any: Walker::new(&automata.any, ANY_STEPS),
            one: Walker::new(&automata.one, STEPS),
            inner: Memo::new(),
            outer: Memo::new(),
        };
        Ok(Self { automata, rules, gated, work: Pool::new(Box::new(make)) })
    }

    /// What all rules find, family by family.
    pub(in crate::text) fn find(&self, text: &str, pieces: &[Piece], reference: Reference, found: &mut Vec<Found>) {
        let mut work = self.work.get();
        let mut pass = Pass {
            scanner: self,
            work: &mut work,
            gates: Gates::new(text, pieces),
            text,
            reference,
            remembers: !text.as_bytes().contains(&0),
            resume: [0; FAMILIES],
            finds: Vec::with_capacity(text.len() / 64 + 8),
        };
        let mut at = 0;
        let mut joins = false;
        for (index, piece) in pieces.iter().enumerate() {
            let is_wide = piece.has(WIDE);
            // Most words stand behind another and a sign or two.
            if !(joins && !is_wide && pass.signs_and_word(at, *piece, index)) {
                pass.signs(at, piece.start, piece.end);
                if is_wide {
                    pass.wide(*piece, index);
                } else {
                    pass.word(piece.start, piece.end, index);
                }
            }
            joins = !is_wide && pass.remembers;
            at = piece.end;
        }
        pass.signs(at, text.len(), text.len());
        for family in 0..FAMILIES {
            found.extend(pass.finds.iter().filter(|find| find.0 == family).map(|find| find.1));
        }
    }

    /// Which rules match at `at`, where a thread has not learned yet that none does. The word there, or behind the sign there,
    /// ends at `end`.
    #[inline(never)]
    fn first_at(&self, work: &mut Work, bytes: &[u8], at: usize, end: usize, remembers: bool) -> Matches {
        let before = before(bytes, at);
        let memo = if is_of_word(before) { &work.inner } else { &work.outer };
        let key = if remembers { Key::at(bytes, at, end) } else { None };
        let answer = key.map_or(Answer::Unknown, |key| memo.look_up(key, work.any.age()));
        match answer {
            Answer::Closed(matches) => matches,
            Answer::Open(mut matches, from) => {
                if let Some(more) = memo.ahead(from, bytes.get(at + from.steps..).unwrap_or_default()) {
                    matches.add(more, from.steps);
                } else {
                    let (more, is_all) = self.run(work, bytes, at, before, None, Some(from));
                    matches.add(more, from.steps);
                    if !is_all {
                        matches.open_ends();
                    }
                }
                matches
            }
            Answer::Unknown => {
                let (mut matches, is_all) = self.run(work, bytes, at, before, key, None);
                if !is_all {
                    matches.open_ends();
                }
                matches
            }
        }
    }

    /// Runs the automaton of all patterns from `at`, or goes on where it stood, and notes what it has told: what matches, with
    /// lengths from there, and whether that is all.
    fn run(
        &self,
        work: &mut Work,
        bytes: &[u8],
        at: usize,
        before: Option<u8>,
        key: Option<Key>,
        from: Option<At>,
    ) -> (Matches, bool) {
        let dfa = &self.automata.any;
        let Work { any, one, inner, outer } = work;
        let memo = if is_of_word(before) { inner } else { outer };
        let mut matches = Matches::default();
        let (mut state, base) = match from {
            Some(from) => (from.state, from.steps),
            None => {
                let Some(state) = any.start(dfa, before, Anchored::Yes) else { return (matches, true) };
                (state, 0)
            }
        };
        let mut steps = base;
        let stop = key.map_or(usize::MAX, Key::len);
        let rest = bytes.get(at..).unwrap_or_default();
        for byte in rest.get(steps..rest.len().min(MAX_LOOK)).unwrap_or_default() {
            let Some(next) = any.next(dfa, state, *byte) else { return (matches, false) };
            state = next;
            steps += 1;
            if state.is_tagged() {
                if state.is_match() {
                    // What is told here ended one byte before.
                    any.told(dfa, state, |number| matches.take(number, steps - 1 - base));
                } else if !state.is_start() {
                    if let Some(key) = key.filter(|key| steps <= key.len()) {
                        self.ask_ends(one, bytes, at, &mut matches);
                        memo.note_closed(key, steps, matches);
                    } else if let Some(from) = from {
                        let next = rest.get(base..).unwrap_or_default();
                        memo.note_over(from, next, steps - base, matches, any.age());
                    }
                    return (matches, true);
                }
            }
            if steps == stop
                && let Some(key) = key
            {
                memo.note_open(key, matches, state, any.age());
            }
        }
        if rest.len() > MAX_LOOK {
            return (matches, false);
        }
        if let Some(state) = any.end(dfa, state)
            && state.is_match()
        {
            any.told(dfa, state, |number| matches.take(number, steps - base));
        }
        (matches, true)
    }

    /// Tries the rules that wait for something.
    fn open(&self, work: &mut Work, text: &str, at: usize, near: u16, gates: &mut Gates<'_>, matches: &mut Matches) {
        for (gate, pattern) in &self.gated {
            if gate.bit() & near != 0
                && gates.opens(*gate, at)
                && let Some(end) = self.end_of(&mut work.one, text.as_bytes(), at, *pattern)
            {
                matches.take(counted(*pattern), end - at);
            }
        }
    }

    /// Asks where matches of several lengths end, when all that decides it has been read.
    fn ask_ends(&self, one: &mut Walker, bytes: &[u8], at: usize, matches: &mut Matches) {
        for (number, len) in &mut matches.0 {
            if *len == ASK
                && let Some(pattern) = number.checked_sub(1).and_then(|at| PatternID::new(usize::from(at)).ok())
                && let Some(end) = self.end_of(one, bytes, at, pattern)
            {
                *len = u8::try_from(end - at).unwrap_or(ASK);
            }
        }
    }

    fn end_of(&self, one: &mut Walker, bytes: &[u8], at: usize, pattern: PatternID) -> Option<usize> {
        one.end_of(&self.automata.one, bytes, at, pattern)
    }
}

/// All rules, with the family of each.
pub(super) fn in_order(families: [&'static [&'static [Rule]]; FAMILIES]) -> Vec<(&'static Rule, usize)> {
    let of = |lists: &'static [&'static [Rule]], family| {
        lists.iter().flat_map(|list| list.iter()).map(move |rule| (rule, family))
    };
    families.into_iter().enumerate().flat_map(|(family, lists)| of(lists, family)).collect()
}

/// One pass over a text.
struct Pass<'a> {
    scanner: &'a Scanner,
    work: &'a mut Work,
    gates: Gates<'a>,
    text: &'a str,
    reference: Reference,
    /// Whether what is told of the text may be remembered: not of one that holds a nought.
    remembers: bool,
    /// Where each family goes on.
    resume: [usize; FAMILIES],
    /// With the family of each.
    finds: Vec<(usize, Found)>,
}

impl Pass<'_> {
    /// Where a word begins.
    #[inline]
    fn word(&mut self, at: usize, end: usize, index: usize) {
        let near = self.gates.near(at, index);
        let is_known = self.begins_nothing(at, end);
        if near != 0 || !is_known {
            self.ask_word(at, end, near, is_known);
        }
    }

    #[inline(never)]
    fn ask_word(&mut self, at: usize, end: usize, near: u16, is_known: bool) {
        let mut matches = if is_known {
            Matches::default()
        } else {
            self.scanner.first_at(self.work, self.text.as_bytes(), at, end, self.remembers)
        };
        if near != 0 {
            self.scanner.open(self.work, self.text, at, near, &mut self.gates, &mut matches);
        }
        if !matches.is_none() {
            self.check(at, matches);
        }
    }

    /// A few signs behind a word of ASCII, and the word behind them. Says whether they stand so.
    #[inline]
    fn signs_and_word(&mut self, from: usize, piece: Piece, index: usize) -> bool {
        let (bytes, end) = (self.text.as_bytes(), piece.end);
        let Some(mut next) = bytes.get(from..).and_then(|rest| rest.first_chunk()).copied().map(u64::from_le_bytes)
        else {
            return false;
        };
        if piece.start > from + 4 {
            return false;
        }
        let mut is_inner = true;
        for at in from..piece.start {
            let sign = next as u8;
            if begins(sign, (next >> 8) as u8) {
                let memo = if is_inner { &self.work.inner } else { &self.work.outer };
                if !memo.begins_nothing(next as u32) && !memo.ends_in_nothing(bytes, at, end) {
                    self.ask_sign(at, end);
                }
            }
            is_inner = sign == b'_';
            next >>= 8;
        }
        let near = self.gates.near(piece.start, index);
        let memo = if is_inner { &self.work.inner } else { &self.work.outer };
        let is_known = memo.begins_nothing(next as u32) || memo.ends_in_nothing(bytes, piece.start, end);
        if near != 0 || !is_known {
            self.ask_word(piece.start, end, near, is_known);
        }
        true
    }

    /// A piece with letters that are none to a pattern.
    #[cold]
    #[inline(never)]
    fn wide(&mut self, piece: Piece, index: usize) {
        let bytes = self.text.as_bytes();
        for at in piece.start..piece.end {
            match bytes.get(at) {
                Some(byte) if byte.is_ascii_alphanumeric() => {
                    if !before(bytes, at).is_some_and(|before| before.is_ascii_alphanumeric()) {
                        self.word(at, piece.end, index);
                    }
                }
                _ => self.signs(at, at + 1, piece.end),
            }
        }
    }

    /// The signs of a stretch without letters and digits; the word behind it ends at `end`.
    fn signs(&mut self, from: usize, to: usize, end: usize) {
        let bytes = self.text.as_bytes();
        for at in from..to {
            let Some(sign) = bytes.get(at).copied() else { return };
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            if begins(sign, next) && !self.begins_nothing(at, end) {
                self.ask_sign(at, end);
            }
        }
    }

    #[inline(never)]
    fn ask_sign(&mut self, at: usize, end: usize) {
        let matches = self.scanner.first_at(self.work, self.text.as_bytes(), at, end, self.remembers);
        if !matches.is_none() {
            self.check(at, matches);
        }
    }

    /// Whether the thread has learned that no rule matches where these bytes stand: so it is at most places.
    #[inline]
    fn begins_nothing(&self, at: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let memo = if is_of_word(before(bytes, at)) { &self.work.inner } else { &self.work.outer };
        four_at(bytes, at)
            .is_some_and(|first| memo.begins_nothing(first) || self.remembers && memo.ends_in_nothing(bytes, at, end))
    }

    /// Within a family the first rule of the list whose check agrees wins.
    fn check(&mut self, at: usize, matches: Matches) {
        let mut is_settled = [false; FAMILIES];
        for (pattern, len) in matches.each() {
            let Some((rule, family)) = self.scanner.rules.get(pattern.as_usize()) else { continue };
            let slots = (self.resume.get_mut(*family), is_settled.get_mut(*family));
            let (Some(resume), Some(is_settled)) = slots else { continue };
            if *is_settled || at < *resume {
                continue;
            }
            let is_exact = |len: &usize| self.text.as_bytes().get(at..at + len).is_some_and(<[u8]>::is_ascii);
            let end = match len.filter(is_exact) {
                Some(len) => at + len,
                None => match self.scanner.end_of(&mut self.work.one, self.text.as_bytes(), at, pattern) {
                    Some(end) => end,
                    None => continue,
                },
            };
            let cut = (rule.accept)(&Hit { text: self.text, start: at, end, reference: self.reference });
            if cut.is_some() || end - at > MAX_RETRY {
                *is_settled = true;
                *resume = end;
            }
            if let Some(cut) = cut {
                let span = Span {
                    start: cut.start,
                    end: cut.end,
                    class: cut.class.unwrap_or(rule.class),
                    rule: rule.id,
                    confidence: cut.confidence.unwrap_or(rule.confidence),
                };
                self.finds.push((*family, Found { span, write: cut.write }));
            }
        }
    }
}

#[inline]
pub(super) fn before(bytes: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).and_then(|before| bytes.get(before)).copied()
}

/// Of what stands before, patterns ask only whether it belongs to a word.
#[inline]
fn is_of_word(before: Option<u8>) -> bool {
    before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[inline]
fn four_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The signs with which a pattern may begin. A test holds this against the automaton.
const fn may_begin(byte: u8) -> bool {
    // The last two are the first bytes of a letter that Unicode takes for an s, and of a bullet.
    matches!(
        byte,
        b' ' | b',' | b'.' | b'(' | b')' | b'[' | b'|' | b'+' | b'-' | b'/' | b':' | b'*' | b'#' | 0xc5 | 0xe2
    )
}

/// What may stand behind a space with which a pattern begins. A test holds this against the automaton.
const fn may_follow(byte: u8) -> bool {
    byte.is_ascii_uppercase()
        || matches!(byte, b'a' | b'd' | b'p' | b'r' | b's' | b't' | b'w' | b' ' | b'(' | b'=' | b'@')
}

/// Both as bits in one table.
#[allow(clippy::indexing_slicing, reason = "in a constant an index that is too large does not compile")]
const SIGNS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        table[byte] = may_begin(byte as u8) as u8 | (may_follow(byte as u8) as u8) << 1;
        byte += 1;
    }
    table
};

/// Whether a pattern may begin with this sign before this byte.
#[inline]
fn begins(sign: u8, next: u8) -> bool {
    let bits = |byte: u8| SIGNS.get(usize::from(byte)).copied().unwrap_or(3);
    bits(sign) & 1 != 0 && (sign != b' ' || bits(next) & 2 != 0)
}

#[cfg(test)]
mod tests {
    use regex_automata::{Input, hybrid::dfa::DFA, util::start};

    use super::*;
    use crate::text::{TextEngine, piece};

    #[test]
    fn the_rules_can_be_counted_in_a_byte() {
        assert!(Scanner::new().unwrap().rules.len() < usize::from(u8::MAX));
    }

    #[test]
    fn the_bytes_that_are_told_apart_fit_into_a_row_of_128() {
        let scanner = Scanner::new().unwrap();
        assert!(scanner.automata.any.get_nfa().byte_classes().alphabet_len() <= 128);
    }

    #[test]
    fn no_pattern_begins_with_another_sign() {
        let scanner = Scanner::new().unwrap();
        let dfa = &scanner.automata.any;
        let mut cache = dfa.create_cache();
        for byte in (0..=255_u8).filter(|b| !b.is_ascii_alphanumeric() && !may_begin(*b)) {
            for before in [None, Some(b'a'), Some(b' '), Some(b'\n'), Some(0xa9)] {
                let config = start::Config::new().look_behind(before).anchored(Anchored::Yes);
                let state = dfa.start_state(&mut cache, &config).unwrap();
                assert!(dfa.next_state(&mut cache, state, byte).unwrap().is_dead(), "{byte:#x}");
            }
        }
    }

    #[test]
    fn nothing_else_follows_a_space() {
        let scanner = Scanner::new().unwrap();
        let dfa = &scanner.automata.any;
        let mut cache = dfa.create_cache();
        for byte in (0..=255_u8).filter(|b| !may_follow(*b)) {
            for before in [None, Some(b'a'), Some(b' '), Some(b'\n'), Some(0xa9)] {
                let config = start::Config::new().look_behind(before).anchored(Anchored::Yes);
                let state = dfa.start_state(&mut cache, &config).unwrap();
                let state = dfa.next_state(&mut cache, state, b' ').unwrap();
                assert!(dfa.next_state(&mut cache, state, byte).unwrap().is_dead(), "{byte:#x}");
            }
        }
    }

    /// The same rules, each tried at every place of the text.
    fn by_trial(family: usize, text: &str, dfas: &[(&'static Rule, DFA)]) -> Vec<(usize, usize, &'static str)> {
        let reference = Reference { year: 2026 };
        let (mut found, mut at) = (Vec::new(), 0);
        'places: while at < text.len() {
            for (rule, dfa) in dfas.iter().filter(|(rule, _)| is_of(family, rule)) {
                let input = Input::new(text).range(at..).anchored(Anchored::Yes);
                let hit = dfa.try_search_fwd(&mut dfa.create_cache(), &input).unwrap();
                if let Some(end) = hit.filter(|_| text.is_char_boundary(at)).map(|hit| hit.offset()) {
                    let cut = (rule.accept)(&Hit { text, start: at, end, reference });
                    if cut.is_some() || end - at > MAX_RETRY {
                        found.extend(cut.map(|cut| (cut.start, cut.end, rule.id)));
                        at = end;
                        continue 'places;
                    }
                }
            }
            at += 1;
        }
        found
    }

    fn is_of(family: usize, rule: &Rule) -> bool {
        RULES[family].iter().flat_map(|list| list.iter()).any(|known| std::ptr::eq(known, rule))
    }

    #[test]
    fn the_pass_finds_what_searches_from_every_place_find() {
        let pieces = [
            "x1-212-555-0142 a212-555-0143 12-345-6789 ",
            "xana@example.org,_b@example.org ééana@example.org ",
            "abc2001:db8::1 ::1 fe80::1%eth0 A1:2:3 ",
            "XXXX-XX-1234 xxx-xx-1234 •••-••-1234 9XXX-XX-1234 ",
            "Dr. Testcase, MD (93) mother, ninety-one, RN, BSN J. ",
            "signed /s/ A\nBest,\nAna\nPatient: Ana MRN: 00-9912 to 00-9913 ",
            "12345.67, -93.26512 44.12345,-93.26512 1.1.1.1.1 03/04/1950-03/05/1950 ",
            "[212] 555-0142 +44 20 7946 0018 |PID^A^B|TESTCASE^ANA^M x 2204 X2204 ",
            "truck BYK 4471, car 4471-BYK; van (jkl 8092) cab BYK4471 tow B44 71K taxi 7BYK123 suv éBYK 4471é ",
            "Quill St and Quill Birch Ct éQuill Pl; Tulsa 74104 Salt Lake, 84104-1234 Tulsa 74104é 5th and Quill ",
            "ana dot lee at example dot org ana_b.c(at)example(dot)org, ana [dot] lee, dot x {at} mail.example.org ",
            "Call ana.b-c plus d at example dot com or éana at example dot net; ana at éb dot com. at noon dot dot ",
            "MRN 4471 (from 2019) from 2019 2019 BYK cab 1944 BYK B44-71K B4 71K BY 44-71 A12B 44 truck 20BYKé 44K ",
            "4410 larkhaven road 12 n. old mill lane; 5 mg old street 1 s court é7 elm drive 7 elmé drive 7 elm drivé ",
            "Quill & 4TH Quill St at Third Quill St. @ 22nd rnoble14 éqxvbn7 qxvbn7é qxvbn_7 qxvbn7777 ",
        ];
        let scanner = TextEngine::new().unwrap().scanner;
        let compile = |rule: &'static Rule| {
            (rule, DFA::builder().configure(DFA::config().skip_cache_capacity_check(true)).build(rule.pattern).unwrap())
        };
        let dfas: Vec<_> =
            RULES.iter().flat_map(|lists| lists.iter()).flat_map(|list| list.iter()).map(compile).collect();
        for (a, b) in pieces.iter().zip(pieces.iter().cycle().skip(3)) {
            let text = format!("{a}{b}");
            let mut found = Vec::new();
            scanner.find(&text, &piece::known(&text), Reference { year: 2026 }, &mut found);
            let found: Vec<_> = found.iter().map(|f| (f.span.start, f.span.end, f.span.rule)).collect();
            let expected: Vec<_> = (0..FAMILIES).flat_map(|family| by_trial(family, &text, &dfas)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
