//! Numbers whose own form tells what they are: 45 CFR 164.514(b)(2)(i)(G), (I) to (M), (Q), (R). Those that need a
//! label before them stand in
//! `text/label.rs`.

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule, Said, alone};
use crate::text::span::Confidence;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "other.uuid",
        class: IdentifierClass::Other,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
        accept: alone,
    },
    Rule {
        id: "device.udi",
        class: IdentifierClass::Device,
        confidence: Confidence::High,
        pattern: r"\(01\)[ ]?[0-9]{14}(?:[ ]?\((?:10|11|17|21)\)[ ]?[A-Za-z0-9./-]{1,20}){0,5}",
        accept: |hit| Some(hit.whole()),
    },
    Rule {
        id: "account.card",
        class: IdentifierClass::Account,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[3-6][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,4}(?:[ -]?[0-9]{1,3})?(?-u:\b)",
        accept: |hit| (hit.stands_alone() && luhn(hit.value())).then(|| hit.whole()),
    },
    Rule {
        id: "ssn.dashed",
        class: IdentifierClass::Ssn,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[0-9]{3}[ ]?[-\u{2010}-\u{2013}.][ ]?[0-9]{2}[ ]?[-\u{2010}-\u{2013}.][ ]?[0-9]{4}(?-u:\b)",
        accept: ssn,
    },
    Rule {
        id: "ssn.masked",
        class: IdentifierClass::Ssn,
        confidence: Confidence::High,
        pattern: r"[Xx*#\u{2022}]{3}[- ]?[Xx*#\u{2022}]{2}[- ]?[0-9]{4}(?-u:\b)",
        accept: alone,
    },
    Rule {
        id: "ssn.labelled",
        class: IdentifierClass::Ssn,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:ssn?|social(?:[ ]security)?|soc\.?[ ]sec\.?)\b[ ]?(?:\([a-z0-9 -]{1,12}\))?[ ]?(?:number|no\.?|num|#)?[ ]?(?:is|was|[:#=])?[ ]{0,2}(?:ending[ ]|ends[ ])?(?:in[ ]|with[ ])?(?:last[ ](?:4|four)(?:[ ]digits)?(?:[ ]of)?(?:[ ]is|:)?[ ]?)?(?:[x*#]{1,5}[- ]?){0,2}(?:[0-9]{3}[ ]?[0-9]{2}[ ]?[0-9]{4}|[0-9]{4})\b)",
        accept: last_digits,
    },
    Rule {
        id: "ssn.last_four",
        class: IdentifierClass::Ssn,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\blast[ ](?:4|four)(?:[ ]digits)?(?:[ ]of)?(?:[ ](?:the|his|her|their|your|my))?[ ](?:ssn?|social(?:[ ]security)?(?:[ ]number)?)[ ]?(?:is|was|are|[:=])?[ ]{0,2}[(]?[0-9]{4}\b)",
        accept: last_digits,
    },
    // "Soc. Sec. (last 4) 0917", "SSN last four: -- 5520", "SSN on it ends in 3307"
    Rule {
        id: "ssn.last_four",
        class: IdentifierClass::Ssn,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:ssn?|soc(?:ial)?\.?[ ]?(?:sec(?:urity)?)?\.?(?:[ ]number)?)[ ,]{0,2}(?:[a-z]{1,4}[ ]){0,3}[(]?(?:last[ -]?(?:4|four)(?:[ ]digits)?|tail|ends[ ](?:in|with)|ending(?:[ ]in|[ ]with)?)[)]?[ :=*x#-]{1,8}[0-9]{4}\b)",
        accept: last_digits,
    },
    // "last-4 5520"
    Rule {
        id: "ssn.last_four",
        class: IdentifierClass::Ssn,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\blast[ -]?(?:4|four)(?:[ ]digits)?(?:[ ]of)?(?:[ ](?:the|his|her|their|your|my|it|that))?(?:[ ](?:ssn?|social(?:[ ]security)?(?:[ ]number)?))?(?:[ ](?:is|are|was|were))?[ ]?[:#=?,.]?(?:[ ]?(?:please|thanks|thank you|sir|ma'am)[.?]?)?(?:[ ]{0,2}|\r?\n{1,2}(?:[a-z][a-z. ]{1,20}:)?[ ]{0,2}(?:sure|okay|ok|yes|yeah|it's|its|that's|uh|um)?[,.]?[ ]?)(?:[0-9]{4}|[0-9](?:[ -][0-9]){3}|(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ -]){3}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine))\b)",
        accept: |hit| {
            let value = hit.value();
            if value.ends_with(|c: char| c.is_ascii_digit())
                && !value.get(value.len().checked_sub(4)?..)?.contains([' ', '-'])
            {
                return last_digits(hit);
            }
            // Digits one by one, in figures or in words.
            let from = value.rmatch_indices([' ', '-']).nth(3)?.0 + 1;
            hit.stands_alone().then(|| hit.part(hit.start + from, hit.end))
        },
    },
    Rule {
        id: "ssn.labelled",
        class: IdentifierClass::Ssn,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:ssn?|soc(?:ial)?\.?[ ](?:sec(?:urity)?\.?)?|s\.s\.n?\.?|ss?n/t?in|tin/ssn)[ ]?(?:#|no\.?|number|num)?[ ]?[:=]?[ ]{0,2}[0-9]{3}[ ._/-]{0,2}[0-9]{2}[ ._/-]{0,2}[0-9]{4}\b)",
        accept: last_digits,
    },
    // Three, two and four digits with spaces, in no longer row of groups.
    Rule {
        id: "ssn.spaced",
        class: IdentifierClass::Ssn,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)[0-9]{3}[ ][0-9]{2}[ ][0-9]{4}(?-u:\b)",
        accept: |hit| {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let row = is_digit(hit.lead(2).trim_end_matches(' ').chars().next_back())
                || is_digit(hit.trail(2).trim_start_matches(' ').chars().next());
            (hit.stands_alone() && !row && !super::measures(&hit.trail(12))).then(|| hit.whole())
        },
    },
    // "PIN 4471", "passcode is 884120"
    Rule {
        id: "other.secret",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:pin|passcode|password|access[ ]code|door[ ]code|gate[ ]code|verification[ ]code|security[ ]code|pickup[ ]code|entry[ ]code)[ ]?(?:is[ ]|[:#=][ ]?|[ ])[a-z]{0,4}[0-9][a-z0-9]{2,12}\b)",
        accept: |hit| {
            let at = hit.value().rfind([' ', ':', '#', '='])? + 1;
            (hit.stands_alone() && !super::measures(&hit.trail(12))).then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "**** 4242"
    Rule {
        id: "account.masked",
        class: IdentifierClass::Account,
        confidence: Confidence::Medium,
        pattern: r"[*xX\u{2022}]{4}[ -]?(?:[*xX\u{2022}]{4}[ -]?){0,2}[0-9]{4}(?-u:\b)",
        accept: alone,
    },
    Rule {
        id: "mrn.short",
        class: IdentifierClass::MedicalRecordNumber,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:(?:MR|mr|HRN|EMR|UNIT|Chart|CHART|chart|Record|record|Rec|rec|File|file|folder|Folder|jacket|Jacket|medrec)(?:[ ]|:[ ]{1,2})#?(?:[0-9]{5,10}|[0-9]{2}(?:-[0-9]{2}){2,4}|[0-9]{4}-[0-9]{2,4}|[0-9]{4}[ ][0-9]{4}|[0-9]{3}[ -][0-9]{3}(?:[ -][0-9]{2,3})?|[0-9][ ][0-9]{3}[ ][0-9]{3})|[0-9]{5,10}[ ]\(?(?:MRN|mrn))(?-u:\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.find(|c: char| c.is_ascii_digit())?;
            // "44718 (MRN)": the word stands behind it.
            if at == 0 {
                let len = value.find(' ')?;
                return hit.stands_alone().then(|| hit.part(hit.start, hit.start + len));
            }
            (hit.stands_alone() && !super::measures(&hit.trail(12))).then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // Read aloud, with letters between: "H seven seven, zero four one", "four oh three six one".
    Rule {
        id: "other.read_aloud",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:[a-z][ ,-]{1,2}){0,3}(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|dash|hyphen|[a-z])[ ,-]{1,2}){4,14}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)",
        accept: |hit| {
            let counts_up = hit.value().to_ascii_lowercase().starts_with("one two three");
            let digits = hit.value().split([' ', ',', '-']).filter(|word| word.len() > 1).count();
            (hit.stands_alone() && digits >= 4 && !counts_up).then(|| hit.whole())
        },
    },
    // "confirmation is B as in boy, 2 2 9 1 7"
    Rule {
        id: "other.read_aloud",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        // "number H L 0 0 7 7", "NUMBER K 2 0 2 6 8 8 1 0", "is H 4 4 K": dictated sign by sign.
        pattern: r"(?i-u:\b(?:number|no\.|id|code|is|policy|confirmation|group|record|mrn|account|member|case|claim|ticket|tracking)[ :,]{1,2})(?-u:(?:(?:[A-Z0-9][ ,-]{1,2}){3,16}[A-Z0-9]|(?:[A-Z][ ]){1,4}[0-9]{4,12})\b)|(?i-u:\b[a-z][ ](?:as[ ]in|for|like)[ ][a-z]{2,12}[ ,]{1,2}(?:[a-z][ ](?:as[ ]in|for|like)[ ][a-z]{2,12}[ ,]{1,2}){0,3}[0-9](?:[ ,-]{0,2}[0-9]){1,9}\b)",
        accept: |hit| {
            let value = hit.value();
            if !value.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()) || value.contains("as in") {
                return alone(hit);
            }
            // From the first sign that stands alone.
            let mut at = value.find([' ', ':', ','])?;
            at += value.get(at..)?.find(|c: char| c.is_ascii_alphanumeric())?;
            let shown = value.get(at..)?;
            if shown.split([' ', ',', '-']).any(|part| part.len() > 1 && !part.bytes().all(|b| b.is_ascii_digit())) {
                return alone(hit);
            }
            let figures = shown.bytes().filter(u8::is_ascii_digit).count();
            (figures >= 2 && hit.stands_alone() && !super::measures(&hit.trail(12)))
                .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // Read aloud: "six oh one five five five …"
    Rule {
        id: "phone.read_aloud",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ ,-]{1,2}){6,12}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)",
        accept: alone,
    },
    Rule {
        id: "ssn.masked",
        class: IdentifierClass::Ssn,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)[0-9]{3}-[0-9]{2}-[*xX\u{2022}]{4}",
        accept: alone,
    },
    Rule {
        id: "phone.us",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"\([2-9][0-9]{2}\)[ -]?[0-9]{7}(?-u:\b)",
        accept: |hit| Some(hit.whole()),
    },
    // Groups of four and more, as on cards, labels of parcels and bags.
    Rule {
        id: "other.grouped",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)(?:[0-9]{4}(?:[ ][0-9]{4}){3,5}(?:[ ][0-9]{1,3})?|1Z(?:[ ]?[0-9A-Z]{2,4}){5,6}|[A-Z]{1,4}[0-9]{3,5}[ ][0-9]{2}[ ][0-9]{6}(?:[ ][0-9A-Z]{1,2})?|[A-Z]{2,4}[ ][0-9]{3,5}[ -][0-9]{3,6}(?:[ -][0-9]{1,6})?)(?-u:\b)",
        // "MRN 5520-8817-3", "WI 54099-9147": the letters are a label or a State.
        accept: |hit| {
            let prefix = hit.value().split([' ', '-']).next().unwrap_or_default();
            let is_label = prefix.len() < 3 && prefix.bytes().all(|b| b.is_ascii_uppercase())
                || crate::text::token::lists::is_stop(prefix)
                || crate::text::words::is_common(prefix);
            (hit.stands_alone() && !is_label && !hit.lead(8).contains("ndc")).then(|| hit.whole())
        },
    },
    Rule {
        id: "plan.mbi",
        class: IdentifierClass::HealthPlanBeneficiary,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][- ]?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][- ]?[AC-HJKMNP-RT-Y]{2}[0-9]{2}(?-u:\b)",
        accept: alone,
    },
    Rule {
        id: "vehicle.vin",
        class: IdentifierClass::Vehicle,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[A-HJ-NPR-Z0-9]{17}(?-u:\b)",
        accept: |hit| vin(hit.value()).then(|| hit.whole()),
    },
    Rule {
        id: "license.dea",
        class: IdentifierClass::CertificateOrLicense,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}(?-u:\b)",
        accept: |hit| (hit.stands_alone() && dea(hit.value())).then(|| hit.whole()),
    },
    Rule {
        id: "photo.file",
        class: IdentifierClass::Photo,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)[A-Za-z0-9][A-Za-z0-9_-]{0,40}(?i-u:\.(?:jpe?g|png|heic|tiff?|bmp|gif|dcm|webp|mp4|mov|cr[23]|nef|arw|dng|raw)\b)",
        accept: face,
    },
];

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "CURLIN 20771", "NIKON 2044188", "AFIS 77180417": letters and a long number, but for what a laboratory counts.
    Rule {
        id: "other.lettered.likely",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        // "HO 70 44 18", "SSS 11 4407 2", "B118 4402", "PH 88-1177": groups behind the letters.
        pattern: r"(?-u:\b)(?:[A-Z]{2,9}[ ][0-9]{5,10}(?:-[0-9]{1,4})?[A-Z]?|[A-Z]{1,4}[ ][0-9]{2,4}(?:[ -][0-9]{2,6}){1,3}(?:[ ][0-9])?|[A-Z]{1,2}[0-9]{2,4}[ ][0-9]{4,6})(?-u:\b)",
        accept: |hit| {
            let value = hit.value();
            let head = value.split([' ']).next()?;
            let groups = value.get(head.len()..)?;
            let groups = groups.trim_start();
            let is_grouped =
                groups.split([' ', '-']).next().is_some_and(|first| first.len() < 5 && first.len() < groups.len());
            if is_grouped || head.ends_with(|c: char| c.is_ascii_digit()) {
                return grouped(hit);
            }
            const OTHER: &[&str] = &[
                "AFP", "ALC", "ALP", "ALT", "ANC", "AND", "AST", "BIN", "BNP", "ACC", "ACCT", "DL", "DOB", "ID", "NO",
                "PT", "SN", "SSN", "TEL", "FAX", "DEA", "NPI", "VIN", "CA", "CD", "CEA", "CK", "CPK", "CPT", "CRP",
                "DNA", "FOR", "HCG", "HIV", "HPF", "IU", "LDH", "LOT", "MRN", "NDC", "OF", "OR", "PCN", "PO", "SO",
                "SS", "PLT", "PLTS", "PSA", "RBC", "REF", "RNA", "SNOMED", "LOINC", "TO", "TSH", "VL", "VIT", "WBC",
                "ZIP", "PMID", "ROUTING", "MODEL", "PART", "CFU", "EPO", "HEPARIN", "PCR", "ICD", "IEC", "ISO", "LOVD",
                "OMIM",
            ];
            let letters = hit.value().split(' ').next()?;
            let shown = hit.value().get(letters.len() + 1..)?;
            let is_zip = super::thing::is_state(letters) && (shown.len() == 5 || shown.contains('-'));
            let trail = &*hit.trail(2);
            let goes_on = trail.starts_with([',', '.', '/'])
                && trail.get(1..2).is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit()));
            (!OTHER.contains(&letters)
                && !is_zip
                && hit.stands_alone()
                && !super::measures(&hit.trail(12))
                && !hit.lead(6).ends_with("lot ")
                && !goes_on)
                .then(|| hit.whole())
        },
    },
];

/// Letters and groups of figures that are no readings.
fn grouped(hit: &Hit<'_>) -> Option<Cut> {
    #[rustfmt::skip]
    const READ: &[&str] = &[
        "AC", "AT", "BE", "BG", "BIN", "BP", "BS", "C", "CL", "CPT", "CT", "CVP", "DBP", "DL", "EF", "ET", "F", "FAX",
        "FBS", "FOR", "FS", "FSBS", "GCS", "HCT", "HGB", "HR", "I", "ICD", "IN", "K", "L", "LOT", "M", "MAP", "MRN",
        "N", "NA", "NDC", "NO", "NPI", "O", "OD", "OF", "ON", "OR", "OS", "P", "PH", "PLT", "PMI", "PO", "PR", "PT",
        "Q", "R", "REF", "ROM", "RR", "S", "SAT", "SBP", "SN", "SSN", "T", "TEL", "TO", "US", "V", "VL", "WBC", "X",
        "ZIP",
    ];
    let value = hit.value();
    let head = value.split(' ').next()?;
    let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let groups: Vec<&str> = value.get(letters.len()..)?.split([' ', '-']).filter(|g| !g.is_empty()).collect();
    let count: usize = groups.iter().map(|g| g.len()).sum();
    let has_long = groups.iter().any(|g| g.len() >= 4);
    let is_zip = super::thing::is_state(letters) && groups.first().is_some_and(|g| g.len() == 5);
    // Three pairs are a record in the old way of filing.
    let is_filed = letters.len() == 2 && groups.len() >= 3 && groups.iter().all(|g| g.len() == 2);
    let is_phone =
        groups.len() == 3 && groups.get(2).is_some_and(|g| g.len() == 4) && groups.iter().take(2).all(|g| g.len() == 3);
    let goes_on = hit
        .trail(2)
        .strip_prefix([' ', '-', '/', '.', ','])
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    // "PH 88-1177": a record of a house; behind longer letters with a dash they say what the number is.
    let is_dashed = value.contains('-');
    let is_labelled = crate::text::grown::number::is_label(letters) || letters.len() > 3;
    let is_read = READ.contains(&letters) && letters != "PH" || is_labelled && !(letters == "PH" && is_dashed);
    (count >= 6
        && (has_long || is_filed || letters.len() < 3 && groups.len() == 3 && count >= 7)
        && !is_read
        && !is_zip
        && !is_phone
        && !goes_on
        && hit.stands_alone()
        && !hit.char_before().is_some_and(|c| matches!(c, '-' | '/' | '.'))
        && !super::measures(&hit.trail(12))
        && !crate::lexicon::look_up(letters).is_clinical())
    .then(|| hit.whole())
}

/// Three, two and four digits, not inside a longer chain of digits and dashes. Areas that were never issued count
/// too: a wrong digit hides nobody.
fn ssn(hit: &Hit<'_>) -> Option<Cut> {
    let chained = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    (!chained(hit.char_before()) && !chained(hit.char_after())).then(|| hit.whole())
}

/// The digits at the end of the hit, the masking characters before them included.
fn last_digits(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let head = value.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/' | '_' | '*' | '#' | 'x' | 'X')
    });
    let shown = value.get(head.len()..)?.trim_start_matches([' ', '-', '.', '/', '_']);
    // "last 4 0042": how many of them is no part of it.
    let shown = shown.strip_prefix("4 ").filter(|rest| rest.len() == 4).unwrap_or(shown);
    let head = value.len() - shown.len();
    hit.stands_alone().then(|| hit.part(hit.start + head, hit.end))
}

/// A file of a picture counts when its name or the words before it speak of a face: wounds and scans are many, and no
/// "comparable images".
fn face(hit: &Hit<'_>) -> Option<Cut> {
    const WORDS: Said<27> = Said::new([
        "face",
        "facial",
        "selfie",
        "portrait",
        "headshot",
        "mugshot",
        "frontal",
        "profile",
        "id_photo",
        "idphoto",
        "front",
        "halfbody",
        "half_body",
        "mother",
        "smile",
        "id-photo",
        "avatar",
        "smiling",
        "lips",
        "brow",
        "eyes",
        "_f.",
        "_f_",
        "faceprint",
        "stills",
        "family",
        "passport",
    ]);
    const PARTS: Said<13> = Said::new([
        "foot", "hand", "wound", "leg", "fundus", "lesion", "wrist", "back", "arm", "knee", "ulcer", "ear", "nail",
    ]);
    let shown = hit.value().to_ascii_lowercase();
    let lead = &*hit.lead(48);
    let said = lead.rsplit(['\n', ';']).next().unwrap_or_default();
    if WORDS.within(&shown) || WORDS.within(said) {
        return Some(hit.whole());
    }
    // A file named after somebody shows somebody.
    let named = shown.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| part.len() > 3).any(|part| {
        let entry = crate::lexicon::look_up(part);
        entry.is_strong_name() && entry.ordinary() == 0 && !entry.is_clinical()
    });
    (named && !PARTS.within(&shown)).then(|| hit.whole())
}

/// The check digit of payment cards, and that they have 13 to 19 digits.
fn luhn(value: &str) -> bool {
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, d)| if at % 2 == 0 { *d } else { d * 2 / 10 + d * 2 % 10 }).sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10) && digits.iter().any(|d| *d != 0)
}

/// The check digit of vehicle identification numbers (49 CFR 565.15), and that both letters and digits occur.
fn vin(value: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let worth = |c: char| match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        'A'..='H' => u32::from(c) - u32::from('A') + 1,
        'J'..='N' => u32::from(c) - u32::from('J') + 1,
        'P'..='R' => u32::from(c) - u32::from('P') + 7,
        'S'..='Z' => u32::from(c) - u32::from('S') + 2,
        _ => 0,
    };
    let sum: u32 = value.chars().zip(WEIGHTS).map(|(c, weight)| worth(c) * weight).sum();
    let check = char::from_digit(sum % 11, 11).map(|c| if c == 'a' { 'X' } else { c });
    value.bytes().any(|b| b.is_ascii_alphabetic())
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.chars().nth(8) == check
}

/// The check digit of registration numbers of the Drug Enforcement Administration.
fn dea(value: &str) -> bool {
    let digits: Vec<u32> = value.chars().skip(2).filter_map(|c| c.to_digit(10)).collect();
    let [a, b, c, d, e, f, check] = digits.as_slice() else {
        return false;
    };
    (a + c + e + 2 * (b + d + f)) % 10 == *check
}
