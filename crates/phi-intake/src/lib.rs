//! Reads HL7 v2 messages, FHIR R4 resources and clinical notes straight into protected values.
//!
//! ```
//! use phi_intake::{Format, read};
//!
//! let message = b"MSH|^~\\&|LAB||||20260105||ORU^R01|1|P|2.5.1\r\
//!     PID|1||MRN-0001^^^GENERAL^MR||Testpatient^Ana^M||19610615|F\r\
//!     OBX|1|NM|2345-7^Glucose^LN||101|mg/dL\r";
//! let intake = read(message)?;
//! assert_eq!(intake.format, Format::Hl7v2);
//! for patient in intake.patients {
//!     assert!(patient.mrn.is_some() && patient.born.is_some());
//!     assert_eq!(patient.findings.len(), 1);
//!     assert_eq!(format!("{patient:?}"), "[IntakePatient]");
//! }
//! # Ok::<(), phi_intake::IntakeError>(())
//! ```
//!
//! **Goals.** From the first byte to the last, nothing of the input is printed, logged or quoted: an [`IntakeError`] is a
//! reason and a position. No input makes it panic. Dirty data are kept: a bad ZIP code arrives as
//! [`AsRecorded`](phi_types::AsRecorded), and what even a lenient type will not take waits in [`IntakePatient::refused`].
//! Nobody's data land with somebody else: what names a patient who is not in the file, or stands before any, is counted in
//! [`Intake::unattached`] and not guessed; a line of a message that may begin another patient or not is
//! [refused](IntakeError::Ambiguous).
//!
//! **Non-goals.** It is no validator, no conformance checker and no interface engine. It reads what identifies a patient and
//! what a clinician would look for, and leaves out the rest. X12, C-CDA and FHIR in XML are not parsed: being text, they
//! count as one note. FHIR in lines (NDJSON) is read a line at a time by the caller.
//!
//! # What is read
//!
//! | | HL7 v2 | FHIR R4 JSON |
//! |---|---|---|
//! | identifiers | PID-2, 3, 4, 18, 19, 20; IN1-36, 49 | `Patient.identifier`, `Coverage.subscriberId` |
//! | names | PID-5, 9; PID-6 and NK1-2 of relatives | `Patient.name`; `Patient.contact`, `RelatedPerson` |
//! | birth, sex | PID-7, 8 | `birthDate`, `gender` |
//! | address, telecom | PID-11, 13, 14 | `address`, `telecom` |
//! | allergies | AL1-3, IAM-3 | `AllergyIntolerance` |
//! | conditions | DG1-3 or 4, PRB-3 | `Condition` |
//! | findings | OBX-3, 5, 6 as `name: value unit` | `Observation` and its components, likewise |
//! | notes | NTE-3, text in OBX-5 of type ED | `note`, text of `DocumentReference` and `DiagnosticReport`, sections of `Composition` |
//!
//! What its source withdrew is passed over: OBX-11 `D` or `W`; status `entered-in-error`, `cancelled` or `refuted`.
//! Decimals keep their value, not their trailing zeros.
//!
//! # What is wiped, and what is not
//!
//! Every text that this crate copies out of the input, the whole JSON tree among them, is wiped when it is dropped. Not
//! covered: the caller's `bytes`; the scratch space in which `serde_json` undoes escapes; numbers, which live inline.
//!
//! # Limits
//!
//! [`LARGEST_FILE`] bytes, [`MOST_PATIENTS`] patients, `serde_json`'s depth of 128. JSON that was made to be bad takes up to
//! 40 times its own size of memory while it is read: where memory is short, refuse large files before.
//!
//! # Where next
//!
//! [`detect`] and [`read`] are all there is to call, [`IntakePatient`] all there is to know. `phi-types` seals the values into
//! a record and opens them through its gate; `phi-deid` makes notes shareable.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod detect;
mod draft;
mod error;
mod fhir;
mod hl7;
mod kind;
mod patient;
mod secret;

pub use detect::{Format, LARGEST_FILE, detect};
pub use error::IntakeError;
pub use patient::{Intake, IntakePatient};

use draft::Draft;

/// The most patients that one file may name. A made-up file of a few bytes a patient would fill the memory otherwise.
pub const MOST_PATIENTS: usize = 100_000;

/// Reads a file: finds out what it is, and takes its patients in.
///
/// Zero patients is a valid answer: an acknowledgement has none, nor has a bundle of organisations.
///
/// # Errors
/// What [`detect`] refuses, and what is not well-formed for the format it found.
///
/// ```
/// use phi_intake::{IntakeError, read};
/// let cut_short = br#"{"resourceType": "Patient", "name": [{"family": "Testpat"#;
/// assert_eq!(read(cut_short).unwrap_err(), IntakeError::Truncated { line: 1, column: 56 });
/// ```
pub fn read(bytes: &[u8]) -> Result<Intake, IntakeError> {
    let (format, content) = detect::sift(bytes)?;
    let (drafts, unattached) = match format {
        Format::Hl7v2 => hl7::read(content)?,
        Format::Fhir => fhir::read(content)?,
        Format::Note => (vec![note(content)?], 0),
    };
    Ok(Intake { format, patients: drafts.into_iter().map(Draft::protect).collect(), unattached })
}

/// A note says who it is about in its own words only, so its patient has nothing but the note.
fn note(content: &[u8]) -> Result<Draft, IntakeError> {
    let text = detect::text(content)?;
    Ok(Draft { notes: vec![secret::secret(text)], ..Draft::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_patient_with_nothing_but_the_note() {
        let intake = read("\u{feff}Seen for chest pain.\n\tNo fever.\r\n".as_bytes()).unwrap();
        assert_eq!((intake.format, intake.patients.len()), (Format::Note, 1));
        let patient = intake.patients.first().unwrap();
        let text = patient.notes.first().unwrap().declassify("synthetic", str::to_owned);
        assert_eq!(text, "Seen for chest pain.\n\tNo fever.\r\n");
        assert!(patient.name.is_none() && patient.mrn.is_none() && patient.findings.is_empty());
    }
}
