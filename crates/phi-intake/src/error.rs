//! Why a file was not read.

/// Why a file was not read: a reason and at most a position, never a piece of the input.
///
/// ```
/// use phi_intake::{IntakeError, read};
/// assert_eq!(read(b"MSH|^~\\&|LAB").unwrap_err(), IntakeError::HeaderTruncated { segment: 1 });
/// assert_eq!(read(br#"{"family": "Testpatient"}"#).unwrap_err().to_string(), "JSON without a resourceType is no FHIR resource");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// Nothing, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Above [`LARGEST_FILE`](crate::LARGEST_FILE) bytes or [`MOST_PATIENTS`](crate::MOST_PATIENTS) patients.
    #[error("the file is too large, or names too many patients")]
    TooLarge,
    /// Neither UTF-8 nor an encoding that the message declares, or a note with a control character.
    #[error("not text (at byte {offset})")]
    NotText {
        /// The offset in bytes of the first that is not text.
        offset: usize,
    },
    /// JSON that ends before it is complete.
    #[error("the JSON ends too early (line {line}, column {column})")]
    Truncated {
        /// The line of the end, from 1.
        line: usize,
        /// The column of the end, in bytes.
        column: usize,
    },
    /// JSON that is not well-formed, or nested too deeply.
    #[error("the JSON is not well-formed (line {line}, column {column})")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, in bytes.
        column: usize,
    },
    /// Well-formed JSON that does not say what kind of resource it is.
    #[error("JSON without a resourceType is no FHIR resource")]
    NotFhir,
    /// An HL7 v2 header (`MSH`) that ends before the field of the message type.
    #[error("the header in segment {segment} ends before its message type")]
    HeaderTruncated {
        /// The number of the segment in the file, from 1.
        segment: usize,
    },
    /// An HL7 v2 header whose separators are absent, equal to one another, or letters.
    #[error("the header in segment {segment} names no usable separators")]
    Separators {
        /// The number of the segment in the file, from 1.
        segment: usize,
    },
    /// A line of an HL7 v2 message that begins with the name of a segment that ends the patient (`PID`, `MSH`, a header or
    /// trailer of a batch or file), but not as such a segment does: it may be text, or another patient.
    #[error("segment {segment} may begin another patient or message, or not")]
    Ambiguous {
        /// The number of the segment in the file, from 1.
        segment: usize,
    },
}
