//! Names of things that are no PHI: tenants, users, recipients, rules.

use alloc::sync::Arc;
use core::fmt;

/// Why a text cannot be a name of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidName {
    /// Nothing, or nothing but white space.
    #[error("the name is empty")]
    Empty,
    /// Longer than 128 bytes.
    #[error("the name is longer than 128 bytes")]
    TooLong,
    /// A control character, or white space at either end.
    #[error("the name has a control character, or white space at an end")]
    Character,
}

fn checked(name: &str) -> Result<Arc<str>, InvalidName> {
    if name.trim().is_empty() {
        return Err(InvalidName::Empty);
    }
    if name.len() > 128 {
        return Err(InvalidName::TooLong);
    }
    if name.trim().len() != name.len() || name.chars().any(char::is_control) {
        return Err(InvalidName::Character);
    }
    Ok(Arc::from(name))
}

macro_rules! names {
    ($( $(#[$doc:meta])* $name:ident; )*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and keeps a name of 1 to 128 bytes without control characters. Cloning it is cheap.
            ///
            /// # Errors
            /// [`InvalidName`] says what is wrong.
            pub fn new(name: &str) -> Result<Self, InvalidName> {
                checked(name).map(Self)
            }

            /// The name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&*self.0, f)
            }
        }
    )*};
}

names! {
    /// A tenant: one covered entity, or one customer of a business associate. A type without default, never part of a string.
    ///
    /// ```
    /// use phi_types::TenantId;
    /// assert!(TenantId::new("north-clinic").is_ok());
    /// assert!(TenantId::new(" ").is_err());
    /// ```
    TenantId;

    /// The unique name of a user or a service, 45 CFR 164.312(a)(2)(i). Never a patient's name.
    ActorId;

    /// Whom a disclosure goes to: an organisation or a role, as the accounting of 45 CFR 164.528(b)(2) asks.
    Recipient;

    /// The name of a rule in a policy.
    RuleId;
}
