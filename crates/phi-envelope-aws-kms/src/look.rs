//! Looking at the key: what it is, what state it is in, and where an alias points.

use aws_sdk_kms::{
    Client,
    types::{KeyMetadata, KeySpec, KeyState, KeyUsageType},
};
use phi_envelope::url::{AwsKmsKey, AwsKmsUrl};

use crate::{error::AwsKmsError, wrap};

/// The key that the host named and the key that this is: the same, unless the host named an alias.
#[derive(Clone, Debug)]
pub(crate) struct Pinned {
    named: AwsKmsUrl,
    key: AwsKmsUrl,
}

impl Pinned {
    /// Asks once which key it is, and holds on to that.
    pub(crate) async fn find(client: &Client, named: &AwsKmsUrl) -> Result<Self, AwsKmsError> {
        let pinned = Self { named: named.clone(), key: describe(client, named).await? };
        match named.key() {
            // An alias and its key are of one account and one region (AWS KMS API Reference, CreateAlias).
            AwsKmsKey::Alias(_) if pinned.key.account() == named.account() && pinned.key.region() == named.region() => {
            }
            AwsKmsKey::Id(_) if pinned.key == *named => {}
            AwsKmsKey::Alias(_) | AwsKmsKey::Id(_) => return Err(AwsKmsError::Answer),
        }
        Ok(pinned)
    }

    /// The key.
    pub(crate) fn key(&self) -> &AwsKmsUrl {
        &self.key
    }

    /// The alias, if the host named one.
    pub(crate) fn alias(&self) -> Option<&AwsKmsUrl> {
        matches!(self.named.key(), AwsKmsKey::Alias(_)).then_some(&self.named)
    }

    /// Whether the key can be used.
    pub(crate) async fn look_at_key(&self, client: &Client) -> Result<(), AwsKmsError> {
        if describe(client, &self.key).await? == self.key { Ok(()) } else { Err(AwsKmsError::Answer) }
    }

    /// Whether the alias names the key that it named.
    pub(crate) async fn look_at_alias(&self, client: &Client) -> Result<(), AwsKmsError> {
        let Some(alias) = self.alias() else { return Ok(()) };
        let answer = client.describe_key().key_id(alias.arn()).send().await?;
        let names = answer.key_metadata().and_then(KeyMetadata::arn).ok_or(AwsKmsError::Answer)?;
        if names == self.key.arn() { Ok(()) } else { Err(AwsKmsError::Moved) }
    }
}

/// The key that a key's or an alias' ARN names, if it can be used.
async fn describe(client: &Client, named: &AwsKmsUrl) -> Result<AwsKmsUrl, AwsKmsError> {
    let answer = client.describe_key().key_id(named.arn()).send().await?;
    let key = answer.key_metadata().ok_or(AwsKmsError::Answer)?;
    fit(key)?;
    let url = key.arn().and_then(wrap::url).ok_or(AwsKmsError::Answer)?;
    if matches!(url.key(), AwsKmsKey::Id(_)) { Ok(url) } else { Err(AwsKmsError::Answer) }
}

/// Whether a key is of the right kind and in a state in which it may be used. What is not said, or not known here, is refused.
fn fit(key: &KeyMetadata) -> Result<(), AwsKmsError> {
    if key.key_spec() != Some(&KeySpec::SymmetricDefault) || key.key_usage() != Some(&KeyUsageType::EncryptDecrypt) {
        return Err(AwsKmsError::Unfit);
    }
    // AWS KMS Developer Guide, "Key states of AWS KMS keys".
    match key.key_state() {
        Some(KeyState::Enabled) if key.enabled() => Ok(()),
        Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion) => Err(AwsKmsError::PendingDeletion),
        Some(KeyState::Creating | KeyState::Updating | KeyState::Unavailable) => Err(AwsKmsError::NotReady),
        _ => Err(AwsKmsError::Disabled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(state: KeyState, enabled: bool) -> KeyMetadata {
        KeyMetadata::builder()
            .key_id("1")
            .key_spec(KeySpec::SymmetricDefault)
            .key_usage(KeyUsageType::EncryptDecrypt)
            .key_state(state)
            .enabled(enabled)
            .build()
            .unwrap()
    }

    #[test]
    fn one_state_alone_serves() {
        assert_eq!(fit(&key(KeyState::Enabled, true)), Ok(()));
        for (state, enabled, finding) in [
            (KeyState::Enabled, false, AwsKmsError::Disabled),
            (KeyState::Disabled, false, AwsKmsError::Disabled),
            (KeyState::Disabled, true, AwsKmsError::Disabled),
            (KeyState::PendingImport, false, AwsKmsError::Disabled),
            (KeyState::PendingDeletion, false, AwsKmsError::PendingDeletion),
            (KeyState::PendingReplicaDeletion, false, AwsKmsError::PendingDeletion),
            (KeyState::Creating, false, AwsKmsError::NotReady),
            (KeyState::Updating, true, AwsKmsError::NotReady),
            (KeyState::Unavailable, true, AwsKmsError::NotReady),
            (KeyState::from("SomethingNew"), true, AwsKmsError::Disabled),
        ] {
            assert_eq!(fit(&key(state.clone(), enabled)), Err(finding), "{state:?}");
        }
    }

    #[test]
    fn keys_of_other_kinds_are_unfit() {
        let with = |spec: Option<KeySpec>, usage: Option<KeyUsageType>| {
            let key = KeyMetadata::builder().key_id("1").key_state(KeyState::Enabled).enabled(true);
            fit(&key.set_key_spec(spec).set_key_usage(usage).build().unwrap())
        };
        for spec in [None, Some(KeySpec::Rsa4096), Some(KeySpec::Hmac256), Some(KeySpec::EccNistP256)] {
            assert_eq!(with(spec, Some(KeyUsageType::EncryptDecrypt)), Err(AwsKmsError::Unfit));
        }
        for usage in [None, Some(KeyUsageType::SignVerify), Some(KeyUsageType::GenerateVerifyMac)] {
            assert_eq!(with(Some(KeySpec::SymmetricDefault), usage), Err(AwsKmsError::Unfit));
        }
    }
}
