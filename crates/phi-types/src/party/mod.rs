//! Who, about whom, what for and what: the words of a request.

mod action;
mod actor;
mod assurance;
mod names;
mod network;
mod purpose;
mod request;
mod role;
mod subject;

pub use action::Action;
pub use actor::{Actor, Principal};
pub use assurance::Assurance;
pub use names::{ActorId, InvalidName, Recipient, RuleId, TenantId};
pub use network::Network;
pub use purpose::Purpose;
pub use request::{Request, RequestId};
pub use role::Role;
pub use subject::{RecordId, SessionId, SubjectId};
