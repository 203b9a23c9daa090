//! A field of a view can be lent.

#[path = "../record.rs"]
mod record;

use phi_types::{PersonName, Shown};
use record::PatientView;

fn lend(view: &PatientView) -> &Shown<PersonName> {
    &view.name
}

fn main() {}
