//! Rules made of a pattern and a check, many of them in one automaton.
//!
//! The automaton is linear in the text whatever the pattern (no backtracking, no look-around but ASCII word
//! boundaries). Two duties of whoever writes a rule keep the whole scan linear: nothing unbounded may follow the
//! point where the pattern can already match, and a check looks only at a bounded stretch around its hit.

pub(super) mod age;
mod automata;
mod coarse;
pub(super) mod contact;
pub(super) mod date;
mod gate;
mod memo;
pub(super) mod network;
pub(super) mod number;
pub(super) mod place;
mod program;
mod scan;
mod steps;
pub(super) mod thing;

use phi_types::IdentifierClass;

#[cfg(feature = "training")]
pub(super) use automata::file;
pub(super) use scan::{FAMILIES, Scanner};

use super::{
    cursor,
    span::{Confidence, Write},
};
use crate::rule::Reference;

/// One way to find something.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) class: IdentifierClass,
    pub(super) confidence: Confidence,
    pub(super) pattern: &'static str,
    /// Looks at the hit and around it, and says what to cut, if anything.
    pub(super) accept: fn(&Hit<'_>) -> Option<Cut>,
}

/// A place where a pattern matched.
pub(super) struct Hit<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) reference: Reference,
}

impl<'t> Hit<'t> {
    pub(super) fn value(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Up to `bytes` before the hit, in lower case.
    pub(super) fn lead(&self, bytes: usize) -> Lower {
        Lower::of(cursor::window_before(self.text, self.start, bytes))
    }

    /// Up to `bytes` after the hit, in lower case.
    pub(super) fn trail(&self, bytes: usize) -> Lower {
        Lower::of(cursor::window_after(self.text, self.end, bytes))
    }

    pub(super) fn char_before(&self) -> Option<char> {
        cursor::char_before(self.text, self.start)
    }

    pub(super) fn char_after(&self) -> Option<char> {
        cursor::char_after(self.text, self.end)
    }

    pub(super) fn stands_alone(&self) -> bool {
        cursor::stands_alone(self.text, self.start, self.end)
    }

    /// Cut the whole hit.
    pub(super) const fn whole(&self) -> Cut {
        self.part(self.start, self.end)
    }

    /// Cut another stretch than the hit, before, inside or after it.
    #[allow(clippy::unused_self, reason = "reads as a method of the hit beside `whole`")]
    pub(super) const fn part(&self, start: usize, end: usize) -> Cut {
        Cut { start, end, class: None, confidence: None, write: Write::Tag }
    }
}

/// The longest window that is read in small letters.
const WINDOW: usize = 64;

/// A short stretch of the text in small letters.
pub(super) struct Lower {
    bytes: [u8; WINDOW],
    len: usize,
}

impl Lower {
    /// The stretch, or nothing if it is longer than a window.
    pub(super) fn of(text: &str) -> Self {
        let mut lower = Self { bytes: [0; WINDOW], len: 0 };
        if let Some(room) = lower.bytes.get_mut(..text.len()) {
            room.copy_from_slice(text.as_bytes());
            room.make_ascii_lowercase();
            lower.len = text.len();
        }
        lower
    }
}

impl core::ops::Deref for Lower {
    type Target = str;

    fn deref(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// What a check wants removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    class: Option<IdentifierClass>,
    confidence: Option<Confidence>,
    write: Write,
}

impl Cut {
    /// Under another letter than the rule's own.
    pub(super) const fn under(mut self, class: IdentifierClass) -> Self {
        self.class = Some(class);
        self
    }

    pub(super) const fn writing(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    pub(super) const fn surely(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }
}

/// Short texts that a window is searched for, with the letters that each is made of: most are told by one comparison not to be
/// there.
pub(super) struct Said<const N: usize>([(&'static str, u64); N]);

impl<const N: usize> Said<N> {
    #[allow(clippy::indexing_slicing, reason = "in a constant an index that is too large does not compile")]
    pub(super) const fn new(texts: [&'static str; N]) -> Self {
        let mut all = [("", 0); N];
        let mut at = 0;
        while at < N {
            let (bytes, mut letters, mut next) = (texts[at].as_bytes(), 0, 0);
            while next < bytes.len() {
                letters |= letter(bytes[next]);
                next += 1;
            }
            all[at] = (texts[at], letters);
            at += 1;
        }
        Self(all)
    }

    /// Those that may stand somewhere in the text.
    pub(super) fn candidates(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let letters = text.bytes().fold(0, |letters, byte| letters | letter(byte));
        self.0.iter().filter(move |(_, needed)| needed & !letters == 0).map(|(text, _)| *text)
    }

    /// Whether one of them stands somewhere in the text.
    pub(super) fn within(&self, text: &str) -> bool {
        self.candidates(text).any(|said| text.contains(said))
    }

    /// Whether the text begins with one of them.
    pub(super) fn begin(&self, text: &str) -> bool {
        let first = text.as_bytes().first();
        self.0.iter().any(|(said, _)| said.as_bytes().first() == first && text.starts_with(said))
    }
}

/// The bit of a byte, which it shares with others.
const fn letter(byte: u8) -> u64 {
    1 << (byte & 63)
}

/// For patterns that need no further look than at their neighbours.
pub(super) fn alone(hit: &Hit<'_>) -> Option<Cut> {
    hit.stands_alone().then(|| hit.whole())
}

/// The groups of ASCII digits in a text: value and number of digits. Groups too long for the type are skipped.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (i32, usize)> + '_ {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|group| Some((group.parse().ok()?, group.len())))
}

/// Whether what follows makes the number before it a dose, a level or a measure.
pub(super) fn measures(trail: &str) -> bool {
    // Another column is none of its unit.
    if trail.starts_with("  ") {
        return false;
    }
    let trail = trail.trim_start_matches(cursor::is_gap);
    if trail.starts_with('%') {
        return true;
    }
    let word = trail.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    is_unit(word)
}

/// A decision by length and letters, and no list to be compared one by one: it is asked for each number.
fn is_unit(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        b"%" | b"mg"
            | b"mcg"
            | b"ug"
            | b"g"
            | b"gm"
            | b"grams"
            | b"kg"
            | b"ml"
            | b"cc"
            | b"l"
            | b"dl"
            | b"units"
            | b"unit"
            | b"iu"
            | b"meq"
            | b"mmol"
            | b"mmhg"
            | b"mm"
            | b"cm"
            | b"m"
            | b"lb"
            | b"lbs"
            | b"oz"
            | b"tab"
            | b"tabs"
            | b"tablet"
            | b"tablets"
            | b"cap"
            | b"caps"
            | b"capsule"
            | b"capsules"
            | b"puffs"
            | b"drops"
            | b"gtts"
            | b"bpm"
            | b"ng"
            | b"pg"
            | b"kcal"
            | b"cells"
            | b"hours"
            | b"hrs"
            | b"hr"
            | b"h"
            | b"min"
            | b"minutes"
            | b"sec"
            | b"percent"
            | b"strength"
            | b"scale"
            | b"pain"
            | b"cmh2o"
            | b"fr"
            | b"gauge"
            | b"mcl"
            | b"joules"
    )
}
