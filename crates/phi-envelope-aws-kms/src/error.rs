//! Why a key in the service cannot be used, and what an answer of the service means for a key provider.

use aws_sdk_kms::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};
use phi_envelope::ProviderError;

/// Why a provider did not open, or what [`check`](crate::AwsKmsProvider::check) found. Without values: messages of a service may hold
/// anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AwsKmsError {
    /// There is no tokio runtime here.
    #[error("no tokio runtime was entered")]
    NoRuntime,
    /// The configuration is for another region than the key's.
    #[error("the configuration is for another region than the key's")]
    Region,
    /// The service does not take the credentials, or there are none.
    #[error("the service does not take the credentials")]
    Credentials,
    /// The service denies the use of the key, or does not say whether there is one.
    #[error("the use of the key is denied")]
    Denied,
    /// There is no such key or alias.
    #[error("there is no such key or alias")]
    NoKey,
    /// The key is disabled, or its material was taken away.
    #[error("the key is disabled")]
    Disabled,
    /// The key is on its way to be deleted. Whoever wants to keep what hangs on it cancels that, or restores from the recovery wraps.
    #[error("the key is on its way to be deleted")]
    PendingDeletion,
    /// The key, or the key store that it is in, is not ready now.
    #[error("the key is not ready")]
    NotReady,
    /// The key is not a symmetric one to encrypt and decrypt with.
    #[error("the key is not a symmetric one to encrypt and decrypt with")]
    Unfit,
    /// The alias names another key than it did when the provider opened. Open a provider anew and move the tenants to it
    /// (`EnvelopeKeyring::move_root`), or point the alias back.
    #[error("the alias names another key than before")]
    Moved,
    /// The answer speaks of another key than the one that was named, or is not formed as it should be.
    #[error("the answer is not one to what was asked")]
    Answer,
    /// The service refuses what it was asked. Which of the ways in which a wrap may be wrong is not told.
    #[error("the service refuses")]
    Refused,
    /// The service cannot be reached, is overloaded, or failed.
    #[error("the service is unavailable")]
    Unavailable,
}

impl From<AwsKmsError> for ProviderError {
    /// An outage is what passes without anybody's decision. What somebody decided (a key that is disabled, to be deleted, denied) is refused,
    /// so that no cache serves longer for it.
    fn from(error: AwsKmsError) -> Self {
        match error {
            AwsKmsError::NoRuntime
            | AwsKmsError::Region
            | AwsKmsError::Credentials
            | AwsKmsError::NotReady
            | AwsKmsError::Unavailable => Self::Unavailable,
            AwsKmsError::Denied
            | AwsKmsError::NoKey
            | AwsKmsError::Disabled
            | AwsKmsError::PendingDeletion
            | AwsKmsError::Unfit
            | AwsKmsError::Moved
            | AwsKmsError::Answer
            | AwsKmsError::Refused => Self::Refused,
        }
    }
}

impl<E: ProvideErrorMetadata> From<SdkError<E, HttpResponse>> for AwsKmsError {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::ServiceError(answer) => by_code(answer.err().code(), answer.raw().status().as_u16()),
            // No answer, half of one, or one in another language than the service's.
            _ => Self::Unavailable,
        }
    }
}

/// By the code of the answer (AWS KMS API Reference: Decrypt, Encrypt, GenerateDataKey, ReEncrypt, DescribeKey, Common Errors), and by its
/// status where the code says nothing.
fn by_code(code: Option<&str>, status: u16) -> AwsKmsError {
    match code {
        Some("NotFoundException") => AwsKmsError::NoKey,
        Some("DisabledException") => AwsKmsError::Disabled,
        Some("AccessDeniedException" | "AccessDenied" | "NotAuthorized") => AwsKmsError::Denied,
        Some("InvalidKeyUsageException") => AwsKmsError::Unfit,
        Some(
            "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "ExpiredTokenException"
            | "ExpiredToken"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "IncompleteSignature"
            | "RequestExpired"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "OptInRequired",
        ) => AwsKmsError::Credentials,
        Some("KeyUnavailableException") => AwsKmsError::NotReady,
        Some(
            "ThrottlingException"
            | "Throttling"
            | "LimitExceededException"
            | "RequestLimitExceeded"
            | "TooManyRequestsException"
            | "ServiceUnavailable"
            | "ServiceUnavailableException"
            | "InternalFailure"
            | "KMSInternalException"
            | "DependencyTimeoutException"
            | "RequestTimeout"
            | "SlowDown",
        ) => AwsKmsError::Unavailable,
        // `KMSInvalidStateException` among them, and whatever is said of the ciphertext.
        Some(_) if (400..500).contains(&status) && status != 429 => AwsKmsError::Refused,
        _ => AwsKmsError::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_may_be_wrong_with_a_wrap_is_one_answer() {
        let codes = [
            "InvalidCiphertextException",
            "IncorrectKeyException",
            "KMSInvalidStateException",
            "DisabledException",
            "NotFoundException",
            "AccessDeniedException",
            "InvalidKeyUsageException",
            "ValidationException",
            "SomethingNewException",
        ];
        for code in codes {
            assert_eq!(ProviderError::from(by_code(Some(code), 400)), ProviderError::Refused, "{code}");
        }
    }

    #[test]
    fn what_passes_by_itself_is_an_outage() {
        for (code, status) in [
            (Some("ThrottlingException"), 400),
            (Some("LimitExceededException"), 400),
            (Some("KeyUnavailableException"), 500),
            (Some("KMSInternalException"), 500),
            (Some("DependencyTimeoutException"), 503),
            (Some("ExpiredTokenException"), 400),
            (Some("UnrecognizedClientException"), 403),
            (Some("SomethingNewException"), 500),
            (Some("SomethingNewException"), 429),
            (None, 400),
            (None, 502),
            (None, 200),
        ] {
            assert_eq!(ProviderError::from(by_code(code, status)), ProviderError::Unavailable, "{code:?} {status}");
        }
    }
}
