//! Only the gate makes a context to open in: who holds a keyring alone opens nothing.

use phi_types::port::{OpenContext, RowContext};

fn forge(row: RowContext<'_>) -> OpenContext<'_> {
    OpenContext(row)
}

fn main() {}
