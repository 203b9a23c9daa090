//! Numbers of things and offices: 45 CFR 164.514(b)(2)(i)(I) to (M), (P), (R). Here the noun before the number tells
//! whose it is: a meter, a plate, a badge, a card.

pub(in crate::text) mod more;

use phi_types::IdentifierClass::{Account, Biometric, CertificateOrLicense, Device, Other, Phone, Vehicle};

use super::{Hit, Rule, measures};
use crate::text::{cursor, span::Confidence, words};

pub(crate) const RULES: &[Rule] = &[
    // "meter UU13041877", "hearing aid Oticon 44182X07", "dosimeter no. 0041-77"
    Rule {
        id: "device.noun",
        class: Device,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:gluco)?meters?|readers?|pumps?|ventilators?|wheelchairs?|scooter|hearing[ ]aids?|npwt(?:[ ]unit)?|wound[ ]vac|cpap|bipap|concentrator|glucometer|defibrillator|aed|dosimeter|tld|tablet|ipad|laptop|device|pacer|pacemaker(?:[ ]card)?|icd[ ]card|stimulator|processor|prosthesis|scanner|telemetry[ ](?:box|unit)|monitor|lvad(?:[ ]controller)?|controller|walker|hoyer(?:[ ]lift)?|transmitter|sensor|loop[ ]recorder|pulse[ ]ox|nebulizer|feeding[ ]pump|reader)(?:[ ](?:no\b\.?|number|id|unit|model|type))?[ ]?[:#]?[ ]{1,2}(?:(?:is|it's)[ ](?:an?[ ])?)?)(?:[A-Z][A-Za-z0-9-]{1,14}[ ]){0,2}(?:[A-Z]{1,4}[ -]?)?[0-9]{3,}[A-Z0-9-]*(?:[ ][0-9]{2,6}){0,2}(?-u:\b)",
        accept: |hit| {
            let at =
                hit.value().rfind(|c: char| c.is_ascii_lowercase() || matches!(c, ':' | '#')).map_or(0, |at| at + 1);
            let mut shown = hit.value().get(at..)?.trim_start();
            while let Some((_, rest)) = shown
                .split_once(' ')
                .filter(|(word, _)| word.len() > 4 && digits(word) < 3 || digits(word) == 0 && word.len() > 3)
            {
                shown = rest;
            }
            let is_phone = shown.len() == 10 && digits(shown) == 10;
            let plain = shown.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            // "monitor 100-150", "pump 1200": a range, an amount.
            let is_range = plain && shown.contains('-') && !shown.starts_with('0') && shown.len() < 9;
            let digits = digits(shown);
            ((digits >= 5 || digits >= 4 && !plain)
                && !is_range
                && !is_phone
                && hit.stands_alone()
                && !measures(&hit.trail(12))
                && !trade(shown))
            .then(|| hit.part(hit.end - shown.len(), hit.end))
        },
    },
    // "palm vein PV:QmFzZTY0", "voice model spk_0044", "iris IRX.doe.f.L / IRX.doe.f.R"
    Rule {
        id: "biometric.token",
        class: Biometric,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:speaker|voice|face|facial|gait|palm|vein|iris|retina|finger|ear)[ ](?:model|vein|image|vector|embedding|template|hash|print|sample|file|code|scan)s?|embeddings?|iris|retina|face ?prints?|foot ?prints?|finger ?prints?|palm ?prints?|voice ?prints?|minutiae|sample[ ]file|biometric|enrol?l?ment|template|tmpl)(?:[ ](?:hash(?:es)?|files?|images?|id|ref|token|template))?[ :#=]{1,12})(?-u:[A-Za-z0-9][A-Za-z0-9._:+=-]{4,47}(?:[ ]?/[ ]?[A-Za-z0-9][A-Za-z0-9._:+=-]{4,47})?)",
        accept: |hit| {
            let value = hit.value();
            let joint = value.find('/').unwrap_or(value.len());
            let head = value.get(..joint)?.trim_end();
            let at = head.rfind([' ', '#']).map_or(0, |at| at + 1);
            let shown = value.get(at..)?.trim_end_matches(['.', ':']);
            let first = shown.split([' ', '/']).next()?;
            (at > 0 && is_machine(first)).then(|| hit.part(hit.start + at, hit.start + at + shown.len()))
        },
    },
    // "fp:ab91c0ffee01": the kind as a prefix.
    Rule {
        id: "biometric.token",
        class: Biometric,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:fp|emb|pv|spk|vp|iris|irs|irx|face|faceid|tmpl|voice|gait|palm|plm|ret|vox)[:=])(?-u:[A-Za-z0-9][A-Za-z0-9+=-]{6,63})|(?i-u:\b(?:palm|plm|vein|ear|iris|irx|voice|vox|gait|retina|thumb|faceprint|fp|spk)/(?:[lr]/)?)(?-u:[A-Za-z0-9][A-Za-z0-9_.-]{2,24}(?:/[A-Za-z0-9]{1,24})?\b)|(?-u:\b(?:EAR|PALM|IRIS|VEIN|FACE|GAIT|VOICE|THUMB|FP|VP|RET)-(?:[A-Z]{1,3}-)?[0-9]{3,8}\b)",
        accept: |hit| (digits(hit.value()) >= 2).then(|| hit.whole()),
    },
    // "ends 6029", "ending in 4471", "card 5520", "ck #1184", "MC XX0418", "***7710"
    Rule {
        id: "account.ending",
        class: Account,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:ends|ending|termina)[ ](?:in[ ]|with[ ]|en[ ])?[0-9]{4}\b|\b(?:(?:credit|debit|bank|hsa|fsa|flex|gift|ebt|snap)[ ]card|card|tarjeta|visa|mastercard|discover|amex|mc|hsa|fsa|checking|savings)[ ]?(?:no\.?|number|#|ending|x|-)?[ ]?[*x#.\x2d]{0,4}[0-9]{4}\b|\b(?:fee[ ])?(?:check|cheque|chk|ck|money[ ]order|m\.?o\.?)[ ]?(?:no\.?|number|#)[ ]?[0-9]{3,8}\b|\x2a{2,3}[0-9]{4}\b|\bxx{1,2}[0-9]{4}\b)",
        accept: |hit| {
            let shown = last_run(hit.value());
            let is_year = shown.len() == 4 && (shown.starts_with("19") || shown.starts_with("20"));
            let lead = hit.value().to_ascii_lowercase();
            let is_short = lead.starts_with("mc ") && !lead.contains(['*', 'x', '#']);
            let goes_on = hit
                .trail(2)
                .strip_prefix(['-', '/', '.', ','])
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            (hit.stands_alone() && !is_year && !is_short && !goes_on && !measures(&hit.trail(12)))
                .then(|| hit.part(hit.end - shown.len(), hit.end))
        },
    },
    // "agent 4417", "badge OC-9", "Deputy Rowe #2207", "vol # 088", "PIN  4183", "envelope 0391"
    Rule {
        id: "other.office",
        class: Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:agent|badge|trooper|tpr|deputy|officer|ofc|rep|env(?:elope)?|vol(?:unteer)?|interpreter|teller|courier|pin|operator|key(?:card)?|fob|security[ ]tag|property[ ](?:bag|tag)|valuables[ ](?:bag|env)|claim[ ]check|coat[ ]check|relay|shield|star|patrol[ ]unit|medic[ ]unit|stretcher[ ]tag|triage[ ]tag|dog[ ]tag)[ ]{0,2}(?:no\b\.?|number|id|\#|:)?[ :#]{0,9})(?-u:(?:[A-Z]{1,3}-?)?[0-9]{1,6}[A-Z]?)(?-u:\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.rfind([' ', ':', '#', '.']).map(|at| at + 1)?;
            let shown = value.get(at..)?;
            let count = digits(shown);
            let noun = value.to_ascii_lowercase();
            let is_badge =
                noun.starts_with("badge") && (count >= 2 || shown.starts_with(|c: char| c.is_ascii_uppercase()));
            let is_numbered = value.contains('#') || noun.contains(" no");
            let is_year =
                count == 4 && shown.len() == 4 && (shown.starts_with("19") || shown.starts_with("20")) && !is_numbered;
            let is_coded = shown.contains('-') && count >= 2;
            let is_enough = count >= 4 || is_badge || is_numbered && count >= 2 || is_coded;
            let next = &*hit.trail(12);
            (is_enough
                && !is_year
                && hit.stands_alone()
                && !next.starts_with(['/', ':', '%'])
                && !measures(next)
                && !trade(shown))
            .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "Atty Ruth Vane (P77118)", "Bar No. 25519-20", "USDOT 2207714", "KS LP 2073"
    Rule {
        id: "license.office",
        class: CertificateOrLicense,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:atty|attorney|bar|esq|counsel|notary|us ?dot|dot|mc|faa|ham|call[ ]sign|commission|cdl|cna|ems|emt|paramedic)\.?[ ]?(?:no\b\.?|number|\#|reg(?:istration)?|cert|id)[ .:#]{0,3})(?-u:[A-Z]{0,3}-?[0-9]{3,9}(?:-[0-9]{1,4})?[A-Z]?)(?-u:\b)|(?i-u:\b(?:atty|attorney|esq)[.,]?)(?:[ ][A-Z][A-Za-z'.-]{0,18}){0,3}[ ]\([A-Z]?[0-9]{4,7}(?:-[0-9]{2})?\)",
        accept: |hit| {
            let value = hit.value().trim_end_matches(')');
            let at = value.rfind([' ', ':', '#', '(', '.'])? + 1;
            let end = hit.start + value.len();
            (!measures(&hit.trail(12))).then(|| hit.part(hit.start + at, end))
        },
    },
    // "rx 441 7708", "ref 20663381", "on file 44187"
    Rule {
        id: "other.numbered",
        class: Other,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:(?i-u:rx|call[ ]ref|conf|dict(?:ation)?|job|trip|on[ ]file|invoice|inv)|[Rr]ef)(?-u:\b)[ .:#]{1,3}(?:[0-9]{5,12}|[0-9]{2,4}[ -][0-9]{4,6}|[0-9](?:-[0-9]{2,4}){2,4})(?-u:\b)",
        accept: |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            let goes_on = hit
                .trail(2)
                .strip_prefix(['/', '.', '%', '-'])
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            (hit.stands_alone() && !measures(&hit.trail(12)) && !goes_on).then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "V1: JHZ 4471 OH", "tail N118XA"
    Rule {
        id: "vehicle.told",
        class: Vehicle,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:V|Veh|Vehicle|Unit)[ ]?[1-9][:.)][ ]{1,2}\x22?(?:[A-Z]{2,3}[ -]?[0-9]{3,4}|[0-9]{1,3}[ -]?[A-Z]{2,3}[ -]?[0-9]{0,3}|[A-Z]{2,3}[0-9][ -]?[A-Z0-9]{2,4})(?-u:\b)|(?i-u:\b(?:tail|n-no|aircraft|helo|helicopter|cessna|piper|medevac|airplane|plane|life ?flight|flight|ship)\.?[ ]?(?:no\b\.?|number|\#|reg)?[ :#]{1,2})N[0-9]{1,5}[A-Z]{0,2}(?-u:\b)",
        accept: |hit| {
            let at = if hit.value().starts_with(['V', 'U']) {
                hit.value().find([':', '.', ')'])? + 1
            } else {
                hit.value().rfind('N')?
            };
            let shown = hit.value().get(at..)?.trim_start_matches([' ', '"']);
            (hit.stands_alone() && digits(shown) > 0 && shown.len() >= 4)
                .then(|| hit.part(hit.end - shown.len(), hit.end))
        },
    },
];

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "DH 41 877", "GT 77140", "TX 44-188-02", "BBK 77-1420": capitals, then groups of digits that are no range.
    Rule {
        id: "other.prefixed.likely",
        class: Other,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)[A-Z]{1,4}[ ](?:[0-9]{1,5}[ ]){1,4}[0-9]{1,5}(?:-[0-9]{1,2}|[ ][A-Z])?(?-u:\b)|(?-u:\b)[A-Z]{2,3}[ ](?:[0-9]{2,5}(?:-[0-9A-Z]{2,5}){2,3}|[0-9]{2,4}-[0-9]{4}(?:-[A-Z0-9])?|[0-9]{4}-[0-9]{2}|[0-9]{2}[ ][0-9]{3,6}|[0-9]{3,4}[ ][0-9]{3,4}[ ][0-9A-Z]{1,4}|[0-9]{5}|[0-9]{3}[ ][0-9]{4}|[0-9]{4}|[0-9]{3}-[0-9]{2})(?-u:\b)",
        accept: |hit| {
            let (letters, shown) = hit.value().split_once(' ')?;
            let is_zip = is_state(letters) && shown.bytes().take_while(u8::is_ascii_digit).count() == 5;
            // A label of its own: another rule takes the number without it.
            let is_label = LABELS.contains(&letters);
            let is_ssn = shown.split('-').map(str::len).eq([3, 2, 4]);
            let is_other = [
                "NDC", "LOT", "CPT", "ICD", "REF", "IEC", "ISO", "EN", "PMID", "BIN", "PCN", "PO", "LOVD", "OMIM",
                "DRG",
            ]
            .contains(&letters);
            let is_counted = shown.len() <= 5 && COUNTED.contains(&letters);
            // Years, times of day, round amounts.
            let is_four = shown.len() == 4
                && (shown.starts_with("19")
                    || shown.starts_with("20")
                    || shown < "2400" && shown.get(2..).is_some_and(|minutes| minutes < "60")
                    || shown.ends_with("00")
                    || !is_free(hit));
            // "R 0093 3187 1": long, and no row of measures.
            let groups = shown.split(' ').count();
            let is_row = groups > 2
                && (digits(shown) < 8 || !shown.split(' ').any(|group| group.len() >= 4 || group.starts_with('0')))
                || groups > 1 && letters.len() == 1 && digits(shown) < 7
                || COUNTED.contains(&letters) && groups > 1;
            let is_phone = shown.split([' ', '-']).map(str::len).eq([3, 3, 4]);
            if is_four || is_row || is_phone {
                return None;
            }
            let trail = &*hit.trail(3);
            let goes_on =
                trail.strip_prefix(['.', ',', '/', ' ']).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            (!is_zip
                && !hit.lead(6).ends_with("lot ")
                && !is_label
                && !is_ssn
                && !is_other
                && !is_counted
                && !goes_on
                && hit.stands_alone()
                && !measures(&hit.trail(12)))
            .then(|| hit.whole())
        },
    },
    // "(JKL 8092)" where the line speaks of a car.
    Rule {
        id: "vehicle.plate.likely",
        class: Vehicle,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)(?:[A-Z]{2,3}[ -]?[0-9]{3,5}|[0-9]{3,4}[ -]?[A-Z]{2,3}|[A-Z][0-9]{2}[ -]?[0-9]{2,3}[A-Z]{1,2}|[0-9][A-Z]{3}[0-9]{3}|[a-z]{3,4}[ ][0-9]{4})(?-u:\b)",
        accept: |hit| {
            let lead = &*hit.lead(LEAD);
            let said = lead.rsplit(['\n', ';']).next().unwrap_or_default();
            let is_said = || said.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| is_car(word.as_bytes()));
            // "2019 CR-V": a year and a model.
            let is_year = hit.value().starts_with("19") || hit.value().starts_with("20");
            let is_small = hit.value().starts_with(|c: char| c.is_ascii_lowercase());
            let word = hit.value().split(' ').next().unwrap_or_default();
            (!is_year
                && hit.stands_alone()
                && !(is_small && (!lead.ends_with('(') || words::is_common(word)))
                && is_said()
                && !trade(hit.value())
                && !measures(&hit.trail(12)))
            .then(|| hit.whole())
        },
    },
    // "locum33", "rnoble14": small letters that are no word, closed by digits.
    Rule {
        id: "other.user.likely",
        class: Other,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)[a-z]{4,14}[0-9]{1,3}(?-u:\b)",
        accept: |hit| {
            let letters = hit.value().trim_end_matches(|c: char| c.is_ascii_digit());
            let entry = crate::lexicon::look_up(letters);
            let joined = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@' | '#' | ':' | '=');
            let next = &*hit.trail(2);
            let ends = !hit.char_after().is_some_and(joined)
                || next.starts_with('.')
                    && !next.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_alphanumeric()));
            let number = hit.value().len() - letters.len();
            let is_counted = matches!(
                letters,
                "room"
                    | "page"
                    | "line"
                    | "step"
                    | "week"
                    | "rule"
                    | "table"
                    | "figure"
                    | "unit"
                    | "stage"
                    | "item"
                    | "covid"
            );
            ((entry.is_unknown() || number > 1 && !is_counted)
                && !entry.is_clinical()
                && !words::is_common(letters)
                && !hit.char_before().is_some_and(joined)
                && ends)
                .then(|| hit.whole())
        },
    },
    // "numbers: xray 6290, pharm 6602"
    Rule {
        id: "phone.department.likely",
        class: Phone,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:x-?ray|pharm(?:acy)?|lab|ct|mri|desk|rt|charge|blood[ ]bank|icu|er|ed|security|transport|dietary|him|house[ ]sup|registration|admitting|micro|path|echo|ekg|or|pacu|dialysis|chaplain|bed[ ]board|evs|it|fax)[ :]{1,2}[0-9]{4,5}\b)",
        accept: |hit| {
            let lead = &*hit.lead(60);
            let said = lead.rsplit('\n').next().unwrap_or_default();
            let is_list = [
                "numbers",
                "exts",
                "ext:",
                "extensions",
                "phones",
                "phone list",
                "cb ",
                "callback",
                "dial ",
                "who to call",
            ]
            .iter()
            .any(|word| said.contains(word));
            let at = hit.value().rfind([' ', ':'])? + 1;
            (is_list && hit.stands_alone() && !measures(&hit.trail(12))).then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "…, WY 7718A", "physician in CA (A55190)": a State and the number of its board.
    Rule {
        id: "license.state.likely",
        class: CertificateOrLicense,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)[A-Z]{2}(?:[ ]\(|[ ]|\x2e)(?:[A-Z]{0,2}[0-9]{4,6}[A-Z]|[A-Z]{1,2}[.-]?[0-9]{4,6})(?-u:\b)",
        accept: |hit| {
            let state = hit.value().get(..2)?;
            let rest = hit.value().get(2..)?.trim_start_matches([' ', '(', '.']);
            (is_state(state) && hit.stands_alone() && !measures(&hit.trail(12)))
                .then(|| hit.part(hit.end - rest.len(), hit.end))
        },
    },
];

/// How far before a plate its car is looked for, and the longest word for one.
pub(super) const LEAD: usize = 32;
pub(super) const LONGEST_CAR: usize = 10;

/// What has plates, in small letters. A decision by length and letters: it is asked for each word before a number.
pub(super) const fn is_car(word: &[u8]) -> bool {
    matches!(
        word,
        b"car"
            | b"cab"
            | b"taxi"
            | b"tow"
            | b"towed"
            | b"truck"
            | b"tractor"
            | b"trailer"
            | b"trlr"
            | b"suv"
            | b"sedan"
            | b"pickup"
            | b"van"
            | b"jeep"
            | b"honda"
            | b"toyota"
            | b"ford"
            | b"chevy"
            | b"chevrolet"
            | b"dodge"
            | b"nissan"
            | b"subaru"
            | b"hyundai"
            | b"kia"
            | b"buick"
            | b"gmc"
            | b"ranger"
            | b"civic"
            | b"camry"
            | b"corolla"
            | b"accord"
            | b"silverado"
            | b"tacoma"
            | b"impala"
            | b"minivan"
            | b"moped"
            | b"motorcycle"
            | b"harley"
            | b"plate"
            | b"vehicle"
            | b"boat"
    )
}

/// Whether a code stands by itself: a column, or behind a sign that ends a clause.
fn is_free(hit: &Hit<'_>) -> bool {
    let lead = cursor::window_before(hit.text, hit.start, 2);
    let trail = cursor::window_after(hit.text, hit.end, 2);
    let opens = lead.is_empty() || lead == "  " || lead == ", " || lead.ends_with(['\n', '\t', '|', '(']);
    let closes = trail.is_empty() || trail == "  " || trail.starts_with(['\n', '\r', '\t', '|', ')', '.', ';']);
    opens && closes
}

/// Whether this is the short form of a State.
pub(in crate::text) fn is_state(letters: &str) -> bool {
    STATES.contains(&letters)
}

#[rustfmt::skip]
const STATES: &[&str] = &[
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI",
    "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT",
    "VT", "VA", "WA", "WV", "WI", "WY",
];

/// Capitals that announce a number of their own.
const LABELS: &[&str] = &[
    "ID", "MRN", "MR", "SSN", "DOB", "DOD", "DOS", "FAX", "TEL", "PH", "DL", "CSN", "HAR", "ARD", "CVX", "ICD", "SIM",
    "PIN", "ZIP", "BOX", "NO", "CEL", "HX", "RM", "BP", "HR", "RR", "PT", "VIN", "NPI", "DEA", "MD", "RN", "TO", "AND",
    "FOR", "OD", "OS", "OU", "ENV", "JOB", "CELL", "HOME", "WORK", "WK", "FEE", "BOX",
];

/// What a laboratory counts in five digits.
const COUNTED: &[&str] = &[
    "AFP", "ALC", "ALP", "ALT", "ANC", "AST", "BNP", "CEA", "CFU", "CK", "CPK", "CRP", "HCG", "HPF", "IU", "LDH",
    "PLT", "PSA", "RBC", "TSH", "VL", "WBC", "ADD", "MIN", "CC", "ML", "UOP", "CA", "DD",
];

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The letters and digits at the end.
fn last_run(text: &str) -> &str {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text.get(head.len()..).unwrap_or_default()
}

fn trade(shown: &str) -> bool {
    crate::text::code::is_of_the_trade(shown)
}

/// Written by a machine: long, with digits or signs within.
fn is_machine(token: &str) -> bool {
    let signs = token.trim_end_matches(['.', ':', '=']).bytes().filter(|b| matches!(b, b'.' | b'_' | b':')).count();
    let large = token.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let inner = digits(token);
    token.len() >= 5 && (inner >= 3 || inner >= 1 && signs + large >= 1 || signs >= 2)
}
