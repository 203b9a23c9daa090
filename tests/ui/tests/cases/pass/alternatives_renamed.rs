//! What a variant holds without a name is stored under the variant's code.

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
