//! Assignments: who holds which role, since when, until when, granted by whom, on which ticket.

use alloc::{string::String, vec::Vec};
use std::sync::{Mutex, PoisonError};

use phi_types::{ActorId, TenantId};
use time::OffsetDateTime;

use crate::{
    people::UserId,
    policy::{Policy, Role, RoleNumber, Separation},
    session::SignIn,
};

/// One role of one person. 45 CFR 164.308(a)(4)(ii)(B) and (C) ask for procedures to authorize, establish, review and modify access.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assignment {
    /// The tenant within which it holds.
    pub tenant: TenantId,
    /// Who.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// Since when.
    pub from: OffsetDateTime,
    /// Until when, half-open; without an end where there is none.
    pub until: Option<OffsetDateTime>,
    /// Who granted it.
    pub granted_by: UserId,
    /// On which request, in the host's own system.
    pub ticket: String,
}

impl Assignment {
    /// An assignment from an instant on, granted by somebody else on a ticket.
    ///
    /// # Errors
    /// When the grantor is the user, or the ticket is blank.
    pub fn new(
        tenant: TenantId,
        user: UserId,
        role: Role,
        from: OffsetDateTime,
        granted_by: UserId,
        ticket: &str,
    ) -> Result<Self, AssignmentRefused> {
        if user == granted_by {
            return Err(AssignmentRefused::OwnGrant);
        }
        if ticket.trim().is_empty() || ticket.chars().any(char::is_control) {
            return Err(AssignmentRefused::Ticket);
        }
        Ok(Self { tenant, user, role, from, until: None, granted_by, ticket: ticket.into() })
    }

    /// Until this instant, and not at it.
    #[must_use]
    pub const fn until(mut self, until: OffsetDateTime) -> Self {
        self.until = Some(until);
        self
    }

    fn is_over(&self, now: OffsetDateTime) -> bool {
        self.until.is_some_and(|until| now >= until)
    }

    fn holds(&self, now: OffsetDateTime) -> bool {
        now >= self.from && !self.is_over(now)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let before = |end: Option<OffsetDateTime>, begin| end.is_some_and(|end| end <= begin);
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// Why an assignment was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssignmentRefused {
    /// Nobody grants themselves a role.
    #[error("nobody grants themselves a role")]
    OwnGrant,
    /// The ticket is blank or has control characters.
    #[error("an assignment needs a ticket")]
    Ticket,
    /// The policy knows no such role.
    #[error("the policy knows no such role")]
    UnknownRole,
    /// It ends before it begins.
    #[error("the assignment never holds")]
    Never,
    /// The person would hold two roles that exclude each other, inherited ones included.
    #[error("the roles `{one}` and `{other}` exclude each other")]
    Separation {
        /// One of the two.
        one: String,
        /// The other.
        other: String,
    },
}

/// The assignments of the house, in memory. A host that keeps them in its own store enters them again after a restart.
#[derive(Debug, Default)]
pub struct Assignments {
    all: Mutex<Vec<Assignment>>,
}

impl Assignments {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Enters an assignment.
    ///
    /// # Errors
    /// See [`AssignmentRefused`]: static separation of duty is looked at over every instant at which assignments overlap.
    pub fn assign(&self, policy: &Policy, assignment: Assignment) -> Result<(), AssignmentRefused> {
        let number = policy.roles.number(&assignment.role).ok_or(AssignmentRefused::UnknownRole)?;
        if assignment.is_over(assignment.from) {
            return Err(AssignmentRefused::Never);
        }
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let of_user = |one: &&Assignment| one.user == assignment.user && one.tenant == assignment.tenant;
        // At the beginning of each overlapping assignment, and of the new one: nowhere in between does the set grow.
        let overlapping: Vec<_> = all.iter().filter(of_user).filter(|one| one.overlaps(&assignment)).collect();
        let instants = overlapping.iter().map(|one| one.from.max(assignment.from)).chain([assignment.from]);
        for instant in instants {
            let held: Vec<RoleNumber> = overlapping
                .iter()
                .filter(|one| one.holds(instant))
                .filter_map(|one| policy.roles.number(&one.role))
                .chain([number])
                .collect();
            let closure = policy.roles.closure(held);
            if let Some((one, other)) = policy.roles.conflict(Separation::Assignment, &closure) {
                let (one, other) = (policy.roles.name(one).into(), policy.roles.name(other).into());
                return Err(AssignmentRefused::Separation { one, other });
            }
        }
        drop(overlapping);
        all.push(assignment);
        Ok(())
    }

    /// Gives somebody who signs in the roles that they hold now. The session ends with the first of them that ends.
    #[must_use]
    pub fn equip(&self, tenant: &TenantId, user: &UserId, sign_in: SignIn, now: OffsetDateTime) -> SignIn {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.iter().filter(|one| one.user == *user && one.tenant == *tenant && one.holds(now));
        held.fold(sign_in, |sign_in, one| {
            let sign_in = sign_in.roles([one.role.clone()]);
            match one.until {
                Some(until) => sign_in.roles_until(until),
                None => sign_in,
            }
        })
    }

    /// Who has access to what, since when, granted by whom: what a periodic review looks at. Those that are over stay out.
    #[must_use]
    pub fn review(&self, policy: &Policy, tenant: &TenantId, now: OffsetDateTime) -> Vec<AccessReview> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rows: Vec<_> = all
            .iter()
            .filter(|one| one.tenant == *tenant && !one.is_over(now))
            .map(|one| AccessReview { access: access(policy, &one.role), assignment: one.clone() })
            .collect();
        rows.sort_by(|one, other| {
            let key = |row: &AccessReview| (row.assignment.user.clone(), row.assignment.role.clone());
            key(one).cmp(&key(other))
        });
        rows
    }

    /// Takes every role from somebody, and answers how many. Tell the decision point as well
    /// ([`AccessControl::disable`](crate::AccessControl::disable)): sessions that are open know nothing of this list.
    pub fn revoke_all(&self, user: &ActorId) -> usize {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.len();
        all.retain(|one| one.user.id() != user);
        before - all.len()
    }
}

/// A line of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessReview {
    /// The assignment.
    pub assignment: Assignment,
    /// What it gives access to: for each permit, its name, record type, actions, purposes and fields.
    pub access: Vec<String>,
}

fn access(policy: &Policy, role: &Role) -> Vec<String> {
    let closure = policy.roles.closure(policy.roles.number(role));
    let numbers = closure.iter().filter_map(|role| policy.by_role.get(*role as usize)).flatten();
    let mut lines: Vec<_> = numbers
        .filter_map(|number| policy.rule(*number))
        .filter(|rule| rule.effect == crate::policy::Effect::Permit)
        .map(|rule| crate::explain::describe(policy, rule))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}
