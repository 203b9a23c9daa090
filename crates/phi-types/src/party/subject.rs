//! Whom the information is about, in which row, in which session: opaque random identifiers.

use core::fmt;

use uuid::Uuid;

use crate::entropy::{Entropy, EntropyUnavailable};

macro_rules! random_ids {
    ($( $(#[$doc:meta])* $name:ident; )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new random one (UUID version 4, RFC 9562).
            ///
            /// # Errors
            /// When the source of randomness fails.
            pub fn random(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
                let mut bytes = [0; 16];
                entropy.fill(&mut bytes)?;
                Ok(Self(uuid::Builder::from_random_bytes(bytes).into_uuid()))
            }

            /// The one that a store kept as bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// For a column of the store.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!("[", stringify!($name), "]"))
            }
        }
    )*};
}

random_ids! {
    /// The subject of a record: the person whom it is about.
    ///
    /// Opaque and random, since it stands in rows, keys and logs. A medical record number is no subject id: it is PHI by
    /// itself, and medical record numbers get merged. It is still a code that names one person, so `Debug` is constant and
    /// the audit log keeps a pseudonym of it.
    ///
    /// ```
    /// use phi_types::{OsEntropy, SubjectId};
    /// let subject = SubjectId::random(&OsEntropy)?;
    /// assert_eq!(SubjectId::from_bytes(subject.to_bytes()), subject);
    /// assert_eq!(format!("{subject:?}"), "[SubjectId]");
    /// # Ok::<(), phi_types::EntropyUnavailable>(())
    /// ```
    SubjectId;

    /// One stored row of a record type.
    RecordId;

    /// One authenticated session.
    SessionId;
}
