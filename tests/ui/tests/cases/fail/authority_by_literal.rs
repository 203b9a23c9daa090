//! Outside the gate nobody can write an authority down.
#![allow(unreachable_code)]

use phi_types::gate::{Administration, Authority};

fn forge() -> Authority {
    Authority { bound: unreachable!(), act: Administration::RotateKey }
}

fn main() {}
