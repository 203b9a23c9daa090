//! A file that is too large for a row: sealed as it is read, opened as a stream and anywhere in it, and refused once something is wrong.
//!
//! `cargo run --release --example seal_file -- FILE`; without a file it makes up one of its own. The file itself is only read. What is
//! sealed lies in a folder that is removed at the end. The wiring is in `seal_file/host.rs`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

use std::{
    error::Error,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

#[path = "seal_file/host.rs"]
mod host;

use hipaa::envelope::file::FileError;
use host::Host;

type Failed = Box<dyn Error>;

const USAGE: &str = "seal_file [FILE]: seals a copy of FILE, opens it again, and shows what is refused";
const MIB: usize = 1024 * 1024;
/// A sealed file: header, salt and commitment, then chunks of 16 KiB with a tag of 16 bytes each; the last one is shorter.
const BEFORE: u64 = 98;
const SEALED_CHUNK: u64 = 16 * 1024 + 16;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let source = match arguments.as_slice() {
        [] => None,
        [one] if one == "--help" || one == "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [one] if !one.to_string_lossy().starts_with("--") => Some(PathBuf::from(one)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if let Some(path) = &source
        && let Err(why) = readable(path)
    {
        // The path is not repeated: file names of a clinic tell whom they are about.
        eprintln!("the file cannot be sealed: {why}");
        return ExitCode::from(2);
    }
    match demonstration(source.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn readable(path: &Path) -> Result<(), String> {
    let kind = fs::metadata(path).map_err(|error| error.kind().to_string())?;
    if !kind.is_file() {
        return Err("it is no regular file".into());
    }
    File::open(path).map(drop).map_err(|error| error.kind().to_string())
}

fn demonstration(source: Option<&Path>) -> Result<(), Failed> {
    let folder = host::scratch_folder()?;
    let done = made_up_or(source, &folder).and_then(|source| run(&source, &folder));
    fs::remove_dir_all(&folder)?;
    done
}

/// The file that was named, or 16 MiB that say what they are.
fn made_up_or(source: Option<&Path>, folder: &Path) -> Result<PathBuf, Failed> {
    if let Some(path) = source {
        return Ok(path.to_owned());
    }
    let path = folder.join("scan");
    let mut file = io::BufWriter::new(File::create(&path)?);
    for number in 0..MIB / 2 {
        write!(file, "synthetic scan, line {number:>9}\n\n")?;
    }
    file.into_inner()?.sync_all()?;
    Ok(path)
}

fn run(source: &Path, folder: &Path) -> Result<(), Failed> {
    let host = Host::start(folder)?;
    let path = folder.join("sealed");

    println!("1. Sealed under a grant to write, for one field of one row");
    let begun = Instant::now();
    let length = host.seal(File::open(source)?, &path)?;
    let sealed = fs::metadata(&path)?.len();
    println!("   {length} bytes of text, {sealed} sealed: {} more", sealed.saturating_sub(length));
    say_speed(length, begun);

    println!("2. Opened as a stream under a grant to read");
    let begun = Instant::now();
    let opened = host.open(&path, host::ROW, |mut from| io::copy(&mut from, &mut io::sink()))?;
    println!("   {opened} bytes");
    say_speed(opened, begun);
    let mut original = File::open(source)?;
    let same = host.open(&path, host::ROW, |from| equal(from, &mut original))?;
    println!("   {}", if same { "byte for byte what it was" } else { "NOT WHAT IT WAS" });

    println!("3. Read anywhere, without the rest");
    let (at, count) = host.anywhere(length)?;
    let begun = Instant::now();
    let part = host.read_at(&path, at, count)?;
    println!("   {} bytes at {at} in {:.2} ms", part.len(), begun.elapsed().as_secs_f64() * 1e3);
    original.seek(SeekFrom::Start(at))?;
    let same = equal(&part[..], (&mut original).take(part.len() as u64))?;
    println!("   {}", if same { "what stands there" } else { "NOT WHAT STANDS THERE" });

    println!("4. What is refused");
    let whole = |row| host.open(&path, row, |mut from| io::copy(&mut from, &mut io::sink()));
    println!("   as a file of another row:   {}", outcome(whole(host::OTHER_ROW)));
    // A byte of the chunk in the middle, of its text or of its tag.
    let middle = BEFORE.saturating_add(sealed.saturating_sub(BEFORE) / 2);
    flip(&path, middle)?;
    println!("   one bit changed:            {}", outcome(whole(host::ROW)));
    println!("   changed back:               {}", outcome(flip(&path, middle).and_then(|()| whole(host::ROW))));
    // The last chunk, whole: every other one verifies.
    let last = BEFORE.saturating_add((sealed.saturating_sub(BEFORE) / SEALED_CHUNK).saturating_mul(SEALED_CHUNK));
    OpenOptions::new().write(true).open(&path)?.set_len(last)?;
    println!("   cut at a chunk:             {}", outcome(whole(host::ROW)));
    println!("   the same, read anywhere:    {}", outcome(host.read_at(&path, 0, 1).map(|part| part.len() as u64)));
    println!("   a writer without `finish`:  {}", outcome(host.unfinished(&path).and_then(|()| whole(host::ROW))));
    Ok(())
}

fn say_speed(bytes: u64, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64().max(1e-6);
    println!("   in {seconds:.3} s, {:.0} MB/s, reading and writing included", bytes as f64 / 1e6 / seconds);
}

fn outcome(result: Result<u64, Failed>) -> String {
    match result {
        Ok(bytes) => format!("opens, {bytes} bytes"),
        // As the error of a reader it is inside the error of input and output.
        Err(error) => match error.downcast::<io::Error>() {
            Ok(error) => format!("\"{}\"", FileError::from(*error)),
            Err(error) => format!("\"{error}\""),
        },
    }
}

fn flip(path: &Path, at: u64) -> Result<(), Failed> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut byte = [0];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut byte)?;
    file.seek(SeekFrom::Start(at))?;
    Ok(file.write_all(&byte.map(|byte| byte ^ 1))?)
}

/// Whether two sources give the same bytes.
fn equal(mut one: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        left.clear();
        right.clear();
        (&mut one).take(MIB as u64).read_to_end(&mut left)?;
        (&mut other).take(MIB as u64).read_to_end(&mut right)?;
        if left != right || left.is_empty() {
            return Ok(left == right);
        }
    }
}
