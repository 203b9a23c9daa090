//! `Phi` does not wrap a number.

use phi_types::Phi;

fn main() {
    let _ = Phi::new(350_u32);
}
