//! Only the gate starts a de-identification.

#[path = "../record.rs"]
mod record;

use phi_types::{Clock, PhiRecord, SystemClock, gate::Brand, port::DeIdentifyContext};
use record::Patient;

fn forge(brand: Brand) -> DeIdentifyContext {
    DeIdentifyContext { brand, schema: Patient::SCHEMA, now: SystemClock.now() }
}

fn main() {}
