//! What for: the purpose of use.

use core::fmt;

/// The purpose of a use, disclosure or request, with the codes of HL7 v3 PurposeOfUse.
///
/// Break-glass, emergency treatment of one patient, and treatment in a declared emergency are three things: BTG, ETREAT,
/// ERTREAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// TREAT: treatment, 45 CFR 164.506(c).
    Treatment,
    /// ETREAT: emergency treatment.
    EmergencyTreatment,
    /// BTG: break the glass, an override in an emergency, 45 CFR 164.312(a)(2)(ii).
    BreakGlass,
    /// ERTREAT: treatment in an emergency room or a declared emergency.
    EmergencyRoomTreatment,
    /// HPAYMT: payment.
    Payment,
    /// HOPERAT: health care operations.
    Operations,
    /// PATRQT: the individual's own request, 45 CFR 164.524.
    PatientRequest,
    /// PUBHLTH: public health, 45 CFR 164.512(b).
    PublicHealth,
    /// HRESCH: research, 45 CFR 164.512(i).
    Research,
    /// HLEGAL: legal proceedings, 45 CFR 164.512(e).
    Legal,
    /// HSYSADMIN: administration of the system itself: keys, logs.
    SystemAdministration,
}

impl Purpose {
    /// Every purpose that this version knows.
    pub const ALL: [Self; 11] = [
        Self::Treatment,
        Self::EmergencyTreatment,
        Self::BreakGlass,
        Self::EmergencyRoomTreatment,
        Self::Payment,
        Self::Operations,
        Self::PatientRequest,
        Self::PublicHealth,
        Self::Research,
        Self::Legal,
        Self::SystemAdministration,
    ];

    /// The code in HL7 v3 PurposeOfUse (`urn:oid:2.16.840.1.113883.5.8`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Treatment => "TREAT",
            Self::EmergencyTreatment => "ETREAT",
            Self::BreakGlass => "BTG",
            Self::EmergencyRoomTreatment => "ERTREAT",
            Self::Payment => "HPAYMT",
            Self::Operations => "HOPERAT",
            Self::PatientRequest => "PATRQT",
            Self::PublicHealth => "PUBHLTH",
            Self::Research => "HRESCH",
            Self::Legal => "HLEGAL",
            Self::SystemAdministration => "HSYSADMIN",
        }
    }

    /// The purpose with this code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
