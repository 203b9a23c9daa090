//! Where a root key is, as one line of configuration: `file:`, `pkcs11:`, `aws-kms:` or `vault:`.
//!
//! Such a line is copied into tickets, shown by process lists and kept in version control. So it holds no secret, and a secret that
//! stands where others put one (a PIN, a password, a token) is refused, never echoed. What opens the provider gets its secret from the
//! host.
//!
//! | scheme | names | after |
//! |---|---|---|
//! | `file:///PATH` | a [`LocalKeyring`](crate::LocalKeyring) | RFC 8089 |
//! | `pkcs11:token=T;object=O?module-path=/PATH` | an AES key in an HSM | RFC 7512 |
//! | `aws-kms:arn:aws:kms:REGION:ACCOUNT:key/ID` or `…:alias/NAME` | a key of AWS KMS | its ARN |
//! | `vault:https://HOST:PORT/MOUNT/keys/NAME` | a key of Vault's transit engine | its API's path |
//!
//! Parsing is strict: what is unknown, twice, empty or has another way to be written is refused. What was parsed is written in one way,
//! and parsed again it is the same.
//!
//! ```
//! use phi_envelope::url::{ProviderUrl, Reason};
//! let url: ProviderUrl = "pkcs11:token=clinic;object=root?module-path=/usr/lib/softhsm/libsofthsm2.so".parse()?;
//! assert_eq!(url.scheme(), "pkcs11");
//! let error = "pkcs11:token=clinic;object=root?pin-value=1234".parse::<ProviderUrl>().unwrap_err();
//! assert_eq!(error.reason(), Reason::Secret);
//! assert!(!error.to_string().contains("1234"));
//! # Ok::<(), phi_envelope::url::ProviderUrlError>(())
//! ```

mod aws_kms;
mod error;
mod file;
mod percent;
mod pkcs11;
#[cfg(test)]
mod tests;
mod vault;

pub use aws_kms::{AwsKmsKey, AwsKmsUrl};
pub use error::{ProviderUrlError, Reason};
pub use file::FileUrl;
pub use pkcs11::Pkcs11Url;
pub use vault::VaultUrl;

use core::{fmt, str::FromStr};

/// The longest URL that is read, in bytes.
pub const LONGEST: usize = 2048;

/// A provider's URL, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProviderUrl {
    /// A keyring file.
    File(FileUrl),
    /// A key in an HSM.
    Pkcs11(Pkcs11Url),
    /// A key of AWS KMS.
    AwsKms(AwsKmsUrl),
    /// A key of Vault's transit engine.
    Vault(VaultUrl),
}

impl ProviderUrl {
    /// The scheme, without its colon.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        match self {
            Self::File(_) => FileUrl::SCHEME,
            Self::Pkcs11(_) => Pkcs11Url::SCHEME,
            Self::AwsKms(_) => AwsKmsUrl::SCHEME,
            Self::Vault(_) => VaultUrl::SCHEME,
        }
    }
}

impl FromStr for ProviderUrl {
    type Err = ProviderUrlError;

    fn from_str(text: &str) -> Result<Self, ProviderUrlError> {
        let (scheme, _) = text.split_once(':').ok_or(ProviderUrlError::new(Reason::Scheme, 0))?;
        match scheme {
            FileUrl::SCHEME => text.parse().map(Self::File),
            Pkcs11Url::SCHEME => text.parse().map(Self::Pkcs11),
            AwsKmsUrl::SCHEME => text.parse().map(Self::AwsKms),
            VaultUrl::SCHEME => text.parse().map(Self::Vault),
            _ => Err(ProviderUrlError::new(Reason::Scheme, 0)),
        }
    }
}

impl fmt::Display for ProviderUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(url) => url.fmt(f),
            Self::Pkcs11(url) => url.fmt(f),
            Self::AwsKms(url) => url.fmt(f),
            Self::Vault(url) => url.fmt(f),
        }
    }
}

/// What comes after the scheme, checked for what no URL of ours may have: length, controls, spaces, letters beyond ASCII, a fragment.
fn after_scheme<'a>(text: &'a str, scheme: &'static str) -> Result<Rest<'a>, ProviderUrlError> {
    if text.len() > LONGEST {
        return Err(ProviderUrlError::new(Reason::TooLong, LONGEST));
    }
    if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_graphic() || byte == b'#') {
        return Err(ProviderUrlError::new(Reason::Character, at));
    }
    let rest = text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(':'));
    Ok(Rest { text: rest.ok_or(ProviderUrlError::new(Reason::Scheme, 0))?, at: scheme.len().saturating_add(1) })
}

/// A part of a URL, and where in the URL it begins.
#[derive(Clone, Copy)]
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    const fn error(self, reason: Reason) -> ProviderUrlError {
        ProviderUrlError::new(reason, self.at)
    }

    /// Splits at the first such byte, which belongs to neither part.
    fn split(self, at: char) -> (Self, Option<Self>) {
        match self.text.split_once(at) {
            Some((left, right)) => {
                let begins = self.at.saturating_add(left.len()).saturating_add(1);
                (Self { text: left, at: self.at }, Some(Self { text: right, at: begins }))
            }
            None => (self, None),
        }
    }

    /// All the parts between such bytes.
    fn parts(self, at: char) -> impl Iterator<Item = Self> + 'a {
        let mut left = Some(self);
        core::iter::from_fn(move || {
            let (part, rest) = left?.split(at);
            left = rest;
            Some(part)
        })
    }
}
