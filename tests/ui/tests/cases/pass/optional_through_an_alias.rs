//! The derive reads `Option` from the declaration, so it is written out.

use phi_types::{PhiRecord, Phi, SubjectId, Text};

type Reason = Phi<Text>;

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    reason: Option<Reason>,
}

fn page(view: &VisitView) -> String {
    format!("{view:?}")
}

fn main() {
    let _ = page;
}
