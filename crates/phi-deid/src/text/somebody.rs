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
    let mut tags = tags.peekable();
    // At a second look what was dropped before is no evidence.
    let is_again = tags.peek().is_some();
    let mut left = None;
    let mut is_left = |f: &Found| {
        is_again
            && weight(text, f) < ENOUGH
            && !is_called(text, f)
            && !*left.get_or_insert_with(|| speaks_of_patient(text, pieces))
    };
    let mut is_other = |f: &Found| !(is_plain(text, f) || is_left(f)) || is_of_one();
    if points(text, tags, found.iter().filter(|f| is_other(f))) {
        return true;
    }
    found.retain(|f| is_other(f));
    // A list in small letters that calls several by their names is one of people.
    let is_roll = found.iter().filter(|f| f.span.rule == "name.plain_case").count() > 2;
    let is_of_one = is_of_one();
    let is_of_patient = is_of_one || speaks_of_patient(text, pieces);
    found.retain(|f| {
        let is_announced = weight(text, f) > 0;
        let stays = is_of_patient || is_roll && f.span.rule == "name.plain_case" || is_called(text, f);
        is_announced && stays || is_of_one && f.span.confidence > Confidence::Low && OF_ONE.contains(&f.span.rule)
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

/// Whether a patient is spoken of in the short forms of a note: "pt", "54F", "72 yo". Policies and lists of eponyms seldom do.
fn speaks_of_patient(text: &str, pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| {
        let len = piece.end - piece.start;
        let value = || text.get(piece.start..piece.end).unwrap_or_default();
        match len {
            2 if !piece.has(DIGIT) => value().eq_ignore_ascii_case("pt") && value() != "PT" || value() == "yo",
            2..=5 if piece.has(DIGIT) => {
                let value = value();
                let digits = value.bytes().take_while(u8::is_ascii_digit).count();
                (1..=3).contains(&digits)
                    && matches!(value.get(digits..), Some("F" | "M" | "f" | "m" | "yo" | "yF" | "yM"))
            }
            _ => false,
        }
    })
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

/// What stays where nobody is pointed at and nobody is "he" or "she": a first name with a surname, and one name behind "Dr." or "Mr."
/// that is no word. A day, a town, a chain of shops or a lone word in a policy is nobody's.
fn is_called(text: &str, f: &Found) -> bool {
    if f.span.class != Name {
        return false;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let is_word = |word: &str| {
        let entry = lexicon::look_up(word);
        let is_ordinary = (1..6).contains(&entry.ordinary()) || entry.is_clinical() || words::is_common(word);
        word.chars().count() < 2 || lists::is_eponym(word) || lists::is_month(word) || is_ordinary
    };
    match value.rsplit_once([' ', ',']) {
        None => f.span.rule == "name.title" && !is_word(value),
        Some((head, last)) => {
            let first = head.split([' ', ',', '-']).next().unwrap_or_default().trim_end_matches('.');
            let is_first = first.chars().count() == 1 || lexicon::look_up(first).given() >= 2;
            let is_last = !is_word(last) || lexicon::look_up(last).is_strong_name() && !lists::is_eponym(last);
            is_first && is_last || f.span.rule == "name.title" && !is_word(last)
        }
    }
}

/// A first name and a surname after which nothing is called.
fn is_whole(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    f.span.confidence == Confidence::High
        && value.contains(' ')
        && !value.split([' ', '-']).any(|word| word.len() < 2 || lists::is_eponym(word))
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    /// A page of policy with this sentence in it.
    fn policy(sentence: &str) -> String {
        let rest = "Staff wear badges at all times and report spills to the charge nurse without delay. ";
        format!("{}{sentence} {}", rest.repeat(3), rest.repeat(3))
    }

    fn values(text: &str) -> Vec<String> {
        let spans = engine().scan(text, &[], RELEASE);
        spans.iter().map(|span| text.get(span.start..span.end).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_policy_names_nobody() {
        for sentence in
            ["Code Gray replaces Dr. Strong.", "Closed on Christmas.", "Cards from CVS are kept in Binder B."]
        {
            assert_eq!(values(&policy(sentence)), [""; 0], "{sentence}");
        }
    }

    #[test]
    fn a_whole_name_goes_from_a_policy_too() {
        assert_eq!(values(&policy("Questions go to Dolores Marchetti.")), ["Dolores Marchetti"]);
        assert_eq!(values(&policy("Questions go to Dr. Marchetti.")), ["Marchetti"]);
    }

    #[test]
    fn in_the_note_of_somebody_without_a_name_days_go() {
        assert_eq!(values(&policy("Pt 54F, well, seen again on Christmas.")), ["Christmas"]);
    }
}
