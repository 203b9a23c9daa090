//! Events as bytes: one canonical form, read back strictly.
//!
//! Version 2: the byte 3 (2 leads a notice), then the parts in the order of the struct. Numbers are big-endian; names are framed by one byte, lists by
//! two, sealed texts by four; options are led by one byte, choices by the byte of their case. What does not pass the
//! [check](super::Parts::check) is not read.
//!
//! Version 1, the gate's events alone, is read and no longer written.

mod one;
mod read;
mod two;
mod write;

use super::AuditEvent;
use read::Reader;

/// The bytes are no event of a version that is known here. No detail: the bytes may be somebody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the entry is no event that this version can read (at byte {offset})")]
pub struct EventError {
    /// Where reading stopped.
    pub offset: usize,
}

impl AuditEvent {
    /// The event's bytes, as the log stores them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        two::encode(self)
    }

    /// Reads an event.
    ///
    /// # Errors
    /// [`EventError`] for anything but exactly what [`encode`](Self::encode) writes, or wrote as version 1.
    pub fn decode(bytes: &[u8]) -> Result<Self, EventError> {
        let mut reader = Reader::new(bytes);
        let event = match reader.byte() {
            Some(one::VERSION) => one::event(&mut reader),
            Some(two::VERSION) => two::event(&mut reader),
            _ => None,
        };
        let offset = bytes.len().saturating_sub(reader.left());
        match event {
            Some(event) if reader.left() == 0 => Ok(event),
            _ => Err(EventError { offset }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::events;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(event in events(), cut in any::<proptest::sample::Index>()) {
            let bytes = event.encode();
            let read = AuditEvent::decode(&bytes);
            prop_assert_eq!(read.as_ref(), Ok(&event));
            // Times are equal whatever their offset, and the offset is to be kept.
            prop_assert_eq!(read.map(|read| read.recorded.offset()), Ok(event.recorded.offset()));
            let cut = cut.index(bytes.len());
            prop_assert!(AuditEvent::decode(&bytes[..cut]).is_err());
            prop_assert!(AuditEvent::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let two = [&[two::VERSION], bytes.as_slice()].concat();
            if let Ok(event) = AuditEvent::decode(&two) {
                prop_assert_eq!(event.encode(), two, "one form for each event");
            }
            let one = [&[one::VERSION], bytes.as_slice()].concat();
            if let Ok(event) = AuditEvent::decode(&one) {
                prop_assert_eq!(AuditEvent::decode(&event.encode()), Ok(event));
            }
        }

        #[test]
        fn a_changed_byte_is_another_event_or_none(event in events(), at in any::<proptest::sample::Index>(), bit in 0..8_u8) {
            let mut bytes = event.encode();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(other) = AuditEvent::decode(&bytes) {
                prop_assert!(bytes[0] != two::VERSION || other.encode() == bytes);
            }
        }

        #[test]
        fn a_line_is_one_line(event in events()) {
            let line = event.to_string();
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
    }
}
