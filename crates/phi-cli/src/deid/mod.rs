//! The verb `deid`: where input and output are, and what is counted.

mod csv;
mod jobs;
mod known;
mod ndjson;
mod outcome;
mod plain;
mod tap;
mod target;

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use phi_deid::{
    digest::DigestKey,
    profile::{LimitedDataSet, SafeHarbor},
    replace::{Replacement, SecretKey},
    rule::Reference,
    text::{Known, MAX_TEXT, Redacted, Span, StreamError, Streamed, TextEngine, TextError},
};

use crate::{
    arguments::{Format, Options, ProfileName},
    failure::Failure,
};
use known::OwnedKnown;
pub(crate) use outcome::Outcome;
use tap::{Progress, Tap};
use target::Target;

/// What all documents of a run share.
pub(crate) struct Cleaner<'o> {
    engine: TextEngine,
    known: Vec<OwnedKnown>,
    reference: Reference,
    options: &'o Options,
}

impl Cleaner<'_> {
    pub(crate) fn clean(&self, text: &str) -> Result<Redacted, TextError> {
        self.clean_with(text, &[])
    }

    /// With values that are known of this text besides those of the run.
    pub(crate) fn clean_with(&self, text: &str, besides: &[Known<'_>]) -> Result<Redacted, TextError> {
        let known: Vec<_> = self.known.iter().map(OwnedKnown::borrow).chain(besides.iter().copied()).collect();
        match self.options.profile {
            ProfileName::SafeHarbor => {
                self.engine.redact_by(&Replacement::<SafeHarbor>::new(), text, &known, self.reference)
            }
            ProfileName::LimitedDataSet => {
                self.engine.redact_by(&Replacement::<LimitedDataSet>::new(), text, &known, self.reference)
            }
        }
    }
}

impl Cleaner<'_> {
    /// A text too long for memory.
    pub(crate) fn stream(
        &self,
        input: &mut (impl Read + Seek),
        output: &mut impl Write,
        each: &mut dyn FnMut(u64, Span),
    ) -> Result<Streamed, StreamError> {
        let known: Vec<_> = self.known.iter().map(OwnedKnown::borrow).collect();
        match self.options.profile {
            ProfileName::SafeHarbor => {
                let by = Replacement::<SafeHarbor>::new();
                self.engine.redact_stream(&by, input, output, &known, self.reference, each)
            }
            ProfileName::LimitedDataSet => {
                let by = Replacement::<LimitedDataSet>::new();
                self.engine.redact_stream(&by, input, output, &known, self.reference, each)
            }
        }
    }
}

/// Reads all inputs, one after the other, and writes one output.
///
/// # Errors
/// When files cannot be read or written. A refused document is no error of the run, it is counted in the outcome.
pub(crate) fn run(options: &Options) -> Result<Outcome, Failure> {
    target::check(options)?;
    let cleaner = Cleaner {
        engine: TextEngine::new().map_err(Failure::Rules)?.with_posture(options.posture),
        known: options.known.as_deref().map_or_else(|| Ok(Vec::new()), known::read)?,
        reference: Reference { year: options.reference_year.unwrap_or_else(|| time::OffsetDateTime::now_utc().year()) },
        options,
    };
    let digest_key = options.digest_key.as_deref().map(digest_key).transpose()?;
    let mut digest_in = digest_key.as_ref().map(DigestKey::begin);
    let mut digest_out = digest_in.clone();
    let mut progress = Progress::on_terminal();
    let mut outcome = Outcome::default();
    let mut target = match &options.output {
        Some(path) => Target::at(path).map_err(Failure::Write)?,
        None => Target::standard(),
    };
    let mut output = BufWriter::with_capacity(1 << 16, Tap::new(&mut target, digest_out.as_mut(), None));
    for (at, input) in inputs(&options.inputs).into_iter().enumerate() {
        outcome.input = (options.inputs.len() > 1).then_some(at + 1);
        let which = outcome.input;
        let done = match input? {
            Input::File(file) if options.format == Format::Text && is_long(&file)? => {
                let input = Tap::new(file, digest_in.as_mut(), progress.as_mut());
                plain::run_long(&cleaner, input, &mut output, &mut outcome)
            }
            input => {
                let input = Tap::new(input, digest_in.as_mut(), progress.as_mut());
                let input = BufReader::with_capacity(1 << 16, input);
                match options.format {
                    Format::Text => plain::run(&cleaner, input, &mut output, &mut outcome),
                    Format::Ndjson => ndjson::run(&cleaner, input, &mut output, &mut outcome),
                    Format::Csv => csv::run(&cleaner, input, &mut output, &mut outcome),
                }
            }
        };
        done.map_err(|failure| failure.within(which))?;
    }
    output.flush().map_err(Failure::Write)?;
    drop(output);
    target.finish().map_err(Failure::Write)?;
    drop(progress);
    outcome.digests = digest_in.zip(digest_out).map(|(input, output)| (input.finish(), output.finish()));
    if let Some(path) = &options.report {
        let report = outcome.report(options);
        let mut file = Target::at(path).map_err(Failure::Write)?;
        writeln!(file, "{report:#}").and_then(|()| file.finish()).map_err(Failure::Write)?;
    }
    Ok(outcome)
}

fn digest_key(path: &Path) -> Result<DigestKey, Failure> {
    let bytes = std::fs::read(path).map_err(Failure::Read)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Failure::DigestKey)?;
    Ok(DigestKey::new(&SecretKey::new(&bytes)))
}

/// Whether it is a file of its own, and longer than what is taken into memory.
fn is_long(file: &File) -> Result<bool, Failure> {
    let about = file.metadata().map_err(Failure::Read)?;
    Ok(about.is_file() && about.len() > MAX_TEXT as u64)
}

enum Input {
    File(File),
    Standard,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Standard => io::stdin().lock().read(buffer),
        }
    }
}

/// The inputs named, where `-` is standard input, or standard input alone. They are named by number in errors: a file name may hold a name.
fn inputs(paths: &[PathBuf]) -> Vec<Result<Input, Failure>> {
    if paths.is_empty() {
        return vec![Ok(Input::Standard)];
    }
    let open = |(at, path): (usize, &PathBuf)| match File::open(path) {
        _ if path.as_os_str() == "-" => Ok(Input::Standard),
        Ok(file) => Ok(Input::File(file)),
        Err(error) => Err(Failure::Open { number: at + 1, error }),
    };
    paths.iter().enumerate().map(open).collect()
}
