//! Who, about whom, what for and what: the words of a request.

mod action;
mod actor;
mod names;
mod purpose;
mod subject;

pub use action::Action;
pub use actor::{Actor, Principal};
pub use names::{ActorId, InvalidName, Recipient, RuleId, TenantId};
pub use purpose::Purpose;
pub use subject::{RecordId, SessionId, SubjectId};
