//! `redact` is for protected types alone: what is no PHI is serialised as usual.

use phi_types::{Phi, Text};

#[derive(serde::Serialize)]
struct Ticket {
    #[serde(with = "phi_types::redact")]
    note: Phi<Text>,
}

fn main() {
    let _ = |ticket: Ticket| ticket.note;
}
