//! Each gate has a brand of its own: a seed has no `Clone`.

use phi_types::gate::GateSeed;

fn twins(seed: GateSeed) -> [GateSeed; 2] {
    [seed.clone(), seed]
}

fn main() {}
