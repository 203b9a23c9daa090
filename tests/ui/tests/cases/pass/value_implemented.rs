//! A type of one's own wraps a value instead.

use phi_types::{Phi, Text};

struct Nickname(Phi<Text>);

fn main() {
    assert_eq!(Nickname(Phi::from("Ann")).0.to_string(), "[PHI]");
}
