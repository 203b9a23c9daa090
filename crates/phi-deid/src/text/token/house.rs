//! Houses whose noun is that of a department as well: "Wood River Infusion", "Red Rock CF", "or Acorn Specialty".
//!
//! Enough in a document about somebody, where a word that is none of the trade stands before the noun.

use phi_types::IdentifierClass;

use super::{
    context::{self, Line},
    led, lists,
    read::{Kind, Run, Token},
};
use crate::text::{
    span::{Confidence, Found, Span, Write},
    words,
};

/// The rule: only its document makes it likely.
const RULE: &str = "place.house.likely";

/// Adds the stretch of the run that ends with its last noun.
pub(super) fn judge(text: &str, run: &Run<'_>, line: &Line, found: &mut Vec<Found>) {
    let Some(last) = (1..run.len()).rev().find(|at| run.get(*at).is_some_and(|t| is_noun(t, run, *at))) else { return };
    let mut first = last;
    while first > 0 && run.get(first - 1).is_some_and(|t| is_part(t) || t.kind == Kind::Joint && first > 1) {
        first -= 1;
    }
    while first < last && run.get(first).is_some_and(|t| t.kind == Kind::Joint || t.traits.has(lists::LEAD_BIT)) {
        first += 1;
    }
    let (Some(head), Some(end)) = (run.get(first), run.get(last)) else { return };
    let told = run.tokens().skip(first).take(last - first).filter(|t| t.kind != Kind::Joint);
    let is_named = |t: &Token<'_>| {
        t.traits.has(lists::PLACE_OPENER_BIT)
            || (t.entry.is_unknown() || t.entry.city() > 0 || t.entry.is_strong_name() || t.entry.surname() > 1)
                && !t.traits.has(lists::INSTITUTION_BIT)
            || t.traits.has(lists::INSTITUTION_BIT) && t.entry.city() > 0
    };
    let named = told.clone().filter(|t| is_named(t)).count();
    let begins = context::begins(text, head.start) || first > 0;
    let plain =
        told.clone().filter(|t| !t.traits.has(lists::INSTITUTION_BIT) && !t.traits.has(words::KIND_BIT)).count();
    let (_, gap) = context::before(text, head.start);
    let is_inner = !begins && matches!(gap, " " | ", " | " (" | "/ ");
    if (named > 0 && (!line.is_shouted || named > 1) || plain > 0 && is_inner && !line.is_shouted) && last > first {
        let span = Span {
            start: head.start,
            end: led::grow(text, end.end),
            class: IdentifierClass::Geography,
            rule: RULE,
            confidence: Confidence::Low,
        };
        found.push(Found { span, write: Write::Tag });
    }
}

/// A noun of houses with something before it.
fn is_noun(token: &Token<'_>, run: &Run<'_>, at: usize) -> bool {
    let is_tail = matches!(
        token.text,
        "AFB"
            | "ARB"
            | "ANGB"
            | "NAS"
            | "CF"
            | "HS"
            | "ISD"
            | "USD"
            | "UCC"
            | "AME"
            | "VAMC"
            | "HD"
            | "MHP"
            | "LTC"
            | "SNF"
            | "MB"
            | "MBC"
            | "UMC"
            | "ALF"
            | "CC"
            | "YMCA"
            | "VA"
            | "FD"
            | "PD"
    );
    let before = at.checked_sub(1).and_then(|at| run.get(at));
    (token.traits.has(lists::INSTITUTION_BIT) && token.text.len() > 3 || is_tail)
        && before.is_some_and(|t| t.kind == Kind::Joint || is_part(t))
}

/// A word that the name of a house may hold: none of medicine, no role, no month.
fn is_part(token: &Token<'_>) -> bool {
    const BARRED: [u32; 12] = [
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        lists::MONTH_BIT,
        lists::TITLE_BIT,
        lists::KIN_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
        lists::ARTICLE_BIT,
        lists::EPONYM_BIT,
        lists::STOP_BIT,
    ];
    let is_other = BARRED.into_iter().any(|bit| token.traits.has(bit))
        && !token.traits.has(lists::PLACE_OPENER_BIT)
        && !token.traits.has(lists::INSTITUTION_BIT);
    let is_trade = token.entry.is_clinical() && token.entry.city() == 0 && token.entry.surname() < 2;
    token.kind != Kind::Initial
        && !is_other
        && (!is_trade || token.traits.has(lists::INSTITUTION_BIT) || token.traits.has(words::KIND_BIT))
        && !lists::is_drug_like(token.text)
}

/// Where a house stands, or what colour its hill has.
pub(in crate::text) fn is_quarter(word: &str) -> bool {
    const QUARTERS: &[&str] = &[
        "american",
        "black",
        "blue",
        "central",
        "eastern",
        "golden",
        "grand",
        "gray",
        "green",
        "mid",
        "midwest",
        "national",
        "northeast",
        "northern",
        "northwest",
        "pacific",
        "red",
        "silver",
        "southeast",
        "southern",
        "southwest",
        "sunrise",
        "sunset",
        "western",
        "white",
    ];
    QUARTERS.iter().any(|quarter| quarter.eq_ignore_ascii_case(word))
}
