//! Numbers and codes that their label explains: 45 CFR 164.514(b)(2)(i)(H) to (M), (P), (R).
//!
//! A label finds the place; a short walk over connecting words finds the value, which must hold some digits. So "MRN
//! pending" and "serial troponins" stay.

use phi_types::IdentifierClass::{
    self, Account, Biometric, CertificateOrLicense, Device, HealthPlanBeneficiary, MedicalRecordNumber, Other, Vehicle,
};

use super::{
    cursor,
    pattern::{Cut, Hit, Rule, measures},
    span::Confidence,
};

/// The longest value.
const MAX_VALUE: usize = 48;

macro_rules! no {
    () => {
        r"(?:[ ]?(?:number|no\b\.?|num\b|nbr\b|\#|id\b|identifier|code))"
    };
}

macro_rules! label {
    ($id:literal, $class:ident, $digits:literal, $($pattern:tt)+) => {
        Rule { id: $id, class: $class, confidence: Confidence::High, pattern: concat!(r"(?i-u:", $($pattern)+, ")"), accept: value::<$digits> }
    };
}

pub(super) const RULES: &[Rule] = &[
    label!(
        "mrn.label",
        MedicalRecordNumber,
        3,
        r"\b(?:mrn|m\.r\.n\.?|mr[ ]?\#|mr[ ]?no\b\.?|med(?:ical)?\.?[ ]rec(?:ord)?s?\.?",
        no!(),
        r"?|(?:chart|hosp(?:ital)?|history|unit)(?:[ ]?(?:number|no\b\.?|\#))|(?:patient|pt)\.?",
        no!(),
        r"|empi|emr[ ]?[:\#]|e-?mpi[ ]id|record[ ](?:number|no\b\.?|\#))"
    ),
    label!(
        "plan.label",
        HealthPlanBeneficiary,
        4,
        r"\b(?:(?:member|subscriber|beneficiary|policy|group|grp|plan|insurance|ins|insured|payer|enrollee|medicare|medicaid|medi-cal|hicn?|recipient|coverage)",
        no!(),
        r"|member[ ]?id|hicn|mbi|medicaid|medicare|(?:member|subscriber|policy|group|grp)[ ]?[:=]|pip|insurance(?:[ ]is|[ ]?:|[ ]policy))"
    ),
    label!(
        "account.label",
        Account,
        4,
        r"\b(?:(?:acct|account|a/c)\.?",
        no!(),
        r"?|guarantor",
        no!(),
        r"|invoice",
        no!(),
        r"?|(?:visa|mastercard|amex|discover|card|checking|savings)(?:[ ](?:card|account))?(?:[ ]?(?:number|no\b\.?|\#|ending|ends))|iban|har\b)"
    ),
    label!(
        "license.label",
        CertificateOrLicense,
        4,
        r"\b(?:(?:driver'?s?[ ])?(?:licen[sc]e|lic)\b\.?",
        no!(),
        r"?|cdl|dea",
        no!(),
        r"?|npi",
        no!(),
        r"?|certificate",
        no!(),
        r"|certification",
        no!(),
        r"|cert\b\.?",
        no!(),
        r"|registration[ ](?:number|no\b\.?|\#)|clia",
        no!(),
        r"?)"
    ),
    // Not the unit of volume.
    Rule {
        id: "license.driver",
        class: CertificateOrLicense,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)DL(?-u:\b)[ ]?(?:#|no\.?)?",
        accept: |hit| {
            if hit.char_before() == Some('/') { None } else { value::<5>(hit) }
        },
    },
    label!(
        "vehicle.label",
        Vehicle,
        2,
        r"\b(?:vin\b|(?:licen[sc]e[ ])?plates?",
        no!(),
        r"?|tag[ ]?(?:\#|number)|vehicle[ ](?:id|number|\#))"
    ),
    label!(
        "device.label",
        Device,
        3,
        r"\b(?:serial",
        no!(),
        r"?|s/n\b|sn\b|ser\b\.?",
        no!(),
        r"|device",
        no!(),
        r"|imei|udi\b|implant",
        no!(),
        r"|(?:pump|generator|lead|monitor|cpap|meter|transmitter|pacemaker)[ ](?:serial|id|\#|sn)",
        no!(),
        r"?|mac[ ]address|asset[ ](?:tag|\#|number))"
    ),
    label!(
        "biometric.label",
        Biometric,
        3,
        r"\b(?:finger[ ]?prints?|thumb[ ]?print|voice[ ]?prints?|retinal?|iris|palm|facial|face|biometrics?|hand[ ]geometry|gait|vein)[ -](?:[a-z]{1,12}[ ])?(?:template|scan|id|hash|ref(?:erence)?|code|sample|enrol?lment|record|token|vector|embedding)",
        no!(),
        r"?|\b(?:finger|voice|palm)[ ]?prints?"
    ),
    label!(
        "other.label",
        Other,
        4,
        r"\b(?:(?:accession|acc|encounter|enc|visit|csn|fin|case|specimen|claim|auth(?:orization)?|prior[ ]auth(?:orization)?|pre-?auth|rx|prescription|order|confirmation|conf|ref(?:erence)?|ticket|tracking|badge|employee|emp|staff|study|subject|participant|trial|enrollment|barcode|job|document|doc|booking|kit|donor|donation|session|passport|student|inmate|incident|report|run|file|request|reservation|casefile|docket|requisition|req|transaction|message|dictation|referral|screening|randomization|sample|bag|unit|locker|bracelet|wristband|band|roi|appointment|confirmation)",
        no!(),
        r"|(?:accession|csn|fin|passport|barcode|badge|job|ref|rx|ticket|tracking|claim|auth|requisition|encounter|specimen|inmate|booking|case|order)[ ]?:|accession|csn|passport|badge|enc\b)"
    ),
    label!("other.id", Other, 5, r"\bid\b[ ]?(?:\#|number|no\b\.?)?"),
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:user[ ]?(?:name|id)|login(?:[ ]id)?|userid|screen[ ]name|handle|uid)[ ]?[:=][ ]{0,2})",
        accept: |hit| token(hit.text, hit.end, 0).map(|(start, end)| hit.part(start, end)),
    },
];

fn value<const DIGITS: usize>(hit: &Hit<'_>) -> Option<Cut> {
    if hit.char_before().is_some_and(char::is_alphanumeric)
        || (hit.value().ends_with(char::is_alphabetic) && hit.char_after().is_some_and(char::is_alphabetic))
    {
        return None;
    }
    let at = connect(hit.text, hit.end);
    let (start, end) = token(hit.text, at, DIGITS)?;
    Some(hit.part(start, end))
}

/// Over white space, one line break, punctuation and words such as "is" and "number", at most six of them.
fn connect(text: &str, from: usize) -> usize {
    const WORDS: &[&str] = &[
        "number", "no", "num", "nbr", "id", "is", "was", "are", "of", "ending", "ends", "in", "with", "the", "listed",
        "as", "on", "file", "last", "four", "digits", "reads",
    ];
    let mut at = from;
    let mut may_wrap = true;
    for _ in 0..6 {
        loop {
            let next = match cursor::char_after(text, at) {
                Some(c) if cursor::is_gap(c) || matches!(c, ':' | '#' | '=' | '.' | '(' | ',' | '-' | '"' | '\'') => {
                    at + c.len_utf8()
                }
                Some('\r') if may_wrap => at + 1,
                Some('\n') if may_wrap => {
                    may_wrap = false;
                    at + 1
                }
                _ => break,
            };
            // A wide column may stand between, a page may not.
            if next - from > 64 {
                return at;
            }
            at = next;
        }
        match cursor::word_at(text, at) {
            Some(word)
                if WORDS.contains(&word.text.to_ascii_lowercase().as_str())
                    && cursor::char_after(text, word.end) != Some('-') =>
            {
                at = word.end
            }
            _ => break,
        }
    }
    at
}

/// The code at `at`: letters, digits, dashes, dots and slashes between them, groups of digits with single spaces.
fn token(text: &str, at: usize, digits: usize) -> Option<(usize, usize)> {
    let rest = cursor::window_after(text, at, MAX_VALUE);
    let mut end = 0;
    for (offset, c) in rest.char_indices() {
        let goes_on = rest.get(offset + c.len_utf8()..).and_then(|tail| tail.chars().next());
        let joins = match c {
            '-' | '_' | '/' | '.' | '*' | '\u{2011}' | '@' => goes_on.is_some_and(|c| c.is_alphanumeric() || c == '*'),
            ' ' => joins_group(rest.get(..offset).unwrap_or_default(), rest.get(offset + 1..).unwrap_or_default()),
            _ => c.is_alphanumeric(),
        };
        if !joins {
            break;
        }
        end = offset + c.len_utf8();
    }
    let value = rest.get(..end)?;
    let count = value.bytes().filter(u8::is_ascii_digit).count();
    (end > 1 && count >= digits && rest.len() >= end).then_some((at, at + end))
}

/// Whether a space stands inside a code: between groups of digits ("4111 1111", "00 12 34"), or after capital letters
/// ("KPX 88203 4417").
fn joins_group(before: &str, after: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let closed = after.get(digits..).is_none_or(|tail| {
        !tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '%' | ':')) && !measures(tail)
    });
    let is_coded = last.bytes().any(|b| b.is_ascii_digit())
        && last.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && last.len() >= 2;
    let is_prefix =
        !before.contains(' ') && (1..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_uppercase());
    closed && ((is_prefix && (3..=8).contains(&digits)) || (is_coded && last.len() <= 6 && (2..=5).contains(&digits)))
}
