//! A derive that refuses leaves the names standing, so that what is missing is the one error.

use phi_types::{PhiGroup, PhiRecord, Phi, Purpose, SubjectId, Text, gate::Ask};

#[derive(PhiGroup)]
struct Place {
    #[phi(clinical)]
    ward: Phi<Text>,
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    place: Place,
    #[phi(clinical)]
    reason: Phi<Text>,
}

fn page(view: &VisitView) -> String {
    format!("{view:?}{:?}", view.place.ward)
}

fn main() {
    let subject = SubjectId::from_bytes([1; 16]);
    let _ = Ask::<Visit>::about(subject, Purpose::Treatment).only(Visit::PLACE.all() | Visit::REASON);
    let _ = page;
}
