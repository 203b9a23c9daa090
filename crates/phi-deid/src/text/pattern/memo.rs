//! What a thread has learned of the beginnings that it met: which patterns match there.
//!
//! Texts say the same words again and again. An automaton of all patterns has more states than fit into the caches near
//! the processor, so asking a small table first is many times as fast. Nothing is remembered but what the automaton itself
//! has told of these very bytes: the tables change no answer.

use std::hash::{Hash as _, Hasher};

use regex_automata::hybrid::LazyStateID;

use super::scan::Matches;

/// Slots of the tables of beginnings of three and of four bytes, and of that of words.
const THREE: usize = 1 << 12;
const FOUR: usize = 1 << 13;
const WORDS: usize = 1 << 14;

/// Slots of the table of what stands behind a word.
const AHEAD: usize = 1 << 13;

/// How many different answers are kept before all is forgotten: texts have some hundreds.
const ANSWERS: usize = 1 << 12;

/// The longest beginning that is remembered.
const LONGEST: usize = 16;

/// Beginnings of two bytes, all of them, of three and four bytes, and of a word with what stands behind it, where one overwrites
/// another that falls on its slot. The shorter ones are those with which nothing begins.
pub(super) struct Memo {
    two: Box<[u64]>,
    three: Box<[u32]>,
    four: Box<[u32]>,
    words: Box<[Known]>,
    /// Where the automaton stood, and the next four bytes within which it gave up without a match.
    ahead: Box<[(LazyStateID, u32)]>,
    /// The same for eight bytes, where four were not enough.
    far: Box<[(LazyStateID, u64)]>,
    answers: Vec<Matches>,
    /// Where an answer stands in `answers`, by a hash of it.
    places: Box<[u16]>,
    /// How often the automaton had thrown its states away: those that are noted are of this age.
    age: usize,
}

/// What is known of the beginning of a word.
#[derive(Clone, Copy, Default)]
struct Known {
    bytes: [u64; 2],
    /// Where the automaton stands behind these bytes, if it has not given up.
    state: LazyStateID,
    /// How many bytes count; 0 marks an empty slot.
    len: u8,
    /// What has matched so far.
    answer: u16,
    is_open: bool,
}

/// The bytes at a place, as the tables know them. Without one nothing is remembered.
#[derive(Clone, Copy)]
pub(super) struct Key {
    bytes: [u64; 2],
    len: u8,
}

/// What a table says of a beginning.
pub(super) enum Answer {
    /// These match there, and no others.
    Closed(Matches),
    /// These match within so many bytes; the automaton goes on from the state.
    Open(Matches, LazyStateID, usize),
    Unknown,
}

impl Key {
    /// Of the bytes from `at` up to the one at `end`, at most sixteen, or to the end of the text.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize, end: usize) -> Option<Self> {
        let rest = bytes.get(at..)?;
        let window = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut window = [0; LONGEST];
            window.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            window
        });
        let len = end.saturating_add(1).saturating_sub(at).min(LONGEST).min(rest.len());
        let [low, high] = *KEPT.get(len)?;
        let all = u128::from_le_bytes(window);
        Some(Self { bytes: [all as u64 & low, (all >> 64) as u64 & high], len: len as u8 })
    }

    pub(super) fn len(self) -> usize {
        usize::from(self.len)
    }

    const fn four(self) -> u32 {
        let [low, _] = self.bytes;
        low as u32
    }

    const fn slot(self) -> usize {
        let [low, high] = self.bytes;
        let mixed = (low ^ high.rotate_left(29) ^ self.len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize & (WORDS - 1)
    }
}

/// What is kept of sixteen bytes, by how many count.
#[allow(clippy::indexing_slicing, reason = "in a constant an index that is too large does not compile")]
const KEPT: [[u64; 2]; LONGEST + 1] = {
    let mut kept = [[0; 2]; LONGEST + 1];
    let mut len = 0;
    while len <= LONGEST {
        let all = if len == LONGEST { u128::MAX } else { (1 << (8 * len)) - 1 };
        kept[len] = [all as u64, (all >> 64) as u64];
        len += 1;
    }
    kept
};

/// Word and bit of the first two bytes.
const fn two(first: u32) -> (usize, u64) {
    ((first as usize & 0xffff) >> 6, 1 << (first & 63))
}

/// The number of a state, which it shows to a hasher alone.
#[derive(Default)]
struct Number(u32);

impl Hasher for Number {
    fn finish(&self) -> u64 {
        u64::from(self.0)
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

fn ahead_slot(state: LazyStateID, next: u64) -> usize {
    let mut number = Number::default();
    state.hash(&mut number);
    let mixed = (number.finish() << 32 ^ next ^ next >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize & (AHEAD - 1)
}

/// The first three of four bytes.
const fn three(first: u32) -> u32 {
    first & 0xff_ffff
}

const fn slot(key: u32, slots: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 16) as usize & (slots - 1)
}

impl Memo {
    pub(super) fn new() -> Self {
        Self {
            two: vec![0; 1024].into_boxed_slice(),
            three: vec![0; THREE].into_boxed_slice(),
            four: vec![0; FOUR].into_boxed_slice(),
            words: vec![Known::default(); WORDS].into_boxed_slice(),
            ahead: vec![Default::default(); AHEAD].into_boxed_slice(),
            far: vec![Default::default(); AHEAD].into_boxed_slice(),
            answers: vec![Matches::default()],
            places: vec![0; ANSWERS].into_boxed_slice(),
            age: 0,
        }
    }

    /// Whether nothing begins with these four bytes.
    #[inline]
    pub(super) fn begins_nothing(&self, first: u32) -> bool {
        let (word, bit) = two(first);
        self.two.get(word).is_some_and(|known| known & bit != 0)
            || self.three.get(slot(three(first), THREE)) == Some(&three(first))
            || self.four.get(slot(first, FOUR)) == Some(&first)
    }

    /// What is known of this beginning. `age` is how often the automaton has thrown its states away.
    #[inline]
    pub(super) fn look_up(&self, key: Key, age: usize) -> Answer {
        let Some(known) = self.words.get(key.slot()).filter(|known| known.bytes == key.bytes && known.len == key.len)
        else {
            return Answer::Unknown;
        };
        let Some(matches) = self.answers.get(usize::from(known.answer)).copied() else { return Answer::Unknown };
        if !known.is_open {
            return Answer::Closed(matches);
        }
        if self.age == age { Answer::Open(matches, known.state, key.len()) } else { Answer::Unknown }
    }

    /// Notes what matches where the automaton has given up all patterns after `steps` bytes, no more than the key has.
    pub(super) fn note_closed(&mut self, key: Key, steps: usize, matches: Matches) {
        match steps {
            // A key has as many bytes as steps, or more.
            0..=2 if matches.is_none() => {
                let (word, bit) = two(key.four());
                if let Some(known) = self.two.get_mut(word) {
                    *known |= bit;
                }
            }
            0..=3 if matches.is_none() => {
                let first = three(key.four());
                if let Some(known) = self.three.get_mut(slot(first, THREE)) {
                    *known = first;
                }
            }
            0..=4 if matches.is_none() => {
                if let Some(known) = self.four.get_mut(slot(key.four(), FOUR)) {
                    *known = key.four();
                }
            }
            _ => self.note(key, matches, None),
        }
    }

    /// Notes where the automaton stands behind the bytes of the key.
    pub(super) fn note_open(&mut self, key: Key, matches: Matches, state: LazyStateID, age: usize) {
        if self.age != age {
            // The states that were noted are no more.
            for known in &mut self.words {
                if known.is_open {
                    known.len = 0;
                }
            }
            self.ahead.fill(Default::default());
            self.far.fill(Default::default());
            self.age = age;
        }
        self.note(key, matches, Some(state));
    }

    /// Whether nothing more matches from this state of an open answer, because of the next bytes.
    #[inline]
    pub(super) fn is_over(&self, state: LazyStateID, next: &[u8]) -> bool {
        let four = next.first_chunk().map(|next| u32::from_le_bytes(*next));
        let eight = next.first_chunk().map(|next| u64::from_le_bytes(*next));
        four.is_some_and(|next| self.ahead.get(ahead_slot(state, next.into())) == Some(&(state, next)))
            || eight.is_some_and(|next| self.far.get(ahead_slot(state, next)) == Some(&(state, next)))
    }

    /// Notes that the automaton gave up behind so many of the next bytes.
    pub(super) fn note_over(&mut self, state: LazyStateID, next: &[u8], steps: usize, age: usize) {
        if self.age != age {
            return;
        }
        match steps {
            0..=4 => {
                if let Some(next) = next.first_chunk().map(|next| u32::from_le_bytes(*next))
                    && let Some(slot) = self.ahead.get_mut(ahead_slot(state, next.into()))
                {
                    *slot = (state, next);
                }
            }
            5..=8 => {
                if let Some(next) = next.first_chunk().map(|next| u64::from_le_bytes(*next))
                    && let Some(slot) = self.far.get_mut(ahead_slot(state, next))
                {
                    *slot = (state, next);
                }
            }
            _ => {}
        }
    }

    /// Where the answer stands, taken up if it is new.
    fn place_of(&mut self, matches: Matches) -> u16 {
        if matches.is_none() {
            return 0;
        }
        if self.answers.len() >= ANSWERS {
            self.answers.truncate(1);
            self.words.fill(Known::default());
        }
        let slot = matches.mixed() & (ANSWERS - 1);
        let known = self.places.get(slot).copied().unwrap_or(0);
        if self.answers.get(usize::from(known)) == Some(&matches) {
            return known;
        }
        let new = u16::try_from(self.answers.len()).unwrap_or(0);
        self.answers.push(matches);
        if let Some(place) = self.places.get_mut(slot) {
            *place = new;
        }
        new
    }

    fn note(&mut self, key: Key, matches: Matches, state: Option<LazyStateID>) {
        let answer = self.place_of(matches);
        if let Some(slot) = self.words.get_mut(key.slot()) {
            *slot = Known {
                bytes: key.bytes,
                state: state.unwrap_or_default(),
                len: key.len,
                answer,
                is_open: state.is_some(),
            };
        }
    }
}
