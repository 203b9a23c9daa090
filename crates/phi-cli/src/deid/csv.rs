//! `--format csv`: chosen columns of a table with a header.

use std::io::{Read, Write};

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use phi_deid::text::{Confidence, Known, Redacted, Span, TextError};
use phi_types::IdentifierClass;

use super::{Cleaner, Outcome, jobs};
use crate::failure::{Failure, Refusal};

/// Rows worked on in one round, unless they are long.
const ROUND: usize = 4096;

/// With so many bytes a round has rows enough.
const BYTES: usize = 2 << 20;

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
    if outcome.header.get_or_insert_with(|| header.clone()) != &header {
        return Err(Failure::Header);
    }
    let scanned = chosen(cleaner, &header, outcome)?;
    // Of nothing comes nothing, and no line with an empty cell.
    if header.is_empty() {
        return Ok(());
    }
    writer.write_byte_record(&header).map_err(write)?;
    let work = |row: &ByteRecord| clean(cleaner, &header, &scanned, row);
    jobs::in_rounds(cleaner.options.jobs, work, |round| {
        loop {
            let mut rows = Vec::new();
            let mut row = ByteRecord::new();
            let mut size = 0;
            while rows.len() < ROUND && size < BYTES && reader.read_byte_record(&mut row).map_err(read)? {
                size += row.as_slice().len();
                rows.push(row.clone());
            }
            if rows.is_empty() {
                return writer.flush().map_err(Failure::Write);
            }
            for (row, cells) in round(rows) {
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
    })
}

/// Which columns are scanned: `None` for all. Cells beyond the header always are.
fn chosen(cleaner: &Cleaner<'_>, header: &ByteRecord, outcome: &mut Outcome) -> Result<Option<Vec<usize>>, Failure> {
    let columns = &cleaner.options.columns;
    if columns.is_empty() {
        return Ok(None);
    }
    // A name that stands twice means both columns.
    let mut scanned = Vec::new();
    for name in columns {
        let before = scanned.len();
        scanned.extend(header.iter().enumerate().filter(|(_, cell)| *cell == name.as_bytes()).map(|(at, _)| at));
        if scanned.len() == before {
            return Err(Failure::Column(name.clone()));
        }
    }
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
            let taken = at >= header.len() || scanned.as_ref().is_none_or(|scanned| scanned.contains(&at));
            taken.then(|| core::str::from_utf8(cell).map(|text| Cell::new(cleaner, header.get(at), text)))
        })
        .collect();
    let names: Vec<Known<'_>> = cells.iter().flatten().flatten().flat_map(Cell::names).collect();
    let refusal = |at: usize, error: &TextError| Refusal { column: at + 1, ..Refusal::of(line, error) };
    cells
        .into_iter()
        .enumerate()
        .map(|(at, cell)| match cell? {
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
    /// What the cell is where the row's names change nothing in it.
    alone: Result<Redacted, TextError>,
}

impl<'r> Cell<'r> {
    fn new(cleaner: &Cleaner<'_>, name: Option<&[u8]>, text: &'r str) -> Self {
        let name = name.and_then(|name| core::str::from_utf8(name).ok()).unwrap_or_default();
        let name = name.trim_start_matches('\u{feff}').replace('_', " ");
        let label = if name.trim().is_empty() { String::new() } else { format!("{}: ", name.trim()) };
        let mut names = Vec::new();
        let alone = behind(cleaner, &label, text, &[], &mut |span, at| {
            let value = text.get(span.start.saturating_sub(at)..span.end.saturating_sub(at));
            if span.class == IdentifierClass::Name && span.confidence != Confidence::Low {
                names.extend(value.filter(|value| !value.is_empty()).map(|value| Known { value, class: span.class }));
            }
        });
        Self { text, label, names, alone }
    }

    fn names(&self) -> impl Iterator<Item = Known<'r>> + '_ {
        self.names.iter().copied()
    }

    fn clean(self, cleaner: &Cleaner<'_>, names: &[Known<'_>]) -> Result<Redacted, TextError> {
        let own = |known: &Known<'_>| self.names.iter().any(|name| name.value == known.value);
        if self.text.is_empty() || names.iter().all(own) {
            return self.alone;
        }
        behind(cleaner, &self.label, self.text, names, &mut |_, _| {})
    }
}

/// The cell behind its label, where that finds all that is found without. Spans are shown with the label's length.
fn behind(
    cleaner: &Cleaner<'_>,
    label: &str,
    text: &str,
    names: &[Known<'_>],
    each: &mut dyn FnMut(&Span, usize),
) -> Result<Redacted, TextError> {
    let plain = cleaner.clean_with(text, names)?;
    plain.spans.iter().for_each(|span| each(span, 0));
    let at = label.len();
    let Ok(mut labelled) = cleaner.clean_with(&format!("{label}{text}"), names) else {
        return Ok(plain);
    };
    labelled.spans.iter().for_each(|span| each(span, at));
    let covered =
        |found: &Span| labelled.spans.iter().any(|span| span.start <= found.start + at && found.end + at <= span.end);
    let whole = plain.spans.iter().all(covered) && labelled.spans.iter().all(|span| span.start >= at);
    match labelled.text.strip_prefix(label) {
        Some(text) if whole => {
            labelled.text = text.to_owned();
            Ok(labelled)
        }
        _ => Ok(plain),
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
