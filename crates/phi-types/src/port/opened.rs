//! Opened fields on their way from the keyring into a view.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

use crate::value::grow;

/// Fields as they come out of a row: the place in the schema and the bytes.
///
/// The bytes of all fields stand in one place, so that a row takes one allocation and one wiping. They are wiped when this is dropped, and so is
/// what is left when it grows.
///
/// ```
/// use phi_types::port::OpenedFields;
/// let mut opened = OpenedFields::with_capacity(2, 16);
/// opened.push(3, b"plain");
/// // Decrypting where it stands: the bytes are copied in, and the closure says how many of them are plaintext.
/// let unmask = |bytes: &mut [u8]| {
///     bytes.iter_mut().for_each(|byte| *byte ^= 1);
///     bytes.len().checked_sub(1)
/// };
/// assert_eq!(opened.push_with(5, b"qm`ho!", unmask), Some(()));
/// assert_eq!(opened.iter().collect::<Vec<_>>(), [(3, &b"plain"[..]), (5, b"plain")]);
/// ```
#[derive(Default)]
pub struct OpenedFields {
    /// INVARIANT: grows in `room` alone, which wipes the place that it leaves.
    bytes: Zeroizing<Vec<u8>>,
    fields: Vec<(usize, Range<usize>)>,
    promptly: bool,
}

impl OpenedFields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No fields, and room for so many with so many bytes together.
    #[must_use]
    pub fn with_capacity(fields: usize, bytes: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(bytes)), fields: Vec::with_capacity(fields), promptly: false }
    }

    /// Says that they were opened without waiting for anybody: with keys at hand, asking no provider, store or log, and that there is not
    /// so much of them that the work itself takes long. The gate then spares itself a second look at the clock before it shows them. In
    /// doubt do not say so.
    #[must_use]
    pub const fn opened_promptly(mut self) -> Self {
        self.promptly = true;
        self
    }

    /// Whether somebody [said so](Self::opened_promptly).
    #[must_use]
    pub const fn were_opened_promptly(&self) -> bool {
        self.promptly
    }

    /// Takes in a field by its place in the schema. Its bytes are copied; wipe yours.
    pub fn push(&mut self, position: usize, bytes: &[u8]) {
        let from = self.take_in(bytes);
        self.fields.push((position, from..self.bytes.len()));
    }

    /// Takes in a field that is decrypted where it will stand: `sealed` is copied there, and `open` says how many bytes of plaintext it left
    /// at the beginning. `None` when `open` says so, or says more than there are; nothing is taken in then.
    #[inline]
    pub fn push_with(
        &mut self,
        position: usize,
        sealed: &[u8],
        open: impl FnOnce(&mut [u8]) -> Option<usize>,
    ) -> Option<()> {
        let from = self.take_in(sealed);
        let length = self.bytes.get_mut(from..).and_then(open).filter(|length| *length <= sealed.len());
        // What is behind is wiped with the rest of the room.
        self.bytes.truncate(from.saturating_add(length.unwrap_or(0)));
        self.fields.push((position, from..from.checked_add(length?)?));
        Some(())
    }

    /// Each field's place in the schema and its bytes, in the order in which they were taken in.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[u8])> {
        self.fields.iter().map(|(position, range)| (*position, self.bytes.get(range.clone()).unwrap_or_default()))
    }

    /// The bytes of the field at a place of the schema.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&[u8]> {
        self.iter().find(|(at, _)| *at == position).map(|(_, bytes)| bytes)
    }

    /// How many fields there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Keeps the fields whose place passes the test. The bytes of the others are wiped with the rest.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        self.fields.retain(|(position, _)| keep(*position));
    }

    /// Copies bytes behind the others, and says where they begin.
    #[inline]
    fn take_in(&mut self, bytes: &[u8]) -> usize {
        if self.bytes.capacity().saturating_sub(self.bytes.len()) < bytes.len() {
            grow(&mut self.bytes, bytes.len());
        }
        let from = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        from
    }
}

impl Drop for OpenedFields {
    fn drop(&mut self) {
        // An emptied `Vec` wipes all of its room in one go, a full one byte by byte.
        self.bytes.clear();
    }
}

impl<B: AsRef<[u8]>> FromIterator<(usize, B)> for OpenedFields {
    fn from_iter<I: IntoIterator<Item = (usize, B)>>(fields: I) -> Self {
        let mut opened = Self::new();
        for (position, bytes) in fields {
            opened.push(position, bytes.as_ref());
        }
        opened
    }
}

impl core::fmt::Debug for OpenedFields {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("[opened fields]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_taken_in_is_there(
            fields in proptest::collection::vec((any::<usize>(), proptest::collection::vec(any::<u8>(), 0..40)), 0..9), room in 0..100_usize,
        ) {
            let mut opened = OpenedFields::with_capacity(0, room);
            for (position, bytes) in &fields {
                opened.push(*position, bytes);
            }
            let expected: Vec<_> = fields.iter().map(|(position, bytes)| (*position, bytes.as_slice())).collect();
            prop_assert_eq!(opened.iter().collect::<Vec<_>>(), &expected[..]);
            let collected: OpenedFields = expected.iter().copied().collect();
            prop_assert_eq!(collected.iter().collect::<Vec<_>>(), &expected[..]);
            opened.retain(|position| position % 2 == 0);
            let even: Vec<_> = expected.into_iter().filter(|(position, _)| position % 2 == 0).collect();
            prop_assert_eq!(opened.iter().collect::<Vec<_>>(), even);
        }
    }

    #[test]
    fn what_did_not_open_is_not_there() {
        let mut opened = OpenedFields::new();
        opened.push(1, b"first");
        assert_eq!(opened.push_with(2, b"second", |_| None), None);
        assert_eq!(opened.push_with(2, b"second", |bytes| Some(bytes.len() + 1)), None);
        assert_eq!(opened.push_with(3, b"third", |_| Some(2)), Some(()));
        assert_eq!(opened.push_with(4, b"", |_| Some(0)), Some(()));
        assert_eq!(opened.iter().collect::<Vec<_>>(), [(1, &b"first"[..]), (3, b"th"), (4, b"")]);
        assert_eq!((opened.get(3), opened.get(2), opened.len(), opened.is_empty()), (Some(&b"th"[..]), None, 3, false));
        assert_eq!(format!("{opened:?}"), "[opened fields]");
    }
}
