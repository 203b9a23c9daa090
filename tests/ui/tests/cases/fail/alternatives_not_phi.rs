//! A field of an alternative tells which one it is, so none is free of PHI.

use phi_types::PhiGroup;

#[derive(PhiGroup)]
#[phi(clinical)]
enum Status {
    #[phi(code = "negative")]
    Negative,
    #[phi(code = "positive")]
    Positive(#[phi(not_phi = "counter")] u64),
}

fn main() {}
