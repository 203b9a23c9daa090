//! A bound by the sealed trait names its methods, and still gives no witness to call them with.

use phi_types::Value;

fn read<T: Value>(value: &T) -> T::Shown<'_> {
    value.show(Default::default())
}

fn main() {}
