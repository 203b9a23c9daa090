//! HL7 version 2, from 2.1 to 2.9, in its classic encoding: delimiters, not XML.

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

/// Reads the patients of a message or of a batch of messages. A `PID` begins a patient; what follows it is theirs up to the
/// next `PID` or the next message.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Draft>, IntakeError> {
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
    for segment in segments(text) {
        let segment = segment?;
        if segment.name != "NTE" {
            close_comment(&mut current, &mut comment);
        }
        match segment.name {
            "MSH" | "PID" => {
                patients.extend(current.take());
                if patients.len() >= MOST_PATIENTS {
                    return Err(IntakeError::TooLarge);
                }
                current = (segment.name == "PID").then(|| patient::identity(&segment));
            }
            _ => {
                if let Some(patient) = &mut current {
                    take_in(patient, &segment, &mut comment);
                }
            }
        }
    }
    close_comment(&mut current, &mut comment);
    patients.extend(current);
    Ok(patients)
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
        let read_baby = read(baby.as_bytes()).unwrap();
        assert_eq!(read_baby.len(), 1);
        assert_eq!(texts(&read_baby[0].contacts), ["Testpatient, Ana"]);
        let two = format!("{HEADER}PID|1||A^^^^MR\nOBX|1|ST|x^a||1\nPID|2||B^^^^MR\r\nOBX|1|ST|x^b||2\r\n");
        let read_two = read(two.as_bytes()).unwrap();
        assert_eq!(texts(&read_two[0].findings), ["a: 1"]);
        assert_eq!(texts(&read_two[1].findings), ["b: 2"]);
    }

    #[test]
    fn nothing_of_the_next_message_lands_with_the_last_patient() {
        let batch =
            format!("FHS|^~\\&|A\rBHS|^~\\&|A\r{HEADER}PID|1||A^^^^MR\r{HEADER}OBX|1|ST|x^b||2\rNTE|1||x\rBTS|2\r");
        let patients = read(batch.as_bytes()).unwrap();
        assert_eq!(patients.len(), 1);
        assert!(patients[0].findings.is_empty() && patients[0].notes.is_empty());
        assert!(read(b"MSH|^~\\&|A||||20260105||ACK|1|P|2.5\rMSA|AA|1\rNTE|1||fine").unwrap().is_empty());
    }

    #[test]
    fn comments_are_joined_line_by_line() {
        let message = format!("{HEADER}PID|1\rNTE|1||first~second\rNTE|2||third\rPV1|1\rNTE|1||fourth");
        let patients = read(message.as_bytes()).unwrap();
        assert_eq!(texts(&patients[0].notes), ["first\nsecond\nthird", "fourth"]);
    }

    #[test]
    fn an_old_encoding_is_read_where_the_header_declares_it() {
        let body = b"PID|1||||Testpati\xe9nt";
        let plain = [HEADER.as_bytes(), body].concat();
        assert_eq!(read(&plain).err(), Some(IntakeError::NotText { offset: HEADER.len() + 17 }));
        let declared = [b"MSH|^~\\&|LAB||||20260105||ORU^R01|1|P|2.5.1||||||8859/1\r".as_slice(), body].concat();
        assert_eq!(read(&declared).unwrap()[0].name.as_deref().map(String::as_str), Some("Testpatiént"));
    }
}
