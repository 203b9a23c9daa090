//! A decision between being made and being durable. Nothing here is a grant yet.

use alloc::{sync::Arc, vec::Vec};
use core::sync::atomic::AtomicU32;

use time::OffsetDateTime;

use super::{
    AccessEntry, AuditRef, Brand, Decision, Denial, DenyReason, EntryEvent, Epoch, Note, Obligation, Permit,
    PublicOutcome,
    bound::{Bound, Home, Question},
};
use crate::{
    party::RuleId,
    record::FieldMask,
    value::{Phi, Text},
};

pub(super) struct Draft {
    pub(super) question: Question,
    pub(super) reason: Option<Phi<Text>>,
    pub(super) note: Option<Phi<Text>>,
    pub(super) answer: Answer,
}

pub(super) enum Answer {
    Yes {
        rule: RuleId,
        policy: super::PolicyDigest,
        fields: FieldMask,
        until: OffsetDateTime,
        obligations: Vec<Obligation>,
        emergency: bool,
        evidence: Option<u64>,
    },
    No(Denial),
}

impl Answer {
    /// Cuts the policy's answer to the question. The policy is trusted to decide, not to count.
    pub(super) fn fit(
        decision: Decision,
        asked: FieldMask,
        now: OffsetDateTime,
        latest: OffsetDateTime,
        needs_fields: bool,
    ) -> Self {
        match decision {
            Decision::Deny(denial) => Self::No(denial),
            Decision::Permit(Permit { fields, rule, policy, until, obligations, emergency, evidence }) => {
                let no = |reason| Self::No(Denial { rule: Some(rule.clone()), policy, reason });
                let granted = fields.intersection(asked);
                if needs_fields && granted.is_empty() {
                    return no(DenyReason::NoFields);
                }
                let until = until.map_or(latest, |until| until.min(latest));
                if until <= now {
                    return no(DenyReason::Session);
                }
                Self::Yes { rule, policy, fields: granted, until, obligations, emergency, evidence }
            }
        }
    }
}

impl Draft {
    pub(super) fn entry(&self, brand: Brand) -> AccessEntry<'_> {
        let event = match &self.answer {
            Answer::Yes { rule, policy, fields, until, emergency, obligations, evidence } => EntryEvent::Permitted {
                rule,
                policy: *policy,
                fields: *fields,
                until: *until,
                emergency: *emergency,
                obligations,
                evidence: *evidence,
            },
            Answer::No(Denial { rule, policy, reason }) => {
                EntryEvent::Denied { rule: rule.as_ref(), policy: *policy, reason: *reason }
            }
        };
        let mut entry = self.question.entry(event);
        let note = |text| Note::new(text, brand, &self.question.tenant);
        entry.reason = self.reason.as_ref().map(note);
        entry.note = self.note.as_ref().map(note);
        entry
    }

    /// Makes the grant's bond, now that the entry is durable.
    pub(super) fn conclude(
        self,
        entry: AuditRef,
        home: Arc<dyn Home>,
        brand: Brand,
        revocation: &Epoch,
    ) -> Result<Bound, PublicOutcome> {
        match self.answer {
            Answer::No(denial) => Err(denial.reason.public()),
            Answer::Yes { fields, policy, until, obligations, .. } => Ok(Bound {
                home,
                brand,
                question: self.question,
                fields,
                policy,
                until,
                revocation: revocation.clone(),
                obligations,
                entry,
                uses: AtomicU32::new(0),
                ended: false,
            }),
        }
    }
}
