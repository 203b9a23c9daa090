//! The store is a sink like any other, and its rows verify like a log.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use phi_audit::{
    AuditLog, Setup,
    anchor::Anchor,
    log::{MemoryDisk, Reader, verify},
    note::NoteSigner,
    sink::{AuditSink, Committer, Event, Limits},
    testing::{Held, Subject, conformance},
};
use phi_audit_sqlite::{SqliteAnchor, SqliteError, SqliteStore};
use phi_types::OsEntropy;
use rusqlite::Connection;

const ORIGIN: &str = "audit.example/clinic";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("phi-audit-sqlite-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("audit.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> Result<SqliteStore, SqliteError> {
    SqliteStore::open(path, ORIGIN, Arc::new(OsEntropy))
}

fn exported(path: &Path) -> MemoryDisk {
    let disk = MemoryDisk::new();
    SqliteStore::export(path, &mut disk.writer().unwrap()).unwrap();
    disk
}

struct Database(Folder);

impl Subject for Database {
    type Sink = Committer;

    fn open(&mut self) -> Committer {
        Committer::new(open(&self.0.file()).unwrap(), Limits::default())
    }

    fn held(&mut self) -> Vec<Held> {
        let entries = Reader::new(exported(&self.0.file()).reader()).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.index(), *entry.event_id(), entry.into_payload())).collect()
    }
}

#[test]
fn it_conforms() {
    assert_eq!(conformance(&mut Database(Folder::new("conforms"))), Ok(8));
}

#[test]
fn its_rows_verify_like_a_log_and_changed_ones_do_not() {
    let folder = Folder::new("verifies");
    let store = open(&folder.file()).unwrap();
    let head = store.head();
    let sink = Committer::new(store, Limits::default());
    for number in 0..12_u8 {
        sink.append(&[Event::new([number; 16], vec![number; 30])]).unwrap();
    }
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
    let kept = head.checkpoint(&signer).unwrap();
    drop(sink);
    assert_eq!(verify(exported(&folder.file()).reader(), signer.verifier(), Some(&kept)).unwrap().size, 12);

    let database = Connection::open(folder.file()).unwrap();
    let change = |sql: &str| database.execute_batch(sql);
    assert!(change("UPDATE phi_audit_entry SET payload = x'00' WHERE idx = 3").is_err());
    assert!(change("DELETE FROM phi_audit_entry WHERE idx = 3").is_err());
    change("DROP TRIGGER phi_audit_no_update; DROP TRIGGER phi_audit_no_delete").unwrap();
    change("UPDATE phi_audit_entry SET payload = x'00' WHERE idx = 3").unwrap();
    assert_eq!(open(&folder.file()).err(), Some(SqliteError::Damaged { index: 3 }));
    // Opening has put the triggers back.
    change("DROP TRIGGER phi_audit_no_delete; DELETE FROM phi_audit_entry WHERE idx >= 3").unwrap();
    assert!(open(&folder.file()).is_ok(), "a cut tail is not seen by itself");
    assert!(
        verify(exported(&folder.file()).reader(), signer.verifier(), Some(&kept)).is_err(),
        "but by the checkpoint"
    );
    assert_eq!(SqliteStore::open(folder.file(), "another", Arc::new(OsEntropy)).err(), Some(SqliteError::OtherLog));
}

#[test]
fn two_writers_do_not_mix() {
    let folder = Folder::new("two");
    let (one, two) = (open(&folder.file()).unwrap(), open(&folder.file()).unwrap());
    let (one, two) = (Committer::new(one, Limits::default()), Committer::new(two, Limits::default()));
    assert_eq!(one.append(&[Event::new([1; 16], vec![1])]).unwrap()[0].index, 0);
    // The second finds its place taken, looks again, and goes on behind.
    assert!(two.append(&[Event::new([2; 16], vec![2])]).is_err());
    assert_eq!(two.append(&[Event::new([2; 16], vec![2])]).unwrap()[0].index, 1);
}

#[test]
fn a_log_is_anchored_in_a_database() {
    let folder = Folder::new("anchor");
    let anchor = Arc::new(SqliteAnchor::open(folder.file()).unwrap());
    let open = || -> AuditLog {
        let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
        let setup = Setup::new(folder.0.join("log"), signer, Arc::clone(&anchor)).with_segments_of(65_536);
        let (log, opened) = setup.open_or_create().unwrap();
        assert_eq!(opened.quarantined, None);
        log
    };
    let log = open();
    let older = log.checkpoint().unwrap();
    log.append(&[Event::new([1; 16], vec![1])]).unwrap();
    drop(log);
    assert_eq!(anchor.latest(ORIGIN).unwrap().unwrap().claims(), Some((ORIGIN, 1)));
    assert!(anchor.publish(&older).is_err(), "not back");
    assert_eq!(anchor.latest("another").unwrap(), None);
    assert_eq!(open().size(), 1);
}
