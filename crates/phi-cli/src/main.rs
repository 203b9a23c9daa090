//! The command `phi`.
//!
//! Its one verb so far is `deid`: it reads text, ndjson or csv and writes it de-identified after the list of 45 CFR
//! 164.514(b)(2). What it writes is a candidate: releasing it takes a reviewer and an attestation by a person.
#![forbid(unsafe_code)]

mod arguments;
mod deid;
mod failure;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use arguments::Command;
use failure::Failure;

/// Done, and nothing to complain of.
const DONE: u8 = 0;
/// Something was found, and the caller asked to be told by the exit code.
const FOUND: u8 = 1;
/// A document was refused, or the command could not run.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    ExitCode::from(match run() {
        Ok(code) => code,
        Err(failure) => {
            complain(&failure);
            FAILED
        }
    })
}

fn run() -> Result<u8, Failure> {
    match arguments::parse(std::env::args_os())? {
        Command::Help => say(arguments::HELP).map(|()| DONE),
        Command::Version => say(concat!("phi ", env!("CARGO_PKG_VERSION"), "\n")).map(|()| DONE),
        Command::Deid(options) => {
            let outcome = deid::run(&options)?;
            Ok(if outcome.refused > 0 {
                FAILED
            } else if options.fail_if_found && outcome.found() > 0 {
                FOUND
            } else {
                DONE
            })
        }
    }
}

fn say(text: &str) -> Result<(), Failure> {
    io::stdout().write_all(text.as_bytes()).map_err(Failure::Write)
}

/// On standard error. That it is closed is no reason to fail once more.
pub(crate) fn complain(what: &dyn core::fmt::Display) {
    let _ = writeln!(io::stderr(), "phi: {what}");
}
