//! A view can be lent on.

#[path = "../record.rs"]
mod record;

use record::PatientView;

fn lend(view: &PatientView) -> &PatientView {
    view
}

fn main() {}
