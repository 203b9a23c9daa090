//! A link leads to a record.

use phi_types::{Link, RecordId};

fn main() {
    let _ = Link::<String>::to(RecordId::from_bytes([0; 16]));
}
