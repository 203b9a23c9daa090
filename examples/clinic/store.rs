//! The host's own database: it holds sealed rows and what it needs to find them.

use std::path::Path;

use hipaa::types::{OsEntropy, RecordId, SubjectId, record::SealedRecord};
use rusqlite::{Connection, OptionalExtension, Result, params};

pub(crate) struct Rows(Connection);

impl Rows {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "CREATE TABLE patient (record BLOB PRIMARY KEY, subject BLOB NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL);
             CREATE INDEX patient_subject ON patient (subject);",
        )?;
        Ok(Self(connection))
    }

    pub(crate) fn new_id(&self) -> std::result::Result<RecordId, hipaa::types::EntropyUnavailable> {
        RecordId::random(&OsEntropy)
    }

    pub(crate) fn put<R>(&self, row: &SealedRecord<R>) -> Result<()> {
        let (record, subject) = (row.record().to_bytes(), row.subject().to_bytes());
        let version = i64::try_from(row.version()).unwrap_or(i64::MAX);
        let sql = "INSERT OR REPLACE INTO patient (record, subject, version, sealed) VALUES (?1, ?2, ?3, ?4)";
        self.0.execute(sql, params![record, subject, version, row.as_bytes()]).map(|_| ())
    }

    pub(crate) fn of<R>(&self, subject: SubjectId) -> Result<Option<SealedRecord<R>>> {
        let sql = "SELECT record, version, sealed FROM patient WHERE subject = ?1";
        let row = self.0.query_row(sql, [subject.to_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        Ok(row.optional()?.map(|(record, version, sealed): ([u8; 16], i64, Vec<u8>)| {
            let version = u64::try_from(version).unwrap_or_default();
            SealedRecord::from_stored(subject, RecordId::from_bytes(record), version, sealed)
        }))
    }

    /// All sealed bytes, to see whether anything was rewritten.
    pub(crate) fn everything(&self) -> Result<Vec<Vec<u8>>> {
        let mut all = self.0.prepare("SELECT sealed FROM patient ORDER BY record")?;
        all.query_map([], |row| row.get(0))?.collect()
    }
}
