//! What an adversary or a broken export puts over a text: letters parted by a sign (`J_o_h_n`), signs for blanks (`Ana+Ruiz`), codes of
//! other formats (`=4A`, `%4A`, `\112`), letters of other shapes (`ᴀɴᴀ`), figures in words.
//!
//! It is lifted before the plain form is made, and only where its form tells that it is there: most texts have none of it, and are
//! read as they are.

mod encoded;
mod figure;
mod glyph;
mod joint;
mod part;
mod row;
mod torn;
mod unread;

use std::borrow::Cow;

use super::{
    normal::Normal,
    piece::{DIGIT, LARGE, Piece, SMALL, WIDE},
};

pub(super) use unread::find as unread;

/// From where to where, and what is read there.
type Patch = (usize, usize, Cow<'static, str>);

/// What may be asked of a piece, a bit each: of most nothing is.
const BEYOND: u8 = 1;
const SINGLE: u8 = 2;
const PAIR: u8 = 4;
const CODED: u8 = 8;
const RUN: u8 = 16;
const FIGURE: u8 = 32;
/// Whether it stands in the middle of a word or number with the next behind one blank.
const TORN: u8 = 64;

/// The same by its kinds and its length.
static QUESTIONS: [u8; 256] = {
    let mut questions = [0; 256];
    let mut rest: &mut [u8] = &mut questions;
    let mut at = 0_u8;
    while let [slot, more @ ..] = rest {
        let (kinds, len) = (at & 15, at >> 4);
        let is_wide = kinds & WIDE != 0;
        let is_mixed = kinds & SMALL != 0 && kinds & LARGE != 0;
        *slot = when(is_wide, BEYOND)
            | when(!is_wide && len == 1, SINGLE)
            | when(len == 2, PAIR)
            | when(is_mixed && len > 7, CODED)
            | when(
                !is_wide && (is_mixed && len > 5 || kinds == LARGE && len > 7 || kinds == LARGE | DIGIT && len > 4),
                RUN,
            )
            | when(kinds & (WIDE | DIGIT | SMALL) == SMALL && len > 1 && len < 6, FIGURE)
            | when(kinds & (WIDE | DIGIT | LARGE) == LARGE || kinds & DIGIT != 0, TORN);
        at = at.wrapping_add(1);
        rest = more;
    }
    questions
};

const fn when(is: bool, bit: u8) -> u8 {
    if is { bit } else { 0 }
}

/// What may be asked of this one.
#[inline]
fn questions(piece: &Piece) -> u8 {
    let len = (piece.end - piece.start).min(15);
    QUESTIONS.get(usize::from(piece.kinds & 15) | len << 4).copied().unwrap_or(u8::MAX)
}

/// What was put over a text, as far as it is read.
struct Lifting<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    found: Vec<Patch>,
    row: row::Passed,
    /// Up to here tokens and codes are dealt with.
    token: usize,
    done: usize,
}

impl<'t> Lifting<'t> {
    const fn of(text: &'t str, pieces: &'t [Piece]) -> Self {
        Self { text, pieces, found: Vec::new(), row: row::Passed::new(), token: 0, done: 0 }
    }

    /// Whether nothing is to be asked of a piece: letters alone, as most are, before a blank or a sign that joins them to nothing.
    #[inline]
    fn is_quiet(&self, at: usize, piece: &Piece, asked: u8) -> bool {
        let behind = |at: usize| self.text.as_bytes().get(piece.end + at).copied().unwrap_or(b' ');
        let sign = behind(0);
        // Four figures in a row have a place that two divides, and a day in words has.
        asked & (BEYOND | SINGLE | PAIR | CODED | RUN) == 0
            && (asked & FIGURE == 0 || !at.is_multiple_of(2))
            && if sign == b' ' { asked & TORN == 0 } else { sign < b' ' || behind(1) <= b' ' }
    }

    /// Asks what may be asked of a piece. Most are not taken here, and what they need stays in registers.
    #[inline(never)]
    fn ask(&mut self, at: usize, piece: &Piece, asked: u8) {
        let Self { text, pieces, found, row, token, done } = self;
        let (text, bytes) = (*text, text.as_bytes());
        let sign = bytes.get(piece.end).copied().unwrap_or(0);
        let next = pieces.get(at + 1);
        if asked & BEYOND != 0 {
            let shown = text.get(piece.start..piece.end).unwrap_or_default();
            if let Some(turn) = shown.find('\u{202e}').map(|turn| piece.start + turn).filter(|turn| *turn >= *done) {
                *done = glyph::turned(text, turn, found).unwrap_or(*done);
            }
            row::find_wide(text, *piece, row, found);
            if joint::may_be_wide(shown) && piece.end >= *token {
                *token = joint::find(text, *piece, found);
            }
            glyph::find(text, *piece, found);
        } else if asked & SINGLE != 0 && piece.start >= row.end && row::may_begin(sign, piece, next) {
            row::find(text, piece.start, row, found);
        }
        let is_free = piece.start >= *done;
        if asked & PAIR != 0 && is_free && encoded::may_be_pairs(sign, piece, pieces.get(at + 1..at + 3)) {
            *done = encoded::pairs(bytes, piece.start, found).unwrap_or(*done);
        } else if asked & CODED != 0 && is_free && encoded::may_be_base64(bytes, piece.start) {
            *done = encoded::base64(text, *piece, found).unwrap_or(*done);
        }
        if asked & RUN != 0 && torn::may_be_run(bytes, piece) {
            torn::part(text, *piece, found);
        }
        if sign == b' ' {
            let next = next.filter(|next| asked & TORN != 0 && next.start == piece.end + 1);
            if let Some(next) = next {
                torn::close(text, *piece, *next, found);
            }
        } else if piece.end >= *token && joint::may_be(bytes, piece, next) {
            *token = joint::find(text, *piece, found);
        }
        if asked & FIGURE != 0 && at.is_multiple_of(2) && figure::is_figure(bytes, *piece) {
            figure::find(text, pieces, at, found);
        }
    }
}

/// The text without what was put over it, with the way back; `None` if there is nothing. Nothing is changed in `holes`, which are tags.
pub(super) fn lift<'t>(text: &'t str, pieces: &[Piece], holes: &[(usize, usize)]) -> Option<Normal<'t>> {
    let mut lifting = Lifting::of(text, pieces);
    encoded::find(text.as_bytes(), &mut lifting.found);
    for (at, piece) in pieces.iter().enumerate() {
        let asked = questions(piece);
        if !lifting.is_quiet(at, piece, asked) {
            lifting.ask(at, piece, asked);
        }
    }
    let Lifting { mut found, .. } = lifting;
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|patch| (patch.0, patch.1));
    let mut holes = holes.iter().peekable();
    let mut done = 0;
    found.retain(|(start, end, _)| {
        while holes.next_if(|hole| hole.1 <= *start).is_some() {}
        let is_free = *start >= done && holes.peek().is_none_or(|hole| hole.0 >= *end);
        done = if is_free { *end } else { done };
        is_free
    });
    let stretches = found.iter().map(|(start, end, plain)| (*start, *end, plain.as_ref()));
    Some(Normal::written(text, stretches)).filter(Normal::is_changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    pub(super) fn read(text: &str) -> String {
        lift(text, &piece::cut(text), &[]).map_or_else(|| text.to_owned(), |lifted| lifted.text.into_owned())
    }

    #[test]
    fn tags_stay_as_they_are() {
        let text = "by J_o_h_n [N_A_M_E-1] and J_o_h_n";
        let hole = (text.find('[').unwrap(), text.find(']').unwrap() + 1);
        let lifted = lift(text, &piece::cut(text), &[hole]).unwrap();
        assert_eq!(lifted.text, "by John [N_A_M_E-1] and John");
    }
}
