//! The five example policies, looked at before they run: lints, what a change changes, and the matrix of roles, data and purposes.
//!
//! ```text
//! cargo run --release --example policy                                 all of it
//! cargo run --release --example policy -- lint [NAME|FILE]             what a policy may get wrong, with the edits that mend it
//! cargo run --release --example policy -- fix FILE                     the document with those edits made, on standard output
//! cargo run --release --example policy -- diff OLD NEW                 the cells that became reachable or unreachable
//! cargo run --release --example policy -- matrix [NAME|FILE] [html]    who could see what, as Markdown or as a page
//! cargo run --release --example policy -- test [NAME|FILE] [TESTS]     tests, and the rules that none of them decides by
//! ```
//!
//! A name is one of clinic, hospital, payer, laboratory, research; a file may speak of the same record types. Your own program does the same with
//! your own catalogue: a policy is tied to Rust types, so there is no command that could know yours.

#![allow(clippy::print_stdout, reason = "a program talks to its user")]

#[path = "../crates/phi-access/policies/records.rs"]
mod records;

use std::{error::Error, process::ExitCode};

use hipaa::access::{Policy, PolicyTests, Severity};
use records::{POLICIES, catalogue};

type Failed = Box<dyn Error>;

fn main() -> Result<ExitCode, Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => everything().map(|()| ExitCode::SUCCESS),
        ["lint"] => POLICIES.iter().try_fold(ExitCode::SUCCESS, |_, (name, text)| lint(name, text)),
        ["lint", of] => lint(of, &text(of)?),
        ["fix", of] => fix(&text(of)?),
        ["diff", old, new] => diff(&text(old)?, &text(new)?),
        ["matrix", of] => matrix(&text(of)?, false),
        ["matrix", of, "html"] => matrix(&text(of)?, true),
        ["test", of] => test(&text(of)?, None),
        ["test", of, tests] => test(&text(of)?, Some(&std::fs::read_to_string(tests)?)),
        _ => Err("lint, fix, diff, matrix or test; see the head of examples/policy.rs".into()),
    }
}

/// A policy by name, or the file.
fn text(of: &str) -> Result<String, Failed> {
    match POLICIES.iter().find(|(name, _)| *name == of) {
        Some((_, text)) => Ok((*text).to_owned()),
        None => Ok(std::fs::read_to_string(of)?),
    }
}

fn load(text: &str) -> Result<Policy, Failed> {
    Ok(Policy::from_toml(text, &catalogue())?)
}

fn lint(name: &str, text: &str) -> Result<ExitCode, Failed> {
    let findings = Policy::lint_toml(text, &catalogue())?;
    println!("{name}: {} findings", findings.len());
    for finding in &findings {
        println!("  {finding}");
        println!("    {}", finding.lint.advice());
        if finding.fix.is_some() {
            println!("    there is an edit for it: `fix`");
        }
    }
    let worst = findings.iter().map(|finding| finding.lint.severity()).max();
    Ok(if worst >= Some(Severity::Warning) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// One edit at a time: each may silence more than one finding.
fn fix(text: &str) -> Result<ExitCode, Failed> {
    let mut text = text.to_owned();
    for _ in 0..1000 {
        let findings = Policy::lint_toml(&text, &catalogue())?;
        let Some(edit) = findings.iter().find_map(|finding| finding.fix.as_ref()) else { break };
        text = edit.apply(&text)?;
    }
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn diff(old: &str, new: &str) -> Result<ExitCode, Failed> {
    let diff = load(old)?.diff(&load(new)?);
    print!("{diff}");
    Ok(if diff.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn matrix(text: &str, html: bool) -> Result<ExitCode, Failed> {
    let matrix = load(text)?.matrix();
    print!("{}", if html { matrix.to_html() } else { matrix.to_markdown() });
    Ok(ExitCode::SUCCESS)
}

fn test(text: &str, tests: Option<&str>) -> Result<ExitCode, Failed> {
    let tests = tests.map_or(Ok(PolicyTests::none()), PolicyTests::from_toml)?;
    let report = tests.run(&load(text)?);
    println!("{report}");
    Ok(if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn everything() -> Result<(), Failed> {
    println!("1. Five policies, each with its tests, clean of lints");
    for (name, text) in POLICIES {
        let policy = load(text)?;
        let report = PolicyTests::none().run(&policy);
        println!(
            "   {name}: {} rules, {} cells, {} tests, {} findings",
            policy.len(),
            policy.cells().len(),
            report.ran,
            policy.lint().len()
        );
    }
    let (_, clinic) = POLICIES[0];
    println!(
        "\n2. Somebody loosens the clinic's policy: the relationship goes, and the biller gets the diagnosis for all of operations"
    );
    let loosened = clinic
        .replacen("when = [\"treating\", \"care-team\"]\n", "", 2)
        .replacen("purposes = [\"HPAYMT\"]", "purposes = [\"HPAYMT\", \"HOPERAT\"]", 1)
        .replacen("\"served\", \"procedure\"]", "\"served\", \"procedure\", \"diagnosis\"]", 1);
    let untested = loosened.split("\n[[test]]").next().unwrap_or_default();
    println!("   its own tests: {}", load(&loosened).map_or_else(|error| error.to_string(), |_| "passed".into()));
    for finding in Policy::lint_toml(untested, &catalogue())? {
        println!("   {finding}");
        if let Some(edit) = &finding.fix {
            let diff = load(untested)?.diff(&load(&edit.apply(untested)?)?);
            println!("      the edit changes {} cells and adds none", diff.cells().count());
            assert!(diff.reachable.is_empty());
        }
    }
    println!("\n3. What it would have changed, exactly");
    for line in load(clinic)?.diff(&load(untested)?).to_string().lines().take(12) {
        println!("   {line}");
    }
    println!("\n4. The document of 45 CFR 164.514(d)(2), first rows");
    for line in load(clinic)?.matrix().to_markdown().lines().skip(4).take(5) {
        println!("   {line}");
    }
    println!("\n5. In other words");
    let cedar = load(clinic)?.to_cedar();
    println!("   Cedar: {} policies; without {}", cedar.policies.matches("@id").count(), cedar.left_out.join("; "));
    match load(clinic)?.to_permission() {
        Ok(_) => println!("   FHIR Permission: all of it"),
        Err(refused) => println!("   FHIR Permission: {refused}"),
    }
    Ok(())
}
