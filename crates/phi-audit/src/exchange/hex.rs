//! Bytes in hexadecimal, lower case, in one form.

/// The digits.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        for digit in [byte >> 4, byte & 0x0f] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out
}

/// The bytes.
pub(super) fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let mut digits = text.chars();
    for byte in &mut bytes {
        for _ in 0..2 {
            let digit = digits.next().filter(|digit| !digit.is_ascii_uppercase())?.to_digit(16)?;
            *byte = *byte << 4 | u8::try_from(digit).ok()?;
        }
    }
    digits.next().is_none().then_some(bytes)
}

/// The bytes of a UUID in its usual form: hyphens, lower case.
pub(super) fn uuid(text: &str) -> Option<[u8; 16]> {
    let mut bytes = text.bytes().enumerate().filter(|(_, byte)| *byte == b'-').map(|(place, _)| place);
    let hyphens = [8, 13, 18, 23].into_iter().all(|place| bytes.next() == Some(place)) && bytes.next().is_none();
    if hyphens { read(&text.replace('-', "")) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_form() {
        assert_eq!(text(&[0, 0x7f, 0xff]), "007fff");
        assert_eq!(read("007fff"), Some([0, 0x7f, 0xff]));
        let id = "0190a5b0-0000-7000-8000-0123456789ab";
        assert_eq!(uuid(id).map(|bytes| text(&bytes)), Some(id.replace('-', "")));
        for refused in
            ["", &id.to_uppercase(), &id.replace('-', ""), "0190a5b0-0000-7000-80000-123456789ab", &format!("{id}0")]
        {
            assert_eq!(uuid(refused), None, "{refused}");
        }
        for refused in ["007FFF", "007ff", "007fff0", "", "007f g"] {
            assert_eq!(read::<3>(refused), None, "{refused}");
        }
    }
}
