//! Groups of fields laid flat into one list, by the compiler.
//!
//! A group does not know under which name a record holds it, and the record's derive does not see the group's fields. So the
//! names are joined here, in constants: `address` and `zip` become the field `address.zip`, with a number, a position and an
//! associated datum like any other. Nothing here runs in a host's program.
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "evaluated by the compiler alone: what overruns or panics here is a compile error at the declaration"
)]

use super::{FieldKind, FieldSpec, Labels, field_id};
use crate::value::ValueKind;

/// Positions are bits of a `u128`.
const MOST_FIELDS: usize = 128;
/// Room for the joined names of one declaration.
const ROOM: usize = 4096;

/// A part of a declaration.
pub enum Part {
    /// A field of its own.
    Field(FieldSpec),
    /// A group of fields, itself flat, with labels for each of them.
    Group {
        /// The name before the point.
        name: &'static str,
        /// Labels in addition to those of the fields.
        labels: Labels,
        /// Whether the record may be without it.
        optional: bool,
        /// The group's fields.
        fields: &'static [FieldSpec],
    },
}

impl Part {
    /// A field of which only the name matters.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self::Field(FieldSpec { name, id: field_id(name), ..NOTHING })
    }

    /// A held group without labels.
    #[must_use]
    pub const fn group(name: &'static str, fields: &'static [FieldSpec]) -> Self {
        Self::Group { name, labels: Labels::NONE, optional: false, fields }
    }
}

/// The joined names of all groups' fields, one behind the other.
pub struct Names {
    bytes: [u8; ROOM],
    used: usize,
}

/// A flat list of fields.
pub struct Table {
    fields: [FieldSpec; MOST_FIELDS],
    count: usize,
}

/// How many fields the parts have together.
#[must_use]
pub const fn count(parts: &[Part]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < parts.len() {
        count += match &parts[at] {
            Part::Field(_) => 1,
            Part::Group { fields, .. } => fields.len(),
        };
        at += 1;
    }
    count
}

/// Joins the names.
#[must_use]
pub const fn join(parts: &[Part]) -> Names {
    let mut names = Names { bytes: [0; ROOM], used: 0 };
    let mut at = 0;
    while at < parts.len() {
        if let Part::Group { name, fields, .. } = &parts[at] {
            let mut field = 0;
            while field < fields.len() {
                names = names.push(name).push(".").push(fields[field].name);
                field += 1;
            }
        }
        at += 1;
    }
    names
}

/// Lays the parts flat. The names are those that `join` made of the same parts.
#[must_use]
pub const fn flatten(parts: &[Part], names: &'static Names) -> Table {
    assert!(count(parts) <= MOST_FIELDS, "a PHI record has at most 128 fields, those of its groups included");
    let mut table = Table { fields: [NOTHING; MOST_FIELDS], count: 0 };
    let (mut used, mut at) = (0, 0);
    while at < parts.len() {
        match &parts[at] {
            Part::Field(spec) => {
                table.fields[table.count] = *spec;
                table.count += 1;
            }
            Part::Group { name, labels, optional, fields } => {
                let mut field = 0;
                while field < fields.len() {
                    let spec = fields[field];
                    let length = name.len() + 1 + spec.name.len();
                    let joined = names.piece(used, length);
                    used += length;
                    let kind = match spec.kind {
                        // It comes along with any grant, and whether there is one would tell whether there is a group.
                        FieldKind::NotPhi(_) if *optional => FieldKind::Clinical,
                        kind => kind,
                    };
                    let labels = spec.labels.union(*labels);
                    table.fields[table.count] = FieldSpec { name: joined, id: field_id(joined), kind, labels, ..spec };
                    table.count += 1;
                    field += 1;
                }
            }
        }
        at += 1;
    }
    table
}

/// Whether no two fields have one number.
#[must_use]
pub const fn specs_are_unique(fields: &[FieldSpec]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        let mut other = at + 1;
        while other < fields.len() {
            if fields[at].id == fields[other].id {
                return false;
            }
            other += 1;
        }
        at += 1;
    }
    true
}

impl Names {
    const fn push(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        assert!(
            self.used + bytes.len() <= ROOM,
            "the names of a record's grouped fields are longer than 4096 bytes together"
        );
        let mut at = 0;
        while at < bytes.len() {
            self.bytes[self.used] = bytes[at];
            self.used += 1;
            at += 1;
        }
        self
    }

    const fn piece(&'static self, from: usize, length: usize) -> &'static str {
        let (_, behind) = self.bytes.split_at(from);
        let (piece, _) = behind.split_at(length);
        match core::str::from_utf8(piece) {
            Ok(piece) => piece,
            Err(_) => panic!("names are laid out in one order and read in another"),
        }
    }
}

impl Table {
    /// The fields, without the room behind them.
    #[must_use]
    pub const fn fields(&'static self) -> &'static [FieldSpec] {
        self.fields.split_at(self.count).0
    }
}

const NOTHING: FieldSpec = FieldSpec {
    name: "",
    id: 0,
    kind: FieldKind::Clinical,
    value: ValueKind::Text,
    labels: Labels::NONE,
    padded: false,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Label;

    const fn spec(name: &'static str) -> FieldSpec {
        FieldSpec { name, id: field_id(name), ..NOTHING }
    }

    const INNER: &[Part] = &[Part::Field(spec("street")), Part::Field(spec("zip"))];
    static INNER_NAMES: Names = join(INNER);
    static INNER_TABLE: Table = flatten(INNER, &INNER_NAMES);

    #[test]
    fn groups_in_groups_are_laid_flat_with_joined_names_and_labels() {
        static NAMES: Names = join(&[
            Part::Field(spec("name")),
            Part::Group { name: "home", labels: Labels::NONE, optional: false, fields: INNER },
            Part::Field(spec("note")),
            Part::Group { name: "work", labels: Labels::NONE.with(Label::Violence), optional: true, fields: INNER },
        ]);
        const INNER: &[FieldSpec] = &[spec("street"), spec("geo.zip")];
        static TABLE: Table = flatten(
            &[
                Part::Field(spec("name")),
                Part::Group { name: "home", labels: Labels::NONE, optional: false, fields: INNER },
                Part::Field(spec("note")),
                Part::Group { name: "work", labels: Labels::NONE.with(Label::Violence), optional: true, fields: INNER },
            ],
            &NAMES,
        );
        let fields = TABLE.fields();
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["name", "home.street", "home.geo.zip", "note", "work.street", "work.geo.zip"]);
        assert!(fields.iter().all(|field| field.id == field_id(field.name)));
        let labelled: Vec<_> = fields.iter().map(|field| field.labels.iter().count()).collect();
        assert_eq!(labelled, [0, 0, 0, 0, 1, 1]);
        assert!(specs_are_unique(fields));
        assert!(!specs_are_unique(&[spec("a"), spec("b"), spec("a")]));
    }

    #[test]
    fn fields_without_groups_stay_as_they_are() {
        assert_eq!(INNER_TABLE.fields().len(), 2);
        assert_eq!(INNER_NAMES.used, 0);
        assert_eq!(count(INNER), 2);
    }
}
