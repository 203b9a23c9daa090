//! Opaque ids are keys of a map.

use std::collections::HashMap;

use phi_types::{Ssn, SubjectId};

fn index(subject: SubjectId, ssn: Ssn) -> HashMap<SubjectId, Ssn> {
    HashMap::from([(subject, ssn)])
}

fn main() {}
