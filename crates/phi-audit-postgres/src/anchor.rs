//! Checkpoints in a database that whoever can write the log cannot reach.

use std::sync::{Mutex, MutexGuard, PoisonError};

use phi_audit::{
    anchor::{Anchor, AnchorUnavailable},
    checkpoint::SignedCheckpoint,
};
use postgres::Client;

use crate::{Connect, PostgresError};

/// Keeps every checkpoint in a table of its own; the largest counts. Its role may add and not change.
pub struct PostgresAnchor {
    connect: Connect,
    client: Mutex<Option<Client>>,
}

impl PostgresAnchor {
    /// Connects. The tables must be [installed](crate::install).
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(
        connect: impl Fn() -> Result<Client, postgres::Error> + Send + Sync + 'static,
    ) -> Result<Self, PostgresError> {
        let client = Mutex::new(Some(connect()?));
        Ok(Self { connect: Box::new(connect), client })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Client) -> Result<T, postgres::Error>) -> Result<T, AnchorUnavailable> {
        let mut held: MutexGuard<'_, Option<Client>> = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        let mut client = match held.take() {
            Some(client) if !client.is_closed() => client,
            _ => (self.connect)().map_err(|_| AnchorUnavailable)?,
        };
        let done = act(&mut client).map_err(|_| AnchorUnavailable)?;
        *held = Some(client);
        Ok(done)
    }
}

impl Anchor for PostgresAnchor {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        let (origin, size) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        let size = i64::try_from(size).map_err(|_| AnchorUnavailable)?;
        self.with(|client| {
            client.execute(
                "INSERT INTO phi_audit_checkpoint SELECT $1, $2, $3
                 WHERE NOT EXISTS (SELECT 1 FROM phi_audit_checkpoint WHERE origin = $1 AND size > $2)
                 ON CONFLICT DO NOTHING",
                &[&origin, &size, &checkpoint.as_str()],
            )
        })?;
        let latest = self.latest(origin)?.ok_or(AnchorUnavailable)?;
        if latest == *checkpoint { Ok(()) } else { Err(AnchorUnavailable) }
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        let sql = "SELECT note FROM phi_audit_checkpoint WHERE origin = $1 ORDER BY size DESC LIMIT 1";
        let note = self.with(|client| client.query_opt(sql, &[&origin]))?.map(|row| row.get::<_, String>(0));
        note.map(|note| SignedCheckpoint::parse(&note)).transpose().map_err(|_| AnchorUnavailable)
    }
}

impl core::fmt::Debug for PostgresAnchor {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PostgresAnchor(..)")
    }
}
