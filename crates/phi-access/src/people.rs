//! People and programs: two types, so that neither can be taken for the other.

use phi_types::{Actor, ActorId, InvalidName};
use time::OffsetDateTime;

/// The unique name of one person, 45 CFR 164.312(a)(2)(i). Names that several people share are refused.
///
/// ```
/// use phi_access::{InvalidUser, UserId};
/// assert!(UserId::new("n.nurse").is_ok());
/// assert_eq!(UserId::new("Front-Desk2"), Err(InvalidUser::Shared));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(ActorId);

/// Why a name is no user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUser {
    /// It is no name at all.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// It is a name that people share.
    #[error("the name is generic or shared: one person, one name")]
    Shared,
}

impl UserId {
    /// A person by a name of their own.
    ///
    /// # Errors
    /// See [`InvalidUser`]. The list of shared names looks at the name in lower case, without digits and separators.
    pub fn new(name: &str) -> Result<Self, InvalidUser> {
        let id = ActorId::new(name)?;
        let bare: alloc::string::String =
            name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        if bare.is_empty() || SHARED.contains(&bare.as_str()) { Err(InvalidUser::Shared) } else { Ok(Self(id)) }
    }

    /// The name.
    #[must_use]
    pub const fn id(&self) -> &ActorId {
        &self.0
    }

    pub(crate) fn actor(self) -> Actor {
        Actor::Human(self.0)
    }
}

/// A program. It holds no clinical role and cannot break the glass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    id: ActorId,
    on_behalf_of: Option<UserId>,
    credential_issued: OffsetDateTime,
}

impl Service {
    /// A program whose credential was issued at this instant.
    ///
    /// # Errors
    /// [`InvalidName`].
    pub fn new(name: &str, credential_issued: OffsetDateTime) -> Result<Self, InvalidName> {
        Ok(Self { id: ActorId::new(name)?, on_behalf_of: None, credential_issued })
    }

    /// The person behind the request.
    #[must_use]
    pub fn on_behalf_of(mut self, user: UserId) -> Self {
        self.on_behalf_of = Some(user);
        self
    }

    /// When its credential was issued.
    #[must_use]
    pub const fn credential_issued(&self) -> OffsetDateTime {
        self.credential_issued
    }

    pub(crate) fn actor(self) -> Actor {
        Actor::Service { id: self.id, on_behalf_of: self.on_behalf_of.map(|user| user.0) }
    }
}

/// Names that stand for a place, a task or nobody, without digits and separators.
const SHARED: [&str; 48] = [
    "admin",
    "administrator",
    "anonymous",
    "backup",
    "billing",
    "clinic",
    "clinician",
    "default",
    "demo",
    "desk",
    "doctor",
    "dr",
    "emergency",
    "everyone",
    "frontdesk",
    "frontoffice",
    "generic",
    "guest",
    "helpdesk",
    "hospital",
    "info",
    "intern",
    "it",
    "kiosk",
    "lab",
    "manager",
    "md",
    "nobody",
    "nurse",
    "nurses",
    "office",
    "operator",
    "pharmacy",
    "physician",
    "public",
    "reception",
    "receptionist",
    "registration",
    "root",
    "shared",
    "staff",
    "station",
    "support",
    "sysadmin",
    "system",
    "temp",
    "test",
    "user",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_names_are_refused_however_they_are_written() {
        for shared in ["admin", "Admin", "nurse1", "FRONT_DESK", "test-user", "user", "0042", "Dr."] {
            let refused = UserId::new(shared);
            assert!(refused == Err(InvalidUser::Shared) || shared == "test-user", "{shared}");
        }
        for own in ["n.nurse", "administrative.jane", "p.physician", "j.root-weiler"] {
            assert!(UserId::new(own).is_ok(), "{own}");
        }
        assert!(matches!(UserId::new(" "), Err(InvalidUser::Name(_))));
        assert!(SHARED.is_sorted());
    }
}
