//! The ends of a value: small words around a place, the label before a number.

use phi_types::IdentifierClass::{Fax, Phone, Vehicle};

use crate::text::{cursor, span::Found};

use super::lens;

/// Small words with which no place begins.
const BEFORE: &[&str] = &[
    "and", "at", "by", "for", "from", "in", "is", "near", "no", "of", "off", "on", "or", "per", "then", "till", "to",
    "via", "with",
];

/// Small words with which no place ends.
const BEHIND: &[&str] = &[
    "and", "at", "but", "by", "for", "from", "has", "in", "is", "no", "of", "on", "or", "the", "then", "til", "till",
    "to", "via", "was", "with",
];

/// A part of a house that anybody has.
const PARTS: &[&str] = &["house", "kitchen", "overpass", "ramp"];

/// "of Bodega Flats", "Parque Sample on Thursdays", "Sample Manor kitchen": what leads to a place and what follows it.
pub(super) fn trim_place(text: &str, f: &mut Found) {
    let is_small = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
    for _ in 0..3 {
        let Some(word) = cursor::word_at(text, f.span.start).filter(|word| word.end < f.span.end) else { break };
        let Some(rest) = text.get(word.end..f.span.end) else { break };
        let gap = rest.len() - rest.trim_start_matches([' ', '\n']).len();
        // "R on Upper Ferry": a turn of the road. A "Y" may be a house.
        let turn = [" on ", " in ", " at "]
            .iter()
            .find(|turn| word.text.len() == 1 && rest.starts_with(**turn) && word.text != "Y");
        let gap = match turn {
            Some(turn) => turn.len(),
            None if gap > 0 && is_small(word.text) && BEFORE.binary_search(&word.text).is_ok() => gap,
            None => break,
        };
        if rest.len() < gap + 3 {
            break;
        }
        f.span.start = word.end + gap;
    }
    for _ in 0..3 {
        let Some(value) = text.get(f.span.start..f.span.end) else { return };
        let Some(at) = value.rfind(' ') else { return };
        let (head, word) = (value.get(..at).unwrap_or_default(), value.get(at + 1..).unwrap_or_default());
        let is_day = || lens::WEEKDAY.has(word) && word.len() > 3;
        let is_part = || {
            let before = head.rsplit(' ').next().unwrap_or_default();
            let is_street = matches!(before, "Ave" | "Avenue" | "Lane" | "Ln" | "Rd" | "Road" | "St" | "Street");
            PARTS.contains(&word) && before.starts_with(char::is_uppercase) && (word != "house" || is_street)
        };
        let is_end = is_small(word) && (BEHIND.binary_search(&word).is_ok() || is_part()) || is_day();
        if !is_end || head.len() < 3 {
            return;
        }
        f.span.end = f.span.start + head.trim_end_matches([' ', ',']).len();
    }
}

/// What a number is, before it: "IMEI", "VIN". In capitals, sorted.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "ACC", "ACCT", "AED", "AGENT", "ASSET", "AUTH", "BKG", "CASE", "CERT", "CLAIM", "CONF", "DL", "DOB", "EXP", "FAX", "FORM", "FROM",
    "GRP", "ICCID", "IMEI", "INC", "KEY", "LIC", "MAC", "MEID", "MRN", "ODOM", "OWCP", "PCR", "PH", "PHOTO", "PIN",
    "SER", "SERIAL", "SMS", "SN", "STORE", "TAG", "TEL", "TEXT", "TICKET", "TTY", "TXT", "VIN",
];

/// "MRN PD-1023", "IMEI 3000-0447", "SMS 2125550142": what the number is, is no part of it.
pub(super) fn trim_number(text: &str, f: &mut Found) {
    // A plate may be any word.
    let rounds = if f.span.class == Vehicle { 0 } else { 2 };
    for _ in 0..rounds {
        let Some(value) = text.get(f.span.start..f.span.end) else { return };
        let Some(at) = value.find([' ', ':', '#']).filter(|at| (1..8).contains(at)) else { break };
        let (head, tail) = value.split_at(at);
        let rest = tail.trim_start_matches([' ', ':', '#', '.']);
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        let mut room = [0; 8];
        let large = in_large(head, &mut room);
        let is_called = matches!(f.span.class, Phone | Fax) && head.bytes().all(|b| b.is_ascii_lowercase());
        let is_label = LABELS.binary_search(&large).is_ok() || is_called && matches!(head, "x" | "store");
        if !is_label || digits < 4 {
            break;
        }
        f.span.start = f.span.end - rest.len();
    }
    // "447 KTB, VIN": the label of the next.
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if let Some((head, tail)) = value.rsplit_once(' ')
        && matches!(tail, "VIN" | "DOB" | "MRN" | "EXP" | "exp" | "DL" | "SN" | "IMEI" | "sn")
        && head.bytes().filter(u8::is_ascii_digit).count() > 1
    {
        f.span.end = f.span.start + head.trim_end_matches([' ', ',', ';']).len();
    }
}

/// The word in capitals, or nothing where it is too long for a label.
fn in_large<'r>(word: &str, room: &'r mut [u8; 8]) -> &'r str {
    let Some(large) = room.get_mut(..word.len()) else { return "" };
    large.copy_from_slice(word.as_bytes());
    large.make_ascii_uppercase();
    core::str::from_utf8(large).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{
        span::{Confidence, Span, Write},
        tests::{RELEASE, engine},
    };
    use phi_types::IdentifierClass::{self, Device, Geography, MedicalRecordNumber};

    #[test]
    fn lists_are_sorted() {
        for list in [BEFORE, BEHIND, PARTS, LABELS] {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
    }

    fn mended(value: &str, class: IdentifierClass, mend: fn(&str, &mut Found)) -> String {
        let span = Span { start: 0, end: value.len(), class, rule: "place.likely", confidence: Confidence::Low };
        let mut found = Found { span, write: Write::Tag };
        mend(value, &mut found);
        value.get(found.span.start..found.span.end).unwrap().to_owned()
    }

    #[test]
    fn small_words_at_the_ends_are_no_part_of_a_place() {
        for (value, place) in [
            ("of Sample Flats", "Sample Flats"),
            ("R on Upper Sample", "Upper Sample"),
            ("Parque Sample on Thursdays", "Parque Sample"),
            ("Sample Manor kitchen", "Sample Manor"),
            ("Sample Rehab and", "Sample Rehab"),
            ("Sample post office", "Sample post office"),
            ("Port of Sample", "Port of Sample"),
            ("on", "on"),
        ] {
            assert_eq!(mended(value, Geography, trim_place), place);
        }
    }

    #[test]
    fn the_label_of_a_number_is_no_part_of_it() {
        for (value, class, number) in [
            ("IMEI 300-000-044718", Device, "300-000-044718"),
            ("MRN PD-10233", MedicalRecordNumber, "PD-10233"),
            ("sn 8101302277", Device, "8101302277"),
            ("SMS 2125550142", Phone, "2125550142"),
            ("NC RKT-0098", Vehicle, "NC RKT-0098"),
            ("447 KTB, VIN", Vehicle, "447 KTB"),
            ("GH 44718", MedicalRecordNumber, "GH 44718"),
        ] {
            assert_eq!(mended(value, class, trim_number), number);
        }
    }

    #[test]
    fn labels_stay_in_the_text() {
        let text = "Mrs. Testcase, sat phone IMEI 300-000-044718-20.";
        let found = engine().scan(text, &[], RELEASE);
        assert!(found.iter().all(|span| !text.get(span.start..span.end).unwrap().contains("IMEI")));
    }
}
