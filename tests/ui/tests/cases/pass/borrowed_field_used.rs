//! A record owns what it holds; the compiler says so once.

use phi_types::{PhiRecord, Phi, Purpose, SubjectId, Text, gate::Ask};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    reason: Phi<Text>,
    #[phi(clinical)]
    ward: Phi<Text>,
}

fn main() {
    let subject = SubjectId::from_bytes([1; 16]);
    let _ = Ask::<Visit>::about(subject, Purpose::Treatment).only(Visit::WARD | Visit::REASON);
}
