//! Bytes that are put together to be read once, as associated data are: on the stack as long as they fit.

use alloc::vec::Vec;

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

    #[inline]
    pub(crate) fn push(&mut self, part: &[u8]) {
        let end = self.length.saturating_add(part.len());
        if self.beyond.is_empty()
            && let Some(to) = self.here.get_mut(self.length..end)
        {
            to.copy_from_slice(part);
            self.length = end;
        } else {
            self.push_beyond(part);
        }
    }

    /// Takes off what was pushed behind so many bytes, as long as all of it is in place.
    pub(crate) fn cut(&mut self, length: usize) {
        self.length = self.length.min(length);
        self.beyond = Vec::new();
    }

    #[cold]
    fn push_beyond(&mut self, part: &[u8]) {
        if self.beyond.is_empty() {
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
            let mut framed = Joined::<16>::new();
            phi_types::port::frame(&parts, |piece| framed.push(piece));
            prop_assert_eq!(framed.as_slice(), phi_types::port::framed(&parts));
            if let Some(first) = parts.first() {
                // What was in place stays, whatever was pushed behind it.
                joined.cut(first.len());
                joined.push(b"next");
                prop_assert_eq!(joined.as_slice(), [*first, b"next"].concat());
            }
        }
    }
}
