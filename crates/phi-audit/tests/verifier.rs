//! The Python verifier of `docs/verifier` agrees with this library: on the golden logs, and on every tampered one.
//!
//! `PHI_AUDIT_GOLDEN=write cargo test -p phi-audit --test verifier` writes the golden files anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use phi_audit::{
    ConsistencyProof, InclusionProof,
    checkpoint::SignedCheckpoint,
    log::{Log, MemoryDisk, Reader, verify},
    merkle::{Hash, prove_consistency, prove_inclusion},
    note::NoteSigner,
};
use phi_types::{Entropy, EntropyUnavailable};

const ORIGIN: &str = "audit.example/golden";

/// Counts, so that each run writes the same bytes.
struct Counting(Mutex<u64>);

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyUnavailable> {
        let mut count = self.0.lock().unwrap();
        for chunk in out.chunks_mut(8) {
            *count += 1;
            chunk.copy_from_slice(&count.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

fn payload(index: u64) -> Vec<u8> {
    match index {
        3 => Vec::new(),
        5 => vec![0; 600],
        7 => "hostile \u{202e}\0\n{\"x\": \"\\\u{7f}\"} ' OR 1=1 --".as_bytes().to_vec(),
        _ => format!("synthetic {index}").into_bytes(),
    }
}

struct Golden {
    log: Vec<u8>,
    older: SignedCheckpoint,
    checkpoint: SignedCheckpoint,
    inclusion: Vec<InclusionProof>,
    consistency: ConsistencyProof,
}

fn golden() -> Golden {
    let disk = MemoryDisk::new();
    let log = Log::create(disk.writer().unwrap(), signer(), Counting(Mutex::new(0))).unwrap();
    let mut older = None;
    let mut next = 0;
    for len in [1, 1, 3, 1, 2, 4] {
        let payloads: Vec<_> = (next..next + len).map(|index| ([index as u8 + 1; 16], payload(index))).collect();
        let batch: Vec<_> = payloads.iter().map(|(id, payload)| (*id, payload.as_slice())).collect();
        log.append(&batch).unwrap();
        next += len;
        if next == 5 {
            older = Some(log.checkpoint().unwrap());
        }
    }
    let checkpoint = log.checkpoint().unwrap();
    let entries: Vec<_> = Reader::new(disk.reader()).unwrap().map(Result::unwrap).collect();
    let leaves: Vec<Hash> = entries.iter().map(|entry| *entry.leaf_hash()).collect();
    let inclusion = entries
        .iter()
        .map(|entry| InclusionProof {
            index: entry.index(),
            event_id: *entry.event_id(),
            salt: *entry.salt(),
            payload: entry.payload().to_vec(),
            path: prove_inclusion(&leaves, entry.index()).unwrap(),
            checkpoint: checkpoint.clone(),
        })
        .collect();
    let older = older.unwrap();
    let path = prove_consistency(&leaves, 5).unwrap();
    let consistency = ConsistencyProof { older: older.clone(), path, newer: checkpoint.clone() };
    Golden { log: disk.bytes(), older, checkpoint, inclusion, consistency }
}

struct Python {
    folder: PathBuf,
    script: PathBuf,
}

impl Python {
    fn find(name: &str) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier/verify.py");
        if Command::new("python3").arg("--version").output().is_err() || !script.exists() {
            println!("skipped: no Python to run the verifier with");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("phi-audit-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        Some(Self { folder, script })
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Whether each of the files is found good.
    fn judge(&self, what: &str, checkpoint: Option<&Path>, files: &[PathBuf]) -> Vec<bool> {
        let mut command = Command::new("python3");
        command.arg(&self.script).arg(what).arg("--key").arg(signer().verifier().vkey());
        if let Some(checkpoint) = checkpoint {
            command.arg("--checkpoint").arg(checkpoint);
        }
        let output = command.args(files).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<_> = told.lines().map(|line| line.starts_with("ok")).collect();
        assert_eq!(lines.len(), files.len(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        lines
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn the_golden_files_are_what_this_library_writes_and_the_verifier_finds_them_good() {
    let golden = golden();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier/golden");
    let files = [
        ("twelve.log", golden.log.clone()),
        ("twelve.checkpoint", golden.checkpoint.to_string().into_bytes()),
        ("five.checkpoint", golden.older.to_string().into_bytes()),
        ("key.vkey", format!("{}\n", signer().verifier().vkey()).into_bytes()),
        ("entry-7.tlog-proof", golden.inclusion[7].to_text().into_bytes()),
        ("five-to-twelve.consistency", golden.consistency.to_text().into_bytes()),
    ];
    if std::env::var_os("PHI_AUDIT_GOLDEN").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    for (name, bytes) in &files {
        assert!(std::fs::read(folder.join(name)).unwrap() == *bytes, "{name}: a new version of the format is needed");
    }
    let Some(python) = Python::find("golden") else { return };
    for checkpoint in ["twelve.checkpoint", "five.checkpoint"] {
        let checkpoint = folder.join(checkpoint);
        assert_eq!(python.judge("log", Some(&checkpoint), &[folder.join("twelve.log")]), [true]);
    }
    let proofs = [folder.join("entry-7.tlog-proof"), folder.join("five-to-twelve.consistency")];
    assert_eq!(python.judge("proof", None, &proofs), [true, true]);
}

#[test]
fn both_verifiers_agree_on_every_tampered_log() {
    let Some(python) = Python::find("tampered") else { return };
    let golden = golden();
    let bytes = &golden.log;
    let mut variants: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        variants.push((format!("flip-{at}"), flipped));
        if at % 3 == 0 {
            variants.push((format!("cut-{at}"), bytes[..at].to_vec()));
            let mut blank = bytes[..at].to_vec();
            blank.resize(bytes.len() + 700, 0);
            variants.push((format!("torn-{at}"), blank));
            let mut removed = bytes.clone();
            removed.remove(at);
            variants.push((format!("removed-{at}"), removed));
        }
    }
    let starts: Vec<usize> =
        (0..bytes.len().saturating_sub(40)).filter(|at| is_frame(bytes, *at)).chain([bytes.len()]).collect();
    assert_eq!(starts.len(), 13);
    let (header, entries): (_, Vec<_>) =
        (&bytes[..starts[0]], starts.windows(2).map(|pair| bytes[pair[0]..pair[1]].to_vec()).collect());
    for one in 0..12 {
        for other in 0..12 {
            let mut swapped = entries.clone();
            swapped.swap(one, other);
            let mut repeated = entries.clone();
            repeated.insert(other, entries[one].clone());
            variants.push((format!("swap-{one}-{other}"), [header, &swapped.concat()].concat()));
            variants.push((format!("repeat-{one}-{other}"), [header, &repeated.concat()].concat()));
        }
        let mut gone = entries.clone();
        gone.remove(one);
        variants.push((format!("gone-{one}"), [header, &gone.concat()].concat()));
    }
    let checkpoint = python.file("kept", golden.checkpoint.as_str().as_bytes());
    let files: Vec<_> = variants.iter().map(|(name, bytes)| python.file(name, bytes)).collect();
    let (mut good, mut bad) = (0, 0);
    for (kept, path) in [(Some(&golden.checkpoint), Some(&checkpoint)), (None, None)] {
        for (chunk, files) in variants.chunks(1000).zip(files.chunks(1000)) {
            let told = python.judge("log", path.map(PathBuf::as_path), files);
            for ((name, bytes), told) in chunk.iter().zip(told) {
                let ours = verify(MemoryDisk::with_bytes(bytes).reader(), signer().verifier(), kept);
                assert!(!told || bytes.starts_with(&golden.log) || kept.is_none(), "{name} is not found");
                // The script does not tell the trace of a crash from damage: whatever stands behind the last batch is bad.
                assert_eq!(
                    told,
                    ours.is_ok_and(|found| found.unfinished == 0),
                    "{name}, checkpoint {}: {ours:?}",
                    kept.is_some()
                );
                *(if told { &mut good } else { &mut bad }) += 1;
            }
        }
    }
    println!("{} tampered logs, with and without a checkpoint: {good} found good, {bad} bad, by both", variants.len());
    assert!(good > 0 && bad > 3000);
}

/// The golden payloads hold no byte 0xA5.
fn is_frame(bytes: &[u8], at: usize) -> bool {
    bytes[at] == 0xA5 && bytes.get(at + 94) == Some(&0x5A) && bytes[at + 1] <= 1
}

#[test]
fn both_verifiers_agree_on_every_tampered_proof() {
    let Some(python) = Python::find("proofs") else { return };
    let golden = golden();
    let mut files = Vec::new();
    let mut wanted = Vec::new();
    for proof in &golden.inclusion {
        files.push(python.file(&format!("entry-{}", proof.index), proof.to_text().as_bytes()));
        wanted.push(true);
    }
    for (name, text) in [("inclusion", golden.inclusion[7].to_text()), ("consistency", golden.consistency.to_text())] {
        files.push(python.file(name, text.as_bytes()));
        wanted.push(true);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            files.push(python.file(&format!("{name}-{at}"), &bytes));
            let read = String::from_utf8(bytes).ok();
            wanted.push(read.is_some_and(|text| {
                InclusionProof::parse(&text).is_ok_and(|proof| proof.verify(signer().verifier()).is_ok())
                    || ConsistencyProof::parse(&text).is_ok_and(|proof| proof.verify(signer().verifier()).is_ok())
            }));
        }
    }
    let told = python.judge("proof", None, &files);
    for ((file, told), wanted) in files.iter().zip(&told).zip(&wanted) {
        assert_eq!(told, wanted, "{}", file.display());
    }
    assert_eq!(told.iter().filter(|good| **good).count(), 14);
}

#[test]
fn pymerkle_computes_the_same_roots_where_it_is_to_be_had() {
    let Some(python) = Python::find("pymerkle") else { return };
    if !Command::new("python3").args(["-c", "import pymerkle"]).output().unwrap().status.success() {
        println!("skipped: pymerkle is not installed");
        return;
    }
    let script = "import sys\nfrom pymerkle import InmemoryTree\ntree = InmemoryTree(algorithm='sha256')\n\
                  for number in range(300):\n    tree.append_entry(number.to_bytes(8, 'big'))\n    print(tree.get_state().hex())\n";
    let output = Command::new("python3").arg(python.file("roots.py", script.as_bytes())).output().unwrap();
    let theirs = String::from_utf8(output.stdout).unwrap();
    let mut tree = phi_audit::merkle::Tree::new();
    let mut ours = String::new();
    for number in 0..300_u64 {
        tree.push(Hash::leaf(&number.to_be_bytes())).unwrap();
        ours.push_str(&format!("{}\n", tree.root()));
    }
    assert_eq!(ours, theirs);
    println!("pymerkle: 300 roots are the same");
}

#[test]
fn a_log_in_segments_with_entries_that_retention_took_away_is_found_good() {
    use phi_audit::{
        RetentionRule, Setup,
        anchor::MemoryAnchor,
        sink::{AuditSink, Event},
    };
    let Some(python) = Python::find("segments") else { return };
    let setup = Setup::new(python.folder.join("audit"), signer(), Arc::new(MemoryAnchor::new())).with_segments_of(8192);
    let (log, _) = setup.open_or_create().unwrap();
    // No event has a time here: whatever is no event is as old as what stands around it.
    for number in 0..200_u8 {
        log.append(&[Event::new([number; 16], vec![number; 60])]).unwrap();
    }
    let pruning = log.prune(&RetentionRule::default().not_beyond(100)).unwrap();
    assert!(pruning.gone > 30, "{pruning:?}");
    let kept = python.file("kept", log.checkpoint().unwrap().as_str().as_bytes());
    assert_eq!(python.judge("log", Some(&kept), &[log.folder().to_owned()]), [true]);
    let proof = log.prover().unwrap().inclusion(150).unwrap().to_text();
    assert_eq!(python.judge("proof", None, &[python.file("proof", proof.as_bytes())]), [true]);
}
