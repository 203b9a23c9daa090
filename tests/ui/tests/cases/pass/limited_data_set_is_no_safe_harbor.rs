//! A Safe Harbor record does.

use phi_deid::{Released, SafeHarborRecord, profile::SafeHarbor};

fn publish(_: SafeHarborRecord) {}

fn send(record: Released<SafeHarbor>) {
    publish(record);
}

fn main() {}
