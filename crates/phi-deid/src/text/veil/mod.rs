//! What an adversary or a broken export puts over a text: letters parted by a sign (`J_o_h_n`), signs for blanks (`Ana+Ruiz`), codes of
//! other formats (`=4A`, `%4A`, `\112`), letters of other shapes (`ᴀɴᴀ`), figures in words.
//!
//! It is lifted before the plain form is made, and only where its form tells that it is there: most texts have none of it, and are
//! read as they are.

mod encoded;
mod figure;
mod glyph;
mod joint;
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

/// The text without what was put over it, with the way back; `None` if there is nothing. Nothing is changed in `holes`, which are tags.
pub(super) fn lift<'t>(text: &'t str, pieces: &[Piece], holes: &[(usize, usize)]) -> Option<Normal<'t>> {
    let mut found: Vec<Patch> = Vec::new();
    encoded::find(text, &mut found);
    let (mut row, mut token, mut done) = (row::Passed::default(), 0, 0);
    for (at, piece) in pieces.iter().enumerate() {
        if piece.has(WIDE) {
            let shown = text.get(piece.start..piece.end).unwrap_or_default();
            if let Some(turn) = shown.find('\u{202e}').map(|turn| piece.start + turn).filter(|turn| *turn >= done) {
                done = glyph::turned(text, turn, &mut found).unwrap_or(done);
            }
            row::find_wide(text, *piece, &mut row, &mut found);
            if joint::may_be_wide(shown) && piece.end >= token {
                token = joint::find(text, *piece, &mut found);
            }
            glyph::find(text, *piece, &mut found);
        } else if piece.end - piece.start == 1 && piece.start >= row.end {
            row::find(text, piece.start, &mut row, &mut found);
        }
        if piece.end - piece.start == 2 && piece.start >= done {
            done = encoded::pairs(text.as_bytes(), piece.start, &mut found).unwrap_or(done);
        } else if piece.end - piece.start > 7 && piece.has(SMALL) && piece.has(LARGE) && piece.start >= done {
            done = encoded::base64(text, *piece, &mut found).unwrap_or(done);
        }
        if piece.kinds & (LARGE | WIDE) == LARGE
            && (piece.has(SMALL) && piece.end - piece.start > 5 || piece.end - piece.start > 7)
        {
            torn::part(text, *piece, &mut found);
        }
        if text.as_bytes().get(piece.end) == Some(&b' ')
            && let Some(next) = pieces.get(at + 1)
            && next.start == piece.end + 1
        {
            if piece.kinds & next.kinds & DIGIT == 0 {
                torn::close(text, *piece, *next, &mut found);
            } else {
                torn::close_number(text.as_bytes(), piece.end, &mut found);
            }
        }
        if piece.end >= token && joint::may_be(text.as_bytes(), piece.end) {
            token = joint::find(text, *piece, &mut found);
        }
        // Four in a row have a place that two divides, and a day in words has.
        if at % 2 == 0 && figure::is_figure(text, *piece) {
            figure::find(text, pieces, at, &mut found);
        }
    }
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
