//! Who a `Patient` is.

use super::json::Json;
use crate::{
    draft::Draft,
    kind::Kind,
    secret::{Secret, join, person_name, present},
};

/// Reads a `Patient`.
pub(super) fn identity(json: &Json) -> Draft {
    let mut patient = Draft { born: json.present("birthDate"), sex: json.present("gender"), ..Draft::default() };
    for identifier in json.list("identifier") {
        if let Some(value) = identifier.present("value") {
            patient.identify(kind(identifier), value);
        }
    }
    for name in by_rank(json.list("name"), |name| rank_of_name(name.text("use"))).filter_map(human_name) {
        patient.call(name);
    }
    for telecom in json.list("telecom") {
        reach(telecom, &mut patient);
    }
    if let Some(address) = by_rank(json.list("address"), |address| rank_of_address(address.text("use"))).next() {
        place(address, &mut patient);
    }
    patient.contacts.extend(json.list("contact").iter().filter_map(|contact| human_name(contact.get("name"))));
    let mothers = json.list("extension").iter().filter(|extension| {
        extension.text("url") == Some("http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName")
    });
    patient.contacts.extend(mothers.filter_map(|extension| extension.present("valueString")));
    patient
}

/// A HumanName as `Family, Given Given Suffix`, or its text where it has no family name.
pub(super) fn human_name(name: &Json) -> Option<Secret> {
    let texts = |member| name.list(member).iter().filter_map(Json::as_text).collect::<Vec<&str>>();
    let others = [texts("given"), texts("suffix")].concat();
    match name.text("family") {
        Some(family) => person_name(family, &others),
        None => name.present("text").or_else(|| person_name("", &others)),
    }
}

fn kind(identifier: &Json) -> Kind {
    let coded =
        identifier.get("type").list("coding").iter().filter_map(|coding| coding.text("code")).map(Kind::of_code);
    let told = coded.into_iter().find(|kind| *kind != Kind::Other);
    told.or_else(|| identifier.text("system").and_then(Kind::of_system)).unwrap_or(Kind::Other)
}

/// The best first; those of a rank stay in their order.
fn by_rank(list: &[Json], rank: impl Fn(&Json) -> u8) -> impl Iterator<Item = &Json> {
    let mut ranked: Vec<&Json> = list.iter().collect();
    ranked.sort_by_key(|json| rank(json));
    ranked.into_iter()
}

fn rank_of_name(used: Option<&str>) -> u8 {
    match used {
        Some("official") => 0,
        Some("usual") => 1,
        None | Some("temp" | "nickname" | "anonymous") => 2,
        Some(_) => 3, // old, maiden
    }
}

fn rank_of_address(used: Option<&str>) -> u8 {
    match used {
        Some("home") => 0,
        None => 1,
        Some("old") => 3,
        Some(_) => 2,
    }
}

fn reach(telecom: &Json, patient: &mut Draft) {
    let Some(value) = telecom.present("value") else { return };
    match telecom.text("system") {
        Some("phone" | "fax" | "sms" | "pager") => patient.phones.push(value),
        Some("email") if patient.email.is_none() => patient.email = Some(value),
        // Without a system the value itself must tell; a web address is neither.
        None if value.contains('@') && patient.email.is_none() => patient.email = Some(value),
        None if value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) => patient.phones.push(value),
        _ => {}
    }
}

fn place(address: &Json, patient: &mut Draft) {
    let lines: Vec<&str> = address.list("line").iter().filter_map(Json::as_text).collect();
    patient.street = present(&join(&lines, ", ")).or_else(|| address.present("text"));
    patient.city = address.present("city");
    patient.state = address.present("state");
    patient.zip = address.present("postalCode");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &Option<Secret>) -> &str {
        value.as_ref().map_or("", |value| value.as_str())
    }

    fn texts(list: &[Secret]) -> Vec<&str> {
        list.iter().map(|text| text.as_str()).collect()
    }

    #[test]
    fn the_whole_of_a_patient() {
        let json = Json::parse(
            r#"{"resourceType": "Patient", "birthDate": "1961-06-15", "gender": "female",
            "identifier": [
                {"system": "urn:oid:1.2.3", "value": "X-1"},
                {"type": {"coding": [{"code": "MR"}]}, "value": "M-1"},
                {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "000-12-3456"},
                {"type": {"coding": [{"code": "MB"}]}, "value": "MEM-1"},
                {"type": {"coding": [{"code": "DL"}]}, "value": "DL-1"}, {"value": 7}],
            "name": [
                {"use": "maiden", "family": "Before"}, {"text": "Annie T."},
                {"use": "official", "family": "Testpatient", "given": ["Ana", null, "M"], "suffix": ["III"], "text": "ignored"}],
            "telecom": [{"system": "phone", "value": "555-555-0142"}, {"system": "email", "value": "ana@example.org"},
                {"value": "b@example.org"}, {"system": "url", "value": "http://example.org"}, {"value": "+1 555 555 0143"}],
            "address": [{"use": "old", "city": "Elsewhere"},
                {"use": "home", "line": ["1 Sample St", "Apt 2"], "city": "Sampleton", "state": "NC", "postalCode": "00001"}],
            "contact": [{"name": {"family": "Testpatient", "given": ["Max"]}}, {"telecom": []}],
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", "valueString": "Maiden"}]}"#,
        )
        .unwrap();
        let patient = identity(&json);
        assert_eq!((text(&patient.mrn), text(&patient.ssn), text(&patient.member_id)), ("M-1", "000-12-3456", "MEM-1"));
        assert_eq!(texts(&patient.other_ids), ["X-1", "DL-1"]);
        assert_eq!(text(&patient.name), "Testpatient, Ana M III");
        assert_eq!(texts(&patient.aliases), ["Annie T.", "Before"]);
        assert_eq!((text(&patient.born), text(&patient.sex)), ("1961-06-15", "female"));
        assert_eq!(
            (texts(&patient.phones), text(&patient.email)),
            (vec!["555-555-0142", "+1 555 555 0143"], "ana@example.org")
        );
        assert_eq!((text(&patient.street), text(&patient.city)), ("1 Sample St, Apt 2", "Sampleton"));
        assert_eq!((text(&patient.state), text(&patient.zip)), ("NC", "00001"));
        assert_eq!(texts(&patient.contacts), ["Testpatient, Max", "Maiden"]);
    }
}
