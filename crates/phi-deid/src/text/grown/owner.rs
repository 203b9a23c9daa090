//! Initials of somebody whom the document names: "dm" in the column of initials where "Dolores Macapagal" signs, "/al/", "[OC]".
//!
//! Two small letters are a short form of the trade as often as not. Where they are the first letters of a name that was found and stand
//! where somebody signs, they are that person's. And the single letter behind the label of a middle initial.

use phi_types::IdentifierClass::Name;

use super::{closes, cursor, found, sign};
use crate::{
    lexicon,
    text::{
        piece::{LARGE, Piece, Pieces, SMALL},
        span::Found,
    },
};

/// The most letters that somebody signs with.
const MOST: usize = 3;

/// First letters, in small letters.
type Letters = [u8; MOST];

/// Adds the initials; `found_before` is sorted.
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    let mut owners: Vec<Letters> = Vec::new();
    for f in found_before.iter().filter(|f| f.span.class == Name) {
        add_letters(text.get(f.span.start..f.span.end).unwrap_or_default(), &mut owners);
    }
    // Initials that were told to be somebody's once are so again.
    let (mut told, mut told_large): (Vec<Letters>, Vec<Letters>) = (Vec::new(), Vec::new());
    for f in
        found_before.iter().chain(more.iter()).filter(|f| f.span.class == Name && f.span.end - f.span.start <= MOST)
    {
        let value = text.get(f.span.start..f.span.end).unwrap_or_default();
        // A short form of the trade is somebody's where somebody signs alone.
        if f.span.rule == "name.signed.likely" {
            owners.extend(letters(value.bytes()));
        }
        if value.bytes().all(|b| b.is_ascii_lowercase())
            && sign::is_initials(value)
            && lexicon::look_up(value).ordinary() == 0
        {
            told.extend(letters(value.bytes()));
        } else if f.span.rule == "name.signed.likely"
            && value.bytes().all(|b| b.is_ascii_uppercase())
            && sign::is_initials(value)
        {
            told_large.extend(letters(value.bytes()));
        }
    }
    owners.sort_unstable();
    owners.dedup();
    told.sort_unstable();
    told.dedup();
    told_large.sort_unstable();
    for (_, piece) in pieces.each(|sieve| sieve.short) {
        let len = piece.end - piece.start;
        if len == 1 {
            if piece.kinds == LARGE && is_middle(text, piece) {
                more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
            }
            continue;
        }
        if piece.kinds != LARGE && piece.kinds != SMALL {
            continue;
        }
        let word = text.get(piece.start..piece.end).unwrap_or_default();
        let Some(letters) = letters(word.bytes()) else { continue };
        let is_own = owners.binary_search(&letters).is_ok();
        let told = if piece.kinds == SMALL { &told } else { &told_large };
        let is_again = || told.binary_search(&letters).is_ok() && is_apart(text, piece);
        if between_strokes(text, piece, is_own) || is_own && is_signed(text, piece, word) || is_again() {
            more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
        }
    }
}

/// Up to three letters, if there are two at least.
fn letters(bytes: impl Iterator<Item = u8>) -> Option<Letters> {
    let mut all: Letters = [0; MOST];
    let mut len = 0;
    for byte in bytes {
        *all.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    (len > 1).then_some(all)
}

/// What somebody of this name signs with: "Ruiz, Ana M." with "ar" and "amr", "Ana Lee-Ruiz" with "al" and "alr".
fn add_letters(name: &str, owners: &mut Vec<Letters>) {
    const WORDS: &[char] = &[' ', '.', '"', '(', ')'];
    const PARTS: &[char] = &[' ', '.', '"', '(', ')', '-'];
    let (surname, given) = name.split_once(',').map_or(("", name), |(surname, given)| (surname, given));
    let firsts = |part: &str, signs: &'static [char]| -> Vec<u8> {
        let words = part.split(signs).filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        words.filter_map(|word| word.bytes().next()).take(MOST + 1).collect()
    };
    for signs in [WORDS, PARTS] {
        let all: Vec<u8> = firsts(given, signs).into_iter().chain(firsts(surname, signs)).collect();
        owners.extend(letters(all.iter().copied()));
        if let [first, .., last] = all.as_slice() {
            owners.extend(letters([*first, *last].into_iter()));
        }
    }
}

/// Where somebody signs: alone in a column, at the end of a line behind a sign, in brackets, behind a word for what is signed for.
fn is_signed(text: &str, piece: &Piece, word: &str) -> bool {
    let head = cursor::window_before(text, piece.start, 3);
    let tail = cursor::window_after(text, piece.end, 3);
    let is_small = piece.kinds == SMALL;
    // "verified by DOB", "pt": a word is nobody's, whosever letters it has.
    let is_word = matches!(word, "an" | "as" | "at" | "by" | "in" | "no" | "ok" | "on" | "or" | "pt" | "to" | "up");
    if is_word || !is_small && !sign::is_initials(word) {
        return false;
    }
    let ends = tail.is_empty() || tail.starts_with(['\n', '\r']) || tail == "." || tail.starts_with(".\n");
    let is_column = head.ends_with("  ") && (ends || tail.starts_with("  "));
    let is_last = ends && [". ", ") ", "] ", "; ", "/ ", ", "].iter().any(|sign| head.ends_with(sign));
    // "(dm)", "refused care (ZF on refusal)"
    let is_inner = head.ends_with(['(', '[']) && (tail.starts_with([')', ']']) || !is_small && tail.starts_with(' '));
    let is_apart = tail.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '\''));
    let is_stroke = head.ends_with('/')
        && cursor::word_ending(text, piece.start.saturating_sub(1))
            .is_some_and(|w| w.starts_upper() && w.text.len() > 1);
    is_column || is_last || is_inner || is_apart && (is_stroke && is_small || sign::is_led(text, piece.start))
}

/// Neither a part of a word with a hyphen nor of a share or an address.
fn is_apart(text: &str, piece: &Piece) -> bool {
    let before = cursor::char_before(text, piece.start);
    let behind = cursor::window_after(text, piece.end, 2);
    before.is_none_or(|c| matches!(c, ' ' | '\n' | '(' | '/' | ',' | ';' | ':' | '\t' | '+'))
        && (behind.is_empty()
            || behind.starts_with([' ', '\n', '\r', ')', ',', ';', ':', '+', '/'])
            || behind == "."
            || behind == ". "
            || behind == ".\n")
}

/// "/QK/", "/al/" behind a name or at the end of a line: a signature that was typed.
fn between_strokes(text: &str, piece: &Piece, is_own: bool) -> bool {
    let head = cursor::window_before(text, piece.start, 2);
    let tail = cursor::window_after(text, piece.end, 2);
    let opens = head == "/" || matches!(head, " /" | "\n/");
    // "/ba/ /da/": what a child is to say.
    let is_inner = tail == "/ " && (is_own || piece.kinds == LARGE);
    opens && (tail == "/" || tail.starts_with("/\n") || tail.starts_with("/\r") || is_inner)
}

/// "First: Ana   MI: R", "Middle initial  R": the letter alone behind its label, in a form that has the other names too.
fn is_middle(text: &str, piece: &Piece) -> bool {
    const LABELS: &[&str] = &["mi", "m.i", "m. i", "middle init", "middle initial", "middle"];
    if !closes(text, piece.end) && !cursor::window_after(text, piece.end, 2).starts_with("  ") {
        return false;
    }
    let head = cursor::window_before(text, piece.start, 96);
    let line = head.rsplit('\n').next().unwrap_or_default();
    let label = line.trim_end_matches([' ', ':', '.', '_']);
    let gap = line.get(label.len()..).unwrap_or_default();
    let small = label.to_ascii_lowercase();
    // "Last Ruiz   First Ana   MI K": one blank is enough where the other two names have their labels too.
    let is_form =
        gap.contains(':') || gap.contains("  ") || !gap.is_empty() && small.contains("first") && small.contains("last");
    if !is_form {
        return false;
    }
    let is_label = LABELS.iter().any(|label| {
        small.strip_suffix(label).is_some_and(|head| head.is_empty() || head.ends_with([' ', '|', ',', '\t', '(']))
    });
    is_label && ["first", "last", "given", "surname"].iter().any(|name| small.contains(name))
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    fn has(line: &str, value: &str) -> bool {
        let text = format!("Pt Ana Ruiz seen by Dolores Macapagal, MD.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn letters_of_a_name_in_the_document_are_its_bearers() {
        assert!(has("0700  150/84   reading          dm", "dm"));
        assert!(has("wound clean (dm), heel dry", "dm"));
        assert!(has("driver Zoltan Fekete, refused care (ZF on refusal)", "ZF"));
        assert!(!has("history of dm and htn", "dm"));
        assert!(!has("0700  150/84   reading          hx", "hx"));
    }

    #[test]
    fn letters_between_strokes_sign() {
        assert!(has("Left at 0800. /QK/", "QK"));
        assert!(!has("bowel and/or bladder, 1/2/26", "or"));
    }

    #[test]
    fn a_middle_initial_stands_behind_its_label() {
        assert!(has("Last: Exampleby   First: Ana   MI: K", "K"));
        assert!(has("Last Exampleby   First Ana   MI K   DOB 3/3/1960", "K"));
        assert!(!has("EKG: old inferior MI  K 4.1", "K"));
    }
}
