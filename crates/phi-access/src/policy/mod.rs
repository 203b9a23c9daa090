//! Policies: rules of a closed language, compiled once, with a digest.

mod builder;
mod digest;
mod rule;

pub use builder::{PolicyBuilder, PolicyError};
pub use rule::{BreakGlassRule, Rule};

pub(crate) use rule::{Effect, Reach};

use alloc::{sync::Arc, vec::Vec};
use core::fmt;

use phi_types::{RuleId, gate::PolicyDigest};

/// A role, such as `nurse` or `biller`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(Arc<str>);

impl Role {
    /// A role by its name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// A policy that passed its checks: who may do what to which fields of whose records, and what for.
///
/// Default deny: what no rule permits is denied. Forbids win over permits. There is nothing in it that can fail when it is
/// asked, and no switch that allows everything.
///
/// Helps implement 45 CFR 164.308(a)(4), 164.312(a)(1) and 164.514(d)(2), which asks an entity to identify who needs access to
/// what, under which conditions. To write the right rules stays with the entity.
#[derive(Debug)]
pub struct Policy {
    pub(crate) rules: Vec<Compiled>,
    pub(crate) break_glass: Vec<CompiledBreakGlass>,
    pub(crate) digest: PolicyDigest,
}

#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) id: RuleId,
    pub(crate) rule: Rule,
}

#[derive(Debug)]
pub(crate) struct CompiledBreakGlass {
    pub(crate) id: RuleId,
    pub(crate) rule: BreakGlassRule,
}

impl Policy {
    /// Begins a policy.
    #[must_use]
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::new()
    }

    /// The SHA-256 digest over its canonical form. Every decision carries it, and so does every entry of the log.
    #[must_use]
    pub const fn digest(&self) -> PolicyDigest {
        self.digest
    }
}
