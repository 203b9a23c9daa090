//! HL7 version 2, from 2.1 to 2.9, in its classic encoding: delimiters, not XML.

mod boundary;
mod clinical;
mod datatype;
mod escape;
mod message;
mod patient;

pub(crate) use message::is_header;

use crate::{
    IntakeError, MOST_PATIENTS, detect,
    draft::Draft,
    secret::{Secret, join_all},
};
use message::{Segment, segments};
use zeroize::Zeroizing;

/// Reads the patients of a message or of a batch of messages, and counts the segments that are no patient's. A `PID` begins
/// a patient; what follows it is theirs up to the next `PID`, the next message, or the next header or trailer of a batch or
/// a file.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<Draft>, usize), IntakeError> {
    let decoded;
    let text = match detect::text(bytes) {
        Ok(text) => text,
        Err(_) if is_latin_1(bytes) => {
            decoded = latin_1(bytes);
            decoded.as_str()
        }
        Err(refused) => return Err(refused),
    };
    let mut patients: Vec<Draft> = Vec::new();
    let mut current: Option<Draft> = None;
    let mut comment: Vec<Secret> = Vec::new();
    let mut unattached = 0_usize;
    for segment in segments(text) {
        let segment = segment?;
        if segment.name != "NTE" {
            close_comment(&mut current, &mut comment);
        }
        match segment.name {
            "MSH" | "PID" | "FHS" | "BHS" | "BTS" | "FTS" => {
                patients.extend(current.take());
                if segment.name == "PID" {
                    if patients.len() >= MOST_PATIENTS {
                        return Err(IntakeError::TooLarge);
                    }
                    current = Some(patient::identity(&segment));
                }
            }
            _ => match &mut current {
                Some(patient) => take_in(patient, &segment, &mut comment),
                None if would_add(&segment) => unattached = unattached.saturating_add(1),
                None => {}
            },
        }
    }
    close_comment(&mut current, &mut comment);
    patients.extend(current);
    Ok((patients, unattached))
}

/// Whether a patient would have something from the segment, if there were one.
fn would_add(segment: &Segment<'_>) -> bool {
    let (mut nobody, mut comment) = (Draft::default(), Vec::new());
    take_in(&mut nobody, segment, &mut comment);
    !nobody.adds_nothing() || comment.iter().any(|line| !line.trim().is_empty())
}

fn take_in(patient: &mut Draft, segment: &Segment<'_>, comment: &mut Vec<Secret>) {
    match segment.name {
        "NK1" => patient::relatives(patient, segment),
        "IN1" => patient::insurance(patient, segment),
        "AL1" | "IAM" => patient.allergies.extend(segment.field(3).coded()),
        "DG1" => patient.conditions.extend(clinical::diagnosis(segment)),
        "PRB" => patient.conditions.extend(segment.field(3).coded()),
        "OBX" => clinical::observation(patient, segment),
        "NTE" => comment.extend(segment.field(3).repetitions().map(|line| line.text())),
        _ => {}
    }
}

/// Senders break one comment into a segment for each line; it becomes one note again.
fn close_comment(patient: &mut Option<Draft>, comment: &mut Vec<Secret>) {
    let lines = core::mem::take(comment);
    if let Some(patient) = patient {
        let note = join_all(&lines, "\n");
        if !note.is_empty() {
            patient.notes.push(note);
        }
    }
}

/// Whether the first header declares ISO 8859-1 (MSH-18, table 0211). Without such a word an old encoding is not guessed.
fn is_latin_1(bytes: &[u8]) -> bool {
    let header = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    header.get(3).is_some_and(|separator| header.split(|byte| byte == separator).nth(17) == Some(b"8859/1"))
}

fn latin_1(bytes: &[u8]) -> Secret {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut out = Zeroizing::new(String::with_capacity(bytes.len().saturating_add(high)));
    out.extend(bytes.iter().copied().map(char::from));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "MSH|^~\\&|LAB||||20260105||ORU^R01|1|P|2.5.1\r";

    fn texts(list: &[Secret]) -> Vec<&str> {
        list.iter().map(|text| text.as_str()).collect()
    }

    #[test]
    fn a_baby_with_its_mother_is_one_patient_and_two_groups_are_two() {
        let baby =
            format!("{HEADER}PID|1||B1^^^^MR||Testpatient^Girl\rNK1|1|Testpatient^Ana|MTH\rOBX|1|NM|x^Weight||3200|g");
        let read_baby = read(baby.as_bytes()).unwrap().0;
        assert_eq!(read_baby.len(), 1);
        assert_eq!(texts(&read_baby[0].contacts), ["Testpatient, Ana"]);
        let two = format!("{HEADER}PID|1||A^^^^MR\nOBX|1|ST|x^a||1\nPID|2||B^^^^MR\r\nOBX|1|ST|x^b||2\r\n");
        let read_two = read(two.as_bytes()).unwrap().0;
        assert_eq!(texts(&read_two[0].findings), ["a: 1"]);
        assert_eq!(texts(&read_two[1].findings), ["b: 2"]);
    }

    #[test]
    fn nothing_of_the_next_message_lands_with_the_last_patient() {
        let batch =
            format!("FHS|^~\\&|A\rBHS|^~\\&|A\r{HEADER}PID|1||A^^^^MR\r{HEADER}OBX|1|ST|x^b||2\rNTE|1||x\rBTS|2\r");
        let (patients, unattached) = read(batch.as_bytes()).unwrap();
        assert_eq!((patients.len(), unattached), (1, 2));
        assert!(patients[0].findings.is_empty() && patients[0].notes.is_empty());
        assert!(read(b"MSH|^~\\&|A||||20260105||ACK|1|P|2.5\rMSA|AA|1\rNTE|1||fine").unwrap().0.is_empty());
    }

    /// What a file with two patients in it gives when the second begins in a way that the standard does not know.
    fn second(between: &str) -> Result<Vec<(String, String)>, IntakeError> {
        let file = format!(
            "{HEADER}PID|1||1^^^^MR||One\rOBX|1|TX|dx||of One{between}|2||2^^^^MR||Two\rOBX|1|TX|dx||of Two\rNTE|1||of Two"
        );
        let (patients, unattached) = read(file.as_bytes())?;
        assert_eq!(unattached, 0, "{between:?}");
        let said = |patient: &Draft| [texts(&patient.findings), texts(&patient.notes)].concat().join(" ");
        Ok(patients.iter().map(|one| (one.name.as_deref().cloned().unwrap_or_default(), said(one))).collect())
    }

    #[test]
    fn a_patient_begins_behind_anything_that_may_end_a_line() {
        let header = HEADER.trim_end();
        for between in [
            "\rPID",
            "\r PID",
            "\r\tPID",
            "\rpid",
            "\n \u{a0}\u{3000}Pid",
            "\u{c}PID",
            "\u{85}PID",
            "\u{2028}PID",
            "\u{2029} PID",
            "\u{1e}PID",
            "\0PID",
            "\r\u{200b}\u{feff}PID",
            "\r\u{c}\t\u{85} pid",
            &format!("\r\u{feff}{header}\rPID"),
            &format!("\u{feff}{header}\rPID"),
            &format!("\r {header}\n\tPID"),
            &format!("\r{}\rPID", header.to_lowercase()),
        ] {
            let expected = [("One", "dx: of One"), ("Two", "dx: of Two of Two")]
                .map(|(name, said)| (name.to_owned(), said.to_owned()));
            assert_eq!(second(between).as_deref(), Ok(expected.as_slice()), "{between:?}");
        }
    }

    #[test]
    fn what_may_begin_a_patient_or_not_is_refused_by_its_number() {
        for between in ["\rPID ", "\r pid:", "\rPID\r", "\u{c}PID#", "\rMSH levels ", "\rFTS of ", "\r\u{feff}BTS-"] {
            assert_eq!(second(between).err(), Some(IntakeError::Ambiguous { segment: 4 }), "{between:?}");
        }
        // A header that says too little keeps its own reason.
        assert_eq!(second("\r\tmsh").err(), Some(IntakeError::HeaderTruncated { segment: 4 }));
        assert_eq!(second("\rMSH\r").err(), Some(IntakeError::HeaderTruncated { segment: 4 }));
    }

    #[test]
    fn raw_line_ends_in_a_text_still_work() {
        let message = format!(
            "{HEADER}PID|1\rNTE|1||rapid\n PIDs are\n\tMSHA\u{c}next page\nthe PID of\rOBX|1|TX|x||one\ntwo\u{85}three\r"
        );
        let (patients, unattached) = read(message.as_bytes()).unwrap();
        assert_eq!((patients.len(), unattached), (1, 0));
        assert_eq!(texts(&patients[0].notes), ["rapid\n PIDs are\n\tMSHA\u{c}next page\nthe PID of"]);
        assert_eq!(texts(&patients[0].findings), ["x: one\ntwo\u{85}three"]);
    }

    #[test]
    fn headers_and_trailers_of_batches_end_the_patient() {
        for border in ["FHS|^~\\&|A", "BHS|^~\\&|A", "BTS|1", "FTS|1", "BTS", "FTS", "\tfts|1", "\u{feff}FHS|^~\\&|A"] {
            let file =
                format!("{HEADER}PID|1\rNTE|1||theirs\r{border}\rOBX|1|ST|x||1\rNTE|1||lost\rAL1|1||^Nuts\rEVN|1");
            let (patients, unattached) = read(file.as_bytes()).unwrap();
            assert_eq!((patients.len(), unattached), (1, 3), "{border:?}");
            assert_eq!((texts(&patients[0].notes), patients[0].findings.len()), (vec!["theirs"], 0), "{border:?}");
        }
    }

    #[test]
    fn what_stands_before_any_patient_is_counted() {
        let fields = "|".repeat(34);
        let lost = "OBX|1|ST|x||1\rNTE|1||n\rAL1|1||^Nuts\rIAM|1||^Nuts\rDG1|1||I10\rPRB|AD||P1\rNK1|1|T^Max";
        let nothing = "NTE|1||\rOBX|1|ST|x||\rEVN|A01\rOBX|1|ST|x||1||||||D";
        let file = format!("{HEADER}{nothing}\r{lost}\rIN1|1{fields}|MEM-1\rPID|1\rOBX|1|ST|x||2");
        let (patients, unattached) = read(file.as_bytes()).unwrap();
        assert_eq!((patients.len(), unattached), (1, 8));
        assert_eq!(texts(&patients[0].findings), ["x: 2"]);
    }

    #[test]
    fn comments_are_joined_line_by_line() {
        let message = format!("{HEADER}PID|1\rNTE|1||first~second\rNTE|2||third\rPV1|1\rNTE|1||fourth");
        let patients = read(message.as_bytes()).unwrap().0;
        assert_eq!(texts(&patients[0].notes), ["first\nsecond\nthird", "fourth"]);
    }

    #[test]
    fn an_old_encoding_is_read_where_the_header_declares_it() {
        let body = b"PID|1||||Testpati\xe9nt";
        let plain = [HEADER.as_bytes(), body].concat();
        assert_eq!(read(&plain).err(), Some(IntakeError::NotText { offset: HEADER.len() + 17 }));
        let declared = [b"MSH|^~\\&|LAB||||20260105||ORU^R01|1|P|2.5.1||||||8859/1\r".as_slice(), body].concat();
        assert_eq!(read(&declared).unwrap().0[0].name.as_deref().map(String::as_str), Some("Testpatiént"));
    }
}
