//! A fault at each system call in turn, on the real file system: an error, a full disk, a kill before the call is made.
//!
//! `strace` puts it there, so that nothing of ours takes part. What was acknowledged before is in the log afterwards, and the log verifies and
//! goes on. Where there is no `strace`, or no leave to trace, the test says that it was skipped. Short writes are tried at the storage
//! calls (`audit_log/store.rs`): what `strace` can do is claim a short write that was none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use phi_audit::{
    AuditLog, Setup,
    anchor::FileAnchor,
    log::verify_file,
    note::NoteSigner,
    sink::{AuditSink as _, Event},
};

const CHILD: &str = "PHI_AUDIT_SYSCALL_CHILD";
/// Everything that changes a file or a folder, or makes a change last. Opening and reading is not among them: the loader of the program
/// does that as well.
const CALLS: [&str; 10] =
    ["write", "pwrite64", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "rename", "unlink", "flock"];
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];

fn try_open(folder: &Path) -> Option<AuditLog> {
    let signer = NoteSigner::new("audit.example/calls", &[7; 32]).unwrap();
    let anchor = FileAnchor::new(folder.join("elsewhere")).unwrap();
    let setup = Setup::new(folder.join("audit"), signer, anchor)
        .with_segments_of(64 << 10)
        .with_checkpoints_every(std::time::Duration::from_millis(2));
    setup.open_or_create().ok().map(|(log, _)| log)
}

/// Run in a process of its own: appends, and says what was acknowledged.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let Some(log) = try_open(Path::new(&folder)) else { return };
    for number in 0..6_u64 {
        let event = Event::new(u128::from(number).to_be_bytes(), vec![7; 200 + number as usize]);
        if let Ok(refs) = log.append(&[event]) {
            println!("\nack {}.", refs[0].index);
        }
    }
}

/// Runs the child with one fault; answers what it acknowledged, and whether the fault was reached.
fn run(folder: &Path, fault: Option<(&str, &str, usize)>) -> Option<(Vec<u64>, bool)> {
    let trace = folder.join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={}", CALLS.join(","))]);
    if let Some((call, fault, when)) = fault {
        command.args(["-e", &format!("inject={call}:{fault}:when={when}")]);
    }
    let output = command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, folder)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let traced = std::fs::read_to_string(&trace).ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let acknowledged =
        said.lines().filter_map(|line| line.strip_prefix("ack ")?.strip_suffix('.')?.parse().ok()).collect();
    Some((acknowledged, traced.contains("(INJECTED)") || traced.contains("killed by SIGKILL")))
}

#[test]
fn a_fault_at_each_call_in_turn_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    match run(&folder.0, None) {
        Some((acknowledged, _)) if acknowledged.len() == 6 => {}
        _ => {
            println!("skipped: strace is not to be had, or may not trace");
            return;
        }
    }
    let (mut runs, mut kept, mut total) = (0, 0, 0);
    for call in CALLS {
        for fault in FAULTS {
            for when in 1.. {
                let folder = Folder::new();
                let (acknowledged, reached) = run(&folder.0, Some((call, fault, when))).unwrap();
                if !reached {
                    break;
                }
                runs += 1;
                let what = format!("{call} {fault} at {when}");
                // A writer that was killed while it made its folder left nothing to open; then nothing was acknowledged.
                let Some(log) = try_open(&folder.0) else {
                    assert!(acknowledged.is_empty(), "{what}: does not open");
                    continue;
                };
                let checkpoint = log.checkpoint().unwrap();
                assert_eq!(
                    verify_file(log.folder(), log.verifier(), Some(&checkpoint)).unwrap().size,
                    log.size(),
                    "{what}"
                );
                let held: BTreeSet<_> = log.reader().unwrap().map(|entry| entry.unwrap().index()).collect();
                assert!(acknowledged.iter().all(|index| held.contains(index)), "{what}: lost");
                let after = Event::new([9; 16], vec![1]);
                assert!(log.append(&[after]).is_ok(), "{what}: does not go on");
                total += 6;
                kept += acknowledged.len();
            }
        }
    }
    println!("{runs} faults, {kept} of {total} appends acknowledged, none lost");
    assert!(runs > 50, "so many calls are there at least");
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("phi-audit-calls-{}-{number}", std::process::id()));
        std::fs::create_dir_all(folder.join("elsewhere")).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
