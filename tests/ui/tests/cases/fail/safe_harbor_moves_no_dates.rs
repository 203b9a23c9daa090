//! Safe Harbor moves no dates: they stay elements of dates.

use phi_deid::{
    profile::SafeHarbor,
    replace::{PatientShift, Replacement},
};

fn replace(with: PatientShift) -> Replacement<SafeHarbor> {
    Replacement::new().shift_dates(with)
}

fn main() {}
