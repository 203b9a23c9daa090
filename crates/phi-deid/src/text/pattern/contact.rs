//! Telephone and fax numbers, electronic mail: 45 CFR 164.514(b)(2)(i)(D), (E), (F).

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule, Said, alone};
use crate::text::span::Confidence;

/// Area codes and exchanges are not checked against the numbering plan: a mistyped number still tells whose it is.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "email.address",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@{1,2}(?:[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,24}(?-u:\b)|[A-Za-z0-9-]{2,40}[ ]?\.[ ](?:com|org|net|edu|gov)(?-u:\b)|[A-Za-z][A-Za-z0-9-]{2,40}(?-u:\b))",
        accept: address,
    },
    Rule {
        id: "email.spelled",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b[a-z0-9](?:[a-z0-9._-]|[ ]?(?:\(dot\)|\[dot\])[ ]?|,?[ ](?:dot|period|point|underscore|dash|hyphen|plus),?[ ]){0,40}[ ]{0,2}(?:\(at\)|\[at\]|[ ]at[ ])[ ]{0,2}[a-z0-9](?:[a-z0-9-]|[ ]?(?:\(dot\)|\[dot\])[ ]?|[ ]dot[ ]|\.){0,40}(?:[ ]{0,2}(?:\(dot\)|\[dot\]|[ ]dot[ ])[ ]{0,2})(?:com|org|net|edu|gov|mil|us|info|health|example)\b)",
        accept: alone,
    },
    Rule {
        id: "email.bracketed",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b[a-z0-9][a-z0-9._%+-]{0,63}[ ]{0,2}(?:\(at\)|\[at\]|\{at\})[ ]{0,2}[a-z0-9][a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,40}){1,4}\b)",
        accept: alone,
    },
    // "ana @ example.org"
    Rule {
        id: "email.parted",
        class: IdentifierClass::Email,
        confidence: Confidence::High,
        pattern: r"[ ]@[ ]?(?i-u:[a-z0-9][a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:com|org|net|edu|gov|info|health|example)\b)",
        accept: |hit| {
            let lead = crate::text::cursor::window_before(hit.text, hit.start, 64);
            let len = lead
                .bytes()
                .rev()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
                .count();
            Some(hit.part(hit.start - len, hit.end))
        },
    },
    Rule {
        id: "phone.us",
        class: IdentifierClass::Phone,
        confidence: Confidence::High,
        pattern: r"(?:\+?1[ .-]{0,2})?(?:\([2-9][0-9]{2}\)[ .-]{0,2}|[0-9]{3}(?:,[ ]|[ .\u{2011}\u{2013}/-]{1,3}))[0-9]{3}(?:(?:,[ ]|[ .\u{2011}\u{2013}-]{1,3}|[ ]?/[ ]?)[0-9]{4}|[ .-][0-9]{2}[ .-][0-9]{2})(?-u:\b)(?i-u:,?[ ]{0,2}(?:x|ext\.?|extension)[ :.]{0,2}[0-9]{1,6}\b)?",
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
        // And "cell 253 5550162".
        pattern: r"(?-u:\b)(?:1?[2-9][0-9]{9}|[2-9][0-9]{2}[ .-][2-9][0-9]{6})(?-u:\b)",
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
        pattern: r"(?i-u:\b(?:pager|pgr|beeper|extension|ext\.?|x)(?:[ ]?(?:is|no\.?|number|:|#)){0,2}[ ]{0,2}x?[0-9]-[0-9]{4}\b)|(?i-u:\bpgr[ ]?[:#]?[ ]?(?:[0-9]{3}-[0-9]{4}[ ]#)?[0-9]{3,7}\b)|(?-u:\b)X[0-9]{4,5}(?-u:\b)",
        accept: |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            hit.stands_alone().then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "phone.extension",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:pager|beeper|extension|ext\.?|phone ext\.?|vocera|spectralink|voalte|ascom|operator|desk phone|who has phone|zone phone|phone|direct line|call ?back|extension they gave me)[ ]?(?:is|number|no\.?|#|:)?,?[ ]{0,2}#?[0-9]{3,7}\b|\b(?:at[ ])?ext\.[ ][0-9]{2}\b|\b(?:dial|extension|ext\.?|call)[ ][0-9]-[0-9]{4}\b)",
        // "callback 0136": when, and not where.
        accept: |hit| {
            let value = hit.value();
            let figures = value.rsplit([' ', '#', ':', ',']).next()?;
            let is_clock = figures.len() == 4
                && figures.starts_with('0')
                && figures.get(2..).is_some_and(|minute| minute < "60")
                && (value.starts_with(['c', 'C'])
                    || value.get(..6).is_some_and(|word| matches!(word, "Phone " | "phone ")));
            if is_clock { None } else { last_number(hit) }
        },
    },
    Rule {
        id: "phone.extension",
        class: IdentifierClass::Phone,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\bx[ ]?[0-9]{4,5}\b)",
        // "2 x4000" is a product, "x 4 weeks" a span.
        accept: |hit| {
            // "0603 x52114": behind a time of day nothing is counted.
            let head = hit.lead(6);
            let clock = head.trim_end_matches(' ').rsplit(['\n', ' ']).next().unwrap_or_default().to_owned();
            let is_timed = clock.len() == 4
                && *clock < *"2400"
                && clock.starts_with(['0', '1', '2'])
                && head.len() < 7
                && hit.value().len() == 6;
            let is_tight = !hit.value().contains(' ')
                && (is_timed || !hit.lead(3).trim_end().ends_with(|c: char| c.is_ascii_digit()))
                && !super::measures(&hit.trail(12));
            let lead = &*hit.lead(28);
            let is_paged = ["page", "pgd", "pgr"].iter().any(|word| lead.contains(word));
            if is_timed && hit.stands_alone() {
                return Some(hit.part(hit.start + 1, hit.end));
            }
            (is_tight || is_paged || called(hit)).then(|| last_number(hit)).flatten()
        },
    },
];

/// An address without its last part is one where its own form or a word before it says so: "92%@RA" is none.
fn address(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let (local, host) = value.split_once('@')?;
    let is_whole = host.contains('.');
    let said = local.len() > 3 && (local.contains(['.', '_']) || hit.lead(16).contains("mail"));
    (is_whole || said).then(|| hit.whole())
}

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
    // Commas and pairs of digits are a list unless a word says that it is called.
    let value = hit.value();
    let paired = value.len() > 3 && value.get(value.len() - 3..).is_some_and(|end| end.starts_with([' ', '.', '-']));
    let row = hit.trail(2).trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
        || hit.lead(2).trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit());
    let slashed = value.rfind('/').is_some_and(|at| at + 7 > value.len());
    if (value.contains(", ") || slashed) && !called(hit) || paired && row {
        return None;
    }
    let cut = hit.whole();
    Some(if is_fax(hit) { cut.under(IdentifierClass::Fax) } else { cut })
}

/// The nearest of the words before it decides; `(fax)` may also follow.
fn is_fax(hit: &Hit<'_>) -> bool {
    let lead = &*hit.lead(32);
    let line = lead.rsplit(['\n', ';']).next().unwrap_or_default();
    const FAX: Said<2> = Said::new(["fax", "facsimile"]);
    const VOICE: Said<8> = Said::new(["phone", "tel", "cell", "mobile", "call", "voice", "ph:", "ph "]);
    // In so few bytes a search that prepares nothing is the fastest.
    let last = |word: &'static str| line.as_bytes().windows(word.len()).rposition(|at| at == word.as_bytes());
    let fax = FAX.candidates(line).find_map(last);
    let voice = VOICE.candidates(line).filter_map(last).max();
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
    const BEFORE: Said<23> = Said::new([
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
    ]);
    const BEHIND: Said<7> = Said::new(["(cell", "(home", "(work", "(h)", "(c)", "(fax", "(mob"]);
    BEFORE.within(&hit.lead(28)) || BEHIND.within(&hit.trail(8))
}

/// The digits at the end of the hit.
fn last_number(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let head = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let goes_on =
        hit.trail(2).strip_prefix(['-', '.', ' ']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    // "phone: 617/555/0142": the first three of more.
    let is_first = value.len() - head.len() == 3
        && hit.trail(2).strip_prefix('/').is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    (hit.stands_alone() && !goes_on && !is_first).then(|| hit.part(hit.start + head.len(), hit.end))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
