//! Where signs stand, looked for once for all that asks for them.

use super::super::piece::Piece;

/// The places of all signs between words, in order, but for single blanks: of a run of blanks its first.
pub(super) fn places(text: &str, pieces: &[Piece]) -> Vec<usize> {
    let bytes = text.as_bytes();
    // One for twelve bytes is more than most texts have.
    let mut found = Vec::with_capacity(bytes.len() / 12 + 8);
    let mut end = 0;
    for piece in pieces {
        let (from, to) = (end, piece.start);
        end = piece.end;
        if to != from + 1 {
            add(bytes, from, to, &mut found);
        } else if bytes.get(from) != Some(&b' ') {
            found.push(from);
        }
    }
    add(bytes, end, bytes.len(), &mut found);
    found
}

/// Those of a gap.
fn add(bytes: &[u8], from: usize, to: usize, found: &mut Vec<usize>) {
    let gap = bytes.get(from..to).unwrap_or_default();
    let mut is_run = false;
    for (at, byte) in gap.iter().enumerate() {
        let is_blank = *byte == b' ';
        let begins_run = || !is_run && gap.get(at + 1) == Some(&b' ');
        if !is_blank || begins_run() {
            found.push(from + at);
        }
        is_run = is_blank;
    }
}

#[cfg(test)]
mod tests {
    use crate::text::piece;

    #[test]
    fn signs_are_told_but_for_single_blanks() {
        for (text, places) in [
            ("Ana Ruiz", &[][..]),
            ("Ana  Ruiz", &[3]),
            ("   a, b.\n", &[0, 4, 7, 8]),
            ("a - b -  c", &[2, 6, 7]),
            ("", &[]),
            (" ", &[]),
            ("a  ", &[1]),
            ("(a)\t\u{e9}", &[0, 2, 3]),
        ] {
            assert_eq!(super::places(text, &piece::cut(text)), places, "{text:?}");
        }
    }
}
