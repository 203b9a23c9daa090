//! No input makes intake panic, and growth of the input makes no more than growth of the work.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use phi_intake::{Format, detect, read};
use proptest::prelude::*;

const HL7: &[u8] = b"MSH|^~\\&|LAB||||20260105||ORU^R01|1|P|2.5.1||||||8859/1\r\
    PID|1|E|M1^^^A^MR~000-12-3456^^^A^SS||Testpatient^Ana^M|Maiden^Maria|19610615|F|Alias^A||1 St^^Town^NC^00001||(555) 555-0142\r\
    NK1|1|Testpatient^Max|FTH\rOBX|1|ED|x||^text^^Base64^U2VlbiB0b2RheS4=\rOBX|2|SN|x^Titre||^1^:^128|mg\\T\\dl\r\
    NTE|1||one\\.br\\two\\X41\\~three\nfour\rDG1|1||I10^Hypertension\r";

const FHIR: &[u8] = br##"{"resourceType": "Bundle", "entry": [
    {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "1", "birthDate": "1961-06-15",
        "name": [{"use": "official", "family": "Testpatient", "given": ["Ana"]}], "identifier": [{"value": "X"}]}},
    {"resource": {"resourceType": "Observation", "subject": {"reference": "urn:uuid:1"}, "code": {"text": "Glucose"},
        "valueQuantity": {"value": 6.3, "unit": "mmol/l"}, "contained": [{"resourceType": "Patient", "id": "p"}]}},
    {"resource": {"resourceType": "Composition", "subject": {"reference": "#p"}, "section": [
        {"title": "Plan", "text": {"div": "<div>Rest &amp; <b title='>'>fluids</b><br/></div>"}}]}},
    {"resource": {"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": "SGk="}}]}}]}"##;

#[derive(Clone, Debug)]
enum Change {
    Replace(usize, u8),
    Insert(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
    Cut(usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let telling = prop_oneof![any::<u8>(), proptest::sample::select(b"|^~\\&\r\n\"{}[]:,#/<>;\x0b\x1c".to_vec())];
    let change = (0..5_u8, any::<u16>(), telling, 0..40_usize).prop_map(|(kind, at, byte, length)| {
        let at = usize::from(at);
        match kind {
            0 => Change::Replace(at, byte),
            1 => Change::Insert(at, byte),
            2 => Change::Remove(at, length),
            3 => Change::Repeat(at, length),
            _ => Change::Cut(at),
        }
    });
    proptest::collection::vec(change, 1..8)
}

fn changed(original: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for change in changes {
        let length = bytes.len();
        let place = |at: usize| at % length.max(1);
        let until = |at: usize, count: usize| at.saturating_add(count).min(length);
        match *change {
            _ if length == 0 => break,
            Change::Replace(at, byte) => bytes.iter_mut().skip(place(at)).take(1).for_each(|old| *old = byte),
            Change::Insert(at, byte) => bytes.insert(place(at), byte),
            Change::Remove(at, count) => drop(bytes.drain(place(at)..until(place(at), count))),
            Change::Repeat(at, count) => {
                let again: Vec<u8> = bytes.iter().copied().skip(place(at)).take(count).collect();
                bytes.extend(again);
            }
            // A cut at a random place would mostly leave nothing of the later changes.
            Change::Cut(at) => bytes.truncate(length.saturating_sub(at % 100)),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let found = detect(&bytes);
        let intake = read(&bytes);
        if found == Ok(Format::Note) {
            prop_assert_eq!(intake.map(|intake| intake.patients.len()), Ok(1));
        }
    }

    #[test]
    fn arbitrary_text_behind_a_header(text in "[A-Z|^~&\\\\\r\n\u{b}é 0-9]{0,200}") {
        let _ = read(format!("MSH|^~\\&|A||||20260105||ADT^A01|1|P|2.5\rPID{text}").as_bytes());
        let _ = read(format!("MSH{text}").as_bytes());
    }

    /// However the second patient's line begins: what is said behind it is never the first one's.
    #[test]
    fn no_line_that_begins_a_patient_is_overlooked(
        end in "[\r\n\u{b}\u{c}\u{1c}-\u{1f}\0\u{85}\u{2028}\u{2029}\u{feff}]",
        unseen in "[\r\n\t \u{c}\u{85}\u{a0}\u{200b}\u{2003}\u{3000}\u{feff}\u{1}]{0,4}",
        name in "[Pp][Ii][Dd]|[Mm][Ss][Hh]|[FfBb][HhTt][Ss]",
        next in "[^a-zA-Z0-9]|[|]",
    ) {
        prop_assume!(!next.starts_with(char::is_alphanumeric));
        let text = format!(
            "MSH|^~\\&|A||||20260105||ADT^A01|1|P|2.5\rPID|1||1^^^^MR||One\rOBX|1|TX|dx||of One\
            {end}{unseen}{name}{next}2||2^^^^MR||Two\rOBX|1|TX|dx||of Two\rNTE|1||of Two"
        );
        if let Ok(intake) = read(text.as_bytes()) {
            let first = &intake.patients[0];
            prop_assert!(first.notes.is_empty() && first.findings.len() == 1);
            prop_assert!(!first.findings[0].declassify("synthetic", |text| text.contains("Two")));
        }
    }

    #[test]
    fn spoilt_messages(changes in changes()) {
        let _ = read(&changed(HL7, &changes));
    }

    #[test]
    fn spoilt_documents(changes in changes()) {
        let _ = read(&changed(FHIR, &changes));
    }
}

#[test]
fn the_originals_are_good() {
    assert_eq!(read(HL7).unwrap().patients.len(), 1);
    assert_eq!(read(FHIR).unwrap().patients.len(), 2);
}

/// Inputs that would take hours if any step looked at all that is left, for each piece of it.
#[test]
fn hostile_repetition_stays_linear() {
    let header = "MSH|^~\\&|A||||20260105||ADT^A01|1|P|2.5\r";
    let many = |piece: &str| piece.repeat(300_000 / piece.len());
    let fields = "|".repeat(12);
    let inputs = [
        format!("{header}PID|1||{}", many("A~")),
        format!("{header}PID|1|{fields}{}", many("(555) 555-0142~")),
        format!("{header}PID|1\rOBX|1|TX|x||{}", many("\\X\\~")),
        format!("{header}PID|1\r{}", many("NTE|1||x\r")),
        format!("{header}PID|1\rNTE|1||{}", many("x\r")),
        format!("{header}PID|1\rNTE|1||{}", many("\\")),
        format!("{header}PID|1\rNTE|1||{}", many("\r ")),
        format!("{header}PID|1\rNTE|1||\r{}", many(" \t")),
        format!("{header}PID|1\rNTE|1||{}", many("\u{c} PIDs\u{feff}")),
        format!("{header}{}", many("NTE|1||x\r")),
        format!("{header}{}", many("FTS\r")),
        format!(r#"{{"resourceType": "Task", "note": [{{"text": "x"}}], "for": [{} 0]}}"#, many(r#"{"a": 1}, "#)),
        format!(r#"{{"resourceType": "Task", {} "note": [{{"text": "x"}}]}}"#, many(r#""focus": null, "#)),
        format!(r#"{{"resourceType": "Composition", "section": [{{"text": {{"div": "{}"}}}}]}}"#, many("<a")),
        format!(r#"{{"resourceType": "Composition", "section": [{{"text": {{"div": "{}"}}}}]}}"#, many("<!--")),
        format!(r#"{{"resourceType": "Composition", "section": [{{"text": {{"div": "{}"}}}}]}}"#, many("&#")),
        format!(r#"{{"resourceType": "Patient", {} "x": 0}}"#, many(r#""identifier": [{"value": "1"}], "#)),
        format!(r#"{{"resourceType": "Patient", "identifier": [{} 0]}}"#, many(r#"{"value": "1"}, "#)),
    ];
    for input in inputs {
        let begin = Instant::now();
        let _ = read(input.as_bytes());
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "takes too long: {}",
            input.chars().take(80).collect::<String>()
        );
    }
}

#[test]
fn too_many_patients_are_refused() {
    let header = "MSH|^~\\&|A||||20260105||ADT^A01|1|P|2.5\r";
    let message = format!("{header}{}", "PID|\r".repeat(phi_intake::MOST_PATIENTS + 1));
    assert_eq!(read(message.as_bytes()).err(), Some(phi_intake::IntakeError::TooLarge));
}
