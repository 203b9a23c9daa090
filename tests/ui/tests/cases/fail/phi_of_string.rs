//! `Phi` does not wrap what would not wipe itself: there is such a type, but no value of it.

use phi_types::Phi;

fn main() {
    let _ = Phi::new(String::from("note"));
}
