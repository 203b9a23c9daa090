//! Devices: (M), the telephone and the network card; implants and instruments are in `udi.rs`.

use super::{
    define::{synthetic, text_identifiers},
    read::{anything, checked, digits_of, exact, kept, luhn_sum, part},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A serial number of a device, of at most 64 bytes. (M)
    ///
    /// ```
    /// use phi_types::Serial;
    /// assert!(Serial::parse("PUMP-000-1").is_ok());
    /// ```
    [Device] Serial, 64, anything;

    /// An International Mobile Equipment Identity: 15 digits, of which the last is Luhn's check digit (3GPP TS 23.003, annex B). (M)
    ///
    /// ```
    /// use phi_types::Imei;
    /// assert!(Imei::parse("00-000000-000000-0").is_ok());
    /// assert!(Imei::parse("490154203237518").is_ok() && Imei::parse("490154203237519").is_err());
    /// ```
    [Device] Imei, 24, imei;

    /// A MAC address, EUI-48: six pairs of hexadecimal digits, written with colons, hyphens, dots or nothing between (IEEE 802).
    /// Kept as `00:00:5e:00:53:01`. (M)
    ///
    /// ```
    /// use phi_types::MacAddress;
    /// assert!(MacAddress::parse("00-00-5E-00-53-01")?.matches(&MacAddress::parse("0000.5e00.5301")?));
    /// assert!(MacAddress::parse("00:00:5e:00:53").is_err());
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Device] MacAddress, 17, mac;
}

synthetic! {
    /// A number of the test range, which begins with 00 (GSMA TS.06), for fixtures.
    ///
    /// # Errors
    /// Any other number is refused.
    ///
    /// ```
    /// use phi_types::Imei;
    /// assert!(Imei::synthetic("001010123456780").is_ok());
    /// assert!(Imei::synthetic("490154203237518").is_err());
    /// ```
    Imei, |raw| {
        let digits = imei(raw)?;
        if digits.expose().starts_with("00") { Ok(digits) } else { Err(ParseReason::NotReserved.into()) }
    }
}

synthetic! {
    /// An address of the range that is reserved for documentation, 00-00-5E-00-53-00 to -FF (RFC 9542, 2.1.2), for fixtures.
    ///
    /// # Errors
    /// Any other address is refused.
    ///
    /// ```
    /// use phi_types::MacAddress;
    /// assert!(MacAddress::synthetic("00-00-5E-00-53-7F").is_ok());
    /// assert!(MacAddress::synthetic("00-00-5E-00-54-00").is_err());
    /// ```
    MacAddress, |raw| {
        let text = mac(raw)?;
        if text.expose().starts_with("00:00:5e:00:53:") { Ok(text) } else { Err(ParseReason::NotReserved.into()) }
    }
}

fn imei(raw: &str) -> Result<Text, Flaw> {
    let digits = digits_of(raw, &['-', ' ', '/'], 15..=15)?;
    checked(digits, |digits| luhn_sum(digits).is_multiple_of(10))
}

fn mac(raw: &str) -> Result<Text, Flaw> {
    let digits = kept(raw, &[':', '-', '.'], 12..=12, |c| c.is_ascii_hexdigit())?;
    let separator = raw.chars().find(|c| !c.is_ascii_hexdigit());
    let each = match separator {
        None => 12,
        Some('.') => 4,
        Some(_) => 2,
    };
    let regular = match separator {
        None => true,
        Some(separator) => raw.split(separator).all(|group| group.len() == each && !group.contains([':', '-', '.'])),
    };
    if !regular {
        return Err(ParseReason::Shape.into());
    }
    let digits = digits.expose();
    let pairs = (0..12_usize).step_by(2).flat_map(|at| {
        let colon = if at == 0 { "" } else { ":" };
        colon.chars().chain(part(digits, at, 2).chars())
    });
    Ok(exact(17, pairs.map(|c| c.to_ascii_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_network_cards() {
        for raw in ["00005E005301", "00:00:5e:00:53:01", "0000.5E00.5301", "00-00-5E-00-53-01"] {
            assert_eq!(MacAddress::parse(raw).unwrap().0.expose(), "00:00:5e:00:53:01");
        }
        for (raw, reason) in [
            ("00:00:5e:00:53-01", ParseReason::Shape),
            ("0:000:5e:00:53:01", ParseReason::Shape),
            ("0000:5e00:5301", ParseReason::Shape),
            ("00:00:5e:00:53:0g", ParseReason::Character),
            ("00:00:5e:00:53:", ParseReason::Length),
        ] {
            assert_eq!(MacAddress::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
    }

    #[test]
    fn the_check_digit_of_a_telephone() {
        let valid = (0..10).filter(|check| Imei::parse(format!("49015420323751{check}")).is_ok()).count();
        assert_eq!(valid, 1);
        assert_eq!(Imei::parse("4901542032375181").unwrap_err().reason(), ParseReason::Length);
    }
}
