//! An authority can be lent.

use phi_types::gate::Authority;

fn twice(authority: &Authority) -> [&Authority; 2] {
    [authority, authority]
}

fn main() {}
