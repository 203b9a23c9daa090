//! Long texts: two passes over a source that can be read twice.
//!
//! The first pass learns what the whole text tells: the names in it, whether it is about somebody, the tags that it has. The
//! second finds with that in mind, writes and looks again, section by section. In memory are one section, its findings, what
//! was learned, and what the first pass has seen as far as there is room, so that it need not be found again.

mod remembered;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{self, Read, Seek, SeekFrom, Write},
};

use super::{
    Evidence, Known, Posture, Span, TextEngine, TextError, check_characters,
    guard::{self, Job},
    known::Index,
    redact::{Numbers, tags_in},
    section::{Sections, Sizes, Unread},
    table::Columns,
};
use crate::{profile::Profile, replace::Replacement, rule::Reference};
use remembered::Remembered;

/// What a long text came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Streamed {
    /// How many spans fell under each letter, (A) to (R).
    pub counts: [usize; 18],
    /// How many more were found and stay, because the profile lets them.
    pub kept: [usize; 18],
}

/// Why a long text was not written, or not to its end. No message holds a part of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The text was refused.
    #[error("in the section at byte {offset}: {error}")]
    #[non_exhaustive]
    Text {
        /// Why.
        error: TextError,
        /// Where the section begins.
        offset: u64,
    },
    /// It is no UTF-8.
    #[error("not UTF-8 at byte {offset}")]
    #[non_exhaustive]
    NotUtf8 {
        /// The first byte that is none.
        offset: u64,
    },
    /// It cannot be read, or not be read again.
    #[error("the text cannot be read")]
    Read(#[source] io::Error),
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Write(#[source] io::Error),
    /// The second reading gave something else than the first.
    #[error("the text has changed between two readings")]
    Changed,
}

/// How much of what the first pass sees in a text from a file is kept for the second, in bytes: of some nine megabytes of notes.
const REMEMBERED: usize = if cfg!(fuzzing) { 1 << 10 } else { 2 << 20 };

/// How a long text is worked on.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Where it is cut.
    pub(super) sizes: Sizes,
    /// The most words that are learned of the whole.
    pub(super) learned: usize,
    /// The most bytes of findings that are kept between the passes; what does not fit is found again.
    pub(super) remembered: usize,
    /// Whether of an output that is looked at more than once only what has changed is looked at again.
    pub(super) in_parts: bool,
}

/// The most words by which names are searched for that are learned of a whole text, in eight bytes each: those of some twenty thousand
/// people. Beyond that a name is searched for in its own section and the next.
pub(super) const LEARNED: usize = if cfg!(fuzzing) { 1 << 6 } else { 1 << 18 } / 8 * 7;

/// What is known of the whole text, or of what came before a section.
#[derive(Clone, Default)]
pub(super) struct Around<'n> {
    /// The values that the caller named, and names found elsewhere in the text.
    pub(super) names: Vec<&'n Index>,
    pub(super) is_about_somebody: bool,
    /// What in the whole text names somebody: some of it may stand in one section, some in another.
    pub(super) evidence: Evidence,
    /// Whether a look is there to learn alone: what it has seen is kept for another, which finds with all of it.
    pub(super) is_learned: bool,
    /// The columns of a table that goes on.
    pub(super) columns: Option<Columns>,
    /// Whether of an output that was looked at, and changed in some places, only those need be looked at again.
    pub(super) in_parts: bool,
    /// Whether the text is such a part.
    pub(super) is_part: bool,
}

impl Around<'_> {
    pub(super) fn knows_names(&self) -> bool {
        self.names.iter().any(|names| !names.is_empty())
    }
}

impl TextEngine {
    /// De-identifies a text of any length from a source that can be read twice, as [`redact_by`](Self::redact_by) does.
    ///
    /// Above one mebibyte, here as in memory, a text is worked on in sections of at most 256 KiB that end with a blank line, or
    /// with a line where there is none, or with a sentence, a clause or a word of a longer line; a line without a place to cut is one
    /// section, and one longer than a mebibyte is refused. `each` gets the spans in order, with the offset at which their section
    /// begins.
    ///
    /// In memory are some twenty bytes for each byte of a section, up to two mebibytes of findings, and of what was learned as much as
    /// five mebibytes hold: with the automata that is less than 64 MB for texts of any length, and what the caller named comes on top.
    /// So in a text with names of more than some twenty thousand people those that come later are searched for in their own section
    /// and the next alone, and a value that comes again behind a hundred thousand others has another number.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use phi_deid::{profile::SafeHarbor, replace::Replacement, rule::Reference, text::TextEngine};
    /// let (mut note, mut out) = (Cursor::new("Dr. Testcase called."), Vec::new());
    /// let by = Replacement::<SafeHarbor>::new();
    /// TextEngine::new()?.redact_stream(&by, &mut note, &mut out, &[], Reference { year: 2026 }, &mut |_, _| {})?;
    /// assert_eq!(out, b"Dr. [NAME-1] called.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`StreamError`]. Nothing was written when the first pass refuses; when the second does, what was written is
    /// de-identified and not complete.
    pub fn redact_stream<P: Profile>(
        &self,
        replacement: &Replacement<P>,
        input: &mut (impl Read + Seek),
        output: &mut impl Write,
        known: &[Known<'_>],
        reference: Reference,
        each: &mut dyn FnMut(u64, Span),
    ) -> Result<Streamed, StreamError> {
        let pace = Pace { sizes: Sizes::USUAL, learned: LEARNED, remembered: REMEMBERED, in_parts: true };
        self.stream(replacement, input, output, known, reference, each, pace)
    }

    /// The same in sections of another size, or with more memory.
    #[allow(clippy::too_many_arguments, reason = "one more than the public function")]
    pub(super) fn stream<P: Profile>(
        &self,
        replacement: &Replacement<P>,
        input: &mut (impl Read + Seek),
        output: &mut impl Write,
        known: &[Known<'_>],
        reference: Reference,
        each: &mut dyn FnMut(u64, Span),
        pace: Pace,
    ) -> Result<Streamed, StreamError> {
        if self.posture == Posture::Block {
            return Err(StreamError::Text { error: TextError::Blocked, offset: 0 });
        }
        let start = input.stream_position().map_err(StreamError::Read)?;
        let mut told = Index::default();
        known.iter().for_each(|value| told.add(value));
        let mut learned = Index::default();
        let mut learns_all = true;
        let mut whole = Around { in_parts: pace.in_parts, ..Around::default() };
        let mut numbers = Numbers::new();
        let mut digests = Vec::new();
        // What the first pass has seen, section by section, as far as there is room.
        let mut seen = Remembered::with_room(pace.remembered);
        let mut columns = None;
        let mut sections = Sections::new(input, pace.sizes);
        while let Some((text, offset)) = sections.next()? {
            check_characters(&text).map_err(|error| StreamError::Text { error, offset })?;
            digests.push(digest(&text));
            let tags = tags_in(&text);
            numbers.go_behind(&text, &tags);
            let here = Around { names: vec![&told], columns: columns.take(), is_learned: true, ..Around::default() };
            let look = self.look(&text, &[], reference, &tags, &here, None);
            learns_all = learns_all && learned.merge(&look.names, pace.learned);
            whole.is_about_somebody |= look.is_about_somebody;
            whole.evidence = whole.evidence.with(look.seen.evidence);
            columns.clone_from(&look.seen.columns);
            seen.push(look.seen);
        }
        input.seek(SeekFrom::Start(start)).map_err(StreamError::Read)?;
        // What is one section is read as it is from memory: what a text says of itself is no name known beforehand.
        let alone = (seen.len() == 1).then(Around::default);
        let mut digests = digests.into_iter();
        // Of the section before, where those of all are too many.
        let mut before = Index::default();
        let mut columns = None;
        let mut streamed = Streamed::default();
        let mut sections = Sections::new(input, pace.sizes);
        let mut section = 0..seen.len();
        while let Some((text, offset)) = sections.next()? {
            if digests.next() != Some(digest(&text)) {
                return Err(StreamError::Changed);
            }
            let here = Around { names: vec![&told, &learned, &before], columns: columns.take(), ..whole.clone() };
            let (known, around, seen) = match &alone {
                Some(alone) => (known, alone, None),
                None => (&[][..], &here, section.next().and_then(|section| seen.take(section))),
            };
            let job = Job { known, reference, rewriting: replacement.rewriting(), around };
            let settled = guard::settle(self, &text, &tags_in(&text), &job, &mut numbers, seen)
                .map_err(|error| StreamError::Text { error, offset })?;
            for f in &settled.found {
                if let Some(count) = streamed.counts.get_mut(f.span.class.position()) {
                    *count += 1;
                }
                each(offset, f.span);
            }
            for (sum, count) in streamed.kept.iter_mut().zip(settled.kept) {
                *sum += count;
            }
            columns = settled.columns;
            if !learns_all {
                before = settled.names;
            }
            output.write_all(settled.text.as_bytes()).map_err(StreamError::Write)?;
        }
        if digests.next().is_some() {
            return Err(StreamError::Changed);
        }
        Ok(streamed)
    }
}

impl From<Unread> for StreamError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Io(error) => Self::Read(error),
            Unread::Text(error, offset) => Self::Text { error, offset },
            Unread::NotUtf8(offset) => Self::NotUtf8 { offset },
        }
    }
}

/// Tells an accidental change from none; nobody else sees it.
fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
