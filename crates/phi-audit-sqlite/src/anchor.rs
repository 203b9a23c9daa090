//! Checkpoints in a database that whoever can write the log cannot reach.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use phi_audit::{
    anchor::{Anchor, AnchorUnavailable},
    checkpoint::SignedCheckpoint,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::SqliteError;

/// Keeps every checkpoint in a table of its own; the largest counts.
pub struct SqliteAnchor {
    connection: Mutex<Connection>,
}

impl SqliteAnchor {
    /// Opens or makes the table in the database at `path`.
    ///
    /// # Errors
    /// [`SqliteError`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(
            "PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS phi_audit_checkpoint (
                 origin TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (origin, size)
             ) STRICT;",
        )?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Anchor for SqliteAnchor {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        let (origin, size) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        let size = i64::try_from(size).map_err(|_| AnchorUnavailable)?;
        let inserted = self.lock().execute(
            "INSERT INTO phi_audit_checkpoint SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM phi_audit_checkpoint WHERE origin = ?1 AND size > ?2)
             ON CONFLICT DO NOTHING",
            params![origin, size, checkpoint.as_str()],
        );
        inserted.map_err(|_| AnchorUnavailable)?;
        let latest = self.latest(origin)?.ok_or(AnchorUnavailable)?;
        if latest == *checkpoint { Ok(()) } else { Err(AnchorUnavailable) }
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        let sql = "SELECT note FROM phi_audit_checkpoint WHERE origin = ?1 ORDER BY size DESC LIMIT 1";
        let note: Option<String> =
            self.lock().query_row(sql, [origin], |row| row.get(0)).optional().map_err(|_| AnchorUnavailable)?;
        note.map(|note| SignedCheckpoint::parse(&note)).transpose().map_err(|_| AnchorUnavailable)
    }
}

impl core::fmt::Debug for SqliteAnchor {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SqliteAnchor(..)")
    }
}
