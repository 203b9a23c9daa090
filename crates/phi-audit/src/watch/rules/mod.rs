//! The rules, one kind of suspicion a file.

mod access;
mod log_health;
mod off_hours;
mod sign_in;
mod tour;
mod visit;
mod work;

pub(super) use log_health::LogHealth;
pub(super) use sign_in::{Network, Sprayed};
pub(super) use visit::Visits;

use super::actors::Sample;
use super::finding::Finding;
use super::rule::{Innocent, Rule, Severity};
use crate::pseudonym::SubjectPseudonym;

/// A finding in the making.
pub(super) fn finding(
    rule: Rule,
    severity: Severity,
    sample: &Sample,
    (from, to): (i64, i64),
    explanation: String,
    ruled_out: &[Innocent],
) -> Finding {
    Finding {
        rule,
        severity,
        actor: None,
        subjects: Vec::new(),
        from,
        to,
        evidence: sample.first.clone(),
        entries: sample.count,
        explanation,
        also: Vec::new(),
        ruled_out: ruled_out.to_vec(),
    }
}

impl Finding {
    fn by(mut self, actor: &str) -> Self {
        self.actor = Some(actor.to_owned());
        self
    }

    fn about(mut self, subjects: &[SubjectPseudonym]) -> Self {
        self.subjects = subjects.to_vec();
        self
    }
}

/// One entry as a sample.
fn one(index: u64) -> Sample {
    Sample { first: vec![index], count: 1 }
}
