//! Dates in the forms of the United States: 45 CFR 164.514(b)(2)(i)(C).
//!
//! What is finer than a year goes: day, month, quarter, season, holiday. Clock times, bare weekdays and relative
//! words stay.

mod form;

use phi_types::IdentifierClass;

use super::Rule;
use crate::text::span::Confidence;
use form::{
    day_first, day_of_month, dictated, holiday, iso, joined, last_word, month_day_numeric, month_year_numeric, named,
    numeric, numeric_range, spaced, spanish, stamp,
};

macro_rules! month {
    () => {
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    };
}

macro_rules! weekday {
    () => {
        r"(?:(?:mon|tue?s?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ ]{1,2}(?:the[ ])?)?"
    };
}

macro_rules! rule {
    ($id:literal, $confidence:ident, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Date, confidence: Confidence::$confidence, pattern: concat!($($pattern)+), accept: $accept }
    };
}

pub(crate) const RULES: &[Rule] = &[
    rule!(
        "date.iso",
        High,
        iso,
        r"(?-u:\b)(?:1[89]|2[01])[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}"
    ),
    rule!(
        "date.stamp",
        High,
        stamp,
        r"(?-u:\b)(?:1[89]|2[01])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-2][0-9][0-5][0-9](?:[0-5][0-9](?:\.[0-9]{1,6})?)?)?(?:[+-][0-9]{4})?(?-u:\b)"
    ),
    rule!(
        "date.numeric",
        High,
        numeric,
        r"(?-u:\b)[0-9]{1,2}(?:[ ]?/[ ]?[0-9]{1,2}[ ]?/[ ]?|-[0-9]{1,2}-|\.[0-9]{1,2}\.)(?:[0-9]{4}|[0-9]{2})(?-u:\b)"
    ),
    rule!(
        "date.range",
        Medium,
        numeric_range,
        r"(?-u:\b)[0-9]{1,2}/[0-9]{1,2}[ ]?(?:-|\u{2013}|to|thru|through|and|&)[ ]?[0-9]{1,2}/[0-9]{1,2}(?-u:\b)"
    ),
    rule!(
        "date.month_year_numeric",
        Medium,
        month_year_numeric,
        r"(?-u:\b)(?:0?[1-9]|1[0-2])/(?:1[89]|20)[0-9]{2}(?-u:\b)|(?-u:\b)(?:0[1-9]|1[0-2])-(?:19|20)[0-9]{2}(?-u:\b)"
    ),
    rule!(
        "date.month_day_numeric",
        Medium,
        month_day_numeric,
        r"(?-u:\b)(?:0?[1-9]|1[0-2])/(?:3[01]|[12][0-9]|0?[1-9])(?-u:\b)"
    ),
    rule!(
        "date.named",
        High,
        named,
        r"(?i-u:\b",
        weekday!(),
        month!(),
        r")\.?[ ]{0,2}[0-9]{1,2}(?i-u:st|nd|rd|th)?(?:[ ]?(?:-|\u{2013}|to|and|&)[ ]?[0-9]{1,2}(?i-u:st|nd|rd|th)?)?(?:(?:,|,?[ ]{1,2}(?:of[ ])?)(?:1[89]|2[01])[0-9]{2}|,?[ ]?['\u{2019}][0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.day_first",
        High,
        day_first,
        r"(?i-u:\b",
        weekday!(),
        r"[0-3]?[0-9](?:st|nd|rd|th)?[ /.-]{0,2}(?:of[ ])?",
        month!(),
        r"\.?)(?:[ ,/.-]{0,2}(?:1[89]|2[01])[0-9]{2}|[-/]?[0-9]{2}|[ ]?['\u{2019}][0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.spanish",
        High,
        spanish,
        r"(?i-u:\b(?:(?:lunes|martes|mi[e]rcoles|jueves|viernes|domingo)[ ])?[0-3]?[0-9][ ](?:de[ ])?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sept?iembre|octubre|noviembre|diciembre)(?:[ ](?:de|del)?[ ]?(?:19|20)[0-9]{2})?\b)"
    ),
    rule!(
        "date.month_year",
        High,
        named,
        r"(?i-u:\b",
        month!(),
        r")\.?(?:[ ,/-]{1,2}(?:of[ ])?(?:1[89]|2[01])[0-9]{2}|[ ]?['\u{2019}][0-9]{2}|-[0-9]{2})(?-u:\b)"
    ),
    rule!(
        "date.month_alone",
        Medium,
        last_word,
        r"(?i-u:\b(?:in|since|last|next|this|early|late|mid|until|till|by|from|during|through|before|after|of|around|every|each)[ -](?:early[ -]|late[ -]|mid[ -])?",
        month!(),
        r"\b)"
    ),
    rule!(
        "date.month_alone",
        Low,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:January|February|July|September|October|November|December)(?-u:\b)"
    ),
    rule!(
        "date.month_year_joined",
        High,
        joined,
        r"(?i-u:\b(?:un)?(?:[0-3][0-9])?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:19|20)[0-9]{2}\b)"
    ),
    rule!(
        "date.in_words",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b(?:january|february|march|april|may|june|july|august|september|october|november|december)[ ](?:the[ ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)\b(?:,?[ ](?:of[ ])?(?:nineteen|twenty|two[ ]thousand)(?:[ -](?:hundred|oh|and|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine)\b){0,3})?)"
    ),
    rule!(
        "date.day_of_month",
        Medium,
        day_of_month,
        r"(?i-u:\b(?:on|by|until|till|since|from|before|after)[ ]the[ ][0-3]?[0-9](?:st|nd|rd|th)\b)"
    ),
    rule!("date.dictated", Medium, dictated, r"(?-u:\b)[DT]:?[ ]{1,2}[01][0-9][0-3][0-9][0-9]{2}(?-u:\b)"),
    rule!("date.spaced", Medium, spaced, r"(?-u:\b)[01]?[0-9][ ][0-3]?[0-9][ ](?:19|20)[0-9]{2}(?-u:\b)"),
    rule!(
        "date.other_calendar",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?(?:tishrei|cheshvan|kislev|tevet|shevat|adar|nisan|iyar|sivan|tammuz|elul|muharram|safar|rabi|jumada|rajab|shaban|ramadan|shawwal)\b)"
    ),
    rule!(
        "date.spanish_short",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b[0-3]?[0-9][ /-](?:de[ ])?(?:ene|abr|ago|dic)\b\.?(?:[ /-](?:de[ ])?(?:19|20)[0-9]{2}\b)?)"
    ),
    rule!(
        "date.month_short",
        Low,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)(?-u:\b)"
    ),
    rule!(
        "date.season",
        Medium,
        named,
        r"(?i-u:\b(?:(?:early|mid|late)[ -])?(?:spring|summer|fall|autumn|winter)[ ,]{1,2}(?:of[ ])?(?:1[89]|20)[0-9]{2}\b)"
    ),
    rule!(
        "date.quarter",
        Medium,
        named,
        r"(?i-u:\b(?:q[1-4]|[1-4]q|(?:first|second|third|fourth|1st|2nd|3rd|4th)[ ]quarter)[ ,/-]{0,2}(?:of[ ])?'?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b)"
    ),
    rule!(
        "date.holiday",
        Medium,
        holiday,
        r"(?i-u:\b)(?i:(?:christmas(?:[ ](?:eve|day))?|xmas(?:[ ]eve)?|chanuk+ah|ramadan|passover|pesach|purim|sukkot|yom[ ]kippur|rosh[ ]hashan(?:ah|a)|eid(?:[ ]al-(?:fitr|adha))?|lunar[ ]new[ ]year|mardi[ ]gras|palm[ ]sunday|d(?:i|\u{ed})a[ ]de[ ]los[ ]muertos|thanksgiving(?:[ ]day)?|easter(?:[ ]sunday)?|new[ ]year'?s(?:[ ](?:eve|day))?|halloween|hanukkah|kwanzaa|juneteenth|diwali|(?:labor|memorial|independence|veterans?'?|mother'?s|father'?s|valentine'?s|presidents?'?|columbus|mlk|groundhog)[ ]day|(?:the[ ])?(?:fourth|4th)[ ]of[ ]july|good[ ]friday|ash[ ]wednesday|cinco[ ]de[ ]mayo|st\.?[ ]patrick'?s[ ]day|navidad|nochebuena)(?:[ ,]{1,2}(?:19|20)[0-9]{2})?)(?-u:\b)"
    ),
];
