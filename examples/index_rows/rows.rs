//! Index rows over SQLite: which record stands under which term of a blind index. Terms open to nothing.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard},
};

use hipaa::{
    envelope::{IndexRows, IndexUnavailable},
    types::{RecordId, SubjectId, TenantId, port::IndexTerm},
};
use rusqlite::{Connection, params};

/// A table in the database of the host, beside its sealed rows.
pub(crate) struct Rows(Mutex<Connection>);

impl Rows {
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // secure_delete: what a shredding deletes is overwritten.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;
             CREATE TABLE IF NOT EXISTS term (tenant TEXT NOT NULL, name TEXT NOT NULL, term BLOB NOT NULL,
                 subject BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY (tenant, name, record)) WITHOUT ROWID;
             CREATE INDEX IF NOT EXISTS term_found ON term (tenant, name, term);
             CREATE INDEX IF NOT EXISTS term_subject ON term (tenant, subject);",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Lets a record stand under its term in the index of this name, and under no other: without a term, under none.
    pub(crate) fn put(
        &self,
        (tenant, name): (&TenantId, &str),
        term: Option<&IndexTerm>,
        subject: SubjectId,
        record: RecordId,
    ) -> Result<(), IndexUnavailable> {
        let (tenant, record) = (tenant.as_str(), record.to_bytes());
        let connection = self.lock()?;
        let done = match term {
            Some(term) => connection.execute(
                "INSERT INTO term (tenant, name, term, subject, record) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET term = ?3, subject = ?4",
                params![tenant, name, term.as_bytes(), subject.to_bytes(), record],
            ),
            None => connection.execute(
                "DELETE FROM term WHERE tenant = ?1 AND name = ?2 AND record = ?3",
                params![tenant, name, record],
            ),
        };
        done.map(drop).map_err(|_| IndexUnavailable)
    }

    /// The records under any of the terms.
    pub(crate) fn find(
        &self,
        tenant: &TenantId,
        name: &str,
        terms: &[IndexTerm],
    ) -> Result<Vec<(SubjectId, RecordId)>, IndexUnavailable> {
        let connection = self.lock()?;
        let sql = "SELECT subject, record FROM term WHERE tenant = ?1 AND name = ?2 AND term = ?3";
        let mut found = Vec::new();
        // One look-up for each key that is still readable: one, or two while the index is rotated.
        for term in terms {
            let mut statement = connection.prepare_cached(sql).map_err(|_| IndexUnavailable)?;
            let rows = statement.query_map(params![tenant.as_str(), name, term.as_bytes()], |row| {
                Ok((SubjectId::from_bytes(row.get(0)?), RecordId::from_bytes(row.get(1)?)))
            });
            for row in rows.map_err(|_| IndexUnavailable)? {
                found.push(row.map_err(|_| IndexUnavailable)?);
            }
        }
        Ok(found)
    }

    fn lock(&self) -> Result<MutexGuard<'_, Connection>, IndexUnavailable> {
        self.0.lock().map_err(|_| IndexUnavailable)
    }
}

impl IndexRows for Rows {
    fn delete(&self, tenant: &TenantId, subject: SubjectId) -> Result<usize, IndexUnavailable> {
        let connection = self.lock()?;
        let sql = "DELETE FROM term WHERE tenant = ?1 AND subject = ?2";
        let deleted =
            connection.execute(sql, params![tenant.as_str(), subject.to_bytes()]).map_err(|_| IndexUnavailable)?;
        // The write-ahead log still has the old pages: empty it as well.
        match connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)) {
            Ok(0) => Ok(deleted),
            _ => Err(IndexUnavailable),
        }
    }
}
