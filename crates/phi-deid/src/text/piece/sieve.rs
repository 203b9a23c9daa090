//! Which pieces are of a kind, a bit each: a pass that asks for few of them goes from one to the next.

use super::{DIGIT, LARGE, Piece, WIDE, each, side_by_side};

/// How many pieces share a sieve.
pub(super) const EACH: usize = 64;

/// The kinds of up to sixty-four pieces in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::text) struct Sieve {
    /// With a digit.
    pub(in crate::text) figures: u64,
    /// With a byte beyond ASCII.
    pub(in crate::text) wide: u64,
    /// With a capital, or a byte beyond ASCII that may be one.
    pub(in crate::text) large: u64,
    /// Up to three letters in ASCII, and nothing else.
    pub(in crate::text) short: u64,
    /// Before a sign that may join it to the next: one of "-", "'", "/", ":", "_".
    pub(in crate::text) joints: u64,
    /// Before a full stop.
    pub(in crate::text) stops: u64,
    /// Before a comma.
    pub(in crate::text) commas: u64,
    /// Behind a line break.
    pub(in crate::text) broken: u64,
    /// From which an age may be told with a number.
    pub(in crate::text) telling: u64,
    /// What a sign of an address may be spelled as.
    pub(in crate::text) spelled: u64,
}

const FIGURES: u8 = 1;
const BEYOND: u8 = 2;
const SHORT: u8 = 4;
const JOINT: u8 = 8;
const STOP: u8 = 16;
const COMMA: u8 = 32;
const CAPITAL: u8 = 64;
/// Behind a line break.
pub(super) const BROKEN: u8 = 128;

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
    let is_large = piece.has(LARGE | WIDE);
    sign | bit(piece.has(DIGIT), FIGURES) | bit(piece.has(WIDE), BEYOND) | bit(is_short, SHORT) | bit(is_large, CAPITAL)
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
            sieve.large |= of(CAPITAL);
            sieve.broken |= of(BROKEN);
        }
        sieve
    }

    /// Takes in that the piece at this place is written in the other case.
    pub(super) fn recase(&mut self, at: usize, piece: Piece) {
        let bit = 1 << (at % EACH);
        let set = |bits: &mut u64, is: bool| *bits = if is { *bits | bit } else { *bits & !bit };
        set(&mut self.large, piece.has(LARGE | WIDE));
        set(&mut self.telling, piece.facts.shape.may_tell());
        set(&mut self.spelled, piece.facts.shape.is_spelled());
    }

    /// Takes in what is known of its pieces: of most nothing is asked.
    #[inline]
    pub(super) fn know(&mut self, pieces: &[Piece]) {
        if !pieces.iter().any(|piece| piece.facts.shape.is_rare()) {
            return;
        }
        for (at, shape) in pieces.iter().map(|piece| piece.facts.shape).enumerate() {
            self.telling |= u64::from(shape.may_tell()) << (at % EACH);
            self.spelled |= u64::from(shape.is_spelled()) << (at % EACH);
        }
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
        let text = "Ana 1/2 x. B12-c, d'e_f: \u{e9}t 93 yrs, abcd. her son at q".repeat(40);
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
        assert_eq!(told(|sieve| sieve.large), one_by_one(&|piece| piece.has(super::LARGE | super::WIDE)));
        assert_eq!(told(|sieve| sieve.telling), one_by_one(&|piece| piece.facts.shape.may_tell()));
        assert_eq!(told(|sieve| sieve.spelled), one_by_one(&|piece| piece.facts.shape.is_spelled()));
        assert!(!told(|sieve| sieve.telling).is_empty() && !told(|sieve| sieve.spelled).is_empty());
        assert_eq!(told(|_| u64::MAX).len(), pieces.len());
    }

    #[test]
    fn the_next_of_a_kind_is_found_from_any_place() {
        let text = "\n ana b,\nc d \n\n1 e-\n f\n".repeat(30);
        let pieces = known(&text);
        let is_broken = |at: usize| {
            let from = at.checked_sub(1).and_then(|at| pieces.get(at)).map_or(0, |piece| piece.end);
            text.get(from..pieces[at].start).unwrap().contains('\n')
        };
        for from in 0..=pieces.len() {
            let next = (from..pieces.len()).find(|at| is_broken(*at)).unwrap_or(pieces.len());
            assert_eq!(pieces.next(from, |sieve| sieve.broken), next, "{from}");
        }
    }
}
