//! An identifier without a type of its own is `OtherId`.

use phi_types::{Identifier, IdentifierClass, OtherId};

fn main() {
    assert_eq!(OtherId::IDENTIFIER_CLASS, IdentifierClass::Other);
}
