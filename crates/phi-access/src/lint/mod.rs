//! What a policy that loads may still get wrong, looked for before it runs.
//!
//! Each lint goes by the compiled policy: by the closure of its roles, by enumeration of what its rules could ever grant, by whether one
//! condition implies another. None of them reads the text of the document.

mod fix;
mod kinds;
mod law;
mod load;
mod look;
mod names;
mod notes;
mod roles;
mod rules;

pub use fix::{Fix, FixError};
pub use kinds::{Lint, Severity};

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{Catalogue, policy::Policy};

/// Something that a lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Which lint: its code, severity, citation and advice.
    pub lint: Lint,
    /// The rule, role or other part of the policy, by name.
    pub at: String,
    /// What is the matter there.
    pub message: String,
    /// An edit of the document that silences it, where there is one that a machine may make. It narrows what the rule grants or takes away
    /// what never mattered; none of them grants more, but for a restriction that lifts in emergencies again.
    pub fix: Option<Fix>,
}

/// `L10 warning: `old-care`: … [45 CFR …]`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lint = self.lint;
        write!(f, "{} {}: `{}`: {} [{}]", lint.code(), lint.severity(), self.at, self.message, lint.citation())
    }
}

impl Policy {
    /// Looks for what the Privacy Rule, or plain sense, would have asked about. In the order of the lints, then by name.
    ///
    /// ```
    /// use phi_access::{Lint, Policy, Rule};
    /// use phi_types::{Action, PersonName, Phi, PhiRecord, Purpose, SubjectId, Text};
    /// # #[derive(PhiRecord)] #[phi(record = "Patient")]
    /// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName, #[phi(clinical)] allergies: Phi<Text> }
    /// let policy = Policy::builder()
    ///     .rule(Rule::permit("care").role("nurse").action(Action::Read).purpose(Purpose::Treatment).fields(Patient::ALLERGIES))
    ///     .clinical("nurse")
    ///     .build()?;
    /// let findings = policy.lint();
    /// assert_eq!(findings[0].lint, Lint::TreatmentOfAnybody);
    /// let fixed = findings[0].fix.as_ref().unwrap().apply(&policy.to_toml()).unwrap();
    /// assert!(fixed.contains(r#"when = ["treating", "care-team"]"#));
    /// # Ok::<(), phi_access::PolicyError>(())
    /// ```
    ///
    /// Helps implement 45 CFR 164.308(a)(8), the periodic evaluation, and 164.514(d)(2). That nothing is found does not say that the policy is right.
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        let mut look = look::Look::new(self);
        rules::lint(&mut look);
        roles::lint(&mut look);
        law::lint(&mut look);
        notes::lint(&mut look);
        names::lint(&mut look);
        look.found.sort_by(|one, other| (one.lint, &one.at).cmp(&(other.lint, &other.at)));
        look.found
    }

    /// Lints a document. Where it does not load, what is wrong with it is the one finding: with an edit, where
    /// what was meant can be told.
    ///
    /// # Errors
    /// Where it is no document at all, or cannot be a policy for a reason that no lint is about.
    pub fn lint_toml(text: &str, catalogue: &Catalogue) -> Result<Vec<Finding>, crate::LoadError> {
        match Self::from_toml(text, catalogue) {
            Ok(policy) => Ok(policy.lint()),
            Err(error) => load::finding(&error).map(|finding| alloc::vec![finding]).ok_or(error),
        }
    }
}
