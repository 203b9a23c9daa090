//! Values that are known to identify somebody, searched through the whole document.
//!
//! What a field of the record says (the name of the patient, the number of the plan) stands in the notes too, in
//! other forms. This finds more than any other rule can.

mod hash;
mod nickname;
mod run;

use core::fmt;
use std::collections::BTreeMap;

use phi_types::IdentifierClass;

use super::{
    cursor,
    piece::{Piece, WIDE},
    span::{Confidence, Found, Span, Write},
    token::lists,
    words::{self, Lists, Traits},
};
use crate::{
    lexicon::{self, Entry, Facts},
    rule::{Generalised, Zip3},
};
use hash::hash;
use run::Run;

/// Codes with fewer letters and digits are not searched for: they would be found everywhere.
const MIN_CODE: usize = 4;

/// A value from the record to which the text belongs.
///
/// `Debug` shows the class alone.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The value as the record has it, such as `Ruiz-Vega, Ana M.`
    pub value: &'a str,
    /// What it is.
    pub class: IdentifierClass,
}

impl fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("class", &self.class).finish_non_exhaustive()
    }
}

/// All known values of one document, ready for one walk over its words.
#[derive(Clone)]
pub(super) struct Index {
    /// Parts of names, by a hash of their small letters, sorted.
    parts: Vec<(u64, Part)>,
    /// How many letters they have, a bit each, by their first letter: most words need not be compared at all.
    shapes: Lengths,
    /// Parts that were taken up with all that follows from them, and the best that they can be worth. Sorted.
    whole: Vec<(u64, Part)>,
    /// Long parts and what is left of them without one letter: a slip of the pen is near one of them. Sorted by
    /// [`settle`](Self::settle).
    near: Vec<u64>,
    /// How many letters those parts have.
    lengths: Lengths,
    /// With which bytes a value begins.
    begins: [bool; 256],
    /// Codes and places, letters and digits only, in small letters; by their first character.
    codes: BTreeMap<char, Vec<(Vec<char>, IdentifierClass)>>,
}

/// What a part of a name is worth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// An initial.
    Initial,
    /// Two letters or fewer, or a common word: counts only beside another part.
    Weak,
    /// Counts alone when it is written with a capital letter.
    Capital,
    /// Counts alone in any case: named by the caller, and no frequent word.
    Strong,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            shapes: Lengths::default(),
            whole: Vec::new(),
            near: Vec::new(),
            lengths: Lengths::default(),
            begins: [false; 256],
            codes: BTreeMap::new(),
        }
    }
}

impl Index {
    /// Takes up a value that the caller named.
    pub(super) fn add(&mut self, known: &Known<'_>) {
        if known.class == IdentifierClass::Name {
            self.add_name(known.value, Part::Strong);
        } else {
            let code: Vec<char> =
                known.value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            // Four digits of a date would be a year, which may stay.
            let least = if known.class == IdentifierClass::Date { 6 } else { MIN_CODE };
            if let (true, Some(first)) = (code.len() >= least, code.first().copied()) {
                self.begin(first);
                self.codes.entry(first).or_default().push((code, known.class));
            }
        }
    }

    /// Takes up a name that a rule has found in the document.
    pub(super) fn add_found_name(&mut self, name: &str) {
        self.add_name(name, Part::Capital);
    }

    /// Takes up the parts of names that another has.
    pub(super) fn merge(&mut self, other: &Self) {
        for (hash, worth) in &other.parts {
            self.part(*hash, *worth);
        }
        self.shapes.merge(&other.shapes);
        self.whole.extend_from_slice(&other.whole);
        self.whole.sort_unstable();
        self.whole.dedup();
        self.near.extend_from_slice(&other.near);
        self.settle();
        self.lengths.merge(&other.lengths);
        for (slot, begins) in self.begins.iter_mut().zip(other.begins) {
            *slot |= begins;
        }
    }

    /// Whether it knows nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.codes.is_empty()
    }

    fn add_name(&mut self, name: &str, best: Part) {
        if self.parts.is_empty() {
            // As many as the names of a page have.
            self.parts.reserve(64);
            self.near.reserve(128);
            self.whole.reserve(32);
        }
        for part in name.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()) {
            if is_title(part) {
                continue;
            }
            let hash = hash(part);
            // Of an ASCII word the small letters tell everything.
            if part.is_ascii() {
                match self.whole.binary_search(&(hash, best)) {
                    Ok(_) => continue,
                    Err(at) => self.whole.insert(at, (hash, best)),
                }
            }
            let facts = lexicon::facts(part);
            let worth = match part.chars().count() {
                1 => Part::Initial,
                2 => Part::Weak,
                _ if is_ordinary(facts.into()) => Part::Weak,
                3 => best.min(Part::Capital),
                // Found by a rule: in small letters too where it is a name and no word.
                _ if best == Part::Capital && is_name_alone(part, facts) => Part::Strong,
                _ => best,
            };
            let Some(initial) = part.chars().next() else { continue };
            self.begin(initial.to_lowercase().next().unwrap_or(initial));
            self.word(initial.encode_utf8(&mut [0; 4]), Part::Initial);
            self.shapes.add(part);
            self.part(hash, worth);
            if worth >= Part::Capital {
                self.add_forms(part, hash, facts.entry);
            }
        }
        self.add_user(name);
    }

    /// Short forms of a first name, and the neighbours of a long part.
    fn add_forms(&mut self, part: &str, hash: u64, entry: Entry) {
        for form in nickname::forms(part, hash) {
            let facts = lexicon::facts(form);
            let is_word = matches!(facts.entry.ordinary(), 1..=5) || form.len() < 3 || is_ordinary(facts.into());
            self.begin(form.chars().next().unwrap_or(' '));
            self.word(form, if is_word { Part::Weak } else { Part::Capital });
        }
        if part.chars().count() >= LONG && !matches!(entry.ordinary(), 1..=4) {
            self.lengths.add(part);
            hash::without_a_letter(part, |near| {
                self.near.push(near);
                false
            });
            self.near.push(hash);
        }
    }

    /// The name under which somebody logs in: the first letter and the surname, as `atestcase`.
    fn add_user(&mut self, name: &str) {
        let is_reversed = name.contains(',');
        let mut parts = name.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| part.len() > 2);
        let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else { return };
        let (given, surname) = if is_reversed { (last, first) } else { (first, last) };
        if surname.len() < 3 {
            return;
        }
        let mut user = String::with_capacity(surname.len() + 1);
        user.extend(given.chars().take(1));
        user.push_str(surname);
        if lexicon::look_up(&user).is_unknown() && user.len() > 4 {
            self.begin(user.chars().next().unwrap_or(' '));
            self.word(&user, Part::Strong);
        }
    }

    /// Whether a word differs from a long part in one letter.
    fn is_near(&self, word: &str, hash: u64) -> bool {
        !self.near.is_empty()
            && word.chars().count() >= LONG
            && self.has_neighbours(word)
            && word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
            && {
                let entry = lexicon::look_up(word);
                entry.ordinary() == 0 && !entry.is_clinical()
            }
            && (self.near.binary_search(&hash).is_ok()
                || hash::without_a_letter(word, |near| self.near.binary_search(&near).is_ok()))
    }

    /// Whether a long part begins with the letter of the word and has as many letters, or one more or less.
    fn has_neighbours(&self, word: &str) -> bool {
        self.lengths.has(word, |len| 0b111 << len >> 1)
    }

    /// Makes ready for [`find`](Self::find) what was taken up.
    fn settle(&mut self) {
        self.near.sort_unstable();
        self.near.dedup();
    }

    /// Takes up a word that counts as a part of a name.
    fn word(&mut self, word: &str, worth: Part) {
        self.shapes.add(word);
        self.part(hash(word), worth);
    }

    fn part(&mut self, hash: u64, worth: Part) {
        match self.parts.binary_search_by_key(&hash, |part| part.0) {
            Ok(at) => {
                if let Some(known) = self.parts.get_mut(at) {
                    known.1 = known.1.max(worth);
                }
            }
            Err(at) => self.parts.insert(at, (hash, worth)),
        }
    }

    /// Finds what was taken up.
    pub(super) fn find(&mut self, text: &str, pieces: &[Piece], found: &mut Vec<Found>) {
        if self.is_empty() {
            return;
        }
        self.settle();
        let mut run: Option<Run> = None;
        let bytes = text.as_bytes();
        let (is_simple, may_be) = (self.codes.is_empty(), self.lengths_of_words());
        for piece in pieces {
            // Most words are in ASCII, and none of ours.
            if is_simple && !piece.has(WIDE) {
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
                    if !self.codes.is_empty() {
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
        for (slot, (shapes, lengths)) in all.iter_mut().zip(self.shapes.0.iter().zip(&self.lengths.0)) {
            *slot = shapes | shapes << 1 | lengths << 1 | lengths | lengths >> 1;
        }
        all
    }

    /// Notes with which letter or digit a value begins.
    fn begin(&mut self, first: char) {
        let byte = u8::try_from(first).ok().filter(u8::is_ascii).unwrap_or(0x80);
        for byte in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
            if let Some(slot) = self.begins.get_mut(usize::from(byte)) {
                *slot = true;
            }
        }
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

    /// What a word is worth as a part of a known name.
    fn part_of(&self, word: &str) -> Option<Part> {
        // As long as a part, or longer by the `s` of several; or near a long one.
        if !self.shapes.has(word, |len| 0b11 << len >> 1) && !self.has_neighbours(word) {
            return None;
        }
        let hash_of_word = hash(word);
        let known = self.parts.binary_search_by_key(&hash_of_word, |part| part.0).ok();
        let part = known.and_then(|at| self.parts.get(at)).map(|part| part.1);
        // "the Testcases"
        let part = part.or_else(|| {
            let stem =
                word.strip_suffix('s').filter(|stem| stem.len() >= LONG - 1 && stem.starts_with(char::is_uppercase))?;
            let at = self.parts.binary_search_by_key(&hash(stem), |part| part.0).ok()?;
            self.parts.get(at).map(|part| part.1).filter(|part| *part >= Part::Capital)
        });
        part.or_else(|| self.is_near(word, hash_of_word).then_some(Part::Capital))
    }

    /// Compares the codes that begin with this character, whatever separators the text has put in.
    fn find_code(&self, text: &str, at: usize, first: char, found: &mut Vec<Found>) {
        let lower = first.to_lowercase().next().unwrap_or(first);
        for (code, class) in self.codes.get(&lower).into_iter().flatten() {
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

/// A word that stands for too much to count alone.
fn is_ordinary(traits: Traits) -> bool {
    const ORDINARY: Lists = Lists::of(&[words::COMMON_BIT, words::CLINICAL_BIT, words::KIND_BIT]);
    traits.any(ORDINARY)
}

/// What stands before or behind a name, and is none.
const fn is_title(part: &str) -> bool {
    matches!(
        part.as_bytes(),
        [b'd' | b'D', b'r' | b'R' | b'o' | b'O']
            | [b'm' | b'M' | b'j' | b'J' | b's' | b'S', b'r' | b'R']
            | [b'm' | b'M', b'r' | b'R', b's' | b'S']
            | [b'm' | b'M', b's' | b'S' | b'd' | b'D']
            | [b'm' | b'M', b'i' | b'I', b's' | b'S', b's' | b'S']
            | [b'i' | b'I', b'i' | b'I' | b'v' | b'V']
            | [b'i' | b'I', b'i' | b'I', b'i' | b'I']
            | [b'r' | b'R', b'n' | b'N']
            | [b'n' | b'N', b'p' | b'P']
            | [b'p' | b'P', b'h' | b'H', b'd' | b'D']
    )
}

/// A first name or a surname of many that is no word of the language and of no trade.
fn is_name_alone(word: &str, facts: Facts) -> bool {
    const OTHER: Lists = Lists::of(&[lists::STOP_BIT, lists::EPONYM_BIT, lists::BRAND_BIT, lists::MONTH_BIT]);
    let entry = facts.entry;
    let is_other = Traits::from(facts).any(OTHER);
    entry.given().max(entry.surname()) >= 2
        && (entry.ordinary() == 0 || entry.ordinary() > 3 && entry.is_strong_name())
        && !entry.is_clinical()
        && (entry.city() < 2 || entry.given() == 3)
        && !is_other
        && !lists::is_drug_like(word)
}

/// Shorter parts have too many neighbours.
const LONG: usize = 6;

/// How many letters words have, a bit each, by their first letter.
#[derive(Clone, Default)]
struct Lengths([u64; 26]);

impl Lengths {
    fn add(&mut self, word: &str) {
        match letter_and_length(word).and_then(|(letter, len)| Some((self.0.get_mut(letter)?, len))) {
            Some((lengths, len)) => *lengths |= 1 << len,
            None => self.0.fill(u64::MAX),
        }
    }

    /// Whether there is a word of that first letter and one of the lengths; true of what is not counted.
    fn has(&self, word: &str, lengths: impl Fn(u32) -> u64) -> bool {
        let Some((letter, len)) = letter_and_length(word) else { return true };
        self.0.get(letter).is_some_and(|known| known & lengths(len) != 0)
    }

    fn merge(&mut self, other: &Self) {
        for (slot, lengths) in self.0.iter_mut().zip(other.0) {
            *slot |= lengths;
        }
    }
}

/// The first letter, from 0, and how many letters there are, the longest taken together; `None` where capitals and small letters can
/// differ in number.
fn letter_and_length(word: &str) -> Option<(usize, u32)> {
    let first = word.bytes().next().filter(u8::is_ascii_alphabetic)?.to_ascii_lowercase();
    word.is_ascii().then(|| (usize::from(first - b'a'), word.len().min(62) as u32))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, known: &[(IdentifierClass, &str)]) -> Vec<String> {
        let mut index = Index::default();
        for (class, value) in known {
            index.add(&Known { value, class: *class });
        }
        let mut found = Vec::new();
        index.find(text, &crate::text::piece::known(text), &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap().to_owned()).collect()
    }

    fn names(text: &str, name: &str) -> Vec<String> {
        find(text, &[(IdentifierClass::Name, name)])
    }

    #[test]
    fn names_are_found_in_their_forms() {
        assert_eq!(
            names("A. Ruiz-Vega; Ruiz's, RUIZ-VEGA ANNE; anne said", "Anne Ruiz-Vega"),
            ["A. Ruiz-Vega", "Ruiz", "RUIZ-VEGA ANNE", "anne"]
        );
        assert_eq!(names("Ruiz, A. and Ana\nRuiz", "Ana Ruiz"), ["Ruiz, A", "Ana", "Ruiz"]);
        assert_eq!(names("TOMORGAN, Morgan2, morgan_x", "Lee Morgan"), ["morgan"]);
        assert_eq!(
            names("the Thornburys; Liam; wthornbury; a bill", "William Thornbury"),
            ["Thornburys", "Liam", "wthornbury"]
        );
        assert_eq!(names("Thornberry, Thornbry, Thornburx; Thorn", "Lee Thornbury"), ["Thornbry, Thornburx"]);
        assert_eq!(names("Thörnbry; Thörnburyx; Thrnbury", "Lee Thörnbury"), ["Thörnbry", "Thörnburyx", "Thrnbury"]);
    }

    #[test]
    fn a_name_that_is_taken_up_again_is_worth_the_best_of_both() {
        let text = "thornbirry; Thornbirrys; Thornbiry; bill; Bill; T.";
        let found = |names: &[(&str, Part)]| {
            let mut index = Index::default();
            names.iter().for_each(|(name, best)| index.add_name(name, *best));
            let mut found = Vec::new();
            index.find(text, &crate::text::piece::known(text), &mut found);
            found.iter().map(|f| (f.span.start, f.span.end)).collect::<Vec<_>>()
        };
        let (rule, caller) = (("William Thornbirry", Part::Capital), ("William Thornbirry", Part::Strong));
        let best = found(&[caller]);
        assert!(best.len() > found(&[rule]).len());
        assert_eq!(
            [found(&[rule, caller]), found(&[caller, rule]), found(&[caller, rule, caller])],
            [(); 3].map(|()| best.clone())
        );
        // A short form that another name has brought is taken up whole behind it.
        assert_eq!(found(&[rule, ("Bill", Part::Strong)]), found(&[("Bill", Part::Strong), rule]));
    }

    #[test]
    fn weak_parts_need_company() {
        assert_eq!(names("Long day for Bo. Long, Bo came. It took long.", "Bo Long"), ["Long, Bo"]);
        assert_eq!(names("Li was 140. Li Na came.", "Na Li"), ["Li Na"]);
        assert_eq!(names("Ruiz T 98.6", "Tom Ruiz"), ["Ruiz"]);
    }

    #[test]
    fn a_thing_named_after_another_stays() {
        for text in [
            "Foley catheter in place",
            "a Foley was placed",
            "Foley's catheter",
            "indwelling Foley removed",
            "FOLEY CATHETER",
        ] {
            assert!(names(text, "Sean Foley").is_empty(), "{text}");
        }
        assert_eq!(names("Foley is well; Sean Foley catheter", "Sean Foley"), ["Foley", "Sean Foley"]);
    }

    #[test]
    fn codes_are_found_whatever_the_separators() {
        let mrn = (IdentifierClass::MedicalRecordNumber, "00-48-2917");
        assert_eq!(
            find("00482917, 00 48 2917, 00-48-2917, 004829171, 100482917", &[mrn]),
            ["00482917", "00 48 2917", "00-48-2917"]
        );
        assert_eq!(
            find("in new york, New-York and New Yorker", &[(IdentifierClass::Geography, "New York")]),
            ["new york", "New-York"]
        );
        assert!(find("120 and 12", &[(IdentifierClass::Account, "12")]).is_empty());
        assert!(find("in 1958", &[(IdentifierClass::Date, "1958")]).is_empty());
    }

    #[test]
    fn debug_shows_no_value() {
        assert!(!format!("{:?}", Known { value: "Ruiz", class: IdentifierClass::Name }).contains("Ruiz"));
    }
}
