//! What goes in never comes out by way of `Debug`, `Display` or an error.
#![forbid(unsafe_code)]

use phi_intake::{Intake, IntakeError, IntakePatient, read};

const CANARY: &str = "ZQXCANARY";

const HL7: &str = "MSH|^~\\&|ZQXCANARY||||20260105||ORU^R01|ZQXCANARY|P|2.5.1\r\
    PID|1|ZQXCANARY2|ZQXCANARY3^^^A^MR~ZQXCANARY4^^^A^SS||ZQXCANARY^Ana|ZQXCANARY^Maria|ZQXCANARY|ZQXCANARY|ZQXCANARY^Alias||\
    ZQXCANARY^^ZQXCANARY^ZQXCANARY^ZQXCANARY||ZQXCANARY|^NET^Internet^ZQXCANARY@example.org||||ZQXCANARY5|ZQXCANARY6\r\
    NK1|1|ZQXCANARY^Max|FTH\rIN1|1|||||||||||||||||||||||||||||||||||ZQXCANARY7\rAL1|1||^ZQXCANARY\rDG1|1||^ZQXCANARY\r\
    OBX|1|ST|x^ZQXCANARY||ZQXCANARY|ZQXCANARY\rNTE|1||ZQXCANARY\r";

const FHIR: &str = r#"{"resourceType": "Bundle", "entry": [
    {"resource": {"resourceType": "Patient", "birthDate": "ZQXCANARY", "gender": "ZQXCANARY", "name": [{"family": "ZQXCANARY"}],
        "identifier": [{"value": "ZQXCANARY"}], "telecom": [{"system": "phone", "value": "ZQXCANARY"}]}},
    {"resource": {"resourceType": "Observation", "code": {"text": "ZQXCANARY"}, "valueString": "ZQXCANARY"}},
    {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/ZQXCANARY"}, "code": {"text": "ZQXCANARY"}}}
]}"#;

/// Everything that a careless host could print.
fn printed(intake: &Intake) -> String {
    let mut out = format!("{intake:?} {intake:#?}");
    for patient in &intake.patients {
        out.push_str(&printed_patient(patient));
    }
    out
}

fn printed_patient(patient: &IntakePatient) -> String {
    let IntakePatient {
        mrn,
        ssn,
        member_id,
        account,
        other_ids,
        name,
        aliases,
        born,
        sex,
        street,
        city,
        state,
        zip,
        phones,
        email,
        contacts,
        allergies,
        conditions,
        findings,
        notes,
        refused,
        ..
    } = patient;
    let refusals: Vec<String> = refused.iter().map(ToString::to_string).collect();
    format!(
        "{mrn:?} {ssn:?} {member_id:?} {account:?} {other_ids:?} {name:?} {aliases:?} {born:?} {sex:?} {street:?} {city:?} \
         {state:?} {zip:?} {phones:?} {email:?} {contacts:?} {allergies:?} {conditions:?} {findings:?} {notes:?} {refused:?} \
         {refusals:?} {patient:?} {patient:#?}"
    )
}

#[test]
fn no_result_shows_its_input() {
    let long = HL7.replace("ZQXCANARY^Ana", &CANARY.repeat(60));
    for input in [HL7, FHIR, &long, "Seen: ZQXCANARY."] {
        let intake = read(input.as_bytes()).unwrap();
        assert_eq!(intake.patients.len(), 1);
        let shown = printed(&intake);
        assert!(!shown.contains("ZQX") && !shown.contains("CANARY"));
    }
    assert_eq!(read(long.as_bytes()).unwrap().patients[0].refused.len(), 1);
}

#[test]
fn every_field_of_the_canary_message_arrives() {
    let patient = read(HL7.as_bytes()).unwrap().patients.remove(0);
    let present = [
        patient.mrn.is_some(),
        patient.ssn.is_some(),
        patient.member_id.is_some(),
        patient.account.is_some(),
        patient.name.is_some(),
        patient.born.is_some(),
        patient.sex.is_some(),
        patient.street.is_some(),
        patient.city.is_some(),
        patient.state.is_some(),
        patient.zip.is_some(),
        patient.email.is_some(),
    ];
    assert!(present.into_iter().all(|present| present));
    assert_eq!(
        (patient.other_ids.len(), patient.aliases.len(), patient.phones.len(), patient.contacts.len()),
        (2, 1, 1, 2)
    );
    assert_eq!(
        (patient.allergies.len(), patient.conditions.len(), patient.findings.len(), patient.notes.len()),
        (1, 1, 1, 1)
    );
}

#[test]
fn no_error_shows_its_input() {
    let mut errors: Vec<IntakeError> = Vec::new();
    // Each place to cut and each place to spoil the documents, in turn.
    for input in [HL7, FHIR] {
        for at in 0..input.len() {
            errors.extend(read(&input.as_bytes()[..at]).err());
            for spoil in [0_u8, 0xff, b'"', b'}', b'|'] {
                let mut bytes = input.as_bytes().to_vec();
                bytes[at] = spoil;
                errors.extend(read(&bytes).err());
            }
        }
    }
    errors.extend(read(br#"{"ZQXCANARY": "ZQXCANARY"}"#).err());
    errors.extend(read(b"ZQXCANARY\x00").err());
    assert!(errors.len() > 1000);
    for error in errors {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains("ZQX") && !shown.contains("CANARY"));
    }
}
