//! Lists hold texts.

use phi_types::{PhiRecord, Phone, Purpose, ServiceDate, SubjectId, gate::Ask};

#[derive(PhiRecord)]
#[phi(record = "Visits")]
struct Visits {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(date)]
    first: ServiceDate,
    #[phi(date)]
    all: Vec<ServiceDate>,
    #[phi(phone)]
    phones: Vec<Phone>,
}

fn main() {
    let subject = SubjectId::from_bytes([1; 16]);
    let _ = Ask::<Visits>::about(subject, Purpose::Treatment).only(Visits::ALL | Visits::FIRST);
}
