//! A limited data set may move them.

use phi_deid::{
    profile::LimitedDataSet,
    replace::{PatientShift, Replacement},
};

fn replace(with: PatientShift) -> Replacement<LimitedDataSet> {
    Replacement::new().shift_dates(with)
}

fn main() {}
