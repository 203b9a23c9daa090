//! Why a key of a transit engine cannot be used, and what a status of HTTP means for a key provider.

use phi_envelope::ProviderError;

/// Why a key cannot be used. Without values: a server's messages may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no token, it is not formed like one, or the server refuses it or what it asks for.
    #[error("the server refuses the token, or what it asks for")]
    Token,
    /// The server has no such mount, no such namespace or no such key.
    #[error("the server has no such key")]
    NoKey,
    /// The key can leave the server: it is exportable, or may be backed up in the clear.
    #[error("the key can leave the server")]
    Exportable,
    /// The key is not one of AES-256-GCM with random nonces.
    #[error("the key is not one of AES-256-GCM with random nonces")]
    Unfit,
    /// Another key has taken the place of the one that was seen before.
    #[error("another key has taken the place of the one that was seen before")]
    Replaced,
    /// The server does not take a request that its documentation allows.
    #[error("the server does not take the request")]
    Request,
    /// The server's answer is not formed as its documentation says, or too long.
    #[error("the server's answer is not understood")]
    Answer,
    /// No answer in time, or the server is sealed, a standby, throttling or failing.
    #[error("the server is unavailable")]
    Unavailable,
}

/// What became of a request, or of an operation made of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server says that the request is wrong; of a decryption, that it does not open.
    BadRequest,
    /// The wrap does not open. Which of the ways in which it may not is not told.
    Refused,
    /// Anything else.
    Stands(VaultError),
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::Stands(error)
    }
}

impl From<Failure> for VaultError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Stands(error) => error,
            Failure::BadRequest | Failure::Refused => Self::Request,
        }
    }
}

impl From<Failure> for ProviderError {
    fn from(failure: Failure) -> Self {
        match failure {
            // A key that can leave the server is no root: what it wrapped is refused, and nothing is wrapped under it.
            Failure::Refused | Failure::Stands(VaultError::Exportable | VaultError::Unfit) => Self::Refused,
            Failure::BadRequest | Failure::Stands(_) => Self::Unavailable,
        }
    }
}

/// What a status other than 200 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The same request may fare better in a moment, or at another node behind the same address.
    Again,
    /// The token, or its policies, do not allow it.
    Forbidden,
    /// It stands.
    Final(Failure),
}

/// After the table of <https://openbao.org/docs/api/#http-status-codes>, <https://developer.hashicorp.com/vault/api-docs#http-status-codes>
/// (412, 501) and <https://developer.hashicorp.com/vault/api-docs/system/health> (472: a secondary for disaster recovery, 473: a
/// standby for performance, 501: not initialised, 503: sealed).
pub(crate) const fn status(status: u16) -> Status {
    match status {
        400 => Status::Final(Failure::BadRequest),
        403 => Status::Forbidden,
        404 => Status::Final(Failure::Stands(VaultError::NoKey)),
        405 => Status::Final(Failure::Stands(VaultError::Request)),
        // 412: the node has not heard yet of what it needs. 429: too many requests, or a standby.
        412 | 429 | 472 | 473 | 500 | 502 | 503 | 504 => Status::Again,
        // A standby that does not forward redirects: the token goes to the address that the host named and to no other.
        _ => Status::Final(Failure::Stands(VaultError::Unavailable)),
    }
}
