//! Houses that are called by their first word once their whole name was written: "Form for Saltbox" beside "Saltbox Nursery".

use std::collections::HashSet;

use phi_types::IdentifierClass::Geography;

use super::{PLAIN, cursor, found, is_any, lists, words};
use crate::{
    lexicon,
    text::{
        piece::{LARGE, Pieces, SMALL},
        span::Found,
        words::Traits,
    },
};

/// Adds the words of no list with which houses that were found begin, wherever else they stand.
pub(super) fn find(text: &str, pieces: &Pieces, known: &[Found], more: &mut Vec<Found>) {
    let heads: HashSet<&str> = known
        .iter()
        .filter(|f| f.span.class == Geography)
        .filter_map(|f| head(text.get(f.span.start..f.span.end)?))
        .collect();
    if heads.is_empty() {
        return;
    }
    let mut at = 0;
    for piece in pieces.iter().filter(|piece| piece.kinds == LARGE | SMALL) {
        if !text.get(piece.start..piece.end).is_some_and(|word| heads.contains(word)) {
            continue;
        }
        while known.get(at).is_some_and(|f| f.span.end <= piece.start) {
            at += 1;
        }
        let is_known = known.get(at).is_some_and(|f| f.span.start < piece.end);
        // "Northam's syndrome", "Northam score"
        let is_thing = cursor::word_at(text, piece.end + 1)
            .is_some_and(|next| words::is_named_thing(next.text) || lists::is_thing(next.text));
        if !is_known && !is_thing {
            more.push(found(piece.start, piece.end, Geography, "place.called.likely"));
        }
    }
}

/// The first word, where it is no other and a noun of houses stands right behind it.
fn head(value: &str) -> Option<&str> {
    let (first, rest) = value.split_once(' ')?;
    let noun = rest.split(' ').next().unwrap_or_default();
    let (entry, traits) = (lexicon::look_up(first), Traits::of(first));
    let is_house = Traits::of(noun).has(lists::INSTITUTION_BIT);
    let is_word = first.len() > 4
        && first.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && first.starts_with(|c: char| c.is_ascii_uppercase());
    let is_other = is_any(traits, PLAIN)
        || is_any(traits, &[lists::STOP_BIT, lists::EPONYM_BIT, lists::PLACE_OPENER_BIT, words::KIND_BIT])
        || traits.has(lists::INSTITUTION_BIT)
        || entry.is_clinical()
        || matches!(entry.ordinary(), 1..=4)
        || lists::is_drug_like(first);
    (is_word && is_house && !is_other && entry.given() == 0).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{RELEASE, engine};

    fn has(text: &str, value: &str) -> bool {
        engine().scan(text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn a_house_is_called_by_its_first_word() {
        let note = |tail: &str| format!("Pt Ana Ruiz goes to Saltbox Nursery since May.\n{tail}\n");
        assert!(has(&note("Form for Saltbox signed."), "Saltbox"));
        assert!(!has(&note("She drew a Nursery rhyme."), "Nursery"));
    }
}
