//! A rotation that is killed half-way and taken up: 100 000 patients, each with a data key of its own, in SQLite.
//!
//! `cargo run --release --example rotate` (or with a number of patients). The worker is a process of its own, and the kill is a real
//! one. The wiring is in `rotate/host.rs`; a key store over a database, with what the trait asks of it, in `rotate/store.rs`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    time::Instant,
};

#[path = "rotate/host.rs"]
mod host;
#[path = "rotate/store.rs"]
mod store;

use host::Host;

type Failed = Box<dyn Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let ended = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--worker", act, folder] => worker(act, Path::new(folder)),
        [] => demonstration(100_000),
        [patients] if patients.parse::<u32>().is_ok() => demonstration(patients.parse().unwrap_or_default()),
        _ => {
            println!(
                "rotate [PATIENTS]: rotates a tenant key, killed half-way and resumed; 100000 patients by default"
            );
            Ok(())
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn demonstration(patients: u32) -> Result<(), Failed> {
    let folder = host::scratch_folder()?;
    let done = run(&folder, patients);
    fs::remove_dir_all(&folder)?;
    done
}

fn run(folder: &Path, patients: u32) -> Result<(), Failed> {
    let passphrase = host::create_root(folder)?;
    println!("1. {patients} patients are admitted, one sealed row and one data key each");
    let begun = Instant::now();
    let host = Host::open(folder, &passphrase)?;
    host.admit(patients, |done| say(&format!("   {done} of {patients}")))?;
    println!("\n   in {:.1} s", begun.elapsed().as_secs_f64());
    let before = host.rows.digest()?;
    println!("   data keys by version of the tenant key: {:?}", host.hanging()?);
    drop(host);

    println!("2. The tenant key is rotated, and the process is killed half-way");
    let mut child = start("rotate", folder, &passphrase)?;
    let half = follow(&mut child, |seen, to_do| seen.saturating_mul(2) >= to_do)?;
    child.kill()?;
    child.wait()?;
    println!("\n   killed{}", if half { "" } else { ", too late: it was through" });
    let host = Host::open(folder, &passphrase)?;
    println!("   data keys by version of the tenant key: {:?}", host.hanging()?);
    println!("   {} rows read meanwhile, all of them open", host.read(1000)?);
    drop(host);

    println!("3. It is taken up");
    let begun = Instant::now();
    let mut child = start("resume", folder, &passphrase)?;
    follow(&mut child, |_, _| false)?;
    if !child.wait()?.success() {
        return Err("the worker failed".into());
    }
    println!("\n   in {:.1} s, the start of the process and its passphrase included", begun.elapsed().as_secs_f64());

    println!("4. What there is now");
    let host = Host::open(folder, &passphrase)?;
    println!("   data keys by version of the tenant key: {:?}", host.hanging()?);
    println!("   states of its versions: {:?}", host.states()?);
    let same = if host.rows.digest()? == before { "no row was rewritten" } else { "ROWS CHANGED" };
    println!("   {} rows read, all of them open; {same}", host.read(usize::MAX)?);
    println!("   the old version can be retired once caches elsewhere have forgotten it: \"{}\"", host.retire(1));
    Ok(())
}

/// The other process: opens everything anew and rotates, or takes up a rotation.
fn worker(act: &str, folder: &Path) -> Result<(), Failed> {
    let mut passphrase = String::new();
    std::io::stdin().read_line(&mut passphrase)?;
    let host = Host::open(folder, passphrase.trim_end())?;
    let rotation = host.rotate(act == "resume", |seen, to_do| {
        println!("{seen} {to_do}");
        let _ = std::io::stdout().flush();
    })?;
    if rotation.left > 0 || rotation.broken > 0 { Err("something is left".into()) } else { Ok(()) }
}

fn start(act: &str, folder: &Path, passphrase: &str) -> Result<Child, Failed> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--worker", act])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    // By a pipe: arguments and environment are seen by others.
    let mut input = child.stdin.take().ok_or("no way in")?;
    writeln!(input, "{passphrase}")?;
    Ok(child)
}

/// Shows how far the worker is. Answers whether it was to stop before the end.
fn follow(child: &mut Child, stop: impl Fn(u64, u64) -> bool) -> Result<bool, Failed> {
    let (lines, begun) = (BufReader::new(child.stdout.take().ok_or("no way out")?).lines(), Instant::now());
    for line in lines {
        let line = line?;
        let (seen, to_do) = line.split_once(' ').ok_or("an odd line")?;
        let (seen, to_do) = (seen.parse::<u64>()?, to_do.parse::<u64>()?);
        let rate = seen as f64 / begun.elapsed().as_secs_f64().max(0.001);
        say(&format!("   {seen} of {to_do} re-wrapped, {} left, {rate:.0} a second", to_do.saturating_sub(seen)));
        if stop(seen, to_do) && seen < to_do {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One line that is written over.
fn say(line: &str) {
    print!("\r{line:<78}");
    let _ = std::io::stdout().flush();
}
