//! One decision, one authority: it has no `Clone`.

use phi_types::gate::Authority;

fn twice(authority: Authority) -> [Authority; 2] {
    [authority.clone(), authority]
}

fn main() {}
