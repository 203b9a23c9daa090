//! Messages between systems that stand in texts: lines of HL7 version 2, segments of X12.
//!
//! A field of such a message is told by its place alone. Which places hold what: HL7 version 2.5.1 chapters 3, 4, 6 and 7;
//! X12 005010 segments NM1, N3, N4, DMG, PER, REF and CLM.

use phi_types::IdentifierClass::{
    self, Account, CertificateOrLicense, Date, Geography, HealthPlanBeneficiary, MedicalRecordNumber, Name, Other,
    Phone, Ssn,
};

use super::{
    piece::Signs,
    span::{Confidence, Found, Span, Write},
};
use crate::rule::Zip3;

/// The longest line that is read as a segment.
const MAX_SEGMENT: usize = 4096;

/// What a field of an HL7 segment holds.
type Fields = &'static [(usize, Kind)];

#[derive(Clone, Copy)]
enum Kind {
    /// All of its components.
    Whole(IdentifierClass),
    /// A person behind an identifier: `12^RUIZ^ANA`.
    Person,
    /// A ward, room and bed; only the house after them tells a place.
    Ward,
    /// An address: street, city and ZIP code; State and country stay.
    Address,
}

use Kind::{Address, Person, Ward, Whole};

/// The fields that tell, by segment, counted as the standard does.
const HL7: &[(&str, Fields)] = &[
    ("MSH", &[(4, Whole(Geography)), (6, Whole(Geography)), (10, Whole(Other))]),
    ("EVN", &[(5, Person), (7, Whole(Geography))]),
    (
        "PID",
        &[
            (2, Whole(MedicalRecordNumber)),
            (3, Whole(MedicalRecordNumber)),
            (4, Whole(MedicalRecordNumber)),
            (5, Whole(Name)),
            (6, Whole(Name)),
            (7, Whole(Date)),
            (9, Whole(Name)),
            (11, Address),
            (12, Whole(Geography)),
            (13, Whole(Phone)),
            (14, Whole(Phone)),
            (18, Whole(Account)),
            (19, Whole(Ssn)),
            (20, Whole(CertificateOrLicense)),
            (21, Whole(MedicalRecordNumber)),
            (23, Whole(Geography)),
            (29, Whole(Date)),
        ],
    ),
    ("PD1", &[(3, Whole(Geography)), (4, Person)]),
    (
        "NK1",
        &[
            (2, Whole(Name)),
            (4, Address),
            (5, Whole(Phone)),
            (6, Whole(Phone)),
            (13, Whole(Geography)),
            (33, Whole(Other)),
            (37, Whole(Ssn)),
        ],
    ),
    (
        "PV1",
        &[(3, Ward), (6, Ward), (7, Person), (8, Person), (9, Person), (17, Person), (19, Whole(Other)), (52, Person)],
    ),
    (
        "GT1",
        &[
            (2, Whole(Account)),
            (3, Whole(Name)),
            (5, Address),
            (6, Whole(Phone)),
            (7, Whole(Phone)),
            (8, Whole(Date)),
            (12, Whole(Ssn)),
            (16, Whole(Geography)),
            (17, Address),
        ],
    ),
    (
        "IN1",
        &[
            (5, Address),
            (8, Whole(HealthPlanBeneficiary)),
            (11, Whole(Geography)),
            (16, Whole(Name)),
            (18, Whole(Date)),
            (19, Address),
            (36, Whole(HealthPlanBeneficiary)),
            (49, Whole(HealthPlanBeneficiary)),
        ],
    ),
    (
        "IN2",
        &[
            (1, Whole(HealthPlanBeneficiary)),
            (2, Whole(Ssn)),
            (6, Whole(HealthPlanBeneficiary)),
            (8, Whole(HealthPlanBeneficiary)),
            (61, Whole(HealthPlanBeneficiary)),
        ],
    ),
    (
        "ORC",
        &[
            (2, Whole(Other)),
            (3, Whole(Other)),
            (10, Person),
            (11, Person),
            (12, Person),
            (14, Whole(Phone)),
            (19, Person),
            (21, Whole(Geography)),
            (22, Address),
            (23, Whole(Phone)),
            (24, Address),
        ],
    ),
    (
        "OBR",
        &[
            (2, Whole(Other)),
            (3, Whole(Other)),
            (10, Person),
            (16, Person),
            (17, Whole(Phone)),
            (28, Person),
            (32, Person),
            (33, Person),
            (34, Person),
        ],
    ),
    ("OBX", &[(16, Person), (23, Whole(Geography)), (24, Address), (25, Person)]),
    ("SPM", &[(2, Whole(Other))]),
    ("ROL", &[(4, Person)]),
    ("TXA", &[(5, Person), (9, Person), (10, Person), (11, Person), (12, Whole(Other))]),
    ("SCH", &[(1, Whole(Other)), (2, Whole(Other)), (12, Person), (16, Person)]),
    ("AIP", &[(3, Person)]),
    ("ACC", &[(3, Whole(Geography))]),
];

/// Finds what stands in the fields of messages.
pub(super) fn find(text: &str, signs: Signs, found: &mut Vec<Found>) {
    if signs.may_have(b'|') && (text.contains("MSH|") || text.contains("PID|") || text.contains("PV1|")) {
        let mut at = 0;
        for line in text.split_inclusive(['\n', '\r']) {
            hl7(text, at, line.trim_end(), found);
            at += line.len();
        }
    }
    if signs.may_have(b'*') && text.contains("NM1*") {
        let mut at = 0;
        for segment in text.split_inclusive(['~', '\n']) {
            x12(text, at, segment.trim_end_matches(['~', '\n', '\r']), found);
            at += segment.len();
        }
    }
}

fn hl7(text: &str, start: usize, line: &str, found: &mut Vec<Found>) {
    // Quoted in a mail, or behind a number of the line.
    let lead = line.len() - line.trim_start_matches([' ', '>', '\t', '\u{b}']).len();
    let Some(line) = line.get(lead..).filter(|line| line.len() <= MAX_SEGMENT && line.get(3..4) == Some("|")) else {
        return;
    };
    let Some((name, fields)) = HL7.iter().find(|(name, _)| line.starts_with(name)) else { return };
    // In MSH the first bar is a field itself.
    let shift = usize::from(*name == "MSH");
    let mut at = start + lead;
    for (number, field) in line.split('|').enumerate() {
        if let Some((_, kind)) = fields.iter().find(|(wanted, _)| *wanted == number + shift) {
            take(text, at, field, *kind, found);
        }
        at += field.len() + 1;
    }
}

fn take(text: &str, start: usize, field: &str, kind: Kind, found: &mut Vec<Found>) {
    let mut at = start;
    for repetition in field.split('~') {
        match kind {
            Whole(class) => {
                // Behind the value stand its authority and type.
                let value = match class {
                    Name => {
                        repetition.split('^').take(5).map(str::len).sum::<usize>()
                            + repetition.matches('^').count().min(4)
                    }
                    Geography => repetition.len(),
                    _ => repetition.split('^').next().map_or(0, str::len),
                };
                add(text, at, at + value, class, found);
                // Who gave a record number its meaning.
                if class == MedicalRecordNumber {
                    parts(text, at, repetition, 3..4, Geography, found);
                }
                if class == Phone {
                    parts(text, at, repetition, 1.., class, found);
                }
            }
            Person => {
                let first = repetition.split('^').next().unwrap_or_default();
                let class = if first.bytes().any(|b| b.is_ascii_digit()) { CertificateOrLicense } else { Name };
                add(text, at, at + first.len(), class, found);
                parts(text, at, repetition, 1..5, Name, found);
            }
            Ward => parts(text, at, repetition, 3..4, Geography, found),
            Address => {
                parts(text, at, repetition, 0..3, Geography, found);
                parts(text, at, repetition, 4..5, Geography, found);
                parts(text, at, repetition, 8..9, Geography, found);
            }
        }
        at += repetition.len() + 1;
    }
}

/// Some components of a field, each for itself.
fn parts(
    text: &str,
    start: usize,
    field: &str,
    wanted: impl core::ops::RangeBounds<usize>,
    class: IdentifierClass,
    found: &mut Vec<Found>,
) {
    let mut at = start;
    for (number, part) in field.split(['^', '&']).enumerate() {
        if wanted.contains(&number) {
            add(text, at, at + part.len(), class, found);
        }
        at += part.len() + 1;
    }
}

fn x12(text: &str, start: usize, segment: &str, found: &mut Vec<Found>) {
    let lead = segment.len() - segment.trim_start().len();
    let start = start + lead;
    let segment = segment.trim_start();
    let mut at = start;
    let elements: Vec<(usize, &str)> = segment
        .split('*')
        .take(24)
        .map(|element| {
            let place = at;
            at += element.len() + 1;
            (place, element)
        })
        .collect();
    let mut put = |number: usize, class: IdentifierClass| {
        if let Some((at, element)) = elements.get(number) {
            add(text, *at, at + element.len(), class, found);
        }
    };
    let is = |number: usize, values: &[&str]| elements.get(number).is_some_and(|(_, element)| values.contains(element));
    match elements.first().map(|(_, name)| *name) {
        // Payers and clearing houses are no persons.
        Some("NM1") if !is(1, &["PR", "40", "41"]) => {
            let class = if is(2, &["1"]) { Name } else { Geography };
            (3..=5).for_each(|number| put(number, class));
            put(
                9,
                if is(8, &["MI"]) {
                    HealthPlanBeneficiary
                } else if is(8, &["34", "SY"]) {
                    Ssn
                } else {
                    Other
                },
            );
        }
        Some("N3") => (1..=2).for_each(|number| put(number, Geography)),
        Some("N4") => [1, 3].into_iter().for_each(|number| put(number, Geography)),
        Some("DMG") => put(2, Date),
        Some("PER") => {
            put(2, Name);
            [4, 6, 8].into_iter().for_each(|number| put(number, Phone));
        }
        Some("REF") => put(2, if is(1, &["SY"]) { Ssn } else { Other }),
        Some("CLM") => put(1, Account),
        _ => {}
    }
}

fn add(text: &str, start: usize, end: usize, class: IdentifierClass, found: &mut Vec<Found>) {
    let value = text.get(start..end).unwrap_or_default();
    if !value.contains(char::is_alphanumeric) || matches!(value, "\"\"" | "UNK" | "UNKNOWN") {
        return;
    }
    let is_zip = class == Geography && value.len() >= 5 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let write = match class {
        Geography if is_zip => Write::Zip(Zip3::of(value)),
        // The patterns know which year may stay.
        Date => return,
        _ => Write::Tag,
    };
    found.push(Found { span: Span { start, end, class, rule: "message.field", confidence: Confidence::High }, write });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, crate::text::piece::known(text).signs(), &mut found);
        let mut found: Vec<_> = found.iter().map(|f| (f.span.start, f.span.end)).collect();
        found.sort_unstable();
        found.into_iter().map(|(start, end)| text.get(start..end).unwrap()).collect()
    }

    #[test]
    fn the_place_of_a_field_tells_what_it_holds() {
        let text = "MSH|^~\\&|LAB|NORTH|EHR|SOUTH|20260102||ORU^R01|M77\rPID|1||0099^^^NORTH^MR||TESTCASE^ANA^M||19500101|F|||12 SAMPLE ST^^NORTHFIELD^MN^55057||5550142||||||900123456\rPV1|1|I|4W^401^1^NORTH||||888^EXAMPLE^LEE\r";
        assert_eq!(
            values(text),
            [
                "NORTH",
                "SOUTH",
                "M77",
                "0099",
                "NORTH",
                "TESTCASE^ANA^M",
                "12 SAMPLE ST",
                "NORTHFIELD",
                "55057",
                "5550142",
                "900123456",
                "NORTH",
                "888",
                "EXAMPLE",
                "LEE"
            ]
        );
    }

    #[test]
    fn segments_of_claims_are_read() {
        let text =
            "NM1*IL*1*TESTCASE*ANA*M***MI*ZZ0099~N3*12 SAMPLE ST~N4*NORTHFIELD*MN*55057~NM1*PR*2*SOME PAYER*****PI*77~";
        assert_eq!(values(text), ["TESTCASE", "ANA", "M", "ZZ0099", "12 SAMPLE ST", "NORTHFIELD", "55057"]);
    }

    #[test]
    fn other_bars_are_no_message() {
        assert!(values("PID | a | b\nName | Ana").is_empty());
    }
}
