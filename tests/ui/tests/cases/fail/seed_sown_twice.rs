//! A seed is spent by the gate that grows from it.

use phi_types::{
    SystemClock,
    gate::{Authorize, Gate, GateSeed, Recorder},
};

fn twins<A: Authorize + Clone, R: Recorder + Clone + 'static>(seed: GateSeed, policy: A, log: R) -> [Gate<A, R>; 2] {
    let strict = Gate::new(seed, policy.clone(), log.clone(), SystemClock);
    let lax = Gate::new(seed, policy, log, SystemClock);
    [strict, lax]
}

fn main() {}
