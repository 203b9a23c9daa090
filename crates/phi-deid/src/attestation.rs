//! The human acts between a candidate and its release.

use time::OffsetDateTime;

/// Why an attestation or a review was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttestationError {
    /// No name: only a person can know.
    #[error("the name is blank")]
    BlankName,
    /// No statement.
    #[error("the statement is blank")]
    BlankStatement,
}

/// That a person, on behalf of the covered entity, has no actual knowledge that the information could be used, alone
/// or in combination with other information, to identify an individual who is a subject of it: 45 CFR
/// 164.514(b)(2)(ii).
///
/// Removing the eighteen identifiers is one half of the Safe Harbor method, this is the other. No program can supply
/// it.
///
/// ```
/// # use phi_deid::attestation::ActualKnowledgeAttestation;
/// use time::OffsetDateTime;
/// let statement = "I know of nothing in these records that could identify a patient.";
/// let attestation = ActualKnowledgeAttestation::new("P. Officer, privacy office", OffsetDateTime::UNIX_EPOCH,
/// statement)?; assert_eq!(attestation.statement(), statement); assert!(ActualKnowledgeAttestation::new(" ",
/// OffsetDateTime::UNIX_EPOCH, statement).is_err());
/// # Ok::<(), phi_deid::attestation::AttestationError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualKnowledgeAttestation {
    who: String,
    when: OffsetDateTime,
    statement: String,
}

impl ActualKnowledgeAttestation {
    /// Takes the statement of a person.
    ///
    /// # Errors
    /// When the name or the statement is blank.
    pub fn new(
        who: impl Into<String>,
        when: OffsetDateTime,
        statement: impl Into<String>,
    ) -> Result<Self, AttestationError> {
        let (who, when, statement) = self::statement(who.into(), when, statement.into())?;
        Ok(Self { who, when, statement })
    }

    /// Who attests.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

    /// When.
    #[must_use]
    pub const fn when(&self) -> OffsetDateTime {
        self.when
    }

    /// In which words.
    #[must_use]
    pub fn statement(&self) -> &str {
        &self.statement
    }
}

/// That there is a data use agreement with the recipient of a limited data set: 45 CFR 164.514(e)(4). Who made it, when, and
/// by what name it is found; its terms are the entity's to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataUseAgreement {
    recipient: String,
    when: OffsetDateTime,
    reference: String,
}

impl DataUseAgreement {
    /// Takes the recipient and the name under which the agreement is kept.
    ///
    /// # Errors
    /// When either is blank.
    pub fn new(
        recipient: impl Into<String>,
        when: OffsetDateTime,
        reference: impl Into<String>,
    ) -> Result<Self, AttestationError> {
        let (recipient, when, reference) = statement(recipient.into(), when, reference.into())?;
        Ok(Self { recipient, when, reference })
    }

    /// With whom.
    #[must_use]
    pub fn recipient(&self) -> &str {
        &self.recipient
    }

    /// Since when.
    #[must_use]
    pub const fn when(&self) -> OffsetDateTime {
        self.when
    }

    /// Where it is found.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }
}

/// That an expert has determined that the risk is very small, and documents the methods and results: 45 CFR 164.514(b)(1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    expert: String,
    when: OffsetDateTime,
    methods: String,
}

impl Determination {
    /// Takes the expert's name, the day, and where methods and results are documented.
    ///
    /// # Errors
    /// When name or methods are blank.
    pub fn new(
        expert: impl Into<String>,
        when: OffsetDateTime,
        methods: impl Into<String>,
    ) -> Result<Self, AttestationError> {
        let (expert, when, methods) = statement(expert.into(), when, methods.into())?;
        Ok(Self { expert, when, methods })
    }

    /// Who determined it.
    #[must_use]
    pub fn expert(&self) -> &str {
        &self.expert
    }

    /// When.
    #[must_use]
    pub const fn when(&self) -> OffsetDateTime {
        self.when
    }

    /// The methods and results, or where they are.
    #[must_use]
    pub fn methods(&self) -> &str {
        &self.methods
    }
}

/// That a person has read what the engine made of free text, and found nothing left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    reviewer: String,
    when: OffsetDateTime,
}

impl Review {
    /// Takes the review of a person.
    ///
    /// # Errors
    /// When the name is blank.
    pub fn new(reviewer: impl Into<String>, when: OffsetDateTime) -> Result<Self, AttestationError> {
        let reviewer = reviewer.into();
        if is_blank(&reviewer) { Err(AttestationError::BlankName) } else { Ok(Self { reviewer, when }) }
    }

    /// Who has read it.
    #[must_use]
    pub fn reviewer(&self) -> &str {
        &self.reviewer
    }

    /// When.
    #[must_use]
    pub const fn when(&self) -> OffsetDateTime {
        self.when
    }
}

/// Somebody, and something said.
fn statement(
    who: String,
    when: OffsetDateTime,
    what: String,
) -> Result<(String, OffsetDateTime, String), AttestationError> {
    if is_blank(&who) {
        return Err(AttestationError::BlankName);
    }
    if is_blank(&what) {
        return Err(AttestationError::BlankStatement);
    }
    Ok((who, when, what))
}

/// Nothing that can be read: white space, and characters without width.
fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHEN: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    #[test]
    fn blanks_are_refused() {
        for blank in ["", " ", "\t\n", "\u{a0}", "\u{200b}", "--"] {
            assert_eq!(ActualKnowledgeAttestation::new(blank, WHEN, "none known"), Err(AttestationError::BlankName));
            assert_eq!(
                ActualKnowledgeAttestation::new("P. Officer", WHEN, blank),
                Err(AttestationError::BlankStatement)
            );
            assert_eq!(Review::new(blank, WHEN), Err(AttestationError::BlankName));
            assert_eq!(DataUseAgreement::new(blank, WHEN, "DUA 7"), Err(AttestationError::BlankName));
            assert_eq!(Determination::new("E. Expert", WHEN, blank), Err(AttestationError::BlankStatement));
        }
    }

    #[test]
    fn what_was_said_is_kept() {
        let review = Review::new("R. Reader", WHEN).unwrap();
        assert_eq!((review.reviewer(), review.when()), ("R. Reader", WHEN));
        let attestation = ActualKnowledgeAttestation::new("P. Officer", WHEN, "none known").unwrap();
        assert_eq!((attestation.who(), attestation.when()), ("P. Officer", WHEN));
    }
}
