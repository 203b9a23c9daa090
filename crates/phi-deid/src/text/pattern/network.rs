//! Web addresses and network addresses: 45 CFR 164.514(b)(2)(i)(N), (O); hardware addresses fall under (M).

use std::net::{Ipv4Addr, Ipv6Addr};

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule, alone};
use crate::text::span::Confidence;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "url.scheme",
        class: IdentifierClass::Url,
        confidence: Confidence::High,
        pattern: r#"(?i-u:\b(?:https?|ftps?|sftp|wss?)://)[^\x00-\x20\x7f<>"'(){}\[\]\u{a0}\u{2009}\u{202f}|\\^`]+"#,
        accept: without_full_stop,
    },
    Rule {
        id: "url.www",
        class: IdentifierClass::Url,
        confidence: Confidence::High,
        pattern: r#"(?i-u:\bwww\.)[^\x00-\x20\x7f<>"'(){}\[\]\u{a0}\u{2009}\u{202f}|\\^`]+"#,
        accept: without_full_stop,
    },
    Rule {
        id: "device.mac",
        class: IdentifierClass::Device,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|(?:[0-9a-f]{2}-){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})\b)",
        accept: |hit| (hit.char_after() != Some(':') && hit.char_before() != Some(':')).then(|| hit.whole()),
    },
    Rule {
        id: "ip.v6",
        class: IdentifierClass::IpAddress,
        confidence: Confidence::High,
        pattern: r"(?i-u:[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:[0-9]{0,3}(?:\.[0-9]{1,3}){3})?)(?i-u:%[a-z0-9]{1,12})?(?:/[0-9]{1,3}(?-u:\b))?",
        accept: ip_v6,
    },
    Rule {
        id: "ip.v4",
        class: IdentifierClass::IpAddress,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?-u:\b)(?:/[0-9]{1,2}(?-u:\b))?",
        accept: ip_v4,
    },
    Rule {
        id: "ip.v4",
        class: IdentifierClass::IpAddress,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)[0-9]{1,3}(?:[ ]?(?:\[\.\]|\(\.\))[ ]?[0-9]{1,3}){3}(?-u:\b)",
        accept: alone,
    },
    Rule {
        id: "ip.hostname",
        class: IdentifierClass::IpAddress,
        confidence: Confidence::High,
        pattern: r"(?i-u:\bip-[0-9]{1,3}(?:-[0-9]{1,3}){3}\b)",
        accept: alone,
    },
    // Capital letters at the end are more often a missing space after a full stop, so the endings are asked for in
    // small letters or all large.
    Rule {
        id: "url.host",
        class: IdentifierClass::Url,
        confidence: Confidence::Medium,
        pattern: r#"[A-Za-z0-9][A-Za-z0-9.-]*\.(?:com|org|net|edu|gov|mil|info|health|care|clinic|example|test|invalid|biz|app|io|ly|ai|dev|online|site|xyz|link|COM|ORG|NET|EDU|GOV)(?-u:\b)(?::[0-9]{2,5})?(?:/[^\x00-\x20\x7f<>"'(){}\[\]\u{a0}|\\^`]{0,200})?|[A-Za-z0-9][A-Za-z0-9.-]*\.(?:us|me|co|ca|uk|gl|be|gg)/[A-Za-z0-9][^\x00-\x20\x7f<>"'(){}\[\]\u{a0}|\\^`]{0,200}"#,
        accept: host,
    },
];

/// The address without the punctuation of the sentence that it ends.
fn without_full_stop(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value().trim_end_matches(['.', ',', ';', ':', '!', '?']);
    Some(hit.part(hit.start, hit.start + value.len()))
}

/// A bare host; "ana at example.org" is an address of electronic mail.
fn host(hit: &Hit<'_>) -> Option<Cut> {
    let cut = without_full_stop(hit)?;
    let lead = crate::text::cursor::window_before(hit.text, hit.start, 48);
    let Some(name) = lead.strip_suffix(" at ") else { return Some(cut) };
    let len = name.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')).count();
    let name = name.get(name.len() - len..).unwrap_or_default();
    if name.len() < 3 || crate::text::words::is_common(name) || crate::lexicon::look_up(name).ordinary() == 1 {
        return Some(cut);
    }
    Some(hit.part(hit.start - name.len() - 4, cut.end).under(IdentifierClass::Email))
}

/// Four numbers up to 255 which are no version and no part of an object identifier.
fn ip_v4(hit: &Hit<'_>) -> Option<Cut> {
    let address = hit.value().split('/').next()?;
    let octets = address.split('.').filter(|octet| octet.parse::<u16>().is_ok_and(|n| n <= 255)).count();
    let touches =
        |c: Option<char>, more: bool| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.') && more);
    let more_after = hit.trail(2).chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if octets != 4 || touches(hit.char_before(), true) || touches(hit.char_after(), more_after) {
        return None;
    }
    let lead = &*hit.lead(24);
    let word = lead
        .trim_end_matches([' ', ':', '#', '.', '='])
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_version = [
        "v", "ver", "version", "software", "firmware", "fw", "sw", "release", "rev", "revision", "build", "oid",
        "section", "update",
    ]
    .contains(&word)
        || lead.contains("version")
        || lead.contains("firmware");
    // The machine itself, no machine, all machines, and masks tell nobody.
    let is_nobody = address.starts_with("127.") || address.starts_with("255.") || address == "0.0.0.0";
    (!is_version && !is_nobody).then(|| {
        hit.whole().surely(if address.parse::<Ipv4Addr>().is_ok() { Confidence::High } else { Confidence::Medium })
    })
}

/// What the standard library reads as an address, and is long enough to be none of the other uses of colons.
fn ip_v6(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let address = value.split(['%', '/']).next()?;
    if hit.char_before().is_some_and(|c| c.is_alphanumeric() || c == ':') {
        return None;
    }
    // A colon of the sentence may have been taken along.
    let address = address.strip_suffix(':').filter(|short| !short.ends_with(':')).unwrap_or(address);
    let end = if address.len() + 1 == value.len() { hit.start + address.len() } else { hit.end };
    let groups = address.split(':').filter(|group| !group.is_empty()).count();
    let has_digit = address.bytes().any(|b| b.is_ascii_digit());
    if groups < 2 || address.len() < 7 || !has_digit || address.parse::<Ipv6Addr>().is_err() {
        return None;
    }
    (!crate::text::cursor::char_after(hit.text, end).is_some_and(char::is_alphanumeric))
        .then(|| hit.part(hit.start, end))
}
