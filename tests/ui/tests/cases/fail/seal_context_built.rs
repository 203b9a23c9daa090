//! Only the gate makes a context to seal in, so having one is being called by the gate.

use phi_types::port::{RowContext, SealContext};

fn forge(row: RowContext<'_>) -> SealContext<'_> {
    SealContext(row)
}

fn main() {}
