//! Names of two letters between commas: "Ana, Bo, and Fe, who".

use phi_types::IdentifierClass::Name;

use super::{cursor, found, is_any, lists, words};
use crate::{
    lexicon,
    text::{
        piece::{LARGE, Piece, Pieces, SMALL},
        span::Found,
        words::Traits,
    },
};

/// Adds the names of a capital and a small letter that a comma or "and" leads to.
///
/// Where one of them is found, the same two letters are this person elsewhere: "Jo again".
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    let mut told = None;
    let bytes = text.as_bytes();
    for (_, piece) in pieces.each(|sieve| sieve.short) {
        let Piece { start, end, kinds, sign, .. } = *piece;
        let is_written = kinds == LARGE | SMALL
            && end - start == 2
            && matches!(sign, b',' | b')' | b';' | b'.' | b' ' | b'\'' | b'\n' | 0)
            && bytes.get(start).is_some_and(u8::is_ascii_uppercase);
        let may_be = kinds == LARGE | SMALL
            && end - start == 2
            && matches!(sign, b',' | b')' | b';' | b'.' | b':' | b' ' | b'\'' | b'\n' | 0);
        if is_written && opens(bytes, start) && is_short_name(text, start, end) {
            more.push(found(start, end, Name, "name.short.likely"));
        } else if may_be && opens(bytes, start) {
            let letters = bytes.get(start..end).unwrap_or_default();
            let told = told.get_or_insert_with(|| told_by(text, found_before));
            let is_told = told.binary_search_by(|two| two.as_slice().cmp(letters)).is_ok();
            if (is_told || sign == b':' && starts_line(text, start)) && !is_other(text, start, end) {
                more.push(found(start, end, Name, "name.short.likely"));
            }
        }
    }
}

fn opens(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_none_or(|b| matches!(b, b' ' | b'\n' | b'"' | b'(' | b'/' | b':' | b'\t' | b'-'))
}

/// The names of two letters that were found.
fn told_by(text: &str, found_before: &[Found]) -> Vec<[u8; 2]> {
    let names = found_before.iter().filter(|f| f.span.class == Name).filter_map(|f| text.get(f.span.start..f.span.end));
    let words = names.flat_map(|name| name.split([' ', ',', '"', '-', '.', '(', ')']));
    let mut told: Vec<[u8; 2]> = words
        .filter_map(|word| <[u8; 2]>::try_from(word.as_bytes()).ok())
        .filter(|[first, second]| first.is_ascii_uppercase() && second.is_ascii_lowercase())
        .collect();
    told.sort_unstable();
    told.dedup();
    told
}

/// Whether a line begins at `at`, or what follows a time in it.
fn starts_line(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 10);
    let line = head.rsplit('\n').next().unwrap_or_default();
    (line.len() < head.len() || line.len() == at)
        && line.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b':' | b'[' | b']'))
}

/// Whether two letters are no name wherever they stand, or a measure here: "Li 0.8", "Ty 3".
fn is_other(text: &str, start: usize, end: usize) -> bool {
    let word = text.get(start..end).unwrap_or_default();
    let entry = lexicon::look_up(word);
    let tail = cursor::window_after(text, end, 3);
    let is_measured = tail
        .trim_start_matches([' ', ':'])
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '+'));
    let traits = Traits::of(word);
    entry.given() == 0 && entry.surname() == 0
        || OTHER.binary_search(&word).is_ok()
        || is_measured
        || is_any(traits, &[words::COMMON_BIT, words::CLINICAL_BIT, lists::TITLE_BIT, lists::ROLE_BIT, lists::KIN_BIT])
}

/// Elements, titles, short forms. Sorted.
const OTHER: &[&str] = &[
    "Ab", "Ac", "Ag", "Am", "Ap", "As", "At", "Au", "Be", "Bx", "Ca", "Cl", "Co", "Cr", "Cs", "Ct", "Cu", "Dr", "Dx",
    "Ed", "Ex", "Fl", "Fr", "Fx", "Ga", "Gd", "Gr", "Hb", "He", "Hg", "Hi", "Ht", "Hx", "Id", "If", "In", "Is", "It",
    "Jr", "La", "Ln", "Mb", "Me", "Mg", "Mn", "Mo", "Mr", "Ms", "Mt", "My", "Na", "Ne", "Ni", "No", "Np", "Of", "Oh",
    "Ok", "On", "Or", "Pa", "Pb", "Ph", "Pl", "Po", "Pr", "Pt", "Ra", "Rd", "Re", "Rh", "Rn", "Rx", "Sc", "Se", "Si",
    "Sn", "So", "Sr", "St", "Sx", "Tb", "Tc", "Te", "Th", "Ti", "Tl", "To", "Tx", "Up", "Us", "Va", "Vs", "We", "Wt",
    "Xe", "Yb", "Zn", "Zr",
];

/// "…, Cy, that …", "… and Fe, who", "(Ty, Ana)".
fn is_short_name(text: &str, start: usize, end: usize) -> bool {
    let word = text.get(start..end).unwrap_or_default();
    let entry = lexicon::look_up(word);
    let head = cursor::window_before(text, start, 5);
    // "by Vi at", "circ Bo;", "spoke to Bo."
    let tail = cursor::window_after(text, end, 2);
    let is_told = [" by ", "ribe ", "circ ", "crub ", "lerk ", "with ", " w/ ", " per ", " to "]
        .iter()
        .any(|lead| head.ends_with(lead));
    let mut behind = tail.chars();
    let goes_on = match (behind.next(), behind.next()) {
        (None | Some(',' | ')' | ';' | '.' | '\n' | '\r'), _) => true,
        (Some(' '), Some(next)) => next.is_lowercase(),
        _ => false,
    };
    let is_element = matches!(word, "Er" | "Fe" | "Os");
    // "Jo's mother"
    let is_owner = tail == "'s" && cursor::window_after(text, end, 4).starts_with("'s ");
    if (is_told && goes_on || is_owner && head.ends_with(' '))
        && !is_element
        && entry.given() > 0
        && !OTHER.contains(&word)
        && !Traits::of(word).has(words::COMMON_BIT)
    {
        return true;
    }
    let is_led = head.ends_with(", ") || head.ends_with(" and ") || head.ends_with(" (") || head.ends_with(" & ");
    let is_closed = tail.starts_with([',', ')', ';', '.']);
    let traits = Traits::of(word);
    is_led
        && is_closed
        && !OTHER.contains(&word)
        && (entry.given() > 0 || entry.surname() > 0)
        && !traits.has(words::COMMON_BIT)
        && !traits.has(words::CLINICAL_BIT)
        && !traits.has(lists::TITLE_BIT)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{RELEASE, engine};

    fn has(text: &str, value: &str) -> bool {
        engine().scan(text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn two_letters_may_be_a_name() {
        let note = |tail: &str| format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{tail}\n");
        assert!(has(&note("told by the technologist, Cy, that it is well"), "Cy"));
        assert!(!has(&note("K, Na, Cl and Mg, Ca, Fe, Zn"), "Na"));
        assert!(has(&note("home with Jo's mother"), "Jo"));
        assert!(!has(&note("then It's well"), "It"));
    }
}
