//! One seed, one gate.

use phi_types::{
    SystemClock,
    gate::{Authorize, Gate, GateSeed, Recorder},
};

fn gate<A: Authorize, R: Recorder + 'static>(seed: GateSeed, policy: A, log: R) -> Gate<A, R> {
    Gate::new(seed, policy, log, SystemClock)
}

fn main() {}
