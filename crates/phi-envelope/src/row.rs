//! Sealing and opening one row with the keys at hand.

use alloc::{sync::Arc, vec::Vec};

use phi_types::{
    Entropy,
    port::{OpenedFields, PlainField, RowContext, SealError},
    record::{FieldMask, FieldSpec},
};

use crate::{
    header::{LARGEST_FIELD, ReadRow, RowHeader, Start},
    key::{DataKey, KeyId},
    suite::{NONCE, RowKeys, Suite, TAG},
};

/// Finds a data key by its number, among those of the subject alone.
pub(crate) type FindKey<'k> = &'k dyn Fn(&KeyId) -> Option<Arc<DataKey>>;

/// Seals a whole row under a fresh nonce.
pub(crate) fn seal(
    suite: Suite,
    key: &DataKey,
    context: &RowContext<'_>,
    fields: &[(&'static FieldSpec, &[u8])],
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    if fields.iter().any(|(_, bytes)| bytes.len() > LARGEST_FIELD) {
        return Err(SealError::TooLarge);
    }
    let mut ordered: Vec<_> = fields.to_vec();
    ordered.sort_unstable_by_key(|(spec, _)| spec.id);
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce).map_err(|_| SealError::Entropy)?;
    let header = RowHeader {
        start: Start { suite, key: *key.id(), nonce },
        schema_version: context.schema().version,
        row_version: context.version(),
        labels: context.schema().labels().bits(),
        fields: ordered.iter().map(|(spec, bytes)| (spec.id, bytes.len().saturating_add(TAG))).collect(),
    };
    let mut row = header.write().ok_or(SealError::TooLarge)?;
    let header_bytes = row.clone();
    let keys = RowKeys::new(suite, key.rows(suite), &nonce);
    for (spec, bytes) in ordered {
        let aad = context.associated_data(&header_bytes, spec);
        row.extend_from_slice(&keys.seal(spec.id, &aad, bytes).ok_or(SealError::TooLarge)?);
    }
    Ok(row)
}

/// Opens the wanted fields of a row. `None` for whatever is wrong.
pub(crate) fn open(context: &RowContext<'_>, row: &[u8], wanted: FieldMask, find: FindKey<'_>) -> Option<OpenedFields> {
    let ReadRow { header, header_bytes, sealed } = RowHeader::read(row)?;
    if header.row_version != context.version() || header.schema_version > context.schema().version {
        return None;
    }
    let key = find(&header.start.key)?;
    let keys = RowKeys::new(header.start.suite, key.rows(header.start.suite), &header.start.nonce);
    let mut opened = OpenedFields::with_capacity(wanted.len());
    let mut witness = None;
    for (id, bytes) in sealed {
        let Some((position, spec)) = context.schema().by_id(id) else { continue };
        let aad = || context.associated_data(header_bytes, spec);
        if wanted.contains(position) {
            opened.push((position, keys.open(id, &aad(), bytes)?));
        } else if witness.is_none_or(|(_, _, shortest): (_, _, &[u8])| bytes.len() < shortest.len()) {
            witness = Some((id, spec, bytes));
        }
    }
    if opened.is_empty() {
        // That a row has none of the wanted fields is a statement of its header, and each field's tag covers the header: so one
        // must open, or somebody could take fields off the list and have them read as absent. It is wiped at once.
        let (id, spec, bytes) = witness?;
        keys.open(id, &context.associated_data(header_bytes, spec), bytes)?;
    }
    Some(opened)
}

/// Writes a row anew with some fields replaced and all others carried over. `None` when the old row does not open, or holds
/// a field that the schema no longer declares: carrying on without it would lose it silently.
pub(crate) fn carry_over(
    old: &RowContext<'_>,
    row: &[u8],
    replaced: &[PlainField<'_>],
    find: FindKey<'_>,
) -> Option<OpenedFields> {
    let ReadRow { header, .. } = RowHeader::read(row)?;
    if header.fields.iter().any(|(id, _)| old.schema().by_id(*id).is_none()) {
        return None;
    }
    let mut kept = old.schema().all();
    for field in replaced {
        kept = kept.without(FieldMask::at(field.position()));
    }
    open(old, row, kept, find)
}
