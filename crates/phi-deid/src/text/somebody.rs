//! Whether a document speaks of anybody at all.
//!
//! Protocols, menus of a laboratory, lists of eponyms, formularies and leaflets hold hundreds of words that are borne as
//! names, and codes by the dozen, but nothing that points at a person: no day with its year, no number behind a label, no
//! telephone. What stands in them by its looks alone is none.

use core::cmp::Ordering;

use phi_types::IdentifierClass::Name;

use super::{
    LIKELY, cursor, nobody,
    piece::{DIGIT, Piece, WIDE},
    span::{Confidence, Found},
    token::lists,
    words,
};
use crate::lexicon;

/// Up to here a text is a sentence or two, in which one look is all there is.
const SHORT: usize = 400;

/// What the evidence must add up to.
const ENOUGH: usize = 2;

/// What is found by the looks of a word, or of a number that may be a share.
const LOOKS: &[&str] = &[
    "date.month_day_numeric",
    "known.name",
    "known.value",
    "name.reversed",
    "other.code",
    "other.grouped",
    "other.read_aloud",
    "other.short_label",
    "other.user_name",
    "place.city_listed",
    "place.institution",
    "place.saint",
    "place.street_named",
    "place.unit",
    "place.visited",
];

/// What one word beside it announces: one such find may be a slip.
const ANNOUNCED: &[&str] = &[
    "date.day_of_month",
    "date.holiday",
    "date.month_alone",
    "date.months",
    "date.season",
    "name.credential",
    "name.greeting",
    "name.initials",
    "name.kin",
    "name.newborn",
    "name.plain_case",
    "name.role",
    "name.said",
    "name.signature",
    "name.small",
    "name.title",
    "name.with_initial",
    "place.chain",
    "place.city",
    "place.facility",
    "vehicle.label",
];

/// Of what stands there by its looks, what stays to be found where "he" or "she" is spoken of: a vignette of nobody looks like
/// the note of a patient whose name stands elsewhere.
const OF_ONE: &[&str] = &["date.month_day_numeric", "name.lexicon", "place.city_listed", "place.institution"];

/// Leaves in a document that points at nobody what is announced, and a whole name. Tells whether it points at somebody.
pub(super) fn sift<'t>(
    text: &str,
    pieces: &[Piece],
    tags: impl Iterator<Item = &'t str> + Clone,
    found: &mut Vec<Found>,
) -> bool {
    if text.len() < SHORT {
        return true;
    }
    // Asked of the whole text, so only where it matters.
    let mut said = None;
    let mut is_of_one = || *said.get_or_insert_with(|| speaks_of_one(text, pieces));
    if nobody::is_of_the_trade(text, tags.clone(), found, &mut is_of_one) {
        found.retain(|f| nobody::stays(text, f));
        return false;
    }
    let mut is_other = |f: &Found| !is_plain(text, f) || is_of_one();
    if points(text, tags, found.iter().filter(|f| is_other(f))) {
        return true;
    }
    found.retain(|f| is_other(f));
    let is_of_one = is_of_one();
    found.retain(|f| {
        weight(text, f) > 0 || is_of_one && f.span.confidence > Confidence::Low && OF_ONE.contains(&f.span.rule)
    });
    false
}

/// Whether one person is spoken of: "he", "she", and what is theirs.
fn speaks_of_one(text: &str, pieces: &[Piece]) -> bool {
    const WORDS: [&str; 5] = ["he", "she", "his", "her", "him"];
    let is_one = |word: &str| WORDS.iter().any(|one| word.eq_ignore_ascii_case(one));
    pieces.iter().any(|piece| {
        let value = || text.get(piece.start..piece.end).unwrap_or_default();
        match piece.end - piece.start {
            // Within a word, a figure or a sign beyond ASCII ends one as well.
            _ if piece.has(DIGIT | WIDE) => value().split(|c: char| !c.is_alphabetic()).any(is_one),
            2 | 3 => is_one(value()),
            _ => false,
        }
    })
}

/// Whether the rule goes by the looks of a word or of a number.
pub(super) fn is_by_shape(rule: &str) -> bool {
    LOOKS.contains(&rule) || rule == "name.lexicon"
}

/// Whether one word beside it announces what the rule finds.
pub(super) fn is_announced(rule: &str) -> bool {
    ANNOUNCED.contains(&rule)
}

/// Whether what was found, and the tags of what was found before, are evidence enough.
fn points<'t, 'f>(text: &str, tags: impl Iterator<Item = &'t str>, found: impl Iterator<Item = &'f Found>) -> bool {
    let (mut one, mut sum, mut looks) = (None, 0, 0);
    for f in found {
        match weight(text, f).cmp(&1) {
            Ordering::Less => {}
            Ordering::Greater => return true,
            // However many capitals look like a name or a town, they are one piece of evidence.
            Ordering::Equal if is_by_looks(f) => looks = 1,
            // The same value again says nothing new.
            Ordering::Equal => {
                let value = text.get(f.span.start..f.span.end);
                sum += usize::from(one != value);
                one = value;
            }
        }
        if sum + looks >= ENOUGH {
            return true;
        }
    }
    // What stands beside a slip may bear a tag as well, so any number of these is one.
    let mut is_named = false;
    for tag in tags {
        if !["[NAME", "[LOCATION", "[DATE", "[ID"].iter().any(|start| tag.starts_with(start)) {
            return true;
        }
        is_named = true;
    }
    sum + looks + usize::from(is_named) >= ENOUGH
}

/// Whether the words of the find say more than what stands beside it.
fn is_by_looks(f: &Found) -> bool {
    const RULES: &[&str] = &[
        "date.holiday",
        "date.months",
        "name.lexicon",
        "name.plain_case",
        "name.with_initial",
        "place.chain",
        "place.city",
        "place.facility",
        "vehicle.label",
    ];
    RULES.contains(&f.span.rule)
}

/// What a find is worth as evidence of a person: nothing, something, or enough by itself.
fn weight(text: &str, f: &Found) -> usize {
    let rule = f.span.rule;
    if f.span.confidence == Confidence::Low || rule.ends_with(LIKELY) || LOOKS.contains(&rule) {
        return 0;
    }
    match f.span.class {
        Name if rule == "name.lexicon" => usize::from(is_whole(text, f)),
        Name if is_word(text, f) => 0,
        _ if ANNOUNCED.contains(&rule) => 1,
        _ => ENOUGH,
    }
}

/// "Your child May be well": a word that has its capital for another reason.
fn is_word(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    matches!(f.span.rule, "name.kin" | "name.role" | "name.signature" | "name.plain_case")
        && !value.contains(' ')
        && (lists::is_month(value) || words::is_common(value) || lists::is_kin(value) || lists::is_role(value))
}

/// Where nobody is "he" or "she": what a word announces as a name, and is plain English or of the trade. Behind "Mr." and "Dr." any
/// word is a name.
fn is_plain(text: &str, f: &Found) -> bool {
    const NAMED: [&str; 5] = ["mr", "mrs", "ms", "miss", "dr"];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let is_word = || {
        let entry = lexicon::look_up(value);
        !value.contains(' ')
            && !entry.is_strong_name()
            && entry.given() < 2
            && ((1..6).contains(&entry.ordinary())
                || entry.is_clinical()
                || words::is_common(value)
                || words::is_clinical(value))
    };
    match f.span.rule {
        "name.credential" | "name.greeting" | "name.kin" | "name.said" | "name.newborn" => is_word(),
        "name.title" | "name.plain_case" => {
            let head = cursor::window_before(text, f.span.start, 6).to_ascii_lowercase();
            let head = head.trim_end_matches([' ', '.']);
            !NAMED.iter().any(|title| head.ends_with(title)) && is_word()
        }
        _ => false,
    }
}

/// A first name and a surname after which nothing is called.
fn is_whole(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    f.span.confidence == Confidence::High
        && value.contains(' ')
        && !value.split([' ', '-']).any(|word| word.len() < 2 || lists::is_eponym(word))
}
