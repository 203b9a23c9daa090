//! Ordinary words that are borne as names: "ask for Hope", "w/ Summer.", "RN Sunny Day".
//!
//! Within a sentence an ordinary word has a capital only where it names something.

use phi_types::IdentifierClass;

use super::{
    context::{self, Line},
    lists,
    read::{Kind, Run, Token},
};
use crate::{
    lexicon::Entry,
    text::{
        cursor,
        span::{Confidence, Found, Span, Write},
        words,
    },
};

/// The rule: only its document makes it likely.
const RULE: &str = "name.borne.likely";

/// Adds such words of the run.
pub(super) fn judge(text: &str, run: &Run<'_>, line: &Line, found: &mut Vec<Found>) {
    if line.is_shouted {
        return;
    }
    for (at, token) in run.tokens().enumerate() {
        let before = at.checked_sub(1).and_then(|at| run.get(at));
        if !is_word(token) || !stands(text, token, before) {
            continue;
        }
        // "Sunny Day", "Chance Holiday": what follows and closes is the surname.
        let next = run.get(at + 1).filter(|next| {
            next.kind != Kind::Joint
                && next.entry.surname() > 0
                && (is_free(next.text, next.traits)
                    || next.entry.surname() > 1 && next.traits.has(words::COMMON_BIT) && next.text.len() > 2)
                && text.get(token.end..next.start) == Some(" ")
        });
        let end = next.map_or(token.end, |next| next.end);
        let (behind, gap) = context::after(text, run.pieces, end);
        // "Blue Cross": a colour before a name is one of a thing.
        if next.is_some() && token.traits.has(lists::STOP_BIT) && !before.is_some_and(is_led) {
            continue;
        }
        let goes_on = gap == " "
            && behind.is_some_and(|w| {
                let traits = words::Traits::of(w.text);
                w.starts_upper() && !traits.has(lists::AFTER_PERSON_BIT)
                    || traits.has(words::NAMED_THING_BIT)
                    || traits.has(lists::THING_BIT)
            });
        let goes_on =
            goes_on || cursor::char_after(text, end).is_some_and(|c| matches!(c, '-' | '/' | '&' | '\u{ae}' | '+'));
        if !goes_on {
            let span =
                Span { start: token.start, end, class: IdentifierClass::Name, rule: RULE, confidence: Confidence::Low };
            found.push(Found { span, write: Write::Tag });
        }
    }
}

/// A first name that is a word of the language.
fn is_word(token: &Token<'_>) -> bool {
    may_be(token.text, token.entry, token.traits, token.kind)
}

/// The same of a word that stands alone.
pub(super) fn may_be(word: &str, entry: Entry, traits: words::Traits, kind: Kind) -> bool {
    matches!(kind, Kind::Stop | Kind::Weak)
        && (entry.given() > 1 || word == "Will")
        && word.len() > 2
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && (is_free(word, traits) || word == "Will")
}

/// In no list of words that stand beside names with a capital.
fn is_free(word: &str, traits: words::Traits) -> bool {
    const BITS: [u32; 14] = [
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        words::KIND_BIT,
        lists::MONTH_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
        lists::TITLE_BIT,
        lists::KIN_BIT,
        lists::AFTER_PERSON_BIT,
        lists::INSTITUTION_BIT,
        lists::EPONYM_BIT,
        lists::ARTICLE_BIT,
    ];
    !BITS.into_iter().any(|bit| traits.has(bit)) && !lists::is_drug_like(word)
}

/// Within a sentence, behind a word in small letters or a sign that no heading has before it.
fn stands(text: &str, token: &Token<'_>, before: Option<&Token<'_>>) -> bool {
    // Behind a role in capitals, "RN Summer", it is a name as well.
    if before.is_some_and(|t| t.kind != Kind::Joint && !is_led(t)) {
        return false;
    }
    let (word, gap) = context::before(text, token.start);
    let Some(word) = word else { return false };
    let traits = words::Traits::of(word.text);
    let is_article = traits.has(lists::ARTICLE_BIT) || word.text == "not";
    let small = word.text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    match gap {
        " " | " \"" => small && !is_article || before.is_some_and(is_led),
        ", " | " (" | "/ " => small,
        _ => false,
    }
}

/// The letters of a role or a rank.
fn is_led(t: &Token<'_>) -> bool {
    const RANKS: &[&str] = &[
        "RT", "CDR", "HM1", "HM2", "HM3", "ENS", "CPT", "SPC", "PFC", "SSG", "SSgt", "Cpl", "Spc", "Judge", "Br", "Sr",
    ];
    t.text.len() < 5 && (t.traits.has(lists::AFTER_PERSON_BIT) || t.traits.has(lists::ROLE_BIT)) && t.text != "Pt"
        || RANKS.contains(&t.text)
}
