//! The key provider over the service.

use core::future::Future;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aws_sdk_kms::{
    Client,
    config::{Config, Region, SharedHttpClient},
};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use phi_envelope::{
    AsyncKeyProvider, BlockingProvider, GeneratedKey, KeyLocation, KeyMaterial, ProviderDescription, ProviderError,
    ProviderFuture, WrapContext, url::AwsKmsUrl,
};
use phi_types::{Clock, SystemClock};
use time::OffsetDateTime;
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};
use tracing::{instrument::WithSubscriber as _, subscriber::NoSubscriber};

use crate::{calls::Ask, context::Bound, error::AwsKmsError, limits::Limits, look::Pinned, wrap};

/// A root key in AWS KMS.
///
/// [`blocking`](Self::blocking) makes a `KeyProvider` of it. Clones are one provider. A future that is dropped breaks its call off.
#[derive(Clone)]
pub struct AwsKmsProvider {
    client: Client,
    pinned: Arc<Pinned>,
    seen: Arc<Mutex<Seen>>,
    limits: Limits,
    clock: Arc<dyn Clock>,
    runtime: Handle,
}

/// When the service last said that all is well.
#[derive(Default)]
struct Seen {
    key: Option<OffsetDateTime>,
    alias: Option<OffsetDateTime>,
}

/// What a call is for: what protects has to know that the key and the alias stand as they did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Protect,
    Process,
}

impl AwsKmsProvider {
    /// Asks the service which key the URL names and whether it can be used, and holds on to that key.
    ///
    /// Call it inside of a tokio runtime, which then does the work. From `config` come credentials, endpoint and HTTP client; its region is that
    /// of the key or none. Where it has no HTTP client, it is one over rustls with ring, which trusts the roots of the system.
    ///
    /// # Errors
    /// See [`AwsKmsError`].
    pub async fn open(url: &AwsKmsUrl, config: &Config, limits: Limits) -> Result<Self, AwsKmsError> {
        let runtime = Handle::try_current().map_err(|_| AwsKmsError::NoRuntime)?;
        if config.region().is_some_and(|region| region.as_ref() != url.region()) {
            return Err(AwsKmsError::Region);
        }
        let client = config.http_client().unwrap_or_else(https);
        let config = limits.apply(config.to_builder()).region(Region::new(url.region().to_owned())).http_client(client);
        let (client, url) = (Client::from_conf(config.build()), url.clone());
        let asks = client.clone();
        let pinned = on(&runtime, limits.total, async move { Pinned::find(&asks, &url).await }).await?;
        let clock = Arc::new(SystemClock);
        let now = Some(clock.now());
        let seen = Arc::new(Mutex::new(Seen { key: now, alias: now }));
        Ok(Self { client, pinned: Arc::new(pinned), seen, limits, clock, runtime })
    }

    /// Takes the time from this clock instead of the system's. It tells how old a look at the key is.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self.seen = Arc::default();
        self
    }

    /// The key that it holds on to, by its ARN: never an alias.
    #[must_use]
    pub fn key(&self) -> &AwsKmsUrl {
        self.pinned.key()
    }

    /// Asks the service whether the key can be used and the alias, where one was named, still names it. For a health check: the answers of
    /// wrapping and unwrapping do not say why.
    ///
    /// # Errors
    /// See [`AwsKmsError`].
    pub async fn check(&self) -> Result<(), AwsKmsError> {
        let this = self.clone();
        on(&self.runtime, self.limits.total, async move {
            *this.seen() = Seen::default();
            this.look(Use::Protect).await
        })
        .await
    }

    /// For callers that wait. They wait a second longer than the provider takes, so that it is the one that gives up.
    #[must_use]
    pub fn blocking(self) -> BlockingProvider<Self> {
        let limit = self.limits.total.saturating_add(Duration::from_secs(1));
        BlockingProvider::new(self, limit)
    }

    /// Looks at the key, and before it protects at the alias, if what was seen last is too old.
    async fn look(&self, what_for: Use) -> Result<(), AwsKmsError> {
        let now = self.clock.now();
        // A clock that was put back makes it look again.
        let fresh = |seen: Option<OffsetDateTime>| {
            seen.is_some_and(|seen| (now - seen).try_into().is_ok_and(|age: Duration| age < self.limits.believed))
        };
        if !fresh(self.seen().key) {
            self.pinned.look_at_key(&self.client).await?;
            self.seen().key = Some(now);
        }
        if what_for == Use::Protect && !fresh(self.seen().alias) {
            self.pinned.look_at_alias(&self.client).await?;
            self.seen().alias = Some(now);
        }
        Ok(())
    }

    /// Looks before a call. Where the service does not say what state the key is in, it may still unwrap: it holds its own keys to their
    /// states, and records are to be read in an outage that is none of the key.
    async fn ready(&self, what_for: Use) -> Result<(), AwsKmsError> {
        match timeout(self.limits.look(), self.look(what_for)).await.unwrap_or(Err(AwsKmsError::Unavailable)) {
            Err(AwsKmsError::Unavailable) if what_for == Use::Process => Ok(()),
            answer => answer,
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<'a>(&'a self, bound: &'a Bound) -> Ask<'a> {
        Ask { client: &self.client, key: self.pinned.key(), bound }
    }

    /// Runs a call on the provider's runtime.
    fn call<'a, T, F>(&'a self, call: impl FnOnce(Self) -> F + Send + 'a) -> ProviderFuture<'a, T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, AwsKmsError>> + Send + 'static,
    {
        Box::pin(async move {
            let answer = on(&self.runtime, self.limits.total, call(self.clone())).await;
            answer.map_err(ProviderError::from)
        })
    }
}

impl AsyncKeyProvider for AwsKmsProvider {
    fn wrap<'a>(&'a self, context: WrapContext<'a>, key: &'a KeyMaterial) -> ProviderFuture<'a, Vec<u8>> {
        let (bound, key) = (Bound::from(&context), KeyMaterial::from_bytes(key.expose()));
        self.call(move |this| async move {
            this.ready(Use::Protect).await?;
            this.ask(&bound).encrypt(&key).await
        })
    }

    fn unwrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, KeyMaterial> {
        let bound = Bound::from(&context);
        // What is not formed like a wrap under this key does not reach the service.
        if wrap::read(wrapped, self.key()).is_none() {
            return Box::pin(core::future::ready(Err(ProviderError::Refused)));
        }
        let wrapped = wrapped.to_vec();
        self.call(move |this| async move {
            this.ready(Use::Process).await?;
            this.ask(&bound).decrypt(&wrapped).await
        })
    }

    fn generate<'a>(&'a self, context: WrapContext<'a>) -> ProviderFuture<'a, Option<GeneratedKey>> {
        let bound = Bound::from(&context);
        self.call(move |this| async move {
            this.ready(Use::Protect).await?;
            this.ask(&bound).generate().await.map(Some)
        })
    }

    fn rewrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, Vec<u8>> {
        let bound = Bound::from(&context);
        if wrap::read(wrapped, self.key()).is_none() {
            return Box::pin(core::future::ready(Err(ProviderError::Refused)));
        }
        let wrapped = wrapped.to_vec();
        self.call(move |this| async move {
            this.ready(Use::Protect).await?;
            this.ask(&bound).re_encrypt(&wrapped).await
        })
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription { kind: "aws-kms", root_key: self.key().arn().to_owned(), location: KeyLocation::External }
    }
}

impl core::fmt::Debug for AwsKmsProvider {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AwsKmsProvider")
    }
}

fn https() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().tls_provider(tls::Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// Runs a call as a task of the runtime, for so long and with no subscriber to its traces: whoever polls needs no runtime, and a call that
/// panics is an outage. Dropped, it breaks the call off.
async fn on<T: Send + 'static>(
    runtime: &Handle,
    limit: Duration,
    call: impl Future<Output = Result<T, AwsKmsError>> + Send + 'static,
) -> Result<T, AwsKmsError> {
    let bounded = async move { timeout(limit, call).await.unwrap_or(Err(AwsKmsError::Unavailable)) };
    let mut task = Task(runtime.spawn(bounded.with_subscriber(NoSubscriber::default())));
    (&mut task.0).await.unwrap_or(Err(AwsKmsError::Unavailable))
}

struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
