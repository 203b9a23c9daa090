//! Telephone and fax numbers, electronic mail: 45 CFR 164.514(b)(2)(i)(D), (E), (F).

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule, alone};
use crate::text::span::Confidence;

/// Area codes and exchanges are not checked against the numbering plan: a mistyped number still tells whose it is.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "email.address",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@{1,2}[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,24}(?-u:\b)",
        accept: |hit| Some(hit.whole()),
    },
    Rule {
        id: "email.spelled",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b[a-z0-9](?:[a-z0-9._-]|[ ]?(?:\(dot\)|\[dot\])[ ]?|[ ]dot[ ]){0,40}[ ]{0,2}(?:\(at\)|\[at\]|[ ]at[ ])[ ]{0,2}[a-z0-9](?:[a-z0-9-]|[ ]?(?:\(dot\)|\[dot\])[ ]?|[ ]dot[ ]|\.){0,40}(?:[ ]{0,2}(?:\(dot\)|\[dot\]|[ ]dot[ ])[ ]{0,2})(?:com|org|net|edu|gov|mil|us|info|health|example)\b)",
        accept: alone,
    },
    Rule {
        id: "phone.us",
        class: IdentifierClass::Phone,
        confidence: Confidence::High,
        pattern: r"(?:\+?1[ .-]{0,2})?(?:\([2-9][0-9]{2}\)[ .-]{0,2}|[0-9]{3}[ .\u{2011}\u{2013}/-]{1,3})[0-9]{3}[ .\u{2011}\u{2013}-]{1,3}[0-9]{4}(?-u:\b)(?i-u:,?[ ]{0,2}(?:x|ext\.?|extension)[ :.]{0,2}[0-9]{1,6}\b)?",
        accept: phone,
    },
    Rule {
        id: "phone.international",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{1,4}\)?){2,6}(?-u:\b)",
        accept: |hit| (digits(hit.value()) >= 9).then(|| phone(hit)).flatten(),
    },
    Rule {
        id: "phone.bare",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)1?[2-9][0-9]{9}(?-u:\b)",
        accept: |hit| called(hit).then(|| phone(hit)).flatten(),
    },
    Rule {
        id: "phone.local",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)[2-9][0-9]{2}[ .-][0-9]{4}(?-u:\b)(?i-u:[ ]{0,2}(?:x|ext\.?)[ ]{0,2}[0-9]{1,6}\b)?",
        // No range of numbers ends with a leading nought.
        accept: |hit| (called(hit) || hit.value().get(3..5) == Some("-0")).then(|| phone(hit)).flatten(),
    },
    Rule {
        id: "phone.bracketed",
        class: IdentifierClass::Phone,
        confidence: Confidence::High,
        pattern: r"\[[2-9][0-9]{2}\][ .-]{0,2}[0-9]{3}[ .-][0-9]{4}(?-u:\b)",
        accept: |hit| Some(hit.whole()),
    },
    // "ext. 6-2204", "pager 0-7714", "pgr 1188", "X2204", "pgr 555-0133 #7720"
    Rule {
        id: "phone.extension",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:pager|pgr|beeper|extension|ext\.?|x)(?:[ ]?(?:is|no\.?|number|:|#)){0,2}[ ]{0,2}[0-9]-[0-9]{4}\b)|(?i-u:\bpgr[ ]?[:#]?[ ]?(?:[0-9]{3}-[0-9]{4}[ ]#)?[0-9]{3,7}\b)|(?-u:\b)X[0-9]{4,5}(?-u:\b)",
        accept: |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            hit.stands_alone().then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "phone.extension",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:pager|beeper|extension|ext\.?|phone ext\.?)[ ]?(?:is|number|no\.?|#|:)?[ ]{0,2}#?[0-9]{3,7}\b)",
        accept: last_number,
    },
    Rule {
        id: "phone.extension",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\bx[ ]?[0-9]{4,5}\b)",
        accept: |hit| (called(hit) || hit.lead(28).contains("page")).then(|| last_number(hit)).flatten(),
    },
];

/// A number in the shape of a telephone number; the words around it tell a fax.
fn phone(hit: &Hit<'_>) -> Option<Cut> {
    // Part of a longer number, a decimal or a code is none.
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '^' | '=');
    if hit.char_before().is_some_and(|c| joined(c) && !matches!(c, '/' | '^' | '='))
        || hit.char_after().is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    if hit.trail(2).strip_prefix(['-', '.']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let cut = hit.whole();
    Some(if is_fax(hit) { cut.under(IdentifierClass::Fax) } else { cut })
}

/// The nearest of the words before it decides; `(fax)` may also follow.
fn is_fax(hit: &Hit<'_>) -> bool {
    let lead = hit.lead(32);
    let line = lead.rsplit(['\n', ';']).next().unwrap_or_default();
    let fax = line.rfind("fax").or_else(|| line.rfind("facsimile"));
    let voice = ["phone", "tel", "cell", "mobile", "call", "voice", "ph:", "ph "]
        .iter()
        .filter_map(|word| line.rfind(word))
        .max();
    match (fax, voice) {
        (Some(fax), Some(voice)) => fax > voice,
        (Some(_), None) => true,
        (None, _) => hit
            .trail(8)
            .trim_start_matches([' ', '(', ','])
            .strip_prefix("fax")
            .is_some_and(|rest| !rest.starts_with([' ', ':', '#', '-', '.'])),
    }
}

/// Whether a word nearby says that this is a number to call.
fn called(hit: &Hit<'_>) -> bool {
    const WORDS: &[&str] = &[
        "phone",
        "tel",
        "cell",
        "mobile",
        "fax",
        "call",
        "pager",
        "ph:",
        "ph ",
        "ph#",
        "contact",
        "dial",
        "number is",
        "text ",
        "sms",
        "(h)",
        "(c)",
        "(w)",
        "home:",
        "work:",
        "reach",
        "voicemail",
        "callback",
    ];
    let lead = hit.lead(28);
    let trail = hit.trail(8);
    WORDS.iter().any(|word| lead.contains(word))
        || ["(cell", "(home", "(work", "(h)", "(c)", "(fax", "(mob"].iter().any(|word| trail.contains(word))
}

/// The digits at the end of the hit.
fn last_number(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let head = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let goes_on =
        hit.trail(2).strip_prefix(['-', '.', ' ']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    (hit.stands_alone() && !goes_on).then(|| hit.part(hit.start + head.len(), hit.end))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
