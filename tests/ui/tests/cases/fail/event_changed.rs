//! An event that was checked stays what it was checked to be.

use phi_audit::event::{AuditEvent, Outcome};

fn whitewash(mut event: AuditEvent) -> AuditEvent {
    event.outcome = Outcome::Success;
    event
}

fn main() {
    let _ = whitewash;
}
