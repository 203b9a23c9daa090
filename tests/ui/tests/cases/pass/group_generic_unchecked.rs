//! A declaration with parameters is checked where its list of fields is asked for, also by who only reads.

use phi_types::{Phi, PhiGroup, Protected, Text, record::Declared};

#[derive(PhiGroup)]
struct Held<T: Protected> {
    #[phi(clinical)]
    value: Phi<T>,
}

const FIELDS: usize = <Held<Text> as Declared>::FIELDS.len();

fn main() {
    let _ = FIELDS;
}
