//! What is found is found in disguise too.

use super::{RELEASE, engine};

/// Identifiers in a sentence that marks them, each with the part that must go.
const PLAIN: &[(&str, &str)] = &[
    ("Seen by Dr. Testcase today.", "Testcase"),
    ("Call 212-555-0142 now.", "212-555-0142"),
    ("SSN 900-12-3456 on file.", "900-12-3456"),
    ("DOB 03/14/1975 noted.", "03/14/1975"),
    ("Write to ana@example.org today.", "ana@example.org"),
    ("MRN: 00482917 in chart.", "00482917"),
];

/// A sign between the letters and digits that stand together.
fn within_words(value: &str, sign: &str) -> String {
    let mut read = String::new();
    for (at, c) in value.char_indices() {
        read.push(c);
        let next = value.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        if c.is_alphanumeric() && next.is_some_and(char::is_alphanumeric) {
            read.push_str(sign);
        }
    }
    read
}

type Disguise = fn(&str) -> String;

/// The ways to disguise a value.
const DISGUISES: &[(&str, Disguise)] = &[
    ("zero-width space", |v| between(v, '\u{200b}')),
    ("zero-width joiner", |v| between(v, '\u{200d}')),
    ("word joiner", |v| between(v, '\u{2060}')),
    ("soft hyphen", |v| between(v, '\u{ad}')),
    ("byte order mark", |v| between(v, '\u{feff}')),
    ("bidi override", |v| format!("\u{202e}{v}\u{202c}")),
    ("bidi isolate", |v| format!("\u{2066}{v}\u{2069}")),
    ("variation selector", |v| between(v, '\u{fe0f}')),
    ("full-width digits", |v| map(v, |c| if c.is_ascii_digit() { shift(c, '0', 0xff10) } else { c })),
    ("full-width all", |v| map(v, |c| if c.is_ascii_graphic() { shift(c, '!', 0xff01) } else { c })),
    ("Arabic-Indic digits", |v| map(v, |c| if c.is_ascii_digit() { shift(c, '0', 0x660) } else { c })),
    ("Devanagari digits", |v| map(v, |c| if c.is_ascii_digit() { shift(c, '0', 0x966) } else { c })),
    ("mathematical digits", |v| map(v, |c| if c.is_ascii_digit() { shift(c, '0', 0x1d7ce) } else { c })),
    ("no-break hyphen", |v| v.replace('-', "\u{2011}")),
    ("figure dash", |v| v.replace('-', "\u{2012}")),
    ("en dash", |v| v.replace('-', "\u{2013}")),
    ("minus sign", |v| v.replace('-', "\u{2212}")),
    ("fraction slash", |v| v.replace('/', "\u{2044}")),
    ("Cyrillic letters", |v| v.replace('a', "а").replace('e', "е").replace('T', "Т")),
    ("letter O for nought", |v| swap_digits(v, '0', 'O')),
    ("letter l for one", |v| swap_digits(v, '1', 'l')),
    ("line break after a dash", |v| v.replacen('-', "-\n", 1)),
    ("entities", |v| v.chars().map(|c| format!("&#{};", u32::from(c))).collect()),
    ("entity of a sign", |v| v.replace('-', "&#45;").replace('/', "&#x2f;").replace('@', "&commat;")),
    ("entity without width", |v| between(v, '\u{ad}').replace('\u{ad}', "&shy;")),
    ("stars", |v| format!("**{v}**")),
    ("lines of Markdown", |v| format!("_{v}_")),
    ("tags within", |v| format!("{}<i></i>{}", v.get(..3).unwrap(), v.get(3..).unwrap())),
    ("quotation marks", |v| format!("\"{v}\"")),
    ("brackets", |v| format!("[{v}]")),
    ("letters one by one", |v| v.chars().map(String::from).collect::<Vec<_>>().join(" ")),
    ("blanks around dashes", |v| v.replace('-', " - ")),
    ("a blank behind a dash", |v| v.replacen('-', "- ", 1)),
    ("parentheses", |v| format!("({v})")),
    ("escapes", |v| v.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()),
    ("percent signs", |v| v.replace('-', "%2D").replace('/', "%2F").replace('@', "%40")),
    ("letters parted by full stops", |v| {
        let is_word = v.chars().all(char::is_alphabetic);
        if is_word { v.chars().map(String::from).collect::<Vec<_>>().join(".") } else { v.to_owned() }
    }),
    ("letters parted by lines", |v| within_words(v, "_")),
    ("letters parted by strokes", |v| if v.contains('-') { v.to_owned() } else { within_words(v, "-") }),
    ("letters parted by middle dots", |v| within_words(v, "\u{b7}")),
    ("letters parted by thin blanks", |v| within_words(v, "\u{2009}")),
    ("letters parted by bars", |v| within_words(v, "|")),
    ("letters in brackets", |v| {
        map(v, |c| c).chars().map(|c| if c.is_alphanumeric() { format!("[{c}]") } else { c.to_string() }).collect()
    }),
    ("percent signs for all", |v| v.bytes().map(|byte| format!("%{byte:02X}")).collect()),
    ("quoted-printable", |v| v.bytes().map(|byte| format!("={byte:02X}")).collect()),
    ("octal escapes", |v| v.bytes().map(|byte| format!("\\{byte:03o}")).collect()),
    ("code points", |v| v.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ")),
    ("hexadecimal pairs", |v| v.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")),
    ("signs behind strokes", |v| v.replace('-', "\\-").replace('/', "\\/").replace('@', "\\@")),
    ("letters in circles", |v| {
        map(v, |c| match c {
            'a'..='z' => shift(c, 'a', 0x24d0),
            'A'..='Z' => shift(c, 'A', 0x24b6),
            _ => c,
        })
    }),
    ("Thai digits", |v| map(v, |c| if c.is_ascii_digit() { shift(c, '0', 0xe50) } else { c })),
    ("digits in black circles", |v| map(v, |c| if ('1'..='9').contains(&c) { shift(c, '1', 0x2776) } else { c })),
    ("struck out", |v| v.chars().flat_map(|c| [c, '\u{336}']).collect()),
    ("every other letter large", |v| {
        let case = |(at, c): (usize, char)| if at % 2 == 0 { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
        if v.chars().all(char::is_alphabetic) { v.chars().enumerate().map(case).collect() } else { v.to_owned() }
    }),
    ("word cut at the end of a line", |v| v.replacen("stc", "st-\nc", 1)),
    ("line break with CR", |v| v.replacen('-', "-\r\n", 1)),
];

fn between(value: &str, c: char) -> String {
    value.chars().flat_map(|v| [v, c]).collect::<String>().trim_end_matches(c).to_owned()
}

fn map(value: &str, f: fn(char) -> char) -> String {
    value.chars().map(f).collect()
}

fn shift(c: char, from: char, to: u32) -> char {
    char::from_u32(u32::from(c) - u32::from(from) + to).unwrap()
}

/// Only inside numbers, and one only: a scanner does not miss them all.
fn swap_digits(value: &str, digit: char, letter: char) -> String {
    if value.contains('@') { value.to_owned() } else { value.replacen(digit, &letter.to_string(), 1) }
}

#[test]
fn each_disguise_of_each_identifier_is_removed() {
    for (sentence, value) in PLAIN {
        for (name, disguise) in DISGUISES {
            let hidden = disguise(value);
            let text = sentence.replace(value, &hidden);
            let Ok(redacted) = engine().redact(&text, &[], RELEASE) else { continue };
            let start = text.find(&hidden).unwrap();
            let covered = |at: usize| redacted.spans.iter().any(|span| span.start <= at && at < span.end);
            for (offset, c) in hidden.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                assert!(covered(start + offset), "{name} of {value}: {c} at {offset} stays");
            }
        }
    }
}

/// A mark of direction with each other character that has no width, at any two places of the value.
#[test]
fn marks_of_direction_do_not_cut_a_value() {
    for (sentence, value) in PLAIN {
        for from in 0..value.len() {
            for to in from + 1..=value.len() {
                for (turn, end) in [('\u{202e}', '\u{202c}'), ('\u{202e}', '\u{ad}'), ('\u{feff}', '\u{202e}')] {
                    let (head, tail) = (value.get(..from).unwrap(), value.get(to..).unwrap());
                    let hidden = format!("{head}{turn}{}{end}{tail}", value.get(from..to).unwrap());
                    let text = sentence.replace(value, &hidden);
                    let Ok(redacted) = engine().redact(&text, &[], RELEASE) else { continue };
                    let start = text.find(&hidden).unwrap();
                    let covered = |at: usize| redacted.spans.iter().any(|span| span.start <= at && at < span.end);
                    for (offset, c) in hidden.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                        assert!(covered(start + offset), "{hidden:?}: {c} at {offset} stays");
                    }
                }
            }
        }
    }
}

/// Whole sentences: one of their blanks is another gap.
const SENTENCES: &[(&str, &str)] = &[
    ("What is best for a man of 63 who was seen at the Cleveland@Clinic on March 15th, 2021?", "Cleveland Clinic"),
    ("What is best for a man of 65 after hip replacement, John@Doe, who lives in Brooklyn?", "John Doe"),
    ("She was seen here by Dr.@Testcase and went home.", "Testcase"),
    ("She fell on the way to work on March@14, 2023 and went home.", "March 14"),
    ("The team of St.@Elmo's saw her and she went home.", "Elmo"),
    ("She has the number MRN 8841@2207 and comes again.", "8841 2207"),
    ("She lives at 780 Sycamore@Trace with her son and comes again.", "Sycamore Trace"),
    ("She will call from her other phone, which is 212@555-0142, when she is home.", "555-0142"),
];

#[test]
fn a_gap_within_is_closed() {
    for (sentence, value) in SENTENCES {
        for gap in ["  ", "\t", "\n", "\r\n"] {
            let text = sentence.replace('@', gap);
            let Ok(redacted) = engine().redact(&text, &[], RELEASE) else { continue };
            for word in value.split(' ') {
                assert!(!redacted.text.contains(word), "{gap:?}: {word} stays in {}", redacted.text);
            }
        }
    }
}

#[test]
fn the_dash_of_a_number_is_found_with_blanks() {
    for (text, value) in [
        ("MRN: 982 - 12-34 in chart.", "12-34"),
        ("DOB 03 - 14-1975 noted.", "14-1975"),
        ("case TH - 4183 is open", "4183"),
    ] {
        let redacted = engine().redact(text, &[], RELEASE).unwrap();
        assert!(!redacted.text.contains(value), "{}", redacted.text);
    }
}

/// Short things one by one, where their place tells what they are.
#[test]
fn short_things_one_by_one_are_found() {
    for (text, value) in [
        ("Ana Ruiz, MRN 00482917, was seen on 1 0 / 2 8 and went home.", "1 0 / 2 8"),
        ("Ana Ruiz was seen by Dr. L i and went home.", "L i"),
        ("Ana Ruiz, a woman of 9 3 years, was seen.", "9 3"),
        ("Ana Ruiz, DOB 0 4 / 1 8 / 1 9 6 7, was seen.", "0 4 / 1 8"),
        ("Ana Ruiz was seen on Apr_21,_2026 here.", "21"),
    ] {
        let redacted = engine().redact(text, &[], RELEASE).unwrap();
        assert!(!redacted.text.contains(value), "{}", redacted.text);
    }
}

#[test]
fn tags_around_are_read() {
    for (text, value) in [("Seen by Dr. <b>Testcase</b> today.", "Testcase"), ("a <b>93</b>-year-old man", "93")] {
        let redacted = engine().redact(text, &[], RELEASE).unwrap();
        assert!(!redacted.text.contains(value) && redacted.text.contains("<b>["), "{}", redacted.text);
    }
}

#[test]
fn spaced_letters_are_read() {
    let redacted = engine().redact("Name: T E S T C A S E", &[], RELEASE).unwrap();
    assert!(!redacted.text.contains("T E S T"));
}

#[test]
fn letters_in_the_other_case_are_read() {
    for (text, values) in [
        ("She was seen by Dr. jOHN tESTCASE in Clinic on 3/4/2019.", &["OHN", "ESTCASE"][..]),
        ("The Patient was seen by Dr. castellanos on 3/4/2019 and sent Home.", &["castellanos"]),
        ("Patient: Ana Testcase, seen 3/4/2019. Moved to northfield, MN 55057 with her Son.", &["northfield"]),
        ("Patient: Ana Testcase, seen 3/4/2019. Plan Superior, ID Sup0041 7788 1, is Active.", &["0041", "7788"]),
        ("Patient: Ana Testcase, seen 3/4/2019. The test was checked by j.t. and was Negative.", &["j.t"]),
    ] {
        let redacted = engine().redact(text, &[], RELEASE).unwrap();
        for value in values {
            assert!(!redacted.text.contains(value), "{value} stays in {}", redacted.text);
        }
    }
}

/// What is written in a code that nobody reads here is refused, and says where.
#[test]
fn what_cannot_be_read_is_refused() {
    use crate::text::TextError;
    for (text, offset) in [
        ("Seen by %ff%fe%fd%fc today.", 8),
        ("Seen by \u{281a}\u{2815}\u{2813}\u{281d} today.", 8),
        ("Seen by 01001010 01101111 01101000 today.", 8),
    ] {
        let refused = engine().redact(text, &[], RELEASE).unwrap_err();
        assert!(matches!(refused, TextError::Encoded { offset: at } if at == offset), "{text}");
        assert!(!refused.to_string().contains("01001010"));
    }
}

/// Signs in place of blanks, and words without them.
#[test]
fn what_lost_its_blanks_is_found() {
    for (text, value) in [
        ("Ana Ruiz, MRN 00482917, was seen by Dr. Marta+Testcase here.", "Testcase"),
        ("Ana Ruiz was born on April-21,-2026 here.", "21"),
        ("Ana Ruiz lives at 12/Sample/Street now.", "Sample"),
        ("Ana Ruiz was seen by JohnMartinez here.", "Martinez"),
        ("Ana Ruiz was seen by Dr. Martin ez here.", "Martin"),
        ("Ana Ruiz, call two one two five five five zero one four two now.", "zero"),
    ] {
        let redacted = engine().redact(text, &[], RELEASE).unwrap();
        assert!(!redacted.text.contains(value), "{}", redacted.text);
    }
}
