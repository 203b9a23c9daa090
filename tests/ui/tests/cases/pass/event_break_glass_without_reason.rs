//! With a sealed reason it begins.

use phi_audit::{
    SubjectPseudonym,
    event::{Agent, pattern},
};

fn begin(actor: Agent, patient: SubjectPseudonym, sealed: Vec<u8>) -> pattern::Draft {
    pattern::break_glass_start(actor, Some(patient), pattern::SealedText::Sealed(sealed))
}

fn main() {
    let _ = begin;
}
