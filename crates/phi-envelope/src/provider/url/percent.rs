//! Percent-encoding (RFC 3986, section 2.1), with one way to write each byte.

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::{ProviderUrlError, Reason, Rest};

/// Whether a byte is written as it is: RFC 3986's unreserved characters, and those that the scheme adds.
fn plain(byte: u8, also: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || also.contains(&byte)
}

/// Decodes a part. What should have been encoded is refused; what need not be is decoded all the same, and written plain.
pub(super) fn decode(part: Rest<'_>, also: &[u8]) -> Result<Vec<u8>, ProviderUrlError> {
    let mut out = Vec::with_capacity(part.text.len());
    let mut bytes = part.text.bytes().zip(part.at..);
    while let Some((byte, at)) = bytes.next() {
        if byte != b'%' {
            if !plain(byte, also) {
                return Err(ProviderUrlError::new(Reason::Character, at));
            }
            out.push(byte);
            continue;
        }
        let mut digit = || bytes.next().and_then(|(byte, _)| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(ProviderUrlError::new(Reason::Percent, at));
        };
        out.push(u8::try_from(high << 4 | low).unwrap_or_default());
    }
    Ok(out)
}

/// Decodes a part that has to be text without controls.
pub(super) fn decode_text(part: Rest<'_>, also: &[u8]) -> Result<String, ProviderUrlError> {
    let text = String::from_utf8(decode(part, also)?).map_err(|_| part.error(Reason::Form))?;
    if text.is_empty() || text.chars().any(char::is_control) { Err(part.error(Reason::Form)) } else { Ok(text) }
}

/// Writes bytes, encoded where they have to be.
pub(super) fn encode(f: &mut fmt::Formatter<'_>, bytes: &[u8], also: &[u8]) -> fmt::Result {
    for byte in bytes {
        if plain(*byte, also) { write!(f, "{}", char::from(*byte))? } else { write!(f, "%{byte:02X}")? }
    }
    Ok(())
}
