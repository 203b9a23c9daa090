//! A walk takes fields in.

use phi_types::{Phi, Text, record::Walk};

fn take(walk: &mut Walk, note: &Phi<Text>) {
    walk.field(0, note);
}

fn main() {}
