//! Names and houses that a scanner misread: figures within a word, "Haro1d", "R1ZZ0", "V1EW".

use phi_types::IdentifierClass::Name;

use super::{PLAIN, cursor, found, is_any, lists};
use crate::{
    lexicon,
    text::{span::Found, words::Traits},
};

/// The longest word that is looked at.
const LONGEST: usize = 20;

/// Adds words with figures inside that are no word of the language when the figures are read as letters.
pub(super) fn find(text: &str, more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if at < done || !matches!(byte, b'0' | b'1' | b'5' | b'8' | b'|') {
            continue;
        }
        let is_inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(*b, b'\'' | b'|' | b'-');
        let head = bytes.get(..at).unwrap_or_default();
        let start = at - head.iter().rev().take(LONGEST).take_while(|b| is_inner(b)).count();
        let tail = bytes.get(at..).unwrap_or_default();
        let end = at + tail.iter().take(LONGEST).take_while(|b| is_inner(b)).count();
        done = end;
        let Some(shown) = text.get(start..end).map(|shown| shown.trim_matches(['-', '\'', '|'])) else { continue };
        let start = start + text.get(start..end).and_then(|whole| whole.find(shown)).unwrap_or(0);
        if is_name(shown) && cursor::stands_alone(text, start, start + shown.len()) {
            let end = start + shown.len();
            more.push(found(begin(text, start), follow(text, end), Name, "name.misread.likely"));
        }
    }
}

/// Mostly letters, with few figures that stand for some, and no word of the language or the trade.
fn is_name(shown: &str) -> bool {
    let letters = shown.bytes().filter(u8::is_ascii_alphabetic).count();
    let figures = shown.bytes().filter(|b| b.is_ascii_digit() || *b == b'|').count();
    let fits = shown.bytes().all(|b| !b.is_ascii_digit() || matches!(b, b'0' | b'1' | b'5' | b'8'));
    // A code has its figures together at the end, or more of them.
    let tail = shown.bytes().rev().take_while(u8::is_ascii_digit).count();
    if shown.len() < 4
        || !fits
        || figures == 0
        || letters < 2 * figures + 1
        || tail > 1
        || shown.contains('-') && letters < 6
    {
        return false;
    }
    let begins = shown.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let large = shown.bytes().filter(u8::is_ascii_uppercase).count();
    let is_cased = large <= 2 || large == letters;
    let read = |one: char| -> String {
        shown
            .chars()
            .map(|c| match c {
                '0' => 'o',
                '1' | '|' => one,
                '5' => 's',
                '8' => 'b',
                _ => c.to_ascii_lowercase(),
            })
            .collect()
    };
    let mut is_word = false;
    let mut is_borne = false;
    for one in ['l', 'i'] {
        let word = read(one);
        for part in word.split('-') {
            let (entry, traits) = (lexicon::look_up(part), Traits::of(part));
            is_word |= is_any(traits, PLAIN)
                || traits.has(lists::STOP_BIT)
                || entry.ordinary() > 0 && !entry.is_strong_name()
                || entry.is_clinical()
                || lists::is_drug_like(part);
            is_borne |= entry.is_name() || entry.city() > 0;
        }
    }
    begins && is_cased && (is_borne || tail == 0 && large <= 1 && shown.len() > 5) && !is_word
}

/// Over the capitalised word before it, one or two spaces away.
fn begin(text: &str, start: usize) -> usize {
    let gap = text.get(..start).map_or(0, |head| head.len() - head.trim_end_matches(' ').len());
    let word = cursor::word_ending(text, start.saturating_sub(gap)).filter(|w| (1..=2).contains(&gap) && fits(w));
    word.map_or(start, |w| w.start)
}

/// Over the capitalised word behind it.
fn follow(text: &str, end: usize) -> usize {
    let gap = text.get(end..).map_or(0, |tail| tail.len() - tail.trim_start_matches(' ').len());
    let word = cursor::word_at(text, end + gap).filter(|w| (1..=2).contains(&gap) && fits(w));
    word.map_or(end, |w| w.end)
}

/// A word that can be the other half of a name.
fn fits(word: &cursor::Word<'_>) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    word.starts_upper()
        && word.text.len() > 1
        && !is_any(traits, PLAIN)
        && !traits.has(lists::STOP_BIT)
        && !entry.is_clinical()
        && (entry.is_name() || entry.is_unknown())
}
