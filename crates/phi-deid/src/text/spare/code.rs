//! Codes: what of a stamp, a label or a field of a message was taken along.

use crate::{
    lexicon,
    text::{cursor, pattern::thing::is_state as is_state_code, span::Found, words},
};

use super::form;

/// Whether a code is one, and not the clock of a stamp, an account of a service or a picture of a wound.
pub(super) fn mend(text: &str, f: &mut Found) -> bool {
    trim_label(text, f);
    trim_group(text, f);
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if form::is_of_the_trade(text, f, value) {
        return false;
    }
    if !matches!(
        f.span.rule,
        "other.code"
            | "other.handle.likely"
            | "other.user_name"
            | "other.learned.likely"
            | "other.shaped.likely"
            | "table.column"
    ) {
        return true;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let lower = value.get(..4).unwrap_or_default().to_ascii_lowercase();
    let is_service = ["svc_", "svc-", "sys_"].contains(&lower.as_str())
        || ["svc_", "svc-", "sys_"].contains(&cursor::window_before(text, f.span.start, 4));
    !(is_service || is_clock(value) || is_picture(text, f, value) || is_registered(value) || is_decade(value))
}

/// "FIN 900442187", "AWB 5518 7720 4416": what the number is, is no part of it.
fn trim_label(text: &str, f: &mut Found) {
    const LABELS: &[&str] = &[
        "ACCT", "AFIS", "APPR", "AWB", "BADGE", "BAG", "CAOHC", "CCF", "CCM", "CDIB", "CDRS", "CELL", "CHIP", "CLAIM",
        "CLIENT", "CSN", "DD", "DOB", "DOL", "DT", "EFT", "ENC", "ENV", "EVV", "FAX", "FILE", "FIN", "FTN", "GRP",
        "GRV", "Grp", "HRN", "HUGS", "IIS", "INC", "INCIDENT", "IRB", "JOB", "KIT", "MAIL", "NCPDP", "NRCME", "ODOM",
        "OID", "OSIS", "PDM", "PHONE", "POC", "PRINTED", "RECORD", "REP", "REQ", "RMA", "RN", "ROI", "Rx", "SBI",
        "SBN", "SID", "SIIS", "SN", "SUBJ", "Sample", "TAG", "TICKET", "UHA", "UPI", "USDOT", "USPS", "VAERS", "VISIT",
        "VM",
    ];
    if !matches!(
        f.span.rule,
        "other.behind_name.likely"
            | "other.code"
            | "other.coded"
            | "other.coded.likely"
            | "other.grouped"
            | "other.groups.likely"
            | "other.label"
            | "other.labelled.likely"
            | "other.lettered.likely"
            | "other.prefixed.likely"
            | "other.short_label"
    ) {
        return;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let Some((head, tail)) = value.split_once([' ', ':', '#']) else { return };
    let rest = tail.trim_start_matches([' ', ':', '#']);
    if LABELS.binary_search(&head).is_ok() && rest.bytes().filter(u8::is_ascii_digit).count() > 3 {
        f.span.start = f.span.end - rest.len();
    }
}

/// "W2207 26 004418 O +", "unit 551907 A neg": the group of the blood is none of its number.
fn trim_group(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let Some((head, _)) = value.rsplit_once(' ').filter(|(_, group)| matches!(*group, "A" | "B" | "O" | "AB")) else {
        return;
    };
    let tail = cursor::window_after(text, f.span.end, 4).trim_start_matches(' ').to_ascii_lowercase();
    if ["neg", "pos", "+", "rh", "low"].iter().any(|sign| tail.starts_with(sign)) && head.len() > 4 {
        f.span.end = f.span.start + head.len();
    }
}

/// "T02:14:09Z" behind a day, whether it is taken out yet or not.
fn is_clock(value: &str) -> bool {
    match value.as_bytes() {
        [b'T', b'0'..=b'2', b'0'..=b'9', b':', ..] => true,
        bytes => bytes.get(10) == Some(&b'T') && bytes.get(4) == Some(&b'-') && bytes.get(13) == Some(&b':'),
    }
}

/// "fundus_OD_0722.jpg": words of the body and a day without a year. A long number stays.
fn is_picture(text: &str, f: &Found, value: &str) -> bool {
    if text.as_bytes().get(f.span.end) != Some(&b'.') {
        return false;
    }
    let tail = cursor::window_after(text, f.span.end, 6).to_ascii_lowercase();
    let is_file =
        [".jpg", ".jpeg", ".png", ".dcm", ".tif", ".mp4", ".heic", ".bmp"].iter().any(|end| tail.starts_with(end));
    is_file
        && value.split(['_', '-']).all(|part| match part.as_bytes() {
            bytes if bytes.iter().all(u8::is_ascii_digit) => bytes.len() < 5,
            bytes => {
                bytes.len() < 4 || {
                    let entry = lexicon::look_up(part);
                    entry.is_clinical() || words::is_clinical(part) || words::is_common(part)
                }
            }
        })
}

/// Of a registry of trials, which is public.
fn is_registered(value: &str) -> bool {
    value.len() == 11 && value.starts_with("NCT") && value.bytes().skip(3).all(|b| b.is_ascii_digit())
}

/// "1970s"
fn is_decade(value: &str) -> bool {
    value.len() == 5 && value.ends_with('s') && value.bytes().take(4).all(|b| b.is_ascii_digit())
}

/// "lic MD-077124", "NPI 1700119408", "NY 288117-1": the number alone is the licence; a State stays.
pub(super) fn mend_licence(text: &str, f: &mut Found) {
    for _ in 0..3 {
        let value = text.get(f.span.start..f.span.end).unwrap_or_default();
        let Some(at) = value.find([' ', '.', '#']) else { return };
        let (head, tail) = value.split_at(at);
        let rest = tail.trim_start_matches([' ', '.', '#', ':']);
        let is_label = matches!(
            head,
            "lic"
                | "Lic"
                | "LIC"
                | "license"
                | "License"
                | "LICENSE"
                | "NPI"
                | "CDL"
                | "DEA"
                | "ID"
                | "No"
                | "no"
                | "LDN"
                | "LMSW"
                | "LCSW"
                | "CAOHC"
                | ""
        );
        let is_state = head.len() == 2 && head != "MD" && is_state_code(head);
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        if !(is_label || is_state) || digits < 4 {
            return;
        }
        f.span.start = f.span.end - rest.len();
    }
}

/// Whether a field of a message holds more than the kind of a number, a relation or a sex.
pub(super) fn mend_field(text: &str, f: &mut Found) -> bool {
    const KINDS: &[&str] = &[
        "AUTH", "BP", "CP", "DAU", "EMR", "FTH", "FX", "HOME", "Internet", "MD", "MOB", "MTH", "NET", "ORN", "OTH",
        "PH", "PRN", "PRS", "SAME", "SELF", "SON", "SPO", "SS", "SSA", "VHN", "WPN", "WRK",
    ];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if value.len() < 2 && !value.contains(|c: char| c.is_ascii_digit()) || KINDS.contains(&value) {
        return false;
    }
    // Behind a name, its title and degree.
    for title in ["MR", "MRS", "MS", "MD", "DO", "RN", "DR"] {
        if let Some(name) = value.strip_suffix(title).filter(|name| name.ends_with('^') && name.len() > 3) {
            f.span.end = f.span.start + name.trim_end_matches('^').len();
            break;
        }
    }
    text.get(f.span.start..f.span.end).is_some_and(|value| {
        let inner = value.trim_matches('^');
        !(inner.len() == 2 && value.len() > 2 && words::is_state(inner))
    })
}
