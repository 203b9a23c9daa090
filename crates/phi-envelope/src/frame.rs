//! Taking apart what `phi_types::port::framed` joined.

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
