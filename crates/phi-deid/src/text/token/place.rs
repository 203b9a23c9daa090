//! Whether a run of capitalised words names a place: an institution, an employer, a city.
#![allow(clippy::nonminimal_bool, reason = "each condition reads as one piece of evidence")]

use phi_types::IdentifierClass;

use super::{
    context::{self, Line},
    led, lists,
    read::{Kind, Run, Token},
};
use crate::{
    lexicon::{self, Entry},
    text::{
        cursor,
        piece::Pieces,
        span::{Confidence, Found, Span, Write},
        words::{self, Lists, Traits},
    },
};

/// Takes a place out of the run and gives what it took.
pub(super) fn judge<'t>(text: &'t str, run: &Run<'t>, line: &Line, found: &mut Vec<Found>) -> Option<(usize, usize)> {
    let before = found.len();
    let taken = institution(text, run)
        .or_else(|| city(text, run, line, found))
        .or_else(|| visited(text, run))
        .or_else(|| labelled(text, run));
    // Few runs are a place at all, so this is asked last.
    if (taken.is_some() || found.len() > before) && is_cited(text, run) {
        found.truncate(before);
        return None;
    }
    let (start, end, rule) = taken?;
    let end = led::grow(text, end);
    found.push(Found {
        span: Span { start, end, class: IdentifierClass::Geography, rule, confidence: Confidence::Medium },
        write: Write::Tag,
    });
    Some((start, end))
}

/// "guidelines from Mayo Clinic": an author, not a place of care.
fn is_cited<'t>(text: &'t str, run: &Run<'t>) -> bool {
    const SOURCES: &[&str] = &[
        "calculator",
        "consensus",
        "criteria",
        "guidance",
        "guideline",
        "guidelines",
        "protocol",
        "protocols",
        "published",
        "recommendation",
        "recommendations",
        "study",
        "trial",
    ];
    let Some(first) = run.get(0) else { return false };
    let lead = run.before(text, first).word.filter(|w| matches!(w.text, "from" | "by" | "of"));
    lead.and_then(|w| context::before(text, w.start).0).is_some_and(|w| SOURCES.contains(&w.text))
}

/// `Kettleman's Grocery`, `Alder Street Behavioral Health`: ends with a noun of institutions, and something before it
/// tells which.
fn institution<'t>(text: &'t str, run: &Run<'t>) -> Option<(usize, usize, &'static str)> {
    let noun = (0..run.len()).rev().find(|at| run.get(*at).is_some_and(|t| t.traits.has(lists::INSTITUTION_BIT)))?;
    let last = run.get(noun)?;
    // What leads to the run is no part of the name: "Spouse Ann at", "The", "From".
    let first = run.tokens().position(|t| t.kind != Kind::Joint && !t.traits.has(lists::LEAD_BIT))?;
    let first = behind_lead(run, noun).unwrap_or(first).max(first);
    if first >= noun {
        return None;
    }
    let head = run.get(first)?;
    let told = run.tokens().skip(first).take(noun - first).filter(|t| t.kind != Kind::Joint);
    let is_specific = |t: &Token<'_>| {
        !t.traits.has(words::KIND_BIT)
            && !t.traits.has(lists::INSTITUTION_BIT)
            && !t.traits.has(words::CLINICAL_BIT)
            && t.kind != Kind::Initial
            && !(t.entry.is_clinical() && t.entry.city() == 0 && t.kind == Kind::Stop)
    };
    let context::Before { word: lead, gap, .. } = run.before(text, head);
    let led = gap == " "
        && lead.is_some_and(|w| lists::is_visit_lead(w.text) || lists::is_place_lead(w.text) && w.text != "of")
        || gap.contains(':') && lead.is_some_and(|w| lists::is_place_label(w.text));
    // In the head of a page: a line or a column of its own.
    let opens = gap.ends_with('\n')
        || head.start == 0
        || text.get(..head.start).is_some_and(|before| before.ends_with("  ") || before.ends_with("-- "));
    let closes = text
        .get(last.end..)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']) || rest.starts_with("  "));
    let is_letterhead = head.start < 400 && opens && closes;
    let led = led || is_letterhead;
    // "Alder Street Clinic": whatever the word, a street has it.
    let streets = run
        .tokens()
        .skip(first + 1)
        .take(noun - first)
        .filter(|t| matches!(t.text, "Street" | "Avenue" | "Road" | "STREET" | "Ave" | "Fork" | "Creek" | "Family"))
        .count();
    // "Retina Partners of the Palouse"
    let named_behind = [" of the ", " of "].iter().find_map(|of| {
        let word = cursor::word_at(text, last.end + of.len())
            .filter(|_| text.get(last.end..).is_some_and(|rest| rest.starts_with(of)))?;
        let entry = lexicon::look_up(word.text);
        (word.is_title_case()
            && (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name())
            && !words::is_common(word.text))
        .then_some(1)
    });
    let specific = told.clone().filter(|t| is_specific(t)).count() + streets + named_behind.unwrap_or(0);
    let only_ordinary =
        told.clone().all(|t| t.entry.ordinary() > 0 && !t.entry.is_strong_name() && t.entry.city() == 0);
    let weak = last.traits.has(lists::WEAK_INSTITUTION_BIT);
    let many = told.clone().count() > 1;
    let ok = if weak {
        specific > 0 && (!only_ordinary || led) || led && many && streets > 0
    } else {
        specific > 0 || led && !lead.is_some_and(|w| w.text == "our")
    };
    // "Crohn's Clinic" tells a disease.
    if !ok || (specific == 1 && told.clone().any(|t| t.traits.has(lists::EPONYM_BIT)) && !led) {
        return None;
    }
    Some((head.start, tail(text, run.pieces, last.end), "place.institution"))
}

/// "SHE LIVES AT ASPEN GLEN MANOR": among capitals the house begins behind the last word that leads to it.
fn behind_lead(run: &Run<'_>, noun: usize) -> Option<usize> {
    const LEADS: &[&str] = &["AT", "TO", "FROM", "IN", "BY", "TILL", "WAS", "IS", "HAS", "FOR"];
    if run.tokens().any(|t| t.shape.has_small()) {
        return None;
    }
    let at = (0..noun).rev().find(|at| run.get(*at).is_some_and(|t| LEADS.contains(&t.text)))?;
    let goes_on = |at: &usize| run.get(*at).is_some_and(|t| t.kind != Kind::Joint && !t.traits.has(lists::LEAD_BIT));
    Some((at + 1..noun).find(goes_on).unwrap_or(noun))
}

/// Over a small word that belongs to the place ("our Seattle clinic"), and over the city that follows it ("… in
/// Boston", "… Boston").
fn tail(text: &str, pieces: &Pieces, end: usize) -> usize {
    let (next, gap) = context::after(text, pieces, end);
    match next {
        Some(word) if gap == " " && lists::is_place_tail(word.text) && !word.starts_upper() => word.end,
        _ => end,
    }
}

/// A city that the lexicon has, where the words around do not make it a person.
fn city<'t>(text: &'t str, run: &Run<'t>, line: &Line, found: &mut Vec<Found>) -> Option<(usize, usize, &'static str)> {
    for from in 0..run.len() {
        let first = run.get(from)?;
        if matches!(first.kind, Kind::Joint | Kind::Initial) {
            continue;
        }
        // Among capitals alone a city is one only behind a word that leads to it.
        if line.is_shouted && !is_placed(&run.before(text, first)) {
            continue;
        }
        for len in (1..=3.min(run.len() - from)).rev() {
            if len == 1 && first.entry.city() == 0 {
                continue;
            }
            let last = run.get(from + len - 1)?;
            let phrase = text.get(first.start..last.end)?;
            let entry = if len == 1 { first.entry } else { lexicon::phrase(phrase) };
            if entry.city() == 0 {
                continue;
            }
            if words::is_state(phrase) && !phrase.eq_ignore_ascii_case("new york") {
                continue;
            }
            if is_likely_city(text, run, from, len, entry, line) {
                let span = Span {
                    start: first.start,
                    end: last.end,
                    class: IdentifierClass::Geography,
                    rule: "place.city.likely",
                    confidence: Confidence::Low,
                };
                found.push(Found { span, write: Write::Tag });
            }
            if is_city(text, run, from, len, entry, line) {
                return Some((first.start, tail(text, run.pieces, last.end), "place.city_listed"));
            }
        }
    }
    None
}

/// A town of a list within a sentence, where no word says what it is: enough in a document about somebody.
fn is_likely_city(text: &str, run: &Run<'_>, from: usize, len: usize, entry: Entry, line: &Line) -> bool {
    let (Some(first), Some(last)) = (run.get(from), run.get(from + len - 1)) else { return false };
    let barred = [
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        lists::STOP_BIT,
        lists::MONTH_BIT,
        lists::EPONYM_BIT,
        lists::BRAND_BIT,
    ];
    let is_barred =
        |t: &Token<'_>| barred.into_iter().any(|bit| t.traits.has(bit)) && !t.traits.has(lists::PLACE_OPENER_BIT);
    let (next, gap) = context::after(text, run.pieces, last.end);
    let is_thing = gap == " "
        && next.is_some_and(|w| words::is_named_thing(w.text) || lists::is_thing(w.text) || w.text == "grade");
    let numbered = text
        .get(last.end..)
        .is_some_and(|rest| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    !line.is_shouted
        && !is_barred(first)
        && !is_barred(last)
        && !is_thing
        && !numbered
        && last.text.bytes().any(|b| b.is_ascii_lowercase())
        && (len > 1
            || entry.city() > 1 && !matches!(first.entry.ordinary(), 1..=4) && !context::begins(text, first.start))
}

/// Whether a word that leads to places stands right before.
fn is_placed(before: &context::Before<'_>) -> bool {
    before.gap == " " && before.traits().any(Lists::of(&[lists::PLACE_LEAD_BIT, lists::VISIT_LEAD_BIT]))
}

fn is_city<'t>(text: &'t str, run: &Run<'t>, from: usize, len: usize, entry: Entry, line: &Line) -> bool {
    let (Some(first), Some(last)) = (run.get(from), run.get(from + len - 1)) else { return false };
    let before = run.before(text, first);
    let (lead, is_placed) = (before.word, is_placed(&before));
    let beside_name = run.get(from + len).is_some_and(|t| t.kind.is_nameable() || t.kind == Kind::Initial)
        || from > 0 && run.get(from - 1).is_some_and(|t| t.kind.is_nameable() || t.kind == Kind::Initial);
    if beside_name && !is_placed {
        return false;
    }
    // Rare words do not outweigh a city of that name: "from Tupelo".
    let is_ordinary = len == 1
        && (matches!(first.entry.ordinary(), 1..=4)
            || first.entry.ordinary() > 0 && !is_placed
            || first.entry.is_clinical()
            || first.kind == Kind::Stop);
    let (next, after) = context::after(text, run.pieces, last.end);
    let state_follows =
        after == ", " && next.is_some_and(|w| words::is_state(w.text) || w.text.len() == 2 && w.is_all_capitals());
    if len == 1 && (first.traits.has(words::COMMON_BIT) || first.text.len() < 4 || first.traits.has(lists::MONTH_BIT)) {
        return false;
    }
    if state_follows && !line.is_shouted {
        return true;
    }
    if is_placed {
        // "Call placed to Leroy": small towns are named after people.
        if first.entry.given() >= 2
            && entry.city() < 3
            && len == 1
            && lead.is_some_and(|w| matches!(w.text, "to" | "of" | "past" | "via" | "through"))
        {
            return false;
        }
        return !is_ordinary
            && !(first.traits.has(lists::EPONYM_BIT) && entry.city() < 3)
            && (entry.city() > 1 || !line.is_shouted);
    }
    let is_person = first.entry.given() >= 2 || first.entry.surname() == 3;
    entry.city() == 3
        && !is_ordinary
        && !line.is_shouted
        && (len > 1 || !is_person)
        && !first.traits.has(lists::EPONYM_BIT)
}

/// `seen at UCSF`, `from Larkhaven`: whatever stands after such words in capitals, unless it is an ordinary or a
/// clinical word.
fn visited<'t>(text: &'t str, run: &Run<'t>) -> Option<(usize, usize, &'static str)> {
    const LEADS: Lists = Lists::of(&[lists::PLACE_LABEL_BIT, lists::VISIT_LEAD_BIT, lists::PLACE_LEAD_BIT]);
    let first = run.get(0)?;
    if !may_be_visited(first.text, first.entry, first.traits, first.kind) {
        return None;
    }
    let before = run.before(text, first);
    let context::Before { word: lead, gap, .. } = before;
    if lead.is_none() || !gap.contains('@') && !before.traits().any(LEADS) {
        return None;
    }
    let is_label = lead.is_some_and(|w| {
        (gap.contains(':') || gap == " " && w.is_title_case() && context::begins(text, w.start))
            && lists::is_place_label(w.text)
    });
    let lead = lead.filter(|_| is_label || gap == " " || gap == "@ " || gap == " @ ")?;
    let at_sign = gap.contains('@');
    let is_visit = at_sign || is_label || lists::is_visit_lead(lead.text);
    let is_place = lists::is_place_lead(lead.text);
    if !(is_visit || is_place) {
        return None;
    }
    let verb = context::before(text, lead.start).0;
    let is_seen = verb.is_some_and(|w| lists::is_visit_verb(w.text));
    let is_at = at_sign || lead.text == "at";
    let takes = run.tokens().take_while(|t| {
        t.kind == Kind::Joint
            || t.kind.is_nameable()
            || ((is_seen || is_at) && t.kind == Kind::Stop && is_acronym(t))
            || t.traits.has(lists::INSTITUTION_BIT)
            || t.start > first.start && t.traits.has(words::KIND_BIT) && t.text.len() > 3
            || is_seen
                && is_at
                && t.kind == Kind::Stop
                && t.text.len() > 6
                && !t.entry.is_clinical()
                && !t.traits.has(words::COMMON_BIT)
    });
    let last = takes.clone().filter(|t| t.kind != Kind::Joint).last()?;
    let words = takes.clone().filter(|t| t.kind != Kind::Joint).count();
    let end = last.end;
    let (next, between) = context::after(text, run.pieces, end);
    let thing = between == " " && next.is_some_and(|w| words::is_named_thing(w.text) || lists::is_thing(w.text));
    let possessive = text.get(end..).is_some_and(|rest| rest.starts_with("'s") || rest.starts_with("\u{2019}s"));
    if thing || possessive || (words == 1 && first.traits.has(lists::EPONYM_BIT) && !(is_seen && is_at)) {
        return None;
    }
    // Nouns alone tell a kind: "our Pain Clinic".
    if !is_seen && !takes.clone().any(|t| t.kind.is_nameable() || is_acronym(t)) {
        return None;
    }
    let has_given = takes.clone().any(|t| t.kind == Kind::Given || t.kind == Kind::Initial);
    let is_unlisted = takes.clone().any(|t| matches!(t.kind, Kind::Unknown | Kind::Surname));
    let ok = match (is_visit, is_seen) {
        (true, true) => true,
        (true, false) => (is_unlisted || words > 1) && !has_given,
        (false, true) if lead.text == "from" && takes.clone().any(is_acronym) => true,
        (false, _) => {
            is_unlisted && !has_given && first.text.len() > 3 && (lists::is_dwelling_lead(lead.text) || is_seen)
        }
    };
    ok.then_some((first.start, tail(text, run.pieces, end), "place.visited"))
}

/// Whether `visited` takes a run that begins with this word, if it takes what is most.
pub(super) fn may_be_visited(word: &str, entry: Entry, traits: Traits, kind: Kind) -> bool {
    kind == Kind::Joint
        || kind.is_nameable()
        || traits.has(lists::INSTITUTION_BIT)
        || kind == Kind::Stop
            && (is_letters(word, entry, traits)
                || word.len() > 6 && !entry.is_clinical() && !traits.has(words::COMMON_BIT))
}

/// "Employer Larkhaven": a label without its colon, at the beginning of a line.
fn labelled(text: &str, run: &Run<'_>) -> Option<(usize, usize, &'static str)> {
    let (label, first) = (run.get(0)?, run.get(1)?);
    let is_label = label.text.len() > 3 && lists::is_place_label(label.text) && context::begins(text, label.start);
    if !is_label || !matches!(first.kind, Kind::Unknown | Kind::Surname) && !is_acronym(first) {
        return None;
    }
    let last = run
        .slice()
        .iter()
        .skip(1)
        .take_while(|t| t.kind != Kind::Stop || is_acronym(t) || t.traits.has(words::KIND_BIT))
        .last()?;
    Some((first.start, last.end, "place.labelled"))
}

/// `UCSF`: three to six capitals that are no department.
fn is_acronym(token: &Token<'_>) -> bool {
    is_letters(token.text, token.entry, token.traits)
}

fn is_letters(word: &str, entry: Entry, traits: Traits) -> bool {
    const OTHERS: Lists = Lists::of(&[lists::DEPARTMENT_BIT, words::CLINICAL_BIT, words::COMMON_BIT, lists::STOP_BIT]);
    (3..=6).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && !traits.any(OTHERS)
        && entry.ordinary() == 0
}
