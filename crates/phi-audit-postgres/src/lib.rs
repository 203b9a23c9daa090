//! phi-audit's events in PostgreSQL: batched inserts, no right to change or delete, and the same leaves as in the log.
//!
//! ```no_run
//! use phi_audit::{note::NoteSigner, sink::{AuditSink, Committer, Event, Limits}};
//! use phi_audit_postgres::{PostgresStore, install};
//! use postgres::{Client, NoTls};
//! use phi_types::OsEntropy;
//! use std::sync::Arc;
//!
//! // Once, as the owner of the tables: the program's own role gets to read and to add, and nothing else.
//! install(&mut Client::connect("host=/run/postgresql user=owner dbname=clinic", NoTls)?, "clinic_writer")?;
//!
//! let connect = || Client::connect("host=/run/postgresql user=clinic_writer dbname=clinic", NoTls);
//! let store = PostgresStore::open(connect, "audit.example/clinic", Arc::new(OsEntropy))?;
//! let head = store.head(); // for checkpoints, while the committer has the store
//! let sink = Committer::new(store, Limits::default());
//! sink.append(&[Event::new([1; 16], b"sealed".to_vec())])?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** One row for each event, all events of a group in one statement and one commit. One writer for each log, by an
//! advisory lock. A server that runs without `fsync` is refused: what it acknowledges is not durable.
//! [`PostgresStore::export`] writes the rows as a log file for the same verifiers.
//!
//! **Non-goals.** Whoever owns the tables can change them; a checkpoint kept elsewhere finds it, as with the log. It makes no
//! checkpoints of itself and prunes nothing. Encrypted connections are the host's: `connect` is its closure.
//!
//! Helps implement 45 CFR 164.312(b).
#![forbid(unsafe_code)]

mod anchor;
mod schema;

pub use anchor::PostgresAnchor;
pub use schema::install;

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
use postgres::Client;

/// How many rows are read at a time.
const PAGE: i64 = 10_000;

/// Why the store cannot be used. Nothing of a row is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// The database fails, or the tables are not [installed](install).
    #[error("the database fails, or the tables of the log are not there")]
    Database,
    /// The server does not write through: `fsync` or `synchronous_commit` is off.
    #[error("the server does not make durable what it acknowledges")]
    NotDurable,
    /// The role may change or delete entries.
    #[error("the role of the writer may change or delete entries")]
    TooManyRights,
    /// Another writer has the log.
    #[error("another writer has the log")]
    InUse,
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

impl From<postgres::Error> for PostgresError {
    /// Drops the inner error: its message may quote a row.
    fn from(_: postgres::Error) -> Self {
        Self::Database
    }
}

/// Opens connections.
type Connect = Box<dyn Fn() -> Result<Client, postgres::Error> + Send + Sync>;

/// Keeps events in a table of a PostgreSQL database. Give it to a [`Committer`](phi_audit::sink::Committer).
pub struct PostgresStore {
    connect: Connect,
    client: Option<Client>,
    ledger: Ledger,
}

impl PostgresStore {
    /// Connects, takes the lock of the log named `origin`, and checks every row.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(
        connect: impl Fn() -> Result<Client, postgres::Error> + Send + Sync + 'static,
        origin: &str,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PostgresError> {
        let mut client = ready(&connect, origin)?;
        let mut log_id = [0; 16];
        entropy.fill(&mut log_id).map_err(|_| PostgresError::Entropy)?;
        client.execute(
            "INSERT INTO phi_audit_log (origin, log_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&origin, &log_id.as_slice()],
        )?;
        let log_id = log_id_of(&mut client, origin)?;
        let ledger = Ledger::new(origin, log_id, entropy);
        let mut store = Self { connect: Box::new(connect), client: Some(client), ledger };
        store.adopt()?;
        Ok(store)
    }

    /// Size and root, for checkpoints, while the committer has the store.
    #[must_use]
    pub fn head(&self) -> Head {
        self.ledger.head()
    }

    /// Writes the rows of a log as a log file: [`verify`](phi_audit::log::verify()) and the verifier in `docs/verifier` read
    /// it.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn export<S: Storage>(client: &mut Client, origin: &str, out: &mut S) -> Result<u64, PostgresError> {
        let log_id = log_id_of(client, origin)?;
        let (mut failed, mut next, mut page) = (None, 0, Vec::new().into_iter());
        let entries = core::iter::from_fn(|| {
            if page.len() == 0 {
                page = read_page(client, origin, next)
                    .unwrap_or_else(|error| {
                        failed = Some(error);
                        Vec::new()
                    })
                    .into_iter();
            }
            let entry = page.next()?;
            next = entry.index().saturating_add(1);
            Some(entry)
        });
        let written = write_copy(out, origin, log_id, entries)?;
        failed.map_or(Ok(written), Err)
    }

    /// Takes in the rows that are not counted yet, each checked against its leaf. Returns the last page of them.
    fn adopt(&mut self) -> Result<Vec<Entry>, PostgresError> {
        let client = self.client.as_mut().ok_or(PostgresError::Database)?;
        let mut last = Vec::new();
        loop {
            let page = read_page(client, self.ledger.origin(), self.ledger.size())?;
            if page.is_empty() {
                break;
            }
            for entry in &page {
                self.ledger.adopt(entry).map_err(|error| PostgresError::Damaged { index: error.index })?;
            }
            last = page;
        }
        self.ledger.publish();
        Ok(last)
    }

    fn insert(&mut self, rows: &[Row<'_>]) -> Result<(), PostgresError> {
        let client = self.client.as_mut().ok_or(PostgresError::Database)?;
        let indices: Vec<_> = rows.iter().map(|row| i64::try_from(row.index).unwrap_or(i64::MAX)).collect();
        let ids: Vec<_> = rows.iter().map(|row| row.event_id.as_slice()).collect();
        let salts: Vec<_> = rows.iter().map(|row| row.salt.as_slice()).collect();
        let leaves: Vec<_> = rows.iter().map(|row| row.leaf.as_bytes().as_slice()).collect();
        let payloads: Vec<_> = rows.iter().map(|row| row.payload).collect();
        // One statement is one transaction: all rows or none.
        let sql = "INSERT INTO phi_audit_entry (origin, idx, event_id, salt, leaf, payload)
                   SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])";
        let origin = self.ledger.origin().to_owned();
        let inserted = client.execute(sql, &[&origin, &indices, &ids, &salts, &leaves, &payloads])?;
        if usize::try_from(inserted) == Ok(rows.len()) { Ok(()) } else { Err(PostgresError::Database) }
    }

    /// Looks again at what is stored, by a new connection: an error leaves it open whether the rows are there.
    fn settle(&mut self, rows: &[Row<'_>]) -> Result<bool, PostgresError> {
        self.client = None;
        self.client = Some(ready(&self.connect, self.ledger.origin())?);
        let adopted = self.adopt()?;
        Ok(self.ledger.ends_with(rows, &adopted))
    }
}

impl Store for PostgresStore {
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        if self.client.is_none() {
            self.settle(&[]).map_err(|_| AuditUnavailable)?;
        }
        let rows = self.ledger.rows(events).map_err(|_| AuditUnavailable)?;
        if self.insert(&rows).is_ok() {
            return Ok(self.ledger.durable(&rows));
        }
        let first = self.ledger.size();
        let found = self.settle(&rows);
        if found.is_err() {
            self.client = None;
        }
        match found {
            Ok(true) if !rows.is_empty() => Ok(self.ledger.reference(first)),
            _ => Err(AuditUnavailable),
        }
    }
}

impl core::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PostgresStore(..)")
    }
}

/// A connection of a role with no more rights than it needs, to a server that keeps its word, with the lock of the log.
fn ready(connect: &dyn Fn() -> Result<Client, postgres::Error>, origin: &str) -> Result<Client, PostgresError> {
    let mut client = connect()?;
    client.batch_execute("SET synchronous_commit = on")?;
    let fsync: String = client.query_one("SELECT current_setting('fsync')", &[])?.get(0);
    if fsync != "on" {
        return Err(PostgresError::NotDurable);
    }
    let rights =
        "SELECT has_table_privilege('phi_audit_entry', 'UPDATE') OR has_table_privilege('phi_audit_entry', 'DELETE')
                  OR has_table_privilege('phi_audit_entry', 'TRUNCATE')";
    if client.query_one(rights, &[])?.get(0) {
        return Err(PostgresError::TooManyRights);
    }
    // Held as long as the connection is.
    let key = Hash::leaf(origin.as_bytes()).as_bytes().first_chunk().map_or(0, |key| i64::from_be_bytes(*key));
    if client.query_one("SELECT pg_try_advisory_lock($1)", &[&key])?.get(0) {
        Ok(client)
    } else {
        Err(PostgresError::InUse)
    }
}

fn log_id_of(client: &mut Client, origin: &str) -> Result<[u8; 16], PostgresError> {
    let row = client.query_one("SELECT log_id FROM phi_audit_log WHERE origin = $1", &[&origin])?;
    row.get::<_, &[u8]>(0).try_into().map_err(|_| PostgresError::Database)
}

fn read_page(client: &mut Client, origin: &str, from: u64) -> Result<Vec<Entry>, PostgresError> {
    let start = i64::try_from(from).map_err(|_| PostgresError::Database)?;
    let sql = "SELECT idx, event_id, salt, leaf, payload FROM phi_audit_entry
               WHERE origin = $1 AND idx >= $2 ORDER BY idx LIMIT $3";
    let rows = client.query(sql, &[&origin, &start, &PAGE])?;
    let entry = |row: &postgres::Row| {
        let index = u64::try_from(row.get::<_, i64>(0)).ok()?;
        let leaf = Hash::from_bytes(row.get::<_, &[u8]>(3).try_into().ok()?);
        let (id, salt) = (row.get::<_, &[u8]>(1).try_into().ok()?, row.get::<_, &[u8]>(2).try_into().ok()?);
        Entry::from_parts(origin, index, id, salt, leaf, row.get(4))
    };
    let next = |place: usize| from.saturating_add(u64::try_from(place).unwrap_or(u64::MAX));
    rows.iter()
        .enumerate()
        .map(|(place, row)| entry(row).ok_or(PostgresError::Damaged { index: next(place) }))
        .collect()
}
