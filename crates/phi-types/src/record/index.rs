//! Blind indexes: which fields can be searched by equality while they are sealed, and what must be said for it.

use super::{Detail, FieldKind, FieldSpec};
use crate::{identifier::IdentifierClass, value::ValueKind};

/// How values are made alike before they are indexed, so that what people write in two ways is found either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Normaliser {
    /// The decimal digits alone: `078-05-1120` is `078051120`. For numbers written with marks of all kinds.
    Digits,
    /// Unicode NFKC and full case folding, white space at the ends removed and joined within: for codes and names.
    Folded,
    /// A calendar date, as ISO 8601 writes it.
    IsoDate,
}

/// One more field of a compound index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// The field's name.
    pub field: &'static str,
    /// How its values are made alike.
    pub normaliser: Normaliser,
}

/// A blind index over one field, or over several together.
///
/// An index is a leak that is chosen: whoever reads the database sees which rows have equal values, how often each value
/// occurs, and whoever can also write rows, or ask for searches, can test guesses. So a field of few values has no index of its own,
/// and an index on a Social Security number or a date of birth carries its justification.
///
/// Declared in the record with `index(…)`, it is a constant and checked by the compiler:
///
/// ```
/// use phi_types::{Mrn, PhiRecord, Ssn, SubjectId, record::{IndexFit, IndexSpec, Normaliser}};
///
/// #[derive(PhiRecord)]
/// #[phi(record = "Patient")]
/// struct Patient {
///     #[phi(subject)]
///     subject: SubjectId,
///     #[phi(mrn, index(folded, bits = 64))]
///     mrn: Mrn,
///     #[phi(ssn, index(digits, bits = 64, because = "matching across registries, approved by the privacy officer"))]
///     ssn: Option<Ssn>,
/// }
///
/// assert_eq!(Patient::BY_MRN, &IndexSpec::on("mrn", Normaliser::Folded, 64));
/// // What the compiler would say without the reason:
/// let unjustified = IndexSpec::on("ssn", Normaliser::Digits, 64);
/// assert_eq!(unjustified.check(Patient::SCHEMA.fields), IndexFit::Unjustified);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexSpec {
    /// The field's name.
    pub field: &'static str,
    /// How its values are made alike.
    pub normaliser: Normaliser,
    /// To how many bits a term is cut, 16 to 256. Fewer bits let different values share a term: the host then sorts out what it
    /// opened, and an observer knows less.
    pub bits: u16,
    /// Why there must be an index on a Social Security number or a date of birth.
    pub justification: Option<&'static str>,
    /// The other fields of a compound index, which are searched together or not at all.
    pub compound: &'static [IndexPart],
}

/// Whether an index fits the record type that it is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexFit {
    /// It does.
    Fits,
    /// The record type has no field of that name.
    UnknownField,
    /// A field stands in it twice.
    Repeated,
    /// Fewer than 16 bits or more than 256.
    Bits,
    /// The normaliser is not for values of the field's shape.
    Normaliser,
    /// Free text, pictures and lists are not searched by equality.
    NoSingleValue,
    /// All its fields have few values, so that its terms could be guessed by counting: join it with one that has many.
    FewValues,
    /// An index that holds a Social Security number or a date of birth needs a written justification.
    Unjustified,
}

impl IndexFit {
    /// Whether it is the other; for constants.
    #[must_use]
    pub const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

/// The shortest justification that says anything.
const SHORTEST_JUSTIFICATION: usize = 12;

impl IndexSpec {
    /// An index on one field.
    #[must_use]
    pub const fn on(field: &'static str, normaliser: Normaliser, bits: u16) -> Self {
        Self { field, normaliser, bits, justification: None, compound: &[] }
    }

    /// The same index with more fields.
    #[must_use]
    pub const fn with(mut self, compound: &'static [IndexPart]) -> Self {
        self.compound = compound;
        self
    }

    /// The same index with the reason why it must be.
    #[must_use]
    pub const fn justified(mut self, justification: &'static str) -> Self {
        self.justification = Some(justification);
        self
    }

    /// Its fields, the first one first.
    pub fn parts(&self) -> impl Iterator<Item = IndexPart> {
        let first = IndexPart { field: self.field, normaliser: self.normaliser };
        core::iter::once(first).chain(self.compound.iter().copied())
    }

    /// Whether the index fits these fields. Constant, so that a declaration can assert it at compile time.
    #[must_use]
    pub const fn check(&self, fields: &[FieldSpec]) -> IndexFit {
        if self.bits < 16 || self.bits > 256 {
            return IndexFit::Bits;
        }
        let first = IndexPart { field: self.field, normaliser: self.normaliser };
        let mut verdict = check_part(first, fields);
        let mut many_values = has_many_values(first, fields);
        let mut sensitive = is_sensitive(first, fields);
        let mut rest = self.compound;
        while let [part, behind @ ..] = rest {
            if same(part.field, self.field) || stands_in(part.field, behind) {
                return IndexFit::Repeated;
            }
            if verdict.is(IndexFit::Fits) {
                verdict = check_part(*part, fields);
            }
            many_values |= has_many_values(*part, fields);
            sensitive |= is_sensitive(*part, fields);
            rest = behind;
        }
        let justified = match self.justification {
            Some(text) => text.trim_ascii().len() >= SHORTEST_JUSTIFICATION,
            None => false,
        };
        match verdict {
            IndexFit::Fits if !many_values => IndexFit::FewValues,
            IndexFit::Fits if sensitive && !justified => IndexFit::Unjustified,
            verdict => verdict,
        }
    }
}

const fn check_part(part: IndexPart, fields: &[FieldSpec]) -> IndexFit {
    let Some(spec) = find(part.field, fields) else { return IndexFit::UnknownField };
    match (spec.value, part.normaliser) {
        (ValueKind::Text, _) if matches!(spec.kind, FieldKind::FreeText) => IndexFit::NoSingleValue,
        (ValueKind::Text, Normaliser::Digits | Normaliser::Folded) | (ValueKind::Date, Normaliser::IsoDate) => {
            IndexFit::Fits
        }
        (ValueKind::Texts | ValueKind::Pairs | ValueKind::Bytes, _) => IndexFit::NoSingleValue,
        (ValueKind::Number, _) => IndexFit::FewValues,
        _ => IndexFit::Normaliser,
    }
}

/// Whether a field has so many values that counting its terms tells little: an identifier other than ages, places and dates that are
/// not of birth.
const fn has_many_values(part: IndexPart, fields: &[FieldSpec]) -> bool {
    match find(part.field, fields) {
        Some(spec) => match spec.kind {
            FieldKind::Identifier(_, Detail::Birth) => true,
            FieldKind::Identifier(IdentifierClass::Geography | IdentifierClass::Date, _) => false,
            FieldKind::Identifier(..) => true,
            FieldKind::Clinical | FieldKind::Demographic | FieldKind::FreeText | FieldKind::NotPhi(_) => false,
        },
        None => false,
    }
}

const fn is_sensitive(part: IndexPart, fields: &[FieldSpec]) -> bool {
    match find(part.field, fields) {
        Some(spec) => {
            matches!(
                spec.kind,
                FieldKind::Identifier(IdentifierClass::Ssn, _) | FieldKind::Identifier(_, Detail::Birth)
            )
        }
        None => false,
    }
}

const fn stands_in(name: &str, parts: &[IndexPart]) -> bool {
    let mut rest = parts;
    while let [part, behind @ ..] = rest {
        if same(part.field, name) {
            return true;
        }
        rest = behind;
    }
    false
}

const fn find<'a>(name: &str, fields: &'a [FieldSpec]) -> Option<&'a FieldSpec> {
    let mut rest = fields;
    while let [spec, behind @ ..] = rest {
        if same(spec.name, name) {
            return Some(spec);
        }
        rest = behind;
    }
    None
}

/// `==` on names, which is not constant yet.
const fn same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match (left, right) {
            ([], []) => return true,
            ([a, after @ ..], [b, behind @ ..]) if *a == *b => (left, right) = (after, behind),
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Labels, field_id};

    const fn spec(name: &'static str, kind: FieldKind, value: ValueKind) -> FieldSpec {
        FieldSpec { name, id: field_id(name), kind, value, labels: Labels::NONE, padded: false }
    }

    const FIELDS: &[FieldSpec] = &[
        spec("mrn", FieldKind::Identifier(IdentifierClass::MedicalRecordNumber, Detail::None), ValueKind::Text),
        spec("ssn", FieldKind::Identifier(IdentifierClass::Ssn, Detail::None), ValueKind::Text),
        spec("born", FieldKind::Identifier(IdentifierClass::Date, Detail::Birth), ValueKind::Date),
        spec("seen", FieldKind::Identifier(IdentifierClass::Date, Detail::None), ValueKind::Date),
        spec("zip", FieldKind::Identifier(IdentifierClass::Geography, Detail::Zip), ValueKind::Text),
        spec("sex", FieldKind::Demographic, ValueKind::Text),
        spec("serology", FieldKind::Clinical, ValueKind::Text),
        spec("visits", FieldKind::NotPhi("a count"), ValueKind::Number),
        spec("note", FieldKind::FreeText, ValueKind::Text),
        spec("photo", FieldKind::Identifier(IdentifierClass::Photo, Detail::None), ValueKind::Bytes),
    ];
    const WHY: &str = "matching across registries";

    const fn part(field: &'static str, normaliser: Normaliser) -> IndexPart {
        IndexPart { field, normaliser }
    }

    #[test]
    fn a_field_of_few_values_is_refused_alone_and_among_its_like() {
        use Normaliser::{Folded, IsoDate};
        for (field, normaliser) in [("sex", Folded), ("serology", Folded), ("zip", Folded), ("seen", IsoDate)] {
            let index = IndexSpec::on(field, normaliser, 64);
            assert_eq!(index.check(FIELDS), IndexFit::FewValues, "{field}");
            assert_eq!(
                index.with(const { &[part("mrn", Folded)] }).check(FIELDS),
                IndexFit::Fits,
                "{field} with another"
            );
        }
        let both = IndexSpec::on("sex", Folded, 64).with(const { &[part("zip", Folded)] });
        assert_eq!(both.check(FIELDS), IndexFit::FewValues);
        assert_eq!(IndexSpec::on("visits", Folded, 64).check(FIELDS), IndexFit::FewValues);
    }

    #[test]
    fn an_index_on_ssn_or_birth_needs_a_written_justification_wherever_it_stands() {
        use Normaliser::{Digits, Folded, IsoDate};
        for index in [
            IndexSpec::on("ssn", Digits, 64),
            IndexSpec::on("born", IsoDate, 64),
            IndexSpec::on("mrn", Folded, 64).with(const { &[part("born", IsoDate)] }),
            IndexSpec::on("zip", Folded, 64).with(const { &[part("sex", Folded), part("ssn", Digits)] }),
        ] {
            assert_eq!(index.check(FIELDS), IndexFit::Unjustified);
            assert_eq!(index.justified("  because  ").check(FIELDS), IndexFit::Unjustified);
            assert_eq!(index.justified(WHY).check(FIELDS), IndexFit::Fits);
        }
        assert_eq!(IndexSpec::on("mrn", Folded, 64).check(FIELDS), IndexFit::Fits);
    }

    #[test]
    fn what_cannot_be_searched_by_equality_or_is_not_there_is_refused() {
        use Normaliser::{Digits, Folded, IsoDate};
        for (index, fit) in [
            (IndexSpec::on("nothing", Folded, 64), IndexFit::UnknownField),
            (IndexSpec::on("mrn", Folded, 64).with(const { &[part("nothing", Folded)] }), IndexFit::UnknownField),
            (IndexSpec::on("mrn", Folded, 15), IndexFit::Bits),
            (IndexSpec::on("mrn", Folded, 257), IndexFit::Bits),
            (IndexSpec::on("mrn", IsoDate, 64), IndexFit::Normaliser),
            (IndexSpec::on("born", Digits, 64).justified(WHY), IndexFit::Normaliser),
            (IndexSpec::on("note", Folded, 64), IndexFit::NoSingleValue),
            (IndexSpec::on("photo", Folded, 64), IndexFit::NoSingleValue),
            (IndexSpec::on("mrn", Folded, 64).with(const { &[part("mrn", Digits)] }), IndexFit::Repeated),
            (
                IndexSpec::on("mrn", Folded, 64).with(const { &[part("zip", Folded), part("zip", Folded)] }),
                IndexFit::Repeated,
            ),
        ] {
            assert_eq!(index.check(FIELDS), fit, "{index:?}");
        }
    }
}
