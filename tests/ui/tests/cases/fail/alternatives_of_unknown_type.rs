//! One type that is no value in an alternative is one error.

use phi_types::PhiGroup;

#[derive(PhiGroup)]
#[phi(clinical)]
enum Status {
    #[phi(code = "negative")]
    Negative,
    #[phi(code = "positive")]
    Positive(#[phi(clinical)] f32),
}

fn main() {}
