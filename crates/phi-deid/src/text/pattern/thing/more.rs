//! Codes and short numbers of telephones that only their document makes likely.

use phi_types::IdentifierClass::{Other, Phone};

use super::{Hit, Rule, digits, measures, trade};
use crate::{
    lexicon,
    text::{cursor, pattern::Cut, span::Confidence, words},
};

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "Bands 44918", "SO# 77120", "tech 0187", "code P4-77-QQ", "user ruiz.home", "app id aruiz2016", "Wi-Fi Testcase5G"
    Rule {
        id: "other.labelled.likely",
        class: Other,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:job|id|bands?|po|seal|bag|chain|locker|unit|truck|bus|kits?|ticket|tkt|req|employee|emp|ee|staff|op|operator|tech|inmate|doc|so|dl|booking|census|visa|case|subject|subj|participant|rand(?:omi[sz]ation)?|log|lab|dict(?:ation)?|protocol|roi|auth|batch|res(?:ervation)?|pnr|locator|code|number|envelope|token|flight|claim[ ]check|meal[ ]ticket|bridge|meeting(?:[ ]id)?|wi-?fi|ssid|network|pw|pass(?:word|code)|user|login|app[ ]id|screen[ ]?name|asset|logger|permit|voucher|c-file|pass|receipt|safe|lockbox(?:[ ]code)?|key|camera|grant|expediente|exp\.|n\.|record[ ]is|mrns?[ ]ends?|ends|sticker|stamp|slip|waybill|tray|grievance|check|bracelet|merged?[ ](?:in)?to|dup(?:licate)?[ ]of|jacket|folder|charts?|file)(?:[ ]?(?:no\b\.?|number|num|id|\#|is))?[ :\#]{1,4}\x22?)(?-u:[A-Za-z0-9][A-Za-z0-9._/,-]{2,23})|(?i-u:\bby[ ])(?-u:[A-Z]{2,6}[0-9]{2,4}\b)",
        accept: labelled,
    },
    // "#77120", "SO#77120", "# 091,337", "Deputy Jolene #22"
    Rule {
        id: "other.hash.likely",
        class: Other,
        confidence: Confidence::Low,
        pattern: r"#[ ]?(?-u:(?:[A-Z]{1,4}[ -]?)?[0-9][0-9A-Z,-]{1,15}\b)",
        accept: |hit| {
            let shown = hit.value().get(1..)?.trim_start().trim_end_matches(',');
            let lead = &*hit.lead(16);
            let lead = lead.trim_end_matches([' ', ':', '.']);
            let word = lead.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            let is_other = matches!(
                word,
                "lot"
                    | "lots"
                    | "model"
                    | "ref"
                    | "cat"
                    | "part"
                    | "disp"
                    | "dispense"
                    | "qty"
                    | "tabs"
                    | "caps"
                    | "blade"
                    | "grade"
                    | "day"
                    | "hd"
                    | "pod"
                    | "dressing"
                    | "item"
                    | "page"
                    | "room"
                    | "rm"
                    | "bed"
                    | "tooth"
                    | "teeth"
                    | "session"
                    | "visit"
            );
            // A number behind somebody is his, however short.
            let behind = cursor::word_ending(hit.text, hit.start.checked_sub(1)?)
                .filter(|w| w.is_title_case() && cursor::char_before(hit.text, hit.start) == Some(' '));
            let is_somebodys = behind.is_some_and(|w| {
                let entry = lexicon::look_up(w.text);
                entry.given() > 1 && !entry.is_clinical() && !words::is_common(w.text)
            });
            let is_enough = digits(shown) >= 4
                || digits(shown) >= 2
                    && (is_somebodys || shown.starts_with(|c: char| c.is_ascii_uppercase()) && shown.len() > 4);
            let at = hit.start + hit.value().find(shown)?;
            let cut = hit.part(at, at + shown.len());
            (is_enough && !is_other && !trade(shown) && !measures(&hit.trail(12))).then_some(cut)
        },
    },
    // "LB-118", "CL26-A1", "P4-77-QQ", "MV-104A/2026/2207", "AJKP119": capitals and digits of no trade.
    Rule {
        id: "other.shaped.likely",
        class: Other,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b(?:[A-Z]{1,4}-?[0-9]{2,4}[A-Z]?(?:/[0-9A-Z]{2,6}){1,2}|[A-Z]{1,4}-[0-9]{3}[A-Z]?(?:-[A-Z0-9]{1,6}){0,2}|[A-Z]{2,4}[0-9]{2}-[A-Z0-9]{2,6}|[A-Z][0-9]-[0-9]{2,3}-[A-Z]{2,3}|[A-Z]{3,5}[0-9]{3,5}|[A-Z]{3,5}-[A-Z]-[0-9]{2,4})\b)",
        accept: shaped,
    },
    // "desk 4-4418", "vm 1184", "dial 4471", "ext 70", "counselor x3", "text 44182", "(800) 555-HELP", "call 555 0142"
    Rule {
        id: "phone.short.likely",
        class: Phone,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:(?:desk|pgr|pager|rrt|biomed|rapid[ ]response|(?:me|us)[ ]at|vm|voice ?mail|mail ?box|box|dial|page|text|beep(?:er)?|tel|ph|phone|cell|home|work|mobile|call|cb|fax|hotline|backline|front|office|clinic|line|nurse|unit|station|direct|on-call|rm|him|lab|pharmacy|pharm|charge|intern|nicu|icu|micu|picu|spectra|spectralink|front[ ]desk|mine[ ]is|is|from|at|try|gave|switchboard|house[ ]sup|security|paged|called)[ :\#]{1,3}(?:[0-9]-[0-9]{4}|[0-9]{2}-[0-9]{3}|[2-9][0-9]{2}[ ][0-9]{4}|[0-9]{4,5})|desk[ ][0-9]{3}|(?:e?xt(?:n|ension)?\.?|x)[ ]?[0-9]{1,5})\b|\([0-9]-[0-9]{4}\)|\(8[0-9]{2}\)[ ]?[0-9]{3}-[A-Z]{4}\b|\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ -]){3}[2-9][0-9]{2}[ -][0-9]{4}\b)",
        accept: short_phone,
    },
];

/// The value behind its label.
fn labelled(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let at = value.rfind([' ', ':', '#', '"']).map(|at| at + 1)?;
    let shown = value.get(at..)?.trim_end_matches(['.', ',', '-', '/', '_']);
    let label = value.get(..at)?.to_ascii_lowercase();
    let label = label.trim_end_matches([' ', ':', '#', '"', '.']);
    let count = digits(shown);
    let numbered =
        value.get(..at)?.contains('#') || label.ends_with(" no") || label.ends_with("number") || label.ends_with(" id");
    let letters = shown.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_user = ["user", "login", "pw", "password", "passcode", "wi", "ssid", "network", "app id", "screen"]
        .iter()
        .any(|w| label.starts_with(w));
    let is_code = if letters == 0 {
        let is_year = shown.len() == 4 && (shown.starts_with("19") || shown.starts_with("20"));
        let is_clock =
            shown.len() == 4 && shown.get(..2).is_some_and(|h| h < "24") && shown.get(2..).is_some_and(|m| m < "60");
        let plain = shown.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b','));
        let is_day = shown.contains('/') || shown.contains('.');
        let is_end = label.ends_with("end") || label.ends_with("ends");
        plain && !is_day && (count >= 4 && (numbered || !is_year && !is_clock) || (numbered || is_end) && count >= 3)
    } else if is_user {
        let entry = lexicon::look_up(shown);
        (shown.contains(['.', '_']) || count > 0 || entry.is_unknown()) && letters > 2 && !words::is_common(shown)
    } else {
        let has_large = shown.bytes().any(|b| b.is_ascii_uppercase());
        let is_unit = shown.starts_with(|c: char| c.is_ascii_digit()) && shown.bytes().any(|b| b.is_ascii_lowercase());
        (has_large && count >= 2 || count >= 3 && letters >= 3) && !is_unit && !shown.contains('.')
    };
    let is_other = || {
        trade(shown) || measures(&cursor::window_after(hit.text, hit.start + at + shown.len(), 12).to_ascii_lowercase())
    };
    let is_joined = hit.char_after().is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '%' | '\u{b0}'));
    (is_code && !is_joined && !hit.char_before().is_some_and(char::is_alphanumeric) && !is_other())
        .then(|| hit.part(hit.start + at, hit.start + at + shown.len()))
}

/// What the trade writes so as well.
const TRADE: &[&str] = &[
    "CA-125", "CA-153", "CA-199", "CA-242", "I-123", "I-125", "I-131", "IN-111", "TL-201", "GA-67", "LU-177", "Y-90",
    "AC-225", "RA-223", "F-150", "F-250", "F-350", "SF-36", "SF-12", "DD-214", "VA-10", "HIV-1", "HIV-2", "HTLV-1",
    "HSV-1", "HSV-2", "HHV-6", "AES-", "SHA-", "RSA-", "UTF-", "APACHE",
];

fn shaped(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let letters = value.split(|c: char| !c.is_ascii_uppercase()).next().unwrap_or_default();
    let lead = &*hit.lead(14);
    let word = lead
        .trim_end_matches([' ', '#', ':', '.'])
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_other = TRADE.iter().any(|code| value.starts_with(code))
        || trade(value)
        || matches!(
            word,
            "lot" | "lots" | "model" | "ref" | "cat" | "part" | "catalog" | "version" | "cpt" | "icd" | "type" | "gene"
        )
        || words::Traits::of(letters).has(crate::text::token::lists::BRAND_BIT)
        || letters.len() > 2 && lexicon::look_up(letters).is_clinical()
        || value.bytes().filter(|b| *b == b'/').count() == 1 && digits(value) < 6;
    let joined =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '+' | '@'));
    let ends = !joined(hit.char_after())
        || hit.char_after() == Some('.') && !hit.trail(2).ends_with(|c: char| c.is_ascii_alphanumeric());
    (!is_other && !joined(hit.char_before()) && ends && digits(value) >= 2 && !measures(&hit.trail(12)))
        .then(|| hit.whole())
}

fn short_phone(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value().to_ascii_lowercase();
    if value.starts_with('(') {
        let is_inner = value.len() == 8;
        return Some(if is_inner { hit.part(hit.start + 1, hit.end - 1) } else { hit.whole() });
    }
    let at = value.find(|c: char| c.is_ascii_digit())?;
    let (label, shown) = value.split_at_checked(at)?;
    if label.contains("zero ") || label.split([' ', '-']).filter(|w| !w.is_empty()).count() >= 3 && shown.len() == 8 {
        return hit.stands_alone().then(|| hit.whole());
    }
    let label = label.trim_end_matches([' ', ':', '#', '.']);
    let trail = &*hit.trail(12);
    let goes_on = trail
        .strip_prefix(['-', '/', '.', ',', ' '])
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()) && !trail.starts_with(", "))
        || trail.starts_with(['%', '\u{b0}'])
        || trail.strip_prefix(':').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        || trail.trim_start().starts_with("deg");
    if goes_on || measures(trail) || !hit.stands_alone() {
        return None;
    }
    let lead = &*hit.lead(20);
    let is_extension = label.starts_with('x') || label.starts_with("ext");
    let fits = if is_extension {
        // Joints extend, and things come several times: somebody or a number must stand before it.
        let before = lead.trim_end_matches([' ', ',', '(', ';']);
        let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_number = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let is_desk = matches!(
            word,
            "at" | "counselor"
                | "nurse"
                | "desk"
                | "office"
                | "clinic"
                | "call"
                | "scheduling"
                | "billing"
                | "records"
                | "rn"
                | "ma"
                | "np"
                | "md"
                | "pharmacy"
                | "him"
                | "front"
                | "dial"
                | "rep"
                | "mdiv"
                | "lcsw"
                | "msw"
                | "phd"
                | "teacher"
                | "principal"
                | "secretary"
        );
        // "| ext 31", "      ext 31": a column of its own.
        let is_column = label.starts_with("ext")
            && (lead.is_empty() || lead.ends_with(['\n', '\t', '|']) || lead.ends_with("  ") || lead.ends_with("| "))
            && !trail.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '/');
        is_number
            || is_column
            || is_desk
            || label.starts_with("ext")
                && label.len() < 5
                && lead.ends_with(", ")
                && !word.ends_with(|c: char| c.is_ascii_digit())
            || shown.len() == 5 && label == "x"
    } else if shown.contains(['-', ' ']) {
        shown.find('-') != Some(2) || label == "pgr" || label == "pager"
    } else {
        let is_dialled = [
            "vm", "voice", "mail", "dial", "beep", "hotline", "backline", "text", "page", "pgr", "desk", "front",
            "fax", "on-call",
        ]
        .iter()
        .any(|word| label.starts_with(word));
        let is_clock = shown.len() == 4 && shown < "2400" && shown.get(2..).is_some_and(|m| m < "60");
        let is_year = shown.len() == 4 && (shown.starts_with("19") || shown.starts_with("20"));
        is_dialled
            && !is_year
            && (!is_clock || !(["text", "page", "fax", "on-"].iter().any(|word| label.starts_with(word))))
            || label == "call" && shown.len() == 5
    };
    fits.then(|| hit.part(hit.start + at, hit.end))
}
