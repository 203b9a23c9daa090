//! What for: the purpose of use.

use core::fmt;

macro_rules! purposes {
    ($( $name:ident $code:literal $parent:expr, $doc:literal; )*) => {
        /// The purpose of a use, disclosure or request, with the codes and the tree of HL7 v3 PurposeOfUse.
        ///
        /// Break-glass, emergency treatment of one patient, and treatment in an emergency room are three things: BTG, ETREAT,
        /// ERTREAT. The [parent](Self::parent) of the latter two is emergency treatment, as HL7 has it.
        ///
        /// ```
        /// use phi_types::Purpose;
        /// assert!(Purpose::EmergencyRoomTreatment.is_a(Purpose::Treatment));
        /// assert!(!Purpose::Treatment.is_a(Purpose::EmergencyTreatment));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Purpose {
            $( #[doc = concat!($code, ": ", $doc, ".")] $name, )*
        }

        impl Purpose {
            /// Every purpose that this version knows, each after its parent.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// The code in HL7 v3 PurposeOfUse (`urn:oid:2.16.840.1.113883.5.8`).
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $( Self::$name => $code, )*
                }
            }

            /// The purpose with this code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $( $code => Some(Self::$name), )*
                    _ => None,
                }
            }

            /// The more general purpose that it is a case of; none for the most general ones.
            #[must_use]
            pub const fn parent(self) -> Option<Self> {
                match self {
                    $( Self::$name => $parent, )*
                }
            }
        }
    };
}

purposes! {
    Marketing "HMARKT" None, "health care marketing, 45 CFR 164.508(a)(3)";
    Operations "HOPERAT" None, "health care operations";
    CareManagement "CAREMGT" Some(Self::Operations), "care management";
    Donation "DONAT" Some(Self::Operations), "donation of organs, eyes or tissue, 45 CFR 164.512(h)";
    Fraud "FRAUD" Some(Self::Operations), "detection of fraud";
    Government "GOV" Some(Self::Operations), "programs of government";
    Accreditation "HACCRED" Some(Self::Operations), "accreditation";
    Compliance "HCOMPL" Some(Self::Operations), "compliance";
    Decedents "HDECD" Some(Self::Operations), "about decedents, 45 CFR 164.512(g)";
    Directory "HDIRECT" Some(Self::Operations), "the facility directory, 45 CFR 164.510(a)";
    DeliveryManagement "HDM" Some(Self::Operations), "management of health care delivery";
    Legal "HLEGAL" Some(Self::Operations), "legal proceedings, 45 CFR 164.512(e)";
    Outcomes "HOUTCOMS" Some(Self::Operations), "outcome measures";
    ProgramReporting "HPRGRP" Some(Self::Operations), "reporting on programs";
    QualityImprovement "HQUALIMP" Some(Self::Operations), "improvement of quality";
    SystemAdministration "HSYSADMIN" Some(Self::Operations), "administration of the system itself: keys, logs";
    Labeling "LABELING" Some(Self::Operations), "labelling of data";
    MetadataManagement "METAMGT" Some(Self::Operations), "management of metadata";
    MemberAdministration "MEMADMIN" Some(Self::Operations), "administration of members";
    MilitaryCommand "MILCDM" Some(Self::Operations), "military command, 45 CFR 164.512(k)(1)";
    PatientAdministration "PATADMIN" Some(Self::Operations), "administration of patients";
    PatientSafety "PATSFTY" Some(Self::Operations), "patient safety";
    PerformanceMeasure "PERFMSR" Some(Self::Operations), "measures of performance";
    RecordsManagement "RECORDMGT" Some(Self::Operations), "management of records";
    SystemDevelopment "SYSDEV" Some(Self::Operations), "development of systems";
    SystemTest "HTEST" Some(Self::SystemDevelopment), "tests of systems";
    Training "TRAIN" Some(Self::Operations), "training";
    Payment "HPAYMT" None, "payment";
    ClaimAttachment "CLMATTCH" Some(Self::Payment), "attachment to a claim";
    CoverageAuthorization "COVAUTH" Some(Self::Payment), "authorization of coverage";
    Coverage "COVERAGE" Some(Self::Payment), "coverage under a policy or program";
    EligibilityDetermination "ELIGDTRM" Some(Self::Coverage), "determination of eligibility";
    EligibilityVerification "ELIGVER" Some(Self::Coverage), "verification of eligibility";
    Enrollment "ENROLLM" Some(Self::Coverage), "enrolment";
    MilitaryDischarge "MILDCRG" Some(Self::Coverage), "military discharge";
    RemittanceAdvice "REMITADV" Some(Self::Payment), "advice of remittance";
    Research "HRESCH" None, "research, 45 CFR 164.512(i)";
    BiomedicalResearch "BIORCH" Some(Self::Research), "biomedical research";
    ClinicalTrialResearch "CLINTRCH" Some(Self::Research), "research in clinical trials";
    TrialWithoutCare "CLINTRCHNPC" Some(Self::ClinicalTrialResearch), "trials without patient care";
    TrialWithCare "CLINTRCHPC" Some(Self::ClinicalTrialResearch), "trials with patient care";
    PreclinicalResearch "PRECLINTRCH" Some(Self::ClinicalTrialResearch), "preclinical research";
    DiseaseResearch "DSRCH" Some(Self::Research), "research on one disease";
    AncestryResearch "POARCH" Some(Self::Research), "research on population origins or ancestry";
    TranslationalResearch "TRANSRCH" Some(Self::Research), "translational research";
    PatientRequest "PATRQT" None, "the individual's own request, 45 CFR 164.524";
    FamilyRequest "FAMRQT" Some(Self::PatientRequest), "a request of the family";
    PowerOfAttorney "PWATRNY" Some(Self::PatientRequest), "a request under a power of attorney";
    SupportNetwork "SUPNWK" Some(Self::PatientRequest), "a request of the support network";
    PublicHealth "PUBHLTH" None, "public health, 45 CFR 164.512(b)";
    Disaster "DISASTER" Some(Self::PublicHealth), "relief in a disaster, 45 CFR 164.510(b)(4)";
    Threat "THREAT" Some(Self::PublicHealth), "a serious threat to health or safety, 45 CFR 164.512(j)";
    Treatment "TREAT" None, "treatment, 45 CFR 164.506(c)";
    ClinicalTrial "CLINTRL" Some(Self::Treatment), "care within a clinical trial";
    CoordinationOfCare "COC" Some(Self::Treatment), "coordination of care";
    EmergencyTreatment "ETREAT" Some(Self::Treatment), "emergency treatment";
    BreakGlass "BTG" Some(Self::EmergencyTreatment), "break the glass, an override in an emergency, 45 CFR 164.312(a)(2)(ii)";
    EmergencyRoomTreatment "ERTREAT" Some(Self::EmergencyTreatment), "treatment in an emergency room or a declared emergency";
    PopulationHealth "POPHLTH" Some(Self::Treatment), "population health";
}

impl Purpose {
    /// Whether it is the other purpose or a case of it: the is-a rule of HL7's tree.
    #[must_use]
    pub fn is_a(self, other: Self) -> bool {
        core::iter::successors(Some(self), |purpose| purpose.parent()).any(|purpose| purpose == other)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_that_of_hl7() {
        // 59 concepts beneath the root in the value set of FHIR R4, no code twice, parents first.
        assert_eq!(Purpose::ALL.len(), 59);
        for (at, purpose) in Purpose::ALL.iter().enumerate() {
            assert_eq!(Purpose::from_code(purpose.code()), Some(*purpose));
            assert!(purpose.parent().is_none_or(|parent| Purpose::ALL[..at].contains(&parent)));
        }
        let roots: [&str; 7] = ["HMARKT", "HOPERAT", "HPAYMT", "HRESCH", "PATRQT", "PUBHLTH", "TREAT"];
        let most_general = Purpose::ALL.iter().filter(|purpose| purpose.parent().is_none());
        assert!(most_general.map(|purpose| purpose.code()).eq(roots));
        assert!(Purpose::BreakGlass.is_a(Purpose::EmergencyTreatment) && Purpose::Legal.is_a(Purpose::Operations));
        assert!(!Purpose::EmergencyRoomTreatment.is_a(Purpose::BreakGlass));
    }
}
