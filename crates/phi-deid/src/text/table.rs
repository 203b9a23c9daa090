//! Tables and records inside a text: a header line tells what the columns hold; a key tells what the value is.

mod blank;

use phi_types::IdentifierClass;

use super::{
    cursor,
    piece::Signs,
    span::{Confidence, Found, Span, Write},
    words::listed,
};
use crate::rule::{Reference, Zip3, date};

/// Fewer columns are a list, more are read no further.
const COLUMNS: core::ops::RangeInclusive<usize> = 3..=64;

/// What the columns of a table hold.
pub(super) type Columns = Vec<Option<IdentifierClass>>;

/// Finds the cells of tables separated by commas or tabs by their header, and values by the keys of JSON. `header` is that of a table
/// which begins before the text; gives the one that goes on behind it.
pub(super) fn find(
    text: &str,
    signs: Signs,
    mut header: Option<Columns>,
    reference: Reference,
    found: &mut Vec<Found>,
) -> Option<Columns> {
    let mut at = 0;
    let lines = if header.is_some() || may_have_header(text.as_bytes(), signs) { text } else { "" };
    for line in lines.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let least = header.as_ref().map_or(*COLUMNS.start(), Vec::len);
        let cells_by = |mark: char| cursor::count(line.as_bytes(), |b| char::from(b) == mark) + 1;
        // Where other signs make enough cells, commas are of the text in them.
        let mark = ['\t', '|', ';'].into_iter().find(|mark| cells_by(*mark) >= least).unwrap_or(',');
        if let Some(columns) = header.as_ref().filter(|columns| cells_by(mark) >= columns.len()) {
            for ((from, to), class) in cells(line, mark).zip(columns) {
                if let Some(class) = class {
                    cell(text, (start + from, start + to), *class, "table.column", reference, found);
                }
            }
            continue;
        }
        header = if COLUMNS.contains(&cells_by(mark)) { read_header(line, mark) } else { None };
    }
    if signs.may_have(b'"') && text.contains("\":") {
        keys(text, reference, found);
    }
    if has_wide_gap(text.as_bytes()) {
        blank::find(text, reference, found);
    }
    header
}

/// Whether three blanks stand together.
fn has_wide_gap(bytes: &[u8]) -> bool {
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    bytes.chunks(128).zip(second.chunks(128)).zip(third.chunks(128)).any(|((one, two), three)| {
        let all = one.iter().zip(two).zip(three);
        all.fold(0, |any, ((a, b), c)| any | (u8::from(*a == b' ') & u8::from(*b == b' ') & u8::from(*c == b' '))) != 0
    })
}

/// Whether there are as many commas right before a name or a quotation mark as a header has at least: most texts put a blank
/// behind a comma.
fn may_have_header(bytes: &[u8], signs: Signs) -> bool {
    let tabs = if signs.may_have(b'\t') { cursor::count(bytes, |b| b == b'\t') } else { 0 };
    let bars = if signs.may_have(b'|') { cursor::count(bytes, |b| b == b'|') } else { 0 };
    let semicolons = if signs.may_have(b';') { tight_semicolons(bytes) } else { 0 };
    // Quotation marks stand between words like commas.
    let quoted = if signs.may_have(b',') && signs.may_have(b'"') { quoted(bytes) } else { 0 };
    (signs.tight_commas + quoted).max(tabs).max(bars).max(semicolons) + 1 >= *COLUMNS.start()
}

/// How many semicolons stand right before a name or a quotation mark.
fn tight_semicolons(bytes: &[u8]) -> usize {
    let next = bytes.get(1..).unwrap_or_default();
    let each = bytes.chunks(128).zip(next.chunks(128)).map(|(bytes, next)| {
        let pairs = bytes.iter().zip(next).map(|(byte, next)| {
            u8::from(*byte == b';') & (u8::from((next | 0x20).wrapping_sub(b'a') < 26) | u8::from(*next == b'"'))
        });
        usize::from(pairs.fold(0_u8, u8::wrapping_add))
    });
    each.sum()
}

/// How many commas stand right before a quotation mark.
fn quoted(bytes: &[u8]) -> usize {
    let next = bytes.get(1..).unwrap_or_default();
    let each = bytes.chunks(128).zip(next.chunks(128)).map(|(bytes, next)| {
        let pairs = bytes.iter().zip(next).map(|(byte, next)| u8::from(*byte == b',') & u8::from(*next == b'"'));
        usize::from(pairs.fold(0_u8, u8::wrapping_add))
    });
    each.sum()
}

/// The classes of the columns, when at least two of the names are known and all look like names of columns.
fn read_header(line: &str, mark: char) -> Option<Columns> {
    // Behind the commas of a sentence stands a blank.
    let is_tight = !line.contains(", ");
    let is_name = |cell: &str| {
        !cell.is_empty()
            && cell.len() <= 32
            && cell.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b' ' | b'"' | b'#' | b'.' | b'-'))
            && cell.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"')
            && (mark != ',' || !cell.contains(' ') || is_tight && cell.split(' ').count() < 4)
    };
    let mut columns = Vec::new();
    let line = line.trim_end_matches(['\r', '\n']);
    // "| Name | Age |": nothing stands before the first bar and behind the last.
    let last = line.split(mark).count() - 1;
    for (at, cell) in line.split(mark).enumerate() {
        let cell = cell.trim();
        if mark == '|' && (at == 0 || at == last) && cell.is_empty() {
            columns.push(None);
            continue;
        }
        if !is_name(cell) {
            return None;
        }
        columns.push(column_of(cell.trim_matches(['"', ' '])));
    }
    // Beside names of persons a bare "id" is theirs.
    if columns.contains(&Some(IdentifierClass::Name)) {
        for (column, cell) in columns.iter_mut().zip(line.split(mark)) {
            if column.is_none() && cell.trim().trim_matches('"').eq_ignore_ascii_case("id") {
                *column = Some(IdentifierClass::MedicalRecordNumber);
            }
        }
    }
    (columns.iter().flatten().count() >= 2).then_some(columns)
}

/// The cells of a line: quoted ones may hold commas.
fn cells(line: &str, mark: char) -> impl Iterator<Item = (usize, usize)> + '_ {
    let line = line.trim_end_matches(['\r', '\n']);
    let mut from = 0;
    let mut done = false;
    core::iter::from_fn(move || {
        if done {
            return None;
        }
        let mut quoted = false;
        let rest = line.get(from..)?;
        let len = rest
            .find(|c: char| {
                quoted ^= c == '"';
                c == mark && !quoted
            })
            .unwrap_or_else(|| {
                done = true;
                rest.len()
            });
        let cell = (from, from + len);
        from += len + 1;
        Some(cell)
    })
}

/// `"family": "Ruiz"`, `"given": ["Ana", "M."]`
fn keys(text: &str, reference: Reference, found: &mut Vec<Found>) {
    let mut at = 0;
    while let Some(colon) = text.get(at..).and_then(|rest| rest.find("\":")).map(|offset| at + offset) {
        at = colon + 2;
        let key: &str = cursor::window_before(text, colon, 40).rsplit('"').next().unwrap_or_default();
        let Some(class) = class_of(key) else { continue };
        let mut value = cursor::skip_gap(text, at, false);
        let is_list = text.as_bytes().get(value) == Some(&b'[');
        value += usize::from(is_list);
        for _ in 0..8 {
            value = cursor::skip_gap(text, value, false);
            if text.as_bytes().get(value) != Some(&b'"') {
                break;
            }
            let inner = cursor::window_after(text, value + 1, 120);
            let Some(len) = inner.find('"') else { break };
            cell(text, (value + 1, value + 1 + len), class, "table.key", reference, found);
            at = value + len + 2;
            value = at;
            if !(is_list && text.as_bytes().get(value) == Some(&b',')) {
                break;
            }
            value += 1;
        }
    }
}

fn cell(
    text: &str,
    (start, end): (usize, usize),
    class: IdentifierClass,
    rule: &'static str,
    reference: Reference,
    found: &mut Vec<Found>,
) {
    let Some(raw) = text.get(start..end) else { return };
    let value = raw.trim_matches([' ', '"']);
    let is_alias = value.eq_ignore_ascii_case("unk")
        || value.eq_ignore_ascii_case("unknown")
        || value.eq_ignore_ascii_case("none");
    let lead = raw.len() - raw.trim_start_matches([' ', '"']).len();
    // A line of text with as many bars as a row has.
    let is_text = class == IdentifierClass::Name
        && (value.contains(':') || value.starts_with(|c: char| c.is_ascii_digit()) || value.split(' ').count() > 6);
    if !value.contains(char::is_alphanumeric) || is_alias || is_text || value.len() > 80 {
        return;
    }
    let (start, end) = (start + lead, start + lead + value.len());
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let write = match class {
        // The number of a site tells a place to those alone who have the list.
        IdentifierClass::Geography if digits == value.len() && digits < 3 => return,
        // The number of a row.
        IdentifierClass::MedicalRecordNumber if digits < 3 => return,
        IdentifierClass::Geography if digits == value.len() => Write::Zip(Zip3::of(value)),
        // Days are the patterns' work.
        IdentifierClass::Date => match told_age(value, reference) {
            Some(write) => write,
            None => return,
        },
        _ => Write::Tag,
    };
    found.push(Found { span: Span { start, end, class, rule, confidence: Confidence::High }, write });
}

/// In a column of ages or of years of birth: what stands for an age of the pool, or for the year that tells one. No number is both.
fn told_age(value: &str, reference: Reference) -> Option<Write> {
    let figures = Some(value).filter(|value| value.len() <= 4 && value.bytes().all(|b| b.is_ascii_digit()))?;
    match figures.parse().ok()? {
        90..=139 => Some(Write::Age),
        year @ 1860..=2100 => Some(date::year(year, reference)).filter(|kept| !kept.is_kept()).map(Write::Date),
        _ => None,
    }
}

/// What a column of this name holds: in a header some words tell what they do not tell as a key.
fn column_of(name: &str) -> Option<IdentifierClass> {
    class_of(name).or_else(|| {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let is = |list: &[&str]| listed(list, &plain);
        match () {
            () if is(HEADED_RECORD) || name.ends_with('#') && is(NUMBERED) => {
                Some(IdentifierClass::MedicalRecordNumber)
            }
            () if is(HEADED_NAME) => Some(IdentifierClass::Name),
            () if is(HEADED_PHONE) => Some(IdentifierClass::Phone),
            () => None,
        }
    })
}

/// In a header alone: numbers of records.
const HEADED_RECORD: &[&str] = &[
    "chartnum",
    "chartnumber",
    "hospitalno",
    "hospno",
    "hrn",
    "medrec",
    "medrecno",
    "mr",
    "mrno",
    "patientno",
    "patno",
    "ptno",
    "recno",
    "record",
    "recordno",
    "recordnumber",
    "unitno",
    "unitnumber",
];
/// The same with a sign of numbers behind.
const NUMBERED: &[&str] = &["client", "hosp", "pat", "patient", "pt", "rec", "unit"];
/// In a header alone: whom the row is about.
const HEADED_NAME: &[&str] =
    &["client", "init", "initials", "inits", "inmate", "member", "prov", "pt", "resident", "rn", "student", "veteran"];
/// In a header alone: where somebody is called.
const HEADED_PHONE: &[&str] = &["callback", "cb", "cellphone", "contactnumber", "homeph", "pager", "ph", "phoneno"];

/// What a column or a key of this name holds.
fn class_of(name: &str) -> Option<IdentifierClass> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let lists: [(&[&str], IdentifierClass); 10] = [
        (NAME, IdentifierClass::Name),
        (TELLS_AGE, IdentifierClass::Date),
        (PLACE, IdentifierClass::Geography),
        (MRN, IdentifierClass::MedicalRecordNumber),
        (PHONE, IdentifierClass::Phone),
        (&["email", "emailaddress", "mail"], IdentifierClass::Email),
        (&["socialsecuritynumber", "ssn"], IdentifierClass::Ssn),
        (PLAN, IdentifierClass::HealthPlanBeneficiary),
        (OTHER, IdentifierClass::Other),
        (&["account", "accountnumber", "acct", "acctno"], IdentifierClass::Account),
    ];
    let class = |plain: &str| lists.iter().find(|(list, _)| listed(list, plain)).map(|(_, class)| *class);
    // "copay_acct"
    let behind = || {
        let last = name.rsplit_once('_')?.1.to_ascii_lowercase();
        ["acct", "account", "mrn", "phone", "zip", "email", "ssn"].contains(&last.as_str()).then(|| class(&last))?
    };
    class(&plain).or_else(behind)
}

const NAME: &[&str] = &[
    "attending",
    "contact",
    "contactname",
    "family",
    "familyname",
    "first",
    "firstname",
    "fname",
    "fullname",
    "given",
    "givenname",
    "guarantor",
    "last",
    "lastname",
    "lname",
    "maidenname",
    "middlename",
    "mothersname",
    "name",
    "nickname",
    "patient",
    "patientname",
    "pcp",
    "provider",
    "providername",
    "ptname",
    "referring",
    "surgeon",
    "surname",
];
/// Ages and years of birth.
const TELLS_AGE: &[&str] = &[
    "age",
    "ageinyears",
    "ageyears",
    "ageyrs",
    "birthyear",
    "birthyr",
    "born",
    "byear",
    "yearborn",
    "yearofbirth",
    "yob",
    "yrofbirth",
];
const PLACE: &[&str] = &[
    "addr",
    "address",
    "address1",
    "address2",
    "addressline1",
    "city",
    "county",
    "employer",
    "facility",
    "hospital",
    "line",
    "postalcode",
    "site",
    "street",
    "town",
    "zip",
    "zipcode",
];
const MRN: &[&str] = &["chart", "chartno", "medicalrecordnumber", "mrn", "patid", "patientid", "pid", "ptid"];
const PHONE: &[&str] = &["cell", "fax", "homephone", "mobile", "phone", "phonenumber", "tel", "telephone", "workphone"];
const PLAN: &[&str] = &[
    "groupid",
    "insuranceid",
    "mbi",
    "medicaidid",
    "medicareid",
    "memberid",
    "planid",
    "policynumber",
    "subscriberid",
];
const OTHER: &[&str] = &[
    "accession",
    "accessionnumber",
    "badge",
    "claim",
    "claimid",
    "csn",
    "employeeid",
    "encounter",
    "encounterid",
    "login",
    "operator",
    "sessionid",
    "staffid",
    "studyid",
    "subjectid",
    "user",
    "userid",
    "username",
    "visitid",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_blanks_are_seen_wherever_they_stand() {
        for len in [0, 1, 5, 125, 126, 127, 128, 129, 300] {
            let head = "x".repeat(len);
            assert!(has_wide_gap(format!("{head}   y").as_bytes()) && has_wide_gap(format!("{head}   ").as_bytes()));
            assert!(!has_wide_gap(format!("{head}  y  ").as_bytes()), "{len}");
        }
    }

    fn values(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, crate::text::piece::known(text).signs(), None, Reference { year: 2026 }, &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap()).collect()
    }

    #[test]
    fn lists_are_sorted() {
        for list in
            [NAME, TELLS_AGE, PLACE, MRN, PHONE, PLAN, OTHER, HEADED_RECORD, NUMBERED, HEADED_NAME, HEADED_PHONE]
        {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
    }

    #[test]
    fn a_header_tells_the_columns() {
        let table = "mrn,last,first,dob,note\r\n0099,Testcase,Ana,1950-01-01,\"well, thanks\"\r\nEnd.\n";
        assert_eq!(values(table), ["0099", "Testcase", "Ana"]);
        let table = "Patient,Rec No,Due\n\"Testcase, Ana\",118-204,3/14\n";
        assert_eq!(values(table), ["Testcase, Ana", "118-204"]);
        assert!(values("first, second, third, last\nred, green, blue, white\n").is_empty());
    }

    #[test]
    fn years_of_birth_that_tell_an_age_of_the_pool_are_a_column_too() {
        for header in ["name,sex,yob", "name|sex|Birth Year", "name\tsex\tBorn"] {
            let mark = ['|', '\t'].into_iter().find(|mark| header.contains(*mark)).unwrap_or(',').to_string();
            let table = format!("{header}\nRuiz,F,1931\nRuiz,F,1936\nRuiz,M,1937\nRuiz,M,1981\n");
            let table = table.replace(',', &mark);
            assert_eq!(values(&table), ["Ruiz", "1931", "Ruiz", "1936", "Ruiz", "Ruiz"], "{table}");
        }
    }

    #[test]
    fn a_key_tells_the_value() {
        let json = r#"{"family": "Testcase", "given": ["Ana", "M."], "code": "9", "city":"Northfield"}"#;
        assert_eq!(values(json), ["Testcase", "Ana", "M.", "Northfield"]);
        assert!(values(r#"{"name": , "given": [1, 2]}"#).is_empty());
    }
}
