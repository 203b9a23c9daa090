//! Only the gate makes the context in which a note of the log is opened.

use phi_types::{TenantId, gate::Brand, port::NoteContext};

fn forge(brand: Brand, tenant: &TenantId) -> NoteContext<'_> {
    NoteContext { brand, tenant }
}

fn main() {}
