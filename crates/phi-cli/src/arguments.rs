//! The command line.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt as _};
use phi_deid::text::Posture;

use crate::failure::Failure;

pub(crate) const HELP: &str = "\
phi deid [OPTIONS] [IN…]     remove identifiers after 45 CFR 164.514(b)(2); standard input (also `-`) to standard output by default

  --format text|ndjson|csv   text: one document; ndjson: an object a line with `id` and `text`; csv: with a header, not inspected
  --text-field NAME          the field of an ndjson object that holds the text (default: text)
  --columns A,B              the csv columns to scan (default: all; the others pass through uninspected)
  --spans                    ndjson: add the spans, offsets in bytes of the original
  --known FILE               values to search for, a line each: the word of its tag (NAME, LOCATION, DATE, PHONE, FAX, EMAIL, SSN, MRN,
                             PLAN, ACCOUNT, LICENSE, VEHICLE, DEVICE, URL, IP, BIOMETRIC, PHOTO, ID), a tab, the value
  --profile NAME             safe-harbor (default), or limited-data-set: 164.514(e), what is left is PHI
  --posture NAME             balanced (default); recall: what is not known to be harmless goes too; block: no free text
  --report FILE.json         counts by letter and by rule, what was not inspected, without any value
  --digest-key FILE          with --report: digests of input and output, keyed by the 32 bytes in FILE
  --reference-year YEAR      the year against which ages are reckoned (default: the current one)
  --jobs N                   threads (default: all cores)
  --fail-if-found            exit with 1 when anything was found
  -o, --output OUT           write to OUT: whole or not at all, and never onto a file that is read

Exit: 0 done, 1 found (with --fail-if-found), 2 on errors. The output is a candidate: it needs a reviewer.
";

#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Version,
    Deid(Options),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Ndjson,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProfileName {
    SafeHarbor,
    LimitedDataSet,
}

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) format: Format,
    pub(crate) text_field: String,
    pub(crate) columns: Vec<String>,
    pub(crate) spans: bool,
    pub(crate) known: Option<PathBuf>,
    pub(crate) report: Option<PathBuf>,
    pub(crate) digest_key: Option<PathBuf>,
    pub(crate) profile: ProfileName,
    pub(crate) posture: Posture,
    pub(crate) reference_year: Option<i32>,
    pub(crate) jobs: usize,
    pub(crate) fail_if_found: bool,
    pub(crate) output: Option<PathBuf>,
    pub(crate) inputs: Vec<PathBuf>,
}

pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Failure> {
    let mut parser = Parser::from_iter(arguments);
    match parser.next().map_err(usage)? {
        Some(Arg::Value(verb)) if verb == "deid" => deid(&mut parser),
        Some(Arg::Long("version") | Arg::Short('V')) => Ok(Command::Version),
        None | Some(Arg::Long("help") | Arg::Short('h')) => Ok(Command::Help),
        Some(_) => Err(Failure::Usage("the one verb is `deid`".to_owned())),
    }
}

fn deid(parser: &mut Parser) -> Result<Command, Failure> {
    let mut options = Options {
        format: Format::Text,
        text_field: "text".to_owned(),
        columns: Vec::new(),
        spans: false,
        known: None,
        report: None,
        digest_key: None,
        profile: ProfileName::SafeHarbor,
        posture: Posture::Balanced,
        reference_year: None,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        fail_if_found: false,
        output: None,
        inputs: Vec::new(),
    };
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("format") => options.format = format(&text(parser)?)?,
            Arg::Long("text-field") => options.text_field = text(parser)?,
            Arg::Long("columns") => options.columns = text(parser)?.split(',').map(str::to_owned).collect(),
            Arg::Long("spans") => options.spans = true,
            Arg::Long("known") => options.known = Some(parser.value().map_err(usage)?.into()),
            Arg::Long("report") => options.report = Some(parser.value().map_err(usage)?.into()),
            Arg::Long("digest-key") => options.digest_key = Some(parser.value().map_err(usage)?.into()),
            Arg::Long("profile") => options.profile = profile(&text(parser)?)?,
            Arg::Long("posture") => options.posture = posture(&text(parser)?)?,
            Arg::Long("reference-year") => options.reference_year = Some(number(parser, "--reference-year")?),
            Arg::Long("jobs") => options.jobs = number::<core::num::NonZeroUsize>(parser, "--jobs")?.get().min(256),
            Arg::Long("fail-if-found") => options.fail_if_found = true,
            Arg::Long("output") | Arg::Short('o') => options.output = Some(parser.value().map_err(usage)?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(path) => options.inputs.push(path.into()),
            other => return Err(usage(other.unexpected())),
        }
    }
    if options.digest_key.is_some() && options.report.is_none() {
        return Err(Failure::Usage("--digest-key goes with --report".to_owned()));
    }
    Ok(Command::Deid(options))
}

fn profile(name: &str) -> Result<ProfileName, Failure> {
    match name {
        "safe-harbor" => Ok(ProfileName::SafeHarbor),
        "limited-data-set" => Ok(ProfileName::LimitedDataSet),
        _ => Err(Failure::Usage("--profile takes safe-harbor or limited-data-set".to_owned())),
    }
}

fn posture(name: &str) -> Result<Posture, Failure> {
    [Posture::Balanced, Posture::Recall, Posture::Block]
        .into_iter()
        .find(|posture| posture.name() == name)
        .ok_or_else(|| Failure::Usage("--posture takes balanced, recall or block".to_owned()))
}

fn format(name: &str) -> Result<Format, Failure> {
    match name {
        "text" => Ok(Format::Text),
        "ndjson" => Ok(Format::Ndjson),
        "csv" => Ok(Format::Csv),
        _ => Err(Failure::Usage("--format takes text, ndjson or csv".to_owned())),
    }
}

fn text(parser: &mut Parser) -> Result<String, Failure> {
    parser.value().map_err(usage)?.string().map_err(|_| Failure::Usage("an argument is not UTF-8".to_owned()))
}

fn number<T: core::str::FromStr>(parser: &mut Parser, option: &str) -> Result<T, Failure> {
    text(parser)?.parse().map_err(|_| Failure::Usage(format!("{option} takes a whole number")))
}

#[allow(clippy::needless_pass_by_value, reason = "fits map_err")]
fn usage(error: lexopt::Error) -> Failure {
    Failure::Usage(match error {
        lexopt::Error::MissingValue { .. } => "an option lacks its value".to_owned(),
        lexopt::Error::UnexpectedOption(option) => format!("there is no option {option}"),
        _ => "the command line cannot be understood".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, Failure> {
        parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        let Ok(Command::Deid(options)) = parsed("phi deid --format csv --columns a,b --jobs 1 -o out in1 in2") else {
            panic!("the line is well formed");
        };
        assert_eq!(options.format, Format::Csv);
        assert_eq!(options.columns, ["a", "b"]);
        assert_eq!((options.jobs, options.inputs.len()), (1, 2));
        assert_eq!(options.output, Some(PathBuf::from("out")));
    }

    #[test]
    fn profile_and_posture_are_read() {
        let Ok(Command::Deid(options)) = parsed("phi deid --profile limited-data-set --posture recall") else {
            panic!("the line is well formed");
        };
        assert_eq!((options.profile, options.posture), (ProfileName::LimitedDataSet, Posture::Recall));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for line in [
            "phi deid --nonsense",
            "phi undo",
            "phi deid --format xml",
            "phi deid --jobs many",
            "phi deid --jobs 0",
            "phi deid -o",
            "phi deid --profile expert",
            "phi deid --posture loose",
            "phi deid --digest-key key",
        ] {
            assert!(matches!(parsed(line), Err(Failure::Usage(_))), "{line}");
        }
        assert!(matches!(parsed("phi"), Ok(Command::Help)));
    }
}
