//! Names beside the words that announce them: 45 CFR 164.514(b)(2)(i)(A).
//!
//! A pattern finds the announcing word; a walk over the words beside it finds how far the name goes.

mod evident;
pub(super) mod more;
mod walk;

use phi_types::IdentifierClass;

pub(super) use walk::{run_after, run_before};

use super::{
    cursor,
    pattern::{Cut, Hit, Rule},
    span::Confidence,
    words,
};
use walk::{Walk, is_credential, walk};

macro_rules! rule {
    ($id:literal, $confidence:ident, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Name, confidence: Confidence::$confidence, pattern: concat!($($pattern)+), accept: $accept }
    };
}

pub(super) const RULES: &[Rule] = &[
    rule!(
        "name.signature",
        High,
        |hit| after(hit, Walk::label()),
        r"(?i-u:\b(?:(?:electronically|digitally)[ ])?(?:co-?)?(?:signed|authenticated|dictated|transcribed|authored|attested|approved|verified|reviewed|interpreted|prepared|completed|performed|entered|documented|witnessed|ordered|collected|drawn|administered|reported|submitted|recorded|scribed|typed|requested|sent|received)[ ](?:electronically[ ])?by[ ]?:?[ ]{0,4})"
    ),
    rule!(
        "name.slash_signature",
        High,
        |hit| after(hit, Walk::label()),
        r"(?i-u:/s/[ ]{0,3}|\bsigned:[ ]{0,3}|\be-signed[ ])"
    ),
    rule!(
        "name.closing",
        Medium,
        |hit| after(hit, Walk::label()),
        r"(?i-u:\b(?:sincerely|regards|respectfully|cordially|best|yours[ ]truly|thank[ ]you|thanks|thx|signed)[,!.]?\r?\n(?:[ ]{0,4}\r?\n){0,3})"
    ),
    rule!(
        "name.greeting",
        Medium,
        |hit| after(hit, Walk::label()),
        r"(?-u:\b)(?:Dear|Hi|Hello|Good[ ](?:morning|afternoon|evening)),?[ ]"
    ),
    rule!(
        "name.label",
        High,
        |hit| after(hit, Walk::label()),
        r"(?i-u:\b(?:(?:patient|pt|member|subscriber|insured|guarantor|client|resident|first|last|middle|full|maiden|legal|preferred|provider|physician|mother'?s|father'?s|baby|employee|contact|alias|student|donor)[ ])?(?:name|surname|last name|first name|aka|a\.k\.a\.)[ ]?(?:\([a-z, /]{1,24}\)[ ]?)?[:=][ \t]{0,24})"
    ),
    // "maiden name Ruiz", "(given name Ana)", "formerly Ruiz"
    rule!(
        "name.label",
        Medium,
        |hit| after(hit, Walk::plain()),
        r"(?i-u:\b(?:(?:maiden|first|last|full|real|given|middle|preferred|birth|legal|former|married|patient(?:'s)?|pt(?:'s)?|baby(?:'s)?|child(?:'s)?|mother(?:'s)?|father(?:'s)?|husband(?:'s)?|wife(?:'s)?)[ ](?:maiden[ ])?name(?:[ ](?:is|was))?|formerly|f/k/a|n\.?[ ]?k\.?a\.?)[ ])"
    ),
    rule!(
        "name.signature",
        High,
        |hit| after(hit, Walk::label()),
        r"(?i-u:\b(?:reviewed|verified|signed|dictated|transcribed|approved|prepared|completed|witnessed|recorded|reported|read|performed|interpreted|collected|received|escort|circ|circulator|scrub|asst|assist|first[ ]assist|transcriptionist|caseworker|case[ ]worker|preceptor|proctor|charge(?:[ ]nurse)?|anes|surg|attd|res|obgyn|hospitalist|oncall|on[ ]call|on-call|covering|chaperone|chaperoned[ ]by|translator|guardian[ ]ad[ ]litem|gal|mob|fob|kids|children|siblings|sibs|sons|daughters|household|lives[ ]with|family|hija|hijo|esposo|esposa|madre|padre|nombre|apellido|m[e]dico|enfermera)[ ]?:[ ]{1,3})"
    ),
    rule!(
        "name.newborn",
        Medium,
        |hit| after(hit, Walk::plain()),
        r"(?-u:\b)(?:BB|BG|B/B|B/G|Baby[ ]?(?:Boy|Girl)|BABY[ ]?(?:BOY|GIRL))[ ]"
    ),
    rule!(
        "name.role_label",
        High,
        |hit| after(hit, Walk::label()),
        r"(?i-u:\b(?:patient|pt|client|member|subscriber|insured|policy ?holder|guarantor|beneficiary|mother|father|mom|dad|spouse|wife|husband|partner|son|daughter|sister|brother|guardian|caregiver|next[ ]of[ ]kin|nok|emergency[ ]contact|ec|contact|responsible[ ]party|attending|pcp|provider|physician|surgeon|assistant|resident|intern|fellow|referring|referred[ ]by|consultant|anesthesiologist|anesthesia|crna|nurse|rn|np|pa|therapist|pharmacist|radiologist|pathologist|technologist|technician|tech|interpreter|author|from|to|cc|bcc|attn|attention|re|c/o|prescriber|ordering|requesting|requested|reviewer|signature|signed|witness|by|clinician|counselor|case[ ]manager|social[ ]worker|coordinator|principal[ ]investigator|pi|sub-?i|co-?i|investigator|donor|recipient|examiner|operator|scribe|dictator|parent|teacher|employer[ ]contact|supervisor|officer|driver|owner|decedent|informant|speaker|caller|student|doctor|md|aide|volunteer|crew|peds|employee|adjuster|driver|paciente|doctora|hcp|poa|proxy|health[ ]care[ ]proxy|surrogate)(?:[ ](?:physician|provider|md|nurse|surgeon|name|contact|doctor|pathologist|radiologist))?(?:[ ]?\([a-z ]{1,16}\)|[ ][1-3])?[ ]?:[ \t]{0,24})"
    ),
    // Columns: a label, wide white space, a value.
    rule!(
        "name.column",
        High,
        |hit| matches!(hit.char_before(), None | Some('\n')).then(|| after(hit, Walk::label())).flatten(),
        r"(?i-u:\b(?:patient|pt|name|patient[ ]name|mother|father|guarantor|subscriber|attending|pcp|provider|ordering|surgeon|assistant|emerg(?:ency)?(?:[ ][12])?|next[ ]of[ ]kin|nok|spouse|physician|ord[ ]phys|att|attd|res|guar|mom|dad|surg|anes|doctor|dr|case[ ]m(?:gr|anager)|referring|ref|consultant|driver|reporter|nurse|a\.k\.a\.|aka|last|first|maiden|alias|tech|drv)(?:[ ]{2,24}|\t|[ ]?(?:[.:_-][ ]?){2,24}[ ]{0,2}))"
    ),
    rule!(
        "name.title",
        High,
        titled,
        r"(?-u:\b)(?:Drs?|DRS?|dr|Mr|MR|mr|Mrs|MRS|mrs|Ms|MS|Miss|Mx|Prof|Professor|Doctor|DOCTOR|Rev|Reverend|Fr|Pastor|Rabbi|Imam|Chaplain|Father|Sister|Nurse|Officer|Deputy|Trooper|Detective|Sgt|Sergeant|Ofc|Det|Dep|Tpr|Cpl|Elder|Bishop|Maestra|Maestro|Doc|Capt|Captain|Lt|Lieutenant|Judge|Hon|Senator|Coach|Sra?|Srta|Se\u{f1}ora?|Don|Do\u{f1}a|Uncle|Aunt|Auntie|Grandma|Grandpa|Nana|T\u{ed}[oa]|Abuel[oa]|do\u{f1}a|DO\u{d1}A)\.?[ \t\u{a0}\u{202f}]{1,2}"
    ),
    rule!(
        "name.kin",
        Medium,
        kin,
        r"(?i-u:\b(?:(?:step|grand|god|foster[ ]|great[ -]grand)?(?:daughter|son|mother|father|child|parent)s?|mom|dad|mum|wife|husband|spouse|partner|sisters?|brothers?|siblings?|aunt|uncle|cousin|niece|nephew|fianc[e]e?|boyfriend|girlfriend|friend|neighbor|neighbour|roommate|caregiver|guardian|twin|boss|coworker|landlord|(?:mother|father|sister|brother|son|daughter)-in-law|hij[oa]|espos[oa]|herman[oa]|madre|padre|mam[a]|pap[a])(?:,|[ ]is|[ ]named|[ ]called|:|[ ]\()?[ ]?[\x22']?)"
    ),
    rule!(
        "name.said",
        Medium,
        |hit| after(hit, Walk::plain()),
        r"(?i-u:\b(?:my[ ]name[ ]is|this[ ]is|named|goes[ ]by|known[ ]as|nicknamed|se[ ]llama)[ ][\x22']?)"
    ),
    rule!(
        "name.role",
        Medium,
        two_words,
        r"(?i-u:\b(?:patient|pt|client|resident|employee|adjuster|witness|contact|volunteer|doula|pharmacist|student|aide|counselor|coordinator|technician|driver|officer|circulator|member|donor|subject|provider|surgeon|physician|attorney|for|like|called|phoned|texted|paged|notified|informed|spoke[ ](?:to|with)|talked[ ](?:to|with)|discussed[ ]with|d/w|seen[ ]by|referred[ ]by|met[ ]with|per|to)[.,]?[ ])"
    ),
    // "a 72-year-old male, Ana Ruiz"
    rule!(
        "name.apposed",
        Medium,
        apposed,
        r"(?i-u:\b(?:male|female|man|woman|boy|girl|gentleman|lady|infant|veteran|mother|patient|student|teacher|retiree),?[ ])"
    ),
    // "…, Ana Ruiz, who was seen"
    rule!(
        "name.relative_clause",
        Medium,
        clause,
        r",?[ ](?:who|whose|seen|admitted|treated|presents|presented|presenting|diagnosed|referred)(?-u:\b)"
    ),
    // "zk pgy1", "gw rn": initials in small letters before the letters of a profession.
    rule!(
        "name.initials",
        Medium,
        |hit| {
            let word = cursor::word_at(hit.text, hit.start)?;
            let is_other = words::is_common(word.text)
                || words::is_clinical(word.text)
                || super::token::lists::is_stop(word.text)
                || crate::lexicon::look_up(word.text).ordinary() == 1;
            let begins = matches!(hit.char_before(), None | Some('\n'))
                || cursor::window_before(hit.text, hit.start, 2) == "- "
                || hit.lead(3).ends_with("/ ")
                || cursor::window_before(hit.text, hit.start, 2) == ". ";
            (begins && !is_other && hit.stands_alone()).then(|| hit.part(word.start, word.end))
        },
        r"(?-u:\b)[a-z]{2,3}[ ](?:rn|md|do|np|pa|lpn|cna|pgy-?[1-5]|ms[34]|lcsw|msw|pt|ot|rph|rt|rd)(?-u:\b)"
    ),
    // "-slh" and "/ jb" at the end of a line.
    rule!(
        "name.initials",
        Medium,
        |hit| {
            let at = hit.start + hit.value().rfind(['-', '/', ' ', ':'])? + 1;
            let word = hit.text.get(at..hit.end)?;
            let ends = matches!(hit.char_after(), None | Some('\n' | '\r'));
            let is_other = || {
                words::is_common(word)
                    || words::is_clinical(word)
                    || super::token::lists::is_stop(word)
                    || crate::lexicon::look_up(word).ordinary() > 0
                    || super::token::lists::is_after_person(word)
            };
            let begins = hit.value().starts_with('/') || matches!(hit.char_before(), None | Some('\n' | ' '));
            (ends && begins && !is_other()).then(|| hit.part(at, hit.end))
        },
        r"(?:--?[ ]?|/[ ]|(?-u:\b)(?:CRC|RN|MD|NP|tech|by|sig|init|initials|coder|abstractor|rev):?[ ])(?-u:[a-z]{2,3}\b)"
    ),
    // In a log of messages: "0611 dov: bed 3".
    rule!(
        "name.speaker",
        Medium,
        |hit| {
            let at = hit.value().rfind([' ', ']'])? + 1;
            let word = hit.value().get(at..)?.trim_end_matches(':');
            let entry = crate::lexicon::look_up(word);
            let is_other = words::is_common(word)
                || words::is_clinical(word)
                || super::token::lists::is_stop(word)
                || super::token::lists::is_role(word)
                || words::Traits::of(word).has(super::token::lists::DEPARTMENT_BIT);
            let begins = matches!(hit.char_before(), None | Some('\n' | '['));
            (begins && !is_other && (entry.is_name() || entry.is_unknown()) && !matches!(entry.ordinary(), 1..=2))
                .then(|| hit.part(hit.start + at, hit.end - 1))
        },
        r"(?-u:\b)[0-2]?[0-9]:?[0-5][0-9](?:[ ]?[ap]m?)?\]?[ ][a-z]{3}[a-z]{0,9}:"
    ),
    // "32m jaxon reece here": a name in small letters behind an age with a sex.
    rule!(
        "name.small",
        Medium,
        |hit| {
            let at = hit.value().find(' ')? + 1;
            let mut names = hit.value().get(at..)?.split(' ');
            let (given, surname) = (names.next()?, names.next()?);
            let (first, second) = (crate::lexicon::look_up(given), crate::lexicon::look_up(surname));
            let is_other = |word: &str| {
                words::is_common(word) || words::is_clinical(word) || super::token::lists::is_person_verb(word)
            };
            (hit.stands_alone()
                && !is_other(given)
                && !is_other(surname)
                && (first.given() > 0 || first.is_unknown())
                && !matches!(first.ordinary(), 1..=3)
                && !first.is_clinical()
                && (second.surname() > 0 || second.is_unknown())
                && !(second.is_clinical() && second.surname() < 3))
                .then(|| hit.part(hit.start + at, hit.end))
        },
        r"(?-u:\b)[0-9]{1,3}[ ]?(?:yo?[ ]?)?[mf][ ](?:named[ ])?[a-z]{3}[a-z]*[ ][a-z]{3}[a-z]*(?-u:\b)"
    ),
    // In small letters: "hi ana,", "thx\nana", "its ana (dob", "scribe k. testcase", "m. testcase pgy2".
    rule!(
        "name.small",
        Medium,
        |hit| {
            let word = cursor::word_ending(
                hit.text,
                hit.start + hit.value().trim_end_matches([',', '!', '.', '\n', '(', ' ']).len(),
            )?;
            let entry = crate::lexicon::look_up(word.text);
            let is_name = entry.given() >= 2 && (entry.ordinary() == 0 || entry.is_strong_name());
            (is_name && !words::is_common(word.text)).then(|| hit.part(word.start, word.end))
        },
        r"(?-u:\b)(?:hi|hello|hey|dear|thanks|thx|ty|morning|its|it's|this is|i'm|im|name is|my (?:kid|son|daughter|wife|husband|mom|dad|sister|brother))[ ][a-z]{3}[a-z]*(?:[,!.\n]|[ ]\()"
    ),
    rule!(
        "name.closing",
        Medium,
        |hit| {
            let word = cursor::word_ending(hit.text, hit.end - 1)?;
            (!words::is_common(word.text) && !words::is_clinical(word.text)).then(|| hit.part(word.start, word.end))
        },
        r"(?-u:\b)(?:thx|thanks|thank you|ty|sincerely|love|best|regards)[,.!]?\r?\n(?:[ ]{0,4}\r?\n){0,2}[a-z]{3}[a-z]*\n"
    ),
    rule!(
        "name.small",
        Medium,
        |hit| {
            let word = cursor::word_ending(hit.text, hit.end)?;
            let entry = crate::lexicon::look_up(word.text);
            let traits = |at: usize| cursor::word_ending(hit.text, at).map(|w| words::Traits::of(w.text));
            let led = traits(hit.start.checked_sub(1)?)
                .is_some_and(|t| t.has(super::token::lists::ROLE_BIT) || t.has(super::token::lists::AFTER_PERSON_BIT));
            let next = cursor::word_at(hit.text, hit.end + 1).map(|w| w.text.to_ascii_lowercase());
            let followed = next.is_some_and(|w| {
                words::Traits::of(&w).has(super::token::lists::AFTER_PERSON_BIT) || w.starts_with("pgy")
            }) || cursor::window_after(hit.text, hit.end + 1, 3).eq_ignore_ascii_case("pgy");
            let closes = matches!(hit.char_after(), None | Some('\n'))
                && cursor::window_before(hit.text, hit.start, 2).contains(['\n', '-', '/', ' ']);
            ((entry.surname() > 0 || entry.is_unknown())
                && (led || followed || closes && entry.ordinary() == 0)
                && !hit.char_before().is_some_and(|c| c.is_alphanumeric() || c == '.'))
            .then(|| hit.part(hit.start, hit.end))
        },
        r"(?-u:\b)[a-z]\.[ ]?[a-z]{3}[a-z]*(?-u:\b)"
    ),
    // "seen by FB", initials of who did it.
    rule!(
        "name.initials",
        Medium,
        |hit| {
            let word = cursor::word_ending(hit.text, hit.end)?;
            let traits = words::Traits::of(word.text);
            use super::token::lists::{AFTER_PERSON_BIT, DEPARTMENT_BIT, ROLE_BIT, STOP_BIT};
            let is_other =
                [AFTER_PERSON_BIT, DEPARTMENT_BIT, ROLE_BIT, STOP_BIT, words::COMMON_BIT, words::CLINICAL_BIT]
                    .into_iter()
                    .any(|bit| traits.has(bit));
            let is_team = matches!(
                word.text,
                "EMS"
                    | "PD"
                    | "FD"
                    | "OT"
                    | "SLP"
                    | "RT"
                    | "SW"
                    | "CM"
                    | "MD"
                    | "RN"
                    | "IR"
                    | "GI"
                    | "ID"
                    | "IM"
                    | "FP"
                    | "PO"
                    | "IV"
                    | "NG"
                    | "US"
                    | "BBN"
                    | "AMR"
                    | "NA"
            );
            (!is_other && !is_team).then(|| hit.part(word.start, word.end))
        },
        r"(?-u:\b)(?:seen|done|given|placed|drawn|checked|verified|reviewed|signed|read|entered|witnessed|rev'd|reviewed/signed|dictated|transcribed|hung|taken|closed|Closed|posted|updated|acc'd|accepted|order|ordered|cleared|counted|printed|scanned|[Ii]ndexed|keyed|faxed|mailed|approved|Approved|taped|labeled|labelled|wasted|collected|received|released|triaged|screened|Screened|coded|abstracted|pulled|filed|copied|packed|logged|recorded|prepared|cosigned|co-signed|escorted|relieved|called[ ]in)[ ]by:?[ ][A-Z]{2,3}(?-u:\b)"
    ),
    // The last line of a dictation: "IB/LQ", "OV:mt", "KZ / tx14", "job 4471, RA:tlk".
    rule!(
        "name.initials",
        Medium,
        |hit| {
            let rest = cursor::window_after(hit.text, hit.end, 8);
            let line = cursor::window_before(hit.text, hit.start, 48).rsplit('\n').next().unwrap_or_default();
            let is_last = rest.trim().is_empty() || rest.starts_with(['\n', '\r']);
            let said = line.trim().is_empty()
                || line.ends_with("  ") && is_last
                || ["JOB", "D:", "T:", "DD", "DT", " T ", "job", "Job", "Dict", "dict", "lic ", "not read"]
                    .iter()
                    .any(|word| line.contains(word));
            let closes = is_last
                || rest.starts_with("    ")
                || rest.strip_prefix("  ").is_some_and(|rest| {
                    let rest = rest.trim_start();
                    rest.starts_with(['D', 'T', '0', '1']) && !rest.starts_with("Dr")
                });
            let is_other = hit.value().split(['/', ':', ' ']).filter(|part| part.len() > 1).any(|part| {
                use super::token::lists::{AFTER_PERSON_BIT, DEPARTMENT_BIT};
                let traits = words::Traits::of(part);
                traits.has(AFTER_PERSON_BIT) || traits.has(DEPARTMENT_BIT) || traits.has(words::CLINICAL_BIT)
            });
            let is_whole = hit.value().bytes().filter(u8::is_ascii_digit).count() < 3;
            (said && closes && !is_other && is_whole && hit.stands_alone()).then(|| hit.whole())
        },
        r"(?-u:\b)[A-Z]{2,3}(?:[/:]|[ ]/[ ])(?:[A-Z]{2,3}|[a-z]{2,3}[0-9]{0,2})(?-u:\b)"
    ),
    // Initials as the last word of a text.
    rule!(
        "name.initials",
        Low,
        |hit| {
            let word = cursor::word_ending(hit.text, hit.end)?;
            let is_last = hit.text.get(hit.end..)?.trim_start().is_empty();
            let is_other = || {
                words::is_common(word.text)
                    || words::is_clinical(word.text)
                    || super::token::lists::is_stop(word.text)
                    || super::token::lists::is_after_person(word.text)
                    || crate::lexicon::look_up(word.text).ordinary() > 0
            };
            (is_last && !is_other()).then(|| hit.part(word.start, word.end))
        },
        r"[.)][ ][A-Z]{2,3}(?-u:\b)"
    ),
    // "O.V., 66M": initials with an age and a sex.
    rule!(
        "name.initials",
        Medium,
        |hit| {
            let end = hit.value().rfind('.')?;
            (!hit.char_before().is_some_and(char::is_alphanumeric)
                && !hit.char_after().is_some_and(char::is_alphanumeric))
            .then(|| hit.part(hit.start, hit.start + end))
        },
        r"(?-u:\b)[A-Z]\.[ ]?(?:[A-Z]\.[ ]?){1,2},?[ ]?(?:is[ ]an?[ ])?[0-9]{1,3}[ -]?(?:M|F|yo|y/o|year|yr)(?-u:\b)"
    ),
    rule!("name.with_initial", Medium, with_initial, r"[ ][A-Z]\."),
    rule!("name.birth_name", Medium, |hit| after(hit, Walk::plain()), r"(?i-u:\bn)(?:e|\u{e9})(?i-u:e[ ])"),
    rule!(
        "name.credential",
        High,
        credential,
        r"(?:,[ ]{0,2}|[ ])(?:(?:MS|MA|BS|MBA|MHA|MEd),?[ ])?(?:M\.?D|D\.?O|R\.?N|N\.?P|PA-?C|PA|APRN|ARNP|DNP|FNP(?:-[A-Z]{1,2})?|CRNA|LPN|LVN|D\.?D\.?S|DMD|PharmD|Pharm\.D|RPh|Ph\.?D|LCSW|LMSW|MSW|LICSW|LISW|LSW|CWSP|LPC|DPM|DPT|PT|OTR|OT|SLP|CCC-SLP|RDN|RD|LDN|CNM|BSN|MSN|MPH|LMFT|PsyD|EMT(?:-[BPI])?|NRP|RRT|CNA|RMA|CMA|FACS|FACC|FACP|Esq|MBBS|CGC|BCBA|AuD|RDMS|RT(?:\(R\))?)(?-u:\b)"
    ),
    rule!("name.hl7", Medium, hl7, r"\|[A-Z][A-Za-z'-]{1,30}\^[A-Z][A-Za-z'-]{0,30}(?:\^[A-Za-z.' -]{0,20}){0,4}"),
];

/// What counts only in a document that names somebody.
pub(super) const LIKELY: &[Rule] = &[
    // "m.e. / closed" at the beginning of a line.
    rule!(
        "name.initials.likely",
        Low,
        |hit| matches!(hit.char_before(), None | Some('\n')).then(|| hit.part(hit.start, hit.start + 3)),
        r"(?-u:\b)[a-z]\.[a-z]\.(?:\n|[ ]/|[ ]rn|[ ]md)"
    ),
    // "J.R.", "E.P.": who is named by letters alone.
    rule!(
        "name.initials.likely",
        Low,
        |hit| {
            const OTHER: &[&str] = &[
                "A.D.", "A.M.", "B.C.", "B.M.", "C.C.", "D.C.", "D.O.", "D.O.B.", "E.D.", "E.R.", "H.S.", "I.D.",
                "I.M.", "I.Q.", "I.V.", "L.A.", "L.P.", "M.A.", "M.D.", "M.I.", "M.R.", "M.S.", "N.J.", "N.P.", "N.Y.",
                "O.D.", "O.R.", "O.S.", "O.T.", "O.U.", "P.A.", "P.C.", "P.M.", "P.O.", "P.S.", "P.T.", "Q.D.", "R.D.",
                "R.N.", "R.R.", "S.L.", "S.W.", "U.A.", "U.K.", "T.O.", "U.S.", "V.A.", "V.O.", "W.H.",
            ];
            let goes_on = hit.char_after().is_some_and(|c| c.is_alphanumeric() || c == '.');
            let named = hit
                .trail(2)
                .strip_prefix(' ')
                .is_some_and(|_| cursor::word_at(hit.text, hit.end + 1).is_some_and(|w| w.is_initial()));
            // "15 U.S.C."
            let is_cited = hit.value().len() == 6 && hit.lead(2).trim_end().ends_with(|c: char| c.is_ascii_digit());
            (!OTHER.contains(&hit.value())
                && !is_cited
                && !goes_on
                && !named
                && !hit.char_before().is_some_and(|c| c.is_alphanumeric() || c == '.'))
            .then(|| hit.part(hit.start, hit.end - 1))
        },
        r"(?-u:\b)[A-Z]\.[A-Z](?:-[A-Z])?\.(?:-?[A-Z]\.)?"
    ),
];

fn after(hit: &Hit<'_>, how: Walk) -> Option<Cut> {
    if hit.char_before().is_some_and(char::is_alphanumeric) {
        return None;
    }
    // "reviewed by Dr. Lee": the title leads to the name.
    let first = cursor::word_at(hit.text, cursor::skip_gap(hit.text, hit.end, false));
    let is_signed = hit.value().trim_end().to_ascii_lowercase().ends_with("by");
    if first.filter(|_| is_signed).is_some_and(|word| {
        matches!(word.text, "Dr" | "Mr" | "Mrs" | "Ms" | "DR" | "MR" | "MRS" | "MS")
            && cursor::char_after(hit.text, word.end) == Some('.')
    }) {
        return None;
    }
    let plain = walk(hit.text, hit.end, how);
    if let Some(name) = evident::full_name(hit.text, hit.end).filter(|name| plain.is_none_or(|run| run.1 < name.1)) {
        return Some(hit.part(name.0, name.1));
    }
    if first.is_some_and(|word| evident::is_modal(hit.text, &word)) {
        return None;
    }
    let (start, end) = plain?;
    let clinical = hit.text.get(start..end)?.split([' ', '-']).next().is_some_and(words::is_clinical);
    (!clinical).then(|| hit.part(start, end))
}

/// After a title. `MR` and `MS` in capitals are a valve's failing, an image and a disease, so they ask for their full
/// stop.
fn titled(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let title = value.trim_end_matches(|c| cursor::is_gap(c) || c == '.');
    let is_dotted = value.contains('.');
    if hit.char_before().is_some_and(char::is_alphanumeric) || evident::is_unit(hit.text, hit.end) {
        return None;
    }
    let title = if title == "DOCTOR" { "DR" } else { title };
    if matches!(title, "MR" | "MS") && !is_dotted {
        return evident::shouted(hit.text, hit.end).map(|(start, end)| hit.part(start, end));
    }
    if matches!(title, "dr" | "mr" | "mrs") && (is_dotted || title == "dr") {
        // Written in haste: one word, whatever its case.
        let word = cursor::word_at(hit.text, hit.end).filter(|word| {
            let is_plain = words::is_common(word.text) || words::is_clinical(word.text);
            let is_short = word.text.len() == 2 && crate::lexicon::look_up(word.text).surname() > 1;
            (word.text.chars().count() > 2 || is_short) && (!is_plain || word.is_title_case())
        })?;
        return Some(hit.part(word.start, word.end).surely(Confidence::Medium));
    }
    // "6 Fr" is the size of a tube.
    if title == "Fr" && hit.lead(3).trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_role = matches!(
        title,
        "Nurse" | "Father" | "Sister" | "Officer" | "Chaplain" | "Doctor" | "Coach" | "Don" | "Judge" | "Captain"
    );
    let first = cursor::word_at(hit.text, cursor::skip_gap(hit.text, hit.end, false))?;
    if is_role && (first.is_all_capitals() || words::is_clinical(first.text)) {
        return None;
    }
    if let Some((start, end)) =
        evident::full_name(hit.text, hit.end).filter(|_| !is_role && words::is_common(first.text))
    {
        return Some(hit.part(start, end));
    }
    // "Dr. Young", "Mr. Day": after a full stop comes a name, however common the word.
    let is_plain_title = matches!(title, "Dr" | "Mr" | "Mrs" | "Ms" | "Miss" | "DR" | "MRS" | "MISS");
    let shouted = first.is_all_capitals() && first.text.len() > 2 && {
        let entry = crate::lexicon::look_up(first.text);
        entry.surname() >= 2 && !super::token::lists::is_person_verb(first.text) && !words::listed(FUNCTION, first.text)
    };
    if (is_dotted && !is_role || is_plain_title)
        && (first.is_title_case() || is_plain_title && shouted)
        && words::is_common(first.text)
    {
        let end = evident::surname_behind(hit.text, first.end).unwrap_or(first.end);
        return Some(hit.part(first.start, end));
    }
    let plural = title.ends_with(['s', 'S']) && title.eq_ignore_ascii_case("drs");
    let (start, end) =
        walk(hit.text, hit.end, Walk::plain()).or_else(|| first.is_initial().then_some((first.start, first.end)))?;
    // "Sister Mary Joseph nodule"
    let behind = cursor::word_at(hit.text, end + 1).filter(|_| cursor::char_after(hit.text, end) == Some(' '));
    if is_role && behind.is_some_and(|word| words::is_named_thing(word.text)) {
        return None;
    }
    // "Drs. Ames and Boyd"
    let end = plural
        .then(|| hit.text.get(end..)?.strip_prefix(" and ").and_then(|_| walk(hit.text, end + 5, Walk::plain())))
        .flatten()
        .map_or(end, |second| second.1);
    let is_single = (is_dotted || is_plain_title) && end == first.end;
    let whole = is_single
        .then(|| {
            let name = evident::full_name(hit.text, hit.end).map(|name| name.1);
            name.or_else(|| evident::surname_behind(hit.text, end).filter(|_| first.is_title_case()))
        })
        .flatten();
    Some(hit.part(start, whole.unwrap_or(end)))
}

/// Words that a title in capitals may stand before without naming anybody. Sorted.
const FUNCTION: &[&str] = &[
    "and", "are", "as", "at", "did", "for", "from", "had", "has", "he", "her", "his", "in", "is", "it", "of", "on",
    "or", "our", "says", "she", "states", "that", "the", "to", "was", "who", "will", "with",
];

/// After a word of kinship the name must be written as one: in small letters with a capital.
fn kin(hit: &Hit<'_>) -> Option<Cut> {
    let first = cursor::word_at(hit.text, hit.end)?;
    let separated = hit.value().ends_with([' ', '(', '"', '\'', ',']);
    let shouted =
        first.is_all_capitals() && first.text.len() > 3 && !hit.value().bytes().any(|b| b.is_ascii_lowercase()) && {
            let (entry, traits) = (crate::lexicon::look_up(first.text), words::Traits::of(first.text));
            (entry.given() >= 2 || entry.is_unknown())
                && entry.ordinary() == 0
                && !traits.has(super::token::lists::STOP_BIT)
        };
    if !separated
        || !(first.is_title_case() || shouted)
        || words::is_clinical(first.text)
        || hit.char_before().is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    // "husband Will drove": with a capital in the sentence it is no verb and no month.
    let is_given = || crate::lexicon::look_up(first.text).given() >= 2 && hit.value().ends_with(' ');
    let (start, end) = walk(hit.text, hit.end, Walk::plain())
        .or_else(|| (words::is_common(first.text) && is_given()).then_some((first.start, first.end)))?;
    Some(hit.part(start, end))
}

/// "patient Ana Ruiz": without a colon it takes two words written as names.
fn two_words(hit: &Hit<'_>) -> Option<Cut> {
    // Most often a word in small letters follows.
    if !cursor::char_after(hit.text, cursor::skip_gap(hit.text, hit.end, false)).is_some_and(char::is_uppercase) {
        return None;
    }
    let (start, end) = walk(hit.text, hit.end, Walk::plain())?;
    let run: Vec<&str> = hit.text.get(start..end)?.split(' ').collect();
    let [first, second, ..] = run.as_slice() else {
        return None;
    };
    let titled = |word: &str| {
        word.starts_with(char::is_uppercase) && (word.chars().count() == 1 || word.chars().any(char::is_lowercase))
    };
    let clinical = run.iter().any(|word| words::is_clinical(word));
    (titled(first) && titled(second) && !clinical && !hit.char_before().is_some_and(char::is_alphanumeric))
        .then(|| hit.part(start, end))
}

/// After the noun for a person and a comma, or two words without one.
fn apposed(hit: &Hit<'_>) -> Option<Cut> {
    const PEOPLES: &[&str] = &[
        "White",
        "Black",
        "Hispanic",
        "Caucasian",
        "Asian",
        "Latino",
        "Latina",
        "African",
        "American",
        "Native",
        "Indian",
        "Chinese",
        "Jewish",
        "Muslim",
        "Christian",
        "Type",
        "Stage",
    ];
    let first = cursor::word_at(hit.text, hit.end)?;
    if !first.is_title_case() || PEOPLES.contains(&first.text) || words::is_clinical(first.text) {
        return None;
    }
    if hit.value().ends_with(", ") { after(hit, Walk::plain()) } else { two_words(hit) }
}

/// Two words between a comma and the clause.
fn clause(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = run_before(hit.text, hit.start, 4)?;
    let run: Vec<&str> = hit.text.get(start..end)?.split(' ').collect();
    let shouted = |word: &&str| !word.chars().any(char::is_lowercase) && word.chars().count() > 2;
    let clinical = run.iter().any(|word| words::is_clinical(word) || shouted(word));
    let is_apposed = cursor::window_before(hit.text, start, 2) == ", ";
    (is_apposed && run.len() > 1 && !clinical && !words::is_state(&run.join(" "))).then(|| hit.part(start, end))
}

/// "…, Ana R.": a word and an initial, after a comma or a small word that leads to a person. Medicine gives letters
/// to many words.
fn with_initial(hit: &Hit<'_>) -> Option<Cut> {
    const LETTERED: &[&str] = &[
        "vitamin",
        "hepatitis",
        "type",
        "group",
        "factor",
        "protein",
        "class",
        "stage",
        "grade",
        "plan",
        "part",
        "section",
        "staph",
        "strep",
        "appendix",
        "table",
        "figure",
        "category",
        "schedule",
        "phase",
        "level",
        "unit",
        "room",
        "bed",
        "step",
        "option",
        "influenza",
        "flu",
        "hemophilia",
        "child-pugh",
        "botulinum",
        "troponin",
        "apolipoprotein",
        "immunoglobulin",
        "complement",
        "candida",
        "gene",
        "allele",
        "zone",
        "segment",
        "mobitz",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "grp",
        "ward",
        "building",
        "suite",
        "block",
        "slide",
        "specimen",
        "part",
        "site",
    ];
    const LEADING: &[&str] = &["for", "of", "like", "with", "patient", "in", "on", "as", "case", "is"];
    let word = cursor::word_ending(hit.text, hit.start).filter(|word| word.is_title_case())?;
    let lead = cursor::window_before(hit.text, word.start, 12).strip_suffix(' ')?;
    let last = lead.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_led = lead.ends_with(',') || LEADING.iter().any(|leading| leading.eq_ignore_ascii_case(last));
    if !is_led {
        return None;
    }
    let lower = word.text.to_lowercase();
    let is_other = LETTERED.contains(&lower.as_str()) || words::is_common(&lower) || words::is_clinical(&lower);
    (!is_other).then(|| hit.part(word.start, hit.end - 1))
}

/// Before `, MD`. Without the comma it takes two words.
fn credential(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = run_before(hit.text, hit.start, 4)?;
    let run: Vec<&str> = hit.text.get(start..end)?.split(cursor::is_gap).filter(|word| !word.is_empty()).collect();
    let has_comma = hit.value().starts_with(',');
    let clinical = run.iter().any(|word| words::is_clinical(word) || is_credential(word))
        || run.iter().all(|word| words::is_kind(word));
    let shouted = !has_comma && run.iter().all(|word| !word.chars().any(char::is_lowercase));
    let lead = cursor::window_before(hit.text, start, 6);
    let is_handed = [" to ", " by ", " w/ ", "with ", "per ", "from "].iter().any(|word| {
        let tail = lead.len().checked_sub(word.len()).and_then(|at| lead.get(at..)).unwrap_or_default();
        // In small letters, or in capitals.
        tail == *word || tail.eq_ignore_ascii_case(word) && !tail.bytes().any(|b| b.is_ascii_lowercase())
    });
    let shouted = shouted && !is_handed;
    let is_short = |word: &&&str| word.trim_end_matches('.').chars().count() > 1;
    // "Baltimore, MD 21201" is a State.
    let zip = hit.trail(7).trim_start_matches([' ', ',']).bytes().take(5).filter(u8::is_ascii_digit).count() == 5;
    (!clinical
        && !shouted
        && !zip
        && run.iter().filter(is_short).count() >= 1
        && (has_comma || run.len() > 1 || is_handed))
        .then(|| hit.part(start, end))
}

/// `DOE^JANE^M` in a field of its own. Codes have no capital letter after the first separator, or a longer text.
fn hl7(hit: &Hit<'_>) -> Option<Cut> {
    let line = cursor::window_before(hit.text, hit.start, 256).rsplit(['\n', '\r']).next()?.get(..3)?;
    let people = ["PID", "NK1", "PV1", "GT1", "IN1", "ORC", "OBR", "ROL", "PD1", "TXA"].contains(&line);
    people.then(|| hit.part(hit.start + 1, hit.end))
}
