//! `--format csv`: chosen columns of a table with a header.

use std::io::{Read, Write};

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use phi_deid::text::{Confidence, Known, Redacted, TextError};
use phi_types::IdentifierClass;

use super::{Cleaner, Outcome, jobs};
use crate::failure::{Failure, Refusal};

/// Rows worked on in one round.
const ROUND: usize = 4096;

/// What stands in a cell whose text was refused.
const REFUSED: &str = "[REFUSED]";

pub(crate) fn run(
    cleaner: &Cleaner<'_>,
    input: impl Read,
    output: &mut dyn Write,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(input);
    let mut writer = WriterBuilder::new().flexible(true).from_writer(output);
    let header = reader.byte_headers().map_err(read)?.clone();
    let scanned = chosen(cleaner, &header, outcome)?;
    writer.write_byte_record(&header).map_err(write)?;
    loop {
        let mut rows = Vec::new();
        let mut row = ByteRecord::new();
        while rows.len() < ROUND && reader.read_byte_record(&mut row).map_err(read)? {
            rows.push(row.clone());
        }
        if rows.is_empty() {
            return writer.flush().map_err(Failure::Write);
        }
        for (row, cells) in
            rows.iter().zip(jobs::in_order(cleaner.options.jobs, &rows, |row| clean(cleaner, &header, &scanned, row)))
        {
            let mut written = ByteRecord::new();
            for (at, cell) in cells.into_iter().enumerate() {
                match cell {
                    None => written.push_field(row.get(at).unwrap_or_default()),
                    Some(Ok(redacted)) => {
                        outcome.cleaned(&redacted);
                        written.push_field(redacted.text.as_bytes());
                    }
                    Some(Err(refusal)) => {
                        outcome.refuse(&refusal);
                        written.push_field(REFUSED.as_bytes());
                    }
                }
            }
            writer.write_byte_record(&written).map_err(write)?;
        }
    }
}

/// Which columns are scanned: `None` for all, cells beyond the header included.
fn chosen(cleaner: &Cleaner<'_>, header: &ByteRecord, outcome: &mut Outcome) -> Result<Option<Vec<usize>>, Failure> {
    let columns = &cleaner.options.columns;
    if columns.is_empty() {
        return Ok(None);
    }
    let find = |name: &String| {
        header.iter().position(|cell| cell == name.as_bytes()).ok_or_else(|| Failure::Column(name.clone()))
    };
    let scanned = columns.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let left = header.iter().enumerate().filter(|(at, _)| !scanned.contains(at));
    outcome.not_inspected.extend(left.map(|(_, cell)| String::from_utf8_lossy(cell).into_owned()));
    Ok(Some(scanned))
}

/// A cell is read behind its column's name, and with the names that stand in its row.
fn clean(
    cleaner: &Cleaner<'_>,
    header: &ByteRecord,
    scanned: &Option<Vec<usize>>,
    row: &ByteRecord,
) -> Vec<Option<Result<Redacted, Refusal>>> {
    let line = row.position().map_or(0, csv::Position::line);
    let cells: Vec<_> = row
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let taken = scanned.as_ref().is_none_or(|scanned| scanned.contains(&at));
            taken.then(|| core::str::from_utf8(cell).map(|text| Cell::new(cleaner, header.get(at), text)))
        })
        .collect();
    let names: Vec<Known<'_>> = cells.iter().flatten().flatten().flat_map(Cell::names).collect();
    let refusal = |at: usize, error: &TextError| Refusal { column: at + 1, ..Refusal::of(line, error) };
    cells
        .iter()
        .enumerate()
        .map(|(at, cell)| match cell.as_ref()? {
            // The column of a table is the cell's, not the byte's.
            Ok(cell) => Some(cell.clean(cleaner, &names).map_err(|error| refusal(at, &error))),
            Err(_) => Some(Err(Refusal { line, column: at + 1, reason: "the cell is not UTF-8" })),
        })
        .collect()
}

struct Cell<'r> {
    text: &'r str,
    /// The name of the column, as a label.
    label: String,
    /// The names found in the cell, behind its label and without.
    names: Vec<Known<'r>>,
}

impl<'r> Cell<'r> {
    fn new(cleaner: &Cleaner<'_>, name: Option<&[u8]>, text: &'r str) -> Self {
        let name = name.and_then(|name| core::str::from_utf8(name).ok()).unwrap_or_default();
        let name = name.trim_start_matches('\u{feff}').replace('_', " ");
        let label = if name.trim().is_empty() { String::new() } else { format!("{}: ", name.trim()) };
        let mut names = Vec::new();
        for label in ["", label.as_str()] {
            for span in cleaner.clean(&format!("{label}{text}")).map(|redacted| redacted.spans).unwrap_or_default() {
                let (start, end) = (span.start.saturating_sub(label.len()), span.end.saturating_sub(label.len()));
                if let Some(value) = text.get(start..end).filter(|value| !value.is_empty()) {
                    let name = span.class == IdentifierClass::Name && span.confidence != Confidence::Low;
                    if name {
                        names.push(Known { value, class: span.class });
                    }
                }
            }
        }
        Self { text, label, names }
    }

    fn names(&self) -> impl Iterator<Item = Known<'r>> + '_ {
        self.names.iter().copied()
    }

    fn clean(&self, cleaner: &Cleaner<'_>, names: &[Known<'_>]) -> Result<Redacted, TextError> {
        let plain = cleaner.clean_with(self.text, names)?;
        let Ok(mut labelled) = cleaner.clean_with(&format!("{}{}", self.label, self.text), names) else {
            return Ok(plain);
        };
        let at = self.label.len();
        let covers = |start: usize, end: usize| {
            labelled.spans.iter().any(|span| span.start <= start + at && end + at <= span.end)
        };
        let whole = plain.spans.iter().all(|span| covers(span.start, span.end));
        match labelled.text.strip_prefix(&self.label) {
            Some(text) if whole && labelled.spans.iter().all(|span| span.start >= at) => {
                labelled.text = text.to_owned();
                Ok(labelled)
            }
            _ => Ok(plain),
        }
    }
}

fn read(error: csv::Error) -> Failure {
    Failure::Read(to_io(error))
}

fn write(error: csv::Error) -> Failure {
    Failure::Write(to_io(error))
}

fn to_io(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => std::io::Error::other("the table is malformed"),
    }
}
