//! Kills a writer over and over. What it had acknowledged is there, and the log goes on.
//!
//! `PHI_AUDIT_KILLS=2000 cargo test -p phi-audit --release --test kill` for a longer run. Killing a process does not test a
//! loss of power: the simulated disk of the unit tests does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use phi_audit::{
    AuditLog, Setup,
    anchor::FileAnchor,
    log::verify_file,
    note::NoteSigner,
    sink::{AuditSink, Event},
};

const CHILD: &str = "PHI_AUDIT_KILL_CHILD";

fn setup(folder: &Path) -> Setup {
    let signer = NoteSigner::new("audit.example/kill", &[7; 32]).unwrap();
    let anchor = FileAnchor::new(folder.join("elsewhere")).unwrap();
    Setup::new(folder.join("audit"), signer, anchor)
        .with_segments_of(256 << 10)
        .with_checkpoints_every(std::time::Duration::from_millis(20))
}

fn open(folder: &Path) -> AuditLog {
    let (log, opened) = setup(folder).open_or_create().unwrap();
    assert_eq!(opened.quarantined, None);
    log
}

/// Run in a process of its own: appends from four threads, and says what was acknowledged.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let log = Arc::new(open(Path::new(&folder)));
    std::thread::scope(|scope| {
        for thread in 0..4_u64 {
            let log = Arc::clone(&log);
            scope.spawn(move || {
                for number in 0.. {
                    let id = (u128::from(std::process::id()) << 64 | u128::from(thread << 40 | number)).to_be_bytes();
                    let event = Event::new(id, vec![7; 40 + (number as usize * 37) % 600]);
                    let refs = log.append(&vec![event; 1 + number as usize % 3]).unwrap();
                    let line: String = refs.iter().map(|place| format!("{} ", place.index)).collect();
                    // One write for each line, so that no half of one is read.
                    std::io::stdout().lock().write_all(format!("\nack {line}.\n").as_bytes()).unwrap();
                }
            });
        }
    });
}

fn acknowledged(line: &str) -> Option<Vec<u64>> {
    let indices = line.strip_prefix("ack ")?.strip_suffix('.')?;
    Some(indices.split_whitespace().map(|index| index.parse().unwrap()).collect())
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there() {
    let kills: u32 = std::env::var("PHI_AUDIT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200);
    let folder = Folder::new("kill");
    std::fs::create_dir(folder.0.join("elsewhere")).unwrap();
    let mut all = BTreeSet::new();
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD, &folder.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut heard = 0;
        // A few more or fewer each time, so that the kill falls at another place.
        while heard < 1 + kill * 7 % 40 {
            let line = lines.next().expect("the writer goes on until it is killed").unwrap();
            if let Some(indices) = acknowledged(&line) {
                all.extend(indices);
                heard += 1;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What was in the pipe before the kill was acknowledged as well.
        all.extend(lines.map_while(Result::ok).filter_map(|line| acknowledged(&line)).flatten());
        if kill % 10 == 9 || kill + 1 == kills {
            let log = open(&folder.0);
            let kept = log.checkpoint().unwrap();
            assert_eq!(verify_file(log.folder(), log.verifier(), Some(&kept)).unwrap().size, log.size());
            let held: BTreeSet<_> = log.reader().unwrap().map(|entry| entry.unwrap().index()).collect();
            assert!(all.is_subset(&held), "after kill {kill}");
        }
    }
    println!("{kills} kills, {} entries acknowledged, none lost", all.len());
}

/// A second process is kept out while the first one writes, and let in once it is gone.
#[test]
fn two_processes_do_not_write_one_log() {
    let folder = Folder::new("two");
    std::fs::create_dir(folder.0.join("elsewhere")).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, &folder.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.by_ref().map_while(Result::ok).find_map(|line| acknowledged(&line)).expect("it writes");
    assert!(setup(&folder.0).open_or_create().is_err(), "the first process has it open");
    // It was not disturbed.
    assert!(lines.by_ref().map_while(Result::ok).find_map(|line| acknowledged(&line)).is_some());
    child.kill().unwrap();
    child.wait().unwrap();
    let log = open(&folder.0);
    let held: BTreeSet<_> = log.reader().unwrap().map(|entry| entry.unwrap().index()).collect();
    assert!(first.iter().all(|index| held.contains(index)));
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("phi-audit-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
