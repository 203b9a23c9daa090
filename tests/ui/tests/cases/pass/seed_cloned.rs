//! Two gates grow from two seeds.

use phi_types::{EntropyUnavailable, OsEntropy, gate::GateSeed};

fn pair() -> Result<[GateSeed; 2], EntropyUnavailable> {
    Ok([GateSeed::generate(&OsEntropy)?, GateSeed::generate(&OsEntropy)?])
}

fn main() {
    let [one, other] = pair().unwrap();
    assert!(one.brand() != other.brand());
}
