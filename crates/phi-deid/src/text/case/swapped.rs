//! Words whose first letter alone is small: "jOHN", "rEGIONAL".

use super::{Change, LARGE, Line, Read, SMALL, Words};
use crate::text::{
    token::lists,
    words::{self, Lists, Traits},
};

/// Words that are small in names and between them.
const SMALL_WORDS: Lists =
    Lists::of(&[words::COMMON_BIT, lists::JOINT_BIT, lists::PLACE_LEAD_BIT, lists::VISIT_LEAD_BIT, lists::ARTICLE_BIT]);

/// How far the words beside such a one are followed.
const REACH: usize = 6;

/// Words of the trade, and of things, that are written so. In small letters, sorted.
#[rustfmt::skip]
const WRITTEN_SO: &[&str] = &[
    "ab", "aeeg", "agvhd", "ahus", "aptt", "aui", "avf", "avl", "avr", "ba", "bhcg", "bipap", "camp", "cbv", "cdna",
    "cgmp", "cgvhd", "cgy", "cm", "cmrcp", "cmri", "cn", "cpap", "cpet", "cpra", "crna", "ct", "cta", "ctdna", "ctl", "ctni",
    "ctnm", "ctnt", "db", "dl", "dmmr", "ebay", "ecg", "ecmo", "ecpr", "ecrf", "edss", "eeg", "efast", "egfr", "ehr",
    "eicu", "ekg", "email", "emar", "emr", "epap", "epcr", "ephi", "erx", "etco", "ev", "facs", "fhr", "fl", "fmri",
    "gcsf", "gdmt", "gm", "gn", "gy", "hcg", "hsv", "hz", "iabp", "icd", "iga", "igra", "ima", "imac", "ino", "io",
    "ios", "ipad", "iphone", "ipod", "ipth", "istat", "iu", "iv", "ivf", "kcal", "kd", "kg", "khz", "kn", "kpa", "kv",
    "kvo", "kvp", "lvad", "ma", "mae", "mapk", "mbq", "mcrpc", "meq", "mev", "mg", "mgy", "mhz", "miu", "mj", "ml",
    "mm", "mmhg", "mmol", "mosm", "mpap", "mrna", "mrs", "msv", "mtor", "mv", "nf", "ng", "nl", "nm", "npep", "npo",
    "nstemi", "nt", "ogtt", "pa", "pap", "pci", "pco", "pcr", "pd", "pef", "pg", "ph", "phi", "plvad", "pm", "pmmr",
    "pn", "po", "prbc", "ps", "psap", "pt", "ptnm", "qd", "qeeg", "qhs", "qid", "rfvii", "rhgh", "rhig", "rrna", "rt",
    "rtms", "rtpa", "rvad", "scr", "slng", "sma", "smas", "spo", "tdcs", "tid", "tms", "tpa", "tpn", "trna", "uacr",
    "uhcg", "ul", "umol", "upcr", "utox", "uv", "vapt", "veeg", "vwf", "wbc", "wgs", "xrt", "ypt",
];

/// Takes in the word at `at`, if it is written so, and what goes with it on both sides.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) {
    // "lENT", "lOO": a scanner reads I and 1 so.
    let is_misread =
        words.word(at).starts_with('l') && (line.is_torn || words.word(at).bytes().skip(1).all(|b| b == b'O'));
    if is_misread || !has_form(words, at) || !is_swapped(words, at) {
        return;
    }
    changes.push((at, Read::Title));
    beside(words, at, 1, changes);
    beside(words, at, -1, changes);
}

/// A small letter, and one capital or more: "jOHN", "vU".
fn has_form(words: &Words<'_>, at: usize) -> bool {
    let is_mixed =
        words.piece(at).is_some_and(|piece| piece.has(SMALL | super::WIDE) && piece.has(LARGE | super::WIDE));
    let mut chars = words.word(at).chars();
    is_mixed && chars.next().is_some_and(char::is_lowercase) && {
        let rest = chars.as_str();
        !rest.is_empty() && rest.chars().all(char::is_uppercase)
    }
}

fn is_swapped(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    let len = word.chars().count();
    let facts = words.facts(at);
    let is_beside = |other: Option<usize>, gap: &str| {
        joins(gap) && other.is_some_and(|other| has_form(words, other) && !is_written_so(words.word(other)))
    };
    let stands_beside = || is_beside(at.checked_sub(1), words.gap(at)) || is_beside(Some(at + 1), words.gap(at + 1));
    if is_written_so(word) {
        // "kIM lE", "mA sMITH": beside a longer one it is a name in any case.
        return stands_beside();
    }
    match len {
        0..=2 => stands_beside() || facts.entry.is_name() || !word.is_ascii(),
        3 => {
            facts.entry.is_name()
                || facts.entry.city() > 0
                || facts.entry.ordinary() > 0
                || facts.lists != 0
                || !word.is_ascii()
                || stands_beside()
        }
        4 => !facts.entry.is_unknown() || facts.lists != 0 || !word.is_ascii() || stands_beside(),
        _ => true,
    }
}

fn is_written_so(word: &str) -> bool {
    words::listed(WRITTEN_SO, word)
}

/// Signs that do not part a name or a street.
fn joins(gap: &str) -> bool {
    matches!(
        gap,
        " " | "-"
            | "'"
            | "\u{2019}"
            | ". "
            | ", "
            | ","
            | " & "
            | " \""
            | "\" "
            | "  "
            | "/"
            | "^"
            | "."
            | "\u{a0}"
            | "., "
    )
}

/// Initials, particles and numbers in words that stand beside such a word: "m. kETTLESON", "vAN DER hORST", "lEROY iii".
fn beside(words: &Words<'_>, at: usize, step: isize, changes: &mut Vec<Change>) {
    let mut held = Vec::new();
    let mut last = at;
    for _ in 0..REACH {
        let Some(next) = last.checked_add_signed(step) else { return };
        let gap = words.gap(last.max(next));
        let Some(piece) = words.piece(next).filter(|_| joins(gap)) else { break };
        let word = words.word(next);
        last = next;
        if has_form(words, next) {
            changes.append(&mut held);
            // It has its own turn, and is not held back beside this one.
            changes.push((next, Read::Title));
            return;
        }
        if words.is_small(next) {
            // A single letter, a number of generations.
            let is_initial = word.chars().count() == 1 && gap != "/";
            let is_number = matches!(word, "ii" | "iii" | "iv" | "jr" | "sr");
            if is_initial
                && (step < 0 || !matches!(word, "a" | "c" | "s" | "w" | "x") || words.gap(next + 1).starts_with('.'))
                || is_number && gap == " "
            {
                if gap != "'" && gap != "\u{2019}" || step < 0 {
                    changes.push((
                        next,
                        if is_number && word.len() == 2 && matches!(word, "jr" | "sr") {
                            Read::Title
                        } else {
                            Read::Upper
                        },
                    ));
                }
                continue;
            }
            if Traits::from(words.facts(next)).any(SMALL_WORDS) {
                continue;
            }
            if word.len() < 4 {
                held.push((next, Read::Upper));
                continue;
            }
            return;
        }
        let is_large = piece.kinds == LARGE;
        if is_large && (lists::is_joint(word) || word.len() > 1 && gap != " ") {
            held.push((next, if lists::is_joint(word) { Read::Lower } else { Read::Title }));
            continue;
        }
        if is_large {
            held.push((next, Read::Lower));
            continue;
        }
        if piece.kinds == super::DIGIT {
            continue;
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn a_small_letter_before_capitals_is_read_as_a_capital() {
        for (line, plain) in [
            ("seen by jOHN tESTCASE here", "seen by John Testcase here"),
            ("Mrs. rOSALIND k. tESTCASE-wEISS", "Mrs. Rosalind K. Testcase-Weiss"),
            ("lives at 12 sAMPLE sT in tESTMESA", "lives at 12 Sample St in Testmesa"),
            ("Pt: tESTCASE, lEMUEL m.", "Pt: Testcase, Lemuel M."),
            ("cousin lEROY iii came", "cousin Leroy III came"),
            ("Dr. aNNELIESE vAN DER tESTCASE", "Dr. Anneliese Van der Testcase"),
            ("Mr. x. yU left", "Mr. X. Yu left"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn words_of_the_trade_stay_unless_a_name_stands_beside_them() {
        for line in ["the mRNA and the aPTT", "tPA given, pH low", "an iPHONE, an eKG", "lOO tabs"] {
            assert_eq!(read(line), line);
        }
        assert_eq!(read("her son kIM mA came"), "her son Kim Ma came");
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(super::WRITTEN_SO.is_sorted());
    }
}
