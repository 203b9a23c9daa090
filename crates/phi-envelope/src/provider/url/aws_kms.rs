//! `aws-kms:ARN`: a key of AWS KMS, or an alias of one, by its whole ARN.

use alloc::string::String;
use core::{fmt, ops::Range, str::FromStr};

use super::{ProviderUrlError, Reason, Rest, after_scheme};

/// The URL of a key in AWS KMS: `aws-kms:` and the ARN of a key or an alias.
///
/// The short forms (an id, `alias/NAME`) are refused: whose key they name depends on the account and region of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsKmsUrl {
    // INVARIANT: a well-formed ARN; the ranges lie in it, on its colons.
    arn: String,
    region: Range<usize>,
    account: Range<usize>,
    resource: Range<usize>,
}

/// What an ARN names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwsKmsKey<'a> {
    /// A key, by its id. It stays the same key for ever.
    Id(&'a str),
    /// An alias, by its name without `alias/`. Whoever may, points it at another key.
    Alias(&'a str),
}

impl AwsKmsUrl {
    pub(super) const SCHEME: &'static str = "aws-kms";

    /// The ARN as it was written.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// The region: `us-east-1`.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(&self.region)
    }

    /// The account: twelve digits.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(&self.account)
    }

    /// The key or the alias.
    #[must_use]
    pub fn key(&self) -> AwsKmsKey<'_> {
        let resource = self.part(&self.resource);
        match resource.strip_prefix("alias/") {
            Some(alias) => AwsKmsKey::Alias(alias),
            None => AwsKmsKey::Id(resource.strip_prefix("key/").unwrap_or(resource)),
        }
    }

    /// Whether both name one key: they are equal, or they are replicas of one multi-region key (`mrk-…`), which share their material.
    #[must_use]
    pub fn is_same_key(&self, other: &Self) -> bool {
        let multi_region = matches!(self.key(), AwsKmsKey::Id(id) if id.starts_with("mrk-"));
        let partition = |url: &Self| url.arn.split(':').nth(1).map(String::from);
        self.arn == other.arn
            || multi_region
                && self.key() == other.key()
                && self.account() == other.account()
                && partition(self) == partition(other)
    }

    fn part(&self, range: &Range<usize>) -> &str {
        self.arn.get(range.clone()).unwrap_or_default()
    }
}

impl FromStr for AwsKmsUrl {
    type Err = ProviderUrlError;

    fn from_str(text: &str) -> Result<Self, ProviderUrlError> {
        let arn = after_scheme(text, Self::SCHEME)?;
        let mut parts = arn.parts(':');
        let mut next = |fits: fn(&str) -> bool| {
            let part = parts.next().ok_or(arn.error(Reason::Missing))?;
            if fits(part.text) { Ok(part) } else { Err(part.error(refusal(part.text))) }
        };
        next(|part| part == "arn")?;
        next(|part| part == "aws" || part.strip_prefix("aws-").is_some_and(is_name))?;
        next(|part| part == "kms")?;
        let region = next(is_name)?;
        let account = next(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        let resource = next(|part| match part.split_once('/') {
            Some(("key", id)) => is_name(id),
            Some(("alias", name)) => {
                // AWS KMS, CreateAlias: letters, digits, `/`, `_`, `-`, up to 256.
                !name.is_empty()
                    && name.len() <= 250
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-'))
            }
            _ => false,
        })?;
        if let Some(more) = parts.next() {
            return Err(more.error(Reason::Form));
        }
        let range = |part: Rest<'_>| {
            let begin = part.at.saturating_sub(arn.at);
            begin..begin.saturating_add(part.text.len())
        };
        let (region, account, resource) = (range(region), range(account), range(resource));
        Ok(Self { arn: arn.text.into(), region, account, resource })
    }
}

impl fmt::Display for AwsKmsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "aws-kms:{}", self.arn)
    }
}

/// A name as AWS has it for regions and keys: small letters, capitals, digits, hyphens; up to 64.
fn is_name(part: &str) -> bool {
    (1..=64).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Credentials in a query or before an `@` are named as what they are.
fn refusal(part: &str) -> Reason {
    if part.contains(['?', '@']) { Reason::Secret } else { Reason::Form }
}
