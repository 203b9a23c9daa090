//! What a file is, told by its first characters.

use crate::{IntakeError, hl7};

/// The largest file that is read, in bytes: 64 MiB.
pub const LARGEST_FILE: usize = 64 << 20;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// HL7 version 2, one message or a batch, in its classic encoding.
    Hl7v2,
    /// A FHIR R4 resource in JSON.
    Fhir,
    /// Text without a structure that we know.
    Note,
}

/// Tells what a file is by its beginning, after a byte order mark and white space.
///
/// `MSH` and a separator (or `FHS`, `BHS`, which open a batch; also after the start byte of MLLP) is HL7 v2, `{` is FHIR, any
/// other text is a note. It says nothing about the rest of the file.
///
/// # Errors
/// [`Empty`](IntakeError::Empty), [`TooLarge`](IntakeError::TooLarge), and [`NotText`](IntakeError::NotText) for what is
/// neither of the first two and not UTF-8, or has control characters save tab, carriage return and line feed.
///
/// ```
/// use phi_intake::{Format, IntakeError, detect};
/// assert_eq!(detect(b"MSH|^~\\&|LAB||||20260105||ACK|1|P|2.5.1"), Ok(Format::Hl7v2));
/// assert_eq!(detect(b"  {\"resourceType\": \"Patient\"}"), Ok(Format::Fhir));
/// assert_eq!(detect(b"Seen for chest pain."), Ok(Format::Note));
/// assert_eq!(detect(b"%PDF-1.7\0"), Err(IntakeError::NotText { offset: 8 }));
/// ```
pub fn detect(bytes: &[u8]) -> Result<Format, IntakeError> {
    sift(bytes).map(|(format, _)| format)
}

/// The format, and the bytes without what only marks their beginning.
pub(crate) fn sift(bytes: &[u8]) -> Result<(Format, &[u8]), IntakeError> {
    if bytes.len() > LARGEST_FILE {
        return Err(IntakeError::TooLarge);
    }
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let content = unmarked.trim_ascii_start();
    if content.is_empty() {
        return Err(IntakeError::Empty);
    }
    let message = content.strip_prefix(b"\x0b").unwrap_or(content);
    if hl7::is_header(message) {
        return Ok((Format::Hl7v2, message));
    }
    if content.starts_with(b"{") {
        // The white space stays, so that lines are counted from the beginning.
        return Ok((Format::Fhir, unmarked));
    }
    let mark = bytes.len().saturating_sub(unmarked.len());
    let at = |offset: usize| IntakeError::NotText { offset: offset.saturating_add(mark) };
    let text = core::str::from_utf8(unmarked).map_err(|error| at(error.valid_up_to()))?;
    match text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\t' | '\r' | '\n')) {
        Some((offset, _)) => Err(at(offset)),
        None if text.trim().is_empty() => Err(IntakeError::Empty),
        None => Ok((Format::Note, unmarked)),
    }
}

/// The bytes as UTF-8. The error of the standard library is not passed on: it is silent, but its relatives hold the bytes.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, IntakeError> {
    core::str::from_utf8(bytes).map_err(|error| IntakeError::NotText { offset: error.valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_decides() {
        for message in
            ["MSH|^~\\&|", "\u{feff}MSH|^~\\&|", "\u{b}MSH|", "\r\nMSH|", "MSH", "FHS|^~\\&|", "BHS|", "MSH#"]
        {
            assert_eq!(detect(message.as_bytes()), Ok(Format::Hl7v2), "{message}");
        }
        for resource in ["{", "\u{feff}{}", "\n\t {\"a\": 1}"] {
            assert_eq!(detect(resource.as_bytes()), Ok(Format::Fhir), "{resource}");
        }
        for note in ["x", "MSH levels are up", "MSHA", "[1]", "<ClinicalDocument/>", "ISA*03*", "naïve, 37 °C\t\r\n"]
        {
            assert_eq!(detect(note.as_bytes()), Ok(Format::Note), "{note}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_offset() {
        for empty in ["", " \r\n\t", "\u{feff}", "\u{feff} \n", "\u{2003}"] {
            assert_eq!(detect(empty.as_bytes()), Err(IntakeError::Empty), "{empty:?}");
        }
        assert_eq!(detect(b"ab\xff"), Err(IntakeError::NotText { offset: 2 }));
        assert_eq!(detect(b"\xef\xbb\xbfab\x07"), Err(IntakeError::NotText { offset: 5 }));
        assert_eq!(detect("a\u{85}".as_bytes()), Err(IntakeError::NotText { offset: 1 }));
        assert_eq!(detect(b"\x0bnote"), Err(IntakeError::NotText { offset: 0 }));
        assert_eq!(detect(&vec![b'a'; LARGEST_FILE + 1]), Err(IntakeError::TooLarge));
    }
}
