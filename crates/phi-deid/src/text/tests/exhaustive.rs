//! Every date in every form, every age in every wording.

use time::{Date, Month};

use super::{RELEASE, engine};

/// The forms in which a date is written.
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

/// A date whose form holds no year is the same in every year: February 29 is in 1880.
fn each_year(form: fn(Date) -> String, check: impl Fn(i32)) {
    let day = Date::from_calendar_date(2001, Month::March, 4).unwrap();
    let years = if form(day).contains("2001") { 1880..=2100 } else { 1880..=1880 };
    years.for_each(check);
}

#[test]
fn every_date_in_every_form() {
    // All years take a minute without optimisation; the turns of a rule are at these.
    let all = std::env::var_os("PHI_LONG").is_some();
    let turns = [1880, 1899, 1900, 1936, 1937, 1999, 2000, 2024, 2026, 2027, 2028, 2100];
    std::thread::scope(|scope| {
        for forms in FORMS.chunks(FORMS.len().div_ceil(2)) {
            scope.spawn(move || {
                for form in forms {
                    each_year(*form, |year| {
                        if all || turns.contains(&year) {
                            check(*form, year);
                        }
                    });
                }
            });
        }
    });
}

/// The wordings of an age, with the part that must not be left.
const WORDINGS: &[fn(&str) -> String] = &[
    |age| format!("{age}-year-old man"),
    |age| format!("{age} year old woman"),
    |age| format!("{age} years old"),
    |age| format!("{age} y/o M"),
    |age| format!("{age}yo F"),
    |age| format!("{age} y.o. female"),
    |age| format!("Age: {age}"),
    |age| format!("age {age} at admission"),
    |age| format!("aged {age}"),
    |age| format!("{age}M with chest pain"),
    |age| format!("{age} F with chest pain"),
    |age| format!("at the age of {age}"),
    |age| format!("turned {age} last week"),
    |age| format!("died at {age}"),
    |age| format!("{age} years of age"),
    |age| format!("his {age}-year-old wife"),
    |age| format!("paciente de {age} a\u{f1}os"),
];

#[test]
fn every_age_in_every_wording() {
    for wording in WORDINGS {
        let mut text = String::new();
        for age in 0..=130 {
            text.push_str(&format!("A {}.\n\n", wording(&age.to_string())));
        }
        let redacted = engine().redact(&text, &[], RELEASE).unwrap().text;
        for (age, line) in (0..=130).zip(redacted.split("\n\n")) {
            let numbers: Vec<i32> = line
                .replace("[AGE 90 or older]", "")
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            if age >= 90 {
                assert!(!numbers.contains(&age), "{age}: {line}");
            } else {
                assert!(numbers.contains(&age) && !line.contains("[AGE"), "{age}: {line}");
            }
        }
    }
}

/// The wordings that count in a document about somebody.
const BESIDE: &[fn(&str) -> String] = &[
    |age| format!("Ana Ruiz BR-001873, {age}, PPM"),
    |age| format!("Her mother blind at {age}."),
    |age| format!("Father used CPAP til {age}."),
    |age| format!("Ana Ruiz   204  F {age}      1/6"),
    |age| format!("Vive sola. Tiene {age}."),
    |age| format!("5b Ruiz, Ana {age} f hip, pod2"),
    |age| format!("Mrs. Ruiz, {age}, home"),
    |age| format!("Ana Ruiz   {age} F   well"),
];

#[test]
fn every_age_in_every_wording_beside_somebody() {
    for wording in BESIDE {
        let mut text = "Pt Ana Ruiz, MRN 4471920, seen 3/4/2019 by Boris Quillfeather, MD.\n\n".to_owned();
        for age in 0..110 {
            text.push_str(&format!("{}.\n\n", wording(&age.to_string())));
        }
        let redacted = engine().redact(&text, &[], RELEASE).unwrap().text;
        for (age, line) in (0..110).zip(redacted.split("\n\n").skip(1)) {
            let is_pooled = line.contains("[AGE 90 or older]");
            let rest = line.replace("[AGE 90 or older]", "");
            let is_left = rest.split(|c: char| !c.is_ascii_digit()).any(|n| n.parse() == Ok(age));
            assert!(if age < 90 { !is_pooled } else { !is_left }, "{age}: {line}");
        }
    }
}

#[test]
fn every_age_from_ninety_in_words() {
    const UNITS: &[&str] = &["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    const TEENS: &[&str] =
        &["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
    let mut ages = vec!["ninety".to_owned(), "one hundred".to_owned()];
    for unit in UNITS.iter().skip(1) {
        ages.push(format!("ninety-{unit}"));
        ages.push(format!("ninety {unit}"));
        ages.push(format!("one hundred and {unit}"));
        ages.push(format!("one hundred {unit}"));
    }
    ages.extend(TEENS.iter().map(|teen| format!("one hundred and {teen}")));
    for age in ages {
        for text in
            [format!("a {age} year old woman"), format!("She is {age} years old."), format!("{age}-year-old man")]
        {
            let redacted = engine().redact(&text, &[], RELEASE).unwrap().text;
            assert!(redacted.contains("[AGE 90 or older]"), "{text}: {redacted}");
        }
    }
}
