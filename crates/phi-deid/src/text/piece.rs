//! A text cut into words and what stands between, once for all passes over it.

/// What a piece holds, a bit each: small letters, capitals, digits, bytes beyond ASCII.
pub(super) const SMALL: u8 = 1;
pub(super) const LARGE: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const WIDE: u8 = 8;

#[inline]
const fn kind(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => SMALL,
        b'A'..=b'Z' => LARGE,
        b'0'..=b'9' => DIGIT,
        0x80.. => WIDE,
        _ => 0,
    }
}

/// A run of letters, digits and bytes beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kinds: u8,
}

impl Piece {
    pub(super) const fn has(self, kinds: u8) -> bool {
        self.kinds & kinds != 0
    }
}

/// Cuts a text.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len() / 5 + 1);
    let (mut start, mut kinds) = (0, 0_u8);
    for (at, byte) in text.bytes().enumerate() {
        let kind = kind(byte);
        if kind != 0 {
            if kinds == 0 {
                start = at;
            }
            kinds |= kind;
        } else if kinds != 0 {
            pieces.push(Piece { start, end: at, kinds });
            kinds = 0;
        }
    }
    if kinds != 0 {
        pieces.push(Piece { start, end: text.len(), kinds });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_words() {
        let text = " Ana's B12,\u{e9}t\u{e9} x";
        let shown: Vec<(&str, u8)> = cut(text).iter().map(|p| (text.get(p.start..p.end).unwrap(), p.kinds)).collect();
        assert_eq!(
            shown,
            [
                ("Ana", LARGE | SMALL),
                ("s", SMALL),
                ("B12", LARGE | DIGIT),
                ("\u{e9}t\u{e9}", WIDE | SMALL),
                ("x", SMALL)
            ]
        );
        assert!(cut("").is_empty() && cut(" .,").is_empty());
    }
}
