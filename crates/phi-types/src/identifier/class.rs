//! The eighteen identifiers of the Safe Harbor method, as one closed enum.

use core::fmt;

/// One of the eighteen kinds of identifier that 45 CFR 164.514(b)(2)(i) lists, letters (A) to (R).
///
/// The list speaks of identifiers "of the individual or of relatives, employers, or household members". It is closed:
/// what is an identifier but has no letter of its own is [`Other`](Self::Other), letter (R).
///
/// ```
/// use phi_types::IdentifierClass;
/// assert_eq!(IdentifierClass::MedicalRecordNumber.letter(), 'H');
/// assert_eq!(IdentifierClass::Photo.citation(), "45 CFR 164.514(b)(2)(i)(Q)");
/// assert_eq!(IdentifierClass::ALL.len(), 18);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierClass {
    /// (A) Names.
    Name,
    /// (B) Geographic subdivisions smaller than a State, with the exception for three-digit ZIP codes.
    Geography,
    /// (C) Elements of dates (except year) related to an individual, and ages over 89.
    Date,
    /// (D) Telephone numbers.
    Phone,
    /// (E) Fax numbers.
    Fax,
    /// (F) Electronic mail addresses.
    Email,
    /// (G) Social Security numbers.
    Ssn,
    /// (H) Medical record numbers.
    MedicalRecordNumber,
    /// (I) Health plan beneficiary numbers.
    HealthPlanBeneficiary,
    /// (J) Account numbers.
    Account,
    /// (K) Certificate and licence numbers.
    CertificateOrLicense,
    /// (L) Vehicle identifiers and serial numbers, licence plates included.
    Vehicle,
    /// (M) Device identifiers and serial numbers.
    Device,
    /// (N) Web universal resource locators.
    Url,
    /// (O) Internet protocol addresses.
    IpAddress,
    /// (P) Biometric identifiers, finger and voice prints included.
    Biometric,
    /// (Q) Full-face photographs and comparable images.
    Photo,
    /// (R) Any other unique identifying number, characteristic, or code.
    Other,
}

impl IdentifierClass {
    /// All eighteen, in the order of the regulation.
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::Geography,
        Self::Date,
        Self::Phone,
        Self::Fax,
        Self::Email,
        Self::Ssn,
        Self::MedicalRecordNumber,
        Self::HealthPlanBeneficiary,
        Self::Account,
        Self::CertificateOrLicense,
        Self::Vehicle,
        Self::Device,
        Self::Url,
        Self::IpAddress,
        Self::Biometric,
        Self::Photo,
        Self::Other,
    ];

    /// The letter under which the regulation lists it, `'A'` to `'R'`.
    #[must_use]
    pub const fn letter(self) -> char {
        (b'A' + self as u8) as char
    }

    /// The position in the list, 0 to 17: for counting in an array of eighteen.
    #[must_use]
    pub const fn position(self) -> usize {
        self as usize
    }

    /// The paragraph that names it.
    #[must_use]
    pub const fn citation(self) -> &'static str {
        match self {
            Self::Name => "45 CFR 164.514(b)(2)(i)(A)",
            Self::Geography => "45 CFR 164.514(b)(2)(i)(B)",
            Self::Date => "45 CFR 164.514(b)(2)(i)(C)",
            Self::Phone => "45 CFR 164.514(b)(2)(i)(D)",
            Self::Fax => "45 CFR 164.514(b)(2)(i)(E)",
            Self::Email => "45 CFR 164.514(b)(2)(i)(F)",
            Self::Ssn => "45 CFR 164.514(b)(2)(i)(G)",
            Self::MedicalRecordNumber => "45 CFR 164.514(b)(2)(i)(H)",
            Self::HealthPlanBeneficiary => "45 CFR 164.514(b)(2)(i)(I)",
            Self::Account => "45 CFR 164.514(b)(2)(i)(J)",
            Self::CertificateOrLicense => "45 CFR 164.514(b)(2)(i)(K)",
            Self::Vehicle => "45 CFR 164.514(b)(2)(i)(L)",
            Self::Device => "45 CFR 164.514(b)(2)(i)(M)",
            Self::Url => "45 CFR 164.514(b)(2)(i)(N)",
            Self::IpAddress => "45 CFR 164.514(b)(2)(i)(O)",
            Self::Biometric => "45 CFR 164.514(b)(2)(i)(P)",
            Self::Photo => "45 CFR 164.514(b)(2)(i)(Q)",
            Self::Other => "45 CFR 164.514(b)(2)(i)(R)",
        }
    }

    /// A short plain name, for reports.
    #[must_use]
    pub const fn plain_name(self) -> &'static str {
        match self {
            Self::Name => "names",
            Self::Geography => "places below a State",
            Self::Date => "dates and ages over 89",
            Self::Phone => "telephone numbers",
            Self::Fax => "fax numbers",
            Self::Email => "e-mail addresses",
            Self::Ssn => "Social Security numbers",
            Self::MedicalRecordNumber => "medical record numbers",
            Self::HealthPlanBeneficiary => "health plan beneficiary numbers",
            Self::Account => "account numbers",
            Self::CertificateOrLicense => "certificate and licence numbers",
            Self::Vehicle => "vehicle identifiers",
            Self::Device => "device identifiers",
            Self::Url => "web addresses",
            Self::IpAddress => "IP addresses",
            Self::Biometric => "biometric identifiers",
            Self::Photo => "full-face photographs",
            Self::Other => "other identifying codes",
        }
    }
}

impl fmt::Display for IdentifierClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}) {}", self.letter(), self.plain_name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_run_from_a_to_r_and_agree_with_the_citations() {
        for (at, class) in IdentifierClass::ALL.into_iter().enumerate() {
            assert_eq!(class.position(), at);
            assert_eq!(class.letter() as usize, 'A' as usize + at);
            assert!(class.citation().ends_with(&format!("({})", class.letter())));
        }
    }
}
