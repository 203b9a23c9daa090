//! How much memory a text of any length takes: `cargo bench -p phi-deid --bench deid_memory`.
//!
//! Each row is a process of its own, which makes its text while it is read and keeps nothing of what is written, so that what is
//! counted is the engine with its tables, one section, and what is remembered of the rest. The notes are those of
//! `deid_text`, with other digits and letters each time, so that hardly a name or a number comes again. It fails when a row takes more
//! than 60 MiB: other allocators and kernels may take some of the 64 that a long text may.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a measurement, no library"
)]

#[path = "deid/load.rs"]
mod load;

use std::{
    env, fs,
    io::{self, Read, Seek, SeekFrom},
    process::Command,
};

use phi_deid::{profile::SafeHarbor, replace::Replacement, rule::Reference, text::TextEngine};

const TOTAL: usize = 70_000_000;
/// In KiB.
const MOST: u64 = 60 << 10;
/// Names the row to the process that takes it.
const ROW: &str = "PHI_DEID_MEMORY_ROW";

const ROWS: [(&str, Form); 4] = [
    ("notes, blank lines between them", Form::Notes),
    ("the same without blank lines", Form::Lines),
    ("the same on one line", Form::Line),
    ("lines of a mebibyte that are one sentence each", Form::Sentence),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Notes,
    Lines,
    Line,
    Sentence,
}

fn main() {
    if let Some(row) = env::var(ROW).ok().and_then(|row| row.parse().ok()) {
        let (_, form) = ROWS.get::<usize>(row).expect("a row");
        return take(*form);
    }
    for (row, (name, _)) in ROWS.iter().enumerate() {
        let this = env::current_exe().expect("a program");
        let done = Command::new(this).env(ROW, row.to_string()).output().expect("it runs");
        let peak: u64 = String::from_utf8_lossy(&done.stdout).trim().parse().expect("a figure");
        println!("{name}: {peak} KiB ({:.1} MB) for {} MB of text", peak as f64 * 1.024e-3, TOTAL / 1_000_000);
        assert!(peak <= MOST, "{name} takes {peak} KiB");
    }
}

fn take(form: Form) {
    let engine = TextEngine::new().expect("the rules compile");
    let by = Replacement::<SafeHarbor>::new();
    let mut text = Made::new(form);
    let reference = Reference { year: 2026 };
    engine.redact_stream(&by, &mut text, &mut io::sink(), &[], reference, &mut |_, _| {}).expect("it is text");
    println!("{}", peak());
}

/// The most memory that the process ever held, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A long text that is made while it is read, the same from the beginning each time.
struct Made {
    notes: Vec<String>,
    form: Form,
    seeded: load::Seeded,
    /// The next note.
    next: usize,
    /// What was made and not read, from its place on.
    part: Vec<u8>,
    at: usize,
    /// How many bytes were made, and of the line.
    made: usize,
    line: usize,
}

impl Made {
    fn new(form: Form) -> Self {
        let notes = load::notes();
        Self { notes, form, seeded: seeded(), next: 0, part: Vec::new(), at: 0, made: 0, line: 0 }
    }

    fn make(&mut self) {
        if self.made >= TOTAL {
            return;
        }
        let note = &self.notes[self.next % self.notes.len()];
        self.next += 1;
        let mut text = load::varied(note, &mut self.seeded);
        match self.form {
            Form::Notes => text.push_str("\n\n"),
            Form::Lines => {
                let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
                text = lines.join("\n") + "\n";
            }
            Form::Line | Form::Sentence => text = text.replace(['\n', '\r'], " ") + " ",
        }
        if self.form == Form::Sentence {
            text = text.replace(". ", "; ").replace("! ", "; ").replace("? ", "; ");
            self.line += text.len();
            // No note may make a line longer than a mebibyte.
            if self.line > 1_000_000 {
                text.push('\n');
                self.line = 0;
            }
        }
        self.made += text.len();
        (self.part, self.at) = (text.into_bytes(), 0);
    }
}

fn seeded() -> load::Seeded {
    load::Seeded(88_172_645_463_325_252)
}

impl Read for Made {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.part.len() {
            self.part.clear();
            self.make();
        }
        let rest = self.part.get(self.at..).unwrap_or_default();
        let len = rest.len().min(into.len());
        into[..len].copy_from_slice(&rest[..len]);
        self.at += len;
        Ok(len)
    }
}

impl Seek for Made {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(0) => {
                (self.seeded, self.next, self.made, self.line, self.at) = (seeded(), 0, 0, 0, 0);
                self.part.clear();
                Ok(0)
            }
            // Where it stands is asked for at the beginning alone.
            SeekFrom::Current(0) if self.made == 0 => Ok(0),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
