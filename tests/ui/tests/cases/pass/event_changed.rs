//! Its parts make another event, if they pass the check.

use phi_audit::event::{AuditEvent, InvalidEvent, Outcome};

fn whitewash(event: AuditEvent) -> Result<AuditEvent, InvalidEvent> {
    let mut parts = event.into_parts();
    parts.outcome = Outcome::Success;
    parts.check()
}

fn main() {
    let _ = whitewash;
}
