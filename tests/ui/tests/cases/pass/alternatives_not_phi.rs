//! A field of an alternative tells which one it is, so none is free of PHI.

use phi_types::{Phi, PhiGroup, Text};

#[derive(PhiGroup)]
#[phi(clinical)]
enum Status {
    #[phi(code = "negative")]
    Negative,
    #[phi(code = "positive")]
    Positive(#[phi(clinical)] Phi<Text>),
}

fn main() {}
