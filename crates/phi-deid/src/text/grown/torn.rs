//! Places that a scanner tore: what stands between and right behind their parts, in a text with wide blanks between its words:
//! "Fen wick  Mills", "Kidney  Ce nter".

use phi_types::IdentifierClass::{Geography, Name};

use super::{cursor, found, lists};
use crate::{
    lexicon,
    text::{piece::Pieces, span::Found, words::Traits},
};

/// How many pieces tell how a text is spaced.
const SAMPLE: usize = 160;

/// The widest stretch between two parts.
const MOST: usize = 18;

/// Adds what lies between parts of a place and the end of its last word. `found_before` is sorted and disjoint.
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    if !is_spaced(text, pieces) {
        return;
    }
    for (at, f) in found_before.iter().enumerate() {
        if !matches!(f.span.class, Geography | Name) || f.span.rule.starts_with("place.zip") {
            continue;
        }
        let next = found_before.get(at + 1);
        let is_place = f.span.class == Geography;
        if let Some(next) = next
            && (next.span.class == Geography || is_place && next.span.class == Name)
            && !next.span.rule.starts_with("place.zip")
            && text.get(f.span.end..next.span.start).is_some_and(|gap| is_inner(text, f, gap))
        {
            more.push(found(f.span.start, next.span.end, Geography, "place.bridged.likely"));
        } else if is_place {
            let room = next.map_or(text.len(), |next| next.span.start);
            let end = torn_end(text, f.span.end);
            if end > f.span.end && end <= room {
                more.push(found(f.span.start, end, Geography, "place.bridged.likely"));
            }
        }
    }
}

/// Whether most words are parted by more than a blank.
fn is_spaced(text: &str, pieces: &Pieces) -> bool {
    let (mut wide, mut all) = (0, 0);
    let from = pieces.len() / 3;
    let mut last = from.checked_sub(1).and_then(|at| pieces.get(at)).map_or(0, |piece| piece.end);
    for piece in pieces.iter().skip(from).take(SAMPLE) {
        let gap = text.as_bytes().get(last..piece.start).unwrap_or_default();
        if matches!(gap, [b' ', ..]) {
            all += 1;
            wide += usize::from(matches!(gap, [b' ', b' '] | [b' ', b' ', b' ']));
        }
        last = piece.end;
    }
    all > 20 && 2 * wide > all
}

/// Whether the stretch holds torn letters, capitalised words and blanks alone.
fn is_inner(text: &str, f: &Found, gap: &str) -> bool {
    if gap.len() > MOST
        || gap.contains("    ")
        || gap.contains(|c: char| !(c.is_ascii_alphanumeric() || c == ' ' || c == '&'))
    {
        return false;
    }
    let mut words = gap.split(' ').filter(|word| !word.is_empty()).peekable();
    // Two findings that only blanks part are two, unless a word was torn between them.
    if words.peek().is_none() {
        return gap == " " && f.span.class == Geography;
    }
    let mut is_first = true;
    words.all(|word| {
        let is_torn = is_first && gap.starts_with(' ') && !gap.starts_with("  ") && is_rest(text, f.span.end, word);
        is_first = false;
        let traits = Traits::of(word);
        let is_other = traits.has(lists::KIN_BIT)
            || traits.has(lists::TITLE_BIT)
            || traits.has(lists::ROLE_BIT)
            || traits.has(lists::MONTH_BIT)
            || traits.has(lists::AFTER_PERSON_BIT);
        let is_part = word == "&"
            || word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() > 1 && !is_other
            || word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && lexicon::look_up(word).is_unknown();
        is_torn || is_part
    })
}

/// Whether the letters end the word that stands before `at`: "Ce" and "nter", "Trans" and "it".
fn is_rest(text: &str, at: usize, rest: &str) -> bool {
    let Some(head) = cursor::word_ending(text, at).filter(|word| word.starts_upper()) else { return false };
    let is_small = rest.len() < 9 && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !is_small || rest.is_empty() || head.text.len() + rest.len() > 20 {
        return false;
    }
    let whole = [head.text, rest].concat().to_lowercase();
    let is_known = |word: &str| !lexicon::look_up(word).is_unknown() || Traits::of(word) != Traits::NONE;
    let is_alone = is_known(rest) && rest.len() > 1;
    is_known(&whole) && (!is_alone || !is_known(head.text) || rest.len() < 4) || !is_alone && !is_known(head.text)
}

/// Over the rest of the last word, one blank away.
fn torn_end(text: &str, end: usize) -> usize {
    let rest = cursor::window_after(text, end, 12);
    let Some(rest) = rest.strip_prefix(' ') else { return end };
    let len = rest.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
    let closes = !rest.get(len..).is_some_and(|tail| tail.starts_with(|c: char| c.is_alphanumeric()));
    let part = rest.get(..len).unwrap_or_default();
    if len > 0 && closes && is_rest(text, end, part) { end + 1 + len } else { end }
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    #[test]
    fn the_rest_of_a_torn_word_belongs_to_its_place() {
        let text = "Seen  by  Dr .  Boris  Quillfeather  at  the  Quillfeather  Valley  Kidney  Ce nter  for  three  days  in  a  row .  \
                    He  said  that  he  is  well  and  takes  all  of  his  pills  each  day .";
        let found = engine().scan(text, &[], RELEASE);
        let at = text.find("nter").unwrap();
        assert!(found.iter().any(|span| span.start < at && span.end >= at + 4));
        assert!(found.iter().all(|span| !text.get(span.start..span.end).unwrap().contains("for")));
    }
}
