//! `Ruiz, Ana` in the place of an entry: at the beginning of a line, a column or a row, and closed.
//!
//! There even words that are colours, seasons or verbs are a name: "BROWN, RICH", "Four Bears, Alvin".

use phi_types::IdentifierClass::Name;

use super::{PLAIN, SIGHTS, closes, cursor, found, is_any, lists, opens, word_before, words};
use crate::{
    lexicon,
    text::{
        cursor::Word,
        piece::{LARGE, Piece, Pieces, SMALL, WIDE},
        span::Found,
        words::Traits,
    },
};

/// Looks around each comma.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    for (index, piece) in pieces.each(|sieve| sieve.commas) {
        let at = piece.end;
        let gap = at + 1 + usize::from(text.as_bytes().get(at + 1) == Some(&b' '));
        // Behind it a capital begins a word.
        if pieces.get(index + 1).is_some_and(|next| next.start == gap && next.has(LARGE | WIDE))
            && let Some((start, end)) = entry(text, at, gap)
        {
            more.push(found(start, end, Name, "name.entry.likely"));
        }
    }
    let larger = pieces.each(|sieve| sieve.large).map(|(_, piece)| piece);
    for piece in larger.filter(|piece| piece.sign == b' ' && piece.kinds == LARGE | SMALL) {
        if row(text, piece) {
            more.push(found(piece.start, piece.end, Name, "name.row.likely"));
        }
    }
}

/// "B5  Ek       82M", "209  Roe     84": alone in the column behind a bed or the number of a row.
fn row(text: &str, piece: &Piece) -> bool {
    if text.as_bytes().get(piece.end + 1) != Some(&b' ') {
        return false;
    }
    let head = cursor::window_before(text, piece.start, 10);
    let line = head.rsplit('\n').next().unwrap_or_default();
    let is_whole = line.len() < head.len() || head.len() == piece.start;
    let bed = line.trim_matches(' ');
    let is_bed = is_whole
        && line.ends_with(' ')
        && bed.bytes().any(|b| b.is_ascii_digit())
        && bed.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-');
    if !is_bed {
        return false;
    }
    let Some(word) = cursor::word_at(text, piece.start).filter(|w| w.end == piece.end && w.is_title_case()) else {
        return false;
    };
    let entry = lexicon::look_up(word.text);
    fits(&word) && (entry.ordinary() == 0 || entry.surname() > 1) && !lists::is_eponym(word.text)
}

fn entry(text: &str, at: usize, gap: usize) -> Option<(usize, usize)> {
    let given = cursor::word_at(text, gap).filter(Word::starts_upper)?;
    let surname = cursor::word_ending(text, at).filter(|w| w.starts_upper() && w.text.len() > 1)?;
    // "402-2  Winter, Storm  28F": an age with a sex behind an entry, whatever the words.
    let tail = cursor::window_after(text, given.end, 8).trim_start_matches(' ');
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let is_aged = (1..=3).contains(&digits)
        && tail.get(digits..).is_some_and(|rest| rest.trim_start().starts_with(['M', 'F']))
        && !tail.get(digits + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_trade = |w: &Word<'_>| {
        let traits = Traits::of(w.text);
        traits.has(words::CLINICAL_BIT) || traits.has(lists::ROLE_BIT)
    };
    if is_aged && opens(text, surname.start) && !is_trade(&surname) && !is_trade(&given) && given.text.len() > 1 {
        return Some((surname.start, given.end));
    }
    // What the two words say comes first: most commas part no name.
    let (first, second) = (lexicon::look_up(surname.text), lexicon::look_up(given.text));
    let same_case = given.is_initial() || surname.is_all_capitals() == given.is_all_capitals();
    let is_named = first.surname() > 0 || first.is_unknown() || surname.text.contains('-');
    let is_given = given.is_initial() || second.given() > 0 || second.is_unknown() && first.surname() > 1;
    let is_towns = first.city() > 1 && second.city() > 1 && second.given() < 2;
    let named_after = lists::is_eponym(surname.text) && lists::is_eponym(given.text);
    let may_be = same_case
        && is_named
        && is_given
        && !is_towns
        && (first.surname() > 1 || fits(&surname))
        && (given.is_initial() || fits(&given))
        && !named_after;
    if !may_be {
        return None;
    }
    let mut start = surname.start;
    for _ in 0..2 {
        match word_before(text, start).filter(|w| (fits(w) || SIGHTS.contains(&w.text)) && !opens(text, start)) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    let mut end = given.end;
    if let Some(next) = cursor::word_at(text, end + 1)
        .filter(|w| cursor::char_after(text, end) == Some(' ') && w.starts_upper() && (w.is_initial() || fits(w)))
    {
        end = next.end;
    }
    let behind = word_before(text, start).filter(|w| {
        let traits = Traits::of(w.text);
        w.text.len() < 6 && (traits.has(lists::ROLE_BIT) || traits.has(lists::AFTER_PERSON_BIT)) || w.text == "Subs"
    });
    let dotted = usize::from(given.is_initial() && cursor::char_after(text, end) == Some('.'));
    let is_sure_given = second.given() > 1 && fits(&given) && first.surname() > 0;
    let comma = text.get(end + dotted..).is_some_and(|rest| rest.starts_with(", "));
    let numbered = text
        .get(end..)
        .and_then(|rest| rest.strip_prefix(", "))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let ends = is_sure_given || numbered || closes(text, end + dotted) && (!comma || given.is_initial());
    // "K 6.2 on Testcase, V": a surname that is no word, and an initial.
    let is_strong = given.is_initial()
        && first.is_strong_name()
        && first.ordinary() == 0
        && first.city() < 2
        && !lists::is_eponym(surname.text)
        && surname.text.len() > 3;
    ((opens(text, start) || behind.is_some() || is_strong) && ends).then_some((start, end))
}

/// Whether the word can be part of a name here: no word of the trade.
fn fits(word: &Word<'_>) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_other = is_any(traits, PLAIN)
        || is_any(traits, &[lists::DEPARTMENT_BIT, words::KIND_BIT, lists::THING_BIT])
        || traits.has(lists::STOP_BIT) && entry.surname() < 2 && entry.given() < 2
        || traits.has(lists::INSTITUTION_BIT) && entry.surname() < 2
        || entry.is_clinical() && entry.surname() < 2 && entry.given() < 2
        || lists::is_drug_like(word.text) && !entry.is_name();
    !is_other && (entry.is_name() || entry.is_unknown()) && word.text.len() > 1
}
