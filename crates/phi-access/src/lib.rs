//! Who may do what to which fields of whose record, and what for: a policy that the gate asks.
//!
//! ```
//! use phi_access::{AccessControl, Policy, Register, Relationship, Rule};
//! use phi_types::{Action, PersonName, Phi, PhiRecord, Purpose, SubjectId, Text};
//!
//! #[derive(PhiRecord)]
//! #[phi(record = "Patient")]
//! struct Patient {
//!     #[phi(subject)]
//!     subject: SubjectId,
//!     #[phi(name)]
//!     name: PersonName,
//!     #[phi(clinical)]
//!     allergies: Vec<Phi<Text>>,
//!     #[phi(clinical, label = "HIV")]
//!     serology: Phi<Text>,
//! }
//!
//! let policy = Policy::builder()
//!     .rule(
//!         Rule::permit("nurse-care")
//!             .role("nurse")
//!             .action(Action::Read)
//!             .purpose(Purpose::Treatment)
//!             .fields(Patient::NAME | Patient::ALLERGIES)
//!             .when(Relationship::Treating),
//!     )
//!     .build()?;
//! let access = AccessControl::new(policy, Register::new()); // goes into `Gate::new`
//! # let _ = access;
//! # Ok::<(), phi_access::PolicyError>(())
//! ```
//!
//! **Goals.** Default deny; forbids win. A closed language in which nothing can fail when it is asked. Every mistake is found when
//! the policy is built. Minimum necessary is the answer, not an afterthought: a decision is a set of fields. No public answer tells
//! who is a patient. Care goes on in an emergency: the glass breaks for one subject, for a while, with a written reason and a review.
//!
//! **Non-goals.** It authenticates nobody: a [`Session`] is opened for somebody whose identity the host has verified
//! (45 CFR 164.312(d)). It decides and does not enforce; the [gate](phi_types::gate) does. Which rules are right is the entity's.
//!
//! **Where next.** [`Policy`] and [`Rule`] for the language, [`Policy::from_toml`] for documents, [`AccessControl`] for deciding,
//! explaining and breaking the glass, [`Ruling`] for what a decision says, [`Filter`] for lists, [`SignIn`] and [`Session`] for who asks,
//! [`Assignments`] for who holds which role, [`Relationships`] to plug in a schedule or a census, [`Prepared`] and [`Panel`] where
//! decisions have to be quick. The page "Your first policy" builds one step by step.
//!
//! **Not covered.** Reviews and assignments are kept in memory: the host restores them. Whether a recipient is a health plan, and against
//! whom legal proceedings go, is not known here.
//!
//! Helps implement 45 CFR 164.308(a)(4), 164.312(a)(1), (a)(2)(ii) and (iii), 164.502(b) and 164.514(d).
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod answer;
mod assignment;
mod assurance;
mod bits;
mod break_glass;
mod confidentiality;
mod control;
mod decide;
mod dialect;
mod diff;
mod document;
mod duties;
mod explain;
mod facts;
mod filter;
mod hours;
mod kit;
mod limits;
mod lint;
mod matrix;
mod panel;
mod people;
mod policy;
mod prepared;
mod reach;
mod relationship;
mod ruling;
mod session;
mod stance;
mod swap;
mod sync;
mod table;

pub use assignment::{AccessReview, Assignment, AssignmentRefused, Assignments};
pub use assurance::{Assurance, Authentication};
pub use break_glass::{BreakGlassRefused, Escalation, Flags, ReviewRefused, ReviewTask};
pub use confidentiality::Confidentiality;
pub use control::{AccessControl, Circumstances};
pub use dialect::{Cedar, Interactions, NotExpressible, PermissionError, Scope, ScopeContext, ScopeError, Scopes};
pub use diff::Diff;
pub use document::{Catalogue, LoadError};
pub use duties::{Duties, Fulfils};
pub use explain::{Could, Explanation, Failed, RuleTrace};
pub use facts::{Fact, Facts};
pub use filter::{Filter, InvalidSqlName, Listing, NotSearchable, SqlDialect, SqlFilter, SqlSchema, SqlValue};
pub use hours::Hours;
pub use kit::{PolicyTests, TestReport};
pub use limits::{InvalidLimits, Preset, SessionLimits};
pub use lint::{Finding, Fix, FixError, Lint, Severity};
pub use matrix::Matrix;
pub use panel::Panel;
pub use people::{InvalidUser, Service, UserId};
pub use policy::{
    BreakGlassRule, Policy, PolicyBuilder, PolicyError, PsychotherapyBasis, RecordTypeId, Role, Rule, Separation,
};
pub use prepared::{NamedQuery, Prepared, Query};
pub use reach::Cell;
pub use relationship::{Evidence, Register, Relationship, RelationshipSet, Relationships, Standing, Whereabouts};
pub use ruling::{Exemption, Reason, Ruling};
pub use session::{Session, SessionEnd, SignIn, SignInRefused};
