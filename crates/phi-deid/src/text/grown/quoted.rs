//! Nicknames: one or two words in quotation marks, written as names: \"Birdman\", 'fellow "Mac"'.

use phi_types::IdentifierClass::Name;

use super::{cursor, found, is_any, lists, words};
use crate::{
    lexicon,
    text::{span::Found, words::Traits},
};

/// The longest nickname.
const LONGEST: usize = 26;

/// Adds what stands between two quotation marks.
pub(super) fn find(text: &str, more: &mut Vec<Found>) {
    for (at, _) in text.match_indices('"') {
        let start = at + 1;
        let Some(first) = cursor::word_at(text, start).filter(cursor::Word::is_title_case) else { continue };
        let rest = cursor::window_after(text, start, LONGEST);
        let Some(len) = rest.find('"').filter(|len| *len >= first.text.len()) else { continue };
        let inner = rest.get(..len).unwrap_or_default();
        let behind = cursor::window_after(text, start + len + 1, 9);
        // The fields of a record and its keys stand in quotation marks too.
        let is_field = !matches!(cursor::char_before(text, at), None | Some(' ' | '(' | '\n' | '/' | '-'))
            || behind.starts_with([':', '"'])
            || behind.starts_with(",\"");
        let is_thing = [" sign", " test", " by ", " magazine", " song", " app", " channel"]
            .iter()
            .any(|noun| behind.starts_with(noun));
        if inner.split(' ').count() <= 2 && inner.split(' ').all(is_name) && !is_thing && !is_field {
            more.push(found(start, start + len, Name, "name.quoted.likely"));
        }
    }
}

/// A word that somebody may be called by, and none of the trade.
fn is_name(word: &str) -> bool {
    const OTHER: &[u32] = &[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        lists::BRAND_BIT,
        lists::MONTH_BIT,
        lists::INSTITUTION_BIT,
        lists::DEPARTMENT_BIT,
        lists::EPONYM_BIT,
    ];
    let (entry, traits) = (lexicon::look_up(word), Traits::of(word));
    let is_trade = is_any(traits, OTHER) || entry.is_clinical() && entry.given() < 2;
    let is_titled =
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    is_titled && word.len() > 2 && !is_trade && (entry.is_name() || entry.is_unknown() || entry.ordinary() > 2)
}
