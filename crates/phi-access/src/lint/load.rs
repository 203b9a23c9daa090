//! Faults that keep a document from loading at all, as findings.

use alloc::{string::ToString, vec};

use super::{
    Finding, Lint,
    fix::{Edit, Fix, Place, Value},
};
use crate::{document::LoadError, policy::PolicyError};

pub(super) fn finding(error: &LoadError) -> Option<Finding> {
    let (lint, at, fix) = match error {
        LoadError::Unknown { at, name, suggestion, .. } => {
            let fix = suggestion
                .as_ref()
                .map(|new| Fix(vec![Edit::Replace { within: at.clone(), old: name.clone(), new: new.clone() }]));
            (Lint::UnknownName, at.clone(), fix)
        }
        LoadError::Policy(PolicyError::WholeRecord(rule)) => (Lint::WholeRecord, rule.clone(), None),
        LoadError::Policy(PolicyError::Disclosure(rule)) => {
            let edit = Edit::Set(Place::Rule(rule.clone()), "reviewed", Value::Yes);
            (Lint::DisclosureWithoutProtocol, rule.clone(), Some(Fix(vec![edit])))
        }
        LoadError::Policy(PolicyError::Separation { role, .. }) => (Lint::SeparationByInheritance, role.clone(), None),
        LoadError::Policy(PolicyError::Psychotherapy(rule)) => (Lint::NotesWithoutParagraph, rule.clone(), None),
        _ => return None,
    };
    Some(Finding { lint, at, message: error.to_string(), fix })
}
