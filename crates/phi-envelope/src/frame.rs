//! Length-framed joining, so that no two lists of parts share an encoding.

use alloc::vec::Vec;

pub(crate) fn join(parts: &[&[u8]]) -> Vec<u8> {
    let total = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()).saturating_add(8));
    let mut out = Vec::with_capacity(total);
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Takes the next framed part off the front, if it is there in whole and not longer than `most`.
pub(crate) fn take<'a>(rest: &mut &'a [u8], most: usize) -> Option<&'a [u8]> {
    let (length, behind) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    if length > most {
        return None;
    }
    let (part, behind) = behind.split_at_checked(length)?;
    *rest = behind;
    Some(part)
}
