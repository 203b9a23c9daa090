//! Frames on a stream: RFC 5425, section 4.3, `MSG-LEN SP SYSLOG-MSG`. The count is of bytes, so nothing inside a message can
//! begin another one.

use super::{ExchangeError, json_text::decimal, json_tree::MAX_LEN};

/// A message with its count in front, as it goes over TLS or into any other stream.
///
/// ```
/// assert_eq!(phi_audit::exchange::frame("<85>1 - - - - - -"), "17 <85>1 - - - - - -");
/// ```
#[must_use]
pub fn frame(message: &str) -> String {
    let mut out = String::with_capacity(message.len().saturating_add(8));
    decimal(&mut out, message.len() as u64);
    out.push(' ');
    out.push_str(message);
    out
}

/// Cuts a stream into messages again. Bytes come in as they arrive; whole messages go out.
///
/// ```
/// use phi_audit::exchange::{Frames, frame};
///
/// let stream = [frame("one"), frame("two 2 x")].concat();
/// let mut frames = Frames::new();
/// let (begin, end) = stream.split_at(7);
/// frames.push(begin.as_bytes());
/// assert_eq!(frames.next_message()?.as_deref(), Some("one"));
/// assert_eq!(frames.next_message()?, None); // not all of it is there yet
/// frames.push(end.as_bytes());
/// assert_eq!(frames.next_message()?.as_deref(), Some("two 2 x"));
/// assert!(frames.is_empty());
/// # Ok::<(), phi_audit::exchange::ExchangeError>(())
/// ```
#[derive(Default)]
pub struct Frames {
    waiting: Vec<u8>,
    broken: bool,
}

impl Frames {
    /// Nothing has arrived yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes in. Take the messages out in between: what waits is not bounded here.
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.broken {
            self.waiting.extend_from_slice(bytes);
        }
    }

    /// The next whole message, or none as long as bytes are missing.
    ///
    /// # Errors
    /// [`ExchangeError::Syntax`] if there is no count where one has to be or the message is no UTF-8, and
    /// [`ExchangeError::TooLong`] for a message above one MiB. After an error a stream has no known place to go on from: close it.
    pub fn next_message(&mut self) -> Result<Option<String>, ExchangeError> {
        if self.broken {
            return Err(ExchangeError::Syntax);
        }
        let next = self.take();
        if next.is_err() {
            self.broken = true;
            self.waiting = Vec::new();
        }
        next
    }

    /// Whether no byte waits: the place where a stream may end.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    fn take(&mut self) -> Result<Option<String>, ExchangeError> {
        let mut length = 0_usize;
        for (place, byte) in self.waiting.iter().enumerate() {
            match byte {
                b'0' if place == 0 => return Err(ExchangeError::Syntax),
                b'0'..=b'9' => {
                    length = length.saturating_mul(10).saturating_add(usize::from(*byte & 0x0f));
                    if length > MAX_LEN {
                        return Err(ExchangeError::TooLong);
                    }
                }
                b' ' if place > 0 => {
                    let begin = place.saturating_add(1);
                    let end = begin.saturating_add(length);
                    let Some(message) = self.waiting.get(begin..end) else { return Ok(None) };
                    let message = core::str::from_utf8(message).map_err(|_| ExchangeError::Syntax)?.to_owned();
                    self.waiting.drain(..end);
                    return Ok(Some(message));
                }
                _ => return Err(ExchangeError::Syntax),
            }
        }
        Ok(None)
    }
}

impl core::fmt::Debug for Frames {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Frames")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_frame_breaks_the_stream() {
        for bytes in ["0 ", "01 x", " x", "x", "1x", "-1 x", "<85>1 - - - - - -"] {
            let mut frames = Frames::new();
            frames.push(bytes.as_bytes());
            assert_eq!(frames.next_message(), Err(ExchangeError::Syntax), "{bytes}");
            frames.push(b"3 one");
            assert_eq!(frames.next_message(), Err(ExchangeError::Syntax), "and stays broken");
        }
        let mut frames = Frames::new();
        frames.push(b"99999999999999999999999999");
        assert_eq!(frames.next_message(), Err(ExchangeError::TooLong), "before the rest of it is waited for");
        let mut frames = Frames::new();
        frames.push(b"2 \xff\xfe");
        assert_eq!(frames.next_message(), Err(ExchangeError::Syntax));
    }

    proptest! {
        #[test]
        fn a_message_cannot_begin_another(
            messages in proptest::collection::vec("[ -~\u{e9}\n0-9 ]{1,30}", 0..5), piece in 1..9_usize,
        ) {
            let stream: String = messages.iter().map(|message| frame(message)).collect();
            let (mut frames, mut read) = (Frames::new(), Vec::new());
            for bytes in stream.as_bytes().chunks(piece) {
                frames.push(bytes);
                while let Some(message) = frames.next_message().unwrap() {
                    read.push(message);
                }
            }
            prop_assert_eq!(read, messages);
            prop_assert!(frames.is_empty());
        }
    }
}
