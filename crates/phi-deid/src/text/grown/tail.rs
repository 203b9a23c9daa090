//! What tells of a place that was found which part of it or what stands there: "Sample Flats splash park", "Sample Castings,
//! plant 2", "Hwy 38 at the old depot", "Green Sample on Salem".

use super::{cursor, leading, lists, words};
use crate::text::words::Traits;

/// Over small words that say what stands at a place. Behind a name they would be what somebody has or does.
pub(super) fn of_place(text: &str, end: usize) -> usize {
    #[rustfmt::skip]
    const TAILS: &[&str] = &[
        " annex", " bridge", " community center", " community ctr", " co-op", " county fair", " detox", " fire dept",
        " grain elevator", " lighthouse", " loan closet", " lofts", " pharm", " playground", " rec center", " shed", " skate park",
        " splash park", " studios", " swim club", " walk-in", " water tower",
    ];
    const PARTS: &[&str] = &[
        ", Plant ",
        " Plant ",
        ", plant ",
        ", section ",
        ", Section ",
        ", sec. ",
        ", line ",
        ", Line ",
        " Rig ",
        ", Rig ",
        ", rig ",
        ", shed ",
        ", level ",
        ", Level ",
        ", Annex ",
        " K-",
    ];
    let rest = cursor::window_after(text, end, 22);
    let Some([b' ' | b',', second]) = rest.as_bytes().first_chunk() else { return end };
    let ends = |at: usize| !rest.get(at..).is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    if second.is_ascii_lowercase() {
        let tail = TAILS
            .iter()
            .find(|tail| tail.as_bytes().get(1) == Some(second) && rest.starts_with(**tail) && ends(tail.len()));
        return tail.map_or(end, |tail| end + tail.len());
    }
    // "Castings, Plant 2", "Calvary, section C", "Rig 7", "Bridge K-8"
    let Some(part) = PARTS.iter().find(|part| rest.starts_with(**part)) else { return end };
    let code = rest.get(part.len()..).unwrap_or_default();
    let figures = code.bytes().take_while(u8::is_ascii_digit).count();
    let letter = code.get(figures..).unwrap_or_default().bytes().take_while(u8::is_ascii_uppercase).count();
    let len = figures + letter;
    if (1..=3).contains(&len) && letter < 2 && ends(part.len() + len) { end + part.len() + len } else { end }
}

/// The same of a place in small letters, where the clause ends or a small word goes on: "harlan seed til 6", "bergen catholic."
pub(super) fn small(text: &str, end: usize) -> usize {
    #[rustfmt::skip]
    const NOUNS: &[&str] = &[
        "alf", "bros", "catholic", "central", "chapter", "chicken", "county fair", "cvs", "drilling", "drug", "elementary",
        "espresso", "fabrics", "feed", "flat", "funeral", "gastro", "homecare", "hs", "infusion", "isd", "jr high", "kills", "labs",
        "linen", "marine", "marsh", "middle", "neck", "ortho", "pharm", "point", "poultry", "quarry",
        "ready mix", "rocks", "row", "rx", "schools", "seed", "shrimp", "skate", "surgery", "surplus", "tile", "tortillas", "trucking",
        "turkeys", "vna", "ymca",
    ];
    const BEHIND: &[&str] = &[
        "again", "and", "at", "by", "for", "has", "in", "is", "last", "on", "re", "since", "so", "thru", "til", "till",
        "to", "w", "was", "w/", "who", "with",
    ];
    let rest = cursor::window_after(text, end, 22);
    let Some(rest) = rest.strip_prefix(' ').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())) else {
        return end;
    };
    let closes = |tail: &str| {
        let word = tail.strip_prefix(' ').map(|tail| tail.split([' ', ',', '.']).next().unwrap_or_default());
        tail.is_empty()
            || tail.starts_with([',', '.', ';', ')', '\n', '\r', '"'])
            || tail.starts_with("  ")
            || tail.starts_with(" (")
            || word.is_some_and(|word| BEHIND.contains(&word))
    };
    let noun = NOUNS.iter().find(|noun| rest.strip_prefix(**noun).is_some_and(closes));
    noun.map_or(end, |noun| end + 1 + noun.len())
}

/// Over where along a road it is: "Bayou Road past the sugar mill", "Crossing Rd, the old schoolhouse", "Hwy 38 at the depot".
pub(super) fn beyond(text: &str, end: usize) -> usize {
    const ROADS: &[&str] =
        &["Road", "Rd", "Street", "St", "Lane", "Ln", "Ave", "Avenue", "Hwy", "Highway", "Drive", "Dr", "Trail"];
    const LEADS: &[&str] = &[
        " past the ",
        " behind the ",
        " across from the ",
        " beyond the ",
        " next to the ",
        ", past the ",
        ", behind the ",
        ", across from the ",
        ", beyond the ",
        ", next to the ",
        ", the old ",
        ", third trailer ",
    ];
    const BESIDE: &[&str] = &[" by the ", " at the ", " near the "];
    let rest = cursor::window_after(text, end, 56);
    if !matches!(rest.as_bytes(), [b' ' | b',', ..]) {
        return end;
    }
    let is_road = cursor::word_ending(text, end).is_some_and(|word| ROADS.contains(&word.text));
    let is_route = || is_numbered_road(text, end);
    let lead = leading(rest, LEADS).filter(|_| is_road || is_route());
    let Some(lead) = lead.or_else(|| leading(rest, BESIDE).filter(|_| is_route())) else { return end };
    let len = rest
        .get(lead.len()..)
        .unwrap_or_default()
        .bytes()
        .take_while(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b'-' | b'\''))
        .count();
    let tail = rest.get(lead.len()..lead.len() + len).unwrap_or_default();
    let closes =
        matches!(rest.as_bytes().get(lead.len() + len), None | Some(b',' | b'.' | b';' | b')' | b'\n' | b'\r'));
    if closes && tail.len() > 2 && tail.split(' ').count() < 4 { end + lead.len() + len } else { end }
}

/// "Hwy 38", "US 24", "I-10": whether a road with a number ends here.
fn is_numbered_road(text: &str, end: usize) -> bool {
    const KINDS: &[&str] = &[
        "BIA", "CR", "FM", "HWY", "Highway", "Hwy", "I", "RT", "Rd", "Road", "Route", "Rt", "Rte", "SR", "US",
        "highway", "hwy", "route", "rt",
    ];
    let head = cursor::window_before(text, end, 16);
    let kind = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let kind =
        kind.strip_suffix([' ', '-']).filter(|_| kind.len() < head.len()).unwrap_or_default().trim_end_matches('.');
    let word = kind.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    KINDS.contains(&word)
}

/// "to Green Sample on Salem", "from Sample Nails on Main": where the house begins that ends at `at`, before " on " and a street.
pub(super) fn shop(text: &str, at: usize) -> Option<usize> {
    const BARRED: &[u32] = &[
        lists::MONTH_BIT,
        lists::TITLE_BIT,
        lists::KIN_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::ARTICLE_BIT,
        lists::BRAND_BIT,
    ];
    let mut first = at;
    let (mut count, mut is_told) = (0, false);
    while count < 3 {
        let Some(word) = cursor::word_ending(text, first).filter(|word| word.starts_upper()) else { break };
        let traits = Traits::of(word.text);
        if super::is_any(traits, BARRED) || lists::is_drug_like(word.text) && count == 0 {
            return None;
        }
        is_told |= !traits.has(words::COMMON_BIT) && !traits.has(words::CLINICAL_BIT) || word.text == "Y";
        first = word.start;
        count += 1;
        if cursor::char_before(text, first) != Some(' ') {
            break;
        }
        first -= 1;
    }
    if cursor::char_before(text, first + 1) == Some(' ') && count > 0 {
        first += 1;
    }
    let head = cursor::window_before(text, first, 6);
    let is_led = [" at ", " to ", " from ", " by ", " the ", "\nto ", "\nfrom ", " @ ", " for ", ": "]
        .iter()
        .any(|lead| head.ends_with(lead));
    (count > 0 && is_led && (is_told || count > 1)).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::text::tests::covers;

    #[test]
    fn parts_and_neighbours_of_a_place_belong_to_it() {
        for (line, value) in [
            ("Seizure at Quillfeather Flats splash park.", "Quillfeather Flats splash park"),
            ("Employer: Quillfeather Castings, Plant 2", "Quillfeather Castings, Plant 2"),
            ("School: Quillfeather Bridge K-8, grade 3", "Quillfeather Bridge K-8"),
            ("Crash on Hwy 38 at the old depot; no phone", "Hwy 38 at the old depot"),
            ("Rx to Green Cross on Bleecker, faxed", "Green Cross on Bleecker"),
            ("Lives at Quillfeather Arms #5C, with a cat", "Quillfeather Arms #5C"),
            ("seen at Quillfeather Street walk-in today", "Quillfeather Street walk-in"),
        ] {
            assert!(covers(line, value), "{line}");
        }
        assert!(!covers("Her bridge came loose; took the bridge at noon.", "bridge came"));
    }
}
