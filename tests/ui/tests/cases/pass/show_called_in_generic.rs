//! A function over every value works on what a view has opened.

use phi_types::{Opened, Value};

fn read<T: Value>(value: &Opened<T>) -> T::Shown<'_> {
    value.get()
}

fn main() {}
