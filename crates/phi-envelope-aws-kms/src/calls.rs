//! The four calls. Each names the key by its ARN, and believes no answer that speaks of another.

use aws_sdk_kms::{
    Client,
    primitives::Blob,
    types::{DataKeySpec, EncryptionAlgorithmSpec},
};
use phi_envelope::{GeneratedKey, KeyMaterial, url::AwsKmsUrl};
use zeroize::Zeroizing;

use crate::{
    context::Bound,
    error::AwsKmsError,
    wrap::{self, Wrap},
};

/// Whom to ask, for which key.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) client: &'a Client,
    pub(crate) key: &'a AwsKmsUrl,
    pub(crate) bound: &'a Bound,
}

impl Ask<'_> {
    /// `Encrypt`.
    pub(crate) async fn encrypt(self, key: &KeyMaterial) -> Result<Vec<u8>, AwsKmsError> {
        let call =
            self.client.encrypt().key_id(self.key.arn()).set_encryption_context(Some(self.bound.pairs(self.key)));
        let call = call.encryption_algorithm(EncryptionAlgorithmSpec::SymmetricDefault);
        let answer = call.plaintext(Blob::new(key.expose().as_slice())).send().await?;
        self.is_of_key(answer.key_id.as_deref())?;
        self.wrap(answer.ciphertext_blob.as_ref())
    }

    /// `GenerateDataKey`.
    pub(crate) async fn generate(self) -> Result<GeneratedKey, AwsKmsError> {
        let call = self.client.generate_data_key().key_id(self.key.arn()).key_spec(DataKeySpec::Aes256);
        let answer = call.set_encryption_context(Some(self.bound.pairs(self.key))).send().await?;
        let key = material(answer.plaintext);
        self.is_of_key(answer.key_id.as_deref())?;
        Ok((key?, self.wrap(answer.ciphertext_blob.as_ref())?))
    }

    /// `Decrypt`, of a wrap that names this key or a replica of it.
    pub(crate) async fn decrypt(self, wrapped: &[u8]) -> Result<KeyMaterial, AwsKmsError> {
        let Wrap { key: names, blob } = wrap::read(wrapped, self.key).ok_or(AwsKmsError::Refused)?;
        let call = self.client.decrypt().key_id(self.key.arn()).set_encryption_context(Some(self.bound.pairs(&names)));
        let call = call.encryption_algorithm(EncryptionAlgorithmSpec::SymmetricDefault);
        let answer = call.ciphertext_blob(Blob::new(blob)).send().await?;
        let key = material(answer.plaintext);
        self.is_of_key(answer.key_id.as_deref())?;
        key
    }

    /// `ReEncrypt`, of a wrap that names this key or a replica of it, to this key: to the newest of its materials.
    pub(crate) async fn re_encrypt(self, wrapped: &[u8]) -> Result<Vec<u8>, AwsKmsError> {
        let Wrap { key: names, blob } = wrap::read(wrapped, self.key).ok_or(AwsKmsError::Refused)?;
        let call = self.client.re_encrypt().source_key_id(self.key.arn()).destination_key_id(self.key.arn());
        let call = call
            .source_encryption_algorithm(EncryptionAlgorithmSpec::SymmetricDefault)
            .destination_encryption_algorithm(EncryptionAlgorithmSpec::SymmetricDefault)
            .set_source_encryption_context(Some(self.bound.pairs(&names)))
            .set_destination_encryption_context(Some(self.bound.pairs(self.key)));
        let answer = call.ciphertext_blob(Blob::new(blob)).send().await?;
        self.is_of_key(answer.source_key_id.as_deref())?;
        self.is_of_key(answer.key_id.as_deref())?;
        self.wrap(answer.ciphertext_blob.as_ref())
    }

    fn is_of_key(self, names: Option<&str>) -> Result<(), AwsKmsError> {
        if names == Some(self.key.arn()) { Ok(()) } else { Err(AwsKmsError::Answer) }
    }

    fn wrap(self, blob: Option<&Blob>) -> Result<Vec<u8>, AwsKmsError> {
        blob.and_then(|blob| wrap::write(self.key, blob.as_ref())).ok_or(AwsKmsError::Answer)
    }
}

/// The key in an answer. What came is wiped, whether it is one or not.
fn material(plaintext: Option<Blob>) -> Result<KeyMaterial, AwsKmsError> {
    let bytes = Zeroizing::new(plaintext.map(Blob::into_inner).unwrap_or_default());
    bytes.as_slice().try_into().map(KeyMaterial::from_bytes).map_err(|_| AwsKmsError::Answer)
}
