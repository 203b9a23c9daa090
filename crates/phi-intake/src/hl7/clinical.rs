//! What a message says about a patient's health: `DG1` and `OBX`.

use super::message::{Field, Segment};
use crate::{
    draft::Draft,
    secret::{Secret, finding, join_all, present},
};

/// DG1: the coded diagnosis, or its description.
pub(super) fn diagnosis(segment: &Segment<'_>) -> Option<Secret> {
    segment.field(3).coded().or_else(|| segment.field(4).value())
}

/// OBX: a finding, or a note where it encapsulates text.
pub(super) fn observation(patient: &mut Draft, segment: &Segment<'_>) {
    // Deleted, or posted as wrong (table 0085): its sender takes it back.
    if matches!(segment.field(11).component(1).as_str(), "D" | "W") {
        return;
    }
    let kind = segment.field(2).component(1);
    if kind.as_str() == "ED" {
        patient.notes.extend(segment.field(5).repetitions().filter_map(encapsulated));
        return;
    }
    let values: Vec<Secret> = segment.field(5).repetitions().map(|value| shown(value, &kind)).collect();
    let between = if matches!(kind.as_str(), "TX" | "FT") { "\n" } else { "; " };
    let name = segment.field(3).coded().unwrap_or_default();
    let unit = segment.field(6).component(1);
    patient.findings.extend(finding(&name, &join_all(&values, between), &unit));
}

/// A value as a reader would read it.
fn shown(value: Field<'_>, kind: &str) -> Secret {
    let parts = |between| join_all(&value.components().collect::<Vec<_>>(), between);
    match kind {
        "CE" | "CWE" | "CNE" | "CF" => value.coded().unwrap_or_default(),
        // Comparator, number, separator, number: `>^100`, `^1^:^128`.
        "SN" => parts(""),
        "ST" | "TX" | "FT" | "NM" | "" => value.text(),
        _ => parts(" "),
    }
}

/// ED: source ^ type ^ subtype ^ encoding ^ data. Text alone is read; a picture or a PDF is no note.
fn encapsulated(value: Field<'_>) -> Option<Secret> {
    let (kind, subtype) = (value.component(2), value.component(3));
    let is_text = kind.eq_ignore_ascii_case("text")
        || kind.eq_ignore_ascii_case("text/plain")
        || subtype.eq_ignore_ascii_case("text/plain");
    if !is_text {
        return None;
    }
    let data = value.component(5);
    let text = if value.component(4).eq_ignore_ascii_case("base64") { crate::fhir::base64_text(&data)? } else { data };
    present(&text)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn one(segments: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let message = format!("MSH|^~\\&|A||||20260105||ORU^R01|1|P|2.5\rPID|1\r{segments}");
        let patient = read(message.as_bytes()).unwrap().0.remove(0);
        let plain = |list: &[crate::secret::Secret]| list.iter().map(|text| text.to_string()).collect::<Vec<_>>();
        (plain(&patient.findings), plain(&patient.conditions), plain(&patient.notes))
    }

    #[test]
    fn observations_become_short_lines() {
        let (findings, _, _) = one("OBX|1|NM|2345-7^Glucose^LN||101|mg/dL^x^UCUM\r\
            OBX|2|CWE|1^Screen^L||LA1^In range^LN~LA2^Repeat^LN\r\
            OBX|3|SN|2^Titre^L||^1^:^128\r\
            OBX|4|FT|3^Comment^L||one~two\\.br\\three\r\
            OBX|5|NM|4^Withdrawn^L||7||||||D\r\
            OBX|6|NM|5^Empty^L||\r\
            OBX|7|XTN|6^Phone^L||^^PH^^^555^5550142\r\
            OBX|8|CE|7^Fallback^L||^^^B^Beta^L");
        assert_eq!(
            findings,
            [
                "Glucose: 101 mg/dL",
                "Screen: In range; Repeat",
                "Titre: 1:128",
                "Comment: one\ntwo\nthree",
                "Phone: PH 555 5550142",
                "Fallback: Beta",
            ]
        );
    }

    #[test]
    fn diagnoses_and_encapsulated_text() {
        let (_, conditions, notes) = one("DG1|1|I10|Z00.0^Examination^I10\rDG1|2|||Described only\r\
            PRB|AD|20260105|P1^Problem^L\r\
            OBX|1|ED|x||^text^^Base64^U2VlbiB0b2RheS4=\rOBX|2|ED|x||^application^pdf^Base64^JVBERg==\r\
            OBX|3|ED|x||^TEXT^^A^As it is\rOBX|4|ED|x||^text^^Base64^!!");
        assert_eq!(conditions, ["Examination", "Described only", "Problem"]);
        assert_eq!(notes, ["Seen today.", "As it is"]);
    }
}
