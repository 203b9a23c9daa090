//! Outside the gate nobody can write a grant down.
#![allow(unreachable_code)]

#[path = "../record.rs"]
mod record;

use std::marker::PhantomData;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn forge() -> Grant<Patient, Reads> {
    Grant { bound: unreachable!(), of: PhantomData }
}

fn main() {}
