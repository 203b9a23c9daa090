//! A field cannot be moved out of a lent view.

#[path = "../record.rs"]
mod record;

use phi_types::{PersonName, Shown};
use record::PatientView;

fn keep(view: &PatientView) -> Shown<PersonName> {
    view.name
}

fn main() {}
