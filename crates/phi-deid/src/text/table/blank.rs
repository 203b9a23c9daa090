//! Tables whose columns are parted by blanks: "NAME        DOB      CHART", and the rows below it.

use phi_types::IdentifierClass::{
    self, Account, Date, Geography, HealthPlanBeneficiary, MedicalRecordNumber, Name, Other, Phone,
};

use super::{column_of, told_age};
use crate::{
    lexicon,
    rule::{Reference, Zip3},
    text::{
        cursor,
        span::{Confidence, Found, Span, Write},
        token::lists,
        words::{self, Traits, listed},
    },
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Class(IdentifierClass),
    /// The letters with which somebody signs for the row.
    Initials,
    Else,
}

/// A column: where its name begins, and what it holds.
type Column = (usize, Held);

/// So many columns make a table.
const COLUMNS: usize = 3;

/// Finds the cells below each header.
pub(super) fn find(text: &str, reference: Reference, found: &mut Vec<Found>) {
    let mut columns: Vec<Column> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (start, rest) = (at, text.get(at..).unwrap_or_default());
        let line = cursor::first(rest.as_bytes(), b'\n').and_then(|len| rest.get(..=len)).unwrap_or(rest);
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            columns.clear();
            continue;
        }
        if gap(line.as_bytes()).is_none() {
            continue;
        }
        if columns.is_empty() {
            columns = header(line).unwrap_or_default();
            continue;
        }
        for (from, cell) in cells(line) {
            match column(&columns, from, cell.len()) {
                Held::Class(class) => take(start + from, cell, class, reference, found),
                Held::Initials => sign(start + from, cell, found),
                Held::Else => {}
            }
        }
    }
}

/// Where two blanks stand together first.
fn gap(line: &[u8]) -> Option<usize> {
    line.iter().zip(line.get(1..).unwrap_or_default()).position(|pair| pair == (&b' ', &b' '))
}

/// The names of the columns, where at least two are known and one of them identifies.
fn header(line: &str) -> Option<Vec<Column>> {
    let is_name = |cell: &str| {
        cell.len() <= 20
            && cell.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'#' | b' ' | b'.' | b'_' | b'-'))
    };
    // Most lines with gaps hold something else, which is told before anything is looked up.
    if !cells(line).all(|(_, cell)| is_name(cell)) || cells(line).nth(COLUMNS - 1).is_none() {
        return None;
    }
    let (mut columns, mut known) = (Vec::new(), 0);
    for (from, cell) in cells(line) {
        let plain: String = cell.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        let class = EXTRA.iter().find(|extra| extra.0 == plain).map(|extra| extra.1).or_else(|| column_of(cell));
        let held = match class {
            _ if listed(SIGNERS, &plain) => Held::Initials,
            Some(class) => Held::Class(class),
            None => Held::Else,
        };
        known += usize::from(held != Held::Else || listed(BESIDE, &plain));
        columns.push((from, held));
    }
    (columns.len() >= COLUMNS && known >= 2 && columns.iter().any(|column| column.1 != Held::Else)).then_some(columns)
}

/// The stretches of a line between wide gaps.
fn cells(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let from = at + (rest.len() - rest.trim_start_matches(' ').len());
        let rest = line.get(from..).filter(|rest| !rest.is_empty())?;
        let len = gap(rest.as_bytes()).unwrap_or(rest.len());
        at = from + len;
        Some((from, rest.get(..len)?))
    })
}

/// What the column holds over which most of the cell stands.
fn column(columns: &[Column], from: usize, len: usize) -> Held {
    let overlap = |at: usize| {
        let start = columns.get(at).map_or(0, |column| column.0);
        let end = columns.get(at + 1).map_or(usize::MAX, |next| next.0);
        end.min(from + len).saturating_sub(start.max(from))
    };
    let best = (0..columns.len()).max_by_key(|at| (overlap(*at), usize::MAX - at));
    let best = best.filter(|best| overlap(*best) > 0).and_then(|best| columns.get(best));
    match best {
        // Lines may have been joined: then a second row stands behind the last column.
        Some((at, Held::Initials)) if from > at + 16 => Held::Else,
        Some((_, held)) => *held,
        None => Held::Else,
    }
}

/// "AVS", "tb", "Oh", "JV/MM" below "BY" or "init": whatever the letters stand for elsewhere.
fn sign(start: usize, cell: &str, found: &mut Vec<Found>) {
    const NOBODY: &[&str] =
        &["no", "na", "nil", "ok", "yes", "neg", "pos", "off", "tbd", "n/a", "im", "iv", "po", "sq", "ed", "er", "icu"];
    let is_letters = |part: &str| {
        let small = part.bytes().filter(u8::is_ascii_lowercase).count();
        let is_written = small == 0
            || small == part.len()
            || small + 1 == part.len() && part.starts_with(|c: char| c.is_ascii_uppercase());
        (2..=3).contains(&part.len()) && is_written && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let is_nobody = NOBODY.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if !is_nobody && cell.split('/').all(is_letters) && cell.len() < 8 {
        let (end, rule) = (start + cell.len(), "name.signed.likely");
        let span = Span { start, end, class: Name, rule, confidence: Confidence::Low };
        found.push(Found { span, write: Write::Tag });
    }
}

fn take(start: usize, cell: &str, class: IdentifierClass, reference: Reference, found: &mut Vec<Found>) {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_code =
        cell.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b' ' | b',' | b'.' | b'(' | b')'))
            && !cell.bytes().any(|b| b.is_ascii_lowercase())
            && !cell.split(' ').any(|word| word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    let first = cell.split([' ', '/', 'M', 'F']).next().unwrap_or_default();
    let (len, write) = match class {
        MedicalRecordNumber | Other | HealthPlanBeneficiary | Account if is_code && digits >= 3 && cell.len() >= 4 => {
            (cell.len(), Write::Tag)
        }
        Phone if is_code && digits >= 4 => (cell.len(), Write::Tag),
        Date => match told_age(first, reference) {
            Some(write) => (first.len(), write),
            None => return,
        },
        Geography if cell.len() == 5 && digits == 5 => (cell.len(), Write::Zip(Zip3::of(cell))),
        Name if is_name(cell) => (cell.len(), Write::Tag),
        _ => return,
    };
    let span = Span { start, end: start + len, class, rule: "table.blank", confidence: Confidence::Medium };
    found.push(Found { span, write });
}

/// `RUIZ, ANA M`, whatever the words; a lone word where it is a surname.
fn is_name(cell: &str) -> bool {
    let is_written = |part: &str| {
        let part = part.trim();
        !part.is_empty()
            && part.split(' ').count() <= 3
            && part.split(' ').all(|word| {
                let word = word.trim_end_matches('.');
                let traits = Traits::of(word);
                word.starts_with(char::is_uppercase)
                    && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
                    && !traits.has(words::CLINICAL_BIT)
                    && !(traits.has(lists::ROLE_BIT) && word.len() < 5)
                    && (!traits.has(words::COMMON_BIT) || word.len() == 1 || lexicon::look_up(word).is_name())
            })
    };
    match cell.split_once(',') {
        Some((surname, given)) => is_written(surname) && is_written(given) && surname.len() > 1,
        None => {
            let entry = lexicon::look_up(cell);
            !cell.contains(' ') && is_written(cell) && entry.surname() > 1 && !entry.is_clinical()
        }
    }
}

/// Names of columns that only such a table has.
const EXTRA: &[(&str, IdentifierClass)] = &[
    ("agesex", Date),
    ("chartno", MedicalRecordNumber),
    ("cht", MedicalRecordNumber),
    ("hrn", MedicalRecordNumber),
    ("id", MedicalRecordNumber),
    ("mr", MedicalRecordNumber),
    ("mrno", MedicalRecordNumber),
    ("num", MedicalRecordNumber),
    ("number", MedicalRecordNumber),
    ("rec", MedicalRecordNumber),
    ("recno", MedicalRecordNumber),
    ("barcode", Other),
    ("badge", Other),
    ("kit", Other),
    ("spec", Other),
    ("specimen", Other),
    ("sampleid", Other),
    ("subj", Other),
    ("csn", Other),
    ("callback", Phone),
    ("contact", Phone),
    ("ph", Phone),
    ("patient", Name),
];

/// Over the letters of who did what the row tells. Sorted.
#[rustfmt::skip]
const SIGNERS: &[&str] = &[
    "adminby", "by", "byinit", "ck", "ckd", "clerk", "clk", "givenby", "init", "initials", "inits", "ma", "nurse", "op",
    "rn", "rninit", "rph", "sc", "sig", "sign", "staff", "tech", "techinit", "who",
];

/// Names of columns beside those that identify. Sorted.
const BESIDE: &[&str] = &[
    "age",
    "amount",
    "bed",
    "birth",
    "code",
    "comment",
    "comments",
    "date",
    "diagnosis",
    "dob",
    "dose",
    "drug",
    "dx",
    "event",
    "loc",
    "location",
    "lot",
    "no",
    "note",
    "notes",
    "onset",
    "plan",
    "proc",
    "procedure",
    "reason",
    "result",
    "results",
    "rm",
    "room",
    "sex",
    "site",
    "status",
    "sx",
    "test",
    "time",
    "type",
    "unit",
    "vaccine",
    "why",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, Reference { year: 2026 }, &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap()).collect()
    }

    #[test]
    fn columns_are_told_by_their_header() {
        let text = "TIME  NAME               AGE  REC      PHONE\n0800  TESTCASE, ANA      44   TC 20771  555-0142\n0815  BLOCKED\n0830  NOT SMALL, ANA     91   TC 311   NEW\n\n0900  TESTCASE, BO       92   TC 20772\n";
        assert_eq!(values(text), ["TESTCASE, ANA", "TC 20771", "555-0142", "NOT SMALL, ANA", "91", "TC 311"]);
        assert!(values("Hgb    Plt    WBC\n9.1    250    11\n").is_empty());
        assert_eq!(values("Name    ZIP     Age\nRuiz    10001   93"), ["Ruiz", "10001", "93"]);
        assert_eq!(
            values("Name    Age   Born\nRuiz    94    1932\nRuiz    45    1981"),
            ["Ruiz", "94", "1932", "Ruiz"]
        );
    }

    #[test]
    fn letters_below_a_word_for_who_did_it_are_somebodys() {
        let text = "Time  BP      Note          Init\n0628  168/92  on            dm\n0700  150/84  off, held     TTO\n0800          done          ok\n";
        assert_eq!(values(text), ["dm", "TTO"]);
        assert!(values("Drug        Dose    Route\nmetformin   500     po\n").is_empty());
    }

    #[test]
    fn lists_are_sorted() {
        assert!(BESIDE.is_sorted() && SIGNERS.is_sorted());
    }
}
