//! What `Phi` may wrap is a closed set.

struct Leaky(String);

impl phi_types::Protected for Leaky {}

fn main() {}
