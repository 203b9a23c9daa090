//! Which questions a word may answer, as what is known of it and of its neighbours tells before a letter of it is read.
//!
//! In a text that is written as it should be hardly any word answers one, so most are passed over here. A condition here is at most
//! as narrow as that of the question itself: whoever lets a question take in more widens the gate before it. The tests ask all
//! questions of all words as well, and compare.

use super::{DIGIT, LARGE, Piece, SMALL, WIDE, Words, person, place, site, trade};
use crate::{
    lexicon::Facts,
    text::{
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// Questions, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked(u16);

/// What stands before a word.
#[derive(Clone, Copy)]
pub(super) struct Before<'p> {
    piece: &'p Piece,
    /// The last index for which a number stands not far before.
    numbered_to: usize,
}

impl<'p> Before<'p> {
    /// The beginning of a text.
    pub(super) const NOTHING: Self =
        Self { piece: &Piece { start: 0, end: 0, kinds: 0, sign: 0, facts: Facts::NONE }, numbered_to: 0 };

    /// Passes the piece at `at`.
    #[inline]
    pub(super) const fn pass(&mut self, at: usize, piece: &'p Piece) {
        self.piece = piece;
        if piece.kinds == DIGIT {
            self.numbered_to = at + place::REACH;
        }
    }

    /// Whether it may be of small letters alone.
    #[inline]
    const fn may_be_small(&self) -> bool {
        self.piece.kinds == SMALL || self.piece.has(WIDE)
    }

    /// Whether it may be written as no name is.
    #[inline]
    const fn may_be_off(&self) -> bool {
        self.may_be_small() || self.piece.kinds == LARGE && self.piece.end - self.piece.start > 2
    }

    /// Whether one of these lists may have it.
    #[inline]
    fn may_have(&self, lists: Lists) -> bool {
        // A number is in none; what is too long was not looked up.
        Traits::from(self.piece.facts).any(lists) || !self.piece.is_known() && !self.piece.has(DIGIT)
    }

    /// Whether a number stands before it, not far.
    #[inline]
    const fn is_numbered(&self, at: usize) -> bool {
        at <= self.numbered_to
    }

    /// Whether it may lead to a name: somebody, what is done with somebody, or a sign.
    #[inline]
    fn may_lead(&self, words: &Words<'_>, piece: &Piece) -> bool {
        let Piece { start, end, sign, .. } = *self.piece;
        let is_blank = sign == b' ' && end + 1 == piece.start;
        // "named", "née", "signed", "w"
        let first = || words.text.as_bytes().get(start).copied().unwrap_or_default();
        !is_blank || self.may_have(PEOPLE) || end - start < 7 && matches!(first(), b'n' | b's' | b'w')
            // "name is", "known as", "before marriage"
            || matches!((end - start, first()), (2, b'a' | b'i') | (8, b'm'))
    }

    /// Whether it may begin a code that the figures behind it go on with.
    #[inline]
    const fn may_begin_code(&self) -> bool {
        self.piece.has(SMALL)
            && !self.piece.has(DIGIT | WIDE)
            && self.piece.end - self.piece.start <= 4
            && matches!(self.piece.sign, b' ' | b'-' | b'/' | 0x80..)
    }
}

/// What a name follows.
const TITLED: Lists = Lists::of(&[lists::TITLE_BIT]);

/// Whom a name follows, and what is done with somebody.
const PEOPLE: Lists = Lists::of(&[lists::TITLE_BIT, lists::KIN_BIT, lists::ROLE_BIT, lists::ADDRESSING_BIT]);

/// What leads to a town.
const TOWN_LEADS: Lists = Lists::of(&[lists::DWELLING_LEAD_BIT, lists::VISIT_LEAD_BIT]);

/// What leads to a place.
const PLACE_LEADS: Lists = Lists::of(&[lists::PLACE_LEAD_BIT, lists::VISIT_LEAD_BIT]);

impl Asked {
    const NONE: Self = Self(0);
    pub(super) const SWAPPED: Self = Self(1);
    pub(super) const NUMBER: Self = Self(2);
    pub(super) const PERSON: Self = Self(4);
    pub(super) const PLACE: Self = Self(8);
    pub(super) const DAY: Self = Self(16);
    pub(super) const INITIALS: Self = Self(32);
    pub(super) const TRADE: Self = Self(64);
    pub(super) const ALTERNATE: Self = Self(128);
    pub(super) const SITE: Self = Self(256);
    pub(super) const NICKNAME: Self = Self(512);

    /// Those that wait for capitals.
    const OF_WORDS: Self = Self(
        Self::PERSON.0
            | Self::PLACE.0
            | Self::DAY.0
            | Self::INITIALS.0
            | Self::TRADE.0
            | Self::SITE.0
            | Self::NICKNAME.0,
    );

    pub(super) const fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    const fn when(self, is: bool) -> Self {
        if is { self } else { Self::NONE }
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that do not wait for capitals.
    pub(super) const fn of_forms(self) -> Self {
        Self(self.0 & !Self::OF_WORDS.0)
    }

    /// All that a piece of these kinds can be asked.
    #[cfg(test)]
    pub(super) const fn all(piece: Piece) -> Self {
        let is_mixed = piece.has(SMALL) && piece.has(LARGE);
        Self::OF_WORDS
            .and(Self::SWAPPED.when(is_mixed))
            .and(Self::ALTERNATE.when(is_mixed))
            .and(Self::NUMBER.when(piece.has(DIGIT)))
    }

    /// What the piece at `at` may answer.
    #[inline]
    pub(super) fn of(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> Self {
        let Piece { start, end, kinds, sign, .. } = *piece;
        // Most words are small and frequent, or begin with a capital.
        let asked = Self::TRADE
            .when(kinds == SMALL && may_be_of_trade(words, at, piece, before))
            .and(Self::SITE.when(kinds == SMALL && may_be_site(words, at, piece, before)))
            .and(Self::NICKNAME.when(before.piece.sign == b'"' && kinds == SMALL))
            .and(Self::ALTERNATE.when(may_alternate(words, piece)));
        if is_quiet(words, at, piece, before) {
            return asked;
        }
        let is_single = || end - start == 1 && sign == b'.';
        if kinds & DIGIT != 0 {
            // Nothing is known of what has a figure, and it is no word.
            let may_be_code = kinds & WIDE == 0 && (kinds & SMALL != 0 || before.may_begin_code());
            return Self::NUMBER
                .when(may_be_code)
                .and(Self::SWAPPED.when(may_be_swapped(words, piece)))
                .and(Self::INITIALS.when(is_single()))
                .and(asked);
        }
        let swapped = Self::SWAPPED.when(may_be_swapped(words, piece));
        if kinds & WIDE != 0 || !piece.is_known() {
            return Self::OF_WORDS.and(swapped).and(asked);
        }
        let len = end - start;
        let is_small = kinds == SMALL;
        let is_off = is_small || kinds == LARGE && len > 2;
        let traits = Traits::from(piece.facts);
        swapped
            .and(asked)
            .and(Self::PERSON.when(
                is_off && may_be_person(words, at, piece, before)
                    || kinds & LARGE != 0 && may_sign(words, at, piece, before),
            ))
            .and(Self::PLACE.when(if is_small {
                may_be_place(words, at, piece, before)
            } else {
                // A State behind a town.
                before.piece.sign == b','
                    && before.may_be_small()
                    && (kinds == LARGE && len == 2 || traits.has(words::STATE_BIT))
            }))
            .and(Self::DAY.when(is_off && traits.has(lists::MONTH_BIT)))
            .and(Self::INITIALS.when(len < 4 && may_be_initials(piece)))
    }
}

/// Whether a word of small letters is one of the frequent ones, and nothing around it changes that; or it begins with a capital, and is
/// neither a State nor letters of a profession.
#[inline]
fn is_quiet(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    const SILENT: Lists = Lists::of(&[lists::MONTH_BIT, lists::INSTITUTION_BIT]);
    const BEHIND: Lists = Lists::of(&[lists::AFTER_PERSON_BIT, words::STATE_BIT]);
    const TITLE: u8 = SMALL | LARGE;
    let traits = Traits::from(piece.facts);
    // Few letters may be initials or a road; what is too long was not looked up.
    let is_word = piece.end - piece.start > 3 && piece.is_known();
    is_word
        && match piece.kinds {
            SMALL => {
                traits.any(person::BARRED)
                    && !traits.any(SILENT)
                    && !matches!(piece.sign, b',' | b'^')
                    && before.piece.sign != b'^'
                    && piece.facts.entry.given() < 2
                    && !before.is_numbered(at)
                    && !before.may_have(TITLED)
            }
            TITLE => !traits.any(BEHIND) && !may_be_swapped(words, piece),
            _ => false,
        }
}

/// Whether the first letter may be a small one before capitals.
#[inline]
fn may_be_swapped(words: &Words<'_>, piece: &Piece) -> bool {
    let first = || words.text.as_bytes().get(piece.start).copied().unwrap_or_default();
    piece.has(SMALL) && piece.has(LARGE) && !first().is_ascii_uppercase()
}

/// Whether letters may be large and small in turn.
#[inline]
fn may_alternate(words: &Words<'_>, piece: &Piece) -> bool {
    let letters = || words.text.as_bytes().get(piece.start + 1..piece.start + 3).and_then(|two| two.first_chunk::<2>());
    piece.has(SMALL)
        && piece.has(LARGE)
        && (piece.has(WIDE)
            || letters().is_some_and(|[one, next]| one.is_ascii_lowercase() != next.is_ascii_lowercase()))
}

/// Whether a word of small letters may belong to what a firm, a county or a town is called, or begin a row of a list.
#[inline]
fn may_be_of_trade(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    let word = || words.text.as_bytes().get(piece.start..piece.end).unwrap_or_default();
    let is_zipped = || {
        piece.sign == b' '
            && matches!(before.piece.sign, b',' | b'.')
            && words.piece(at + 1).is_some_and(|next| next.kinds == DIGIT && next.end - next.start == 5)
    };
    trade::may_be_asked(word())
        || is_zipped()
        || before.piece.kinds == DIGIT && before.piece.sign == b' ' && before.piece.end + 1 < piece.start
}

/// Whether a town or an address may begin with a word of small letters.
#[inline]
fn may_be_site(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    let is_plain = || piece.is_known() && Traits::from(piece.facts).any(site::BARRED);
    piece.end - piece.start > 2
        && match before.piece.sign {
            b' ' if before.piece.kinds == DIGIT => {
                let entry = piece.facts.entry;
                let may_be_borne = entry.surname() > 1 || entry.city() > 0 || entry.is_unknown();
                may_be_borne || !piece.is_known() || site::is_abroad(words.word(at))
            }
            b' ' => before.may_have(TOWN_LEADS),
            b',' => before.piece.has(LARGE),
            _ => false,
        }
        && !is_plain()
}

/// Whether names may stand before it: letters of a profession.
#[inline]
fn may_sign(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    matches!(before.piece.sign, b' ' | b',')
        && before.may_be_off()
        && person::is_credential(Traits::from(piece.facts), words.word(at))
}

/// Whether a name may begin with a word that is written as none is.
#[inline]
fn may_be_person(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    let Facts { entry, shape, .. } = piece.facts;
    let traits = Traits::from(piece.facts);
    let ordinary = entry.ordinary();
    if may_be_beside(words, at, piece, before) {
        return true;
    }
    if matches!(ordinary, 1..=3) && !entry.is_name() {
        return before.may_have(TITLED);
    }
    let is_titled = || before.may_have(TITLED);
    let is_given = entry.given() > 1;
    if traits.any(person::BARRED) {
        let is_free = !traits.any(person::VERBS);
        // A first name that is a word besides, behind what somebody is; one of a surname and a first name.
        let is_called = || is_given && before.may_have(Lists::of(&[lists::KIN_BIT, lists::ROLE_BIT]));
        let is_reversed = || piece.sign == b',' && !traits.has(words::CLINICAL_BIT) && may_be_surname(entry);
        return is_titled() || is_free && (is_called() || is_reversed());
    }
    let is_sure = is_given || entry.is_strong_name();
    let may_be_borne =
        is_sure || !entry.is_clinical() && !shape.is_drug_like() && (ordinary == 0 || entry.is_name() && ordinary > 3);
    // A row of a list.
    let next = words.piece(at + 1);
    let is_row = || piece.sign == b' ' && !entry.is_clinical() && next.is_some_and(|next| next.has(DIGIT));
    // The number of a row before it.
    let is_numbered = || before.piece.sign == b' ' && before.piece.has(DIGIT);
    let is_hyphenated = || piece.sign == b'-' && before.may_lead(words, piece);
    may_be_borne
        && (before.may_lead(words, piece)
            || is_alone_a_name(piece)
            || is_numbered()
            || next.is_some_and(|next| goes_on(piece, next)))
        || is_titled()
        || is_hyphenated()
        || piece.sign == b',' && may_be_surname(entry)
        || is_row()
}

/// Whether a name may stand beside another, be a component of a field, or say in brackets who it is.
#[inline]
fn may_be_beside(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    let entry = piece.facts.entry;
    let is_and = |and: usize| words.word(and) == "and";
    entry.is_name() && (piece.sign == b'^' || before.piece.sign == b'^')
        || entry.given() > 1
            && (piece.sign == b' ' && (words.gap(at + 1) == " (" || is_and(at + 1))
                || at.checked_sub(1).is_some_and(is_and))
}

/// Whether it may be a name whatever stands around it, or the owner of something.
#[inline]
fn is_alone_a_name(piece: &Piece) -> bool {
    let entry = piece.facts.entry;
    matches!(piece.sign, b'\'' | 0x80..) || entry.is_strong_name() && entry.given() > 2 && entry.ordinary() == 0
}

/// Whether the next word may be more of a name, or letters of a profession.
#[inline]
fn goes_on(piece: &Piece, next: &Piece) -> bool {
    let traits = Traits::from(next.facts);
    let is_off = next.kinds == SMALL || next.kinds == LARGE || next.has(WIDE);
    matches!(piece.sign, b' ' | b'-' | b',' | b'\'' | 0x80..)
        && (!next.is_known()
            || is_off && !traits.any(person::BARRED)
            || next.has(LARGE) && traits.has(lists::AFTER_PERSON_BIT))
}

#[inline]
const fn may_be_surname(entry: crate::lexicon::Entry) -> bool {
    entry.surname() > 1 || entry.is_unknown()
}

/// Whether a word of small letters may be of a place.
#[inline]
fn may_be_place(words: &Words<'_>, at: usize, piece: &Piece, before: &Before<'_>) -> bool {
    let Facts { entry, lists, .. } = piece.facts;
    let len = piece.end - piece.start;
    let first = || words.text.as_bytes().get(piece.start).copied().unwrap_or_default();
    let is_town = || {
        lists == 0
            && !entry.is_clinical()
            && (entry.ordinary() == 0 || entry.city() > 1 && entry.ordinary() > 3)
            && before.piece.sign == b' '
            && before.may_have(PLACE_LEADS)
    };
    let is_road = || matches!(piece.sign, b' ' | b'-') && words.piece(at + 1).is_some_and(|next| next.kinds == DIGIT);
    Traits::from(piece.facts).has(lists::INSTITUTION_BIT) && before.may_be_small()
        || entry.city() > 0 && is_town()
        || len < 4 && is_road()
        || before.is_numbered(at) && place::may_be_street(first(), len)
}

/// Whether few letters of no word may be initials.
#[inline]
fn may_be_initials(piece: &Piece) -> bool {
    let Facts { entry, lists, .. } = piece.facts;
    if piece.end - piece.start == 1 {
        return piece.sign == b'.';
    }
    lists == 0
        && entry.ordinary() == 0
        && !entry.is_clinical()
        && piece.has(SMALL)
        && matches!(piece.sign, 0 | b'\n' | b'\r' | b':' | b')' | b',' | b'.')
}

#[cfg(test)]
mod tests {
    use super::super::{mend, tests::mend_all};
    use crate::text::piece;

    /// What the questions look for, and ordinary words.
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "dr", "Mr", "DRA", "don", "deputy", "wife", "Wife", "son", "nurse", "RN", "MD", "OTR", "MS", "PGY2", "PharmD", "jr", "iii", "rosalind",
        "Rosalind", "KOWALSKI", "kowalski", "testcasey", "gwen", "grace", "will", "bill", "art", "moon", "hardy", "begay", "brady", "max", "smith",
        "Smith", "sMITH", "jOHN", "vU", "mRNA", "DER", "vAN", "e", "k", "J", "a", "i", "s", "w", "x", "y", "seen", "by", "By", "with", "said",
        "told", "asked", "name", "nee", "maiden", "cc", "Attn", "patient", "Patient", "The", "the", "of", "to", "at", "from", "in", "and", "but",
        "for", "no", "not", "is", "was", "she", "Clinic", "clinic", "hospital", "center", "medical", "regional", "care", "pain", "bayou", "heart",
        "harrow", "testmesa", "machias", "bend", "vesper", "ct", "way", "street", "lane", "salt", "copper", "basin", "NM", "PA", "Arizona", "hwy",
        "rte", "po", "box", "rr", "room", "january", "may", "MAY", "SEPT", "sept", "7", "12", "312", "1347", "79M", "87999", "4b", "50mg", "2nd",
        "sup0041", "rqx4471", "id", "mrn", "sl", "0041", "Bm", "metoprolol", "lisinopril", "CT", "ICU", "Foley", "Vk", "Fb", "fx", "vivía", "mamá",
        "renée", "ÉLAN", "su", "esposo", "lOO", "team", "chart",
    ];
    const GAPS: &[&str] = &[
        " ", " ", " ", " ", " ", " ", " ", " ", ", ", ". ", ": ", ":", "; ", "-", "'", "\u{2019}", ".", "/", " (",
        ") ", "  ", "   ", "\n", "\n\n", ".\n", ",\n", " \"", "\" ", " & ", "@", "_", ",", "\u{a0}", " , ", "# ",
    ];

    #[test]
    fn a_word_that_is_passed_over_answers_nothing() {
        let mut seed = 7_u64;
        let mut next = |list: &[&'static str]| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            list[(seed >> 33) as usize % list.len()]
        };
        let (mut changed, mut all) = (0, 0);
        for lines in 0..8_000 {
            let mut text = ["", "The Patient was seen here by Dr. Testcase.\n", "\""][lines % 3].to_owned();
            for _ in 0..24 {
                text += next(WORDS);
                text += next(GAPS);
            }
            let pieces = piece::known(&text);
            let mended = mend(&text, &pieces, &[]);
            assert_eq!(mended, mend_all(&text, &pieces), "{text}");
            changed += usize::from(mended.is_some());
            all += 1;
        }
        assert!(changed * 2 > all, "{changed}");
    }
}
