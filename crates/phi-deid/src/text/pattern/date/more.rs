//! Dates in forms that are seldom met.

use phi_types::IdentifierClass;

use crate::{
    rule::{Generalised, date},
    text::{
        pattern::{Cut, Hit, Rule, measures, numbers},
        span::{Confidence, Write},
    },
};

macro_rules! rule {
    ($id:literal, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Date, confidence: Confidence::Medium, pattern: concat!($($pattern)+), accept: $accept }
    };
}

macro_rules! month {
    () => {
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    };
}

pub(crate) const RULES: &[Rule] = &[
    // One rule with many forms: the rules of all families are counted in a byte.
    // "Mar-4-25"; "Mar 4 thru 6"; "Janurary 4"; "may 1st" in small letters, with the ending no verb; "2025 03 04"; "week 10 of 2025", "1Q25";
    // "3 - 4 - 2025", "3. 4. 25"; "POD 3 (3/4)"
    rule!(
        "date.worded",
        |hit| {
            let value = hit.value();
            let digits = value.bytes().take_while(u8::is_ascii_digit).count();
            match value.as_bytes().first().map(u8::to_ascii_lowercase) {
                _ if matches!(digits, 1 | 2) && !value.contains(['q', 'Q']) => signs(hit),
                Some(b'p') => post_op(hit),
                _ => plain(hit),
            }
        },
        r"(?i-u:\b",
        month!(),
        r"(?:-[0-3]?[0-9]-|/[0-3]?[0-9]/)(?:(?:19|20)[0-9]{2}|[0-9]{2})\b)",
        r"|(?i-u:\b",
        month!(),
        r"\.?[ ][0-3]?[0-9](?:st|nd|rd|th)?[ ](?:thru|through|until|til)[ ][0-3]?[0-9](?:st|nd|rd|th)?(?:,?[ ](?:19|20)[0-9]{2})?\b)",
        r"|(?i-u:\b(?:jan(?:urary|aury|uray|ruary|uery)|feb(?:uray|urary|ruay|rurary|uaury)|marhc|apirl|aprl|arpil|jully|agust|augst|auguest|s(?:ept(?:mber|emeber)|etember|petember|epember|eptmeber)|o(?:ctber|cotber|tcober|cober)|n(?:ovmber|ovemeber|ovembr|ovmeber)|d(?:ecmber|ecemeber|ecembr|ecmeber|esember))[ ][0-3]?[0-9](?:st|nd|rd|th)?(?:,?[ ](?:19|20)[0-9]{2})?\b)",
        r"|(?-u:\b)may[ ][0-3]?[0-9](?:st|nd|rd|th)(?-u:\b)",
        r"|(?-u:\b)(?:19|20)[0-9]{2}[ ]-[ ](?:0[1-9]|1[0-2])[ ]-[ ](?:0[1-9]|[12][0-9]|3[01])(?-u:\b)|(?-u:\b)20[0-4][0-9][ ](?:0[1-9]|1[0-2])[ ](?:0[1-9]|[12][0-9]|3[01])(?-u:\b)",
        r"|(?i-u:\b(?:week|wk)[ ]#?[0-9]{1,2}(?:,[ ]?|[ ]of[ ]|/)20[0-9]{2}\b|\bday[ ][0-9]{1,3}[ ]of[ ]20[0-9]{2}\b|\b[1-4]q(?:[ ]?20[0-9]{2}|[0-9]{2})\b)",
        r"|(?-u:\b)(?:19|20)[0-9]{2}\u{5e74}[0-9]{1,2}\u{6708}(?:[0-9]{1,2}\u{65e5})?",
        r"|",
        r"(?-u:\b)(?:0?[1-9]|1[0-2])(?:[ ]-[ ](?:3[01]|[12][0-9]|0?[1-9])[ ]-[ ]|\.[ ](?:3[01]|[12][0-9]|0?[1-9])\.[ ]|\u{b7}(?:3[01]|[12][0-9]|0?[1-9])\u{b7}|_(?:3[01]|[12][0-9]|0?[1-9])_|\\(?:3[01]|[12][0-9]|0?[1-9])\\)(?:(?:19|20)[0-9]{2}|[0-9]{2})(?-u:\b)",
        r"|(?i-u:\bp(?:od|pd|bd)[ ]?#?[0-9]{1,2},?[ ](?:\((?:0?[1-9]|1[0-2])/(?:3[01]|[12][0-9]|0?[1-9])\)|(?:0?[1-9]|1[0-2])/(?:3[01]|[12][0-9])\b))"
    ),
];

/// "POD 3 (3/4)": the day of the operation's count.
fn post_op(hit: &Hit<'_>) -> Option<Cut> {
    let from = hit.value().rfind(['(', ' '])? + 1;
    let end = hit.start + hit.value().rfind(|c: char| c.is_ascii_digit())? + 1;
    let goes_on = hit.text.get(end..).is_some_and(|rest| rest.starts_with(['/', '-']));
    (!goes_on).then(|| hit.part(hit.start + from, end).writing(Write::Date(Generalised::Removed)))
}

/// What stays of it: a year of four figures.
fn year_of(hit: &Hit<'_>) -> Write {
    let year = numbers(hit.value()).find(|(_, len)| *len == 4).map(|(year, _)| year);
    Write::Date(year.map_or(Generalised::Removed, |year| date::year(year, hit.reference)))
}

fn plain(hit: &Hit<'_>) -> Option<Cut> {
    let day = numbers(hit.value()).find(|(_, len)| *len <= 3).map_or(1, |(day, _)| day);
    // "2025 03 04" in a row of numbers.
    let is_row = hit.value().starts_with("20")
        && (hit.lead(2).trim_end().ends_with(|c: char| c.is_ascii_digit())
            || hit.trail(2).trim_start().starts_with(|c: char| c.is_ascii_digit()));
    (hit.stands_alone() && (1..=366).contains(&day) && !is_row).then(|| hit.whole().writing(year_of(hit)))
}

/// Numbers with signs between them: with a year of four figures, or behind a word for a day.
fn signs(hit: &Hit<'_>) -> Option<Cut> {
    let lead = hit.lead(12);
    let has_year = numbers(hit.value()).last().is_some_and(|(_, len)| len == 4);
    let is_announced = [" on ", "date: ", "dob ", "dob: ", "seen ", "dated ", "since ", "until ", "on: "]
        .iter()
        .any(|word| lead.ends_with(word));
    let goes_on = hit.char_after().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    (hit.stands_alone() && (has_year || is_announced) && !goes_on && !measures(&hit.trail(12)))
        .then(|| hit.whole().writing(year_of(hit)))
}
