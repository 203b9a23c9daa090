//! `--format csv`: chosen columns of a table with a header.

use std::io::{Read, Write};

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use phi_deid::text::Redacted;

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
            rows.iter().zip(jobs::in_order(cleaner.options.jobs, &rows, |row| clean(cleaner, &scanned, row)))
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

fn clean(
    cleaner: &Cleaner<'_>,
    scanned: &Option<Vec<usize>>,
    row: &ByteRecord,
) -> Vec<Option<Result<Redacted, Refusal>>> {
    let line = row.position().map_or(0, csv::Position::line);
    let cell = |(at, cell): (usize, &[u8])| {
        if scanned.as_ref().is_some_and(|scanned| !scanned.contains(&at)) {
            return None;
        }
        let Ok(text) = core::str::from_utf8(cell) else {
            return Some(Err(Refusal { line, column: at + 1, reason: "the cell is not UTF-8" }));
        };
        // The column of a table is the cell's, not the byte's.
        Some(cleaner.clean(text).map_err(|error| Refusal { column: at + 1, ..Refusal::of(line, &error) }))
    };
    row.iter().enumerate().map(cell).collect()
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
