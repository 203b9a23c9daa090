//! A group of no fields is none.

use phi_types::PhiGroup;

#[derive(PhiGroup)]
struct Address {}

fn main() {}
