//! Why a file was not sealed or not opened.

use std::io;

use phi_types::gate::GrantError;

/// Why a file was not sealed or not opened.
///
/// As the error of a [`Read`](io::Read) or a [`Write`](io::Write) it is inside the [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The grant does not serve, or no longer.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// Not a sealed file, or not of this place, or changed, or cut: it does not say which.
    #[error("the file does not open")]
    Refused,
    /// The keys cannot be had now, or were destroyed.
    #[error("the keys are unavailable")]
    KeysUnavailable,
    /// The source of randomness failed.
    #[error("the source of randomness is unavailable")]
    Entropy,
    /// Longer than four PiB, or a worker could not be started.
    #[error("the file cannot be sealed")]
    Unsealable,
    /// The place into which it was to be sealed or opened is too small.
    #[error("the place is too small for it")]
    NoRoom,
    /// What is beneath failed; nothing is told of it but its kind.
    #[error("reading or writing failed: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        // An error of our own comes back as it is.
        error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()).copied().unwrap_or(Self::Io(error.kind()))
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        let kind = match error {
            FileError::Grant(_) => io::ErrorKind::PermissionDenied,
            FileError::Refused => io::ErrorKind::InvalidData,
            FileError::Io(kind) => kind,
            FileError::NoRoom => io::ErrorKind::InvalidInput,
            FileError::KeysUnavailable | FileError::Entropy | FileError::Unsealable => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
