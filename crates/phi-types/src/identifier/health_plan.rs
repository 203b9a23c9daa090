//! Numbers of health plan beneficiaries: (I).

use super::{
    define::text_identifiers,
    read::{anything, letters_and_digits},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A health plan's number for a member, of at most 64 bytes. (I)
    ///
    /// ```
    /// use phi_types::MemberId;
    /// assert!(MemberId::parse("EXAMPLE-000-1").is_ok());
    /// ```
    [HealthPlanBeneficiary] MemberId, 64, anything;

    /// A Medicare Beneficiary Identifier: eleven positions, letters without S, L, O, I, B and Z, no check digit. (I)
    ///
    /// Positions, as CMS defines them: 1 is a digit 1 to 9; 2, 5, 8 and 9 are letters; 3 and 6 letters or digits; 4, 7, 10 and
    /// 11 digits. The hyphens of the card are passed over; letters are kept in upper case.
    ///
    /// ```
    /// use phi_types::MedicareBeneficiaryId as Mbi;
    /// assert!(Mbi::parse("1EG4-TE5-MK73")?.matches(&Mbi::parse("1eg4te5mk73")?)); // the card that CMS prints as an example
    /// assert!(Mbi::parse("1SG4-TE5-MK73").is_err()); // no letter S
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [HealthPlanBeneficiary] MedicareBeneficiaryId, 13, medicare;
}

fn medicare(raw: &str) -> Result<Text, Flaw> {
    let text = letters_and_digits(raw, &['-'], 11..=11)?;
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"SLOIBZ".contains(&byte);
    let fits = text.expose().bytes().enumerate().all(|(at, byte)| match at {
        0 => matches!(byte, b'1'..=b'9'),
        1 | 4 | 7 | 8 => letter(byte),
        2 | 5 => letter(byte) || byte.is_ascii_digit(),
        _ => byte.is_ascii_digit(),
    });
    if fits { Ok(text) } else { Err(ParseReason::Shape.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_position_of_a_medicare_number_is_held() {
        assert!(MedicareBeneficiaryId::parse("1EG4TE5MK73").is_ok());
        for excluded in "SLOIBZslobiz".chars() {
            for at in [1, 2, 4, 5, 7, 8] {
                let raw: String =
                    "1EG4TE5MK73".chars().enumerate().map(|(i, c)| if i == at { excluded } else { c }).collect();
                assert_eq!(MedicareBeneficiaryId::parse(raw).unwrap_err().reason(), ParseReason::Shape);
            }
        }
        for bad in ["0EG4TE5MK73", "AEG4TE5MK73", "11G4TE5MK73", "1EGATE5MK73", "1EG4TE5MK7A", "1EG4TEAMK73"] {
            assert_eq!(MedicareBeneficiaryId::parse(bad).unwrap_err().reason(), ParseReason::Shape, "{bad}");
        }
        assert_eq!(MedicareBeneficiaryId::parse("1EG4TE5MK7").unwrap_err().reason(), ParseReason::Length);
        assert_eq!(MedicareBeneficiaryId::parse("1EG4_TE5MK73").unwrap_err().offset(), Some(4));
    }
}
