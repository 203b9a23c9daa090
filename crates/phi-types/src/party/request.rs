//! The host's request of which an access is a part.

use core::fmt;

use uuid::Uuid;

use super::Network;
use crate::entropy::{Entropy, EntropyUnavailable};

/// The host's request of which an access is a part: its id, and from where it came. Both are for the log, and decide nothing.
///
/// ```
/// use phi_types::{Network, OsEntropy, Request, RequestId};
/// let request = Request::new(RequestId::random(&OsEntropy)?).from(Network::direct("192.0.2.7".parse()?));
/// assert_eq!(format!("{request:?}"), "[Request]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// From where it came.
    pub network: Option<Network>,
}

impl Request {
    /// A request by its id.
    #[must_use]
    pub const fn new(id: RequestId) -> Self {
        Self { id, network: None }
    }

    /// From there.
    #[must_use]
    pub fn from(mut self, network: Network) -> Self {
        self.network = Some(network);
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[Request]")
    }
}

/// The id of a request, as the host counts requests: a UUID, the trace id of a `traceparent` header (W3C Trace Context). The
/// host's own and not one that a client chose, since it links entries of the log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId([u8; 16]);

impl RequestId {
    /// A new random one (UUID version 4, RFC 9562).
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(uuid::Builder::from_random_bytes(bytes).into_uuid().into_bytes()))
    }

    /// The one with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Uuid::from_bytes(self.0).hyphenated(), f)
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
