//! With its ground it is a disclosure.

use phi_audit::event::{Disclosure, LegalBasis, Term};
use phi_types::Recipient;

fn disclosure(recipient: Recipient, what: Term) -> Disclosure {
    Disclosure::new(recipient, what, LegalBasis::PublicHealth)
}

fn main() {
    let _ = disclosure;
}
