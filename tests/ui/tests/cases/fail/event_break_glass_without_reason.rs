//! An emergency override begins with a reason.

use phi_audit::{
    SubjectPseudonym,
    event::{Agent, pattern},
};

fn begin(actor: Agent, patient: SubjectPseudonym) -> pattern::Draft {
    pattern::break_glass_start(actor, Some(patient))
}

fn main() {
    let _ = begin;
}
