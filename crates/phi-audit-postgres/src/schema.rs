//! The tables, and who may do what with them.

use postgres::Client;

use crate::PostgresError;

/// No index but that of the primary key: entries are read in order.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS phi_audit_log (
    origin text PRIMARY KEY, log_id bytea NOT NULL CHECK (length(log_id) = 16)
);
CREATE TABLE IF NOT EXISTS phi_audit_entry (
    origin text NOT NULL, idx bigint NOT NULL CHECK (idx >= 0),
    event_id bytea NOT NULL, salt bytea NOT NULL, leaf bytea NOT NULL, payload bytea NOT NULL,
    PRIMARY KEY (origin, idx)
);
CREATE TABLE IF NOT EXISTS phi_audit_checkpoint (
    origin text NOT NULL, size bigint NOT NULL, note text NOT NULL, PRIMARY KEY (origin, size)
);
REVOKE ALL ON phi_audit_log, phi_audit_entry, phi_audit_checkpoint FROM PUBLIC;
";

/// Makes the tables, owned by the role of `client`, and grants `writer` to read and to add. UPDATE, DELETE and TRUNCATE are
/// granted to nobody.
///
/// # Errors
/// [`PostgresError::Database`], also if the name of the writer is not letters, digits and underscores.
pub fn install(client: &mut Client, writer: &str) -> Result<(), PostgresError> {
    if writer.is_empty() || !writer.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(PostgresError::Database);
    }
    client.batch_execute(TABLES)?;
    let tables = "phi_audit_log, phi_audit_entry, phi_audit_checkpoint";
    client.batch_execute(&format!("GRANT SELECT, INSERT ON {tables} TO \"{writer}\""))?;
    Ok(())
}
