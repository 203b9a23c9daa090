//! Other languages of policies: Cedar, FHIR Permission, SMART on FHIR scopes.

mod cedar;
mod permission;
mod smart;

pub use cedar::Cedar;
pub use permission::{NotExpressible, PermissionError};
pub use smart::{Interactions, Scope, ScopeContext, ScopeError, Scopes};
