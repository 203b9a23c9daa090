//! Who, from where, and which system says so.

use std::net::IpAddr;

use phi_types::{ActorId, SessionId};

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

codes! {
    /// The authenticator assurance level of NIST SP 800-63B-4.
    Assurance {
        Aal1 "aal1" 1, "One factor.";
        Aal2 "aal2" 2, "Two factors.";
        Aal3 "aal3" 3, "Two factors, one of them hardware that resists phishing.";
    }
}

/// An address, and the proxies of the entity through which the request came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Network {
    /// The client, as the outermost trusted proxy saw it.
    pub address: IpAddr,
    /// The trusted proxies, the one next to the client first. At most 16.
    pub via: Vec<IpAddr>,
}

impl Network {
    /// A client that was connected directly.
    #[must_use]
    pub const fn direct(address: IpAddr) -> Self {
        Self { address, via: Vec::new() }
    }

    /// The client behind the entity's own proxies: `peer` is who connected, `forwarded` what `Forwarded` (RFC 7239) or
    /// `X-Forwarded-For` lists, leftmost first. From the right on, each address counts for as long as the one that
    /// reported it is trusted; what stands further left anybody may have made up, and is left out.
    ///
    /// ```
    /// use phi_audit::event::Network;
    /// let [spoof, client, proxy] = ["203.0.113.9", "192.0.2.7", "198.51.100.1"].map(|ip| ip.parse().unwrap());
    /// let network = Network::behind(proxy, &[spoof, client], |ip| *ip == proxy);
    /// assert_eq!((network.address, network.via), (client, vec![proxy]));
    /// ```
    pub fn behind(peer: IpAddr, forwarded: &[IpAddr], trusted: impl Fn(&IpAddr) -> bool) -> Self {
        let (mut address, mut via) = (peer, Vec::new());
        for reported in forwarded.iter().rev() {
            if !trusted(&address) || via.len() >= super::check::MOST_PROXIES {
                break;
            }
            via.insert(0, address);
            address = *reported;
        }
        Self { address, via }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_chooses_the_address_under_which_they_are_logged() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = |ip: &IpAddr| ip.to_string().starts_with("198.51.100.");
        let (edge, inner) = (ip("198.51.100.1"), ip("198.51.100.2"));
        let (client, spoof) = (ip("192.0.2.7"), ip("203.0.113.9"));
        // A client that connects past the proxies and lists what it likes.
        assert_eq!(Network::behind(client, &[spoof], trusted), Network::direct(client));
        let both = Network::behind(inner, &[spoof, client, edge], trusted);
        assert_eq!((both.address, both.via), (client, vec![edge, inner]));
        // A request that the proxy itself made.
        assert_eq!(Network::behind(inner, &[], trusted), Network::direct(inner));
        assert!(Network::behind(inner, &[edge; 100], trusted).via.len() <= 16);
    }
}
