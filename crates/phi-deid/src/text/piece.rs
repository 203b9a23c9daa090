//! A text cut into words and what stands between, once for all passes over it.

/// What a piece holds, a bit each: small letters, capitals, digits, bytes beyond ASCII.
pub(super) const SMALL: u8 = 1;
pub(super) const LARGE: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const WIDE: u8 = 8;

/// A byte each with this value.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Where small letters, capitals, digits and bytes beyond ASCII stand in sixty-four bytes, a bit each.
#[derive(Clone, Copy, Default)]
struct Block {
    small: u64,
    large: u64,
    digit: u64,
    wide: u64,
}

impl Block {
    /// Of at most sixty-four bytes; those that lack are signs.
    #[inline]
    fn of(bytes: &[u8]) -> Self {
        let mut block = Self::default();
        let (eights, rest) = bytes.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            block.add(*eight, at * 8);
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            block.add(last, eights.len() * 8);
        }
        block
    }

    /// Eight bytes at once, each in its eighth of a word, where no sum reaches the next.
    #[inline]
    fn add(&mut self, eight: [u8; 8], at: usize) {
        const HIGH: u64 = each(0x80);
        let bytes = u64::from_le_bytes(eight);
        let wide = bytes & HIGH;
        let low = bytes & !HIGH;
        let from = |least: u8| low.wrapping_add(each(0x80 - least)) & HIGH;
        let within = |least: u8, most: u8| from(least) & !from(most + 1) & !wide;
        // The upper bits of the eighths, side by side.
        let bits = |high: u64| ((high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << at;
        self.small |= bits(within(b'a', b'z'));
        self.large |= bits(within(b'A', b'Z'));
        self.digit |= bits(within(b'0', b'9'));
        self.wide |= bits(wide);
    }

    const fn all(self) -> u64 {
        self.small | self.large | self.digit | self.wide
    }

    /// The kinds under these bits.
    #[inline]
    fn kinds(self, bits: u64) -> u8 {
        u8::from(self.small & bits != 0)
            | u8::from(self.large & bits != 0) << 1
            | u8::from(self.digit & bits != 0) << 2
            | u8::from(self.wide & bits != 0) << 3
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
    // A piece that reaches into the next block: its start, and its kinds so far.
    let mut open: Option<(usize, u8)> = None;
    for (base, bytes) in (0_usize..).step_by(64).zip(text.as_bytes().chunks(64)) {
        let block = Block::of(bytes);
        let all = block.all();
        // A bit wherever a piece begins or ends, one after the other.
        let mut edges = all ^ (all << 1 | u64::from(open.is_some()));
        if let Some((start, kinds)) = open {
            let Some((end, before)) = next_edge(&mut edges) else {
                open = Some((start, kinds | block.kinds(u64::MAX)));
                continue;
            };
            pieces.push(Piece { start, end: base + end, kinds: kinds | block.kinds(before) });
            open = None;
        }
        while let Some((start, before)) = next_edge(&mut edges) {
            let start = base + start;
            match next_edge(&mut edges) {
                Some((end, within)) => {
                    pieces.push(Piece { start, end: base + end, kinds: block.kinds(within & !before) });
                }
                None => open = Some((start, block.kinds(!before))),
            }
        }
    }
    if let Some((start, kinds)) = open {
        pieces.push(Piece { start, end: text.len(), kinds });
    }
    pieces
}

/// Takes the lowest bit: where it stands, and the bits below it.
#[inline]
const fn next_edge(edges: &mut u64) -> Option<(usize, u64)> {
    if *edges == 0 {
        return None;
    }
    let rest = edges.wrapping_sub(1);
    let found = (edges.trailing_zeros() as usize, rest & !*edges);
    *edges &= rest;
    Some(found)
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

    fn byte_by_byte(text: &str) -> Vec<Piece> {
        let kind = |byte: u8| match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, kinds) in text.bytes().map(kind).enumerate().filter(|(_, kinds)| *kinds != 0) {
            match pieces.last_mut() {
                Some(last) if last.end == at => (last.end, last.kinds) = (at + 1, last.kinds | kinds),
                _ => pieces.push(Piece { start: at, end: at + 1, kinds }),
            }
        }
        pieces
    }

    #[test]
    fn many_at_once_are_cut_as_one_by_one() {
        let all: String = (1..0x180_u32).filter_map(char::from_u32).collect();
        for len in [0, 1, 62, 63, 64, 65, 66, 127, 128, 129, 200] {
            for text in
                ["a".repeat(len), " ".repeat(len), "Ab1 ".repeat(len), "\u{e9}a,9".repeat(len), "x".repeat(len) + " "]
            {
                assert_eq!(cut(&text), byte_by_byte(&text), "{text}");
            }
        }
        for start in (0..all.len()).filter(|at| all.is_char_boundary(*at)) {
            let text = all.get(start..).unwrap();
            assert_eq!(cut(text), byte_by_byte(text));
        }
    }
}
