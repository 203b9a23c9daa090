//! What a thread has learned of the beginnings that it met: which patterns match there.
//!
//! Texts say the same words again and again. An automaton of all patterns has more states than fit into the caches near
//! the processor, so asking a small table first is many times as fast. Nothing is remembered but what the automaton itself
//! has told of these very bytes: the tables change no answer.
//!
//! Three things are remembered: the first three or four bytes with which nothing begins; whole words with what matches
//! there and where the automaton then stands; and for each such stand what the next one to sixteen bytes, with which it gives up,
//! add to that.

use std::{collections::HashMap, hash::BuildHasherDefault};

use regex_automata::hybrid::LazyStateID;

use super::{scan::Matches, steps::Number};

// The tables are small on purpose: one that leaves the caches near the processor costs more than the automaton that it spares.

/// Groups of slots of the table of beginnings of four bytes.
const FOUR: usize = 1 << 11;

/// Lines of the tables of short and of long words.
const SHORT: usize = 1 << 12;
const LONG: usize = 1 << 11;

/// Lines of the tables of the next two to four bytes, of the next six or eight, and of the next twelve or sixteen.
const NEAR: usize = 1 << 11;
const FAR: usize = 1 << 10;
const FARTHEST: usize = 1 << 9;

/// How many different answers, and how many stands, are kept before all is forgotten: texts have some hundreds.
const ANSWERS: usize = 1 << 12;
const STANDS: usize = 1 << 12;

/// The longest beginning that is remembered.
const LONGEST: usize = 16;

/// Beginnings of three bytes of ASCII, all of them, of four bytes, and of a word with what stands behind it, where one pushes out
/// another that falls on its slots. The shorter ones are those with which nothing begins.
pub(super) struct Memo {
    three: Box<[u64]>,
    four: Box<[[u32; 8]]>,
    short: Box<[Line<u64, 5>]>,
    long: Box<[Line<[u64; 2], 3>]>,
    /// Where the automaton stood behind words; the first is none.
    stands: Vec<Stand>,
    /// Where a state stands in `stands`.
    known: HashMap<LazyStateID, u16, BuildHasherDefault<Number>>,
    near: Box<[Near]>,
    far: Box<[Line<u64, 5>]>,
    farthest: Box<[Line<[u64; 2], 3>]>,
    answers: Vec<Matches>,
    /// Where an answer stands in `answers`, by a hash of it.
    places: Box<[u16]>,
    /// How often the automaton had thrown its states away: those that are noted are of this age.
    age: usize,
}

/// How many of the next bytes are remembered; of the last, how many behind eight.
const NEAR_DEPTHS: [u8; 3] = [2, 3, 4];
const FAR_DEPTHS: [u8; 2] = [6, 8];
const FARTHEST_DEPTHS: [u8; 2] = [4, 8];

/// The next two to four bytes of a stand with which the automaton gives up, several on a line of the cache by the first two of
/// them, the one noted last first. Of each, from the lowest bit on: the bytes, of which none is nought, so that they tell how many
/// they are; the stand; what matches on the way, with lengths from the stand on.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Near([u64; 8]);

impl Near {
    #[inline]
    fn find(&self, stand: u16, next: u64) -> Option<u16> {
        let heads = NEAR_DEPTHS.map(|depth| head(next, depth) as u32);
        let known = self.0.iter().find(|known| (**known >> 32) as u16 == stand && heads.contains(&(**known as u32)))?;
        Some((known >> 48) as u16)
    }

    fn put(&mut self, bytes: u32, stand: u16, more: u16) {
        self.0.rotate_right(1);
        if let Some(first) = self.0.first_mut() {
            *first = u64::from(bytes) | u64::from(stand) << 32 | u64::from(more) << 48;
        }
    }
}

/// What is known of the beginning of a word.
#[derive(Clone, Copy)]
struct Known {
    /// What has matched so far.
    answer: u16,
    /// Where the automaton stands behind these bytes; 0 where it has given up.
    stand: u16,
}

/// Several beginnings on one line of the cache, the one noted last first. None of their bytes is nought, but where they end.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line<K, const N: usize> {
    bytes: [K; N],
    answer: [u16; N],
    stand: [u16; N],
}

impl<K: Copy + Default, const N: usize> Default for Line<K, N> {
    fn default() -> Self {
        Self { bytes: [K::default(); N], answer: [0; N], stand: [0; N] }
    }
}

impl<K: Copy + Default + PartialEq, const N: usize> Line<K, N> {
    #[inline]
    fn find(&self, key: K) -> Option<Known> {
        // Nobody can foretell which of them it is, so nothing branches on it.
        let equal = self.bytes.iter().rev().fold(0_u32, |all, bytes| all << 1 | u32::from(*bytes == key));
        let place = equal.trailing_zeros() as usize;
        Some(Known { answer: *self.answer.get(place)?, stand: *self.stand.get(place)? })
    }

    /// Where it stands behind a stand of the automaton: what matches more.
    #[inline]
    fn find_behind(&self, stand: u16, keys: [K; 2]) -> Option<u16> {
        let mut slots = self.bytes.iter().zip(&self.stand);
        let place = slots.position(|(bytes, other)| *other == stand && keys.contains(bytes))?;
        self.answer.get(place).copied()
    }

    /// Puts one in front, and drops the last.
    fn put(&mut self, key: K, known: Known) {
        self.bytes.rotate_right(1);
        self.answer.rotate_right(1);
        self.stand.rotate_right(1);
        if let (Some(bytes), Some(answer), Some(stand)) =
            (self.bytes.first_mut(), self.answer.first_mut(), self.stand.first_mut())
        {
            (*bytes, *answer, *stand) = (key, known.answer, known.stand);
        }
    }

    /// Forgets those that are open.
    fn close(&mut self) {
        for (bytes, stand) in self.bytes.iter_mut().zip(&mut self.stand).filter(|slot| *slot.1 != 0) {
            (*bytes, *stand) = (K::default(), 0);
        }
    }
}

/// Where the automaton stands behind a word.
#[derive(Clone, Copy, Default)]
struct Stand {
    /// The ASCII bytes with which it gives up at once, a bit each.
    over: [u64; 2],
    state: LazyStateID,
}

/// The bytes at a place, as the tables know them. A text that holds a nought has none.
#[derive(Clone, Copy)]
pub(super) struct Key {
    bytes: [u64; 2],
    len: u8,
}

/// What a table says of a beginning.
pub(super) enum Answer {
    /// These match there, and no others.
    Closed(Matches),
    /// These match within so many bytes; the automaton goes on from there.
    Open(Matches, At),
    Unknown,
}

/// Where the automaton stands behind a word, and how many bytes it has read.
#[derive(Clone, Copy)]
pub(super) struct At {
    stand: u16,
    pub(super) state: LazyStateID,
    pub(super) steps: usize,
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
        (len > 0).then(|| Self::of(window, len))
    }

    #[inline]
    fn of(window: [u8; LONGEST], len: usize) -> Self {
        let [low, high] = KEPT.get(len).copied().unwrap_or_default();
        let all = u128::from_le_bytes(window);
        Self { bytes: [all as u64 & low, (all >> 64) as u64 & high], len: len as u8 }
    }

    pub(super) fn len(self) -> usize {
        usize::from(self.len)
    }

    const fn four(self) -> u32 {
        let [low, _] = self.bytes;
        low as u32
    }

    const fn slot(self, lines: usize) -> usize {
        mixed(self.bytes) & (lines - 1)
    }
}

const fn mixed([low, high]: [u64; 2]) -> usize {
    ((low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
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

/// Word and bit of the first three of four bytes, if they are ASCII.
#[inline]
const fn three(first: u32) -> Option<(usize, u64)> {
    if first & 0x80_8080 != 0 {
        return None;
    }
    let [a, b, c, _] = first.to_le_bytes();
    Some(((a as usize) << 8 | (b as usize) << 1 | (c as usize) >> 6, 1 << (c & 63)))
}

const fn slot(key: u32, slots: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 16) as usize & (slots - 1)
}

/// The first eight bytes.
#[inline]
fn eight(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// The first bytes of eight, at least one.
#[inline]
const fn head(next: u64, depth: u8) -> u64 {
    next & (u64::MAX >> (64 - 8 * depth as u32))
}

const fn ahead_slot(stand: u16, bytes: u64, slots: usize) -> usize {
    let mixed = (bytes ^ (stand as u64).rotate_right(12)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 44) as usize & (slots - 1)
}

impl Memo {
    pub(super) fn new() -> Self {
        Self {
            three: vec![0; 1 << 15].into_boxed_slice(),
            four: vec![[0; 8]; FOUR].into_boxed_slice(),
            short: vec![Line::default(); SHORT].into_boxed_slice(),
            long: vec![Line::default(); LONG].into_boxed_slice(),
            stands: vec![Stand::default()],
            known: HashMap::default(),
            near: vec![Near::default(); NEAR].into_boxed_slice(),
            far: vec![Line::default(); FAR].into_boxed_slice(),
            farthest: vec![Line::default(); FARTHEST].into_boxed_slice(),
            answers: vec![Matches::default()],
            places: vec![0; ANSWERS].into_boxed_slice(),
            age: 0,
        }
    }

    /// Whether nothing begins with the first three of these four bytes: so it is at most places.
    #[inline]
    pub(super) fn begins_nothing(&self, first: u32) -> bool {
        three(first).is_some_and(|(word, bit)| self.three.get(word).is_some_and(|known| known & bit != 0))
    }

    /// Whether it is known that nothing matches at `at`, where the word ends at `end`: asked at each word, so it does no more than
    /// that.
    #[inline(never)]
    pub(super) fn ends_in_nothing(&self, bytes: &[u8], at: usize, end: usize) -> bool {
        let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk::<LONGEST>()) else { return false };
        let all = u128::from_le_bytes(*window);
        let len = (end + 1).saturating_sub(at).clamp(1, LONGEST);
        let known = if len <= 8 {
            let low = head(all as u64, len as u8);
            self.short.get(mixed([low, 0]) & (SHORT - 1)).and_then(|line| line.find(low))
        } else {
            self.find(Key::of(*window, len))
        };
        let Some(known) = known else {
            let first = all as u32;
            return self.four.get(slot(first, FOUR)).is_some_and(|group| group.contains(&first));
        };
        if known.answer != 0 || known.stand == 0 {
            return known.answer == 0;
        }
        // What was told of these bytes stays true when the automaton has thrown its states away.
        self.more_of(known.stand, bytes.get(at + len..).unwrap_or_default()) == Some(0)
    }

    #[inline]
    fn find(&self, key: Key) -> Option<Known> {
        match key.bytes {
            [bytes, 0] => self.short.get(key.slot(SHORT))?.find(bytes),
            bytes => self.long.get(key.slot(LONG))?.find(bytes),
        }
    }

    /// What is known of this beginning. `age` is how often the automaton has thrown its states away.
    #[inline]
    pub(super) fn look_up(&self, key: Key, age: usize) -> Answer {
        let Some(known) = self.find(key) else { return Answer::Unknown };
        let Some(matches) = self.answers.get(usize::from(known.answer)).copied() else { return Answer::Unknown };
        if known.stand == 0 {
            return Answer::Closed(matches);
        }
        match self.stands.get(usize::from(known.stand)) {
            Some(stand) if self.age == age => {
                Answer::Open(matches, At { stand: known.stand, state: stand.state, steps: key.len() })
            }
            _ => Answer::Unknown,
        }
    }

    /// Notes what matches where the automaton has given up all patterns after `steps` bytes, no more than the key has.
    pub(super) fn note_closed(&mut self, key: Key, steps: usize, matches: Matches) {
        match steps {
            // A key has as many bytes as steps, or more.
            0..=2 if matches.is_none() && three(key.four()).is_some() => {
                // Whatever follows.
                let [a, b, ..] = key.four().to_le_bytes();
                let word = usize::from(a) << 8 | usize::from(b) << 1;
                if let Some(known) = self.three.get_mut(word..word + 2) {
                    known.fill(u64::MAX);
                }
            }
            0..=3 if matches.is_none() && three(key.four()).is_some() => {
                if let Some((word, bit)) = three(key.four())
                    && let Some(known) = self.three.get_mut(word)
                {
                    *known |= bit;
                }
            }
            0..=4 if matches.is_none() && key.len() >= 4 => {
                if let Some(group) = self.four.get_mut(slot(key.four(), FOUR)) {
                    group.rotate_right(1);
                    if let Some(last) = group.first_mut() {
                        *last = key.four();
                    }
                }
            }
            _ => self.note(key, matches, 0),
        }
    }

    /// Notes where the automaton stands behind the bytes of the key.
    pub(super) fn note_open(&mut self, key: Key, matches: Matches, state: LazyStateID, age: usize) {
        if self.age != age || self.stands.len() >= STANDS {
            // The states that were noted are no more, or too many.
            self.short.iter_mut().for_each(Line::close);
            self.long.iter_mut().for_each(Line::close);
            self.near.fill(Near::default());
            self.far.fill(Line::default());
            self.farthest.fill(Line::default());
            self.known.clear();
            self.stands.truncate(1);
            self.age = age;
        }
        let stand = match self.known.get(&state) {
            Some(stand) => *stand,
            None => {
                let stand = u16::try_from(self.stands.len()).unwrap_or(0);
                self.stands.push(Stand { over: [0; 2], state });
                self.known.insert(state, stand);
                stand
            }
        };
        self.note(key, matches, stand);
    }

    /// What more matches from this stand of an open answer on, with lengths from there, if the next bytes tell.
    pub(super) fn ahead(&self, at: At, next: &[u8]) -> Option<Matches> {
        self.answers.get(usize::from(self.more_of(at.stand, next)?)).copied()
    }

    /// The same as a place among the answers.
    #[inline]
    fn more_of(&self, stand: u16, rest: &[u8]) -> Option<u16> {
        let next = eight(rest)?;
        let byte = next as u8;
        let over = self.stands.get(usize::from(stand)).and_then(|stand| stand.over.get(usize::from(byte >> 6)));
        if over.is_some_and(|over| over >> (byte & 63) & 1 != 0) {
            return Some(0);
        }
        let line = self.near.get(ahead_slot(stand, head(next, 2), NEAR));
        if let Some(more) = line.and_then(|line| line.find(stand, next)) {
            return Some(more);
        }
        let line = self.far.get(ahead_slot(stand, head(next, 6), FAR));
        if let Some(more) = line.and_then(|line| line.find_behind(stand, FAR_DEPTHS.map(|depth| head(next, depth)))) {
            return Some(more);
        }
        let then = eight(rest.get(8..)?)?;
        let line = self.farthest.get(ahead_slot(stand, next, FARTHEST))?;
        line.find_behind(stand, FARTHEST_DEPTHS.map(|depth| [next, head(then, depth)]))
    }

    /// Notes that the automaton gave up behind so many of the next bytes, and what had matched on the way.
    pub(super) fn note_over(&mut self, at: At, next: &[u8], steps: usize, more: Matches, age: usize) {
        if self.age != age {
            return;
        }
        let Some(first) = eight(next) else { return };
        let byte = first as u8;
        if steps <= 1 && byte <= 0x7f && more.is_none() {
            let stand = self.stands.get_mut(usize::from(at.stand));
            if let Some(over) = stand.and_then(|stand| stand.over.get_mut(usize::from(byte >> 6))) {
                *over |= 1 << (byte & 63);
            }
            return;
        }
        let (stand, answer) = (at.stand, self.place_of(more));
        let reaches = |depth: &u8| steps <= usize::from(*depth);
        let known = Known { answer, stand };
        if let Some(depth) = NEAR_DEPTHS.into_iter().find(reaches) {
            if let Some(line) = self.near.get_mut(ahead_slot(stand, head(first, 2), NEAR)) {
                line.put(head(first, depth) as u32, stand, answer);
            }
        } else if let Some(depth) = FAR_DEPTHS.into_iter().find(reaches) {
            if let Some(line) = self.far.get_mut(ahead_slot(stand, head(first, 6), FAR)) {
                line.put(head(first, depth), known);
            }
        } else if let Some(depth) = FARTHEST_DEPTHS.into_iter().find(|depth| reaches(&(depth + 8)))
            && let Some(then) = next.get(8..).and_then(eight)
            && let Some(line) = self.farthest.get_mut(ahead_slot(stand, first, FARTHEST))
        {
            line.put([first, head(then, depth)], known);
        }
    }

    /// Where the answer stands, taken up if it is new.
    fn place_of(&mut self, matches: Matches) -> u16 {
        if matches.is_none() {
            return 0;
        }
        if self.answers.len() >= ANSWERS {
            self.answers.truncate(1);
            self.short.fill(Line::default());
            self.long.fill(Line::default());
            self.near.fill(Near::default());
            self.far.fill(Line::default());
            self.farthest.fill(Line::default());
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

    fn note(&mut self, key: Key, matches: Matches, stand: u16) {
        let answer = self.place_of(matches);
        let known = Known { answer, stand };
        match key.bytes {
            [bytes, 0] => {
                if let Some(line) = self.short.get_mut(key.slot(SHORT)) {
                    line.put(bytes, known);
                }
            }
            bytes => {
                if let Some(line) = self.long.get_mut(key.slot(LONG)) {
                    line.put(bytes, known);
                }
            }
        }
    }
}
