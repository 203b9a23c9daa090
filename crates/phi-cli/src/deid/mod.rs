//! The verb `deid`: where input and output are, and what is counted.

mod csv;
mod jobs;
mod known;
mod ndjson;
mod outcome;
mod plain;

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::PathBuf,
};

use phi_deid::{
    rule::Reference,
    text::{Redacted, TextEngine, TextError},
};

use crate::{
    arguments::{Format, Options},
    failure::Failure,
};
use known::OwnedKnown;
pub(crate) use outcome::Outcome;

/// What all documents of a run share.
pub(crate) struct Cleaner<'o> {
    engine: TextEngine,
    known: Vec<OwnedKnown>,
    reference: Reference,
    options: &'o Options,
}

impl Cleaner<'_> {
    pub(crate) fn clean(&self, text: &str) -> Result<Redacted, TextError> {
        let known: Vec<_> = self.known.iter().map(OwnedKnown::borrow).collect();
        self.engine.redact(text, &known, self.reference)
    }
}

/// Reads all inputs, one after the other, and writes one output.
///
/// # Errors
/// When files cannot be read or written. A refused document is no error of the run, it is counted in the outcome.
pub(crate) fn run(options: &Options) -> Result<Outcome, Failure> {
    let cleaner = Cleaner {
        engine: TextEngine::new().map_err(Failure::Rules)?,
        known: options.known.as_deref().map_or_else(|| Ok(Vec::new()), known::read)?,
        reference: Reference { year: options.reference_year.unwrap_or_else(|| time::OffsetDateTime::now_utc().year()) },
        options,
    };
    let mut outcome = Outcome::default();
    let mut output: Box<dyn Write> = match &options.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(Failure::Write)?)),
        None => Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
    };
    for input in inputs(&options.inputs) {
        let input = BufReader::with_capacity(1 << 16, input?);
        match options.format {
            Format::Text => plain::run(&cleaner, input, &mut output, &mut outcome)?,
            Format::Ndjson => ndjson::run(&cleaner, input, &mut output, &mut outcome)?,
            Format::Csv => csv::run(&cleaner, input, &mut output, &mut outcome)?,
        }
    }
    output.flush().map_err(Failure::Write)?;
    if let Some(path) = &options.report {
        let report = outcome.report(options);
        let mut file = File::create(path).map_err(Failure::Write)?;
        writeln!(file, "{report:#}").map_err(Failure::Write)?;
    }
    Ok(outcome)
}

/// The inputs named, or standard input. They are named by number in errors: a file name may hold a name.
fn inputs(paths: &[PathBuf]) -> Vec<Result<Box<dyn Read>, Failure>> {
    if paths.is_empty() {
        return vec![Ok(Box::new(io::stdin().lock()))];
    }
    let open = |(at, path): (usize, &PathBuf)| match File::open(path) {
        Ok(file) => Ok(Box::new(file) as Box<dyn Read>),
        Err(error) => Err(Failure::Open { number: at + 1, error }),
    };
    paths.iter().enumerate().map(open).collect()
}
