//! The constants under which protected values show, and the law that none of them is read back as a value.

use crate::witness::Witness;

/// A protected type's constant: what `Debug` and `Display` write, whatever the value. Sealed.
///
/// [`redact`](crate::redact) writes it into a serializer, on purpose.
///
/// ```
/// use phi_types::{Marked, Phi, Ssn, Text};
/// assert_eq!(Ssn::MARKER, "[Ssn]");
/// assert_eq!(<Phi<Text>>::MARKER, "[PHI]");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no redaction marker",
    label = "not a protected type of `phi_types`",
    note = "only protected types are redacted; what is no PHI is serialised as usual"
)]
pub trait Marked {
    /// The constant.
    const MARKER: &'static str;

    #[doc(hidden)]
    fn marked_by_us(_: Witness);
}

/// What stands between the brackets of each marker. A test holds this list against the types.
const MARKERS: &[&str] = &[
    "PHI",
    "protected text",
    "protected bytes",
    "as recorded",
    "coded value",
    "choice",
    "link",
    "AccountNumber",
    "AdmissionDate",
    "Age",
    "BiometricId",
    "BirthDate",
    "City",
    "Coordinates",
    "County",
    "DeaNumber",
    "DeathDate",
    "DeviceId",
    "DischargeDate",
    "DriverLicense",
    "Email",
    "Fax",
    "Imei",
    "IpAddress",
    "Itin",
    "LicensePlate",
    "MacAddress",
    "MedicareBeneficiaryId",
    "MemberId",
    "Mrn",
    "Npi",
    "OtherDate",
    "OtherId",
    "Passport",
    "PaymentCard",
    "PersonName",
    "Phone",
    "Photo",
    "Serial",
    "ServiceDate",
    "Ssn",
    "Street",
    "SubjectId",
    "Url",
    "Vin",
    "Zip",
];

/// Whether the text holds one of our markers anywhere: `"[PersonName] [PersonName]"` is no name either.
pub(crate) fn holds_marker(text: &str) -> bool {
    text.split('[').skip(1).filter_map(|behind| behind.split_once(']')).any(|(inner, _)| MARKERS.contains(&inner))
}

/// Whether the whole text is one marker. A longer free text may well quote one.
pub(crate) fn is_marker(text: &str) -> bool {
    let inner = text.trim().strip_prefix('[').and_then(|behind| behind.strip_suffix(']'));
    inner.is_some_and(|inner| MARKERS.contains(&inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_found_alone_and_among_other_text() {
        assert!(is_marker(" [PHI]\n") && holds_marker("Dr [[PersonName]") && holds_marker("[x] [PHI]"));
        assert!(!is_marker("PHI") && !is_marker("[PHI] and more") && !is_marker("[phi]"));
        assert!(!holds_marker("[Annex] 12") && !holds_marker("]PHI[") && !holds_marker("[PHI"));
    }
}
