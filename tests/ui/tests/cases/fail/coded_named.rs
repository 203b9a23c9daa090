//! The codec trait behind `Value` lies in a private module.

use phi_types::value::Coded;

fn main() {}
