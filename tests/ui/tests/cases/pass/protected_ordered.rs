//! A granted date has an order.

use phi_types::{BirthDate, Shown};

fn older(one: &Shown<BirthDate>, other: &Shown<BirthDate>) -> bool {
    one.granted() < other.granted()
}

fn main() {}
