//! A grant comes from a gate.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Ask, Authorize, Gate, Grant, Reads, Recorder, Refused};
use record::Patient;

fn ask<A: Authorize, R: Recorder + 'static>(
    gate: &Gate<A, R>,
    who: &A::Who,
    ask: Ask<Patient>,
) -> Result<Grant<Patient, Reads>, Refused> {
    gate.read_blocking(who, ask)
}

fn main() {}
