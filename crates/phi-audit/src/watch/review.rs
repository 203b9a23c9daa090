//! Reviews: what a person made of a finding. Each is an event of the log, and so is append-only with it.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::finding::{Finding, FindingId};
use super::keep::kept_choice;
use super::rule::{Rule, named};
use crate::event::{Agent, AuditEvent, Entity, EntityKind, InvalidTerm, Kind, Stage, Term, pattern};

named! {
    /// What a reviewer found.
    Verdict: 3 {
        /// It was what it looked like.
        Substantiated = "substantiated",
        /// There is an innocent explanation.
        Explained = "explained",
        /// It cannot be told yet. The finding stays open.
        NeedsMore = "needs-more",
    }
}

/// A review of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Review {
    /// The finding.
    pub finding: FindingId,
    /// The rule that had found it.
    pub rule: Rule,
    /// Who reviewed it.
    pub reviewer: String,
    /// When that was recorded.
    pub at: OffsetDateTime,
    /// With which result.
    pub verdict: Verdict,
}

impl Review {
    /// The event of a review, to be finished and appended to the log. Words about it are PHI and go, sealed, into its note.
    ///
    /// # Errors
    /// [`InvalidTerm`] never comes, save by a mistake in here.
    pub fn draft(reviewer: Agent, finding: &Finding, verdict: Verdict) -> Result<pattern::Draft, InvalidTerm> {
        let about = Entity::new(EntityKind::Finding, Term::new(finding.rule.code())?).id(finding.id().to_bytes());
        Ok(pattern::review(reviewer, Term::new(verdict.code())?).entity(about))
    }

    /// The review that an event holds, if it is one of a finding.
    #[must_use]
    pub fn of(event: &AuditEvent) -> Option<Self> {
        if event.kind != Kind::Review || event.stage != Stage::Done || !event.outcome.is_success() {
            return None;
        }
        let mut entities = event.entities.iter().filter(|entity| entity.kind == EntityKind::Finding);
        let (verdict, about) = (entities.next()?, entities.next()?);
        Some(Self {
            finding: FindingId::from_bytes(about.id?),
            rule: Rule::from_code(about.name.as_str())?,
            reviewer: event.actor.who.to_string(),
            at: event.recorded,
            verdict: Verdict::from_code(verdict.name.as_str())?,
        })
    }
}

/// Findings and their reviews. It is made anew from the log and from the findings, which follow from the log too; it holds
/// nothing that has to be kept.
///
/// ```
/// use phi_audit::{event::Agent, watch::{NoContext, Observation, Review, Reviews, Thresholds, Verdict, Watch}};
/// use phi_types::{ActorId, OsEntropy, TenantId};
///
/// let (mut watch, mut found, mut reviews) = (Watch::new(Thresholds::default()), Vec::new(), Reviews::default());
/// let noon = time::OffsetDateTime::from_unix_timestamp(1_800_000_000)?;
/// for index in [0, 7] {
///     watch.observe(&Observation::new(index, noon, "n.nurse"), &NoContext, &mut found)?; // 1 to 6 are missing
/// }
/// reviews.found(found.remove(0));
/// let finding = reviews.open().next().ok_or("nothing")?;
///
/// let officer = Agent::human(ActorId::new("p.officer")?);
/// let event = Review::draft(officer, finding, Verdict::Explained)?.finish(TenantId::new("north")?, noon, &OsEntropy)?;
/// // the event is appended to the log, and what is read from the log is taken in:
/// reviews.reviewed(&event);
/// assert_eq!(reviews.open().count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    findings: BTreeMap<FindingId, Finding>,
    reviews: Vec<Review>,
}

impl Reviews {
    /// Takes a finding in. One that is known already changes nothing.
    pub fn found(&mut self, finding: Finding) -> FindingId {
        let id = finding.id();
        self.findings.entry(id).or_insert(finding);
        id
    }

    /// Takes an event of the log in, and says whether it was a review. Earlier reviews of the same finding stay.
    pub fn reviewed(&mut self, event: &AuditEvent) -> bool {
        let review = Review::of(event);
        let is_one = review.is_some();
        self.reviews.extend(review);
        is_one
    }

    /// Findings that nobody came to an end with, the most urgent first, then by time.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        let mut open: Vec<_> = self.findings.iter().filter(|(id, _)| self.is_open(**id)).map(|(_, one)| one).collect();
        open.sort_by_key(|finding| (core::cmp::Reverse(finding.severity), finding.from));
        open.into_iter()
    }

    /// All reviews of a finding, in the order of the log.
    pub fn of(&self, finding: FindingId) -> impl Iterator<Item = &Review> {
        self.reviews.iter().filter(move |review| review.finding == finding)
    }

    /// The last word counts.
    fn is_open(&self, finding: FindingId) -> bool {
        self.of(finding).last().is_none_or(|review| review.verdict == Verdict::NeedsMore)
    }
}
