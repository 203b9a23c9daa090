//! The identifiers are the library's: nobody calls a type of their own an SSN.

use phi_types::{Identifier, IdentifierClass};

struct MySsn(String);

impl Identifier for MySsn {
    const IDENTIFIER_CLASS: IdentifierClass = IdentifierClass::Ssn;
}

fn main() {}
