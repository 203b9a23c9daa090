//! What a resource says about the health of its patient.

use super::{base64_text, code, json::Json, markup, patient::human_name, resource};
use crate::{
    draft::Draft,
    secret::{Secret, finding, join, present},
};

/// Reads what one resource adds to its patient; most add nothing.
pub(super) fn read(json: &Json) -> Draft {
    let mut found = Draft::default();
    if is_withdrawn(json) {
        return found;
    }
    match resource::kind(json) {
        "AllergyIntolerance" => found.allergies.extend(allergy(json)),
        "Condition" => found.conditions.extend(code::concept(json.get("code"))),
        "Observation" => observation(json, &mut found),
        "DocumentReference" => {
            found.notes.extend(json.list("content").iter().filter_map(|content| attachment(content.get("attachment"))));
        }
        "DiagnosticReport" => {
            found.notes.extend(json.list("presentedForm").iter().filter_map(attachment));
            found.notes.extend(json.present("conclusion"));
        }
        "Composition" => sections(json.list("section"), &mut found.notes),
        "RelatedPerson" => found.contacts.extend(json.list("name").iter().filter_map(human_name)),
        "Coverage" => found.member_id = json.present("subscriberId"),
        _ => {}
    }
    // Annotations stand under this name in every resource that has them.
    found.notes.extend(json.list("note").iter().filter_map(|note| note.present("text")));
    found
}

/// Entered in error, cancelled or refuted: it does not hold of the patient.
fn is_withdrawn(json: &Json) -> bool {
    matches!(json.text("status"), Some("entered-in-error" | "cancelled"))
        || code::has_code(json.get("verificationStatus"), &["entered-in-error", "refuted"])
}

/// The substance, by its code or by the reactions to it.
fn allergy(json: &Json) -> Option<Secret> {
    code::concept(json.get("code"))
        .or_else(|| json.list("reaction").iter().find_map(|reaction| code::concept(reaction.get("substance"))))
}

fn observation(json: &Json, found: &mut Draft) {
    for measured in core::iter::once(json).chain(json.list("component")) {
        if let Some((value, unit)) = code::value(measured) {
            let name = code::concept(measured.get("code")).unwrap_or_default();
            found.findings.extend(finding(&name, &value, &unit));
        }
    }
}

/// An attachment that is text and stands in the document itself.
fn attachment(json: &Json) -> Option<Secret> {
    let text = || base64_text(json.text("data")?);
    match json.text("contentType")?.split(';').next()?.trim() {
        "text/plain" => present(&text()?),
        "text/html" | "application/xhtml+xml" => markup::strip(&text()?),
        _ => None,
    }
}

/// The narrative of each section, under its title.
fn sections(list: &[Json], notes: &mut Vec<Secret>) {
    for section in list {
        if let Some(text) = section.get("text").text("div").and_then(markup::strip) {
            notes.push(join(&[section.text("title").unwrap_or_default(), &text], "\n"));
        }
        sections(section.list("section"), notes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Draft {
        read(&Json::parse(text).unwrap())
    }

    fn texts(list: &[Secret]) -> Vec<&str> {
        list.iter().map(|text| text.as_str()).collect()
    }

    #[test]
    fn observations_become_short_lines() {
        for (member, expected) in [
            (r#""valueQuantity": {"value": 6.3, "unit": "mmol/l", "comparator": "<"}"#, "Glucose: <6.3 mmol/l"),
            (r#""valueQuantity": {"value": 0.1, "code": "mg"}"#, "Glucose: 0.1 mg"),
            (r#""valueString": "high""#, "Glucose: high"),
            (r#""valueBoolean": true"#, "Glucose: true"),
            (r#""valueInteger": 5"#, "Glucose: 5"),
            (r#""valueCodeableConcept": {"coding": [{"code": "p"}, {"display": "Positive"}]}"#, "Glucose: Positive"),
            (
                r#""valueRange": {"low": {"value": 1, "unit": "g"}, "high": {"value": 2, "unit": "g"}}"#,
                "Glucose: 1 g - 2 g",
            ),
            (r#""valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}"#, "Glucose: 1 / 128"),
            (r#""valuePeriod": {"start": "2026-01-05"}"#, "Glucose: 2026-01-05"),
        ] {
            let found = one(&format!(r#"{{"resourceType": "Observation", "code": {{"text": "Glucose"}}, {member}}}"#));
            assert_eq!(texts(&found.findings), [expected]);
        }
    }

    #[test]
    fn components_are_lines_of_their_own() {
        let found = one(r#"{"resourceType": "Observation", "code": {"text": "Blood pressure"}, "component": [
            {"code": {"text": "Systolic"}, "valueQuantity": {"value": 107, "unit": "mmHg"}},
            {"code": {"text": "Diastolic"}, "dataAbsentReason": {"text": "unknown"}}]}"#);
        assert_eq!(texts(&found.findings), ["Systolic: 107 mmHg"]);
    }

    #[test]
    fn notes_come_from_where_clinicians_write() {
        let found = one(r#"{"resourceType": "DocumentReference", "content": [
            {"attachment": {"contentType": "text/plain; charset=utf-8", "data": "U2VlbiB0b2RheS4="}},
            {"attachment": {"contentType": "text/html", "data": "PHA+SGk8L3A+"}},
            {"attachment": {"contentType": "application/pdf", "data": "JVBERg=="}}, {"attachment": {"url": "Binary/1"}}]}"#);
        assert_eq!(texts(&found.notes), ["Seen today.", "Hi"]);
        let found = one(
            r#"{"resourceType": "Composition", "section": [{"title": "Plan", "text": {"div": "<div>Rest &amp; fluids</div>"},
            "section": [{"text": {"div": "<div>Inner</div>"}}]}], "text": {"div": "<div>generated</div>"}}"#,
        );
        assert_eq!(texts(&found.notes), ["Plan\nRest & fluids", "Inner"]);
        let found = one(
            r#"{"resourceType": "DiagnosticReport", "conclusion": "Clear.", "presentedForm": [{"contentType": "text/plain", "data": "SGk="}]}"#,
        );
        assert_eq!(texts(&found.notes), ["Hi", "Clear."]);
        assert_eq!(
            texts(&one(r#"{"resourceType": "Procedure", "note": [{"text": "Went well."}]}"#).notes),
            ["Went well."]
        );
    }

    #[test]
    fn allergies_conditions_and_people() {
        assert_eq!(
            texts(&one(r#"{"resourceType": "AllergyIntolerance", "code": {"text": "Penicillin"}}"#).allergies),
            ["Penicillin"]
        );
        let by_reaction = one(
            r#"{"resourceType": "AllergyIntolerance", "reaction": [{"substance": {"coding": [{"display": "Nuts"}]}}]}"#,
        );
        assert_eq!(texts(&by_reaction.allergies), ["Nuts"]);
        assert_eq!(
            texts(&one(r#"{"resourceType": "Condition", "code": {"coding": [{"code": "I10"}]}}"#).conditions),
            ["I10"]
        );
        assert_eq!(
            texts(&one(r#"{"resourceType": "RelatedPerson", "name": [{"family": "Testpatient"}]}"#).contacts),
            ["Testpatient"]
        );
        assert!(one(r#"{"resourceType": "Coverage", "subscriberId": "S-1"}"#).member_id.is_some());
    }

    #[test]
    fn what_was_withdrawn_is_passed_over() {
        for withdrawn in [
            r#"{"resourceType": "Observation", "status": "entered-in-error", "code": {"text": "x"}, "valueString": "y"}"#,
            r#"{"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "refuted"}]}, "code": {"text": "x"}}"#,
        ] {
            assert!(one(withdrawn).adds_nothing());
        }
    }
}
