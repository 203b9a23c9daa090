//! Every date, every age.

use time::{Date, Month};

use super::{RELEASE, engine, redact};

/// The forms in which a date is written, each with the place of its year.
const FORMS: &[fn(Date) -> String] = &[
    |d| format!("{}/{}/{}", u8::from(d.month()), d.day(), d.year()),
    |d| format!("{:02}/{:02}/{}", u8::from(d.month()), d.day(), d.year()),
    |d| format!("{:02}-{:02}-{}", u8::from(d.month()), d.day(), d.year()),
    |d| format!("{}.{}.{}", u8::from(d.month()), d.day(), d.year()),
    |d| format!("{}-{:02}-{:02}", d.year(), u8::from(d.month()), d.day()),
    |d| format!("{}/{:02}/{:02}", d.year(), u8::from(d.month()), d.day()),
    |d| format!("{}{:02}{:02}", d.year(), u8::from(d.month()), d.day()),
    |d| format!("{} {}, {}", d.month(), d.day(), d.year()),
    |d| format!("{} {} {}", short(d.month()), d.day(), d.year()),
    |d| format!("{} {} {}", d.day(), d.month(), d.year()),
    |d| format!("{:02}-{}-{}", d.day(), short(d.month()), d.year()),
    |d| format!("{:02}{}{}", d.day(), short(d.month()).to_uppercase(), d.year()),
    |d| format!("{} {}", d.month(), d.day()),
    |d| format!("the {} of {} {}", ordinal(d.day()), d.month(), d.year()),
];

fn short(month: Month) -> String {
    month.to_string().chars().take(3).collect()
}

fn ordinal(day: u8) -> String {
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// Looks at the days of a year in one form: of each line only the sentence and a tag may be left.
fn check(form: fn(Date) -> String, year: i32) {
    let mut day = Date::from_calendar_date(year, Month::January, 1).unwrap();
    let (mut text, mut lines) = (String::new(), Vec::new());
    while day.year() == year {
        let written = form(day);
        text.push_str(&format!("Seen {written} here.\n"));
        lines.push(written);
        let Some(next) = day.next_day() else { break };
        day = next;
    }
    let redacted = engine().redact(&text, &[], RELEASE).unwrap().text;
    // A year stays where it tells no age of ninety or more.
    let may_stay = format!("[DATE {year}]");
    for (line, written) in redacted.lines().zip(&lines) {
        let tag = line.strip_prefix("Seen ").and_then(|rest| rest.strip_suffix(" here.")).unwrap_or(line);
        let tag = tag.strip_prefix("the ").unwrap_or(tag);
        let ok = tag == "[DATE]" || tag == may_stay && RELEASE.year - year < 90;
        assert!(ok, "{written}: {line}");
    }
    assert_eq!(redacted.lines().count(), lines.len());
}

#[test]
fn dates_of_some_years_in_every_form() {
    for form in FORMS {
        for year in [1880, 1936, 1937, 2024, 2100] {
            check(*form, year);
        }
    }
}

/// All of them: `cargo test --release -p phi-deid exhaustive`.
#[test]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimisation")]
fn every_date_from_1880_to_2100_in_every_form() {
    for form in FORMS {
        (1880..=2100).for_each(|year| check(*form, year));
    }
}

#[test]
fn every_age_in_every_wording() {
    let wordings: &[fn(u16) -> String] = &[
        |age| format!("a {age}-year-old man"),
        |age| format!("a {age} year old man"),
        |age| format!("{age} y/o male"),
        |age| format!("{age}yo male"),
        |age| format!("{age} years of age"),
        |age| format!("Age: {age}"),
        |age| format!("aged {age}"),
        |age| format!("mother died at {age}"),
        |age| format!("father lived to {age}"),
        |age| format!("mother, {age}, lives nearby"),
        |age| format!("MGM d. {age}"),
        |age| format!("her {age}th birthday"),
        |age| format!("edad {age} a\u{f1}os"),
    ];
    for wording in wordings {
        for age in 0..=119 {
            let text = format!("{}.", wording(age));
            let written = redact(&text);
            if age > 89 {
                let rest = written.replace("[AGE 90 or older]", "");
                assert!(rest.len() < written.len() && !rest.contains(&age.to_string()), "{text}: {written}");
            } else {
                assert!(written.contains(&age.to_string()), "{text}: {written}");
            }
        }
    }
}
