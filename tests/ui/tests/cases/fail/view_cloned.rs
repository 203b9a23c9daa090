//! A view has no `Clone`.

#[path = "../record.rs"]
mod record;

use record::PatientView;

fn keep(view: &PatientView) -> PatientView {
    PatientView::clone(view)
}

fn main() {}
