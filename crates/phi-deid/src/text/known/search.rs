//! The walk over a text that finds what is known.

use phi_types::IdentifierClass;

use super::{Index, LONG, Lengths, NEAR, Part, hash, hash::without_a_letter, run::Run};
use crate::{
    lexicon,
    rule::{Generalised, Zip3},
    text::{
        cursor,
        piece::{Piece, WIDE},
        span::{Confidence, Found, Span, Write},
    },
};

/// Finds in a text, cut into these pieces, what several indices know, as if it were one.
pub(in crate::text) fn find(indices: &[&Index], text: &str, pieces: &[Piece], found: &mut Vec<Found>) {
    if indices.iter().any(|index| !index.is_empty()) {
        Search::of(indices).find(text, pieces, found);
    }
}

/// What is searched for.
struct Search<'i> {
    indices: &'i [&'i Index],
    /// Of all of them: how long parts are, and long parts; with which bytes a value begins; whether there are codes.
    shapes: Lengths,
    lengths: Lengths,
    begins: [bool; 256],
    has_codes: bool,
}

impl<'i> Search<'i> {
    fn of(indices: &'i [&'i Index]) -> Self {
        let (shapes, lengths) = (Lengths::default(), Lengths::default());
        let mut search = Self { indices, shapes, lengths, begins: [false; 256], has_codes: false };
        for index in indices {
            search.shapes.merge(&index.shapes);
            search.lengths.merge(&index.lengths);
            search.has_codes |= !index.codes.is_empty();
            for (slot, begins) in search.begins.iter_mut().zip(index.begins) {
                *slot |= begins;
            }
        }
        search
    }

    fn find(&self, text: &str, pieces: &[Piece], found: &mut Vec<Found>) {
        let mut run: Option<Run> = None;
        let bytes = text.as_bytes();
        let may_be = self.lengths_of_words();
        for piece in pieces {
            // Most words are in ASCII, and none of ours.
            if !self.has_codes && !piece.has(WIDE) {
                let first = bytes.get(piece.start).copied().unwrap_or_default();
                let lengths = may_be.get(usize::from((first | 0x20).wrapping_sub(b'a'))).copied().unwrap_or(0);
                let len = piece.end.wrapping_sub(piece.start);
                if lengths >> len.min(62) & 1 == 0 {
                    // Anything but a possessive ends a run.
                    if run.is_some() && !(len == 1 && matches!(first, b's' | b'S')) {
                        found.extend(run.take().and_then(|run| run.close(text)));
                    }
                    continue;
                }
            }
            let mut at = piece.start;
            while let Some(byte) = bytes.get(at).filter(|_| at < piece.end) {
                if !byte.is_ascii() && !cursor::char_after(text, at).is_some_and(char::is_alphanumeric) {
                    at += 1;
                    continue;
                }
                // Only words that begin as a known value does are looked up.
                if !byte.is_ascii() || self.begins.get(usize::from(*byte)) == Some(&true) {
                    if self.has_codes {
                        self.find_code(text, at, cursor::char_after(text, at).unwrap_or(' '), found);
                    }
                    let end = if piece.has(WIDE) { None } else { Some(piece.end) };
                    self.extend(text, at, end, &mut run, found);
                } else if run.is_some()
                    && (!matches!(byte, b's' | b'S') || bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric))
                {
                    // Anything but a possessive ends a run.
                    found.extend(run.take().and_then(|run| run.close(text)));
                }
                at = if piece.has(WIDE) { word_end(text, at) } else { piece.end };
            }
        }
        found.extend(run.and_then(|run| run.close(text)));
    }

    /// How many letters a word has that may be one of ours, a bit each, by its first letter: as many as a part, or one more by the `s`
    /// of several; or as many as a long part, one more or less.
    fn lengths_of_words(&self) -> [u64; 26] {
        let mut all = [0; 26];
        for (slot, (shapes, lengths)) in all.iter_mut().zip(self.shapes.each().iter().zip(self.lengths.each())) {
            *slot = shapes | shapes << 1 | lengths << 1 | lengths | lengths >> 1;
        }
        all
    }

    /// Takes the word at `at` into the run of matching words, or closes the run.
    fn extend(&self, text: &str, at: usize, end: Option<usize>, run: &mut Option<Run>, found: &mut Vec<Found>) {
        if run.as_ref().is_some_and(|run| !run.is_beside(text, at)) {
            found.extend(run.take().and_then(|run| run.close(text)));
        }
        // A word of any length: only those as long as a part are looked up.
        let word: &str = match end {
            Some(end) => text.get(at..end.min(at + 64)).unwrap_or_default(),
            None => cursor::window_after(text, at, 64).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default(),
        };
        let end = at + word.len();
        let part = self.part_of(word).filter(|part| fits(text, word, end, *part));
        match (part, run.as_mut()) {
            (Some(part), Some(run)) => run.take_in(end, part),
            (Some(part), None) => *run = Some(Run::begin(at, end, part)),
            (None, Some(_)) if word.len() == 1 && matches!(word, "s" | "S") => {} // a possessive
            (None, _) => found.extend(run.take().and_then(|run| run.close(text))),
        }
    }

    /// The marks of a word in any of the indices.
    fn marks(&self, hash: u64) -> u64 {
        self.indices.iter().fold(0, |marks, index| marks | index.words.marks(hash))
    }

    /// What a word is worth as a part of a known name.
    fn part_of(&self, word: &str) -> Option<Part> {
        // As long as a part, or longer by the `s` of several; or near a long one.
        if !self.shapes.has(word, |len| 0b11 << len >> 1) && !self.has_neighbours(word) {
            return None;
        }
        let marks = self.marks(hash(word));
        let part = Part::of(marks);
        // "the Testcases"
        let part = part.or_else(|| {
            let stem =
                word.strip_suffix('s').filter(|stem| stem.len() >= LONG - 1 && stem.starts_with(char::is_uppercase))?;
            Part::of(self.marks(hash(stem))).filter(|part| *part >= Part::Capital)
        });
        part.or_else(|| self.is_near(word, marks).then_some(Part::Capital))
    }

    /// Whether a word, which has these marks, differs from a long part in one letter.
    fn is_near(&self, word: &str, marks: u64) -> bool {
        word.chars().count() >= LONG
            && self.has_neighbours(word)
            && word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
            && {
                let entry = lexicon::look_up(word);
                entry.ordinary() == 0 && !entry.is_clinical()
            }
            && (marks & NEAR != 0 || without_a_letter(word, |near| self.marks(near) & NEAR != 0))
    }

    /// Whether a long part begins with the letter of the word and has as many letters, or one more or less.
    fn has_neighbours(&self, word: &str) -> bool {
        self.lengths.has(word, |len| 0b111 << len >> 1)
    }

    /// Compares the codes that begin with this character, whatever separators the text has put in.
    fn find_code(&self, text: &str, at: usize, first: char, found: &mut Vec<Found>) {
        let lower = first.to_lowercase().next().unwrap_or(first);
        for (code, class) in self.indices.iter().filter_map(|index| index.codes.get(&lower)).flatten() {
            let Some(end) = matches_code(text, at, code) else {
                continue;
            };
            let write = match class {
                IdentifierClass::Date => Write::Date(Generalised::Removed),
                IdentifierClass::Geography if code.len() == 5 && code.iter().all(char::is_ascii_digit) => {
                    Write::Zip(Zip3::of(text.get(at..end).unwrap_or_default()))
                }
                _ => Write::Tag,
            };
            found.push(Found {
                span: Span { start: at, end, class: *class, rule: "known.value", confidence: Confidence::High },
                write,
            });
        }
    }
}

/// The end of the letters and digits from `at`.
fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if rest.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return at + ascii.max(1);
    }
    at + rest.chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>().max(1)
}

/// Initials are written large; a part that a rule found must be written as a name.
fn fits(text: &str, word: &str, end: usize, part: Part) -> bool {
    let starts_upper = word.chars().next().is_some_and(char::is_uppercase);
    match part {
        Part::Initial => starts_upper && (cursor::char_after(text, end) == Some('.') || !matches!(word, "A" | "I")),
        Part::Weak | Part::Capital => starts_upper,
        Part::Strong => true,
    }
}

/// The end of the code that begins at `at`, at most three separators between two of its characters.
fn matches_code(text: &str, at: usize, code: &[char]) -> Option<usize> {
    if cursor::char_before(text, at).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut wanted = code.iter().peekable();
    let mut separators = 0;
    for (offset, c) in text.get(at..)?.char_indices() {
        if c.is_alphanumeric() {
            separators = 0;
            for lower in c.to_lowercase() {
                if wanted.next() != Some(&lower) {
                    return None;
                }
            }
            if wanted.peek().is_none() {
                let end = at + offset + c.len_utf8();
                return (!cursor::char_after(text, end).is_some_and(char::is_alphanumeric)).then_some(end);
            }
        } else {
            separators += 1;
            if separators > 3 {
                return None;
            }
        }
    }
    None
}
