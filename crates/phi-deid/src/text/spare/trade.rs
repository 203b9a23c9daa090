//! Names that are none: abbreviations of the trade, headings behind a label, blanks of a form, things with a size behind them.

use super::{
    lens::{self, ABBREVIATION, BEING, PAIR},
    list::OPENERS,
    listed,
};
use crate::{
    lexicon,
    text::{
        cursor,
        grown::sign,
        span::Found,
        token::lists,
        words::{self, Traits},
    },
};

/// Whether what is taken for a name is none.
pub(super) fn is_none(text: &str, f: &Found, value: &str, by_looks: bool) -> bool {
    let rule = f.span.rule;
    if is_blank(text, f.span.end) && (by_looks || rule == "known.name") {
        return true;
    }
    if rule == "known.name" {
        return is_part_of_eponym(text, f, value);
    }
    let is_one = !value.contains(' ');
    let tail = cursor::window_after(text, f.span.end, 3);
    // "Can't feel", "Vel-, Kp(b-)", "Lewis Le(a-b-)"
    if (by_looks || rule == "name.credential")
        && (tail.starts_with("'t") || tail.starts_with("-,") || tail.starts_with("(a-") || tail.starts_with("(b-"))
        || is_one
            && value.len() > 3
            && value.bytes().all(is_consonant)
            && (by_looks || matches!(rule, "name.credential" | "name.signature"))
        || by_looks
            && (matches!(value, "Atty" | "Sra" | "Msgr" | "Lcda" | "Mme" | "Case Mgmt")
                || value.starts_with("Case ") && value.len() < 8)
    {
        return true;
    }
    if OPENERS.contains(&value) && value != "Well" {
        return true;
    }
    if is_one && is_abbreviation(text, f, value, by_looks) {
        return true;
    }
    // "father glioblastoma", "aunt preeclampsia"
    if is_one && is_disease(value) {
        return true;
    }
    match rule {
        "name.role_label" => is_heading(text, f, value) || is_agent(value) || is_scaled(text, f, value),
        "name.kin" => {
            is_verb(text, f, value) || is_one && matches!(value, "Life" | "Baby" | "Superior" | "Hood" | "Nature")
        }
        "name.title" => is_no_title(text, f, value) || is_verb(text, f, value),
        "name.plain_case" => is_plain(text, f, value),
        "name.reversed" => value.split(", ").all(|part| PAIR.has_dashed(part)),
        "name.reversed.likely" => {
            value
                .split(", ")
                .any(|part| PAIR.has_dashed(part) || ABBREVIATION.has(part.split(' ').next().unwrap_or_default()))
                || is_in_list(text, f.span.start, f.span.end)
        }
        // "Thanks\n\nSMS  2/14": the line goes on.
        "name.closing" => is_one && is_large(value) && tail.starts_with("  "),
        "name.said" => matches!(value, "Test" | "Patient" | "User" | "Name" | "Demo" | "Sample"),
        "name.greeting" => is_one && matches!(value, "Administrator" | "Sir" | "Madam" | "Team" | "Colleague"),
        "name.credential" => {
            is_one
                && (sign::is_short_form(value) || lists::is_drug_like(value) || Traits::of(value).has(lists::BRAND_BIT))
        }
        "name.with_initial" => is_graded_word(value),
        "name.signature" if is_agent(value) || is_scaled(text, f, value) => true,
        "name.signature" => {
            is_graded_word(value) && tail.starts_with(' ') && tail.bytes().last().is_some_and(|b| b.is_ascii_digit())
        }
        _ if by_looks || rule == "name.apposed" => {
            is_sized(text, f, value)
                || value.bytes().any(|b| b.is_ascii_digit())
                    && (!value.contains(char::is_alphabetic) || super::form::is_everybodys(text, f, value))
                || is_half(text, f, value)
                || is_fitted(text, f, value)
                || value.contains(' ') && words::is_state(value) && lexicon::look_up(value).given() == 0
                || is_being(text, f.span.start)
                || is_country(text, f.span.start, value)
                || is_in_list(text, f.span.start, f.span.end)
                || is_one && is_soap(text, f.span.start)
                || rule == "name.apposed" && lists::is_eponym(value)
        }
        _ => false,
    }
}

fn is_large(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_uppercase())
}

/// A long word in small letters with the end of a disease.
fn is_disease(value: &str) -> bool {
    const ENDS: &[&str] =
        &["aemia", "algia", "ectomy", "emia", "itis", "oma", "opathy", "osis", "plasia", "plegia", "psia", "uria"];
    value.len() > 8 && value.bytes().all(|b| b.is_ascii_lowercase()) && ENDS.iter().any(|end| value.ends_with(end))
}

/// A letter with which, alone, no name is spelled.
const fn is_consonant(b: u8) -> bool {
    b.is_ascii_uppercase() && !matches!(b, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y')
}

/// "Sig ____ wk of ____": what is filled in by hand is no name.
fn is_blank(text: &str, end: usize) -> bool {
    cursor::window_after(text, end, 6).trim_start_matches([' ', ':']).starts_with("__")
}

/// "Dix-Hallpike", "Virchow-Robin", "Ramsay Hunt", "Todd paresis" where somebody is called Hallpike, Virchow, Hunt or Todd.
fn is_part_of_eponym(text: &str, f: &Found, value: &str) -> bool {
    if value.contains(' ') || !lists::is_eponym(value) {
        return false;
    }
    let before = cursor::window_before(text, f.span.start, 24);
    let after = cursor::window_after(text, f.span.end, 24);
    let letters = |s: &str| s.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let behind = after.strip_prefix('-').and_then(|tail| tail.get(..letters(tail))).unwrap_or_default();
    let ahead = before
        .strip_suffix('-')
        .map_or("", |head| head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    let is_joined = |other: &str| other.len() > 2 && other.starts_with(char::is_uppercase) && lists::is_eponym(other);
    if is_joined(behind) || is_joined(ahead) {
        return true;
    }
    let lead = before
        .strip_suffix(' ')
        .map_or("", |head| head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    !lead.is_empty() && PAIR.has_both(lead, value) || super::names_thing(text, f) && !super::is_led(text, f.span.start)
}

/// Letters that are written in capitals within a line of small ones, and are nobody's.
fn is_abbreviation(text: &str, f: &Found, value: &str, by_looks: bool) -> bool {
    let is_large = (2..7).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_uppercase());
    if !is_large {
        return false;
    }
    let is_short = ABBREVIATION.has(value);
    if is_short && f.span.rule == "name.credential" {
        return true;
    }
    if is_shouted(text, f.span.start, f.span.end) {
        return false;
    }
    let entry = lexicon::look_up(value);
    let is_borne = entry.given() > 1 || entry.surname() > 2;
    let before = cursor::window_before(text, f.span.start, 3);
    let tail = cursor::window_after(text, f.span.end, 24);
    let next = tail.strip_prefix(' ').unwrap_or_default();
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match f.span.rule {
        "name.credential" => before.ends_with(", ") || value.len() > 3 && !is_borne && entry.is_unknown(),
        "name.signature" | "name.role_label" | "name.label" => {
            let goes_on = word.len() > 3
                && word.bytes().all(|b| b.is_ascii_lowercase())
                && !lists::is_joint(word)
                && !matches!(word, "from" | "with" | "this")
                || word.len() < 3
                    && next.get(word.len()..).is_some_and(|rest| rest.starts_with(['-', ',']))
                    && !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_digit())
                || next.starts_with("# ");
            !is_borne && value.len() > 2 && goes_on || lists::is_role(word) && value.len() < 4 && !is_borne
        }
        _ if by_looks => {
            is_short || value.len() > 2 && !is_borne && entry.is_unknown() && !f.span.rule.starts_with("name.initials")
        }
        _ => false,
    }
}

/// Hardly a small letter around: capitals say nothing.
pub(super) fn is_shouted(text: &str, start: usize, end: usize) -> bool {
    let head = cursor::window_before(text, start, 60);
    let head = head.rsplit('\n').next().unwrap_or_default();
    let tail = cursor::window_after(text, end, 60);
    let tail = tail.split('\n').next().unwrap_or_default();
    let count = |is: fn(&u8) -> bool| head.bytes().chain(tail.bytes()).filter(is).count();
    count(u8::is_ascii_uppercase) * 2 > count(u8::is_ascii_lowercase)
}

/// "Re: Injured worker", "To: Keeper of Records", "NURSE: BAG & CAR CHECK": words behind a label, and no name.
fn is_heading(text: &str, f: &Found, value: &str) -> bool {
    let mut words = value.split(' ');
    let (Some(first), None) = (words.next(), words.next()) else { return false };
    let entry = lexicon::look_up(first);
    let is_word = entry.ordinary() > 0 && !entry.is_strong_name() && entry.given() < 2
        || lists::is_role(first) && entry.given() < 2;
    if !is_word || first.contains(|c: char| !c.is_alphabetic()) {
        return false;
    }
    let tail = cursor::window_after(text, f.span.end, 24);
    let next = tail.trim_start_matches([' ', '&', ',']);
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_small = tail.starts_with(' ')
        && word.len() > 1
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !lists::is_person_verb(word)
        && !matches!(word, "and" | "at" | "here" | "to" | "from" | "with");
    is_small || tail.starts_with(" & ")
}

/// "Rev. C, form 44-118", "migraine, MS. Chameleons too", "Doc GOV-0412", "for his dog, Sergeant. He".
fn is_no_title(text: &str, f: &Found, value: &str) -> bool {
    let head = cursor::window_before(text, f.span.start, 12);
    let tail = cursor::window_after(text, f.span.end, 4);
    let lead = head.trim_end_matches([' ', '.']);
    let lead = lead.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_letter = value.len() == 1 && value.bytes().all(|b| b.is_ascii_uppercase());
    if is_letter && matches!(lead, "Rev" | "REV" | "rev") && !tail.starts_with(" '") {
        return true;
    }
    // "offered the Chaplain. Grace period": a title in full ends in no full stop but that of its sentence.
    let is_full = matches!(
        lead,
        "Captain"
            | "Chaplain"
            | "Coach"
            | "Deputy"
            | "Detective"
            | "Doctor"
            | "Father"
            | "Judge"
            | "Lieutenant"
            | "Nurse"
            | "Officer"
            | "Pastor"
            | "Professor"
            | "Rabbi"
            | "Sergeant"
            | "Sister"
            | "Trooper"
    );
    if is_full && head.ends_with(". ") && !lexicon::look_up(value).is_strong_name() {
        return true;
    }
    if matches!(value, "He" | "She" | "They" | "It" | "We" | "The" | "This" | "His" | "Her") {
        return true;
    }
    let entry = lexicon::look_up(value);
    if lead == "MS" && head.contains(". ") && entry.surname() < 2 && entry.given() < 2 {
        let before = head.trim_end_matches([' ', '.']).trim_end_matches("MS").trim_end();
        return before.ends_with(',') || before.ends_with(|c: char| c.is_ascii_lowercase());
    }
    let is_numbered = tail.strip_prefix('-').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    is_numbered && value.bytes().all(|b| b.is_ascii_uppercase())
}

/// "The Doctor May call it", "Parent May stay".
fn is_verb(text: &str, f: &Found, value: &str) -> bool {
    const VERBS: &[&str] = &[
        "be", "bring", "call", "cause", "come", "drive", "eat", "feel", "give", "go", "have", "help", "hold", "lead",
        "leave", "need", "not", "notice", "request", "resume", "return", "see", "shower", "sit", "sleep", "start",
        "stay", "stop", "take", "use", "visit", "wait", "want",
    ];
    matches!(value, "May" | "Will" | "Can" | "Must")
        && cursor::word_at(text, f.span.end + 1).is_some_and(|word| listed(VERBS, word.text))
}

/// "mid 40s pt w flank pain", "with baby soap", "max 4 l/min", "no one named murphy": in lines of small letters.
fn is_plain(text: &str, f: &Found, value: &str) -> bool {
    let head = cursor::window_before(text, f.span.start, 16);
    if head.ends_with("no one named ") || head.ends_with("nobody named ") {
        return true;
    }
    if value.contains(' ') {
        return false;
    }
    let entry = lexicon::look_up(value);
    let lead = head.trim_end_matches([' ', '.', ',']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let tail = cursor::window_after(text, f.span.end, 2);
    let is_counted = tail.strip_prefix(' ').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let is_word = entry.ordinary() > 0 && !entry.is_strong_name();
    lens::TITLED_THING.has(value)
        || ABBREVIATION.has(value)
        || matches!(value, "aki" | "chole" | "lac" | "del" | "kia")
        || is_counted && (entry.ordinary() > 0 || entry.given() < 3)
        || matches!(lead, "w" | "baby" | "is" | "s" | "it") && (is_word || entry.is_clinical())
}

/// "Ross, Bentall, David V, Maze, Burch": among words of the trade, with commas between.
pub(super) fn is_in_list(text: &str, start: usize, end: usize) -> bool {
    let ends = [(". ", b'.'), ("\n", b'\n'), ("; ", b';'), (": ", b':'), (" (", b'(')];
    let mut head = cursor::window_before(text, start, 96);
    // An item of a list begins behind a comma or where the list does.
    if !head.is_empty() && !head.ends_with(", ") && !ends.iter().any(|(end, _)| head.ends_with(end)) {
        return false;
    }
    let mut tail = cursor::window_after(text, end, 96);
    // Three others at least, each behind a comma or before one.
    let commas = |window: &str| cursor::count(window.as_bytes(), |byte| byte == b',');
    if commas(head) + commas(tail) < 3 {
        return false;
    }
    // Most of these signs are not there, and a sign alone is looked for faster.
    for (end, sign) in ends {
        if cursor::first(head.as_bytes(), sign).is_some() {
            head = head.rfind(end).and_then(|at| head.get(at + end.len()..)).unwrap_or(head);
        }
    }
    for (end, sign) in [(". ", b'.'), ("\n", b'\n'), ("; ", b';'), (": ", b':'), (")", b')')] {
        if cursor::first(tail.as_bytes(), sign).is_some() {
            tail = tail.find(end).and_then(|at| tail.get(..at)).unwrap_or(tail);
        }
    }
    // What stands beside it in its own item.
    let (Some(before), Some(after)) = (head.strip_suffix(", ").or(Some(head).filter(|h| h.is_empty())), Some(tail))
    else {
        return false;
    };
    let is_trade = |item: &str| {
        let words = || {
            item.split([' ', '/']).map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).filter(|w| w.len() > 2)
        };
        let is_of = |word: &str| {
            let traits = Traits::of(word);
            word.split('-').all(lists::is_eponym)
                || traits.has(lists::BRAND_BIT)
                || traits.has(words::CLINICAL_BIT)
                || word.len() > 6 && lists::is_drug_like(word)
        };
        let is_person = |word: &str| {
            let traits = Traits::of(word);
            traits.has(lists::KIN_BIT) || traits.has(lists::TITLE_BIT) || traits.has(lists::ROLE_BIT)
        };
        words().count() < 4 && words().any(is_of) && !words().any(is_person)
    };
    let items = before.rsplit(", ").filter(|item| !item.is_empty()).take(3);
    let behind = after.split(", ").skip(1).take(3);
    let (mut seen, mut of_trade) = (0, 0);
    for item in items.chain(behind) {
        seen += 1;
        of_trade += usize::from(is_trade(item));
    }
    of_trade > 2 && of_trade * 3 >= seen * 2
}

/// "Surgical scrub: Chlorhexidine": what is given.
fn is_agent(value: &str) -> bool {
    value.len() > 6 && !value.contains([' ', ',']) && lists::is_drug_like(value) && !lexicon::look_up(value).is_name()
}

/// "Children: Salter-Harris I to V": a scale of two persons.
fn is_scaled(text: &str, f: &Found, value: &str) -> bool {
    let (name, grade) = value.split_once(' ').unwrap_or((value, ""));
    let is_graded =
        if grade.is_empty() { super::named::has_grade(text, f.span.end) } else { super::named::is_grade(grade) };
    let is_pair = name.split('-').all(lists::is_eponym) || PAIR.has_dashed(name);
    name.contains('-') && is_pair && is_graded
}

/// "May I", "Cat I", "Demirjian D": the word of a grade, or a verb.
fn is_graded_word(value: &str) -> bool {
    const GROUPS: &[&str] =
        &["Check", "Class", "Grade", "Group", "Hep", "Hepatitis", "Influenza", "Staph", "Strep", "Vit", "Vitamin"];
    value.split_once(' ').is_some_and(|(head, tail)| {
        let is_asked = tail == "I" && matches!(head, "Can" | "Cat" | "Category" | "Type" | "Will");
        tail.len() == 1
            && (lists::is_month(head)
                || is_asked
                || GROUPS.contains(&head)
                || lists::is_eponym(head) && lexicon::look_up(head).given() < 2)
    })
}

/// "Jada 80 mmHg", "ASA 324 mg", "ASA III", "Bakri 500 mL": a size behind it.
fn is_sized(text: &str, f: &Found, value: &str) -> bool {
    let (first, inner) = cursor::split_once(value, b' ').map_or((value, None), |(first, inner)| (first, Some(inner)));
    let has_more = inner.is_some_and(|inner| inner.bytes().any(|b| b == b' '));
    // A figure follows it, or was taken along; "ASA III" is the only other.
    let is_followed =
        || matches!(text.as_bytes().get(f.span.end..), Some([b' ', b'0'..=b'9' | b'.' | b'I' | b'V', ..]));
    let is_taken = inner.is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_digit()));
    if has_more || !is_taken && !is_followed() {
        return false;
    }
    // The figure may have been taken along.
    let (value, end) = if is_taken { (first, f.span.start + first.len()) } else { (value, f.span.end) };
    let tail = cursor::window_after(text, end, 16);
    let Some(tail) = tail.strip_prefix(' ') else { return false };
    let digits = tail.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let rest = tail.get(digits..).unwrap_or_default();
    let unit = rest.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_unit = matches!(
        unit,
        "mmHg"
            | "mL"
            | "ml"
            | "cc"
            | "mg"
            | "mcg"
            | "cm"
            | "mm"
            | "Fr"
            | "French"
            | "units"
            | "psi"
            | "Hz"
            | "kV"
            | "chewed"
    );
    // "Maria 5 mg given": a dose is given to somebody.
    let is_dose = matches!(unit, "mg" | "mcg" | "units") && lexicon::look_up(value).given() > 2;
    digits > 0 && is_unit && !is_dose
        || value.eq_ignore_ascii_case("asa") && (digits > 0 || tail.starts_with(['I', 'V']))
}

/// "Ann" of "Ann Arbor stage IIIA", "Bengal" of "Rose Bengal": one word of the two.
pub(super) fn is_half(text: &str, f: &Found, value: &str) -> bool {
    if value.contains(' ') {
        return false;
    }
    let behind = cursor::word_at(text, f.span.end + 1).filter(|word| word.starts_upper());
    let before =
        f.span.start.checked_sub(1).and_then(|at| cursor::word_ending(text, at)).filter(|word| word.starts_upper());
    let joins = |at: usize| matches!(cursor::char_after(text, at), Some(' ' | '-'));
    behind.is_some_and(|word| joins(f.span.end) && PAIR.has_both(value, word.text))
        || before.is_some_and(|word| joins(word.end) && PAIR.has_both(word.text, value))
}

/// "16 Fr Foley", "old Harrington rod", "(Medina 1,1,1)", "(Herbert A2)", "(Schizas B)": a device, or the grade of a scale.
fn is_fitted(text: &str, f: &Found, value: &str) -> bool {
    let head = cursor::window_before(text, f.span.start, 8);
    if !value.contains(' ') && (head.ends_with(" Fr ") || head.ends_with("French ")) {
        return true;
    }
    let tail = cursor::window_after(text, f.span.end, 8);
    // What is remembered of a word is asked first.
    let may_be = value.len() > 16 || value.bytes().any(|b| b == b' ') || lists::is_eponym(value);
    if may_be && super::names_thing(text, f) && lists::is_eponym(value) && !super::is_led(text, f.span.start) {
        return true;
    }
    if !head.ends_with('(') {
        return false;
    }
    let inner = value.split_once(' ').map_or_else(|| tail.strip_prefix(' ').unwrap_or_default(), |(_, inner)| inner);
    let grade = inner.split(')').next().unwrap_or_default();
    let is_closed = tail.contains(')');
    is_closed
        && matches!(
            grade.as_bytes(),
            [b'A'..=b'E']
                | [b'A'..=b'E', b'1'..=b'4']
                | [b'1'..=b'5', b'A'..=b'D']
                | [b'0'..=b'4', b',', b'0'..=b'4', ..]
        )
}

/// "travel to Jordan", "Haiti, Peru and Jordan", "lived in Georgia": a country or State where people are called so too.
pub(super) fn is_country(text: &str, start: usize, value: &str) -> bool {
    const TRAVELS: &[&str] = &[
        "born",
        "camp",
        "deployed",
        "deployment",
        "emigrated",
        "flew",
        "flight",
        "from",
        "immigrated",
        "lived",
        "lives",
        "moved",
        "native",
        "raised",
        "refugee",
        "resettled",
        "returned",
        "tour",
        "travel",
        "traveled",
        "travelled",
        "travels",
        "trip",
        "vacation",
    ];
    const COUNTRIES: &[&str] = &[
        "afghanistan",
        "brazil",
        "china",
        "colombia",
        "cuba",
        "ecuador",
        "egypt",
        "ethiopia",
        "ghana",
        "greece",
        "guatemala",
        "haiti",
        "honduras",
        "india",
        "iran",
        "iraq",
        "italy",
        "japan",
        "kenya",
        "laos",
        "lebanon",
        "mexico",
        "nepal",
        "nigeria",
        "pakistan",
        "panama",
        "peru",
        "poland",
        "russia",
        "somalia",
        "spain",
        "sudan",
        "syria",
        "thailand",
        "turkey",
        "uganda",
        "ukraine",
        "venezuela",
        "vietnam",
        "yemen",
    ];
    if !matches!(value, "Chad" | "Georgia" | "Israel" | "Jordan") {
        return false;
    }
    let head = cursor::window_before(text, start, 40);
    let head = head.rsplit(['.', '\n', ';', ':']).next().unwrap_or_default();
    let words: Vec<String> =
        head.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let Some(last) = words.last().map(String::as_str) else { return false };
    let is_led = matches!(last, "in" | "to" | "through") && words.iter().any(|word| TRAVELS.contains(&word.as_str()));
    let is_beside = matches!(last, "and" | "or") || head.ends_with(", ");
    is_led || is_beside && words.iter().any(|word| COUNTRIES.contains(&word.as_str()))
}

/// "Her cat Tannie", "Dog Buster": no person is called so.
fn is_being(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 16).strip_suffix(' ').unwrap_or_default();
    let head = head.strip_suffix(',').unwrap_or(head);
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    BEING.has(word)
}

/// "soap Dawn": a brand behind the thing.
fn is_soap(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 12).strip_suffix(' ').unwrap_or_default().trim_end_matches(':');
    matches!(head.rsplit(|c: char| !c.is_alphabetic()).next(), Some("soap" | "detergent" | "shampoo" | "lotion"))
}

/// "SEND TO HUXLEY,B": words of the sentence among capitals.
pub(super) fn is_lead(word: &str) -> bool {
    matches!(word, "TO" | "FROM" | "PER" | "CALLED" | "NOTIFIED" | "PHYS" | "BY")
}
