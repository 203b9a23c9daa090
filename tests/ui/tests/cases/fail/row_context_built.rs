//! Only the gate says which tenant, subject and row a ciphertext is bound to.

#[path = "../record.rs"]
mod record;

use phi_types::{Clock, PhiRecord, RecordId, SubjectId, SystemClock, TenantId, gate::Brand, port::RowContext};
use record::Patient;

fn forge(brand: Brand, tenant: &TenantId, subject: SubjectId, record: RecordId) -> RowContext<'_> {
    RowContext { brand, tenant, schema: Patient::SCHEMA, subject, record, version: 1, asked: SystemClock.now() }
}

fn main() {}
