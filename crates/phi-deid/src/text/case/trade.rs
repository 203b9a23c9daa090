//! Where somebody works or is looked after, and towns, in small letters: "drives for blue heron freight", "fort dell", "tillman county".

use super::{Change, DIGIT, LARGE, Line, Read, Words, glance::Glance, house};
use crate::text::{
    token::lists,
    words::{self, Lists, Traits},
};

/// How many words such a name may have.
const REACH: usize = 5;

/// Nouns of trades with which a firm is called. Sorted.
#[rustfmt::skip]
const TRADES: &[&str] = &[
    "academy", "aggregates", "airlines", "apparel", "appliance", "associates", "auto", "bakery", "bank", "brewing", "builders", "cafe", "carriers", "cleaners", "concrete", "construction",
    "contractors", "creamery", "dairy", "daughters", "deli", "diner", "distillery", "donuts", "drug", "drywall", "electric", "farm", "farms", "feedlot", "fisheries",
    "florist", "foods", "forge", "foundry", "freight", "garage", "grain", "greenhouse", "grill", "grocery", "hardware", "haulers", "hauling", "hvac", "industries",
    "insurance", "kennels", "landscaping", "laundry", "learning", "logging", "logistics", "lumber", "manufacturing", "marina", "market", "masonry", "meats", "mill", "mills", "millwork", "mining", "motors",
    "movers", "nursery", "orchards", "packaging", "packing", "paving", "plastics", "plumbing", "poultry", "power", "printing", "produce", "quarry", "railway", "ranch", "realty", "restaurant",
    "rigging", "roofing", "salon", "salvage", "sawmill", "seafood", "shipbuilders", "shipyard", "sons", "steel", "storage", "supply", "tannery", "tavern", "textiles", "timber", "tire", "tool",
    "towing", "transit", "trucking", "upholstery", "vineyards", "warehouse", "welding", "works",
];

/// Words before a place that is called after something: "fort dell". Sorted.
const BEFORE_TOWNS: &[&str] = &[
    "camp", "cape", "clinica", "colonia", "east", "escuela", "fort", "glen", "lake", "mount", "mt", "north", "point",
    "port", "rancho", "saint", "san", "santa", "santo", "south", "st", "west",
];

/// All words that are asked here, at a glance.
static ASKED: Glance = Glance::of(&[TRADES, BEFORE_TOWNS, house::NOUNS, &["county"]]);

/// Whether it is such a noun.
pub(super) fn is_trade(word: &str) -> bool {
    words::listed(TRADES, word)
}

/// Whether it may be one of the words that are asked here.
#[inline]
pub(super) fn may_be_asked(word: &[u8]) -> bool {
    ASKED.may_have(word)
}

/// Takes in what ends or begins with the word at `at`.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) {
    if !line.has_capitals || !words.is_small(at) {
        return;
    }
    let word = words.word(at);
    if word == "county" {
        county(words, at, changes);
    } else if words::listed(BEFORE_TOWNS, word) {
        town(words, at, changes);
    } else if is_trade(word) {
        firm(words, at, changes);
        house::read(words, at, line, changes);
    } else if house::is_noun(word) {
        house::read(words, at, line, changes);
    } else if words.piece(at + 1).is_some_and(|next| next.kinds == DIGIT && next.end - next.start == 5) {
        zipped(words, at, changes);
    }
}

/// A word that is no ordinary one, and may be a name.
fn is_rare(words: &Words<'_>, at: usize) -> bool {
    let facts = words.facts(at);
    let entry = facts.entry;
    words.is_small(at)
        && words.word(at).len() > 3
        && facts.lists & !(1 << lists::EPONYM_BIT) == 0
        && !entry.is_clinical()
        && !facts.shape.is_drug_like()
        && matches!(entry.ordinary(), 0 | 5..)
}

/// "tillman county", with what it is the county of: "coulee county fire & rescue".
fn county(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let Some(before) = at.checked_sub(1).filter(|_| words.gap(at) == " ") else { return };
    let entry = words.facts(before).entry;
    if !is_rare(words, before) || !entry.is_name() && entry.city() == 0 {
        return;
    }
    changes.extend([(before, Read::Title), (at, Read::Title)]);
    for next in at + 1..at + REACH {
        let is_part = matches!(words.gap(next), " " | " & ")
            && words.is_small(next)
            && (Traits::from(words.facts(next)).has(lists::INSTITUTION_BIT)
                || matches!(words.word(next), "fire" | "rescue" | "sheriff" | "jail" | "ems"));
        if !is_part {
            return;
        }
        changes.push((next, Read::Title));
    }
}

/// "fort dell", "mt. nebo", "saint zita's"
fn town(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let word = words.word(at);
    let is_short = matches!(word, "st" | "mt");
    let gap = words.gap(at + 1);
    if !(gap == " " || is_short && gap == ". ") || words.gap(at).ends_with(['@', '/', '_', '-']) {
        return;
    }
    let facts = words.facts(at + 1);
    let is_saint = matches!(word, "st" | "saint" | "san" | "santa" | "santo");
    let is_called = if is_saint {
        words.is_small(at + 1) && facts.entry.given() > 0 && words.word(at + 1).len() > 3 && !facts.entry.is_clinical()
    } else {
        (is_rare(words, at + 1) || facts.lists == 0 && facts.entry.ordinary() == 4 && facts.entry.is_strong_name())
            && (facts.entry.is_unknown() || facts.entry.is_name() || facts.entry.city() > 0)
    };
    // "12 st clair": a street ends, and another word begins.
    let is_street = is_short
        && at.checked_sub(1).and_then(|before| words.piece(before)).is_some_and(|piece| !piece.has(DIGIT))
        && gap == " ";
    if matches!(word, "clinica" | "colonia" | "escuela") {
        spanish(words, at, changes);
    } else if is_called && (is_saint || !is_street) {
        changes.extend([(at, Read::Title), (at + 1, Read::Title)]);
    }
}

/// "clinica sol y mar," to the end of a clause.
fn spanish(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    for last in at + 1..at + REACH {
        if words.gap(last) != " "
            || !words.is_small(last)
            || matches!(words.word(last), "con" | "en" | "para" | "por" | "que")
        {
            return;
        }
        if super::place::closes(words, last) {
            let is_part = |at: &usize| !lists::is_joint(words.word(*at)) && words.word(*at).len() > 1;
            changes.extend((at..=last).filter(is_part).map(|at| (at, Read::Title)));
            return;
        }
    }
}

/// "patient at 17 Vesper Ct., harrow 18099"
fn zipped(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let entry = words.facts(at).entry;
    let is_town = entry.city() > 0 || entry.surname() > 1 && matches!(entry.ordinary(), 0 | 3..);
    if matches!(words.gap(at), ", " | "., ")
        && words.gap(at + 1) == " "
        && is_town
        && !Traits::from(words.facts(at)).any(ORDINARY)
    {
        changes.push((at, Read::Title));
    }
}

/// Words of every day.
const ORDINARY: Lists = Lists::of(&[lists::MONTH_BIT, lists::STOP_BIT, words::COMMON_BIT]);

/// Words of talk, which end what a firm is called.
const TALK: Lists = Lists::of(&[
    lists::MONTH_BIT,
    lists::KIN_BIT,
    lists::ROLE_BIT,
    lists::PERSON_VERB_BIT,
    lists::ARTICLE_BIT,
    lists::PLACE_LEAD_BIT,
    lists::VISIT_LEAD_BIT,
    lists::ADDRESSING_BIT,
    lists::VISIT_VERB_BIT,
]);

/// "blue heron freight", behind what says that somebody works there.
fn firm(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    // The last noun has its turn.
    if matches!(words.gap(at + 1), " " | " & ") && words.is_small(at + 1) && words::listed(TRADES, words.word(at + 1)) {
        return;
    }
    let mut first = at;
    let mut is_told = false;
    for before in (at.saturating_sub(REACH)..at).rev() {
        let is_part = matches!(words.gap(before + 1), " " | " & " | "-" | "'" | "\u{2019}")
            && words.is_small(before)
            && words.word(before).len() > 1
            && !Traits::from(words.facts(before)).any(TALK)
            && !matches!(words.word(before), "for" | "of" | "and" | "or" | "is" | "was" | "no" | "to" | "by");
        if !is_part {
            break;
        }
        is_told |= is_rare(words, before) && words.facts(before).entry.is_name();
        first = before;
    }
    let gap = words.gap(first);
    let Some(lead) = first.checked_sub(1).filter(|_| first < at) else { return };
    let word = words.word(lead);
    let before = lead.checked_sub(1).map_or("", |before| words.word(before));
    let is_labelled = gap.starts_with(':')
        && matches!(
            word,
            "Employer"
                | "EMPLOYER"
                | "employer"
                | "Work"
                | "Occupation"
                | "pharmacy"
                | "Pharmacy"
                | "home"
                | "School"
                | "daycare"
        );
    let works = matches!(
        before,
        "drive"
            | "drives"
            | "driving"
            | "drove"
            | "work"
            | "works"
            | "worked"
            | "working"
            | "hauls"
            | "employed"
            | "job"
            | "retired"
            | "truck"
            | "cook"
            | "welder"
            | "driver"
            | "clerk"
    );
    let is_employed = gap == " " && works && matches!(word, "for" | "at" | "with" | "by" | "from" | "of");
    let is_kept = gap == " " && is_told && matches!(word, "at" | "from" | "for" | "of" | "to");
    let is_whole = is_told
        && words.word(at).ends_with('s')
        && matches!(words.word(at), "sons" | "daughters" | "associates")
        && words.gap(at) == " & "
        && (gap.ends_with(": ") || gap.ends_with('\n'));
    if is_labelled || is_employed || is_kept || is_whole {
        changes.extend((first..=at).filter(|at| words.word(*at).len() > 1).map(|at| (at, Read::Title)));
    }
}

/// Somebody in a row of a list, between the hour and a day: "1140   price, fair    08/08/80", "1120   lee   ".
pub(super) fn row(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let is_wide = |gap: &str| gap.len() > 1 && gap.bytes().all(|byte| byte == b' ');
    let is_number = |at: usize| words.piece(at).is_some_and(|piece| piece.kinds == DIGIT);
    let is_large = |at: usize| words.piece(at).is_some_and(|piece| piece.has(LARGE));
    let Some(hour) = at.checked_sub(1).filter(|hour| is_number(*hour)) else { return };
    let opens = hour == 0 || words.gap(hour).ends_with('\n');
    if !opens || !is_wide(words.gap(at)) || !words.is_small(at) {
        return;
    }
    let is_free = |at: usize| !Traits::from(words.facts(at)).any(Lists::of(&[lists::STOP_BIT, lists::ARTICLE_BIT]));
    let closes = |at: usize| is_wide(words.gap(at)) && (is_number(at) || is_large(at));
    // "212  testcase     45"
    let facts = words.facts(at);
    let is_borne = facts.lists & !(1 << lists::EPONYM_BIT) == 0
        && !facts.entry.is_clinical()
        && !facts.shape.is_drug_like()
        && facts.entry.surname() > 1
        && (matches!(facts.entry.ordinary(), 0 | 4..) || facts.entry.is_strong_name() && facts.entry.ordinary() > 2);
    if is_borne && words.gap(at + 1).starts_with("  ") && words.word(at).len() > 2 {
        changes.push((at, Read::Title));
    }
    if words.gap(at + 1) == ", " && words.is_small(at + 1) && is_free(at) && is_free(at + 1) {
        let is_initial = words.gap(at + 2) == " " && words.is_small(at + 2) && words.word(at + 2).len() == 1;
        if closes(at + 2) || is_initial && closes(at + 3) {
            changes.extend([(at, Read::Title), (at + 1, Read::Title)]);
            if is_initial {
                changes.push((at + 2, Read::Upper));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn firms_and_towns_in_small_letters_are_read() {
        for (line, plain) in [
            ("He drives for blue heron freight 3 days.", "He drives for Blue Heron Freight 3 days."),
            ("Employer: gantry point shipbuilders. HR", "Employer: Gantry Point Shipbuilders. HR"),
            ("A ride from fort testdell here; Well", "A ride from Fort Testdell here; Well"),
            ("Lived in tillman county, then West", "Lived in Tillman County, then West"),
            ("1140   price, fair j    08/08/80   PAP", "1140   Price, Fair J    08/08/80   PAP"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn what_is_no_firm_stays() {
        for line in [
            "He works at a farm and for the county. Well",
            "Point of care, port placement, st depression, north side. Well",
            "Group works well; the power was out; cold storage of blood. Well",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(super::TRADES.is_sorted() && super::BEFORE_TOWNS.is_sorted());
    }
}
