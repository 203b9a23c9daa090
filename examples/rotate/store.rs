//! A key store over SQLite, and the rows beside it. What a store has to do stands at `KeyStore`; the suite of
//! `hipaa::envelope::testing` is run over this one by the tests.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, MutexGuard},
};

use hipaa::{
    envelope::{KeyStore, Shelf, Shelved, StoreError, StoredKey, Tombstone},
    types::{RecordId, SubjectId, TenantId, record::SealedRecord},
};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::Failed;

/// Wrapped keys in a database of their own.
pub(crate) struct Keys(Mutex<Connection>);

impl Keys {
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // FULL: a commit is durable when it returns. secure_delete: what is destroyed is overwritten.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;
             CREATE TABLE IF NOT EXISTS key (tenant TEXT, shelf BLOB, version INTEGER, revision INTEGER NOT NULL,
                 under INTEGER NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (tenant, shelf, version)) WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS shelf (tenant TEXT, shelf BLOB, destroyed_at INTEGER, destroyed_keys INTEGER,
                 held INTEGER NOT NULL DEFAULT 0, merged BLOB, PRIMARY KEY (tenant, shelf)) WITHOUT ROWID;
             CREATE INDEX IF NOT EXISTS shelf_merged ON shelf (tenant, merged);",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Runs many calls of one thread in one commit: for an import, where nothing depends on a key before all of them are durable.
    pub(crate) fn in_one_commit<T>(&self, calls: impl FnOnce() -> Result<T, Failed>) -> Result<T, Failed> {
        self.lock()?.execute_batch("BEGIN IMMEDIATE")?;
        let done = calls();
        self.lock()?.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        done
    }

    fn lock(&self) -> Result<MutexGuard<'_, Connection>, StoreError> {
        self.0.lock().map_err(|_| StoreError::Unavailable)
    }

    /// One change as one transaction; within an import, as a part of its commit.
    fn change<T>(&self, act: impl FnOnce(&Connection) -> Result<T, Refused>) -> Result<T, StoreError> {
        let mut connection = self.lock()?;
        if !connection.is_autocommit() {
            return Ok(act(&connection)?);
        }
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Refused::from)?;
        let done = act(&transaction)?;
        transaction.commit().map_err(Refused::from)?;
        Ok(done)
    }
}

/// So that SQLite's errors and the store's own go one way.
struct Refused(StoreError);

impl From<rusqlite::Error> for Refused {
    fn from(_: rusqlite::Error) -> Self {
        Self(StoreError::Unavailable)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl From<Refused> for StoreError {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

impl KeyStore for Keys {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        let connection = self.lock()?;
        Ok(shelved(&connection, tenant, shelf)?)
    }

    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError> {
        let connection = self.lock()?;
        let (after, most) = (after.map(code).unwrap_or_default(), i64::try_from(most).unwrap_or(i64::MAX));
        let read = || -> Result<_, Refused> {
            let mut select = connection.prepare_cached(
                "SELECT shelf, entry FROM key WHERE tenant = ?1 AND shelf IN
                     (SELECT DISTINCT shelf FROM key WHERE tenant = ?1 AND shelf > ?2 ORDER BY shelf LIMIT ?3)
                 ORDER BY shelf, version",
            )?;
            let mut page: Vec<(Shelf, Vec<StoredKey>)> = Vec::new();
            let mut rows = select.query(params![tenant.as_str(), after, most])?;
            while let Some(row) = rows.next()? {
                let shelf = Shelf::from_code(row.get_ref(0)?.as_blob().map_err(|_| StoreError::Unavailable)?);
                let (shelf, key) = (shelf.ok_or(StoreError::Unavailable)?, entry(row, 1)?);
                match page.last_mut() {
                    Some((last, keys)) if *last == shelf => keys.push(key),
                    _ => page.push((shelf, vec![key])),
                }
            }
            Ok(page)
        };
        Ok(read()?)
    }

    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        let connection = self.lock()?;
        let read = || -> Result<_, Refused> {
            let sql = "SELECT under, COUNT(*) FROM key WHERE tenant = ?1 AND under >= 0 GROUP BY under";
            let mut select = connection.prepare_cached(sql)?;
            let counts = select.query_map([tenant.as_str()], |row| Ok((row.get(0)?, row.get::<_, u32>(1)?)))?;
            let counts: Vec<(u32, u32)> = counts.collect::<Result<_, _>>()?;
            Ok(counts.into_iter().map(|(under, count)| (under, usize::try_from(count).unwrap_or(usize::MAX))).collect())
        };
        Ok(read()?)
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.change(|connection| {
            standing(connection, tenant, shelf)?;
            let sql = "INSERT INTO key (tenant, shelf, version, revision, entry, under) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                       ON CONFLICT DO NOTHING";
            let values =
                params![tenant.as_str(), code(shelf), key.version, key.revision, key.to_bytes(), hangs_on(shelf, &key)];
            one(connection.prepare_cached(sql)?.execute(values)?)
        })
    }

    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.change(|connection| replace(connection, tenant, shelf, &key))
    }

    /// All of them in one commit.
    fn replace_many(
        &self,
        tenant: &TenantId,
        keys: Vec<(Shelf, StoredKey)>,
    ) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        self.change(|connection| {
            let answers = keys.iter().map(|(shelf, key)| match replace(connection, tenant, *shelf, key) {
                Err(Refused(StoreError::Unavailable)) => Err(Refused(StoreError::Unavailable)),
                answer => Ok(answer.map_err(StoreError::from)),
            });
            answers.collect()
        })
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        let tombstone = self.change(|connection| {
            let there = shelved(connection, tenant, shelf)?;
            if let Some(tombstone) = there.destroyed {
                return Ok(tombstone);
            }
            if there.held {
                return Err(StoreError::Held.into());
            }
            let sql = "DELETE FROM key WHERE tenant = ?1 AND shelf = ?2";
            let keys = connection.execute(sql, params![tenant.as_str(), code(shelf)])?;
            let keys = u32::try_from(keys).unwrap_or(u32::MAX);
            let sql = "INSERT INTO shelf (tenant, shelf, destroyed_at, destroyed_keys) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT DO UPDATE SET destroyed_at = ?3, destroyed_keys = ?4";
            connection.execute(sql, params![tenant.as_str(), code(shelf), at, keys])?;
            Ok(Tombstone { at, keys })
        })?;
        // The write-ahead log still has the old pages: empty it as well.
        let truncate = |row: &Row<'_>| row.get::<_, i64>(0);
        match self.lock()?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], truncate) {
            Ok(0) => Ok(tombstone),
            _ => Err(StoreError::Unavailable),
        }
    }

    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        self.change(|connection| {
            standing(connection, tenant, shelf)?;
            let sql = "INSERT INTO shelf (tenant, shelf, held) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET held = ?3";
            Ok(connection.execute(sql, params![tenant.as_str(), code(shelf), held]).map(|_| ())?)
        })
    }

    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            let shelf = Shelf::Subject(subject);
            if shelved(connection, tenant, shelf)?.merged_into != expected {
                return Err(StoreError::Taken.into());
            }
            let into = into.map(SubjectId::to_bytes);
            let sql =
                "INSERT INTO shelf (tenant, shelf, merged) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET merged = ?3";
            Ok(connection.execute(sql, params![tenant.as_str(), code(shelf), into]).map(|_| ())?)
        })
    }

    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
        let connection = self.lock()?;
        let read = || -> Result<_, Refused> {
            let mut select = connection
                .prepare_cached("SELECT shelf FROM shelf WHERE tenant = ?1 AND merged = ?2 ORDER BY shelf")?;
            let codes =
                select.query_map(params![tenant.as_str(), subject.to_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
            let mut subjects = Vec::new();
            for code in codes {
                if let Some(Shelf::Subject(subject)) = Shelf::from_code(&code?) {
                    subjects.push(subject);
                }
            }
            Ok(subjects)
        };
        Ok(read()?)
    }
}

fn code(shelf: Shelf) -> Vec<u8> {
    shelf.code().as_ref().to_vec()
}

fn entry(row: &Row<'_>, column: usize) -> Result<StoredKey, Refused> {
    let bytes = row.get_ref(column)?.as_blob().map_err(|_| StoreError::Unavailable)?;
    Ok(StoredKey::from_bytes(bytes).ok_or(StoreError::Unavailable)?)
}

fn shelved(connection: &Connection, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, Refused> {
    let (tenant, shelf) = (tenant.as_str(), code(shelf));
    let mut shelved = connection
        .prepare_cached(
            "SELECT destroyed_at, destroyed_keys, held, merged FROM shelf WHERE tenant = ?1 AND shelf = ?2",
        )?
        .query_row(params![tenant, shelf], |row| {
            let (at, keys): (Option<i64>, Option<u32>) = (row.get(0)?, row.get(1)?);
            Ok(Shelved {
                keys: Vec::new(),
                destroyed: at.zip(keys).map(|(at, keys)| Tombstone { at, keys }),
                held: row.get(2)?,
                merged_into: row.get::<_, Option<[u8; 16]>>(3)?.map(SubjectId::from_bytes),
            })
        })
        .optional()?
        .unwrap_or_default();
    let mut select =
        connection.prepare_cached("SELECT entry FROM key WHERE tenant = ?1 AND shelf = ?2 ORDER BY version")?;
    let mut rows = select.query(params![tenant, shelf])?;
    while let Some(row) = rows.next()? {
        shelved.keys.push(entry(row, 0)?);
    }
    Ok(shelved)
}

fn standing(connection: &Connection, tenant: &TenantId, shelf: Shelf) -> Result<bool, Refused> {
    let sql = "SELECT destroyed_at IS NOT NULL, held FROM shelf WHERE tenant = ?1 AND shelf = ?2";
    let there = connection
        .prepare_cached(sql)?
        .query_row(params![tenant.as_str(), code(shelf)], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?)));
    match there.optional()? {
        Some((true, _)) => Err(StoreError::Destroyed.into()),
        Some((false, held)) => Ok(held),
        None => Ok(false),
    }
}

fn replace(connection: &Connection, tenant: &TenantId, shelf: Shelf, key: &StoredKey) -> Result<(), Refused> {
    if standing(connection, tenant, shelf)? && key.wrapped.is_empty() {
        return Err(StoreError::Held.into());
    }
    let sql = "UPDATE key SET revision = ?4, entry = ?5, under = ?7
               WHERE tenant = ?1 AND shelf = ?2 AND version = ?3 AND revision = ?6";
    let before = i64::from(key.revision) - 1;
    let values =
        params![tenant.as_str(), code(shelf), key.version, key.revision, key.to_bytes(), before, hangs_on(shelf, key)];
    one(connection.prepare_cached(sql)?.execute(values)?)
}

/// The version that counts as the one on which the key hangs; -1 for one that hangs on none.
fn hangs_on(shelf: Shelf, key: &StoredKey) -> i64 {
    if shelf == Shelf::Tenant || key.wrapped.is_empty() { -1 } else { key.wrapped_under.into() }
}

fn one(changed: usize) -> Result<(), Refused> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Taken.into()) }
}

/// The host's own rows.
pub(crate) struct Rows(Connection);

impl Rows {
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE IF NOT EXISTS patient (record BLOB PRIMARY KEY, subject BLOB NOT NULL, version INTEGER NOT NULL,
                 sealed BLOB NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(Self(connection))
    }

    pub(crate) fn put_all<R>(&self, rows: &[SealedRecord<R>]) -> rusqlite::Result<()> {
        let transaction = self.0.unchecked_transaction()?;
        let mut insert = transaction
            .prepare_cached("INSERT INTO patient (record, subject, version, sealed) VALUES (?1, ?2, ?3, ?4)")?;
        for row in rows {
            let version = i64::try_from(row.version()).unwrap_or(i64::MAX);
            insert.execute(params![row.record().to_bytes(), row.subject().to_bytes(), version, row.as_bytes()])?;
        }
        drop(insert);
        transaction.commit()
    }

    pub(crate) fn each<R>(
        &self,
        most: usize,
        mut act: impl FnMut(SealedRecord<R>) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        let mut select =
            self.0.prepare("SELECT record, subject, version, sealed FROM patient ORDER BY record LIMIT ?1")?;
        let mut rows = select.query([i64::try_from(most).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            let version = u64::try_from(row.get::<_, i64>(2)?)?;
            let (record, subject) = (RecordId::from_bytes(row.get(0)?), SubjectId::from_bytes(row.get(1)?));
            act(SealedRecord::from_stored(subject, record, version, row.get(3)?))?;
        }
        Ok(())
    }

    /// A digest of all sealed bytes, to see whether anything was rewritten.
    pub(crate) fn digest(&self) -> Result<u64, Failed> {
        use std::hash::{DefaultHasher, Hasher as _};
        let mut hasher = DefaultHasher::new();
        let mut select = self.0.prepare("SELECT record, sealed FROM patient ORDER BY record")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            hasher.write(row.get_ref(0)?.as_blob()?);
            hasher.write(row.get_ref(1)?.as_blob()?);
        }
        Ok(hasher.finish())
    }
}
