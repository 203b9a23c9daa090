//! Which pieces are of a kind, a bit each: a pass that asks for few of them goes from one to the next.

use super::{DIGIT, Piece, WIDE, each, side_by_side};

/// How many pieces share a sieve.
pub(super) const EACH: usize = 64;

/// The kinds of up to sixty-four pieces in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::text) struct Sieve {
    /// With a digit.
    pub(in crate::text) figures: u64,
    /// With a byte beyond ASCII.
    pub(in crate::text) wide: u64,
    /// Up to three letters in ASCII, and nothing else.
    pub(in crate::text) short: u64,
    /// Before a sign that may join it to the next: one of "-", "'", "/", ":", "_".
    pub(in crate::text) joints: u64,
    /// Before a full stop.
    pub(in crate::text) stops: u64,
    /// Before a comma.
    pub(in crate::text) commas: u64,
}

const FIGURES: u8 = 1;
const BEYOND: u8 = 2;
const SHORT: u8 = 4;
const JOINT: u8 = 8;
const STOP: u8 = 16;
const COMMA: u8 = 32;

/// What each sign is.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut rest: &[(u8, u8)] =
        &[(b'-', JOINT), (b'\'', JOINT), (b'/', JOINT), (b':', JOINT), (b'_', JOINT), (b'.', STOP), (b',', COMMA)];
    while let [(sign, kind), more @ ..] = rest {
        let (_, behind) = signs.split_at_mut(*sign as usize);
        if let [slot, ..] = behind {
            *slot = *kind;
        }
        rest = more;
    }
    signs
};

/// In which of them a piece is.
#[inline]
pub(super) fn kinds_of(piece: Piece) -> u8 {
    let sign = SIGNS.get(usize::from(piece.sign)).copied().unwrap_or(0);
    let is_short = !piece.has(DIGIT | WIDE) && piece.end.wrapping_sub(piece.start) < 4;
    let bit = |is: bool, bit: u8| if is { bit } else { 0 };
    sign | bit(piece.has(DIGIT), FIGURES) | bit(piece.has(WIDE), BEYOND) | bit(is_short, SHORT)
}

impl Sieve {
    /// Of the kinds of sixty-four pieces in a row.
    pub(super) fn of(kinds: &[u8; EACH]) -> Self {
        let mut sieve = Self::default();
        // Eight pieces at once.
        let (eights, _) = kinds.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            let all = u64::from_le_bytes(*eight);
            let of = |kind: u8| side_by_side(all << (7 - kind.trailing_zeros()) & each(0x80)) << (at * 8);
            sieve.figures |= of(FIGURES);
            sieve.wide |= of(BEYOND);
            sieve.short |= of(SHORT);
            sieve.joints |= of(JOINT);
            sieve.stops |= of(STOP);
            sieve.commas |= of(COMMA);
        }
        sieve
    }
}

/// The places of bits, in order.
pub(super) fn places(blocks: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    (0_usize..).step_by(EACH).zip(blocks).flat_map(|(base, mut bits)| {
        core::iter::from_fn(move || {
            let at = base + bits.trailing_zeros() as usize;
            let is_one = bits != 0;
            bits &= bits.wrapping_sub(1);
            is_one.then_some(at)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::known;

    #[test]
    fn pieces_of_a_kind_are_all_that_are() {
        let text = "Ana 1/2 x. B12-c, d'e_f: \u{e9}t 93, abcd. q".repeat(40);
        let pieces = known(&text);
        let told = |pick: fn(&super::Sieve) -> u64| pieces.each(pick).map(|(at, _)| at).collect::<Vec<_>>();
        let one_by_one = |is: &dyn Fn(&super::Piece) -> bool| {
            pieces.iter().enumerate().filter(|(_, piece)| is(piece)).map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(told(|sieve| sieve.figures), one_by_one(&|piece| piece.has(super::DIGIT)));
        assert_eq!(told(|sieve| sieve.wide), one_by_one(&|piece| piece.has(super::WIDE)));
        let is_short = |piece: &super::Piece| !piece.has(super::DIGIT | super::WIDE) && piece.end - piece.start < 4;
        assert_eq!(told(|sieve| sieve.short), one_by_one(&is_short));
        assert_eq!(told(|sieve| sieve.joints), one_by_one(&|piece| b"-'/:_".contains(&piece.sign)));
        assert_eq!(told(|sieve| sieve.stops), one_by_one(&|piece| piece.sign == b'.'));
        assert_eq!(told(|sieve| sieve.commas), one_by_one(&|piece| piece.sign == b','));
        assert_eq!(told(|_| u64::MAX).len(), pieces.len());
    }
}
