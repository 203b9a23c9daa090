//! By which paragraph of 45 CFR 164.514 a text or a record is worked on. What a profile forbids does not compile.
//!
//! | profile | paragraph | what leaves is | beyond tags and codes |
//! |---|---|---|---|
//! | [`SafeHarbor`] | (b)(2) | a candidate for de-identified data | nothing |
//! | [`LimitedDataSet`] | (e) | still PHI, under a data use agreement | dates, towns, ZIP codes and other codes stay; the rest of [`BeyondTheList`] |
//! | [`ExpertDetermination`] | (b)(1) | what an expert determines | shifted dates, keyed pseudonyms, surrogates, sealed tokens |

use core::fmt::Debug;

use crate::{
    attestation::{ActualKnowledgeAttestation, DataUseAgreement, Determination},
    report::Method,
};

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::SafeHarbor {}
    impl Sealed for super::LimitedDataSet {}
    impl Sealed for super::ExpertDetermination {}
}

/// A paragraph as a type. Sealed: the regulation names no others.
pub trait Profile: sealed::Sealed + Send + Sync + 'static {
    /// The paragraph, for reports.
    const METHOD: Method;
    /// What a person supplies before anything leaves.
    type Basis: Clone + Debug + Send + Sync;
}

/// A profile that may replace by what is derived from the value itself.
///
/// Safe Harbor may not: a code "derived from or related to information about the individual" (45 CFR 164.514(c)) is
/// itself an identifier under letter (R), and a shifted date is still an element of a date under (C).
pub trait BeyondTheList: Profile {}

/// The list of eighteen identifiers: 45 CFR 164.514(b)(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafeHarbor;

/// A limited data set: 45 CFR 164.514(e)(2). Sixteen identifiers of the individual, relatives, employers and household
/// go; dates, ages, towns, States, ZIP codes and codes that are not among the sixteen may stay.
///
/// It is PHI still: research, public health and operations only, under a data use agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitedDataSet;

/// The method of expert determination: 45 CFR 164.514(b)(1). The crate does what the expert asks for; that the risk is
/// very small, and why, is the expert's to determine and to document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpertDetermination;

impl Profile for SafeHarbor {
    const METHOD: Method = Method::SafeHarbor;
    type Basis = ActualKnowledgeAttestation;
}

impl Profile for LimitedDataSet {
    const METHOD: Method = Method::LimitedDataSet;
    type Basis = DataUseAgreement;
}

impl Profile for ExpertDetermination {
    const METHOD: Method = Method::ExpertDetermination;
    type Basis = Determination;
}

impl BeyondTheList for LimitedDataSet {}
impl BeyondTheList for ExpertDetermination {}
