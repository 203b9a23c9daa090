//! Letters in the other case than where they stand asks for: "jOHN sMITH", "seen by dr. smith", "id xkd 4471".
//!
//! A hasty typist, a key that stayed down, or somebody who hides a name: the rules tell names and places by their capitals, so
//! such words are read as they would be written. It is a part of the plain form, but a later one: it asks what is known of the
//! words, and no letter moves.

mod alternate;
mod asked;
mod day;
mod glance;
mod house;
mod initials;
mod number;
mod person;
mod place;
mod roster;
mod site;
mod swapped;
mod trade;

pub(super) use place::is_street;

use super::piece::{DIGIT, LARGE, Piece, Pieces, SMALL, WIDE};
use crate::lexicon::Facts;
use asked::{Asked, Before};

/// How a piece is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    /// "Smith"
    Title,
    /// "III"
    Upper,
    /// "van"
    Lower,
}

/// What is read anew: the index of a piece, and how.
type Change = (usize, Read);

/// The text as its words would be written, if that is another. Its words begin and end where they did. Nothing is changed in
/// `holes`, which are tags.
pub(super) fn mend(text: &str, pieces: &Pieces, holes: &[(usize, usize)]) -> Option<String> {
    mend_what(text, pieces, holes, Asked::of)
}

/// The same, where each word is asked what it may answer.
fn mend_what(
    text: &str,
    pieces: &Pieces,
    holes: &[(usize, usize)],
    asked: impl Fn(&Words<'_>, usize, &Piece, &Before<'_>) -> Asked,
) -> Option<String> {
    let mut words = Words { text, pieces, is_loud: true };
    let mut changes = Vec::new();
    let waits_for_capitals = !pieces.are_plain_case();
    let mut line = Line::default();
    let mut before = Before::NOTHING;
    for (at, piece) in pieces.iter().enumerate() {
        let asked = asked(&words, at, piece, &before);
        before.pass(at, piece);
        if asked.is_none() {
            continue;
        }
        let asked = if waits_for_capitals { asked } else { asked.of_forms() };
        if at >= line.to {
            line = Line::of(&words, at, line.to);
            words.is_loud = line.is_loud;
        }
        if asked.has(Asked::SWAPPED) {
            swapped::read(&words, at, &line, &mut changes);
        }
        if asked.has(Asked::ALTERNATE) {
            alternate::read(&words, at, &mut changes);
        }
        if asked.has(Asked::NUMBER) {
            number::read(&words, at, &mut changes);
        }
        if line.is_torn {
            continue;
        }
        if asked.has(Asked::PERSON) {
            person::read(&words, at, &line, &mut changes);
        }
        if asked.has(Asked::PLACE) {
            place::read(&words, at, &line, &mut changes);
        }
        if asked.has(Asked::TRADE) {
            trade::read(&words, at, &line, &mut changes);
            trade::row(&words, at, &mut changes);
        }
        if asked.has(Asked::NICKNAME) {
            roster::nicknamed(&words, at, &mut changes);
        }
        if asked.has(Asked::SITE) {
            site::read(&words, at, &line, &mut changes);
        }
        if asked.has(Asked::DAY) {
            day::read(&words, at, &mut changes);
        }
        if asked.has(Asked::INITIALS) {
            initials::read(&words, at, &mut changes);
        }
    }
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(|(at, _)| *at);
    changes.dedup_by_key(|(at, _)| *at);
    let mut read = String::with_capacity(text.len());
    let mut holes = holes.iter().peekable();
    for (at, how) in changes {
        let Some(piece) = pieces.get(at) else { continue };
        while holes.next_if(|hole| hole.1 <= piece.start).is_some() {}
        if holes.peek().is_some_and(|hole| hole.0 < piece.end) {
            continue;
        }
        read.push_str(text.get(read.len()..piece.start)?);
        write(&mut read, text.get(piece.start..piece.end)?, how);
    }
    read.push_str(text.get(read.len()..)?);
    (read.len() == text.len() && read != text).then_some(read)
}

/// Writes a word in another case; letters whose other form is of another length stay.
fn write(read: &mut String, word: &str, how: Read) {
    for (at, c) in word.char_indices() {
        let other = match how {
            Read::Title if at == 0 => single(c.to_uppercase()),
            Read::Upper => single(c.to_uppercase()),
            Read::Title | Read::Lower => single(c.to_lowercase()),
        };
        read.push(other.filter(|other| other.len_utf8() == c.len_utf8()).unwrap_or(c));
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

/// The words of a line.
#[derive(Clone, Copy, Default)]
struct Line {
    from: usize,
    to: usize,
    /// A word with a capital stands in it.
    has_capitals: bool,
    /// Most words are parted by two blanks, as in what was read from paper: there, words are torn as well.
    is_torn: bool,
    /// Words in capitals are many: one of them says nothing.
    is_loud: bool,
}

impl Line {
    /// The one of the piece at `at`; another ends before the piece at `least`.
    fn of(words: &Words<'_>, at: usize, least: usize) -> Self {
        let mut from = at;
        while from > least && !words.is_broken(from) {
            from -= 1;
        }
        let (mut has_capitals, mut single, mut double, mut loud, mut still) =
            (false, 0_usize, 0_usize, 0_usize, 0_usize);
        let mut to = from;
        let mut before: Option<&Piece> = None;
        for piece in words.pieces.get(from..).unwrap_or_default() {
            match before {
                // Most words are parted by one blank.
                Some(before) if before.sign == b' ' && before.end + 1 == piece.start => single += 1,
                Some(_) => match words.gap(to) {
                    "  " | "   " => double += 1,
                    gap if has_break(gap) => break,
                    gap => double += usize::from(gap.starts_with(" ,") || gap.starts_with(" .")),
                },
                None => {}
            }
            before = Some(piece);
            has_capitals |= piece.has(LARGE);
            loud += usize::from(piece.kinds == LARGE);
            still += usize::from(piece.has(SMALL));
            to += 1;
        }
        Self { from, to, has_capitals, is_torn: double > 2 && double * 2 > single, is_loud: loud * 2 > still }
    }
}

fn has_break(gap: &str) -> bool {
    gap.as_bytes().contains(&b'\n')
}

/// The words of a text, and what stands between them.
struct Words<'t> {
    text: &'t str,
    pieces: &'t Pieces,
    /// Of the line that is read.
    is_loud: bool,
}

impl<'t> Words<'t> {
    fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    fn word(&self, at: usize) -> &'t str {
        self.piece(at).and_then(|piece| self.text.get(piece.start..piece.end)).unwrap_or_default()
    }

    fn facts(&self, at: usize) -> Facts {
        self.piece(at).map_or(Facts::NONE, |piece| piece.facts_in(self.text))
    }

    /// What stands before a piece, back to the one before it.
    fn gap(&self, at: usize) -> &'t str {
        let from = at.checked_sub(1).and_then(|before| self.piece(before)).map_or(0, |before| before.end);
        let to = self.piece(at).map_or(self.text.len(), |piece| piece.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether a line ends before the piece at `at`.
    fn is_broken(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.piece(before));
        let is_blank =
            before.zip(self.piece(at)).is_some_and(|(one, next)| one.sign == b' ' && one.end + 1 == next.start);
        !is_blank && has_break(self.gap(at))
    }

    /// Whether the piece is written as no name is: in small letters, or in capitals among words that are not.
    fn is_off(&self, at: usize) -> bool {
        self.is_small(at)
            || !self.is_loud && self.piece(at).is_some_and(|piece| piece.kinds == LARGE && piece.end - piece.start > 2)
    }

    /// Whether the piece is of small letters alone.
    fn is_small(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| match piece.kinds {
            SMALL => true,
            kinds if kinds == SMALL | WIDE || kinds == WIDE => !self.word(at).chars().any(|c| !c.is_lowercase()),
            _ => false,
        })
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    /// The same, where all words are asked everything.
    pub(super) fn mend_all(text: &str, pieces: &Pieces) -> Option<String> {
        mend_what(text, pieces, &[], |_, _, piece, _| Asked::all(*piece))
    }

    /// What is read of a line among others with capitals.
    pub(super) fn read(line: &str) -> String {
        let head = "The Patient was seen here by Dr. Testcase.\n";
        let text = format!("{head}{line}\nShe went Home.");
        let pieces = piece::known(&text);
        let mended = mend(&text, &pieces, &[]);
        assert_eq!(mended, mend_all(&text, &pieces), "a gate of asked.rs is narrower than the question behind it");
        let mended = mended.unwrap_or_else(|| text.clone());
        mended.get(head.len()..head.len() + line.len()).unwrap().to_owned()
    }

    #[test]
    fn what_is_written_as_it_should_be_stays() {
        for line in [
            "Seen by Dr. Rosalind Testcase, MD, with her son Ari at Testmesa Clinic, Testmesa, NM 87999.",
            "She takes metoprolol 50 mg and was told to call the clinic if her pain gets worse; pH 7.31, 40 min.",
            "mRNA vaccine given, eGFR 44, iPTH 90, aPTT 31, hCG neg, cTnI 0.02, kVp 120, dsDNA neg",
            "Foley catheter stays. HbA1c 7.2, q12h, x3, S1 and S2, 2nd dose, no. 2",
            "She will see the nurse for post-op care in the pain clinic on day 3.",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn tags_stay_as_they_are() {
        let text = "The Patient was seen by Dr. smith and [AGE 90 or older] by dr. smith. She went Home with Ana.";
        let hole = (text.find('[').unwrap(), text.find(']').unwrap() + 1);
        let mended = mend(text, &piece::known(text), &[hole]).unwrap();
        assert!(mended.contains("Dr. Smith and [AGE 90 or older] by"), "{mended}");
        assert!(mend(text, &piece::known(text), &[(0, text.len())]).is_none_or(|mended| mended == text));
    }

    #[test]
    fn no_letter_moves() {
        let text = "Seen by Dr. j\u{dc}RGEN \u{df}TESTCASE, fINN \u{f3} bRIAIN and dr. ren\u{e9}e \u{149}test at tESTMESA cLINIC.";
        let mended = mend(text, &piece::known(text), &[]).unwrap();
        assert_eq!(mended.len(), text.len());
        let ends = |text: &str| piece::cut(text).iter().map(|piece| (piece.start, piece.end)).collect::<Vec<_>>();
        assert_eq!(ends(&mended), ends(text));
    }
}
