//! So it is in a group that a group of the record holds.

use phi_types::{PhiGroup, PhiRecord, Phi, Purpose, SubjectId, Text, gate::Ask};

#[derive(PhiGroup)]
struct Place {
    #[phi(clinical)]
    ward: Phi<Text>,
    #[phi(clinical)]
    bed: std::collections::BTreeMap<String, Phi<Text>>,
}

#[derive(PhiGroup)]
struct Stay {
    #[phi(group)]
    place: Option<Place>,
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    stay: Stay,
}

fn page(view: &VisitView) -> String {
    format!("{view:?}{:?}", view.stay.place.ward)
}

fn main() {
    let subject = SubjectId::from_bytes([1; 16]);
    let _ = Ask::<Visit>::about(subject, Purpose::Treatment).only(Visit::STAY.only(Stay::PLACE.only(Place::WARD)));
    let _ = page;
}
