//! Who, from where, and which system says so.

use phi_types::{Actor, ActorId, Principal, Request, Role, SessionId};
pub use phi_types::{Assurance, Network};

use super::check::MOST_ROLES;
use super::codes::codes;
use super::term::Term;

/// Somebody or something that takes part in the act.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agent {
    /// The unique name of the user or the program, 45 CFR 164.312(a)(2)(i).
    pub who: ActorId,
    /// What it is.
    pub kind: AgentKind,
    /// The roles at the time.
    pub roles: Vec<Term>,
    /// The session.
    pub session: Option<SessionId>,
    /// How strongly it was authenticated.
    pub assurance: Option<Assurance>,
    /// From where.
    pub network: Option<Network>,
}

impl Agent {
    /// A human.
    #[must_use]
    pub const fn human(who: ActorId) -> Self {
        Self::new(who, AgentKind::Human)
    }

    /// A program.
    #[must_use]
    pub const fn service(who: ActorId) -> Self {
        Self::new(who, AgentKind::Service)
    }

    /// Somebody who is signed in: with session, roles and assurance, and from where the request came. For whom a program acts is
    /// [said apart](super::pattern::Draft::on_behalf_of).
    #[must_use]
    pub fn of(who: &impl Principal) -> Self {
        let roles = who.roles().map(|roles| &**roles).unwrap_or_default();
        Self::acting(who.actor(), who.session(), roles, who.assurance(), who.request().map(|request| &**request))
    }

    pub(super) fn acting(
        actor: &Actor,
        session: SessionId,
        roles: &[Role],
        assurance: Option<Assurance>,
        request: Option<&Request>,
    ) -> Self {
        let mut agent = match actor {
            Actor::Service { id, .. } => Self::service(id.clone()),
            actor => Self::human(actor.id().clone()),
        };
        agent.session = Some(session);
        agent.roles = roles.iter().take(MOST_ROLES).map(|role| Term::standing_for(role.name())).collect();
        agent.assurance = assurance;
        agent.network = request.and_then(|request| request.network.clone());
        if let Some(network) = &mut agent.network {
            network.via.truncate(Network::MOST_PROXIES);
        }
        agent
    }

    /// Somebody who gave a name that was not verified, as at a login that failed. Give the name only if there is such an account:
    /// what people type into a wrong box is at times their password.
    #[must_use]
    pub const fn unidentified(claimed: ActorId) -> Self {
        Self::new(claimed, AgentKind::Unidentified)
    }

    const fn new(who: ActorId, kind: AgentKind) -> Self {
        Self { who, kind, roles: Vec::new(), session: None, assurance: None, network: None }
    }

    /// Adds a role at the time.
    #[must_use]
    pub fn role(mut self, role: Term) -> Self {
        self.roles.push(role);
        self
    }

    /// In this session.
    #[must_use]
    pub const fn session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// Authenticated this strongly.
    #[must_use]
    pub const fn assurance(mut self, assurance: Assurance) -> Self {
        self.assurance = Some(assurance);
        self
    }

    /// From there.
    #[must_use]
    pub fn from(mut self, network: Network) -> Self {
        self.network = Some(network);
        self
    }
}

codes! {
    /// What an agent is.
    AgentKind {
        Human "human" 1, "A human.";
        Service "service" 2, "A program.";
        Unidentified "unidentified" 3, "Somebody whose name was claimed and not verified.";
    }
}

/// The system that saw the act and reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The site of the entity.
    pub site: Option<Term>,
    /// The system.
    pub observer: Term,
    /// What kind of system it is.
    pub kind: SourceKind,
}

impl Source {
    /// A system of this kind.
    #[must_use]
    pub const fn new(observer: Term, kind: SourceKind) -> Self {
        Self { site: None, observer, kind }
    }

    /// At this site.
    #[must_use]
    pub fn at(mut self, site: Term) -> Self {
        self.site = Some(site);
        self
    }
}

impl Default for Source {
    /// The gate inside an application server.
    fn default() -> Self {
        Self::new(Term::fixed("phi-gate"), SourceKind::ApplicationServer)
    }
}

codes! {
    /// What kind of system it is: the codes of security-source-type in FHIR, of AuditSourceTypeCode in DICOM PS3.15.
    SourceKind {
        UserDevice "1" 1, "A user's device.";
        DataInterface "2" 2, "An interface that acquires data, a scanner or the like.";
        WebServer "3" 3, "A web server.";
        ApplicationServer "4" 4, "An application server.";
        DatabaseServer "5" 5, "A database server.";
        SecurityServer "6" 6, "A security server, such as one for identities.";
        NetworkDevice "7" 7, "A device at layers 1 to 3 of the network.";
        NetworkRouter "8" 8, "Software at layers 4 to 6 of the network.";
        Other "9" 9, "Something else.";
    }
}
