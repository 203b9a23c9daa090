//! A list can be sorted by what is no PHI.

use phi_types::{PersonName, SubjectId};

fn sort(names: &mut [(SubjectId, PersonName)]) {
    names.sort_by_key(|(subject, _)| *subject);
}

fn main() {}
