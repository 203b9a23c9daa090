//! What a row is bound to can be read by the keyring that is given it.

use phi_types::{SubjectId, TenantId, port::RowContext};

fn bound_to<'a>(row: &'a RowContext<'_>) -> (&'a TenantId, SubjectId, u64) {
    (row.tenant(), row.subject(), row.version())
}

fn main() {}
