//! Two types wipe themselves: text and bytes.

use phi_types::{Bytes, Phi, Protected, Text};

fn wrap<T: Protected>(value: T) -> Phi<T> {
    Phi::new(value)
}

fn main() {
    wrap(Text::from("a note"));
    wrap(Bytes::from(vec![1, 2, 3]));
}
