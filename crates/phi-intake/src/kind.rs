//! What a number of a patient is, told by the type that its source gave it.

/// Where an identifier belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A medical record number.
    Mrn,
    /// A Social Security number.
    Ssn,
    /// A health plan's number.
    Member,
    /// A patient account.
    Account,
    /// Any other that has a type.
    Other,
}

impl Kind {
    /// Reads a code of HL7 table 0203, which v2 (CX-5) and FHIR (`Identifier.type`) share.
    pub(crate) fn of_code(code: &str) -> Self {
        match code.trim() {
            // MRN is not in the table, but what several vendors write.
            "MR" | "MRN" | "PI" | "PT" => Self::Mrn,
            "SS" => Self::Ssn,
            "MB" | "SN" | "MC" | "MA" | "HC" => Self::Member,
            "AN" => Self::Account,
            _ => Self::Other,
        }
    }

    /// Reads the system of a FHIR identifier, where it is one that the FHIR specification names.
    pub(crate) fn of_system(system: &str) -> Option<Self> {
        match system.trim() {
            "http://hl7.org/fhir/sid/us-ssn" | "urn:oid:2.16.840.1.113883.4.1" => Some(Self::Ssn),
            "http://hl7.org/fhir/sid/us-mbi" | "http://hl7.org/fhir/sid/us-medicare" => Some(Self::Member),
            _ => None,
        }
    }
}
