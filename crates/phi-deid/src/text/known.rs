//! Values that are known to identify somebody, searched through the whole document.
//!
//! What a field of the record says (the name of the patient, the number of the plan) stands in the notes too, in
//! other forms. This finds more than any other rule can.

mod hash;
mod lengths;
mod nickname;
mod run;
mod search;
mod table;

use core::fmt;
use std::collections::BTreeMap;

use phi_types::IdentifierClass;

use super::{
    token::lists,
    words::{self, Lists, Traits},
};
use crate::lexicon::{self, Entry, Facts};
use hash::hash;
use lengths::Lengths;
pub(super) use search::find;
use table::Table;

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

/// Known values, ready for one walk over the words of a text.
#[derive(Clone)]
pub(super) struct Index {
    /// Parts of names, by a hash of their small letters, with what they are worth ([`Part::marks`]); those that were taken up with all
    /// that follows from them ([`Part::whole`]); and long parts and what is left of them without one letter, which a slip of the pen
    /// is near to ([`NEAR`]).
    words: Table,
    /// How many letters parts have, a bit each, by their first letter: most words need not be compared at all.
    shapes: Lengths,
    /// How many letters long parts have.
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

impl Part {
    /// As marks of a word, so that those of two are those of the better.
    const fn marks(self) -> u64 {
        match self {
            Self::Initial => 0b0001,
            Self::Weak => 0b0011,
            Self::Capital => 0b0111,
            Self::Strong => 0b1111,
        }
    }

    const fn of(marks: u64) -> Option<Self> {
        match marks & 0b1111 {
            0 => None,
            0b0001 => Some(Self::Initial),
            0b0011 => Some(Self::Weak),
            0b0111 => Some(Self::Capital),
            _ => Some(Self::Strong),
        }
    }

    /// The mark of a part that was taken up with all that follows from it, and could be worth no more than this.
    const fn whole(self) -> u64 {
        if matches!(self, Self::Strong) { 1 << 4 } else { 1 << 5 }
    }
}

/// The mark of what a word is near to, if it is the same without one letter.
const NEAR: u64 = 1 << 6;

impl Default for Index {
    fn default() -> Self {
        Self {
            words: Table::default(),
            shapes: Lengths::default(),
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

    /// Takes up the parts of names that another has, if it then holds no more words than these; says whether.
    pub(super) fn merge(&mut self, other: &Self, most: usize) -> bool {
        if self.words.len().saturating_add(other.words.len()) > most {
            return false;
        }
        self.words.merge(&other.words);
        self.shapes.merge(&other.shapes);
        self.lengths.merge(&other.lengths);
        for (slot, begins) in self.begins.iter_mut().zip(other.begins) {
            *slot |= begins;
        }
        true
    }

    /// Whether these know together what this one knows of names, and it knows nothing else.
    pub(super) fn is_within(&self, others: &[&Self]) -> bool {
        let words: Vec<&Table> = others.iter().map(|other| &other.words).collect();
        self.codes.is_empty() && self.words.is_within(&words, Part::Strong.marks() | NEAR)
    }

    /// Whether it knows nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.codes.is_empty()
    }

    fn add_name(&mut self, name: &str, best: Part) {
        for part in name.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()) {
            if is_title(part) {
                continue;
            }
            let hash = hash(part);
            // Of an ASCII word the small letters tell everything.
            if part.is_ascii() {
                // What it is worth is added below.
                let whole = best.whole();
                if self.words.add(hash, whole) & whole != 0 {
                    continue;
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
                self.words.add(near, NEAR);
                false
            });
            self.words.add(hash, NEAR);
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
        // Nobody asks for it again, so it is not remembered among the words.
        if user.len() > 4 && lexicon::once(&user).0.is_unknown() {
            self.begin(user.chars().next().unwrap_or(' '));
            self.word(&user, Part::Strong);
        }
    }

    /// Takes up a word that counts as a part of a name.
    fn word(&mut self, word: &str, worth: Part) {
        self.shapes.add(word);
        self.part(hash(word), worth);
    }

    fn part(&mut self, hash: u64, worth: Part) {
        self.words.add(hash, worth.marks());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, known: &[(IdentifierClass, &str)]) -> Vec<String> {
        let mut index = Index::default();
        for (class, value) in known {
            index.add(&Known { value, class: *class });
        }
        let mut found = Vec::new();
        super::find(&[&index], text, &crate::text::piece::known(text), &mut found);
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
            super::find(&[&index], text, &crate::text::piece::known(text), &mut found);
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
