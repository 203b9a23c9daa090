//! Names that only their document makes likely: initials in small letters, relatives in small letters, nicknames.

use phi_types::IdentifierClass;

use crate::{
    lexicon,
    text::{cursor, grown::sign, pattern::Rule, span::Confidence, token::lists, words},
};

macro_rules! rule {
    ($id:literal, $confidence:ident, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Name, confidence: Confidence::$confidence, pattern: concat!($($pattern)+), accept: $accept }
    };
}

/// What counts only in a document that names somebody.
pub(in crate::text) const LIKELY: &[Rule] = &[
    // "(vk/NP)", "RPh kt;", "Transcribed vdl.", "mins jw": initials in small letters behind what was done.
    rule!(
        "name.initials.likely",
        Low,
        |hit| {
            let value = hit.value();
            if let Some(pair) = value.strip_prefix('(') {
                let is_pair = pair.trim_end_matches(')').split('/').all(|part| {
                    let (entry, traits) = (lexicon::look_up(part), words::Traits::of(part));
                    let small = part.bytes().any(|b| b.is_ascii_lowercase());
                    (!small || entry.ordinary() == 0 && !entry.is_clinical())
                        && !traits.has(words::CLINICAL_BIT)
                        && !traits.has(words::COMMON_BIT)
                        && !traits.has(lists::DEPARTMENT_BIT)
                });
                return (is_pair && value.bytes().any(|b| b.is_ascii_lowercase()))
                    .then(|| hit.part(hit.start + 1, hit.end - 1));
            }
            // "R-U-I-Z": spelled for somebody who listens. "A-B-C-D" is a rule of the trade.
            if value.as_bytes().get(1) == Some(&b'-') {
                let letters: Vec<u8> = value.bytes().step_by(2).map(|b| b.to_ascii_lowercase()).collect();
                let is_row = letters.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1));
                let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '\''));
                return (!is_row && !joined(hit.char_before()) && !joined(hit.char_after())).then(|| hit.whole());
            }
            // "s. m. RN"
            if value.as_bytes().get(1) == Some(&b'.') {
                let end = value.rfind(' ')?;
                return hit.stands_alone().then(|| hit.part(hit.start, hit.start + end));
            }
            // "INIT: T-M", "Initials K.B."
            if value.starts_with(['I', 'i'])
                && value.contains(['-', '.'])
                && value.ends_with(|c: char| c.is_ascii_uppercase())
            {
                let at = value.rfind(' ')? + 1;
                let at = value
                    .get(..at)?
                    .trim_end()
                    .rfind('.')
                    .filter(|dot| *dot + 2 == at && value.as_bytes().get(dot - 1).is_some_and(u8::is_ascii_uppercase))
                    .map_or(at, |dot| dot - 1);
                return hit.stands_alone().then(|| hit.part(hit.start + at, hit.end));
            }
            // "Scr 31-0442 (JDM)": who takes part in a trial.
            if let Some((_, letters)) = value.rsplit_once('(') {
                let end = hit.end - 1;
                return Some(hit.part(end + 1 - letters.len(), end));
            }
            let at = value.rfind([' ', ':'])? + 1;
            let word = value.get(at..)?;
            let (entry, traits) = (lexicon::look_up(word), words::Traits::of(word));
            // "by DME", "by IRB": a house, an office.
            const OFFICES: &[&str] = &[
                "DME", "ROI", "GC", "IRB", "HIM", "CDC", "FDA", "CMS", "SNF", "HHA", "EMS", "DCF", "CPS", "APS", "DHS",
                "DOH", "LEO", "SO", "TX", "OR", "ER", "UR", "UM", "QA", "QI", "IT", "AI", "VA", "WC", "DOT", "DMV",
                "SSA", "TPA", "PBM", "PCP",
            ];
            if OFFICES.contains(&word) {
                return None;
            }
            let closes = matches!(hit.char_after(), None | Some('\n' | '\r' | ';' | ',' | '.' | ')'))
                || cursor::window_after(hit.text, hit.end, 2) == "  "
                || hit
                    .trail(2)
                    .strip_prefix(' ')
                    .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()));
            // What lists of words have of two small letters is letters too: "by jv".
            let is_word = entry.ordinary() > 0
                && (word.len() > 2 || word.bytes().any(|b| b.is_ascii_uppercase()) || sign::is_short_form(word));
            let is_other = is_word
                || entry.is_clinical()
                || [
                    words::COMMON_BIT,
                    words::CLINICAL_BIT,
                    lists::STOP_BIT,
                    lists::AFTER_PERSON_BIT,
                    lists::DEPARTMENT_BIT,
                    lists::ROLE_BIT,
                ]
                .into_iter()
                .any(|bit| traits.has(bit));
            (closes && !is_other && !hit.char_before().is_some_and(char::is_alphanumeric))
                .then(|| hit.part(hit.start + at, hit.end))
        },
        r"\((?-u:[A-Za-z]{2,3}/[A-Za-z]{2,3})\)|(?-u:\b)(?:Screened|Transcribed|Typed|Scored|Entered|Signed|sign|signed|mins|minutes|init|initials|RPh|rph|CRC|sig|coder|abstractor|scribe|Scribe|verified|Verified|witness|wit|Wit|wasted?|Waste|recorded|Recorded|checked|Checked|drawn|Drawn|hung|poured|counted|Rev'd|rev'd|by|trans|Trans|TRANS|TRANSCRIBED|Transcriptionist|transcriptionist|Closed|closed|CLOSED|Approved|approved|APPROVED|SIGNED|RBV|rbv|RB|Minutes[ ]approved|count[ ]ok|co-?sign[ ]for[ ][A-Za-z. ]{3,28}|dict|Dict|typist|Typist|TYPIST|MA|relief|T)(?:[ ]by)?:?[ ]{1,3}(?:[a-z]{2,3}|[A-Z]{2,3})(?-u:\b)|(?-u:\b)(?:Scr|Scrn|Subj|Subject|Screen|Pt|Participant|Rand|SUBJ|SUBJECT|PT)[ ]?#?[0-9]{2,5}(?:-[0-9]{2,5})?[ ]\([A-Z]{2,3}\)|(?-u:\b)(?:INIT|INITS|INITIALS|Init|Inits|Initials|initials|inits)[.:#]{0,2}[ ]{1,4}[A-Z](?:-|\.[ ]?)[A-Z](?-u:\b)(?:[.-]?[A-Z](?-u:\b))?|(?-u:\b)[a-z]\.[ ]?[a-z]\.,?[ ](?:RN|LPN|LVN|NP|MD|DO|PA-C|CNM|CNA|RPh|PharmD|CRNA|PA|LCSW|MSW|RT|PT|OT)(?-u:\b)|(?-u:\b)(?:[A-Za-z]-){3,14}[A-Za-z](?-u:\b)"
    ),
    // "cousin will's", "mom faith,": in small letters, where the name closes.
    rule!(
        "name.small_kin.likely",
        Low,
        |hit| {
            let value = hit.value().trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let value = value.strip_suffix("'s").or_else(|| value.strip_suffix(" and")).unwrap_or(value);
            let at = value.rfind(' ')? + 1;
            let word = value.get(at..)?;
            let (entry, traits) = (lexicon::look_up(word), words::Traits::of(word));
            let is_other = traits.has(words::CLINICAL_BIT)
                || traits.has(words::COMMON_BIT) && word != "will"
                || entry.is_clinical() && entry.given() < 3
                || lists::is_person_verb(word) && word != "will"
                || lists::is_kin(word);
            (!is_other && (entry.given() > 1 || word == "will" || entry.is_unknown() && word.len() > 3))
                .then(|| hit.part(hit.start + at, hit.start + at + word.len()))
        },
        r"(?-u:\b)(?:mom|mother|dad|father|son|daughter|dtr|sister|brother|sis|bro|aunt|aunty|auntie|uncle|cousin|niece|nephew|wife|husband|hubby|gf|bf|girlfriend|boyfriend|partner|friend|neighbors?|roommate|boss|coworker|caregiver|nurse|rn|aide|cna|tech|driver|sitter|named|name's|names|terp|interp)[ ][a-z]{3}[a-z]{0,11}(?:'s(?-u:\b)|[,.;)\n]|[ ]\(|[ ]and(?-u:\b))"
    ),
];
