//! Cells: what one role could do to one field for one purpose.

use alloc::string::String;
use core::fmt;

use phi_types::{Action, Purpose};

use crate::policy::Role;

/// What one role could do, to one field of one record type, for one purpose. There are circumstances in which it is granted: a
/// relationship, a consent on file, an hour, a network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Cell {
    /// The role, with all that it inherits.
    pub role: Role,
    /// The name of the record type; `None` for acts on keys and on the log.
    pub record: Option<&'static str>,
    /// What it could do.
    pub action: Action,
    /// What for.
    pub purpose: Purpose,
    /// The field; `None` for acts on keys and on the log.
    pub field: Option<&'static str>,
}

/// `nurse: read Patient.allergies for TREAT`.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.role.name(), self.action)?;
        if let (Some(record), Some(field)) = (self.record, self.field) {
            write!(f, " {record}.{field}")?;
        }
        write!(f, " for {}", self.purpose)
    }
}

/// Cells for people: one line for the same fields and the same action, with the purposes that it is for.
pub(crate) fn lines<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> alloc::vec::Vec<String> {
    use alloc::{collections::BTreeMap, vec::Vec};
    type Key<'a> = (&'a Role, Option<&'static str>, Action);
    let mut fields: BTreeMap<(Key<'a>, Purpose), Vec<&str>> = BTreeMap::new();
    for cell in cells {
        let key = (&cell.role, cell.record, cell.action);
        fields.entry((key, cell.purpose)).or_default().extend(cell.field);
    }
    let mut purposes: BTreeMap<(Key<'a>, Vec<&str>), Vec<Purpose>> = BTreeMap::new();
    for ((key, purpose), fields) in fields {
        purposes.entry((key, fields)).or_default().push(purpose);
    }
    let line = |(((role, record, action), fields), all): ((Key<'a>, Vec<&str>), Vec<Purpose>)| {
        let codes: Vec<&str> = general(&all).into_iter().map(Purpose::code).collect();
        let what = record.map(|record| alloc::format!(" {record} ({})", fields.join(", "))).unwrap_or_default();
        alloc::format!("{}: {action}{what} for {}", role.name(), codes.join(", "))
    };
    purposes.into_iter().map(line).collect()
}

/// Purposes without those whose parent is among them.
pub(crate) fn general(all: &[Purpose]) -> alloc::vec::Vec<Purpose> {
    all.iter().copied().filter(|purpose| purpose.parent().is_none_or(|parent| !all.contains(&parent))).collect()
}
