//! Sealing and opening one row with the keys at hand.
//!
//! The row's context (tenant, record type, subject, row) and its header (key, nonce, versions, labels, list of fields) are hashed
//! once; each field's associated data are that digest and the field's name, so that a row pays for its context once and every
//! field's tag covers all of it.

use alloc::vec::Vec;

use phi_types::{
    Entropy, ValueKind,
    port::{OpenedFields, PlainField, RowContext, SealError},
    record::{FieldKind, FieldMask, FieldSpec, Labels},
};
use sha2::{Digest, Sha256};

use crate::{
    header::{LARGEST_FIELD, ReadRow, RowHeader, Start},
    joined::Joined,
    key::{DataKey, KeyId},
    suite::{self, FieldKeys, NONCE, RowKeys, Sealer, TAG},
};

/// Finds a data key by its number, among those of the subject alone.
pub(crate) type FindKey<'k> = &'k dyn Fn(&KeyId) -> Option<&'k DataKey>;

/// The row as a whole, in the place of a field: no field has an empty name.
static WHOLE_ROW: FieldSpec = FieldSpec {
    name: "",
    id: 0,
    kind: FieldKind::NotPhi("the row as a whole"),
    value: ValueKind::Bytes,
    labels: Labels::NONE,
    padded: false,
};

/// Seals a whole row under a fresh nonce.
pub(crate) fn seal(
    sealer: Sealer,
    key: &DataKey,
    context: &RowContext<'_>,
    mut fields: Vec<(&'static FieldSpec, &[u8])>,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    if fields.iter().any(|(_, bytes)| bytes.len() > LARGEST_FIELD) {
        return Err(SealError::TooLarge);
    }
    fields.sort_unstable_by_key(|(spec, _)| spec.id);
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce).map_err(|_| SealError::Entropy)?;
    let header = RowHeader {
        start: Start { suite: sealer.suite, key: *key.id(), nonce },
        schema_version: context.schema().version,
        row_version: context.version(),
        labels: context.schema().labels().bits(),
    };
    seal_fields(sealer, key, context, &header, &fields).ok_or(SealError::TooLarge)
}

fn seal_fields(
    sealer: Sealer,
    key: &DataKey,
    context: &RowContext<'_>,
    header: &RowHeader,
    fields: &[(&'static FieldSpec, &[u8])],
) -> Option<Vec<u8>> {
    let mut row = header.write(fields.iter().map(|(spec, bytes)| (spec.id, bytes.len().saturating_add(TAG))))?;
    let bound = Bound::new(context, &row);
    let key = key.rows(sealer.suite)?;
    if let Some(commitment) = suite::row_commitment(key, &header.start.nonce, &bound.digest)? {
        row.extend_from_slice(&*commitment);
    }
    let (keys, mut of_fields) = (RowKeys::new(key, &header.start.nonce), FieldKeys::new());
    keys.fields(fields.iter().map(|(spec, _)| spec.id), &mut of_fields)?;
    let mut aad = bound.fields();
    for ((spec, bytes), key) in fields.iter().zip(of_fields.iter()) {
        keys.seal(sealer.backend, key, aad.field(spec), bytes, &mut row)?;
    }
    Some(row)
}

/// Opens the wanted fields of a row. `None` for whatever is wrong.
pub(crate) fn open(
    sealer: Sealer,
    context: &RowContext<'_>,
    row: &[u8],
    wanted: FieldMask,
    find: FindKey<'_>,
) -> Option<OpenedFields> {
    let ReadRow { header, header_bytes, commitment, fields } = RowHeader::read(row)?;
    let Start { suite, key, nonce } = &header.start;
    if header.row_version != context.version()
        || header.schema_version > context.schema().version
        || !sealer.reads(*suite)
    {
        return None;
    }
    let key = find(key)?;
    let key = key.rows(*suite)?;
    let bound = Bound::new(context, header_bytes);
    suite::row_committed(key, nonce, &bound.digest, commitment)?;
    let schema = context.schema();
    let cell = |position: usize| {
        let spec = schema.fields.get(position)?;
        let at = fields.binary_search_by_key(&spec.id, |(id, _)| *id).ok()?;
        fields.get(at).map(|(_, bytes)| Cell { position, spec, bytes })
    };
    let chosen: Vec<Cell<'_>> = wanted.positions().filter_map(cell).collect();
    let keys = RowKeys::new(key, nonce);
    let open_all = |cells: &[Cell<'_>]| {
        let mut of_fields = FieldKeys::new();
        keys.fields(cells.iter().map(|cell| cell.spec.id), &mut of_fields)?;
        let room = cells.iter().fold(0_usize, |sum, cell| sum.saturating_add(cell.bytes.len()));
        let (mut opened, mut aad) = (OpenedFields::with_capacity(cells.len(), room), bound.fields());
        for (cell, key) in cells.iter().zip(of_fields.iter()) {
            let aad = aad.field(cell.spec);
            opened.push_with(cell.position, cell.bytes, |place| keys.open(sealer.backend, key, aad, place))?;
        }
        Some(opened)
    };
    if chosen.is_empty() {
        // That a row has none of the wanted fields is a statement of its header, and each field's tag covers the header: so one
        // must open, or somebody could take fields off the list and have them read as absent. It is wiped at once.
        let shortest = schema.all().positions().filter_map(cell).min_by_key(|cell| cell.bytes.len())?;
        open_all(&[shortest])?;
        return Some(OpenedFields::new());
    }
    open_all(&chosen)
}

/// A sealed field of a row.
struct Cell<'a> {
    position: usize,
    spec: &'static FieldSpec,
    bytes: &'a [u8],
}

/// Writes a row anew with some fields replaced and all others carried over. `None` when the old row does not open, or holds
/// a field that the schema no longer declares: carrying on without it would lose it silently.
pub(crate) fn carry_over(
    sealer: Sealer,
    old: &RowContext<'_>,
    row: &[u8],
    replaced: &[PlainField<'_>],
    find: FindKey<'_>,
) -> Option<OpenedFields> {
    let ReadRow { fields, .. } = RowHeader::read(row)?;
    if fields.iter().any(|(id, _)| old.schema().by_id(*id).is_none()) {
        return None;
    }
    let mut kept = old.schema().all();
    for field in replaced {
        kept = kept.without(FieldMask::at(field.position()));
    }
    open(sealer, old, row, kept, find)
}

/// What each field of a row is bound to: the digest of the row's context and header, and behind it the field's name.
struct Bound {
    digest: [u8; 32],
}

impl Bound {
    fn new(context: &RowContext<'_>, header: &[u8]) -> Self {
        let mut whole = Joined::<512>::new();
        context.put_associated_data(header, &WHOLE_ROW, |piece| whole.push(piece));
        Self { digest: Sha256::digest(whole.as_slice()).into() }
    }

    fn fields(&self) -> FieldData {
        let mut data = Joined::new();
        data.push(&self.digest);
        FieldData(data)
    }
}

/// The associated data of one field after the other.
struct FieldData(Joined<80>);

impl FieldData {
    fn field(&mut self, spec: &FieldSpec) -> &[u8] {
        self.0.cut(32);
        self.0.push(spec.name.as_bytes());
        self.0.as_slice()
    }
}
