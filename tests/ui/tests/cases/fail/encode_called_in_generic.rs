//! The codec of a value wants a witness too.

use phi_types::Value;

fn plaintext<T: Value>(value: &T) {
    value.encode(Default::default(), place());
}

fn place<T>() -> T {
    std::process::abort()
}

fn main() {}
