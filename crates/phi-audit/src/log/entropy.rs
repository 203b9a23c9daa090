//! Random bytes for the id of a log and the salts of its entries.

use phi_types::{Entropy, EntropyUnavailable};

/// `count` arrays of 16 random bytes.
pub(crate) fn draw(entropy: &dyn Entropy, count: usize) -> Result<Vec<[u8; 16]>, EntropyUnavailable> {
    let mut drawn = vec![[0; 16]; count];
    entropy.fill(drawn.as_flattened_mut())?;
    // A source that reports success and does nothing. By chance this happens once in 2¹²⁸ draws.
    if drawn.contains(&[0; 16]) {
        return Err(EntropyUnavailable);
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::source;
    use super::*;

    #[test]
    fn a_source_that_fails_or_does_nothing_gives_nothing() {
        assert_eq!(draw(&source(|_: &mut [u8]| Err(EntropyUnavailable)), 1), Err(EntropyUnavailable));
        assert_eq!(draw(&source(|_: &mut [u8]| Ok(())), 1), Err(EntropyUnavailable));
        let stops_early = source(|out: &mut [u8]| {
            out[..20].fill(7);
            Ok(())
        });
        assert_eq!(draw(&stops_early, 3), Err(EntropyUnavailable));
    }
}
