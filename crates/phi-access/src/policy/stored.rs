//! Rules as a policy keeps them: checked, numbered, small.

use alloc::{boxed::Box, sync::Arc};

use phi_types::{
    Action, RuleId,
    record::{FieldMask, Labels},
};

use super::{PsychotherapyBasis, roles::RoleNumber, rule::Effect};
use crate::{
    assurance::Assurance,
    bits::{Actions, Purposes, writes},
    confidentiality::Confidentiality,
    duties::Duties,
    facts::Facts,
    hours::Hours,
    relationship::RelationshipSet,
    ruling::Exemption,
};

/// The number of a record type within its policy; [`ADMINISTRATION`] for acts that are about no record.
pub(crate) type RecordNumber = u16;

/// Acts on keys and on the log. They have one field, so that one way of deciding serves for everything.
pub(crate) const ADMINISTRATION: RecordNumber = RecordNumber::MAX;

/// A rule, checked.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: RuleId,
    pub(crate) effect: Effect,
    /// Built in by the library, for a paragraph of the law.
    pub(crate) lawful: bool,
    /// Ascending; empty for everybody.
    pub(crate) roles: Box<[RoleNumber]>,
    pub(crate) record: RecordNumber,
    pub(crate) actions: Actions,
    /// As written. What it matches are these and their cases.
    pub(crate) purposes: Purposes,
    pub(crate) read: FieldMask,
    pub(crate) write: FieldMask,
    /// For a forbid that goes by label.
    pub(crate) labels: Labels,
    pub(crate) condition: Condition,
    pub(crate) duties: Duties,
    pub(crate) extra: Option<Box<Extra>>,
    pub(crate) liftable: bool,
    /// A break-glass rule: matches an override and nothing else.
    pub(crate) breaks_glass: bool,
}

/// What few rules have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    pub(crate) whole_record: Option<Arc<str>>,
    pub(crate) exemption: Option<Exemption>,
    pub(crate) protocol: Option<Arc<str>>,
    pub(crate) reviewed: bool,
    pub(crate) basis: Option<PsychotherapyBasis>,
}

impl Stored {
    /// The fields that it is about when this is done.
    pub(crate) const fn mask(&self, action: Action) -> FieldMask {
        if writes(action) { self.write } else { self.read }
    }

    pub(crate) fn exemption(&self) -> Option<Exemption> {
        self.extra.as_ref().and_then(|extra| extra.exemption)
    }

    /// The purposes that it matches.
    pub(crate) fn matches(&self) -> Purposes {
        let all = if self.purposes.is_empty() { Purposes::every() } else { self.purposes.with_cases() };
        let glass = Purposes::of(phi_types::Purpose::BreakGlass);
        match self.effect {
            _ if self.breaks_glass => glass,
            // An override is no case of anything that a permit was written for.
            Effect::Permit => all.without(glass),
            Effect::Forbid => all,
        }
    }

    pub(crate) fn actions(&self) -> Actions {
        if self.actions.is_empty() { Actions::every() } else { self.actions }
    }
}

/// The conditions of a rule, ready to be asked. Everything that can fail has been looked at before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Condition {
    pub(crate) any_of: RelationshipSet,
    pub(crate) needs: Facts,
    pub(crate) lacks: Facts,
    /// Bits of the labels of which the subject must carry one; 0 for no matter.
    pub(crate) labels: u32,
    pub(crate) at_least: Confidentiality,
    pub(crate) at_most: Confidentiality,
    pub(crate) hours: Option<Hours>,
    /// `i64::MIN` for always.
    pub(crate) from: i64,
    /// Half-open; `i64::MAX` for no end, even there.
    pub(crate) until: i64,
    /// Of the session: bits of the network zones, 0 for any.
    pub(crate) zones: u64,
    pub(crate) assurance: Assurance,
    pub(crate) phishing_resistant: bool,
}

impl Condition {
    /// Without any condition.
    pub(crate) const NONE: Self = Self {
        any_of: RelationshipSet::NONE,
        needs: Facts::NONE,
        lacks: Facts::NONE,
        labels: 0,
        at_least: Confidentiality::Unrestricted,
        at_most: Confidentiality::VeryRestricted,
        hours: None,
        from: i64::MIN,
        until: i64::MAX,
        zones: 0,
        assurance: Assurance::Aal1,
        phishing_resistant: false,
    };

    /// Whether what depends on the subject holds: what [`Asks`](crate::stance::Asks) has to come to.
    #[cfg(test)]
    pub(crate) fn subject(&self, standing: &crate::relationship::Standing) -> bool {
        (self.any_of.is_empty() | self.any_of.intersects(standing.relationships))
            & self.needs.is_subset_of(standing.facts)
            & !self.lacks.intersects(standing.facts)
            & ((self.labels == 0) | (self.labels & standing.labels.bits() != 0))
            & (standing.confidentiality as u8 >= self.at_least as u8)
            & (standing.confidentiality as u8 <= self.at_most as u8)
    }

    /// Whether nothing depends on the subject.
    pub(crate) fn is_for_any_subject(&self) -> bool {
        self.any_of.is_empty()
            && self.needs.is_empty()
            && self.lacks.is_empty()
            && self.labels == 0
            && self.at_least == Confidentiality::Unrestricted
            && self.at_most == Confidentiality::VeryRestricted
    }

    /// Whether it holds at every instant.
    pub(crate) fn is_for_any_time(&self) -> bool {
        self.from == i64::MIN && self.until == i64::MAX && self.hours.is_none()
    }

    /// Whether the instant is right.
    pub(crate) fn time(&self, unix: i64) -> bool {
        (unix >= self.from)
            & ((unix < self.until) | (self.until == i64::MAX))
            & self.hours.is_none_or(|hours| hours.contain(unix))
    }

    /// Whether the session's network is right.
    pub(crate) const fn network(&self, zones: u64) -> bool {
        self.zones == 0 || self.zones & zones != 0
    }

    /// Whether the session's authentication is good enough.
    pub(crate) fn authentication(&self, assurance: Assurance, phishing_resistant: bool) -> bool {
        assurance >= self.assurance && (phishing_resistant || !self.phishing_resistant)
    }

    /// What is left to ask once the session is known.
    pub(crate) const fn within_session(self) -> Self {
        Self { zones: 0, assurance: Assurance::Aal1, phishing_resistant: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_is_half_open_and_total() {
        let within = Condition { from: 100, until: 200, ..Condition::NONE };
        for (unix, holds) in [(i64::MIN, false), (99, false), (100, true), (199, true), (200, false), (i64::MAX, false)]
        {
            assert_eq!(within.time(unix), holds, "{unix}");
        }
        for edge in [i64::MIN, 0, i64::MAX] {
            assert!(Condition::NONE.time(edge) && Condition::NONE.is_for_any_time());
        }
    }
}
