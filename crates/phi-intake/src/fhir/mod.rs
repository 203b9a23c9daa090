//! FHIR R4 in JSON: a resource, or a bundle of them.

mod clinical;
mod code;
mod json;
mod markup;
mod naming;
mod patient;
mod reference;
mod resource;

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::{
    IntakeError, MOST_PATIENTS, detect,
    draft::Draft,
    secret::{Secret, secret},
};
use json::Json;
use reference::Owners;
use resource::Resource;

/// Reads the patients of a document, and counts the resources whose patient is not in it.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<Draft>, usize), IntakeError> {
    let tree = Json::parse(detect::text(bytes)?)?;
    tree.text("resourceType").ok_or(IntakeError::NotFhir)?;
    let resources = Resource::all_of(&tree);
    let owners = Owners::of(&resources);
    if owners.count() > MOST_PATIENTS {
        return Err(IntakeError::TooLarge);
    }
    let mut patients: Vec<Draft> = Vec::new();
    for resource in resources.iter().filter(|resource| resource.is_patient()) {
        patients.push(patient::identity(resource.json));
    }
    let mut unattached = 0_usize;
    for (at, resource) in resources.iter().enumerate() {
        let found = clinical::read(resource.json);
        if found.adds_nothing() {
            continue;
        }
        match owners.of_resource(at, &resources).and_then(|owner| patients.get_mut(owner)) {
            Some(patient) => patient.absorb(found),
            None => unattached = unattached.saturating_add(1),
        }
    }
    Ok((patients, unattached))
}

/// Text in Base64, with the line breaks that MIME puts in; `None` if it is neither.
pub(crate) fn base64_text(encoded: &str) -> Option<Secret> {
    let mut packed = Zeroizing::new(String::with_capacity(encoded.len()));
    packed.extend(encoded.chars().filter(|c| !c.is_ascii_whitespace()));
    // A buffer of ours, so that what was decoded before a flaw is wiped too.
    let mut bytes = Zeroizing::new(vec![0; packed.len()]);
    let decoded = Base64::decode(packed.as_bytes(), &mut bytes).ok()?;
    core::str::from_utf8(decoded).ok().map(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(draft: &Draft) -> Vec<&str> {
        draft.notes.iter().map(|text| text.as_str()).collect()
    }

    #[test]
    fn a_bundle_brings_each_finding_to_its_patient() {
        let (patients, unattached) = read(
            br##"{"resourceType": "Bundle", "entry": [
                {"fullUrl": "urn:uuid:aa", "resource": {"resourceType": "Patient", "id": "1", "name": [{"family": "One"}]}},
                {"fullUrl": "http://example.org/Patient/2", "resource": {"resourceType": "Patient", "id": "2"}},
                {"resource": {"resourceType": "Condition", "subject": {"reference": "urn:uuid:aa"}, "note": [{"text": "to one"}]}},
                {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/2"}, "note": [{"text": "to two"}]}},
                {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/3"}, "note": [{"text": "to nobody"}]}},
                {"resource": {"resourceType": "Condition", "note": [{"text": "whose is it"}]}}
            ]}"##,
        )
        .unwrap();
        assert_eq!(patients.len(), 2);
        assert_eq!((notes(&patients[0]), notes(&patients[1])), (vec!["to one"], vec!["to two"]));
        assert_eq!(unattached, 2);
    }

    #[test]
    fn the_only_patient_takes_what_names_nobody() {
        let (patients, unattached) = read(
            br##"{"resourceType": "Bundle", "entry": [
                {"resource": {"resourceType": "Patient", "id": "1"}},
                {"resource": {"resourceType": "Condition", "note": [{"text": "named nobody"}]}},
                {"resource": {"resourceType": "Condition", "subject": {"display": "Ana"}, "note": [{"text": "by display"}]}},
                {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/9"}, "note": [{"text": "another"}]}},
                {"resource": {"resourceType": "Observation", "subject": {"identifier": {"value": "9"}}, "note": [{"text": "another"}]}}
            ]}"##,
        )
        .unwrap();
        assert_eq!((notes(&patients[0]), unattached), (vec!["named nobody"], 3));
    }

    #[test]
    fn what_names_another_by_any_member_is_counted_and_not_taken() {
        for member in [
            r#""for": {"reference": "Patient/9"}"#,
            r#""subject": [{"reference": "Patient/9"}]"#,
            r#""focus": [{"reference": "Patient/9"}]"#,
            r#""individual": {"reference": "Patient/9"}"#,
            r#""subject": "Patient/9""#,
            r#""subject": {"reference": 5}"#,
        ] {
            let document = format!(
                r#"{{"resourceType": "Bundle", "entry": [{{"resource": {{"resourceType": "Patient", "id": "1"}}}},
                {{"resource": {{"resourceType": "Task", {member}, "note": [{{"text": "x"}}]}}}}]}}"#
            );
            let (patients, unattached) = read(document.as_bytes()).unwrap();
            assert_eq!((notes(&patients[0]).len(), unattached), (0, 1), "{member}");
        }
    }

    #[test]
    fn a_contained_patient_is_a_patient() {
        let (patients, _) = read(
            br##"{"resourceType": "Observation", "subject": {"reference": "#p"}, "code": {"text": "Weight"}, "valueString": "3 kg",
                "contained": [{"resourceType": "Patient", "id": "p", "name": [{"family": "Testpatient"}]}]}"##,
        )
        .unwrap();
        assert_eq!(patients.len(), 1);
        assert_eq!(patients[0].findings[0].as_str(), "Weight: 3 kg");
    }

    #[test]
    fn zero_patients_are_valid_and_other_json_is_refused() {
        assert_eq!(read(br#"{"resourceType": "Organization", "name": "x"}"#).unwrap().0.len(), 0);
        for other in [r#"{}"#, r#"{"resourceType": 1}"#, r#"{"entry": []}"#] {
            assert_eq!(read(other.as_bytes()).err(), Some(IntakeError::NotFhir), "{other}");
        }
    }

    #[test]
    fn base64_may_be_broken_into_lines() {
        assert_eq!(base64_text("U2Vlbi\r\nB0b2RheS4=\n").unwrap().as_str(), "Seen today.");
        assert!(base64_text("/w==").is_none() && base64_text("U2V").is_none());
    }
}
