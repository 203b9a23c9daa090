//! Unique device identifiers, the part that names the model: (M).

use super::{
    define::text_identifiers,
    read::{digits_of, exact, part},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// The device identifier of a UDI (21 CFR 830.3), in the form of one of the three accredited issuing agencies. (M)
    ///
    /// * GS1: a GTIN of 14 digits with its check digit modulo 10, with or without `(01)` before it; shorter GTINs are filled up
    ///   with zeros.
    /// * HIBCC: `+`, four characters of the labeler, up to 18 of the product, one of the unit, and a check character modulo 43
    ///   (ANSI/HIBC 2.6).
    /// * ICCBBA: `=/` and 16 letters and digits, or `=)` and 10 for containers of blood (ISBT 128).
    ///
    /// The production identifiers (serial, lot, dates) are not part of it: the serial number is a [`Serial`](crate::Serial).
    ///
    /// ```
    /// use phi_types::{DeviceId, ParseReason};
    /// assert!(DeviceId::parse("(01)09521234543213").is_ok());
    /// assert!(DeviceId::parse("+A123BJC5D6E71G").is_ok());
    /// assert!(DeviceId::parse("=/A9999XYZ100T0944").is_ok());
    /// assert_eq!(DeviceId::parse("(01)09521234543214").unwrap_err().reason(), ParseReason::CheckDigit);
    /// ```
    [Device] DeviceId, 40, |raw| match raw.as_bytes() {
        [b'+', ..] => hibcc(raw),
        [b'=', b'/', ..] => iccbba(raw, 16),
        [b'=', b')', ..] => iccbba(raw, 10),
        _ => gtin(raw),
    };
}

fn gtin(raw: &str) -> Result<Text, Flaw> {
    let (digits, lead) = match raw.strip_prefix("(01)") {
        Some(digits) => (digits, 4),
        None => (raw, 0),
    };
    let digits = digits_of(digits, &[], 8..=14).map_err(|flaw| flaw.shifted(lead))?;
    let digits = digits.expose();
    // GTIN-8, -12, -13 and -14; there is none of 9 to 11 digits. Behind `(01)` it has 14.
    if !matches!(digits.len(), 8 | 12 | 13 | 14) || (lead > 0 && digits.len() != 14) {
        return Err(ParseReason::Length.into());
    }
    // GS1 General Specifications, 7.9: from the right, weights 1 and 3 by turns.
    let sum = digits.bytes().rev().enumerate().fold(0_u32, |sum, (at, byte)| {
        let weight = if at % 2 == 0 { 1 } else { 3 };
        sum.saturating_add(u32::from(byte.saturating_sub(b'0')).saturating_mul(weight))
    });
    if !sum.is_multiple_of(10) {
        return Err(ParseReason::CheckDigit.into());
    }
    let zeros = core::iter::repeat_n('0', 14_usize.saturating_sub(digits.len()));
    Ok(exact(14, zeros.chain(digits.chars())))
}

const HIBC: &[u8; 43] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

fn hibcc(raw: &str) -> Result<Text, Flaw> {
    let value = |byte: u8| HIBC.iter().position(|known| *known == byte.to_ascii_uppercase());
    if let Some((at, _)) = raw.bytes().enumerate().find(|(_, byte)| value(*byte).is_none()) {
        return Err(Flaw::character(at));
    }
    // `+`, 4 of the labeler, 1 to 18 of the product, unit of measure, check character.
    if !(8..=25).contains(&raw.len()) {
        return Err(ParseReason::Length.into());
    }
    let (body, check) = raw.split_at_checked(raw.len().saturating_sub(1)).ok_or(ParseReason::Shape)?;
    let (inner, unit) = body.split_at_checked(body.len().saturating_sub(1)).ok_or(ParseReason::Shape)?;
    let shaped = part(inner, 1, 1).bytes().all(|byte| byte.is_ascii_alphabetic())
        && inner.bytes().skip(1).all(|byte| byte.is_ascii_alphanumeric())
        && unit.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped {
        return Err(ParseReason::Shape.into());
    }
    let sum = body.bytes().filter_map(value).fold(0_usize, usize::saturating_add);
    if check.bytes().next().and_then(value) != Some(sum % 43) {
        return Err(ParseReason::CheckDigit.into());
    }
    Ok(exact(raw.len(), raw.chars().map(|c| c.to_ascii_uppercase())))
}

fn iccbba(raw: &str, characters: usize) -> Result<Text, Flaw> {
    if let Some((at, _)) = raw.char_indices().skip(2).find(|(_, c)| !c.is_ascii_alphanumeric()) {
        return Err(Flaw::character(at));
    }
    if raw.len().saturating_sub(2) != characters {
        return Err(ParseReason::Length.into());
    }
    Ok(exact(raw.len(), raw.chars().map(|c| c.to_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gs1_numbers_and_their_check_digit() {
        for (raw, canonical) in [
            ("09521234543213", "09521234543213"),
            ("(01)09521234543213", "09521234543213"),
            ("9521234543213", "09521234543213"),
            ("614141007349", "00614141007349"),
            ("96385074", "00000096385074"),
        ] {
            assert_eq!(DeviceId::parse(raw).unwrap().0.expose(), canonical);
        }
        for (raw, reason) in [
            ("09521234543210", ParseReason::CheckDigit),
            ("123456789", ParseReason::Length),
            ("(01)96385074", ParseReason::Length),
            ("(01)09521234543213(21)SER", ParseReason::Character),
        ] {
            assert_eq!(DeviceId::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
    }

    #[test]
    fn hibcc_and_iccbba() {
        assert!(DeviceId::parse("+A123BJC5D6E71G").is_ok());
        for (raw, reason) in [
            ("+A123BJC5D6E71H", ParseReason::CheckDigit),
            ("+1123BJC5D6E71G", ParseReason::Shape),
            ("+A12!BJC5D6E71G", ParseReason::Character),
            ("+A1", ParseReason::Length),
            ("=/A9999XYZ100T094", ParseReason::Length),
            ("=/A9999XYZ100T094-", ParseReason::Character),
        ] {
            assert_eq!(DeviceId::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
        assert!(DeviceId::parse("=)1TE123456A").is_ok());
    }
}
