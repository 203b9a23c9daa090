//! ZIP codes in lists, with words behind them, and their first three digits alone: 45 CFR 164.514(b)(2)(i)(B).

use phi_types::IdentifierClass;

use crate::{
    rule::{Generalised, Zip3},
    text::{
        pattern::{Cut, Hit, Rule},
        span::{Confidence, Write},
    },
};

pub(crate) const RULES: &[Rule] = &[
    // One rule with many forms: the rules of all families are counted in a byte.
    // "zip codes 02139, 03601 and 10001"; "zip_code: 03601", "zip (home): 03601", "ZIP+4: 03601 1234"; "in the 03601 zip", "10001 (zip)",
    // "03601, USA"; "ZIP3 036", "ZIP 036xx"; "MA (02139)"
    Rule {
        id: "place.zip_labelled",
        class: IdentifierClass::Geography,
        confidence: Confidence::Medium,
        pattern: concat!(
            r"(?i-u:\b(?:zips?|postal)(?:[ _-]?codes?)?(?:[ ](?:are|is|of|range|from|between|in))?[ :=#]{1,3}[0-9]{5}(?:-[0-9]{4})?(?:(?:,|;|/|[ ]and|[ ]or|[ ]to|-)[ ]?(?:and[ ])?[0-9]{5}(?:-[0-9]{4})?){1,12}\b)",
            r"|(?i-u:\b(?:(?:zip(?:[ -]?codes?)?|postal(?:[ -]?codes?)?)(?:[ ]of)?(?:[ :#=\t]{1,4}|>|\r?\n)(?:(?:[a-z]{1,12}[ ]){0,5}is[ ])?|(?:lives|living|resides|residing|moved)[ ](?:in|to|from)[ ])[0-9]{5}(?:-[0-9]{4})?\b)",
            r"|(?i-u:\bzip(?:_?codes?|s|[ ]?code)?(?:[ _-]?(?:\([a-z]{2,8}\)|range|plus|\+[ ]?4|are|was|area|areas|for))(?:[ ]?[:#=])?[ ]?[0-9]{5}(?:[ -][0-9]{4})?\b|\bzips[ :=]{1,2}[0-9]{5}(?:-[0-9]{4})?\b|\bzip_code[ :=]{1,3}[0-9]{5}\b)",
            r"|(?-u:\b)[0-9]{5}(?:-[0-9]{4})?(?:[ ]\(?(?i-u:zip|area)(?-u:\b)|,?[ ](?:USA|U\.S\.A\.|United[ ]States)(?-u:\b))",
            r"|(?i-u:\b(?:zip[ ]?3|zip[ ]?prefix(?:es)?|3-digit[ ]zip|zip(?:[ ]?codes?)?[ ](?:starts|starting|begins|beginning)(?:[ ]with)?)[ :=]{1,3}[0-9]{3}(?:\*\*|xx)?|\bzip(?:[ ]?code)?[ :=]{1,3}[0-9]{3}(?:\*\*|xx))",
            r"|(?-u:\b)(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[ ]\([0-9]{5}\)|(?-u:\b)(?:N\.H\.|N\.Y\.|N\.J\.|N\.C\.|S\.C\.|N\.M\.|R\.I\.|W\.V\.|Penna\.?|Guam|Samoa),?[ ][0-9]{5}(?-u:\b)"
        ),
        accept: worded,
    },
];

fn worded(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let codes: Vec<(usize, usize)> = groups(value).filter(|(_, len)| *len == 5).collect();
    let (first, len) = match codes.as_slice() {
        // "ZIP3 036": where so few live that three digits tell too much.
        [] => return prefix(hit),
        [one] => *one,
        [first, .., last] => {
            let end = hit.start + last.0 + last.1;
            return Some(hit.part(hit.start + first.0, end));
        }
    };
    let lower = value.to_ascii_lowercase();
    if first == 0 && lower.ends_with("area") && !hit.lead(4).ends_with("the ") {
        return None;
    }
    let end = groups(value).last().filter(|(_, len)| *len == 4).map_or(first + len, |(at, len)| at + len);
    cut(hit, hit.start + first, hit.start + end)
}

/// The groups of digits: where each begins, and how long it is.
fn groups(value: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let starts = |(at, byte): &(usize, u8)| {
        byte.is_ascii_digit()
            && !at.checked_sub(1).and_then(|at| value.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    value
        .bytes()
        .enumerate()
        .filter(starts)
        .map(|(at, _)| (at, value.bytes().skip(at).take_while(u8::is_ascii_digit).count()))
}

fn prefix(hit: &Hit<'_>) -> Option<Cut> {
    let (at, len) = groups(hit.value()).last()?;
    let three = hit.value().get(at..at + len)?;
    match Zip3::of(three) {
        Generalised::Zip3(kept) if kept.as_str() == three => None,
        other => Some(hit.part(hit.start + at, hit.end).writing(Write::Zip(other))),
    }
}

fn cut(hit: &Hit<'_>, start: usize, end: usize) -> Option<Cut> {
    let code = hit.text.get(start..end)?;
    let goes_on = hit.text.get(end..).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric())
            || rest.starts_with(['.', ',', '/'])
                && rest.get(1..).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()))
                && !rest.starts_with(['/', ','])
    });
    (!goes_on).then(|| hit.part(start, end).writing(Write::Zip(Zip3::of(code))))
}
