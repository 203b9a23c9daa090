//! A keyring whose own buffers hold no plaintext.

use phi_types::{
    gate::Brand,
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
    record::FieldMask,
};

/// Masks each byte, straight from the field into the row and back, so that what the spy finds is not the keyring's doing.
/// It seals nothing: it is fit for watching the heap and for nothing else.
pub struct Masked(pub Brand);

const MASK: u8 = 0xA5;
const ALL: FieldMask = FieldMask::first(128);

fn write(out: &mut Vec<u8>, position: usize, masked: impl ExactSizeIterator<Item = u8>) -> Result<(), SealError> {
    out.push(u8::try_from(position).map_err(|_| SealError::TooLarge)?);
    out.extend(u32::try_from(masked.len()).map_err(|_| SealError::TooLarge)?.to_be_bytes());
    out.extend(masked);
    Ok(())
}

/// The fields of a row with their masked bytes.
fn fields(mut row: &[u8]) -> Option<Vec<(usize, &[u8])>> {
    let mut out = Vec::new();
    while let Some((position, rest)) = row.split_first() {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (masked, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        out.push((usize::from(*position), masked));
        row = rest;
    }
    Some(out)
}

impl Keyring for Masked {
    fn brand(&self) -> Brand {
        self.0
    }

    fn seal_row(&self, _: &SealContext<'_>, plain: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::new();
        for field in plain {
            write(&mut out, field.position(), field.bytes().iter().map(|byte| byte ^ MASK))?;
        }
        Ok(out)
    }

    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        let fields = fields(row).ok_or(OpenError::Refused)?;
        let mut opened = OpenedFields::new();
        for (position, masked) in fields {
            if context.fields().contains(position) {
                let unmask = |bytes: &mut [u8]| {
                    bytes.iter_mut().for_each(|byte| *byte ^= MASK);
                    Some(bytes.len())
                };
                opened.push_with(position, masked, unmask).ok_or(OpenError::Refused)?;
            }
        }
        Ok(opened)
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        row: &[u8],
        plain: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        let mut out = self.seal_row(context.new_row(), plain)?;
        let written = plain.iter().fold(FieldMask::EMPTY, |mask, field| mask.union(FieldMask::at(field.position())));
        let kept = ALL.without(written);
        for (position, masked) in fields(row).ok_or(SealError::Refused)? {
            if kept.contains(position) {
                write(&mut out, position, masked.iter().copied())?;
            }
        }
        Ok(out)
    }
}
