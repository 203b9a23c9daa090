//! Role-based access with minimum necessary, purpose of use and break-glass.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod break_glass;
mod control;
mod policy;
mod relationship;
mod session;

pub use break_glass::{BreakGlassRefused, ReviewRefused, ReviewTask};
pub use control::AccessControl;
pub use policy::{BreakGlassRule, Policy, PolicyBuilder, PolicyError, Role, Rule};
pub use relationship::{Register, Relationship, RelationshipSet, Relationships, Standing, Whereabouts};
pub use session::{Session, SessionEnd, SessionLimits};
