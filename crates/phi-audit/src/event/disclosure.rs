//! Disclosures: to whom, what, and on which ground.

use phi_types::{Purpose, Recipient};

use super::codes::codes;
use super::sealed::SealedNote;
use super::term::Term;

/// What the accounting of 45 CFR 164.528(b)(2) asks for beyond the date and the purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disclosure {
    /// Who received it.
    pub recipient: Recipient,
    /// The recipient's address, if it is known. Sealed, since a person's address may be asked for.
    pub address: SealedNote,
    /// A brief description of what was disclosed: a term, such as `immunisation-record`.
    pub what: Term,
    /// A description in free words.
    pub description: SealedNote,
    /// On which ground.
    pub basis: LegalBasis,
    /// The protocol of a research disclosure, 45 CFR 164.528(b)(4).
    pub protocol: Option<Term>,
}

impl Disclosure {
    /// A disclosure to a recipient, described by a term, on a ground.
    #[must_use]
    pub const fn new(recipient: Recipient, what: Term, basis: LegalBasis) -> Self {
        Self { recipient, address: SealedNote::None, what, description: SealedNote::None, basis, protocol: None }
    }

    /// With the recipient's address.
    #[must_use]
    pub fn address(mut self, address: SealedNote) -> Self {
        self.address = address;
        self
    }

    /// With a description in free words.
    #[must_use]
    pub fn description(mut self, description: SealedNote) -> Self {
        self.description = description;
        self
    }

    /// Under this protocol.
    #[must_use]
    pub fn protocol(mut self, protocol: Term) -> Self {
        self.protocol = Some(protocol);
        self
    }
}

codes! {
    /// On which ground something was disclosed: the paragraphs of 45 CFR 164 that permit or require it.
    LegalBasis {
        Treatment "treatment" 1, "Treatment, 164.506(c).";
        Payment "payment" 2, "Payment, 164.506(c).";
        Operations "operations" 3, "Health care operations, 164.506(c).";
        Individual "individual" 4, "To the individual, 164.502(a)(1)(i) and 164.524.";
        Incidental "incidental" 5, "Incident to a use or disclosure that is permitted, 164.502(a)(1)(iii).";
        Authorization "authorization" 6, "An authorization of the individual, 164.508.";
        Directory "directory" 7, "The facility's directory, 164.510(a).";
        InvolvedInCare "involved-in-care" 8, "Persons involved in the care, notification, relief in a disaster, 164.510(b).";
        NationalSecurity "national-security" 9, "National security and intelligence, 164.512(k)(2).";
        Custody "custody" 10, "Correctional institutions and custody, 164.512(k)(5).";
        LimitedDataSet "limited-data-set" 11, "A limited data set, 164.514(e).";
        RequiredByLaw "required-by-law" 12, "Required by law, 164.512(a).";
        PublicHealth "public-health" 13, "Public health activities, 164.512(b).";
        Abuse "abuse" 14, "Victims of abuse, neglect or domestic violence, 164.512(c).";
        Oversight "oversight" 15, "Health oversight activities, 164.512(d).";
        Judicial "judicial" 16, "Judicial and administrative proceedings, 164.512(e).";
        LawEnforcement "law-enforcement" 17, "Law enforcement, 164.512(f).";
        Decedents "decedents" 18, "Coroners, medical examiners, funeral directors, 164.512(g).";
        Donation "donation" 19, "Donation of organs, eyes or tissue, 164.512(h).";
        Research "research" 20, "Research without authorization, 164.512(i).";
        Threat "threat" 21, "A serious threat to health or safety, 164.512(j).";
        Military "military" 22, "Military and veterans activities, 164.512(k)(1).";
        ProtectiveServices "protective-services" 23, "Protective services, 164.512(k)(3).";
        Suitability "suitability" 24, "Medical suitability determinations, 164.512(k)(4).";
        GovernmentPrograms "government-programs" 25, "Government programs providing public benefits, 164.512(k)(6).";
        BackgroundCheck "background-check" 26, "The background check system, 164.512(k)(7).";
        WorkersCompensation "workers-compensation" 27, "Workers' compensation, 164.512(l).";
        Secretary "secretary" 28, "The Secretary of HHS, 164.502(a)(2)(ii).";
        Whistleblower "whistleblower" 29, "By whistleblowers and workforce victims of a crime, 164.502(j).";
        NotPermitted "not-permitted" 30, "It was not permitted: a mistake, or worse.";
        Unstated "unstated" 31, "The ground was not stated.";
    }
}

impl LegalBasis {
    /// The paragraph of 45 CFR, where there is one.
    #[must_use]
    pub const fn paragraph(self) -> Option<&'static str> {
        Some(match self {
            Self::Treatment | Self::Payment | Self::Operations => "164.506(c)",
            Self::Individual => "164.502(a)(1)(i)",
            Self::Incidental => "164.502(a)(1)(iii)",
            Self::Authorization => "164.508",
            Self::Directory => "164.510(a)",
            Self::InvolvedInCare => "164.510(b)",
            Self::NationalSecurity => "164.512(k)(2)",
            Self::Custody => "164.512(k)(5)",
            Self::LimitedDataSet => "164.514(e)",
            Self::RequiredByLaw => "164.512(a)",
            Self::PublicHealth => "164.512(b)",
            Self::Abuse => "164.512(c)",
            Self::Oversight => "164.512(d)",
            Self::Judicial => "164.512(e)",
            Self::LawEnforcement => "164.512(f)",
            Self::Decedents => "164.512(g)",
            Self::Donation => "164.512(h)",
            Self::Research => "164.512(i)",
            Self::Threat => "164.512(j)",
            Self::Military => "164.512(k)(1)",
            Self::ProtectiveServices => "164.512(k)(3)",
            Self::Suitability => "164.512(k)(4)",
            Self::GovernmentPrograms => "164.512(k)(6)",
            Self::BackgroundCheck => "164.512(k)(7)",
            Self::WorkersCompensation => "164.512(l)",
            Self::Secretary => "164.502(a)(2)(ii)",
            Self::Whistleblower => "164.502(j)",
            Self::NotPermitted | Self::Unstated => return None,
        })
    }

    /// Whether 45 CFR 164.528(a)(1) leaves it out of the accounting: (i) treatment, payment, operations; (ii) to the individual;
    /// (iii) incidental; (iv) authorization; (v) directory, persons involved, notification; (vi) national security; (vii)
    /// correctional institutions and custody; (viii) limited data sets. What was not permitted, and what has no ground, counts.
    #[must_use]
    pub const fn is_excluded(self) -> bool {
        matches!(
            self,
            Self::Treatment
                | Self::Payment
                | Self::Operations
                | Self::Individual
                | Self::Incidental
                | Self::Authorization
                | Self::Directory
                | Self::InvolvedInCare
                | Self::NationalSecurity
                | Self::Custody
                | Self::LimitedDataSet
        )
    }

    /// The ground that follows from the purpose alone; the more particular purposes first, since HL7 files legal proceedings and
    /// others under operations, and 164.528 does not.
    #[must_use]
    pub fn of_purpose(purpose: Purpose) -> Self {
        const PARTICULAR: [(Purpose, LegalBasis); 10] = [
            (Purpose::Legal, LegalBasis::Judicial),
            (Purpose::Donation, LegalBasis::Donation),
            (Purpose::Government, LegalBasis::GovernmentPrograms),
            (Purpose::Decedents, LegalBasis::Decedents),
            (Purpose::MilitaryCommand, LegalBasis::Military),
            (Purpose::Directory, LegalBasis::Directory),
            (Purpose::Disaster, LegalBasis::InvolvedInCare),
            (Purpose::Threat, LegalBasis::Threat),
            (Purpose::Compliance, LegalBasis::Unstated),
            (Purpose::FamilyRequest, LegalBasis::Unstated),
        ];
        const GENERAL: [(Purpose, LegalBasis); 7] = [
            (Purpose::Treatment, LegalBasis::Treatment),
            (Purpose::Payment, LegalBasis::Payment),
            (Purpose::Operations, LegalBasis::Operations),
            (Purpose::PatientRequest, LegalBasis::Individual),
            (Purpose::PublicHealth, LegalBasis::PublicHealth),
            (Purpose::Research, LegalBasis::Research),
            (Purpose::Marketing, LegalBasis::Authorization),
        ];
        let found = PARTICULAR.iter().chain(&GENERAL).find(|(of, _)| purpose.is_a(*of));
        found.map_or(Self::Unstated, |(_, basis)| *basis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_paragraph_of_its_own_in_512_counts_save_two() {
        let excluded: Vec<_> = LegalBasis::ALL
            .iter()
            .filter(|basis| basis.paragraph().is_some_and(|paragraph| paragraph.starts_with("164.512")))
            .filter(|basis| basis.is_excluded())
            .collect();
        assert_eq!(excluded, [&LegalBasis::NationalSecurity, &LegalBasis::Custody]);
        assert!(!LegalBasis::Unstated.is_excluded() && !LegalBasis::NotPermitted.is_excluded());
        assert_eq!(LegalBasis::of_purpose(Purpose::Legal), LegalBasis::Judicial);
        assert_eq!(LegalBasis::of_purpose(Purpose::BreakGlass), LegalBasis::Treatment);
        assert_eq!(LegalBasis::of_purpose(Purpose::SystemTest), LegalBasis::Operations);
        for basis in LegalBasis::ALL {
            assert_eq!(LegalBasis::from_byte(basis.byte()), Some(*basis));
        }
    }
}
