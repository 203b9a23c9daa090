//! Providers that answer later, and adapters both ways. No runtime comes along: plain futures, and a thread where one must wait.

use alloc::{boxed::Box, sync::Arc, task::Wake, vec::Vec};
use core::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};
use std::{
    sync::{Mutex, PoisonError},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use super::{GeneratedKey, KeyProvider, ProviderDescription, ProviderError, WrapContext};
use crate::key::KeyMaterial;

/// What an [`AsyncKeyProvider`] answers with.
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// [`KeyProvider`] for clients that answer later.
///
/// # Implementing
/// As for [`KeyProvider`]. A future that is dropped must leave nothing behind that matters: wrapping and unwrapping change
/// nothing. Set a time limit on each request and answer [`ProviderError::Unavailable`] when it is over.
pub trait AsyncKeyProvider: Send + Sync {
    /// Wraps a tenant key.
    fn wrap<'a>(&'a self, context: WrapContext<'a>, key: &'a KeyMaterial) -> ProviderFuture<'a, Vec<u8>>;

    /// Unwraps a tenant key.
    fn unwrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, KeyMaterial>;

    /// Makes a tenant key and wraps it, as [`KeyProvider::generate`] does.
    fn generate<'a>(&'a self, context: WrapContext<'a>) -> ProviderFuture<'a, Option<GeneratedKey>> {
        let _ = context;
        Box::pin(core::future::ready(Ok(None)))
    }

    /// Wraps anew, as [`KeyProvider::rewrap`] does.
    fn rewrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, Vec<u8>> {
        Box::pin(async move {
            let key = self.unwrap(context, wrapped).await?;
            self.wrap(context, &key).await
        })
    }

    /// What the provider is and which root key it uses, for evidence; never a secret.
    fn describe(&self) -> ProviderDescription;
}

/// An asynchronous provider for callers that wait: polls on the calling thread, which sleeps in between, and gives up after a
/// time limit.
///
/// A client that wants a runtime gets it through [`entering`](Self::entering): its reactor must run on other threads, as that of
/// tokio's multi-threaded runtime does.
///
/// ```
/// use std::time::Duration;
/// use phi_envelope::{BlockingProvider, EphemeralProvider, KeyProvider, ThreadedProvider};
/// use phi_types::OsEntropy;
/// // Sync, made asynchronous, made sync again.
/// let provider = ThreadedProvider::new(EphemeralProvider::generate(&OsEntropy)?);
/// let provider = BlockingProvider::new(provider, Duration::from_secs(5));
/// assert_eq!(KeyProvider::describe(&provider).kind, "ephemeral");
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
pub struct BlockingProvider<A> {
    inner: A,
    limit: Duration,
    enter: Option<Box<Enter>>,
}

/// Runs what it is given with the runtime entered.
type Enter = dyn Fn(&mut dyn FnMut()) + Send + Sync;

impl<A: AsyncKeyProvider> BlockingProvider<A> {
    /// Waits up to `limit` for each answer; past it the answer is [`ProviderError::Unavailable`].
    pub const fn new(inner: A, limit: Duration) -> Self {
        Self { inner, limit, enter: None }
    }

    /// Runs each call inside of `enter`, which enters a runtime: `|call| { let _entered = handle.enter(); call() }`.
    #[must_use]
    pub fn entering(mut self, enter: impl Fn(&mut dyn FnMut()) + Send + Sync + 'static) -> Self {
        self.enter = Some(Box::new(enter));
        self
    }

    fn wait<T>(&self, future: ProviderFuture<'_, T>) -> Result<T, ProviderError> {
        let (mut future, mut answer) = (Some(future), Err(ProviderError::Unavailable));
        let mut call = || {
            if let Some(future) = future.take() {
                answer = wait(future, self.limit);
            }
        };
        match &self.enter {
            Some(enter) => enter(&mut call),
            None => call(),
        }
        answer
    }
}

impl<A: AsyncKeyProvider> KeyProvider for BlockingProvider<A> {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.wait(self.inner.wrap(*context, key))
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.wait(self.inner.unwrap(*context, wrapped))
    }

    fn generate(&self, context: &WrapContext<'_>) -> Result<Option<GeneratedKey>, ProviderError> {
        self.wait(self.inner.generate(*context))
    }

    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        self.wait(self.inner.rewrap(*context, wrapped))
    }

    fn describe(&self) -> ProviderDescription {
        self.inner.describe()
    }
}

/// Wakes a thread that is parked.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait<T>(future: ProviderFuture<'_, T>, limit: Duration) -> Result<T, ProviderError> {
    let (mut future, waker) = (pin!(future), Waker::from(Arc::new(Unpark(thread::current()))));
    let begun = Instant::now();
    loop {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return answer;
        }
        match limit.checked_sub(begun.elapsed()) {
            Some(left) if !left.is_zero() => thread::park_timeout(left),
            _ => return Err(ProviderError::Unavailable),
        }
    }
}

/// A provider that blocks, for callers that must not: each call runs on a thread of its own. Calls are as rare as tenants.
pub struct ThreadedProvider<P> {
    inner: Arc<P>,
}

impl<P: KeyProvider + 'static> ThreadedProvider<P> {
    /// Adapts a provider.
    pub fn new(inner: P) -> Self {
        Self { inner: Arc::new(inner) }
    }
}

impl<P: KeyProvider + 'static> ThreadedProvider<P> {
    fn call<T: Send + 'static>(
        &self,
        context: WrapContext<'_>,
        call: impl FnOnce(&P, &WrapContext<'_>) -> Result<T, ProviderError> + Send + 'static,
    ) -> ProviderFuture<'static, T> {
        let (inner, tenant) = (Arc::clone(&self.inner), context.tenant.clone());
        let (version, role) = (context.version, context.role);
        on_a_thread(move || call(&inner, &WrapContext { tenant: &tenant, version, role }))
    }
}

impl<P: KeyProvider + 'static> AsyncKeyProvider for ThreadedProvider<P> {
    fn wrap<'a>(&'a self, context: WrapContext<'a>, key: &'a KeyMaterial) -> ProviderFuture<'a, Vec<u8>> {
        let key = KeyMaterial::from_bytes(key.expose());
        self.call(context, move |inner, context| inner.wrap(context, &key))
    }

    fn unwrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, KeyMaterial> {
        let wrapped = wrapped.to_vec();
        self.call(context, move |inner, context| inner.unwrap(context, &wrapped))
    }

    fn generate<'a>(&'a self, context: WrapContext<'a>) -> ProviderFuture<'a, Option<GeneratedKey>> {
        self.call(context, |inner, context| inner.generate(context))
    }

    fn rewrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, Vec<u8>> {
        let wrapped = wrapped.to_vec();
        self.call(context, move |inner, context| inner.rewrap(context, &wrapped))
    }

    fn describe(&self) -> ProviderDescription {
        self.inner.describe()
    }
}

/// Where a thread leaves its answer.
struct Desk<T>(Mutex<OnDesk<T>>);

struct OnDesk<T> {
    answer: Option<Result<T, ProviderError>>,
    waker: Option<Waker>,
}

impl<T> Desk<T> {
    fn leave(&self, answer: Result<T, ProviderError>) {
        let mut desk = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        desk.answer.get_or_insert(answer);
        let waker = desk.waker.take();
        drop(desk);
        waker.into_iter().for_each(Waker::wake);
    }
}

/// Leaves "unavailable" when the thread ends without an answer.
struct Leaves<T>(Arc<Desk<T>>);

impl<T> Drop for Leaves<T> {
    fn drop(&mut self) {
        self.0.leave(Err(ProviderError::Unavailable));
    }
}

struct Answer<T>(Arc<Desk<T>>);

impl<T> Future for Answer<T> {
    type Output = Result<T, ProviderError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut desk = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        match desk.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                desk.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn on_a_thread<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, ProviderError> + Send + 'static,
) -> ProviderFuture<'static, T> {
    let desk = Arc::new(Desk(Mutex::new(OnDesk { answer: None, waker: None })));
    let leaves = Leaves(Arc::clone(&desk));
    // A thread that cannot be had drops what it was given, and that leaves "unavailable".
    let _ = thread::Builder::new().name("phi-key-provider".into()).spawn(move || leaves.0.leave(call()));
    Box::pin(Answer(desk))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EphemeralProvider, provider::WrapRole, testing};
    use phi_types::{OsEntropy, TenantId};

    /// Never answers.
    struct Silent;

    impl AsyncKeyProvider for Silent {
        fn wrap<'a>(&'a self, _: WrapContext<'a>, _: &'a KeyMaterial) -> ProviderFuture<'a, Vec<u8>> {
            Box::pin(core::future::pending())
        }
        fn unwrap<'a>(&'a self, _: WrapContext<'a>, _: &'a [u8]) -> ProviderFuture<'a, KeyMaterial> {
            Box::pin(core::future::pending())
        }
        fn describe(&self) -> ProviderDescription {
            EphemeralProvider::generate(&OsEntropy).unwrap().describe()
        }
    }

    /// Panics.
    struct Breaks;

    impl KeyProvider for Breaks {
        fn wrap(&self, _: &WrapContext<'_>, _: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
            panic!("a defect of the provider")
        }
        fn unwrap(&self, _: &WrapContext<'_>, _: &[u8]) -> Result<KeyMaterial, ProviderError> {
            panic!("a defect of the provider")
        }
        fn describe(&self) -> ProviderDescription {
            Silent.describe()
        }
    }

    #[test]
    fn there_and_back_again_keeps_what_providers_promise() {
        let provider = ThreadedProvider::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        let entered = Arc::new(Mutex::new(0));
        let counts = Arc::clone(&entered);
        let provider = BlockingProvider::new(provider, Duration::from_secs(60)).entering(move |call| {
            *counts.lock().unwrap() += 1;
            call();
        });
        testing::key_provider(&provider, testing::Effort::Sampled).unwrap();
        assert!(*entered.lock().unwrap() > 10);
    }

    #[test]
    fn silence_and_a_panic_are_outages() {
        let tenant = TenantId::new("north").unwrap();
        let context = WrapContext { tenant: &tenant, version: 1, role: WrapRole::Primary };
        let silent = BlockingProvider::new(Silent, Duration::from_millis(20));
        assert_eq!(KeyProvider::unwrap(&silent, &context, &[1]).err(), Some(ProviderError::Unavailable));
        let breaks = BlockingProvider::new(ThreadedProvider::new(Breaks), Duration::from_secs(60));
        assert_eq!(KeyProvider::unwrap(&breaks, &context, &[1]).err(), Some(ProviderError::Unavailable));
    }
}
