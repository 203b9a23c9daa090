//! A test's surroundings: a runtime, a line to the emulator, a key that is the test's own.

use std::sync::Arc;

use aws_sdk_kms::{Client, types::KeySpec};
use phi_envelope::{
    BlockingProvider, KeyMaterial, KeyProvider, ProviderError, WrapContext, WrapRole, testing::wrap_context,
    url::AwsKmsUrl,
};
use phi_envelope_aws_kms::{AwsKmsError, AwsKmsProvider, Limits};
use phi_types::TenantId;
use tokio::runtime::{Builder, Runtime};

use crate::{
    proxy::Proxy,
    server::{config, moto},
};

pub(crate) const REGION: &str = "us-east-1";

pub(crate) struct World {
    pub(crate) runtime: Runtime,
    pub(crate) line: Arc<Proxy>,
    /// Straight to the emulator.
    pub(crate) direct: Client,
    /// The ARN of a key.
    pub(crate) arn: String,
}

/// `None` where there is no emulator: the test passes, and it is said.
pub(crate) fn world() -> Option<World> {
    let moto = moto()?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let direct = moto.client(REGION);
    let arn = runtime.block_on(make_key(&direct, KeySpec::SymmetricDefault));
    Some(World { runtime, line: Arc::new(Proxy::before(moto.port)), direct, arn })
}

pub(crate) async fn make_key(client: &Client, spec: KeySpec) -> String {
    let usage = match spec {
        KeySpec::SymmetricDefault => "ENCRYPT_DECRYPT",
        KeySpec::Hmac256 => "GENERATE_VERIFY_MAC",
        _ => "SIGN_VERIFY",
    };
    let made = client.create_key().key_spec(spec).key_usage(usage.into()).send().await.unwrap();
    made.key_metadata.unwrap().arn.unwrap()
}

pub(crate) fn url(arn: &str) -> AwsKmsUrl {
    format!("aws-kms:{arn}").parse().unwrap()
}

/// Looks at the key before each call, and has the patience of a machine with much to do.
pub(crate) fn limits() -> Limits {
    let seconds = std::time::Duration::from_secs;
    Limits { attempts: 3, attempt: seconds(20), total: seconds(60), believed: seconds(0) }
}

impl World {
    /// The key's id alone: moto changes keys by nothing else.
    pub(crate) fn id(&self) -> &str {
        self.arn.rsplit('/').next().unwrap()
    }

    pub(crate) fn try_open(&self, arn: &str, limits: Limits) -> Result<AwsKmsProvider, AwsKmsError> {
        self.try_open_at(self.line.port, arn, REGION, limits)
    }

    pub(crate) fn try_open_at(
        &self,
        port: u16,
        arn: &str,
        region: &'static str,
        limits: Limits,
    ) -> Result<AwsKmsProvider, AwsKmsError> {
        self.runtime.block_on(AwsKmsProvider::open(&url(arn), &config(port, region), limits))
    }

    pub(crate) fn open(&self) -> BlockingProvider<AwsKmsProvider> {
        self.open_with(limits())
    }

    pub(crate) fn open_with(&self, limits: Limits) -> BlockingProvider<AwsKmsProvider> {
        self.try_open(&self.arn, limits).unwrap().blocking()
    }

    pub(crate) fn check(&self, provider: &AwsKmsProvider) -> Result<(), AwsKmsError> {
        self.runtime.block_on(provider.check())
    }
}

/// Calls in one context, that of the primary wrap of version 1.
pub(crate) trait Calls {
    fn wraps(&self) -> Result<Vec<u8>, ProviderError>;
    fn opens(&self, wrapped: &[u8]) -> Result<(), ProviderError>;
    fn renews(&self, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError>;
    fn makes(&self) -> Result<Vec<u8>, ProviderError>;
}

pub(crate) const KEY: [u8; 32] = [0xC5; 32];

impl<P: KeyProvider> Calls for P {
    fn wraps(&self) -> Result<Vec<u8>, ProviderError> {
        in_a_context(|context| self.wrap(context, &KeyMaterial::from_bytes(&KEY)))
    }

    /// The wrap of [`KEY`].
    fn opens(&self, wrapped: &[u8]) -> Result<(), ProviderError> {
        let opened = in_a_context(|context| self.unwrap(context, wrapped))?;
        assert_eq!(opened.expose(), &KEY);
        Ok(())
    }

    fn renews(&self, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        in_a_context(|context| self.rewrap(context, wrapped))
    }

    fn makes(&self) -> Result<Vec<u8>, ProviderError> {
        Ok(in_a_context(|context| self.generate(context))?.unwrap().1)
    }
}

fn in_a_context<T>(call: impl FnOnce(&WrapContext<'_>) -> T) -> T {
    let tenant = TenantId::new("north").unwrap();
    call(&wrap_context(&tenant, 1, WrapRole::Primary))
}
