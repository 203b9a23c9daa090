//! What is left in a limited data set does not pass for a Safe Harbor record.

use phi_deid::{Released, SafeHarborRecord, profile::LimitedDataSet};

fn publish(_: SafeHarborRecord) {}

fn send(record: Released<LimitedDataSet>) {
    publish(record);
}

fn main() {}
