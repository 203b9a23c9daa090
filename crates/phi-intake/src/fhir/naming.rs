//! Which members of a resource name its patient, and what they say together.

use super::json::Json;

/// The members that name whom a resource is about, in the resources of R4 and R5: each must lead to a patient.
const ABOUT: [&str; 8] =
    ["subject", "patient", "beneficiary", "for", "individual", "subjectReference", "deliverFor", "candidate"];

/// The members that may name a person besides, or a thing: an order that a task carries out, a company that pays. A thing
/// says nothing of the patient; a person must be the same one.
///
/// Not here: who wrote, did, asserted or recorded something. A patient may have, and yet it is about another.
const BESIDE: [&str; 8] = ["focus", "about", "person", "member", "subscriber", "policyHolder", "insured", "payor"];

/// Resources that are persons or may be: what is about one of them is not about a patient who is another.
const PERSONS: [&str; 6] = ["Patient", "Person", "RelatedPerson", "Practitioner", "PractitionerRole", "Group"];

/// Whom the members of a resource name.
pub(super) enum Named {
    /// No such member is present, in any shape.
    Nobody,
    /// All that name a person name this patient.
    Patient(usize),
    /// They contradict one another, or somebody is named whom we do not understand or who is not here.
    Unclear,
}

/// What a reference leads to.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Patient(usize),
    /// Something that is no person.
    Thing,
    Unknown,
}

/// What the members say together; `target` tells what a reference leads to.
pub(super) fn named(resource: &Json, target: impl Fn(&str) -> Target) -> Named {
    let (mut present, mut agreed) = (false, None);
    for (name, value) in resource.members() {
        // A sender who writes the name in other letters names somebody all the same.
        let is = |member: &str| name.eq_ignore_ascii_case(member);
        let beside = BESIDE.into_iter().any(is);
        if !beside && !ABOUT.into_iter().any(is) {
            continue;
        }
        present = true;
        let mut told = Vec::new();
        tell(value, is("payor"), &target, &mut told);
        for target in told {
            match target {
                Target::Patient(patient) if agreed.is_none_or(|agreed| agreed == patient) => agreed = Some(patient),
                Target::Thing if beside => {}
                Target::Patient(_) | Target::Thing | Target::Unknown => return Named::Unclear,
            }
        }
    }
    match agreed {
        Some(patient) => Named::Patient(patient),
        None if present => Named::Unclear,
        None => Named::Nobody,
    }
}

/// What a member tells, each element of a list for itself. The depth of the recursion is bounded by that of the document.
fn tell(value: &Json, is_payor: bool, target: &impl Fn(&str) -> Target, told: &mut Vec<Target>) {
    match value {
        // Nothing is said, and nothing contradicted.
        Json::Null => {}
        Json::List(items) => items.iter().for_each(|item| tell(item, is_payor, target, told)),
        Json::Object(_) => {
            let before = told.len();
            for (_, reference) in value.members().filter(|(name, _)| *name == "reference") {
                told.push(reference.as_text().map_or(Target::Unknown, target));
            }
            if told.len() == before {
                told.push(unreferenced(value, is_payor));
            }
        }
        Json::Bool(_) | Json::Number(_) | Json::Text(_) => told.push(Target::Unknown),
    }
}

/// What an object without a reference tells: somebody whom we do not look up, unless it says that it is a thing.
fn unreferenced(value: &Json, is_payor: bool) -> Target {
    // Payors mostly come as the bare name of a company.
    let is_company = is_payor && value.text("display").is_some() && value.members().count() == 1;
    if is_company || value.text("type").is_some_and(is_thing) { Target::Thing } else { Target::Unknown }
}

/// Whether a resource of that kind is no person.
pub(super) fn is_thing(kind: &str) -> bool {
    kind.starts_with(|c: char| c.is_ascii_uppercase())
        && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !PERSONS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::super::{json::Json, reference::Owners, resource::Resource};

    /// Whom a resource with these members leads to, in a file with that many patients, an order and a contained device.
    fn owner(patients: usize, members: &str) -> Option<usize> {
        let patients: String = (1..=patients)
            .map(|id| format!(r#"{{"resource": {{"resourceType": "Patient", "id": "{id}"}}}},"#))
            .collect();
        let document = Json::parse(&format!(
            r##"{{"resourceType": "Bundle", "entry": [{patients}
                {{"fullUrl": "urn:uuid:order", "resource": {{"resourceType": "ServiceRequest"}}}},
                {{"fullUrl": "urn:uuid:mother", "resource": {{"resourceType": "RelatedPerson"}}}},
                {{"resource": {{{members}, "contained": [{{"resourceType": "Device", "id": "d"}}], "resourceType": "Task"}}}}
            ]}}"##
        ))
        .unwrap();
        let resources = Resource::all_of(&document);
        Owners::of(&resources).of_resource(resources.len() - 2, &resources)
    }

    #[test]
    fn who_is_named_in_any_form_keeps_the_only_patient_out() {
        let forms = [
            r#"{"reference": "Patient/9"}"#,
            r#"[{"reference": "Patient/9"}]"#,
            r#"[{"reference": "Patient/1"}, {"reference": "Patient/9"}]"#,
            r#"[[{"reference": "Patient/9"}]]"#,
            r#"{"reference": "Patient/1", "reference": "Patient/9"}"#,
            r#"{"reference": "RelatedPerson/9"}"#,
            r#"{"reference": "urn:uuid:mother"}"#,
            r#"{"reference": 5}"#,
            r#"{"reference": null}"#,
            r#"{"identifier": {"value": "9"}}"#,
            r#"{"reference": ["Patient/1"]}"#,
            r#""Patient/1""#,
            "7",
            "true",
            "null",
            "[]",
            "{}",
            "[null]",
        ];
        for name in [
            "subject",
            "patient",
            "beneficiary",
            "for",
            "individual",
            "focus",
            "person",
            "member",
            "subscriber",
            "payor",
            "policyHolder",
            "Subject",
        ] {
            for form in forms {
                assert_eq!(owner(1, &format!(r#""{name}": {form}"#)), None, "{name}: {form}");
            }
            for form in [r#"{"reference": "Patient/1"}"#, r#"[{"reference": "Patient/1"}]"#] {
                assert_eq!(owner(1, &format!(r#""{name}": {form}"#)), Some(0), "{name}: {form}");
            }
        }
        for name in ["author", "performer", "asserter", "recorder", "requester"] {
            for form in forms {
                assert_eq!(owner(1, &format!(r#""{name}": {form}"#)), Some(0), "{name}: {form}");
            }
        }
    }

    #[test]
    fn several_members_must_agree_and_things_are_no_patients() {
        const TWO: &str = r#""for": {"reference": "Patient/2"}"#;
        for (beside, expected) in [
            (r#""subject": {"reference": "Patient/2"}"#, Some(1)),
            (r#""subject": [{"reference": "Patient/2"}, {"reference": "Patient/2"}]"#, Some(1)),
            (r#""focus": {"reference": "ServiceRequest/7"}"#, Some(1)),
            (
                r#""focus": [{"reference": "urn:uuid:order"}, {"reference": "http://a.example/fhir/Device/1/_history/2"}]"#,
                Some(1),
            ),
            (r##""focus": {"reference": "#d"}"##, Some(1)),
            (r#""payor": [{"reference": "Organization/1"}]"#, Some(1)),
            (r#""payor": [{"display": "Plan"}]"#, Some(1)),
            (r#""payor": [{"type": "Organization", "identifier": {"value": "9"}}]"#, Some(1)),
            (r#""focus": null"#, Some(1)),
            (r#""subject": {"reference": "Patient/1"}"#, None),
            (r#""for": {"reference": "Patient/1"}"#, None),
            (r#""subject": {"display": "Ana"}"#, None),
            (r#""subject": {"reference": "Device/1"}"#, None),
            (r#""focus": {"reference": "urn:uuid:mother"}"#, None),
            (r#""focus": {"reference": "urn:uuid:other"}"#, None),
            (r##""focus": {"reference": "#e"}"##, None),
            (r#""focus": [{"reference": "Patient/1"}]"#, None),
            (r#""subscriber": {"reference": "RelatedPerson/1"}"#, None),
            (r#""payor": [{"reference": "Patient/3"}]"#, None),
            (r#""payor": [{"identifier": {"value": "9"}}]"#, None),
        ] {
            assert_eq!(owner(2, &format!("{TWO}, {beside}")), expected, "{beside}");
            assert_eq!(owner(2, &format!("{beside}, {TWO}")), expected, "{beside}");
        }
        // A thing alone tells nobody, and yet something is named: the only patient is no guess to make.
        assert_eq!(owner(1, r#""focus": {"reference": "ServiceRequest/7"}"#), None);
    }
}
