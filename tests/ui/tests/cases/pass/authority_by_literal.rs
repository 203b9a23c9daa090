//! An authority comes from a gate, with a reason on record.

use phi_types::{
    Phi,
    gate::{Administration, Authority, Authorize, Gate, Recorder, Refused},
};

fn ask<A: Authorize, R: Recorder + 'static>(gate: &Gate<A, R>, who: &A::Who) -> Result<Authority, Refused> {
    gate.administer_blocking(who, Administration::RotateKey, Phi::from("yearly rotation"))
}

fn main() {}
