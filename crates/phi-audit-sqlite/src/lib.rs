//! phi-audit's events in SQLite: one file, `synchronous = FULL`, and the same leaves as in the log.
//!
//! ```
//! use phi_audit::{note::NoteSigner, sink::{AuditSink, Committer, Event, Limits}};
//! use phi_audit_sqlite::SqliteStore;
//! use phi_types::OsEntropy;
//! use std::sync::Arc;
//!
//! # let path = std::env::temp_dir().join(format!("phi-audit-sqlite-doc-{}.db", std::process::id()));
//! let store = SqliteStore::open(&path, "audit.example/clinic", Arc::new(OsEntropy))?;
//! let head = store.head();
//! let sink = Committer::new(store, Limits::default());
//! sink.append(&[Event::new([1; 16], b"sealed".to_vec())])?;
//!
//! let signer = NoteSigner::new("audit.example/clinic", &[7; 32])?;
//! let kept_elsewhere = head.checkpoint(&signer)?;
//! assert_eq!(kept_elsewhere.verify(signer.verifier())?.size(), 1);
//! # drop(sink);
//! # std::fs::remove_file(path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** For programs that have their data in SQLite already and want one kind of file to back up. Rows are only added:
//! triggers refuse changes and deletions, which keeps off mistakes; whoever can write the file can drop a trigger, and is
//! found by a checkpoint kept elsewhere, as with the log. [`SqliteStore::export`] writes the rows as a log file for the same
//! verifiers.
//!
//! **Non-goals.** It is slower than the log (see `docs/performance.md`), makes no checkpoints of itself and prunes nothing.
//!
//! Helps implement 45 CFR 164.312(b).
#![forbid(unsafe_code)]

mod anchor;

pub use anchor::SqliteAnchor;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use phi_audit::{
    log::{Entry, LogError, Storage, write_copy},
    merkle::Hash,
    sink::{Event, Head, Ledger, Row, Store},
};
use phi_types::{
    Entropy,
    gate::{AuditRef, AuditUnavailable},
};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS phi_audit_log (
    one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT NOT NULL, log_id BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS phi_audit_entry (
    idx INTEGER PRIMARY KEY, event_id BLOB NOT NULL, salt BLOB NOT NULL, leaf BLOB NOT NULL, payload BLOB NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS phi_audit_no_update BEFORE UPDATE ON phi_audit_entry
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER IF NOT EXISTS phi_audit_no_delete BEFORE DELETE ON phi_audit_entry
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
";

/// Why the store cannot be used. Nothing of a row is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// The database fails.
    #[error("the database fails")]
    Database,
    /// The database holds the entries of another log.
    #[error("the database holds the entries of another log")]
    OtherLog,
    /// A row is not what was stored, or rows are missing before it.
    #[error("entry {index} is not what was stored, or entries before it are missing")]
    Damaged {
        /// The index that should come next.
        index: u64,
    },
    /// There is no randomness for the id of a new log.
    #[error("the source of randomness is unavailable")]
    Entropy,
    /// The export could not be written.
    #[error(transparent)]
    Export(#[from] LogError),
}

impl From<rusqlite::Error> for SqliteError {
    /// Drops the inner error: its message may quote a row.
    fn from(_: rusqlite::Error) -> Self {
        Self::Database
    }
}

/// Keeps events in a table of a SQLite database. Give it to a [`Committer`](phi_audit::sink::Committer).
pub struct SqliteStore {
    path: PathBuf,
    connection: Option<Connection>,
    ledger: Ledger,
}

impl SqliteStore {
    /// Opens or makes the tables in the database at `path`, and checks every row.
    ///
    /// # Errors
    /// [`SqliteError`].
    pub fn open(path: impl AsRef<Path>, origin: &str, entropy: Arc<dyn Entropy>) -> Result<Self, SqliteError> {
        let path = path.as_ref().to_owned();
        let connection = connect(&path)?;
        let mut log_id = [0; 16];
        entropy.fill(&mut log_id).map_err(|_| SqliteError::Entropy)?;
        connection.execute(
            "INSERT INTO phi_audit_log VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING",
            params![origin, log_id.as_slice()],
        )?;
        let (stored, log_id): (String, [u8; 16]) =
            connection
                .query_row("SELECT origin, log_id FROM phi_audit_log", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if stored != origin {
            return Err(SqliteError::OtherLog);
        }
        let mut store = Self { path, connection: Some(connection), ledger: Ledger::new(origin, log_id, entropy) };
        store.adopt()?;
        Ok(store)
    }

    /// Size and root, for checkpoints, while the committer has the store.
    #[must_use]
    pub fn head(&self) -> Head {
        self.ledger.head()
    }

    /// Writes the rows of the database at `path` as a log: [`verify`](phi_audit::log::verify()) and the verifier in
    /// `docs/verifier` read it.
    ///
    /// # Errors
    /// [`SqliteError`].
    pub fn export<S: Storage>(path: impl AsRef<Path>, out: &mut S) -> Result<u64, SqliteError> {
        let connection = connect(path.as_ref())?;
        let (origin, log_id): (String, [u8; 16]) =
            connection
                .query_row("SELECT origin, log_id FROM phi_audit_log", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut failed = None;
        let mut statement = connection.prepare(ROWS_FROM)?;
        let rows = statement.query_map([0], |row| Ok(entry(&origin, row)))?;
        let entries = rows.map_while(|row| match row.unwrap_or(Err(SqliteError::Database)) {
            Ok(entry) => Some(entry),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let written = write_copy(out, &origin, log_id, entries)?;
        failed.map_or(Ok(written), Err)
    }

    /// Takes in the rows that are not counted yet, each checked against its leaf.
    fn adopt(&mut self) -> Result<Vec<Entry>, SqliteError> {
        let Some(connection) = &self.connection else { return Err(SqliteError::Database) };
        let mut adopted = Vec::new();
        let mut statement = connection.prepare(ROWS_FROM)?;
        let from = i64::try_from(self.ledger.size()).map_err(|_| SqliteError::Database)?;
        let mut rows = statement.query([from])?;
        while let Some(row) = rows.next()? {
            let entry =
                entry(self.ledger.origin(), row).map_err(|_| SqliteError::Damaged { index: self.ledger.size() })?;
            self.ledger.adopt(&entry).map_err(|error| SqliteError::Damaged { index: error.index })?;
            adopted.push(entry);
            // Only the last ones are asked for again.
            if adopted.len() > 100_000 {
                adopted.drain(..50_000);
            }
        }
        self.ledger.publish();
        Ok(adopted)
    }

    fn insert(&mut self, rows: &[Row<'_>]) -> Result<(), SqliteError> {
        let connection = self.connection.as_mut().ok_or(SqliteError::Database)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert_all(&transaction, rows)?;
        Ok(transaction.commit()?)
    }

    /// Looks again at what is stored, by a new connection: an error leaves it open whether the rows are there.
    fn settle(&mut self, rows: &[Row<'_>]) -> Result<bool, SqliteError> {
        self.connection = None;
        self.connection = Some(connect(&self.path)?);
        let adopted = self.adopt()?;
        Ok(self.ledger.ends_with(rows, &adopted))
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        if self.connection.is_none() {
            self.settle(&[]).map_err(|_| AuditUnavailable)?;
        }
        let rows = self.ledger.rows(events).map_err(|_| AuditUnavailable)?;
        if self.insert(&rows).is_ok() {
            return Ok(self.ledger.durable(&rows));
        }
        let first = self.ledger.size();
        let found = self.settle(&rows);
        if found.is_err() {
            self.connection = None;
        }
        match found {
            Ok(true) if !rows.is_empty() => Ok(self.ledger.reference(first)),
            _ => Err(AuditUnavailable),
        }
    }
}

impl core::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SqliteStore(..)")
    }
}

const ROWS_FROM: &str = "SELECT idx, event_id, salt, leaf, payload FROM phi_audit_entry WHERE idx >= ?1 ORDER BY idx";

fn connect(path: &Path) -> Result<Connection, SqliteError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    // A database in memory, or on a file system without shared memory, would not be durable.
    if mode != "wal" || synchronous < 2 {
        return Err(SqliteError::Database);
    }
    let there: Option<i64> = connection
        .query_row("SELECT 1 FROM sqlite_master WHERE name = 'phi_audit_no_delete'", [], |row| row.get(0))
        .optional()?;
    if there.is_none() {
        connection.execute_batch(SCHEMA)?;
    }
    Ok(connection)
}

fn insert_all(transaction: &Transaction<'_>, rows: &[Row<'_>]) -> Result<(), SqliteError> {
    let mut statement = transaction.prepare_cached("INSERT INTO phi_audit_entry VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for row in rows {
        let index = i64::try_from(row.index).map_err(|_| SqliteError::Database)?;
        let leaf = row.leaf.as_bytes().as_slice();
        statement.execute(params![index, row.event_id.as_slice(), row.salt.as_slice(), leaf, row.payload])?;
    }
    Ok(())
}

fn entry(origin: &str, row: &rusqlite::Row<'_>) -> Result<Entry, SqliteError> {
    let index = u64::try_from(row.get::<_, i64>(0)?).map_err(|_| SqliteError::Damaged { index: 0 })?;
    let leaf = Hash::from_bytes(row.get(3)?);
    Entry::from_parts(origin, index, row.get(1)?, row.get(2)?, leaf, row.get(4)?).ok_or(SqliteError::Damaged { index })
}
