//! Ages and years of birth in the wordings that are seldom met: 45 CFR 164.514(b)(2)(i)(C).

use phi_types::IdentifierClass;

use super::{birth_year, plain_number, trailing_number};
use crate::{
    rule::{Generalised, date},
    text::{
        pattern::{Cut, Hit, Rule, measures, numbers},
        span::{Confidence, Write},
    },
};

/// Ninety to a hundred and twenty-nine.
macro_rules! ninety {
    () => {
        "(?:9[0-9]|1[0-2][0-9])"
    };
}

pub(crate) const RULES: &[Rule] = &[
    // One rule with many forms: the rules of all families are counted in a byte.
    // "born approx 1931", "Date of birth (year): 1931", "| DOB | 1931 |", "a 1931 baby"; "DOB: 31", "DOB --/--/30"; "dob 3/31"; "class of '49";
    // a number, in figures or words, before a word that makes it an age; "age_93", "age approx 93", "Age at admission: 93", "|Age|93|",
    // "<age>93</age>", "Age . . . 93", "going on 94"; "Male, 93", "man (93)"; "93f with", "93 YOAAM", "F93 with", "Sex/Age: F/93";
    // "four score and eleven", "nine decades old"
    Rule {
        id: "age.worded",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: concat!(
            r"(?i-u:\b(?:d\.?o\.?b\.?|y\.?o\.?b\.?|born|b-?day|birth(?:[ _-]?(?:day|date|year|yr|cohort))?|b(?:irth)?date|date[ ]of[ ]birth|year[ _]?of[ _]?birth|nacid[oa]|n(?:ee|(?u:\u{e9}e))|naci(?u:\u{f3}))[\x20-\x2f\x3a-\x7e\t]{1,24}?(?:18[89]|19[0-3])[0-9]\b|\b(?:18[89]|19[0-3])[0-9][ ](?:birth(?:[ ]cohort)?|born|baby)\b)",
            r"|(?i-u:\b(?:d\.?o\.?b\.?|y\.?o\.?b\.?|born|birth[ _]?(?:year|yr|date))[ ]?[:#=]?[ ]?(?:in[ ])?'?(?:[x*_-]{1,2}[/-][x*_-]{1,2}[/-])?(?:2[7-9]|3[0-9])\b)",
            r"|(?i-u:\b(?:d\.?o\.?b\.?|birth[ ]?date|date[ ]of[ ]birth|birthday|b-?day)[ :=]{1,3}(?:on[ ]|is[ ])?(?:0?[1-9]|1[0-2])[/-][0-9]{1,2}\b)",
            r"|(?i-u:\b(?:class[ ]of|grad(?:uated|uate)?(?:[ ]from)?(?:[ ](?:hs|high[ ]school|college))?(?:[ ](?:in|class))?)[ ](?:'|(?u:\u{2019}))?[2-5][0-9]\b)",
            r"|",
            r"(?i-u:\b(?:tenth|10th|eleventh|11th)[ ]decade\b|\b(?:nine|ten|9|10)[ ]decades[ ](?:old|of[ ](?:life|age))\b)",
            r"|(?i-u:\b(?:four|4)[ -]?score(?:[ ]years)?[ ](?:and|&|plus)[ ](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|1[0-9])\b)",
            r"|(?i-u:\b(?:sex[ ]?/[ ]?age|gender[ ]?/[ ]?age|s/a)[ ]?[:=]?[ ]?(?:female|male|f|m)[ ]?[/,-]?[ ]?",
            ninety!(),
            r"\b|\b[fm]",
            ninety!(),
            r"[ ](?:with|w/|c/o|s/p|here|hx|h/o|presents|presented|admitted|who|from|p/w|f/u))",
            r"|(?i-u:\b(?:(?:elderly|frail)[ ])?(?:f|m|female|male|woman|man|lady|gentleman),[ ](?:(?:early|mid|late)[ -])?90s\b|\b90s[ -](?:year[ -]old|y/?o|f|m|female|male|woman|man|lady|gentleman)\b)",
            r"|(?-u:\b)",
            ninety!(),
            r"(?:\.[0-9]{1,2}|[ ][0-9]{1,2}/12|[ ]1/2|-[0-9]/12)[ -]?(?i-u:(?:years?|yrs?)[ -](?:old|of[ ]age)|y/?o|y\.o\.)(?-u:\b)",
            r"|(?i-u:\b(?:1,?(?:0[89]|[1-4][0-9])[0-9][ -](?:months?|mos?)|(?:4,?[7-9]|5,?[0-9]|6,?[0-4])[0-9]{2}[ ](?:weeks?|wks?)|(?:3[3-9]|4[0-5]),?[0-9]{3}[ ]days?)[ -](?:old|of[ ]age)\b|\bage[ ](?:in[ ]|\()months\)?[ :=]{1,3}1,?(?:0[89]|[1-4][0-9])[0-9]\b)",
            r"|(?i-u:\bninety(?:[ ]and[ ])?(?:one|two|three|four|five|six|seven|eight|nine)[ -](?:(?:years?|yrs?)[ -](?:old|of[ ]age)|y/?o)\b|\bhundred(?:[ ]and)?[ ](?:one|two|three|four|five|six|seven|eight|nine|ten)[ -](?:years?|yrs?)[ -](?:old|of[ ]age)\b)",
            r"|(?i-u:\b(?:in(?:to)?|entering|began|enters)[ ](?:his|her|their)[ ](?:(?:ninetieth|ninety-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|hundredth)|(?:9[0-9]|10[0-9])(?:st|nd|rd|th))[ ]year\b|\b(?:9[0-9]|10[0-9])(?:st|nd|rd|th)[ ]year[ ]of[ ](?:his|her|their|my)[ ](?:life|age)\b)",
            r"|(?i-u:\b(?:ninety|90)(?:[ -](?:odd|something|ish)|ish|something)\b|\b90-plus-year-old\b)",
            r"|(?-u:\b)",
            ninety!(),
            r"[ ]a\u{f1}it[oa]s(?-u:\b)",
            r"|",
            r"(?i-u:\bage(?:_|[ ]?~[ ]?|[ ](?:approx(?:imately|\.)?|about|circa|around)[ ]|[ ]at[ ](?:the[ ]time[ ]of[ ])?[a-z]{2,14}[ :=]{1,3}|[ .]{2,24}|[ ]?\|[ ]?|(?:[ ][a-z]{2,8}=\x22[a-z]{1,12}\x22)?>|\^[a-z]{1,4}\|\|)0?",
            ninety!(),
            r"\b|\baet(?:at(?:is)?)?\.?[ ]",
            ninety!(),
            r"\b)",
            r"|(?i-u:\b(?:going[ ]on|a[ ]sus|cumpli(?:(?u:\u{f3})|o)|cumple)[ ]",
            ninety!(),
            r"\b)",
            r"|(?i-u:\b(?:male|man|woman|gentleman|lady|widow|widower|resident)(?:,[ ]|[ ]\()",
            ninety!(),
            r"\b)",
            r"|",
            r"(?-u:\b)",
            ninety!(),
            r"[ /-]?[fm](?:[ ](?:with|w/|c/o|s/p|here|hx|h/o|presents|presented|admitted|who|from|pt|p/w|f/u)|,)|(?-u:\b)",
            ninety!(),
            r"[ ]?(?i-u:yo)[A-Z]{0,2}[MF](?-u:\b)"
        ),
        accept: by_form,
    },
];

/// Which of the forms it is.
fn by_form(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let lower = value.to_ascii_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let rest = lower.get(digits..).unwrap_or_default();
    let is_sexed = || {
        let letter = rest.trim_start_matches([' ', '/', '-']);
        letter.starts_with(['f', 'm']) && matches!(letter.as_bytes().get(1), Some(b' ' | b','))
            || rest.trim_start().starts_with("yo") && value.ends_with(['M', 'F'])
    };
    match digits {
        _ if lower.contains("score") => hit.stands_alone().then(|| hit.whole().writing(Write::Age)),
        4 => born(hit),
        2 | 3 if is_sexed() => small_sex(hit),
        1.. => worded(hit),
        _ if starts(&[
            "d.o", "do", "y.o", "yo", "bo", "b-", "bd", "bi", "date", "year", "nac", "ne", "n\u{e9}", "cl", "gra",
        ]) =>
        {
            born(hit)
        }
        _ if lower.contains("90s") || lower.contains("month") => worded(hit),
        _ if starts(&["age", "aet", "sex", "gender", "s/a"]) => trailing_number(hit),
        _ if lower.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => small_sex(hit),
        _ if starts(&["going", "a sus", "cumpl"]) => plain_number(hit),
        _ if starts(&["male", "man", "woman", "gentleman", "lady", "widow", "resident"]) => apposed_to_sex(hit),
        _ => worded(hit),
    }
}

/// A year of birth behind its label and some words, with four figures or two; a month of birth; a class of school.
fn born(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let (last, len) = numbers(value).last()?;
    let lower = value.to_ascii_lowercase();
    let removed = |from: usize| hit.part(from, hit.end).writing(Write::Date(Generalised::Removed));
    if len < 4 {
        let trail = hit.trail(3);
        let goes_on = trail.starts_with('/')
            || trail.starts_with(['-', '.', ':', ','])
                && trail.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()));
        if goes_on || !hit.stands_alone() {
            return None;
        }
        if lower.starts_with("class") || lower.starts_with("grad") {
            let is_counted = !value.contains(['\'', '\u{2019}']) && trail.starts_with(' ');
            let is_old = last > hit.reference.year % 100 && hit.reference.year - (1900 + last) + 16 >= 90;
            return (is_old && !is_counted).then(|| removed(hit.end - len));
        }
        let at = hit.start + value.find(|c: char| c.is_ascii_digit())?;
        if numbers(value).count() == 2 {
            return Some(removed(at));
        }
        let ends =
            trail.is_empty() || trail.starts_with(['.', ',', ';', ')', '\n', '\r', '|']) || trail.starts_with("  ");
        let is_old = last > hit.reference.year % 100 && !date::year(1900 + last, hit.reference).is_kept();
        return (ends && is_old).then(|| removed(hit.end - len));
    }
    // Another sentence or field, or the time of a birth.
    let is_other = value.contains(". ") || value.contains(';') || lower.contains(" at ");
    let trail = hit.trail(8);
    let is_clock = trail.starts_with(" h") || trail.starts_with("h");
    let digits = value.rfind(|c: char| c.is_ascii_digit())? + 1;
    if is_other || is_clock || measures(&trail) {
        return None;
    }
    birth_year(&Hit { text: hit.text, start: hit.start, end: hit.start + digits, reference: hit.reference })
}

/// From where the number begins to the word that makes it an age.
fn worded(hit: &Hit<'_>) -> Option<Cut> {
    let lower = hit.value().to_ascii_lowercase();
    let digit = lower.find(|c: char| c.is_ascii_digit());
    let words = ["ninet", "hundred", "tenth", "eleventh", "nine ", "ten "];
    let from = words.iter().filter_map(|word| lower.find(word)).chain(digit).min()?;
    let rest = lower.get(from..)?;
    let nouns = [
        " decade",
        " year",
        "-year",
        " yr",
        "-yr",
        " yo",
        "yo",
        " y/o",
        "y/o",
        " y.o",
        "y.o",
        " mo",
        "-mo",
        " week",
        " wk",
        " day",
        "-odd",
        " odd",
        "-something",
        " something",
        "something",
        "-ish",
        " ish",
        "ish",
        "-plus",
        " a\u{f1}",
        " f",
        " m",
        "-f",
        "-m",
        " woman",
        " man",
        " lady",
        " gent",
    ];
    let len = nouns.iter().filter_map(|noun| rest.find(noun)).min().unwrap_or(rest.len());
    let trail = hit.trail(12);
    let is_counted = measures(&trail)
        || [" percent", " deg", " mil", " pound", " beat", " min", " day", " week", " dollar"]
            .iter()
            .any(|unit| trail.starts_with(unit))
        || trail.starts_with(" of ") && !lower.ends_with("decade");
    let is_other = digit == Some(0) && hit.char_before().is_some_and(|c| matches!(c, '.' | ',' | '/' | '-' | '$'));
    (hit.stands_alone() && !is_counted && !is_other)
        .then(|| hit.part(hit.start + from, hit.start + from + len).writing(Write::Age))
}

/// "Male, 93": where nothing goes on behind it.
fn apposed_to_sex(hit: &Hit<'_>) -> Option<Cut> {
    let trail = hit.trail(12);
    let is_free = trail.is_empty()
        || trail.starts_with(['.', ',', ';', ')', '\n', '\r'])
        || [" with", " who", " from", " pre", " adm", " w/", " c/o"].iter().any(|word| trail.starts_with(word));
    let goes_on = trail.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()));
    if is_free && !(goes_on && trail.starts_with(['.', ','])) { trailing_number(hit) } else { None }
}

/// "93f with chf", where nobody walked so many metres and nothing is so warm; "F93 with chf", where no diagnosis is coded.
fn small_sex(hit: &Hit<'_>) -> Option<Cut> {
    let (_, len) = numbers(hit.value()).next()?;
    let at = hit.start + hit.value().find(|c: char| c.is_ascii_digit())?;
    let lead = hit.lead(12);
    let line = lead.rsplit('\n').next().unwrap_or_default().trim_end();
    let opens = line.is_empty()
        || line.ends_with(['.', ':', ';', '-', '(', '*', '"'])
        || ["pt", "patient", "a", "is", "this", "our", "of"].contains(&line.rsplit(' ').next().unwrap_or_default());
    let is_worded = hit.value().to_ascii_lowercase().contains("yo");
    (hit.char_before().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '-')) && (opens || is_worded))
        .then(|| hit.part(at, at + len).writing(Write::Age))
}
