//! A disclosure says on which ground it was made.

use phi_audit::event::{Disclosure, Term};
use phi_types::Recipient;

fn disclosure(recipient: Recipient, what: Term) -> Disclosure {
    Disclosure::new(recipient, what)
}

fn main() {
    let _ = disclosure;
}
