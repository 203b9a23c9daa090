//! Every date of some years in every form.

use time::{Date, Month};

use super::{RELEASE, engine};

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
];

fn short(month: Month) -> String {
    month.to_string().chars().take(3).collect()
}

/// Looks at the days of a year in one form: of each line only the sentence and a tag may be left.
fn check(form: fn(Date) -> String, year: i32) {
    let mut day = Date::from_calendar_date(year, Month::January, 1).unwrap();
    let (mut text, mut lines) = (String::new(), Vec::new());
    while day.year() == year {
        let written = form(day);
        text.push_str(&format!("Seen on {written} here.\n"));
        lines.push(written);
        let Some(next) = day.next_day() else { break };
        day = next;
    }
    let redacted = engine().redact(&text, &[], RELEASE).unwrap().text;
    // A year stays where it tells no age of ninety or more.
    let may_stay = format!("[DATE {year}]");
    for (line, written) in redacted.lines().zip(&lines) {
        let tag = line.strip_prefix("Seen on ").and_then(|rest| rest.strip_suffix(" here.")).unwrap_or(line);
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
