//! A text cut into words and what stands between, once for all passes over it.

/// What a piece holds, a bit each: small letters, capitals, digits, bytes beyond ASCII.
pub(super) const SMALL: u8 = 1;
pub(super) const LARGE: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const WIDE: u8 = 8;

/// The kind of each byte; 0 for signs.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

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
    let kind = |byte: u8| KINDS.get(usize::from(byte)).copied().unwrap_or(0);
    let mut bytes = text.bytes().enumerate();
    while let Some((start, first)) = bytes.find(|(_, byte)| kind(*byte) != 0) {
        let mut kinds = kind(first);
        let end = bytes.find(|(_, byte)| {
            let kind = kind(*byte);
            kinds |= kind;
            kind == 0
        });
        pieces.push(Piece { start, end: end.map_or(text.len(), |(end, _)| end), kinds });
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
