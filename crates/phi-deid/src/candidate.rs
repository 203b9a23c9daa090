//! What comes out of the engine, and the step by which a person releases it.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::{
    attestation::{ActualKnowledgeAttestation, Review},
    profile::{ExpertDetermination, LimitedDataSet, Profile, SafeHarbor},
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
    /// A value that the profile keeps: a date or a ZIP code of a limited data set; or a moved date.
    Kept(String),
    /// A code, pseudonym, surrogate or token that stands for the value.
    Code(String),
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
            DeidValue::Generalised(text) | DeidValue::Kept(text) | DeidValue::Code(text) | DeidValue::Text(text) => {
                write!(f, "{}: {text}", self.name)
            }
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
/// No engine can know that nothing was missed. A person releases it, with a review where there is free text and with what the
/// profile asks for: an attestation of no actual knowledge (45 CFR 164.514(b)(2)(ii)) on the entity's behalf, a data use
/// agreement (164.514(e)(4)), an expert's determination (164.514(b)(1)). `Debug` shows no field.
pub struct Candidate<P> {
    pub(crate) fields: Vec<DeidField>,
    pub(crate) report: DeidReport,
    pub(crate) profile: core::marker::PhantomData<fn() -> P>,
}

/// A candidate under the Safe Harbor list.
pub type SafeHarborCandidate = Candidate<SafeHarbor>;
/// A candidate for a limited data set.
pub type LimitedDataSetCandidate = Candidate<LimitedDataSet>;
/// A candidate under an expert's determination.
pub type ExpertCandidate = Candidate<ExpertDetermination>;

/// A record that a person released, with what it was released on.
pub struct Released<P: Profile> {
    fields: Vec<DeidField>,
    report: DeidReport,
    basis: P::Basis,
}

/// A record that a person released as de-identified under 45 CFR 164.514(b)(2).
pub type SafeHarborRecord = Released<SafeHarbor>;

/// There is free text that no person has reviewed. Gives the candidate back.
#[derive(thiserror::Error)]
#[error("there is free text that no person has reviewed")]
pub struct NotReviewed<P = SafeHarbor>(Box<Candidate<P>>);

impl<P> NotReviewed<P> {
    /// The candidate, to be reviewed.
    #[must_use]
    pub fn into_candidate(self) -> Candidate<P> {
        *self.0
    }
}

impl<P> fmt::Debug for NotReviewed<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotReviewed")
    }
}

impl<P: Profile> Candidate<P> {
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

    /// Releases the record on what a person supplies.
    ///
    /// # Errors
    /// [`NotReviewed`] gives the candidate back when it holds free text that nobody reviewed.
    pub fn release(self, basis: P::Basis) -> Result<Released<P>, NotReviewed<P>> {
        if self.report.free_text() == FreeText::NotReviewed {
            return Err(NotReviewed(Box::new(self)));
        }
        Ok(Released { fields: self.fields, report: self.report, basis })
    }
}

impl<P: Profile> fmt::Debug for Candidate<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[candidate, {}]", P::METHOD)
    }
}

impl<P: Profile> Released<P> {
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

    /// On what it was released.
    #[must_use]
    pub const fn basis(&self) -> &P::Basis {
        &self.basis
    }
}

impl Released<SafeHarbor> {
    /// Who attested, when, and in which words.
    #[must_use]
    pub const fn attestation(&self) -> &ActualKnowledgeAttestation {
        &self.basis
    }
}

impl<P: Profile> Clone for Released<P> {
    fn clone(&self) -> Self {
        Self { fields: self.fields.clone(), report: self.report.clone(), basis: self.basis.clone() }
    }
}

impl<P: Profile> fmt::Debug for Released<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fields, report, basis } = self;
        let mut out = f.debug_struct("Released");
        out.field("fields", fields).field("report", report).field("basis", basis).finish()
    }
}
