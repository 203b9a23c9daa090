//! Outside the gate nobody can write an authority down.
#![allow(unreachable_code)]

use phi_types::gate::{Administration, Authority};

fn forge() -> Authority {
    Authority { bound: todo!(), act: Administration::RotateKey }
}

fn main() {}
