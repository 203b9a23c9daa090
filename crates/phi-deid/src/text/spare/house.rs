//! Places: what leads to them and what follows, headings, insurers, scales that are called after a town.

use super::{
    along, edge,
    lens::{self, PAPER},
    listed, trade,
};
use crate::{
    lexicon,
    text::{
        cursor,
        pattern::thing::is_state as is_state_code,
        span::Found,
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// Rules that go by the looks of words.
const BY_LOOKS: &[&str] = &[
    "place.city_listed",
    "place.city.likely",
    "place.facility",
    "place.field",
    "place.grown.likely",
    "place.head.likely",
    "place.house.likely",
    "place.institution",
    "place.learned.likely",
    "place.likely",
    "place.saint",
    "place.town.likely",
    "place.visited",
];

/// Whether anything is left of it.
pub(super) fn mend(text: &str, f: &mut Found) -> bool {
    trim_state(text, f);
    let is_abroad =
        text.get(f.span.start..f.span.end).is_some_and(|value| trade::is_country(text, f.span.start, value))
            && !cursor::window_after(text, f.span.end, 2).starts_with(',');
    let is_card = matches!(f.span.rule, "place.city" | "place.city.likely")
        && text
            .get(f.span.start..f.span.end)
            .is_some_and(|value| matches!(value, "Licence" | "License" | "CDL" | "DL"));
    if is_no_route(text, f) || is_abroad || is_card || is_state_alone(text, f) || is_namesake(text, f) {
        return false;
    }
    if !BY_LOOKS.contains(&f.span.rule) {
        let value = text.get(f.span.start..f.span.end).unwrap_or_default();
        return !(f.span.rule == "place.city" && (lens::is_letters(value) || is_listed_state(text, f, value))
            || f.span.rule == "place.street_short.likely" && is_doctor(text, f, value));
    }
    edge::trim_place(text, f);
    along::trim_letter(text, f);
    trim_front(text, f);
    trim_shouted(text, f);
    trim_end(text, f);
    let Some(value) = text.get(f.span.start..f.span.end) else { return true };
    !(is_heading(text, f, value)
        || names_scale(text, f)
        || is_insurer(text, f.span.start, f.span.end)
        || is_plan(value)
        || is_of_everybody(text, f, value)
        || lens::PAIR.has_dashed(value)
        || is_spoken(text, f, value)
        || f.span.rule == "place.learned.likely" && is_thing(text, f, value)
        || f.span.rule == "place.likely"
            && value.split(' ').next().is_some_and(lists::is_eponym)
            && super::named::is_graded(text, f, value)
        || matches!(
            f.span.rule,
            "place.city_listed" | "place.grown.likely" | "place.learned.likely" | "place.likely" | "place.city.likely"
        ) && trade::is_in_list(text, f.span.start, f.span.end))
}

/// "Arcadia Pines, FL", "NORTH HAVERLY IN": the State may stay.
fn trim_state(text: &str, f: &mut Found) {
    if !matches!(
        f.span.rule,
        "place.city" | "place.city_after_street" | "place.city_listed" | "place.city.likely" | "place.learned.likely"
    ) {
        return;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let Some(at) = value.rfind([' ', ',']) else { return };
    let (head, tail) = value.split_at(at);
    let head = head.trim_end_matches([' ', ',']);
    if is_state_code(tail.trim_start_matches([' ', ','])) && head.len() > 2 {
        f.span.end = f.span.start + head.len();
    }
}

/// "Folkston, Georgia 31599", "FALLS^ME": a State alone may stay.
fn is_state_alone(text: &str, f: &mut Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    match f.span.rule {
        "place.city_after_street" => is_state_code(value) || words::is_state(value) && value != "New York",
        "message.field" => {
            if let Some((town, state)) = value.rsplit_once('^')
                && is_state_code(state)
            {
                f.span.end = f.span.start + town.len();
                return town.is_empty();
            }
            false
        }
        _ => false,
    }
}

/// "CVS vs amnio", "FedEx 7749 0093 3187": a test and a view that share a shop's letters, and who carries a parcel.
fn is_namesake(text: &str, f: &Found) -> bool {
    if f.span.rule != "place.chain" && f.span.rule != "place.chain.likely" {
        return false;
    }
    let around = |bytes: usize| {
        (cursor::window_before(text, f.span.start, bytes), cursor::window_after(text, f.span.end, bytes))
    };
    match text.get(f.span.start..f.span.end).unwrap_or_default() {
        "CVS" => {
            const BESIDE: &[&str] =
                &["amnio", "villus", "PGT", "NIPT", "22q", "Strasberg", "Calot", "Rouviere", "carrier", " NT "];
            let (head, tail) = around(64);
            BESIDE.iter().any(|word| head.contains(word) || tail.contains(word)) || tail.starts_with(" declined")
        }
        "FedEx" | "UPS" | "USPS" | "DHL" => {
            let (head, tail) = around(12);
            let is_number = tail.strip_prefix(' ').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
            is_number
                || [" tracking", " shows", " late", " to lab", ", FedEx"].iter().any(|next| tail.starts_with(next))
                || ["via ", "mailed ", "shipped ", "UPS, "].iter().any(|lead| head.ends_with(lead))
        }
        _ => false,
    }
}

/// "50 mm 1.7 um", "US 14.4", "Back to SR 0431": a measure, a share, a rhythm and a clock.
fn is_no_route(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    match f.span.rule {
        "place.mile" => {
            value.starts_with("mm ")
                && cursor::window_before(text, f.span.start, 2).starts_with(|c: char| c.is_ascii_digit())
        }
        "place.route" => {
            let tail = cursor::window_after(text, f.span.end, 4);
            let head = cursor::window_before(text, f.span.start, 8);
            // "per I-94", "FL card I-766", "GM 55, FM 45", "I-1, II-3": forms, a score, a pedigree.
            let is_form =
                value.starts_with("I-") && ["per ", "card ", "orm ", "(per "].iter().any(|lead| head.ends_with(lead));
            let is_score = value.starts_with("FM ") && head.contains("GM ");
            let is_pedigree = value.starts_with("I-") && value.len() == 3 && tail.starts_with(", II");
            if is_form || is_score || is_pedigree {
                return true;
            }
            let is_share = tail.strip_prefix('.').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
            is_share || value.strip_prefix("SR 0").is_some_and(|clock| clock.len() == 3)
        }
        _ => false,
    }
}

/// "Hopkins, California Verbal, Wisconsin Card", "QD, QOD, MS, MSO4": no State behind the comma.
fn is_listed_state(text: &str, f: &Found, value: &str) -> bool {
    let tail = cursor::window_after(text, f.span.end, 32);
    let Some(tail) = tail.strip_prefix(", ") else { return false };
    let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (state, rest) = tail.split_at(letters);
    let goes_on = rest.strip_prefix(' ').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest.bytes().take(2).any(|b| b.is_ascii_lowercase())
    });
    let lists_on = rest.strip_prefix(", ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_short = value.len() < 5 && value.bytes().all(|b| b.is_ascii_uppercase());
    cursor::window_before(text, f.span.start, 2) == ", " && (words::is_state(state) && goes_on || is_short && lists_on)
}

/// "Asked Dr. Halloran": no drive.
fn is_doctor(text: &str, f: &Found, value: &str) -> bool {
    let Some(word) = value.strip_suffix(" Dr").or_else(|| value.strip_suffix(" Dr.")) else { return false };
    let tail = cursor::window_after(text, f.span.end, 4).trim_start_matches(['.', ' ']);
    let is_verb = word.ends_with("ed") && word.len() > 4 || words::is_common(word) || lens::LEAD.has(word);
    let is_word = lexicon::look_up(word).ordinary() > 0 && word.ends_with('s');
    !word.contains(' ')
        && tail.starts_with(|c: char| c.is_uppercase() || c == '[')
        && (is_verb
            || is_word
            || matches!(word, "Ask" | "Page" | "Tell" | "Thank" | "Neurosurg" | "If" | "Per" | "Told" | "Saw"))
}

/// "hymns in Cherokee", "handed in Marshallese": a language, unless somebody lives there.
fn is_spoken(text: &str, f: &Found, value: &str) -> bool {
    if !matches!(f.span.rule, "place.visited" | "place.city_listed") || !lens::ALONE_WORD.has(value) {
        return false;
    }
    let head = cursor::window_before(text, f.span.start, 24);
    let Some(head) = head.strip_suffix(" in ") else { return false };
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    !lists::is_dwelling_lead(word)
        && !lists::is_visit_verb(word)
        && !matches!(
            word,
            "lives"
                | "live"
                | "lived"
                | "living"
                | "born"
                | "home"
                | "house"
                | "stays"
                | "raised"
                | "works"
                | "seen"
                | "clinic"
        )
}

/// "Cooper ligament", "old Harrington rod", "Maine": what is called so, or a State.
fn is_thing(text: &str, f: &Found, value: &str) -> bool {
    let is_spelled = value.len() < 4 || value.contains(|c: char| !c.is_ascii_uppercase() || "AEIOUY".contains(c));
    !is_spelled
        || trade::is_half(text, f, value)
        || words::is_state(value)
        || lists::is_eponym(value) && super::names_thing(text, f)
}

/// "Sandhills Mutual Health Plan", "Great Meadow Casualty", "Beaver Senior Advantage": who pays.
fn is_plan(value: &str) -> bool {
    const ENDS: &[&str] = &[
        " Health Plan",
        " HEALTH PLAN",
        " Casualty",
        " CASUALTY",
        " Advantage",
        " Mutual",
        " HMO",
        " PPO",
        " BlueSelect",
    ];
    ENDS.iter().any(|end| value.ends_with(end)) || value.contains(" Mutual ") && !value.contains(" Aid")
}

/// "Calls Poison Center", "Apple Health", "Ropinirole ER", "NM ST CE SN TX": nobody's house.
fn is_of_everybody(text: &str, f: &Found, value: &str) -> bool {
    let count = value.bytes().filter(|b| *b == b' ').count() + 1;
    let has = |sign: u8| value.bytes().any(|b| b == sign);
    let is_poison = has(b'P') && (value.contains("Poison") || value.contains("POISON"));
    if is_poison {
        return value.split(' ').all(|word| {
            matches!(
                word,
                "Poison" | "POISON" | "Center" | "CENTER" | "Control" | "CONTROL" | "CTR" | "Ctr" | "Help" | "Line"
            ) || words::is_common(word)
                || lists::is_person_verb(word)
                || matches!(word, "Calls" | "CALL" | "CALLED" | "National" | "US")
        });
    }
    // Another release of a drug.
    let is_drug = |word: &str| lists::is_drug_like(word) || Traits::of(word).has(lists::BRAND_BIT);
    if has(b'E')
        && let Some(at) = value.find(" ER")
    {
        let head = value.get(..at).unwrap_or_default();
        let rest = value.get(at + 3..).unwrap_or_default();
        let tail = cursor::window_after(text, f.span.end, 3);
        let is_dosed = rest.trim().starts_with(|c: char| c.is_ascii_digit())
            || rest.is_empty() && tail.strip_prefix(' ').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        if !head.contains(' ') && (rest.is_empty() || rest.starts_with(' ')) && (is_drug(head) || is_dosed) {
            return true;
        }
    }
    if count == 2
        && let Some(first) = value.strip_suffix(" Health")
    {
        return matches!(
            first,
            "Apple" | "Google" | "Samsung" | "Select" | "Based" | "Digital" | "Virtual" | "Q." | "Connected"
        );
    }
    // Letters of a standard, one behind the other.
    count > 3 && value.split(' ').all(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// "Facility Laurel Fork Detention", "Transfer MSP Deer Lodge", "School Benton Harbor HS".
fn trim_front(text: &str, f: &mut Found) {
    let (start, end) = (f.span.start, f.span.end);
    let Some(word) = cursor::word_at(text, start).filter(|word| word.end < end) else { return };
    let rest = text.get(word.end..end).unwrap_or_default();
    let next = word.end + 1;
    // Behind one word a house goes on with at least two.
    let behind = rest.trim().bytes().filter(|b| *b == b' ').count();
    // "Addr Villa Sample Park", and no "Court Street Clinic".
    let is_label = behind > 1
        && ["addr", "client", "empl", "lz", "pmd", "ref", "send", "src", "xst"]
            .iter()
            .any(|label| label.eq_ignore_ascii_case(word.text));
    let goes_on = rest.starts_with(' ')
        && behind > 0
        && cursor::word_at(text, next)
            .is_some_and(|w| w.starts_upper() && (is_label || !Traits::of(w.text).has(lists::INSTITUTION_BIT)));
    // "HOSP   Sagrado Heart Institute": the label of a column.
    let column = rest.len() - rest.trim_start_matches(' ').len();
    if word.text.len() > 1 && (goes_on || column > 1 && column < 24) && lens::HOUSE_LEAD.has(word.text) {
        f.span.start = if goes_on { next } else { word.end + column };
    }
}

/// "SHE LIVES AT ASPEN GLEN", "FAXED TO CLOVER FIELD MANOR": among capitals, behind the last word that leads.
fn trim_shouted(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if !value.bytes().any(|b| b == b' ') {
        return;
    }
    // "AT LAZY J MOTEL", "Mri At Susquehanna Imaging": where each word has its capital.
    if let Some(rest) =
        ["AT ", "At ", "ON ", "FROM ", "From ", "TO "].into_iter().find_map(|lead| value.strip_prefix(lead))
        && rest.len() > 4
    {
        f.span.start = f.span.end - rest.len();
        return trim_shouted(text, f);
    }
    if value.bytes().any(|b| b.is_ascii_lowercase()) {
        let cut = value.bytes().any(|b| b == b'A').then(|| value.rfind(" At ")).flatten();
        let cut = cut.map(|at| at + 4).filter(|at| value.get(*at..).is_some_and(|rest| rest.len() > 4));
        f.span.start += cut.unwrap_or_default();
        return;
    }
    // "ROSE PAVILION FOR BREAST HEALTH": the head of a page is its house's whole name.
    if f.span.rule == "place.head.likely" {
        return;
    }
    let cut = [" AT THE ", " AT ", " TO ", " FROM ", " IN OUR ", " IN ", " FOR ", " FR ", " TILL ", " BY "]
        .iter()
        .filter_map(|lead| value.rfind(lead).map(|at| at + lead.len()))
        .max();
    // "STEPPING OFF A CURB ON ELEVENTH STREET", and no "KINNEY'S ON MAIN".
    let on = value.rfind(" ON ").filter(|at| value.get(..*at).is_some_and(|head| head.matches(' ').count() > 1));
    let cut = cut.max(on.map(|at| at + 4));
    if let Some(cut) = cut
        && value.get(cut..).is_some_and(|rest| rest.len() > 4)
    {
        f.span.start += cut;
    }
}

/// "Tamarack Youth Center. Present": over the end of a sentence.
fn trim_end(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if !value.bytes().any(|b| b == b'.') {
        return;
    }
    let Some(at) = value.find(". ") else { return };
    let word = value.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
    if word.len() > 4 && !word.contains('.') && at > 8 {
        f.span.end = f.span.start + at;
    }
}

/// Words of the trade alone, in capitals or before the name of a paper: "FOSTER CARE / KINSHIP NOTE", "RETINA CLINIC".
fn is_heading(text: &str, f: &Found, value: &str) -> bool {
    const PLAIN: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::KIND_BIT,
        words::NAMED_THING_BIT,
        lists::THING_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
    ]);
    // Nouns of houses that stand in headings as well, and no word by which one town's is told from another's.
    const NOUNS: &[&str] = &[
        "allergy",
        "care",
        "clinic",
        "department",
        "dialysis",
        "foster",
        "group",
        "health",
        "hospital",
        "jail",
        "lab",
        "laboratory",
        "learning",
        "medical",
        "nursing",
        "office",
        "pain",
        "prison",
        "problem",
        "psychiatry",
        "rehab",
        "school",
        "services",
        "small",
        "surgery",
        "surgical",
        "urgent",
    ];
    const OWN: &[&str] = &[
        "central",
        "children's",
        "childrens",
        "city",
        "community",
        "county",
        "east",
        "eastern",
        "first",
        "general",
        "good",
        "mercy",
        "national",
        "north",
        "northern",
        "park",
        "red",
        "regional",
        "south",
        "southern",
        "state",
        "street",
        "table",
        "university",
        "valley",
        "veterans",
        "west",
        "western",
        "women's",
        "womens",
    ];
    let is_shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let (mut is_paper, mut count) = (false, 0);
    for word in value.split([' ', '/', '-']) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        count += 1;
        let (entry, traits) = (lexicon::look_up(word), Traits::of(word));
        let is_medical = traits.any(PLAIN) || entry.is_clinical() && entry.city() == 0;
        let is_noun = listed(NOUNS, word);
        let is_plain = is_medical
            || is_noun
            || word.len() < 4 && traits.has(lists::STOP_BIT)
            || lists::is_joint(&word.to_lowercase())
            || PAPER.has(word)
            || is_shouted && is_heading_word(word);
        // Most are told by their first word.
        if !is_plain {
            return false;
        }
        is_paper |= PAPER.has(word);
        // "MESA", "HOLLOW", "BANK": of these a town has its own.
        let is_own = listed(OWN, word)
            || crate::text::token::house::is_quarter(word)
            || traits.has(lists::PLACE_OPENER_BIT)
            || traits.has(lists::INSTITUTION_BIT) && !is_noun && !traits.has(words::CLINICAL_BIT);
        if is_own {
            return false;
        }
    }
    let is_before_paper =
        || cursor::word_at(text, cursor::skip_gap(text, f.span.end, false)).is_some_and(|w| PAPER.has(w.text));
    count > 1 && (is_paper || is_shouted || is_before_paper())
}

/// What headings in capitals are made of, beside words of medicine.
fn is_heading_word(word: &str) -> bool {
    matches!(
        word,
        "AUTO"
            | "BILLING"
            | "BOLT"
            | "COLLABORATIVE"
            | "DELIVERY"
            | "DICTATING"
            | "EMS"
            | "ENROLLMENT"
            | "EP"
            | "FINANCIAL"
            | "INJURY"
            | "LABOR"
            | "LIGHT"
            | "PALM"
            | "PHYSICIAN"
            | "ROOF"
            | "SCAN"
            | "WALL"
    )
}

/// "Ann Arbor stage", "Milwaukee brace", "Tokyo grade II", "Columbia neg".
fn names_scale(text: &str, f: &Found) -> bool {
    let (before, gap) = (cursor::window_before(text, f.span.start, 12), cursor::window_after(text, f.span.end, 24));
    let lead = before.trim_end();
    let from = lead.bytes().rposition(|b| matches!(b, b' ' | b'\n' | b'(')).map_or(0, |at| at + 1);
    let lead = lead.get(from..).unwrap_or_default();
    // "Veress at Palmer's point"
    let is_point = gap.starts_with(" point") || gap.starts_with("'s point");
    if is_point && text.get(f.span.start..f.span.end).is_some_and(|value| !value.contains(' ')) {
        return true;
    }
    if matches!(lead, "in" | "from" | "at" | "near" | "to" | "outside" | "In" | "From") {
        return false;
    }
    let is_named = text.get(f.span.start..f.span.end).is_some_and(|value| lens::SCALE_TOWN.has(value));
    if is_named && super::named::has_grade(text, f.span.end) {
        return true;
    }
    let is_town =
        matches!(f.span.rule, "place.city_listed" | "place.city.likely" | "place.town.likely" | "place.visited");
    if !is_town && !matches!(f.span.rule, "place.institution" | "place.saint" | "place.learned.likely") {
        return false;
    }
    let tail = gap.strip_prefix("'s").unwrap_or(gap);
    let Some(tail) = tail.strip_prefix([' ', '/']) else { return false };
    let word = tail.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    lens::TOWN_THING.has(word) || is_town && super::named::has_grade(text, f.span.end)
}

/// "Insurance: Superior Care", "Golden Poppy HMO": who pays is no place.
pub(super) fn is_insurer(text: &str, start: usize, end: usize) -> bool {
    const BEHIND: &[&str] = &[
        " Casualty",
        " Mutual",
        " Insurance",
        " HMO",
        " PPO",
        " EPO",
        " POS ",
        " Health Plan",
        " Plan,",
        " Advantage",
        " Medicare Adv",
    ];
    const BEFORE: &[&str] = &[
        "health plan",
        "ins",
        "ins 1",
        "ins 2",
        "ins is",
        "ins1",
        "ins2",
        "insurance",
        "insurance is",
        "insurance on file",
        "insurer",
        "insurer is",
        "payer",
        "payor",
        "primary ins",
        "primary insurance",
        "secondary ins",
        "secondary insurance",
        "seguro",
    ];
    let may_follow = matches!(
        text.as_bytes().get(end..),
        Some([
            b' ',
            b'A' | b'C' | b'E' | b'H' | b'I' | b'M' | b'P',
            b'a' | b'd' | b'e' | b'l' | b'n' | b'u' | b'M' | b'P' | b'O',
            ..
        ])
    );
    if may_follow {
        let tail = cursor::window_after(text, end, 16);
        if BEHIND.iter().any(|plan| tail.starts_with(plan)) {
            return true;
        }
    }
    let head = cursor::window_before(text, start, 40);
    let from = head.bytes().rposition(|b| matches!(b, b'\n' | b'.' | b';' | b',' | b'|' | b'(')).map_or(0, |at| at + 1);
    let line = head.get(from..).unwrap_or_default();
    let label = cursor::trim_start(line, |b| matches!(b, b' ' | b'-' | b'*' | b'>'));
    let label = cursor::trim_end(label, |b| matches!(b, b' ' | b':' | b'.' | b'\t'));
    // What is listed is ASCII, and so is what it is the small form of, but for the sign of the kelvin.
    let is_labelled = if label.is_ascii() { line.len() > label.len() } else { line.len() > label.to_lowercase().len() };
    is_labelled && label.starts_with(['H', 'I', 'P', 'S', 'h', 'i', 'p', 's']) && listed(BEFORE, label)
        || in_message(text, start)
}

/// A field of an insurance segment of HL7 version 2.
fn in_message(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 48);
    if !head.bytes().any(|b| b == b'|') {
        return false;
    }
    head.rfind("\nIN1|")
        .and_then(|at| head.get(at + 1..))
        .is_some_and(|line| !line.contains('\n') && line.matches('|').count() < 5)
}
