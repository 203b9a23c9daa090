//! Why a key in a token cannot be used, and what an error of PKCS#11 means for a key provider.

use cryptoki::error::{Error, RvError};
use phi_envelope::ProviderError;

/// Why a provider did not open, or a key was not made. Without values: a module's messages may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs11Error {
    /// The URL names no module, or it cannot be loaded.
    #[error("the module cannot be loaded")]
    Module,
    /// No token fits the URL, or it is not there now.
    #[error("no token fits the URL")]
    NoToken,
    /// More than one token, or more than one key, fits the URL.
    #[error("the URL fits more than one token or key")]
    Ambiguous,
    /// The token refuses the PIN. It is not tried again: tokens lock themselves after a few.
    #[error("the token refuses the PIN")]
    Pin,
    /// No key fits the URL.
    #[error("no key fits the URL")]
    NoKey,
    /// The key can leave the token: it is extractable, or not sensitive.
    #[error("the key can leave the token")]
    Extractable,
    /// The key is not one of AES with 256 bits.
    #[error("the key is not one of AES with 256 bits")]
    Unfit,
    /// There is such a key already.
    #[error("there is such a key already")]
    Exists,
    /// The token does not do it now.
    #[error("the token is unavailable")]
    Unavailable,
}

/// What became of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Session, login or token are gone: worth another attempt with new ones.
    Lost,
    /// The wrap does not open. Which of the ways in which it may not is not told.
    Refused,
    /// Nothing that another attempt would change.
    Stands(Pkcs11Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Pkcs11(
                RvError::CryptokiNotInitialized
                | RvError::UserNotLoggedIn
                | RvError::SessionHandleInvalid
                | RvError::SessionClosed
                | RvError::TokenNotPresent
                | RvError::TokenNotRecognized
                | RvError::DeviceRemoved
                | RvError::DeviceError
                | RvError::SlotIdInvalid
                | RvError::KeyHandleInvalid
                | RvError::ObjectHandleInvalid
                | RvError::OperationActive,
                _,
            ) => Self::Lost,
            Error::Pkcs11(
                RvError::PinIncorrect
                | RvError::PinInvalid
                | RvError::PinLenRange
                | RvError::PinExpired
                | RvError::PinLocked,
                _,
            ) => Self::Stands(Pkcs11Error::Pin),
            _ => Self::Stands(Pkcs11Error::Unavailable),
        }
    }
}

impl From<Failure> for Pkcs11Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Stands(error) => error,
            Failure::Lost | Failure::Refused => Self::Unavailable,
        }
    }
}

impl From<Failure> for ProviderError {
    fn from(failure: Failure) -> Self {
        match failure {
            // A key that can leave the token is no root: what it wrapped is refused, and nothing is wrapped under it.
            Failure::Refused | Failure::Stands(Pkcs11Error::Extractable | Pkcs11Error::Unfit) => Self::Refused,
            Failure::Lost | Failure::Stands(_) => Self::Unavailable,
        }
    }
}
