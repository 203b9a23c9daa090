//! The values are a closed set, since each must wipe itself.

use phi_types::Value;

struct Nickname(String);

impl Value for Nickname {
    type Shown<'v> = &'v str;
}

fn main() {}
