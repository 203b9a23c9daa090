//! Finding identifiers in free text, and writing it without them.
//!
//! Free text is not exempt from 45 CFR 164.514(b)(2): a name in a note is a name. The engine reads a plain form of the
//! text (`normal`), in which disguises are taken off, and looks for the forms of United States clinical English: patterns
//! with a look at what stands around them, labels with the value after them, tables with a header, codes by their shape,
//! names and places by a lexicon and the words beside them, and the values that the caller knows already ([`Known`]).
//! What the host knows better it adds with a [`SpanProposer`]. What comes out is a candidate for review.

mod address;
mod beside;
mod case;
mod code;
mod cursor;
mod day;
mod grown;
mod guard;
mod keep;
mod known;
mod label;
pub(crate) mod learned;
mod mail;
mod message;
mod name;
mod nobody;
mod normal;
mod pattern;
mod piece;
mod posture;
mod proposer;
mod recall;
mod redact;
mod section;
mod somebody;
mod span;
mod spare;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod told;
mod veil;
mod words;

use std::borrow::Cow;

use phi_types::IdentifierClass;

pub use known::Known;
pub use posture::Posture;
pub use proposer::{Proposal, SpanProposer};
pub use redact::{Redacted, tag_word};
pub use span::{Confidence, Span};
pub use stream::{StreamError, Streamed};

use crate::{
    profile::{Profile, SafeHarbor},
    replace::Replacement,
    rule::Reference,
};
pub(crate) use token::Shape;
pub(crate) use words::list_bits;

use known::Index;
use normal::Normal;
use pattern::{FAMILIES, Rule, Scanner};
use piece::Pieces;
use span::Found;

/// The version of the rules of this module; it belongs in every report. Any change of what is found changes it.
pub const RULESET_VERSION: &str = "2026.12";

/// The longest text that is taken at once, in bytes.
pub const MAX_TEXT: usize = 64 << 20;

/// How the rules end whose findings only a document about somebody makes likely.
const LIKELY: &str = ".likely";

/// The rules made of patterns, by family: within one, the leftmost match and the first of the list win.
const RULES: [&[&[Rule]]; FAMILIES] = [
    &[pattern::number::RULES, pattern::network::RULES, pattern::contact::RULES],
    &[pattern::age::RULES, pattern::age::wording::RULES, pattern::date::more::RULES, pattern::date::RULES],
    &[pattern::place::zip::RULES, pattern::place::ADDRESS_RULES],
    &[pattern::place::NAMED_RULES],
    &[label::RULES, pattern::thing::RULES],
    &[name::RULES],
    &[
        pattern::number::LIKELY,
        pattern::age::LIKELY,
        pattern::date::LIKELY,
        pattern::place::LIKELY,
        pattern::place::more::LIKELY,
        label::LIKELY,
        pattern::thing::LIKELY,
        pattern::thing::more::LIKELY,
        name::LIKELY,
        name::more::LIKELY,
    ],
];

/// Why a text was not de-identified. No message holds a part of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The patterns of one family could not be compiled. It is a fault of this crate.
    #[error("the patterns of the family `{family}` cannot be compiled")]
    #[non_exhaustive]
    Pattern {
        /// Which patterns.
        family: &'static str,
    },
    /// The text is longer than [`MAX_TEXT`].
    #[error("the text is longer than 64 MiB")]
    TooLong,
    /// The text holds a control character other than those that part words, lines and pages (tab to carriage return): it is
    /// binary, or was decoded wrongly.
    #[error("a control character at byte {offset}")]
    #[non_exhaustive]
    ControlCharacter {
        /// Its first byte.
        offset: usize,
    },
    /// A stretch is plainly written in another code, and cannot be read: codes of characters that are none, Braille, octets, Morse. What it
    /// says cannot be looked for. Decode the text before it is given.
    #[error("what is encoded at byte {offset} cannot be read: decode it first")]
    #[non_exhaustive]
    Encoded {
        /// Where it begins.
        offset: usize,
    },
    /// A single line is longer than one mebibyte, in a text that is longer itself, and there is no place in it to cut: no sentence or
    /// clause ends, and no two words in small letters stand together.
    #[error("a line is longer than 1 MiB")]
    LongLine,
    /// The source of random codes failed.
    #[error("the source of randomness is unavailable")]
    Entropy,
    /// The engine takes no free text: see [`Posture::Block`].
    #[error("free text is not taken")]
    Blocked,
    /// Each new look at the output found something more.
    #[error("the output still holds identifiers after several rounds")]
    Unsettled,
}

/// The rules, compiled. Build it once and share it: it is `Send` and `Sync`, and a scan changes nothing in it.
///
/// ```
/// use phi_deid::{rule::Reference, text::{Known, TextEngine}};
/// use phi_types::IdentifierClass;
///
/// let engine = TextEngine::new()?;
/// let known = [Known { value: "Testcase, Ana", class: IdentifierClass::Name }];
/// let note = "Testcase seen 3/4/2019, age 93. Call 212-555-0142. A Foley catheter stays.";
/// let redacted = engine.redact(note, &known, Reference { year: 2026 })?;
/// assert_eq!(
///     redacted.text,
///     "[NAME-1] seen [DATE 2019], age [AGE 90 or older]. Call [PHONE-1]. A Foley catheter stays."
/// );
/// # Ok::<(), phi_deid::text::TextError>(())
/// ```
pub struct TextEngine {
    scanner: Scanner,
    proposers: Vec<Box<dyn SpanProposer>>,
    posture: Posture,
    /// What has learned from examples what the rules leave open.
    learned: Option<learned::Learned>,
}

impl core::fmt::Debug for TextEngine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TextEngine").field("ruleset", &RULESET_VERSION).finish_non_exhaustive()
    }
}

/// What `data/patterns.bin` is to hold: the automata of the rules.
#[cfg(feature = "training")]
pub(crate) fn patterns() -> Option<Vec<u8>> {
    pattern::file()
}

impl TextEngine {
    /// Takes up the rules, whose automata were made beforehand: some ten milliseconds for the first engine of a process.
    ///
    /// # Errors
    /// [`TextError::Pattern`] when a pattern does not compile, which a test of this crate excludes.
    pub fn new() -> Result<Self, TextError> {
        Ok(Self {
            scanner: Scanner::new()?,
            proposers: Vec::new(),
            posture: Posture::Balanced,
            learned: learned::Learned::new(),
        })
    }

    /// The engine with one more recogniser, which adds to what the rules find.
    #[must_use]
    pub fn with(mut self, proposer: impl SpanProposer + 'static) -> Self {
        self.proposers.push(Box::new(proposer));
        self
    }

    /// The engine with another posture.
    #[must_use]
    pub const fn with_posture(mut self, posture: Posture) -> Self {
        self.posture = posture;
        self
    }

    /// The posture.
    #[must_use]
    pub const fn posture(&self) -> Posture {
        self.posture
    }

    /// Where the text identifies somebody: sorted, disjoint, on character boundaries.
    ///
    /// It looks once and refuses nothing. To write a text, use [`redact`](Self::redact), which also looks at what it
    /// has written.
    #[must_use]
    pub fn scan(&self, text: &str, known: &[Known<'_>], reference: Reference) -> Vec<Span> {
        self.find(text, known, reference, &redact::tags_in(text)).into_iter().map(|f| f.span).collect()
    }

    /// The text with tags in place of what identifies: `[NAME-1]`, the same number for the same value within the
    /// text; dates as `[DATE 2019]` or `[DATE]` (164.514(b)(2)(i)(C)), ZIP codes as `[ZIP 021]` ((B)), ages over 89
    /// as `[AGE 90 or older]` ((C)).
    ///
    /// Redacting its output again changes nothing.
    ///
    /// # Errors
    /// [`TextError::TooLong`], [`TextError::ControlCharacter`] and [`TextError::Encoded`] for what is no text; [`TextError::Unsettled`] when
    /// the output, scanned again, goes on to show identifiers.
    pub fn redact(&self, text: &str, known: &[Known<'_>], reference: Reference) -> Result<Redacted, TextError> {
        self.redact_by(&Replacement::<SafeHarbor>::new(), text, known, reference)
    }

    /// The same by another profile, or with codes in place of numbered tags.
    ///
    /// Redacting the output again changes nothing where tags stand in it; surrogates and moved dates would be taken for
    /// values once more.
    ///
    /// ```
    /// use phi_deid::{profile::LimitedDataSet, replace::Replacement, rule::Reference, text::TextEngine};
    /// let engine = TextEngine::new()?;
    /// let note = "Mrs. Testcase of 12 Sample Street, Northfield, MN 55057 was seen on 3/4/2019. Call 212-555-0142.";
    /// let redacted = engine.redact_by(&Replacement::<LimitedDataSet>::new(), note, &[], Reference { year: 2026 })?;
    /// assert_eq!(redacted.text, "Mrs. [NAME-1] of [LOCATION-1], Northfield, MN 55057 was seen on 3/4/2019. Call [PHONE-1].");
    /// # Ok::<(), phi_deid::text::TextError>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`redact`](Self::redact), [`TextError::Entropy`] when a code cannot be drawn, and
    /// [`TextError::Blocked`] under [`Posture::Block`].
    pub fn redact_by<P: Profile>(
        &self,
        replacement: &Replacement<P>,
        text: &str,
        known: &[Known<'_>],
        reference: Reference,
    ) -> Result<Redacted, TextError> {
        if self.posture == Posture::Block {
            return Err(TextError::Blocked);
        }
        check(text)?;
        if text.len() > section::WHOLE {
            return self.redact_long(replacement, text, known, reference);
        }
        let job =
            guard::Job { known, reference, rewriting: replacement.rewriting(), around: &stream::Around::default() };
        let mut numbers = redact::Numbers::new();
        let tags = redact::tags_in(text);
        numbers.go_behind(text, &tags);
        let guard::Settled { text, found, kept, .. } = guard::settle(self, text, &tags, &job, &mut numbers, None)?;
        let mut counts = [0; 18];
        for f in &found {
            if let Some(count) = counts.get_mut(f.span.class.position()) {
                *count += 1;
            }
        }
        Ok(Redacted { text, spans: found.into_iter().map(|f| f.span).collect(), counts, kept })
    }

    /// A long text from memory, in the sections in which it would be read from a file.
    fn redact_long<P: Profile>(
        &self,
        replacement: &Replacement<P>,
        text: &str,
        known: &[Known<'_>],
        reference: Reference,
    ) -> Result<Redacted, TextError> {
        let (mut out, mut spans) = (Vec::with_capacity(text.len()), Vec::new());
        let mut add = |offset: u64, mut span: Span| {
            let offset = usize::try_from(offset).unwrap_or(0);
            (span.start, span.end) = (span.start + offset, span.end + offset);
            spans.push(span);
        };
        let mut input = std::io::Cursor::new(text);
        // The text is in memory, and so may be what the first pass found in it.
        let sizes = section::Sizes::USUAL;
        let pace = stream::Pace { sizes, learned: stream::LEARNED, remembered: usize::MAX, in_parts: true };
        match self.stream(replacement, &mut input, &mut out, known, reference, &mut add, pace) {
            Ok(Streamed { counts, kept }) => {
                Ok(Redacted { text: String::from_utf8(out).unwrap_or_default(), spans, counts, kept })
            }
            Err(StreamError::Text { error, .. }) => Err(error),
            // Memory is read and written without fail.
            Err(_) => Err(TextError::Unsettled),
        }
    }

    fn find(&self, text: &str, known: &[Known<'_>], reference: Reference, holes: &[(usize, usize)]) -> Vec<Found> {
        self.look(text, known, reference, holes, &stream::Around::default(), None).found
    }

    /// One look. `holes` are tags, sorted and disjoint: nothing is found in them. `seen` is what an earlier look at the same
    /// text, with the same holes and columns, has seen in it.
    fn look(
        &self,
        text: &str,
        known: &[Known<'_>],
        reference: Reference,
        holes: &[(usize, usize)],
        around: &stream::Around<'_>,
        seen: Option<Seen>,
    ) -> Look {
        let mut pieces = piece::cut(text);
        let lifted = veil::lift(text, &pieces, holes);
        let (mut shown, mut plain_holes) = (text, Cow::Borrowed(holes));
        if let Some(lifted) = &lifted {
            shown = &lifted.text;
            plain_holes = holes.iter().map(|hole| (lifted.plain_place(hole.0), lifted.plain_place(hole.1))).collect();
            drop(pieces);
            pieces = piece::cut(shown);
        }
        // A part is read as the text that it is a part of.
        let is_wide = !around.is_part && normal::is_wide(shown);
        let mut normal = Normal::of(shown, &pieces, &plain_holes, is_wide);
        if normal.is_changed() {
            plain_holes =
                plain_holes.iter().map(|hole| (normal.plain_place(hole.0), normal.plain_place(hole.1))).collect();
            // In a long text they take more memory than all else.
            drop(pieces);
            pieces = piece::known(&normal.text);
        } else {
            piece::know(&normal.text, &mut pieces);
        }
        pieces.is_part = around.is_part;
        let has_capitals = !pieces.are_plain_case();
        if let Some(mended) = case::mend(&normal.text, &pieces, &plain_holes) {
            pieces.recase(&normal.text, &mended);
            normal.text = Cow::Owned(mended);
        }
        let plain: &str = &normal.text;
        let names_are_known = !known.is_empty() || around.knows_names() || around.evidence.names_somebody();
        let seen = match seen {
            // What is likely about somebody alone was left out or taken in otherwise: it is joined with the rest, so that is seen anew.
            Some(seen)
                if seen.likely == (names_are_known || seen.evidence.names_somebody())
                    && seen.known.is_none_or(|known| known == names_are_known) =>
            {
                seen
            }
            _ => self.see(plain, &pieces, reference, &plain_holes, around.columns.clone(), names_are_known),
        };
        let mut look = self.look_plain(plain, &pieces, known, &plain_holes, around, seen);
        look.is_ordinary = has_capitals && !is_wide && !pieces.are_plain_case();
        if around.is_learned {
            return look;
        }
        let found = &mut look.found;
        if normal.is_changed() || lifted.is_some() {
            for f in found.iter_mut() {
                *f = normal.to_original(*f);
                if let Some(lifted) = &lifted {
                    *f = lifted.to_original(*f);
                }
            }
        }
        for proposer in &self.proposers {
            proposer::ask(proposer.as_ref(), text, found);
        }
        span::join(found);
        span::subtract(found, holes);
        found.retain(|f| text.get(f.span.start..f.span.end).is_some_and(|value| value.contains(char::is_alphanumeric)));
        look
    }

    /// What the text in plain form shows by itself, whatever is known of whom it is about.
    fn see(
        &self,
        text: &str,
        pieces: &Pieces,
        reference: Reference,
        holes: &[(usize, usize)],
        columns: Option<table::Columns>,
        names_are_known: bool,
    ) -> Seen {
        // Notes have a span every sixty bytes, and several rules find it.
        let mut found = Vec::with_capacity(text.len() / 24 + 16);
        let columns = self.look_raw(text, pieces, reference, holes, columns, &mut found);
        let mut asks_known = false;
        if let (true, Some(learned)) = (self.posture != Posture::Recall, &self.learned) {
            asks_known = learned.doubt(text, pieces, holes, names_are_known, &mut found);
        }
        // What only a document about a person makes likely goes before it can be joined with what is sure.
        let settled = spare::mend_and_tell(text, &mut found);
        let tags = || holes.iter().filter_map(|hole| text.get(hole.0..hole.1));
        let points_at_somebody = names_are_known || somebody::sift(text, pieces, tags(), &mut found);
        let evidence = if points_at_somebody { Evidence::of(text, &found, tags()) } else { Evidence::default() };
        let likely = names_are_known || evidence.names_somebody();
        if !likely {
            found.retain(|f| !f.span.rule.ends_with(LIKELY));
        }
        address::complete(text, &mut found);
        span::join(&mut found);
        span::subtract(&mut found, holes);
        span::join_after(&mut found, |found| beside::find(text, found));
        if likely {
            span::join_after(&mut found, |found| grown::find(text, pieces, found));
        }
        span::join_after(&mut found, |found| told::find(text, pieces, reference, found));
        span::subtract(&mut found, holes);
        let known = asks_known.then_some(names_are_known);
        let settled = settled.among(&found);
        Seen { found, settled, columns, evidence, likely, known }
    }

    /// What forms and words show, each by itself.
    fn look_raw(
        &self,
        text: &str,
        pieces: &Pieces,
        reference: Reference,
        holes: &[(usize, usize)],
        columns: Option<table::Columns>,
        found: &mut Vec<Found>,
    ) -> Option<table::Columns> {
        self.scanner.find(text, pieces, reference, found);
        token::find(text, pieces, holes, found);
        code::find(text, pieces, found);
        let columns = table::find(text, pieces.signs(), columns, reference, found);
        message::find(text, pieces.signs(), found);
        mail::find(text, pieces, found);
        columns
    }

    /// What is to be taken out of a text in plain form.
    fn look_plain(
        &self,
        text: &str,
        pieces: &Pieces,
        known: &[Known<'_>],
        holes: &[(usize, usize)],
        around: &stream::Around<'_>,
        mut seen: Seen,
    ) -> Look {
        // In a document that speaks of nobody, a number of unknown kind is a code of the trade.
        let is_about_somebody = around.is_about_somebody
            || seen.found.iter().any(speaks_of_somebody)
            || holes.iter().any(|hole| text.get(hole.0..hole.1).is_some_and(is_tag_of_somebody));
        let mut names = Index::default();
        for value in known {
            names.add(value);
        }
        let is_sure = |f: &&Found| {
            f.span.class == IdentifierClass::Name
                && f.span.confidence > Confidence::Low
                && (seen.likely || !f.span.rule.ends_with(LIKELY))
        };
        // The same name stands in a text again and again.
        let mut last = [""; 64];
        for value in seen.found.iter().filter(is_sure).filter_map(|f| text.get(f.span.start..f.span.end)) {
            let letter = |at: Option<&u8>| at.map_or(0, |letter| usize::from(*letter));
            let (bytes, len) = (value.as_bytes(), value.len());
            let place = letter(bytes.first()) ^ letter(bytes.last()).wrapping_mul(5) ^ len.wrapping_mul(11);
            if let Some(last) = last.get_mut(place % 64).filter(|last| **last != value) {
                *last = value;
                names.add_found_name(value);
            }
        }
        if around.is_learned {
            return Look { found: Vec::new(), names, is_about_somebody, is_ordinary: false, seen };
        }
        let settled = seen.found.iter().zip(&seen.settled).filter(|(_, is_settled)| **is_settled);
        let settled: Vec<Span> = settled.map(|(f, _)| f.span).collect();
        let mut found = core::mem::take(&mut seen.found);
        if known.is_empty() && !around.knows_names() && !is_about_somebody {
            found.retain(|f| {
                let is_code =
                    matches!(f.span.rule, "other.code" | "other.grouped" | "other.short_label" | "place.unit");
                let is_bare_day = f.span.rule == "date.month_day_numeric" && f.span.confidence == Confidence::Low;
                !is_code && !is_bare_day
            });
        }
        if !seen.likely {
            found.retain(|f| !f.span.rule.ends_with(LIKELY));
        }
        let all: Vec<&Index> = core::iter::once(&names).chain(around.names.iter().copied()).collect();
        known::find(&all, text, pieces, &mut found);
        span::join(&mut found);
        span::subtract(&mut found, holes);
        if let (true, Some(learned)) = (seen.likely, &self.learned) {
            learned.find(text, pieces, holes, &mut found);
            spare::mend_rest(text, &mut found, &settled);
            span::join(&mut found);
            grown::find_learned(text, pieces, &mut found);
            span::join(&mut found);
            span::subtract(&mut found, holes);
        }
        if self.posture == Posture::Recall {
            recall::find(text, pieces, &mut found);
            span::join(&mut found);
            span::subtract(&mut found, holes);
        }
        Look { found, names, is_about_somebody, is_ordinary: false, seen }
    }
}

/// What a text shows by itself, in its plain form.
#[derive(Clone)]
struct Seen {
    found: Vec<Found>,
    /// Of each of them whether it is known that it is left as it is when it is mended.
    settled: Vec<bool>,
    /// The columns of a table that goes on behind the text.
    columns: Option<table::Columns>,
    /// What in the text by itself names somebody.
    evidence: Evidence,
    /// Whether what is likely only about somebody was taken.
    likely: bool,
    /// Where it mattered, whether names were known beforehand.
    known: Option<bool>,
}

/// What one look showed.
struct Look {
    found: Vec<Found>,
    /// The names that it told itself, and those that it was told.
    names: Index,
    is_about_somebody: bool,
    /// Whether the text has capitals and is parted by one blank, so that any part of it is read as such a text is.
    is_ordinary: bool,
    seen: Seen,
}

/// Whether a finding shows that the document is about a person.
fn speaks_of_somebody(f: &Found) -> bool {
    use IdentifierClass::{Email, Fax, HealthPlanBeneficiary, MedicalRecordNumber, Name, Phone, Ssn};
    f.span.confidence > Confidence::Low
        && matches!(f.span.class, Name | Phone | Fax | Email | Ssn | MedicalRecordNumber | HealthPlanBeneficiary)
}

/// What names somebody beyond doubt: signs and diseases are named after people too, so a lone surname that only the lexicon knows
/// is not enough, however many of them there are.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    /// A name that only the lexicon knows, or a tag that may stand for one.
    lexicon: bool,
    /// A number or an address by which somebody is reached.
    contact: bool,
    /// Somebody who is announced, or a number of a person.
    sure: bool,
}

impl Evidence {
    fn of<'t>(text: &str, found: &[Found], tags: impl Iterator<Item = &'t str>) -> Self {
        use IdentifierClass::{Email, Fax, HealthPlanBeneficiary, MedicalRecordNumber, Name, Phone, Ssn};
        let mut evidence = Self::default();
        for f in found.iter().filter(|f| f.span.confidence > Confidence::Low) {
            match f.span.class {
                Name if f.span.rule == "name.lexicon" => {
                    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
                    evidence.lexicon = true;
                    evidence.sure |= f.span.confidence == Confidence::High
                        && value.contains(' ')
                        && !value.split([' ', '-']).any(token::lists::is_eponym);
                }
                Name | MedicalRecordNumber | Ssn | HealthPlanBeneficiary => evidence.sure = true,
                Phone | Fax | Email => evidence.contact = true,
                _ => {}
            }
        }
        for tag in tags {
            if tag.starts_with("[NAME") {
                evidence.lexicon = true;
            } else if is_tag_of_somebody(tag) {
                evidence.contact = true;
            }
        }
        evidence
    }

    const fn names_somebody(self) -> bool {
        self.sure || self.lexicon && self.contact
    }

    /// Of two parts of one text.
    const fn with(self, other: Self) -> Self {
        Self {
            lexicon: self.lexicon || other.lexicon,
            contact: self.contact || other.contact,
            sure: self.sure || other.sure,
        }
    }
}

/// The same of a tag: what was found before speaks on.
fn is_tag_of_somebody(tag: &str) -> bool {
    ["[NAME", "[PHONE", "[FAX", "[EMAIL", "[SSN", "[MRN", "[PLAN"].iter().any(|start| tag.starts_with(start))
}

/// Refuses what is no text.
fn check(text: &str) -> Result<(), TextError> {
    if text.len() > MAX_TEXT {
        return Err(TextError::TooLong);
    }
    check_characters(text)
}

/// Refuses control characters, and what is encoded and cannot be read.
fn check_characters(text: &str) -> Result<(), TextError> {
    // Those beyond ASCII are two bytes that begin with this one.
    let is_control = |(at, byte): &(usize, u8)| match byte {
        // Form feeds and vertical tabs part the pages and blocks of print-outs.
        b'\t' | b'\r' | b'\n' | 0x0b | 0x0c => false,
        0..0x20 | 0x7f => true,
        0xc2 => cursor::char_after(text, *at).is_some_and(char::is_control),
        _ => false,
    };
    // Many at a time: whether one of them may be.
    let may_be = |chunk: &[u8]| {
        let odd = |b: u8| u8::from(b < 0x20 && !matches!(b, b'\t'..=b'\r')) | u8::from(b == 0x7f || b == 0xc2);
        chunk.iter().fold(0, |any, byte| any | odd(*byte)) != 0
    };
    let from = text.as_bytes().chunks(128).take_while(|chunk| !may_be(chunk)).count() * 128;
    match text.bytes().enumerate().skip(from).find(is_control) {
        Some((offset, _)) => Err(TextError::ControlCharacter { offset }),
        None => veil::unread(text).map_or(Ok(()), |offset| Err(TextError::Encoded { offset })),
    }
}
