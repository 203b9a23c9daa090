//! Places in small letters where others have capitals: "17 vesper ct", "harrow, PA", "seen at bayou heart clinic".

use super::{Change, DIGIT, LARGE, Line, Read, Words, house};
use crate::text::{
    token::lists,
    words::{self, Lists, ShortList, Traits},
};

/// How many words a place may have.
pub(super) const REACH: usize = 5;

/// Words that are part of no place unless others make them one.
pub(super) const BARRED: Lists = Lists::of(&[
    lists::STOP_BIT,
    lists::MONTH_BIT,
    lists::KIN_BIT,
    lists::PERSON_VERB_BIT,
    lists::ARTICLE_BIT,
    lists::PLACE_LEAD_BIT,
    lists::VISIT_LEAD_BIT,
    lists::ADDRESSING_BIT,
    lists::VISIT_VERB_BIT,
]);

/// Nouns of streets. Sorted.
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "alley", "ave", "avenue", "bend", "blvd", "boulevard", "causeway", "cir", "circle", "court", "crossing", "ct", "dr", "drive", "ext", "grade", "highway", "hill",
    "hwy", "lane", "ln", "loop", "park", "parkway", "path", "pike", "pkwy", "pl", "place", "plaza", "point", "rd", "ridge", "road", "row", "run", "spur",
    "sq", "square", "st", "steps", "street", "ter", "terrace", "trace", "trail", "trl", "turnpike", "vista", "walk", "way", "wharf",
];

/// Whether a word in small letters is a noun of streets.
pub(in crate::text) fn is_street(word: &str) -> bool {
    words::listed(STREETS, word)
}

/// The same, and how long they are.
static STREET_LENGTHS: ShortList = ShortList::of(STREETS);

/// Whether one of those nouns begins so, and is so long.
#[inline]
pub(super) fn may_be_street(first: u8, len: usize) -> bool {
    STREET_LENGTHS.may_have(first, len)
}

/// States as addresses have them. Sorted.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "ak", "al", "ar", "az", "ca", "co", "ct", "dc", "de", "fl", "ga", "hi", "ia", "id", "il", "in", "ks", "ky", "la", "ma", "md", "me", "mi", "mn", "mo",
    "ms", "mt", "nc", "nd", "ne", "nh", "nj", "nm", "nv", "ny", "oh", "ok", "or", "pa", "pr", "ri", "sc", "sd", "tn", "tx", "ut", "va", "vt", "wa", "wi",
    "wv", "wy",
];

/// Takes in the place of which the word at `at` is the noun, or the town before a State.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) {
    let gap = words.gap(at);
    if gap == ", " || gap == "," {
        town(words, at, changes);
    }
    if !words.is_small(at) {
        return;
    }
    let facts = words.facts(at);
    if words.word(at).len() < 4 {
        road(words, at, changes);
    }
    // A number stands before it, not far.
    let is_numbered =
        || (at.saturating_sub(REACH)..at).any(|before| words.piece(before).is_some_and(|piece| piece.kinds == DIGIT));
    if is_numbered() && words::listed(STREETS, words.word(at)) && street(words, at, changes) {
        return;
    }
    if Traits::from(facts).has(lists::INSTITUTION_BIT) {
        house::read(words, at, line, changes);
    }
    let entry = facts.entry;
    let may_be_town = entry.city() > 0
        && facts.lists == 0
        && !entry.is_clinical()
        && (entry.ordinary() == 0 || entry.city() > 1 && entry.ordinary() > 3);
    if !may_be_town || !line.has_capitals || gap != " " {
        return;
    }
    let before = at.checked_sub(1).map_or(Traits::NONE, |before| Traits::from(words.facts(before)));
    let goes_on = words.is_small(at + 1)
        && words.gap(at + 1) == " "
        && Traits::from(words.facts(at + 1)).has(lists::INSTITUTION_BIT);
    if !goes_on && before.any(Lists::of(&[lists::PLACE_LEAD_BIT, lists::VISIT_LEAD_BIT])) {
        changes.push((at, Read::Title));
        // "machias bend"
        let is_land = words.gap(at + 1) == " " && words.is_small(at + 1) && words::listed(STREETS, words.word(at + 1));
        if is_land {
            changes.push((at + 1, Read::Title));
        }
    }
}

/// "harrow, PA 18099", "copper basin, Arizona"
fn town(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let word = words.word(at);
    let is_large = words.piece(at).is_some_and(|piece| piece.kinds == LARGE);
    let is_state = is_large && word.len() == 2 && words::listed(STATES, word)
        || words.piece(at).is_some_and(|piece| piece.has(LARGE)) && Traits::from(words.facts(at)).has(words::STATE_BIT);
    let Some(last) = at.checked_sub(1) else { return };
    // Most words behind a comma are no State.
    if !is_state || !words.is_small(last) || words.word(last).len() < 3 {
        return;
    }
    // "seen by jones, MD": letters behind a person as well.
    let is_either = matches!(word, "MD" | "PA" | "DO" | "MA" | "OT" | "PT" | "MS" | "ND");
    let is_numbered = || {
        words.piece(at + 1).is_some_and(|piece| piece.kinds == DIGIT && piece.end - piece.start == 5)
            && words.gap(at + 1).trim().is_empty()
    };
    let facts = words.facts(last);
    let behind = words.word(at + 1);
    let is_plain = facts.entry.is_clinical() && facts.entry.surname() < 2
        || matches!(facts.entry.ordinary(), 1 | 2)
            && !(Traits::from(facts).has(lists::INSTITUTION_BIT)
                && last > 0
                && words.gap(last) == " "
                && goes_on(words, last - 1)
                && !words::is_common(words.word(last - 1))
                && !matches!(words.facts(last - 1).entry.ordinary(), 1))
        || Traits::from(facts).any(Lists::of(&[words::COMMON_BIT, lists::CLINICAL_LEAD_BIT, lists::STOP_BIT]));
    let is_registered =
        matches!(behind, "plate" | "Plate" | "reg" | "tag" | "DL" | "dl" | "lic" | "license" | "driver");
    if !is_numbered() && (is_plain || is_registered) || words.gap(last).ends_with(['@', '_']) {
        return;
    }
    let is_counted = words.gap(last) == " "
        && last.checked_sub(1).and_then(|before| words.piece(before)).is_some_and(|piece| piece.has(DIGIT));
    if is_counted && !is_numbered() {
        return;
    }
    if is_either && !is_numbered() {
        return;
    }
    changes.push((last, Read::Title));
    for next in (last.saturating_sub(2)..last).rev() {
        if !goes_on(words, next) || words.gap(next + 1) != " " || words::is_common(words.word(next)) {
            return;
        }
        changes.push((next, Read::Title));
    }
}

fn goes_on(words: &Words<'_>, at: usize) -> bool {
    words.is_small(at) && !Traits::from(words.facts(at)).any(BARRED)
}

/// "1347 salt sage way"
fn street(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) -> bool {
    let mut first = at;
    for before in (at.saturating_sub(REACH)..at).rev() {
        let gap = words.gap(before + 1);
        if words.piece(before).is_some_and(|piece| piece.kinds == DIGIT) {
            // "219 1/2 e. mulberry ave."
            let is_half = words.gap(before) == "/" && words.word(before) == "2";
            let opens = is_half
                || !words.gap(before).ends_with([':', '.', '-', '/', '$', '#']) && !words.word(before).starts_with('0');
            if opens
                && matches!(gap, " " | "  ")
                && first < at
                && words.word(before).len() < 6
                && (is_address(words, before, first, at) || goes_to_unit(words, at))
            {
                changes.extend((first..=at).map(|at| (at, Read::Title)));
                return true;
            }
            return false;
        }
        let is_joined = gap == " " || gap == ". " && words.word(before).len() == 1;
        if !words.is_small(before) || !is_joined || Traits::from(words.facts(before)).any(OF_TALK) {
            return false;
        }
        first = before;
    }
    false
}

/// "4021 orchard crossing, unit c": nothing else has a unit.
fn goes_to_unit(words: &Words<'_>, at: usize) -> bool {
    matches!(words.gap(at + 1), ", " | " ")
        && matches!(
            words.word(at + 1),
            "unit"
                | "apt"
                | "apartment"
                | "suite"
                | "ste"
                | "floor"
                | "lot"
                | "bldg"
                | "Unit"
                | "Apt"
                | "Suite"
                | "Ste"
        )
}

/// What stands between a number and a noun of streets in an ordinary sentence.
const OF_TALK: Lists = Lists::of(&[
    words::COMMON_BIT,
    lists::PERSON_VERB_BIT,
    lists::ARTICLE_BIT,
    lists::PLACE_LEAD_BIT,
    lists::VISIT_LEAD_BIT,
    lists::ADDRESSING_BIT,
    lists::MONTH_BIT,
]);

/// Whether it is no measure or count: "4 hour drive", "2 block walk".
fn is_address(words: &Words<'_>, number: usize, first: usize, noun: usize) -> bool {
    const UNITS: &[&str] = &[
        "block", "day", "feet", "foot", "ft", "hour", "hr", "km", "lane", "lb", "lbs", "mg", "mile", "miles", "min",
        "minute", "ml", "pt", "step", "way", "week", "wk", "year", "yo", "yr",
    ];
    let (word, last) = (words.word(first), words.word(noun));
    let is_sure = matches!(
        last,
        "street"
            | "ave"
            | "avenue"
            | "rd"
            | "road"
            | "blvd"
            | "boulevard"
            | "lane"
            | "ln"
            | "hwy"
            | "terrace"
            | "pkwy"
            | "parkway"
    );
    let is_clinical = (first..noun).all(|at| words.facts(at).entry.is_clinical());
    !UNITS.contains(&word)
        && !words.facts(first).shape.is_drug_like()
        && (is_sure
            || words.word(number).len() > 1 && !is_clinical
            || closes(words, noun) && !is_clinical && opens(words, number)
            // "(31 harbor steps)"
            || words.word(number).len() > 1 && words.gap(number).ends_with('(') && words.gap(noun + 1).starts_with(')'))
}

/// Whether a line, a field or a bracket begins, or what leads to an address.
fn opens(words: &Words<'_>, at: usize) -> bool {
    let gap = words.gap(at);
    at == 0
        || gap.ends_with(['\n', '(', ':'])
        || gap.ends_with("  ")
        || gap.ends_with(": ")
        || matches!(words.word(at.wrapping_sub(1)), "at" | "o" | "of" | "to" | "from" | "in")
}

/// Whether a line, a field, a bracket or a clause ends.
pub(super) fn closes(words: &Words<'_>, at: usize) -> bool {
    let behind = words.gap(at + 1);
    behind.is_empty()
        || behind.starts_with(['\n', '\r', ',', ')', '.', ';', '"', '('])
        || behind.starts_with("  ")
        || behind.starts_with(" (")
}

/// "hwy 7", "po box 30099", "rr 2 box 118", "i-26"
fn road(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let is_number = |at: usize| words.piece(at).is_some_and(|piece| piece.kinds == DIGIT);
    let follows = |at: usize| is_number(at + 1) && words.gap(at + 1) == " ";
    match words.word(at) {
        "hwy" | "rt" | "rte" if follows(at) => changes.push((at, Read::Title)),
        "box" if follows(at) => {
            changes.push((at, Read::Title));
            let Some(before) = at.checked_sub(1).filter(|_| words.gap(at) == " ") else { return };
            let from = if is_number(before) {
                before.checked_sub(1).filter(|_| words.gap(before) == " ")
            } else {
                Some(before)
            };
            if let Some(from) = from.filter(|from| matches!(words.word(*from), "po" | "rr" | "hc")) {
                changes.push((from, Read::Upper));
            }
        }
        "i" if words.gap(at + 1) == "-" && is_number(at + 1) && words.word(at + 1).len() == 2 => {
            changes.push((at, Read::Upper))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn leads_tell_places_in_small_letters() {
        for (line, plain) in [
            ("She lives at 1347 salt sage way, Apt 2", "She lives at 1347 Salt Sage Way, Apt 2"),
            ("Home Address: 17 vesper ct.", "Home Address: 17 Vesper Ct."),
            ("Moved to testmesa, NM 87999", "Moved to Testmesa, NM 87999"),
            ("A house in copper basin, Arizona.", "A house in Copper Basin, Arizona."),
            ("Mail to po box 30099", "Mail to PO Box 30099"),
            ("North on hwy 7 and i-26", "North on Hwy 7 and I-26"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn ordinary_words_before_such_nouns_stay() {
        for line in
            ["Walks 2 small blocks on the way, then a 4 hour drive; Well", "Car was a white coupe, KY plate A7D 331"]
        {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(super::STREETS.is_sorted() && super::STATES.is_sorted());
    }
}
