//! Numbers and codes that their label explains: 45 CFR 164.514(b)(2)(i)(H) to (M), (P), (R).
//!
//! A label finds the place; a short walk over connecting words finds the value, which must hold some digits. So "MRN
//! pending" and "serial troponins" stay.

use phi_types::IdentifierClass::{
    self, Account, Biometric, CertificateOrLicense, Device, HealthPlanBeneficiary, MedicalRecordNumber, Other, Vehicle,
};

use super::{
    cursor,
    pattern::{Cut, Hit, Lower, Rule, measures},
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
        r"\b(?:mrns?(?:[ ]?[/&][ ]?(?:fin|acct|account|csn|har|enc)\b)?|m\.r\.(?:n\.?)?|mr[ ]?\#|mr[ ]?no\b\.?|med(?:ical)?\.?[ ]rec(?:ord)?s?\.?",
        no!(),
        r"?|(?:chart|hosp(?:ital)?|history|unit|clinic|client|resident|x-ray|film|folder|jacket)(?:[ ]?(?:number|no\b\.?|\#))|(?:patient|pt)\.?",
        no!(),
        r"|empi|emr[ ]?[:\#]|e-?mpi[ ]id|rec(?:ord)?[ ](?:number|no\b\.?|\#))"
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
        3,
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
        r"?|registration[ ](?:number|no\b\.?|\#)|clia",
        no!(),
        r"?)"
    ),
    // Not the unit of volume.
    Rule {
        id: "license.driver",
        class: CertificateOrLicense,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)(?:DL|[a-z]{2} dl)(?-u:\b)[ ]?(?:#|no\.?)?(?:[ ]{1,12}(?:[A-Z]{2}|[A-Z][a-z]{3,12})(?-u:\b))?",
        accept: |hit| {
            if hit.char_before() == Some('/') { None } else { value::<5>(hit) }
        },
    },
    // "tag 486 ZTR", "plate 65 b 4471", "plate AZ 7KR 442"
    Rule {
        id: "vehicle.plate",
        class: Vehicle,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:plates?|tags?|lic(?:ense)?[ ]plates?|boat|trlr|trailer|hull|tail|rego|truck|tractor|silverado|van)[ ]?(?:\#|no\.?|number)?[ :]{1,2}(?:[a-z]{2}[ ])?(?:[a-z][0-9]{2}[ -][0-9]{2,3}[a-z]{1,2}|[0-9]{1,4}[ -]?[a-z]{1,4}[ -]?[0-9]{0,4}|[a-z]{1,4}[ -]?[0-9]{2,5}[a-z]{0,2}|[0-9][a-z0-9]{1,3}[ -][0-9]{2,4}|[0-9]{2,4}[ -][a-z]{2,4}|[a-z0-9]{2,4}[ -][a-z0-9]{2,4})\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.find([' ', ':'])?;
            let at = at + value.get(at..)?.find(|c: char| c.is_ascii_alphanumeric())?;
            let shown = value.get(at..)?;
            let digits = shown.bytes().filter(u8::is_ascii_digit).count();
            let first = shown.split([' ', '-']).next().unwrap_or_default();
            let is_word = first.bytes().all(|b| b.is_ascii_lowercase())
                && (super::words::is_common(first) || matches!(first, "unit" | "map" | "well"));
            (digits >= 2
                && shown.len() >= 5
                && !is_word
                && !super::code::is_of_the_trade(shown)
                && hit.stands_alone()
                && !measures(&hit.trail(12)))
            .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    label!(
        "vehicle.label",
        Vehicle,
        2,
        r"\b(?:vin\b|(?:licen[sc]e[ ])?plates?(?:[ ][a-z]{2}\b)?",
        no!(),
        r"?|tag[ ]?(?:\#|number)|vehicle[ ](?:id|number|\#))"
    ),
    // "SN VA1KD7N": few digits among capitals.
    Rule {
        id: "device.serial",
        class: Device,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:serial(?:[ ](?:no\b\.?|number|\#))?|s/n|sn|ser\.))[ ]?[:#]?[ ]{1,2}(?-u:(?:[A-Z]{2,4}-[A-Z]{1,4}[ ])?[A-Z0-9][A-Z0-9-]{4,19}\b)",
        accept: |hit| {
            let mut shown = hit.value().trim_start_matches(|c: char| c != ' ' && c != ':' && c != '#');
            shown = shown.trim_start_matches([' ', ':', '#']);
            // "SERIAL NUMBER: 99120ZX": a word of the label yet.
            for word in ["number", "no.", "no"] {
                let rest = shown
                    .get(..word.len())
                    .filter(|head| head.eq_ignore_ascii_case(word))
                    .and_then(|_| shown.get(word.len()..));
                shown = rest
                    .filter(|rest| rest.starts_with([' ', ':', '#']))
                    .map_or(shown, |rest| rest.trim_start_matches([' ', ':', '#']));
            }
            let is_coded = shown.bytes().filter(u8::is_ascii_digit).count() >= 2;
            // "sn HX-90 417": over the groups behind.
            let start = hit.end - shown.len();
            let end = token(hit.text, start, 2).map_or(hit.end, |(_, end)| end.max(hit.end));
            (is_coded && !shown.ends_with('-') && hit.stands_alone()).then(|| hit.part(start, end))
        },
    },
    label!(
        "device.label",
        Device,
        3,
        r"\b(?:serial",
        no!(),
        r"?|s/n\b|sn\b|ser\b\.?",
        no!(),
        r"|ser\.|device",
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
    // Labels of everyday use with a number that is long enough by itself.
    Rule {
        id: "other.short_label",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:kit|job|court[ ]case|docket|incident|citation|application|app|booking|ticket|tracking|armband|card|member|subscriber|policy|group|grp|tech|batch|req|subject|screening|unit|din|certified|receipt|rcpt|confirmation|log|tube|specimen|path|acc|witness|template|scan|prints|livescan|sid|tcn|unos|checking|savings)(?:[ ](?:no\b\.?|number|id))?[ ]?[:#]{0,2}[ ]{1,2})",
        accept: |hit| value::<5>(hit).filter(|cut| hit.text.get(cut.start..cut.end).is_some_and(|v| v.len() > 5)),
    },
    // A word for codes, and a code of capitals and digits: "armband RJX4471", "batch 77-B", "group 44710".
    Rule {
        id: "other.coded",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:confirmation|conf|reference|ticket|tkt|wristband|armband|bracelet|band|bb|token|locator|voucher|unos(?:[ ]id)?|id|case|sample|tube|slide|block|cassette|kit|bag|order|req|log|run|trip|incident|batch|job|file|record|pin|security|claim|auth(?:orization)?|approval|permit|docket|booking|study|subject|screening|donor|unit|casefile|complaint|warrant|citation|receipt|tracking|locker|pass|visitor|member|subscriber|policy|card|plan|waybill|slip|complaint|tray|itinerary)(?:[ ]?(?:no\b\.?|number|id|\#))?[ :#=]{1,3})(?-u:(?:[A-Z]{1,6}[ -]?[0-9]{2,}[A-Z0-9-]*|[0-9]{2,}-?[A-Z]{1,3}[A-Z0-9]*)\b)",
        accept: coded,
    },
    Rule {
        id: "plan.group",
        class: IdentifierClass::HealthPlanBeneficiary,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:group|grp)[ ]?(?:no\.?|number|\#|:)?[ ]{1,2})(?-u:(?:[A-Za-z]{0,3}-?[0-9]{4,9}|[A-Z]{2,8}-?[0-9]{2,3})\b)",
        accept: |hit| {
            let at = hit.value().rfind(' ')? + 1;
            let (start, end) = token(hit.text, hit.start + at, 2)?;
            (hit.stands_alone() && !measures(&hit.trail(12))).then(|| hit.part(start, end))
        },
    },
    Rule {
        id: "vehicle.plate",
        class: Vehicle,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:plates?|tags?|reg(?:istration)?)[ ]?(?:\#|no\.?|number)?[ :]{1,2}(?:[a-z]{2}[ ])?)(?-u:(?:[A-Z]{2,3}[0-9]{2,4}|[A-Z0-9]{2,4}[ -][A-Z0-9]{2,4})\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.find([' ', ':'])?;
            let at = at + value.get(at..)?.find(|c: char| c.is_ascii_alphanumeric())?;
            let shown = value.get(at..)?;
            (shown.bytes().filter(u8::is_ascii_digit).count() >= 2
                && shown.len() >= 5
                && !super::code::is_of_the_trade(shown)
                && hit.stands_alone())
            .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "other.handle",
        class: Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:instagram|insta|ig|facebook|fb|twitter|tiktok|snapchat|snap|venmo|cashapp|handle|username|user[ ]name|gamertag|skype|telegram)(?:[ ](?:handle|account|name|is|as|user))?[ :]{0,2}@?)(?-u:[A-Za-z][A-Za-z0-9_.]+\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.rfind([' ', ':', '@'])? + 1;
            let shown = value.get(at..)?;
            (value.contains('@') || shown.contains(['_', '.']) || shown.bytes().any(|b| b.is_ascii_digit()))
                .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "other.handle",
        class: Other,
        confidence: Confidence::Medium,
        pattern: r"[ (]@(?-u:[A-Za-z][A-Za-z0-9_.]+\b)",
        accept: |hit| {
            let shown = hit.value().get(2..)?;
            shown.contains(|c: char| c == '_' || c.is_ascii_digit()).then(|| hit.part(hit.start + 2, hit.end))
        },
    },
    // "RN (NH 044187-21)", "LMSW 084418", "MD, WY 7718A", "BCC #118840": a licence behind the letters of a profession.
    Rule {
        id: "license.behind_credential",
        class: CertificateOrLicense,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:MD|DO|RN|LPN|LVN|NP|PA-C|PA|APRN|ARNP|CRNA|CNM|DDS|DMD|DPM|DC|OD|PharmD|RPh|CPhT|PhD|PsyD|LCSW(?:-R|-C)?|LMSW|LICSW|LSW|LISW|MSW|LPC|LPCC|LMFT|MFT|DPT|PT|PTA|OTR/L|OTR|COTA|CCC-SLP|SLP|AuD|RD|RDN|LDN|RRT|RCP|RPSGT|RDMS|BCC|CGC|LGC|EMT-P|EMT-B|EMT|NRP|RVT|RDH|BCBA|DVM|LP|LMHC|LCPC|LAC|ATC|CADC|RN-BC|CNA|CHW)[,:]?[ ]{1,2}\(?(?:[A-Z]{2}[ .-])?(?:[Ll]ic(?:ense)?\.?[ ]?)?#?[ ]?(?:[A-Z]{1,3}[ .-]?)?(?:[0-9]{2,3}\.[0-9]{5,6}|[0-9]{4,}[A-Z0-9-]*)(?-u:\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.find([' ', ':'])? + 1;
            let rest = value.get(at..)?;
            let lead = rest.len() - rest.trim_start_matches([' ', '(', '#', ':']).len();
            let shown = rest.get(lead..)?;
            let digits = shown.bytes().filter(u8::is_ascii_digit).count();
            let is_clock = digits == 4 && shown.len() == 4 && shown < "2400";
            let dated = hit.trail(2).starts_with(['/', ':']);
            // The code of a taxonomy of professions: "1041C0700X".
            let is_taxonomy =
                shown.len() == 10 && shown.ends_with('X') && shown.starts_with(|c: char| c.is_ascii_digit());
            (hit.stands_alone() && !is_taxonomy && !is_clock && !dated && !measures(&hit.trail(12)))
                .then(|| hit.part(hit.start + at + lead, hit.end))
        },
    },
    // "login changed to ana_r", "username now atestcase"
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:log-?in|user[ ]?name|user[ ]?id|handle|screen[ ]name|account|portal[ ]name)[ ](?:is|was|now|changed[ ]to|is[ ]now|was[ ]changed[ ]to|will[ ]be)[ ]\x22?)(?-u:[A-Za-z][A-Za-z0-9_.-]{2,}\b)",
        accept: |hit| {
            let at = hit.value().rfind([' ', '"'])? + 1;
            let shown = hit.value().get(at..)?;
            let entry = crate::lexicon::look_up(shown);
            (shown.contains(['_', '.']) || shown.bytes().any(|b| b.is_ascii_digit()) || entry.is_unknown())
                .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "file=C:\\Users\\atestcase", "/home/atestcase", "publickey for atestcase from"
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::High,
        pattern: r"(?i-u:(?:\busers\\|\busers/|\bhome/|\b(?:publickey|password|session[ ]opened)[ ]for[ ](?:user[ ])?|\b(?:vpn|sshd?|sudo|ldap|su)[:=][ ]?(?:user[ ]?[=:]?[ ]?)?|\buser(?:name)?=\x22?|\buid=|\bacct=|\blogon[ ]|\bmade[ ]by[ ]|\brun[ ]by[ ]|\bmin:[ ]|\bminutes:[ ])[a-z][a-z0-9._-]{2,}\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.rfind(['\\', '/', ' ', '=', ':', '"'])? + 1;
            let shown = value.get(at..)?;
            let entry = crate::lexicon::look_up(shown);
            let is_plain =
                entry.ordinary() > 0 || super::words::is_common(shown) || matches!(shown, "root" | "admin" | "public");
            (!is_plain && (shown.bytes().any(|b| b.is_ascii_digit()) || entry.is_unknown() || entry.is_name()))
                .then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "other.badge",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:badge|lpn|rn|officer|deputy|trooper|shield|employee|locker|inv\.?[ ][a-z. ]{2,24})[ ]?#[ ]?[a-z]?[0-9]{2,6}\b)",
        accept: |hit| {
            let at = hit.start + hit.value().find('#')? + 1;
            hit.stands_alone().then(|| hit.part(at, hit.end))
        },
    },
    Rule {
        id: "other.initials",
        class: IdentifierClass::Name,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\binitials?(?:[ ]here)?(?:[ ](?:for|are|is|of)[ ][a-z/]{1,12})?[ ]?[:=]?[ ]{1,2})(?-u:[A-Z]{2,3}\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.rfind([' ', ':', '='])? + 1;
            Some(hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:entered|exported|printed|pulled|created|modified|updated|accessed|opened|posted|released|sent|scanned)[ ]by|by|cabinet[ ]user|user|log-?in|login)[ ])",
        accept: user_name,
    },
    // "BY TECH JXM14"
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:tech|technologist|phleb|phlebotomist|operator|clerk|user|inv|scanned|entered|opr)[ :]{1,2})(?-u:[A-Z]{2,5}[0-9]{1,4}\b)",
        accept: |hit| {
            let at = hit.value().rfind([' ', ':'])? + 1;
            hit.stands_alone().then(|| hit.part(hit.start + at, hit.end))
        },
    },
    Rule {
        id: "other.user_name",
        class: IdentifierClass::Other,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:user(?:[ ]?(?:name|id))?|login(?:[ ]id)?|userid|screen[ ]name|handle|uid)[ ]?[:=][ ]{0,2})",
        accept: |hit| token(hit.text, hit.end, 0).map(|(start, end)| hit.part(start, end)),
    },
];

/// What counts only in a document that names somebody.
pub(super) const LIKELY: &[Rule] = &[
    // More words for codes, and codes of digits with a dash.
    Rule {
        id: "other.coded.likely",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:(?:our|your|atty|attorney|check|fee[ ]check|tld|file|bar|juror|registry|cause|lic[ ][a-z]{2,4})[ ]no\.?|juror|registry|our[ ]ref|your[ ]ref|call[ ]ref|omi[ ]ref|ref|ic|exp|serie|pcr|pol|inv|env|interp|interpreter|reviewer|agency|agcy|chart|expediente|folio|clave|caso|orden|cuenta|registro|c\u{e9}dula|cedula|exp\.|key|call[ ]ref|sponsor[ ]id|security[ ]tag|tag|medication[ ]card|form|voucher|parcel|cert|permit|seal|evidence|property|dep(?:osit)?|safe|valuables|parking|stall|desk|clerk|agent|op|employee|emp|staff|ee|eid|confirmation|conf|reference|ticket|tkt|wristband|armband|bracelet|band|bb|token|locator|voucher|unos(?:[ ]id)?|id|case|sample|tube|slide|block|cassette|kit|bag|order|req|log|run|trip|incident|batch|job|file|record|pin|security|claim|auth(?:orization)?|approval|permit|docket|booking|study|subject|screening|donor|unit|casefile|complaint|warrant|citation|receipt|tracking|locker|pass|visitor|member|subscriber|policy|card|plan|waybill|slip|complaint|tray|itinerary)(?:[ ]?(?:no\b\.?|number|id|\#))?[ :#=]{1,3})(?-u:(?:[A-Z]{1,6}[ -]?[0-9]{2,}[A-Z0-9-]*|[A-Z]{1,4}-[A-Z]{1,4}[ -]?[0-9]{2,}[A-Z0-9-]*|[A-Z][0-9]-[0-9]{2,}[A-Z0-9-]*|[0-9]{2,}-?[A-Z]{1,3}[A-Z0-9]*|[0-9]{2,4}-[0-9]{3,}[0-9-]*|[0-9]{1,4}(?:-[0-9]{2,4}){2,4}|[0-9]{3}-[0-9]{2}|[0-9]{5,8}-[0-9]{1,2})\b)",
        accept: coded,
    },
    // "Medi-Cal 91844 07 7D", "MassHealth 100 118 334 772": the number behind an insurer.
    Rule {
        id: "plan.behind_insurer.likely",
        class: HealthPlanBeneficiary,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)(?:Aetna|AETNA|Cigna|CIGNA|Humana|HUMANA|UHC|UnitedHealthcare|United|Anthem|ANTHEM|BCBS|BC/BS|IBC|Blue[ ]Cross|Blue[ ]Shield|Kaiser|Molina|MOLINA|Ambetter|Centene|WellCare|Oscar|Tricare|TRICARE|Medicaid|MEDICAID|Medicare|MEDICARE|Medi-Cal|MediCal|MassHealth|BadgerCare|BADGERCARE|AHCCCS|SoonerCare|TennCare|Medigap|CHIP|CHP\+|Healthy[ ]?Start|Family[ ]Care|Apple[ ]Health|HMO|PPO|CareSource|Amerigroup|Peach[ ]State|Peachstate|Fidelis|EmblemHealth|Highmark|Geisinger|Priority[ ]Health|HealthPartners|UCare|Medica|Premera|Regence|Moda|SelectHealth|Wellmark|Tufts|Harvard[ ]Pilgrim|Forward[ ]?Health|seguro|Seguro|ins|INS|Ins)(?:[ ](?:HMO|PPO|POS|EPO|Plus|PLUS|Gold|Silver|Choice|CHOICE|PERS|id|ID|Id|no\.?|mem(?:ber)?))*[ ]?[:#]?[ ]{1,2}(?:[A-Z]{1,4}[ -]?)?[0-9][0-9A-Z]*(?:[ -][0-9A-Z]{1,6}){0,4}(?-u:\b)",
        accept: |hit| {
            let value = hit.value();
            let at = value.find(|c: char| c.is_ascii_digit())?;
            let head = value.get(..at)?;
            // Letters right before the digits belong to the number.
            let letters = head.trim_end_matches([' ', '-']).rsplit([' ', ':', '#']).next().unwrap_or_default();
            let is_code = letters.len() <= 4
                && !letters.is_empty()
                && letters.bytes().all(|b| b.is_ascii_uppercase())
                && !matches!(
                    letters,
                    "HMO" | "PPO" | "POS" | "EPO" | "PLUS" | "PERS" | "ID" | "INS" | "UHC" | "BCBS" | "IBC" | "CHIP"
                );
            let start = if is_code { head.trim_end_matches([' ', '-']).len() - letters.len() } else { at };
            // Words behind the number are none of it.
            let mut end = at;
            for group in value.get(at..)?.split(' ') {
                if !group.bytes().any(|b| b.is_ascii_digit()) {
                    break;
                }
                end += group.len() + 1;
            }
            let end = (end - 1).min(value.len());
            let digits = value.get(at..end)?.bytes().filter(u8::is_ascii_digit).count();
            (digits >= 6 && hit.stands_alone() && !measures(&hit.trail(12)))
                .then(|| hit.part(hit.start + start, hit.start + end))
        },
    },
    // `"reference": "Patient/pt-0099"`
    Rule {
        id: "mrn.reference.likely",
        class: MedicalRecordNumber,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)(?:Patient|Practitioner|PractitionerRole|Encounter|RelatedPerson|Person|Device|Coverage|Account|Specimen)/(?-u:[A-Za-z0-9][A-Za-z0-9.-]+\b)",
        accept: |hit| {
            let at = hit.value().find('/')? + 1;
            let shown = hit.value().get(at..)?;
            shown.bytes().any(|b| b.is_ascii_digit()).then(|| hit.part(hit.start + at, hit.end))
        },
    },
    // "Tpr. Lee #1147", "interp #27719", "Reviewer #R118": a sign of number before a code. Two and three digits count pills.
    Rule {
        id: "other.numbered.likely",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        pattern: r"#[ ]?(?-u:[A-Z]{0,3}-?[0-9]{2,}[A-Z0-9-]*\b)",
        accept: |hit| {
            const COUNTED: &[&str] = &[
                "disp", "dispense", "qty", "tabs", "tab", "caps", "tablets", "cpt", "lot", "fr", "no", "model",
                "store", "step",
            ];
            let shown = hit.value().trim_start_matches(['#', ' ']);
            let digits = shown.bytes().filter(u8::is_ascii_digit).count();
            let lead = &*hit.lead(12);
            let word = lead.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            let is_coded = digits >= 4 || digits >= 2 && shown.starts_with(|c: char| c.is_ascii_uppercase());
            (is_coded && !COUNTED.contains(&word) && hit.stands_alone() && !measures(&hit.trail(12)))
                .then(|| hit.part(hit.end - shown.len(), hit.end))
        },
    },
    // Four and more groups of digits, or three of four: parcels, cards, plans.
    Rule {
        id: "other.groups.likely",
        class: IdentifierClass::Other,
        confidence: Confidence::Low,
        pattern: r"(?-u:\b)[0-9]{3,5}[ ][0-9]{3,5}[ ][0-9]{3,5}(?:[ ][0-9]{1,5}){0,4}(?-u:\b)",
        accept: |hit| {
            let row = hit.lead(2).trim_end().ends_with(|c: char| c.is_ascii_digit())
                || hit.trail(2).trim_start().starts_with(|c: char| c.is_ascii_digit());
            (hit.stands_alone() && !row && !measures(&hit.trail(12)) && !hit.lead(8).contains("ndc"))
                .then(|| hit.whole())
        },
    },
];

/// After "by" or "user": a token that no word is, with a digit or an underscore, or in parentheses after a name.
fn user_name(hit: &Hit<'_>) -> Option<Cut> {
    let rest = cursor::window_after(hit.text, hit.end, 40);
    let len =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '@' | '-'))).unwrap_or(rest.len());
    let value = rest.get(..len)?.trim_end_matches(['.', '-']);
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    // A bare "by" leads to other things too.
    let is_user = hit.value().len() > 3;
    let closed =
        value.contains(['_', '@']) || digits > 0 && digits <= 4 && value.ends_with(|c: char| c.is_ascii_digit());
    let unknown =
        value.len() > 4 && value.bytes().all(|b| b.is_ascii_lowercase()) && crate::lexicon::look_up(value).is_unknown();
    // "by kruiz": an initial and a surname.
    let is_named = unknown && value.get(1..).map(crate::lexicon::look_up).is_some_and(|tail| tail.is_strong_name());
    let ok = letters >= 3
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && (closed && !value.contains('-') || unknown && is_user || is_named);
    ok.then(|| hit.part(hit.end, hit.end + value.len()))
}

/// A code of capitals and digits behind its label. Capitals that are a label themselves leave it to that label.
fn coded(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let at = value.rfind([':', '#', '=']).map(|at| at + 1).or_else(|| value.find(' '))?;
    let shown = value.get(at..)?.trim_start();
    let start = hit.end - shown.len();
    let prefix = shown.split(|c: char| !c.is_ascii_uppercase()).next().unwrap_or_default();
    let is_label =
        super::words::is_common(prefix) || super::token::lists::is_stop(prefix) || prefix == "ID" || prefix == "NO";
    let (start, end) = token(hit.text, start, 2).map_or((start, hit.end), |(from, to)| (from, to.max(hit.end)));
    // "run P-07" counts a procedure.
    let is_short = shown.len() == 4 && shown.contains('-') && !shown.starts_with(|c: char| c.is_ascii_digit());
    (end - start >= 4
        && !is_short
        && !is_label
        && !shown.starts_with(|c: char| c.is_ascii_lowercase())
        && hit.stands_alone()
        && !measures(&hit.trail(12))
        && !super::code::is_of_the_trade(hit.text.get(start..end)?)
        && !hit.lead(8).ends_with("lot "))
    .then(|| hit.part(start, end))
}

fn value<const DIGITS: usize>(hit: &Hit<'_>) -> Option<Cut> {
    if hit.char_before().is_some_and(char::is_alphanumeric)
        || (hit.value().ends_with(char::is_alphabetic) && hit.char_after().is_some_and(char::is_alphabetic))
    {
        return None;
    }
    let at = connect(hit.text, hit.end);
    let (start, end) = token(hit.text, at, DIGITS)?;
    // "trial no", and the next line begins with a time of day.
    let shown = hit.text.get(start..end)?;
    let is_clock = shown.len() == 4 && shown < "2400" && shown.bytes().all(|b| b.is_ascii_digit());
    if is_clock && hit.text.get(hit.end..start)?.contains('\n') && cursor::char_after(hit.text, end) == Some(' ') {
        return None;
    }
    Some(hit.part(start, end))
}

/// Over white space, one line break, punctuation and words such as "is" and "number", at most six of them.
fn connect(text: &str, from: usize) -> usize {
    const WORDS: &[&str] = &[
        "number",
        "no",
        "num",
        "nbr",
        "id",
        "is",
        "was",
        "are",
        "of",
        "ending",
        "ends",
        "in",
        "with",
        "the",
        "listed",
        "as",
        "on",
        "file",
        "last",
        "four",
        "digits",
        "reads",
        "same",
        "still",
        "remains",
        "unchanged",
        "old",
        "new",
        "for",
        "baby",
        "mom",
        "mother",
        "temp",
    ];
    /// Of them, in bytes.
    const LONGEST: usize = 9;
    let mut at = from;
    let mut may_wrap = true;
    for _ in 0..6 {
        loop {
            let next = match cursor::char_after(text, at) {
                Some(c)
                    if cursor::is_gap(c) || matches!(c, ':' | '#' | '=' | '.' | '(' | ')' | ',' | '-' | '"' | '\'') =>
                {
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
            // "DL Arkansas 921 440 378"
            Some(word)
                if at > from
                    && super::words::is_state(word.text)
                    && cursor::char_after(text, word.end) == Some(' ')
                    && cursor::window_after(text, word.end + 1, 3).bytes().any(|b| b.is_ascii_digit()) =>
            {
                at = word.end;
            }
            Some(word)
                if word.text.len() <= LONGEST
                    && WORDS.contains(&&*Lower::of(word.text))
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
            '-' | '_' | '/' | '.' | '*' | '\u{2011}' | '@' | ':' => {
                goes_on.is_some_and(|c| c.is_alphanumeric() || c == '*')
            }
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

/// `L1234`: a capital and digits.
fn is_lettered(after: &str) -> bool {
    let rest = after.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (3..=9).contains(&digits) && !rest.get(digits..).is_some_and(|tail| tail.starts_with(char::is_alphanumeric))
}

/// Whether a space stands inside a code: between groups of digits ("4111 1111", "00 12 34"), after capital letters
/// ("KPX 88203 4417"), before a last capital ("9904 4718 S").
fn joins_group(before: &str, after: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    // "sn TL2-00881 3.6 C": what stands behind is a reading.
    let is_reading = |tail: &str| tail.strip_prefix('.').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    let closes = |tail: &str| {
        !tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '%' | ':')) && !is_reading(tail)
    };
    // "MRN 5 010 774", "lic 0 0418": one digit before the groups.
    if before.len() == 1 && before.starts_with(|c: char| c.is_ascii_digit()) {
        let tail = after.get(digits..).unwrap_or_default();
        let rest = tail.strip_prefix(' ').unwrap_or_default();
        let next = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_row = (2..=4).contains(&next) && rest.get(next..).is_none_or(|rest| closes(rest) && !measures(rest));
        return closes(tail) && !measures(tail) && (3..=4).contains(&digits) && (before == "0" || is_row);
    }
    let closed = after.get(digits..).is_none_or(|tail| closes(tail) && !measures(tail));
    let is_coded = last.bytes().any(|b| b.is_ascii_digit())
        && last.bytes().all(|b| {
            b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-' || last.len() < 5 && b.is_ascii_lowercase()
        })
        && last.len() >= 2;
    let is_prefix = !before.contains(' ')
        && (1..=7).contains(&last.len())
        && last.split('-').all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_uppercase()));
    let dashed = digits == 2
        && after
            .get(2..)
            .and_then(|tail| tail.strip_prefix(['-', ' ']))
            .is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let grouped = before.contains(' ') || last.bytes().any(|b| b.is_ascii_uppercase());
    let capital = grouped
        && after.starts_with(|c: char| c.is_ascii_uppercase())
        && after.get(1..).is_none_or(|tail| {
            tail.is_empty() || tail.starts_with("  ") || tail.starts_with(['.', ',', '\n', '\r', ')'])
        });
    // "PHC 0092 41A", "SN PZN 004 4187H": capitals end the last group.
    let is_lettered_end = is_coded && grouped && (2..=6).contains(&digits) && {
        let tail = after.get(digits..).unwrap_or_default();
        let capitals = tail.bytes().take_while(u8::is_ascii_uppercase).count();
        (1..=2).contains(&capitals) && tail.get(capitals..).is_none_or(closes) && !measures(tail)
    };
    is_lettered_end
        || closed
            && ((is_prefix && ((3..=8).contains(&digits) || dashed || is_lettered(after)))
                || (is_coded && last.len() <= 9 && (2..=6).contains(&digits))
                || (is_coded && grouped && digits == 1))
        || is_coded && capital
}
