//! Bytes that are put together to be read once, as associated data are: on the stack as long as they fit.

use alloc::vec::Vec;

use phi_types::port::frame;

/// Parts joined: in place up to `N` bytes, beyond that on the heap. For what is no secret: it is not wiped.
pub(crate) struct Joined<const N: usize> {
    here: [u8; N],
    length: usize,
    beyond: Vec<u8>,
}

impl<const N: usize> Joined<N> {
    pub(crate) const fn new() -> Self {
        Self { here: [0; N], length: 0, beyond: Vec::new() }
    }

    /// Each part led by its length, as [`frame`] does it.
    pub(crate) fn framed(parts: &[&[u8]]) -> Self {
        let mut joined = Self::new();
        frame(parts, &mut |piece| joined.push(piece));
        joined
    }

    pub(crate) fn push(&mut self, part: &[u8]) {
        if self.beyond.is_empty() {
            if let Some((to, _)) =
                self.here.get_mut(self.length..).and_then(|rest| rest.split_at_mut_checked(part.len()))
            {
                to.copy_from_slice(part);
                self.length = self.length.saturating_add(part.len());
                return;
            }
            let before = self.here.get(..self.length).unwrap_or_default();
            self.beyond.reserve(before.len().saturating_add(part.len()).saturating_mul(2));
            self.beyond.extend_from_slice(before);
        }
        self.beyond.extend_from_slice(part);
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.beyond.is_empty() { self.here.get(..self.length).unwrap_or_default() } else { &self.beyond }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn here_or_beyond_the_bytes_are_the_same(parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9), 0..9)) {
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let mut joined = Joined::<16>::new();
            parts.iter().for_each(|part| joined.push(part));
            prop_assert_eq!(joined.as_slice(), parts.concat());
            let framed = Joined::<16>::framed(&parts);
            prop_assert_eq!(framed.as_slice(), phi_types::port::framed(&parts));
        }
    }
}
