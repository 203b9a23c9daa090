//! What comes out of the engine, and the step by which a person releases it.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::{
    attestation::{ActualKnowledgeAttestation, Review},
    report::{DeidReport, FreeText},
};

/// What is left of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeidValue {
    /// Nothing: removed whole, or never there.
    Removed,
    /// What a rule left: a year, three digits of a ZIP code, an age or its pool.
    Generalised(String),
    /// Text in which everything that was found is replaced by tags.
    Text(String),
    /// Texts, likewise.
    Texts(Vec<String>),
    /// Keys and values, likewise; a value that its key makes telling is replaced.
    Pairs(Vec<(String, String)>),
    /// A number that was declared to be no PHI.
    Number(u64),
}

/// A field that may leave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeidField {
    /// The field's name.
    pub name: &'static str,
    /// What is left of it.
    pub value: DeidValue,
}

impl fmt::Display for DeidField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            DeidValue::Removed => write!(f, "{}: (removed)", self.name),
            DeidValue::Generalised(text) | DeidValue::Text(text) => write!(f, "{}: {text}", self.name),
            DeidValue::Texts(texts) => write!(f, "{}: {}", self.name, texts.join("; ")),
            DeidValue::Pairs(pairs) => {
                write!(f, "{}:", self.name)?;
                pairs.iter().try_for_each(|(key, value)| write!(f, " {key}: {value};"))
            }
            DeidValue::Number(number) => write!(f, "{}: {number}", self.name),
        }
    }
}

/// The engine's output: a candidate, still to be treated as PHI.
///
/// No engine can know that nothing was missed. A person releases it, with a review where there is free text and with an
/// attestation of no actual knowledge (45 CFR 164.514(b)(2)(ii)) on the entity's behalf. `Debug` shows no field.
pub struct SafeHarborCandidate {
    pub(crate) fields: Vec<DeidField>,
    pub(crate) report: DeidReport,
}

/// A record that a person released as de-identified under 45 CFR 164.514(b)(2).
#[derive(Clone, Debug)]
pub struct SafeHarborRecord {
    fields: Vec<DeidField>,
    report: DeidReport,
    attestation: ActualKnowledgeAttestation,
}

/// There is free text that no person has reviewed. Gives the candidate back.
#[derive(Debug, thiserror::Error)]
#[error("there is free text that no person has reviewed")]
pub struct NotReviewed(Box<SafeHarborCandidate>);

impl NotReviewed {
    /// The candidate, to be reviewed.
    #[must_use]
    pub fn into_candidate(self) -> SafeHarborCandidate {
        *self.0
    }
}

impl SafeHarborCandidate {
    /// Shows the fields to the person who reviews them.
    pub fn show_for_review<T>(&self, show: impl FnOnce(&[DeidField]) -> T) -> T {
        show(&self.fields)
    }

    /// What was done, without any value.
    #[must_use]
    pub const fn report(&self) -> &DeidReport {
        &self.report
    }

    /// Notes that a person has read the free text as it now is.
    #[must_use]
    pub fn reviewed(mut self, by: &Review) -> Self {
        self.report.reviewed(by);
        self
    }

    /// Releases the record on a person's attestation.
    ///
    /// # Errors
    /// [`NotReviewed`] gives the candidate back when it holds free text that nobody reviewed.
    pub fn release(self, attestation: ActualKnowledgeAttestation) -> Result<SafeHarborRecord, NotReviewed> {
        if self.report.free_text() == FreeText::NotReviewed {
            return Err(NotReviewed(Box::new(self)));
        }
        Ok(SafeHarborRecord { fields: self.fields, report: self.report, attestation })
    }
}

impl fmt::Debug for SafeHarborCandidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[Safe Harbor candidate]")
    }
}

impl SafeHarborRecord {
    /// The fields.
    #[must_use]
    pub fn fields(&self) -> &[DeidField] {
        &self.fields
    }

    /// What was done, without any value. Documentation to be kept for six years.
    #[must_use]
    pub const fn report(&self) -> &DeidReport {
        &self.report
    }

    /// Who attested, when, and in which words.
    #[must_use]
    pub const fn attestation(&self) -> &ActualKnowledgeAttestation {
        &self.attestation
    }
}
