//! A field's type is a value or an `Option` of one: the witness in its method keeps others out.

use phi_types::{Field, Text, witness::Witness};

struct Spy(Text);

impl Field for Spy {
    type Value = Text;

    fn value(&self, _: Witness) -> Option<&Text> {
        Some(&self.0)
    }
}

fn main() {}
