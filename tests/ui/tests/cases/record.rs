//! Two small records for the cases.

use phi_types::{PersonName, Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub struct Patient {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(name)]
    pub name: PersonName,
    #[phi(free_text)]
    pub note: Phi<Text>,
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
pub struct Visit {
    #[phi(subject)]
    pub subject: SubjectId,
    #[phi(clinical)]
    pub reason: Phi<Text>,
}
