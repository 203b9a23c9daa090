//! Lands and houses around a finding: "Hopewell Green", "st. brigid's", "Children's at Sample Square", "Sellwood Court".

use phi_types::IdentifierClass::{Geography, Name};

use super::{cursor, found, place};
use crate::text::{span::Found, token::led};

/// Whether the word, with a capital, closes the name of a land, a square or a yard.
pub(super) fn is_noun(word: &str) -> bool {
    #[rustfmt::skip]
    const NOUNS: &[&str] = &[
        "Bend", "Bottoms", "Court", "Courts", "Crossing", "Cutoff", "Draw", "Field", "Fields", "Flats", "Fork", "Forks", "Gap",
        "Glen", "Grange", "Green", "Hollow", "Knob", "Landing", "Meadow", "Meadows", "Narrows", "Neck", "Notch", "Pit", "Quay",
        "Row", "Run", "Square", "Trace", "Walk",
    ];
    word.starts_with(|c: char| c.is_ascii_uppercase()) && NOUNS.iter().any(|noun| noun.eq_ignore_ascii_case(word))
}

/// Where a place in small letters begins: "st. brigid's", "east dover", "our lady of sample".
pub(super) fn before(text: &str, start: usize) -> usize {
    #[rustfmt::skip]
    const OPENERS: &[&str] = &[
        "our lady of ", "saint ", "st. ", "st ", "mt. ", "mt ", "mount ", "fort ", "ft. ", "port ", "new ", "old ", "east ",
        "west ", "north ", "south ", "upper ", "lower ", "little ", "lake ", "san ", "santa ", "los ", "las ", "twin ",
    ];
    let head = cursor::window_before(text, start, 16);
    let opener = OPENERS.iter().find(|opener| {
        head.strip_suffix(**opener).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    });
    opener.map_or(start, |opener| start - opener.len())
}

/// The place that a finding is the end or the beginning of, once all are found.
pub(super) fn around(text: &str, f: &Found) -> Option<Found> {
    let value = text.get(f.span.start..f.span.end)?;
    let rule = "place.around.likely";
    let tail = cursor::window_after(text, f.span.end, 4);
    let is_possessive = (tail.starts_with("'s") || tail.starts_with("'S"))
        && !tail.get(2..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    // "en el Hospital San Judas", "la Escuela Benito Sample"
    if let Some(start) = hispanic(text, f.span.start) {
        return matches!(f.span.class, Geography | Name).then(|| found(start, f.span.end, Geography, rule));
    }
    match f.span.class {
        // "Mom & Rico's,", "CARDINAL RIDGE CHILDREN'S"
        Geography if is_possessive && !f.span.rule.starts_with("place.zip") => {
            let closes =
                tail.len() < 3 || tail.get(2..).is_some_and(|rest| rest.starts_with([',', ';', '.', ')', '\n', '\r']));
            closes.then(|| found(f.span.start, f.span.end + 2, Geography, rule))
        }
        Name if value.starts_with(|c: char| c.is_ascii_lowercase()) => {
            let first = before(text, f.span.start);
            let head = text.get(first..f.span.start)?;
            let end = if is_possessive { f.span.end + 2 } else { f.span.end };
            (head.starts_with("st") || head.starts_with("our"))
                .then(|| found(first, led::grow_small(text, end), Geography, rule))
        }
        // "VNA of Copps Hill", "Children's at St. Francis Square"
        Name if matches!(f.span.rule, "name.lexicon" | "name.likely" | "name.learned.likely" | "name.borne.likely") => {
            place::owner(text, f.span.start).map(|owner| found(owner, f.span.end, Geography, rule))
        }
        _ => None,
    }
}

/// Where a house begins whose Spanish noun stands before its name, behind a Spanish word or at the beginning of a field.
fn hispanic(text: &str, start: usize) -> Option<usize> {
    #[rustfmt::skip]
    const NOUNS: &[&str] = &[
        "Campo", "Capilla", "Carnicer\u{ed}a", "Casa", "Cl\u{ed}nica", "Clinica", "Colegio", "Colonia", "Empacadora", "Escuela", "Farmacia",
        "Guarder\u{ed}a", "Hacienda", "Hospital", "Iglesia", "Lavander\u{ed}a", "Panader\u{ed}a", "Parroquia", "Primaria", "Rancho", "Secundaria",
        "Taquer\u{ed}a", "Tienda",
    ];
    const KINDS: &[&str] =
        &["Comunitario", "General", "Infantil", "Laboral", "Regional", "de la", "de los", "de", "del"];
    const LEADS: &[&str] = &["al", "con", "de", "del", "el", "en", "la", "por"];
    // Most are told by the letter and the blank before.
    let [.., b'a'..=b'z', b' '] = text.as_bytes().get(..start)? else { return None };
    let mut head = cursor::window_before(text, start, 40).strip_suffix(' ')?;
    if let Some(rest) = KINDS.iter().find_map(|kind| head.strip_suffix(*kind)?.strip_suffix(' ')) {
        head = rest;
    }
    let at = head.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
    let (lead, noun) = head.split_at_checked(at)?;
    if !NOUNS.contains(&noun) {
        return None;
    }
    let word = lead.trim_end_matches(' ').rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let whole = cursor::window_before(text, start, 40);
    let is_parted = lead.ends_with(", ") || lead.ends_with(": ");
    (is_parted || lead.ends_with(' ') && LEADS.contains(&word)).then(|| start - (whole.len() - at))
}

#[cfg(test)]
mod tests {
    use crate::text::tests::covers;

    #[test]
    fn a_place_goes_on_over_its_land_and_its_house() {
        for (line, value) in [
            ("Lives at Patriot's Colony Green with his wife.", "Patriot's Colony Green"),
            ("Backup is st. brigid's in keene.", "st. brigid's"),
            ("visits from VNA of Quillfeather Hill tomorrow", "VNA of Quillfeather Hill"),
            ("Lutheran Home at Two Harbors wants him.", "Lutheran Home at Two Harbors"),
            ("Naci\u{f3} en el Hospital San Quillfeather.", "Hospital San Quillfeather"),
        ] {
            assert!(covers(line, value), "{line}");
        }
    }
}
