//! Dates in the forms of the United States: 45 CFR 164.514(b)(2)(i)(C).
//!
//! What is finer than a year goes: day, month, quarter, season, holiday. Clock times, bare weekdays and relative
//! words stay.

pub(in crate::text) mod among;
pub(in crate::text) mod around;
mod form;
mod fraction;
pub(in crate::text) mod more;

use phi_types::IdentifierClass;

use super::Rule;
use crate::{
    rule::Generalised,
    text::span::{Confidence, Write},
};
use form::{
    bare_ordinal, day_first, day_in_words, day_of_month, dictated, holiday, is_verb, iso, joined, last_word, misread,
    month_day_dashed, month_day_dotted, month_year_numeric, named, numeric, numeric_range, short_likely, spaced,
    spanish, stamp, with_weekday,
};
use fraction::month_day_numeric;

macro_rules! month {
    () => {
        r"(?:jan(?:u?ary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
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
    // "3/4, 3/9, 3/12"
    rule!(
        "date.list",
        Medium,
        |hit| {
            let is_dates = hit.value().split(',').all(|part| {
                let mut parts = super::numbers(part).map(|(number, _)| number);
                parts.next().is_some_and(|month| (1..=12).contains(&month))
                    && parts.next().is_some_and(|day| (1..=31).contains(&day))
            });
            (is_dates && hit.stands_alone() && !hit.char_before().is_some_and(|c| matches!(c, '/' | '-')))
                .then(|| hit.whole())
        },
        r"(?-u:\b)[0-9]{1,2}/[0-9]{1,2}(?:,[ ]?(?:and[ ])?[0-9]{1,2}/[0-9]{1,2}){2,8}(?:/(?:20)?[0-9]{2})?(?-u:\b)"
    ),
    // "Mar/Apr 2025", "March-April"
    rule!(
        "date.months",
        High,
        named,
        r"(?i-u:\b",
        month!(),
        r"\.?[ ]?(?:/|-|\x2d|to|and|through|thru|&)[ ]?",
        month!(),
        r"\b\.?)(?:,?[ ](?:of[ ])?(?:19|20)[0-9]{2}|[ ]?['\u{2019}][0-9]{2})?(?-u:\b)"
    ),
    // "Mar 4, 9, and 12"
    rule!(
        "date.days",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b",
        month!(),
        r"\.?[ ][0-9]{1,2}(?:st|nd|rd|th)?(?:,[ ][0-9]{1,2}(?:st|nd|rd|th)?)+,?[ ](?:and|&)[ ][0-9]{1,2}(?:st|nd|rd|th)?\b)"
    ),
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
        r"(?-u:\b)[0-9]{1,2}(?:[ ]?/[ ]?[0-9]{1,2}[ ]?/[ ]?|-[0-9]{1,2}-|\.[0-9]{1,2}\.)(?:[0-9]{4}|'?[0-9]{2})(?-u:\b)"
    ),
    rule!(
        "date.range",
        Medium,
        numeric_range,
        r"(?-u:\b)[0-9]{1,2}/[0-9]{1,2}[ ]?(?:->?|\u{2013}|to|thru|through|and|&)[ ]?[0-9]{1,2}/[0-9]{1,2}(?:/(?:20)?[0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.month_year_numeric",
        Medium,
        month_year_numeric,
        r"(?-u:\b)(?:0?[1-9]|1[0-2])/(?:1[89]|20)[0-9]{2}(?-u:\b)|(?-u:\b)(?:0[1-9]|1[0-2])-(?:19|20)[0-9]{2}(?-u:\b)|(?-u:\b)(?:0?[1-9]|1[0-2])[ ]/[ ](?:19|20)[0-9]{2}(?-u:\b)"
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
        r")\.?(?:[ ]{0,2}|/)(?:the[ ])?[0-9]{1,2}(?i-u:st|nd|rd|th)?(?:[ ]?(?:-|\u{2013}|to|and|&)[ ]?[0-9]{1,2}(?i-u:st|nd|rd|th)?)?(?:(?:,|/|,?[ ]{1,2}(?i-u:of[ ])?)(?:1[89]|2[01])[0-9]{2}|,?[ ]?['\u{2019}][0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.day_first",
        High,
        day_first,
        r"(?i-u:\b",
        weekday!(),
        r"[0-3]?[0-9](?:st|nd|rd|th)?[ /.-]{0,2}(?:day[ ])?(?:of[ ])?",
        month!(),
        r"\.?)(?:[ ,/.-]{0,2}(?:1[89]|2[01])[0-9]{2}|[-/ ]?[0-9]{2}|[ ]?['\u{2019}][0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.spanish",
        High,
        spanish,
        r"(?i-u:\b(?:(?:lunes|martes|jueves|viernes|domingo),?[ ])?(?:[0-3]?[0-9]|primero)(?:er|ro|o)?[ ](?:de[ ])?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sept?iembre|octubre|noviembre|diciembre)(?:[ ](?:de|del)?[ ]?(?:19|20)[0-9]{2}|[ ]del?[ ][0-9]{2})?\b)"
    ),
    rule!(
        "date.month_year",
        High,
        named,
        r"(?i-u:\b",
        month!(),
        r")\.?(?:[ ,/-]{1,2}(?i-u:of[ ])?(?:1[89]|2[01])[0-9]{2}|[ ]?['\u{2019}][0-9]{2}|-[0-9]{2})(?-u:\b)"
    ),
    rule!(
        "date.month_alone",
        Medium,
        last_word,
        r"(?i-u:\b(?:in|since|last|next|this|early|late|mid|until|till?|by|from|during|through|before|after|of|around|every|each|end[ ]of|start[ ]of|beginning[ ]of|middle[ ]of|rtc|f/u|due|again|visit|exp|expires)[ -](?:early[ -]|late[ -]|mid[ -])?",
        month!(),
        r"\b)"
    ),
    rule!(
        "date.in_words",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?[ ](?:the[ ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)\b(?:,?[ ](?:of[ ])?(?:nineteen|twenty|two[ ]thousand)(?:[ -](?:hundred|oh|and|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine)\b){0,3})?)"
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
        "date.day_of_month",
        Medium,
        day_of_month,
        r"(?i-u:\b(?:on|by|until|till|since|from|before|after)[ ]the[ ][0-3]?[0-9](?:st|nd|rd|th)\b)"
    ),
    rule!(
        "date.in_words",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b(?:the[ ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first|last)(?:[ ](?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day|week|weekend))?[ ](?:of|in)[ ](?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?:,?[ ](?:(?:19|20)[0-9]{2}\b|(?:nineteen|twenty|two[ ]thousand)(?:[ -](?:hundred|oh|and|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine)\b){1,3}))?)"
    ),
    rule!(
        "date.year_month",
        Medium,
        |hit| {
            let year = super::numbers(hit.value()).next()?.0;
            let chained =
                hit.char_before().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '#' | '_'))
                    || hit.char_after().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_'));
            let kept = crate::rule::date::year(year, hit.reference);
            (!chained).then(|| hit.whole().writing(crate::text::span::Write::Date(kept)))
        },
        r"(?-u:\b)(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?-u:\b)"
    ),
    rule!(
        "date.roman",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-3]?[0-9][./-](?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}|i{1,3}|iv|vi{0,3}|ix|xi{0,2})[./-](?:(?:19|20)?[0-9]{2})(?-u:\b)|(?-u:\b)[0-3]?[0-9][ ](?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})[ ](?:19|20)[0-9]{2}(?-u:\b)"
    ),
    rule!(
        "date.holiday",
        Medium,
        |hit| {
            let year = super::numbers(hit.value()).map(|(year, _)| year).find(|year| *year > 1900);
            let kept = year.map_or(Generalised::Removed, |year| crate::rule::date::year(year, hit.reference));
            // "the Fourth, ate crabs": of July, where nothing is counted.
            if hit.value() == "the Fourth"
                && !hit.trail(1).is_empty()
                && !hit.trail(1).starts_with([',', '.', ';', ')', '\n'])
            {
                return None;
            }
            hit.stands_alone().then(|| hit.whole().writing(Write::Date(kept)))
        },
        r"(?-u:\b)(?:April[ ](?:Fools?|fools)'?s?(?:[ ]Day)?|(?:Reformation|Victory|Paczki)[ ]Day|Hallowe'en|the[ ]Fourth|Holy[ ](?:Saturday|Thursday)|(?:Orthodox|Coptic|Greek|Russian|Western)[ ](?:Easter|Christmas|Good[ ]Friday|New[ ]Year)|(?:Native[ ]Am(?:\.|erican)|Grandparents?'?|Mem|Cesar[ ]Chavez|Boss(?:'s|es'?)?|Administrative[ ]Professionals'?|Sweetest|Teachers?'|Women's|Statehood|Evacuation|Rosa[ ]Parks|Arafat|St(?:ephen|\.[ ]Stephen)'s)[ ]Day|(?:mem|turkey)[ ]day|Three[ ]Kings(?:[ ]Day)?|Whit[ ]?[Ss]unday|Syttende[ ]Mai|Yom[ ]Ha(?:[Ss]hoah|[Zz]ikaron|[Aa]tzmaut)|Tu[ ]B'?[Ss]h?vat|Mawlid|Raksha[ ]Bandhan|Janmashtami|Ganesh[ ]Chaturthi|Dashain|Tihar|Losar|Timkat|Meskel|Enkutatash|Seollal|Walpurgis(?:[ ]Night)?|Lent|Tet|Epiphany|Advent|Candlemas|Martinmas|Lammas|Ascension(?:[ ]Day)?|the Ides of March|Ground[ ]?[Hh]og[ ][Dd]ay|GROUND[ ]?HOG[ ]DAY|(?:Lincoln|Washington|Lee|MLK|Dr\.[ ]King|King)'s[ ][Bb]irthday|Columbus/Indigenous(?:[ ]Peoples?'?)?[ ]Day|Indigenous[ ]Day)(?-u:\b)(?:[ ,]{1,2}(?:of[ ])?(?:19|20)[0-9]{2}(?-u:\b)|[ ]['\u{2019}][0-9]{2}(?-u:\b))?"
    ),
    // "Tuesday the 4th", "the 15th of this month", "the 26th,"
    rule!(
        "date.day_of_month",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ](?:the[ ])?[0-3]?[0-9](?:st|nd|rd|th)|(?:mon|tues?|wed|thu|thurs?|fri|sat|sun)\.?,?[ ]the[ ][0-3]?[0-9](?:st|nd|rd|th)|(?:night|morning|evening|afternoon|day|noc|week|eve|weekend)[ ]of[ ]the[ ][0-3]?[0-9](?:st|nd|rd|th)|the[ ][0-3]?[0-9](?:st|nd|rd|th)[ ]of[ ](?:this|last|next|the)[ ]month)\b)"
    ),
    rule!(
        "date.spanish",
        High,
        spanish,
        r"(?i-u:\b(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sept?iembre|octubre|noviembre|diciembre)[ ][0-3]?[0-9](?:,?[ ](?:de[ ]|del[ ])?(?:19|20)[0-9]{2})?\b)"
    ),
    rule!(
        "date.dictated",
        Medium,
        dictated,
        r"(?i-u:\b(?:dob|d\.o\.b\.?|birth(?:[ ]?date)?|born|dictated|dict|transcribed|trans|typed|dd|dt|dos|date)[ ]?[:=]?[ ]{1,2}[01][0-9][0-3][0-9][0-9]{2}\b)"
    ),
    rule!(
        "date.range",
        Medium,
        |hit| {
            let mut parts = super::numbers(hit.value());
            let ((month, _), (day, _), (last, _)) = (parts.next()?, parts.next()?, parts.next()?);
            let next = hit.char_after();
            ((1..=12).contains(&month)
                && (1..=31).contains(&day)
                && day < last
                && last <= 31
                && hit.stands_alone()
                && !next.is_some_and(|c| matches!(c, '/' | '-' | '%'))
                && !hit.char_before().is_some_and(|c| matches!(c, '/' | '-' | '.' | '#'))
                && !super::measures(&hit.trail(12)))
            .then(|| hit.whole())
        },
        r"(?-u:\b)(?:0?[1-9]|1[0-2])/[0-3]?[0-9]-[1-3]?[0-9](?:/(?:20)?[0-9]{2})?(?-u:\b)"
    ),
    rule!(
        "date.month_day_joined",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[0-3][0-9](?-u:\b)"
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
        // And "vie. 18/9", "hasta 24/7", "proxima cita 28/9": the day first.
        |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            let is_led = hit.value().get(..6).is_some_and(|head| {
                ["hasta ", "next ", "prox", "pr\u{f3}x", "cita"]
                    .iter()
                    .any(|word| head.to_lowercase().starts_with(word))
            });
            let goes_on =
                hit.trail(2).strip_prefix(['/', '-']).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            (hit.stands_alone() && !(goes_on && hit.value().contains('/')))
                .then(|| if is_led { hit.part(hit.start + at, hit.end) } else { with_weekday(hit) })
        },
        r"(?i-u:\b(?:(?:lun|mar|mie|mi(?u:\u{e9})|jue|vie|sab|s(?u:\u{e1})b|dom|lunes|martes|jueves|viernes|domingo)\.?|hasta|next|(?:prox|pr(?u:\u{f3})x)(?:im[ao]|\.)?(?:[ ]cita)?:?|cita:?)[ ](?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])\b|\b[0-3]?[0-9](?:[ /-](?:de[ ])?(?:ene|abr|ago|dic)|[ ]de[ ](?:feb|mar|may|jun|jul|sept?|oct|nov))\b\.?(?:[ /-](?:de[ ])?(?:19|20)[0-9]{2}\b)?)"
    ),
    rule!(
        "date.month_short",
        Low,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)(?-u:\b)"
    ),
    // "14-15 August 2026", "14 & 15 Aug"
    rule!(
        "date.days",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b[0-3]?[0-9](?:st|nd|rd|th)?[ ]?(?:-|\x2f|to|and|&)[ ]?[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?",
        month!(),
        r"\b(?:,?[ ](?:19|20)[0-9]{2}\b)?)"
    ),
    // "dob three nine ninety four"
    rule!(
        "date.spoken",
        Medium,
        |hit| {
            let at = [
                "zero",
                "oh",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ]
            .iter()
            .filter_map(|word| hit.value().to_ascii_lowercase().find(&format!(" {word}")))
            .min()?;
            hit.stands_alone().then(|| hit.part(hit.start + at + 1, hit.end))
        },
        r"(?i-u:\b(?:dob|birth(?:[ ]?day|[ ]?date)?|date|date[ ]of[ ](?:birth|exam|service)|born(?:[ ]on)?)(?:(?:[ ](?:is|was))?[ ,:]{1,2}|(?:[ ]please)?[?.]?\r?\n(?:\[[0-9:]{4,8}\][ ])?[a-z]{1,10}:[ ](?:(?:his|hers|it's|uh|um|yes|sure)[?,.]?[ ])?)(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|january|february|march|april|may|june|july|august|september|october|november|december)[ ,-]{1,2})(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and)[ ,-]{1,2}){1,6}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)"
    ),
    // "on the ninth", "on the twenty-third"
    rule!(
        "date.in_words",
        Medium,
        day_in_words,
        r"(?i-u:\b(?:on|by|until|till|since|from|before|after)[ ]the[ ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)\b)"
    ),
    // Read from paper, with letters in place of figures: "l2/O6/l94I", "O3/ll/26", "5 Ju1 2O26".
    rule!(
        "date.misread",
        Medium,
        misread,
        r"(?-u:\b)[0-9OolIZS]{1,2}[/-][0-9OolIZS]{1,2}[/-][0-9OolISB]{2,4}(?-u:\b)|(?-u:\b)(?:[0-3lIO]?[0-9lIO][ .,-]{1,3})?(?i-u:jan|feb|mar|apr|may|jun|ju1|jul|aug|sep|oct|0ct|nov|n0v|dec)[A-Za-z01]{0,6}[ .]{1,4}(?:[0-3lIO]?[0-9lIO][ ]?,?[ ]{1,2})?[12l][0-9OolI]{3}(?-u:\b)"
    ),
    // "exp 01 2028", "good thru 04/29"
    rule!(
        "date.expiry",
        Medium,
        |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            // "exp 12/31/26" is a day.
            let goes_on = matches!(hit.char_after(), Some('/' | '-'));
            (hit.stands_alone() && !goes_on).then(|| hit.part(hit.start + at, hit.end))
        },
        r"(?i-u:\b(?:exp\.?|expires|expiry|good[ ]thru|valid[ ]thru)[ :]{1,2}(?:0[1-9]|1[0-2])[ /-](?:20)?[2-4][0-9]\b)"
    ),
    // "Thursday the thirtieth", "the twentieth of this month"
    rule!(
        "date.in_words",
        Medium,
        |hit| {
            let end = hit.value().to_ascii_lowercase().find(" of ").map_or(hit.end, |of| hit.start + of);
            hit.stands_alone().then(|| hit.part(hit.start, end).writing(Write::Date(Generalised::Removed)))
        },
        r"(?i-u:\bthe[ ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)[ ]of[ ](?:this|last|next|the)[ ]month\b)|(?i-u:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ](?:the[ ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)\b)"
    ),
    rule!(
        "date.spanish_month",
        Medium,
        |hit| {
            // "en mayo": alone it is a sauce.
            let from = hit.value().to_ascii_lowercase().rfind(" mayo").map_or(0, |at| at + 1);
            spanish(hit).map(|cut| {
                if from > 0 && hit.value().ends_with(['o', 'O']) {
                    hit.part(hit.start + from, hit.end).writing(Write::Date(Generalised::Removed))
                } else {
                    cut
                }
            })
        },
        r"(?i-u:\b(?:(?:lunes|martes|jueves|viernes|domingo)[ ])?(?:enero|febrero|abril|junio|julio|septiembre|setiembre|octubre|noviembre|diciembre|marzo|agosto|(?:en|hasta|desde|para|fin[ ]de|principios[ ]de|vence)[ ]mayo)(?:[ ](?:de[ ]|del[ ])?(?:19|20)[0-9]{2})?\b)"
    ),
    rule!(
        "date.season",
        Medium,
        named,
        r"(?i-u:\b(?:(?:early|mid|late)[ -])?(?:spring|summer|fall|autumn|winter)[ ,]{1,2}(?:of[ ])?(?:(?:1[89]|20)[0-9]{2}|'[0-9]{2})\b)"
    ),
    rule!(
        "date.quarter",
        Medium,
        named,
        r"(?i-u:\b(?:q[1-4]|[1-4]q|(?:first|second|third|fourth|1st|2nd|3rd|4th)[ ]quarter)[ ,/-]{0,2}(?:of[ ])?'?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b|\b20[0-4][0-9][ ,/-]{0,2}q[1-4]\b|\bfy[ ]?'?(?:20)?[0-9]{2}[ ,/-]{0,2}q[1-4]\b)"
    ),
    rule!(
        "date.holiday",
        Medium,
        holiday,
        r"(?i-u:\b)(?i:(?:christmas(?:[ ](?:eve|day|week))?|xmas(?:[ ]eve)?|chanuk+ah|ramadan|passover|pesach|purim|sukkot|yom[ ]kippur|rosh[ ]hashan(?:ah|a)|eid(?:[ ]al-(?:fitr|adha))?|lunar[ ]new[ ]year|mardi[ ]gras|palm[ ]sunday|d(?:i|\u{ed})a[ ]de[ ]los[ ]muertos|thanksgiving(?:[ ]day)?|easter(?:[ ](?:sunday|mon(?:day)?|vigil|week))?|(?:feast|solemnity|memorial|vigil)[ ]of[ ](?:the[ ])?(?:sts?\.?[ ]|saints?[ ]|our[ ]lady(?:[ ]of[ ])?|holy[ ]|immaculate[ ])?[a-z]{4,14}|pi[ ]day|nye|v-day|turkey[ ]day|t-?giving|ash[ ]wed|good[ ]fri|palm[ ]sun|st\.?[ ]patty'?s(?:[ ]day)?|(?:spring|fall|autumnal|vernal)[ ]equinox|mlk(?:[ ]jr\.?)?(?:[ ]day)?|tax[ ]day|opening[ ]day|d(?:i|\u{ed})a[ ]del[ ](?:padre|ni\u{f1}o|trabajo)|new[ ]year'?s(?:[ ](?:eve|day))?|halloween|hanukkah|kwanzaa|juneteenth|diwali|(?:labor|memorial|independence|veterans?'?|mother'?s|father'?s|valentine'?s|presidents?'?|columbus|mlk|groundhog|emancipation|pioneer|pearl[ ]harbor|may|bunker[ ]hill|kamehameha|pulaski|lei|v-?e|v-?j|d)[ ]day|valentine'?s|(?:remembrance|mothering|trinity|easter|passion|low)[ ]sunday|easter[ ]mon(?:day)?|(?:guy[ ]fawkes|bonfire|burns|devil's|mischief)[ ]night|guy[ ]fawkes|triduum|all[ ](?:saints'?|souls'?|hallows'?)|(?:st|saint)\.?[ ][a-z]{3,12}'?s[ ]day|(?:winter|summer)[ ]solstice|(?:lantern|mid-autumn|moon|dragon[ ]boat)[ ]festival|qingming|chuseok|obon|dussehra|onam|pongal|vaisakhi|navratri|las[ ]posadas|carnival|corpus[ ]christi|whit[ ]monday|boxing[ ]day|super[ ]tuesday|(?:the[ ])?(?:fourth|4th)[ ]of[ ]july|good[ ]friday|ash[ ]wednesday|cinco[ ]de[ ]mayo|st\.?[ ]patrick'?s[ ]day|navidad|nochebuena|black[ ]friday|cyber[ ]monday|election[ ]day|boxing[ ]day|flag[ ]day|indigenous[ ]peoples'?[ ]day|patriots'?[ ]day|holy[ ]week|super[ ]bowl(?:[ ]sunday)?|chinese[ ]new[ ]year|all[ ]saints'?[ ]day|all[ ]souls'?[ ]day|arbor[ ]day|earth[ ]day|semana[ ]santa|vesak|shavuot|tisha[ ]b'av|lag[ ]baomer|simchat[ ]torah|leap[ ]day|armistice[ ]day|remembrance[ ]day|michaelmas|candlemas|twelfth[ ]night|maundy[ ]thursday|pentecost|whitsun|shrove[ ]tuesday|fat[ ]tuesday|(?:1st|2nd|3rd|4th|first|second|third|fourth)[ ]sunday[ ](?:of|in)[ ](?:advent|lent)|advent[ ]sunday|nowruz|holi|songkran|laylat[ ]al-qadr|ashura|bastille[ ]day|canada[ ]day|victoria[ ]day|oktoberfest|d(?:i|\u{ed})a[ ]de[ ](?:la[ ](?:candelaria|madre|independencia|raza)|las[ ]madres|los[ ]reyes|reyes|gracias|accion[ ]de[ ]gracias)|a\u{f1}o[ ]nuevo|nochevieja|viernes[ ]santo|(?:labor|memorial|presidents'?|thanksgiving|easter|mlk|columbus)(?:[ ]day)?[ ]weekend)(?:[ ](?:day|eve|night|morning))?(?:[ ,]{1,2}(?:of[ ])?(?:19|20)[0-9]{2}|[ ]['\u{2019}][0-9]{2})?)(?-u:\b)"
    ),
];

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "moved (March)", "in her April note": a month, or somebody of that name.
    rule!(
        "date.month.likely",
        Low,
        |hit| {
            let head = crate::text::cursor::window_before(hit.text, hit.start, 3).trim_end_matches([' ', '(', '"']);
            let begins = head.is_empty() || head.ends_with(['.', '!', '?', '\n', ':', ';']);
            (!(begins || hit.value() == "May" && is_verb(hit)) && hit.stands_alone()).then(|| hit.whole())
        },
        r"(?-u:\b)(?:March|April|May|June|August|Apr|Jun|Jul)(?-u:\b)"
    ),
    rule!(
        "date.dashed.likely",
        Low,
        month_day_dashed,
        r"(?-u:\b)(?:0?[1-9]|1[0-2])-(?:3[01]|[12][0-9]|0?[1-9])(?-u:\b)"
    ),
    rule!(
        "date.dotted.likely",
        Low,
        month_day_dotted,
        r"(?-u:\b)(?:0?[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01])(?-u:\b)"
    ),
    rule!(
        "date.ordinal.likely",
        Low,
        bare_ordinal,
        r"(?i-u:(?:\bthe|[ ]\(|[ ]=)[ ]?(?:1st|2nd|3rd|21st|22nd|23rd|31st|[0-3]?[0-9]th)\b|\b(?:el|hasta[ ]el|dia)[ ](?:[12]?[0-9]|3[01])\b)"
    ),
    // "2-2-82", "5-19-91": single figures with dashes, and "2 22 98" where a day is asked for.
    rule!(
        "date.short.likely",
        Low,
        short_likely,
        r"(?-u:\b)[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}(?-u:\b)|(?-u:\b)[01]?[0-9][ ][0-3]?[0-9][ ][0-9]{2}(?-u:\b)|(?-u:\b)[01][0-9][0-3][0-9][0-9]{2}(?-u:\b)"
    ),
    // "Mon 12", "lunes 11": a day of a calendar.
    rule!(
        "date.weekday.likely",
        Low,
        |hit| {
            let trail = &*hit.trail(5);
            let closes = trail.is_empty()
                || trail.starts_with("  ")
                || trail.starts_with(['\n', '\r', ',', ';', ')'])
                || trail.starts_with('.') && !trail.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()));
            let day = super::numbers(hit.value()).next()?.0;
            ((1..=31).contains(&day) && closes && hit.stands_alone()).then(|| hit.whole())
        },
        r"(?-u:\b)(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)\.?|(?i-u:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|jueves|viernes|domingo|sabado|miercoles)|(?:[Mm]i\u{e9}(?:rcoles)?|[Ss]\u{e1}b(?:ado)?|[Ll]un|[Jj]ue|[Vv]ie)\.?)[ ][0-3]?[0-9](?:st|nd|rd|th)?(?-u:\b)"
    ),
];
