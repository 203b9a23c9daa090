//! Who asks.

use alloc::sync::Arc;

use super::{ActorId, Assurance, Request, Role, SessionId, TenantId};
use crate::value::{Phi, Text};

/// A person or a software program, in the words of 45 CFR 164.312(a)(1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actor {
    /// A member of the workforce, a patient, any human.
    Human(ActorId),
    /// A program, and for whom it acts if it acts for somebody.
    Service {
        /// The program.
        id: ActorId,
        /// The human behind the request.
        on_behalf_of: Option<ActorId>,
    },
}

impl Actor {
    /// The name of the one who acts.
    #[must_use]
    pub const fn id(&self) -> &ActorId {
        match self {
            Self::Human(id) | Self::Service { id, .. } => id,
        }
    }
}

/// Somebody who has been authenticated: where the gate takes actor, tenant and session from, never from a request.
///
/// # Implementing
/// `phi-access` implements it for its `Session`. An implementation must answer the same for the whole of its life, save that the
/// assurance may rise, and must exist only for somebody whose identity was verified (45 CFR 164.312(d)).
pub trait Principal {
    /// The tenant that the session belongs to.
    fn tenant(&self) -> &TenantId;
    /// Who acts.
    fn actor(&self) -> &Actor;
    /// The session.
    fn session(&self) -> SessionId;
    /// A written reason that stands behind everything that the principal does, as for an emergency override. It goes, sealed,
    /// into each entry of the log, whatever note the request brings along.
    fn reason(&self) -> Option<&Phi<Text>> {
        None
    }
    /// The roles at the time, for the log. Shared, so that each entry can name them and none allocates.
    fn roles(&self) -> Option<&Arc<[Role]>> {
        None
    }
    /// How strongly they are authenticated now, for the log.
    fn assurance(&self) -> Option<Assurance> {
        None
    }
    /// The host's request of which all that the principal does is a part, for the log.
    fn request(&self) -> Option<&Arc<Request>> {
        None
    }
}
