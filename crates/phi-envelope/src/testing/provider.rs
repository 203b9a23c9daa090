//! What every key provider has to do.

use alloc::{sync::Arc, vec::Vec};
use core::time::Duration;

use phi_types::TenantId;

use super::{Broken, Checks};
use crate::{
    key::KeyMaterial,
    provider::{
        AsyncKeyProvider, BlockingProvider, GeneratedKey, KeyProvider, ProviderDescription, ProviderError,
        ProviderFuture, WrapContext, WrapRole,
    },
};

/// How much is tried. Each try is a call, which a service may charge for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Every bit and every length of a wrapped key.
    Every,
    /// One bit in each eleventh byte, and a few lengths.
    Sampled,
}

/// Runs the promises of [`KeyProvider`] over a provider that can be reached. Answers how many checks there were.
///
/// # Errors
/// The first promise that is not kept.
pub fn key_provider(provider: &dyn KeyProvider, effort: Effort) -> Result<usize, Broken> {
    let mut checks = Checks::default();
    let (north, south) = (tenant("north")?, tenant("south")?);
    let context = |tenant, version, role| WrapContext { tenant, version, role };
    let home = context(&north, 1, WrapRole::Primary);
    let key = KeyMaterial::from_bytes(&[0xC5; 32]);
    let wrapped = provider.wrap(&home, &key).map_err(|_| Broken("a key is wrapped"))?;

    let opens = |context: &WrapContext<'_>, wrapped: &[u8]| provider.unwrap(context, wrapped);
    let same = opens(&home, &wrapped).is_ok_and(|opened| opened.expose() == key.expose());
    checks.that(same, "what was wrapped is unwrapped to the same key")?;
    let again = opens(&home, &wrapped).is_ok_and(|opened| opened.expose() == key.expose());
    checks.that(again, "and again")?;
    checks.that(!holds(&wrapped, key.expose()), "the wrapped bytes do not hold the key")?;

    let refused = |answer: Result<KeyMaterial, ProviderError>| matches!(answer, Err(ProviderError::Refused));
    for (elsewhere, promise) in [
        (context(&south, 1, WrapRole::Primary), "a wrap of one tenant is refused for another"),
        (context(&north, 2, WrapRole::Primary), "a wrap of one version is refused for another"),
        (context(&north, 1, WrapRole::Recovery), "a primary wrap is refused as a recovery wrap"),
    ] {
        checks.that(refused(opens(&elsewhere, &wrapped)), promise)?;
        let theirs = provider.wrap(&elsewhere, &key).map_err(|_| Broken("a key is wrapped in each context"))?;
        checks.that(opens(&elsewhere, &theirs).is_ok(), "a wrap opens in its own context")?;
        checks.that(refused(opens(&home, &theirs)), promise)?;
    }

    let step = if effort == Effort::Every { 1 } else { 11 };
    for at in (0..wrapped.len()).step_by(step) {
        for bit in (0..8).step_by(if effort == Effort::Every { 1 } else { 8 }) {
            let flipped: Vec<u8> = wrapped
                .iter()
                .enumerate()
                .map(|(place, byte)| if place == at { byte ^ 1 << bit } else { *byte })
                .collect();
            checks.that(refused(opens(&home, &flipped)), "a wrap with a flipped bit is refused")?;
        }
        let cut = wrapped.get(..at).unwrap_or_default();
        checks.that(refused(opens(&home, cut)), "a wrap that was cut off is refused")?;
    }
    let longer = [wrapped.as_slice(), &[0]].concat();
    checks.that(refused(opens(&home, &longer)), "a wrap with something behind it is refused")?;
    checks.that(refused(opens(&home, &[0; 300])), "any bytes are refused")?;

    made_and_renewed(provider, &mut checks, [&home, &context(&south, 1, WrapRole::Primary)], (&key, &wrapped))?;

    let (one, other) = (provider.describe(), provider.describe());
    checks.that(one == other, "it describes itself the same way each time")?;
    checks.that(!one.kind.is_empty() && !one.root_key.is_empty(), "it says what it is and names its root key")?;

    let served = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=8_u32)
            .map(|version| {
                let (north, key) = (&north, KeyMaterial::from_bytes(&[u8::try_from(version).unwrap_or_default(); 32]));
                scope.spawn(move || {
                    let context = WrapContext { tenant: north, version, role: WrapRole::Primary };
                    let opened = provider.wrap(&context, &key).and_then(|wrapped| provider.unwrap(&context, &wrapped));
                    opened.is_ok_and(|opened| opened.expose() == key.expose())
                })
            })
            .collect();
        threads.into_iter().all(|thread| thread.join().unwrap_or(false))
    });
    checks.that(served, "it serves several threads at a time")?;
    Ok(checks.0)
}

/// What [`KeyProvider::generate`] and [`KeyProvider::rewrap`] promise, of a key and its wrap in the first of two contexts.
fn made_and_renewed(
    provider: &dyn KeyProvider,
    checks: &mut Checks,
    [home, elsewhere]: [&WrapContext<'_>; 2],
    (key, wrapped): (&KeyMaterial, &[u8]),
) -> Result<(), Broken> {
    let refused = |answer: Result<Vec<u8>, ProviderError>| matches!(answer, Err(ProviderError::Refused));
    let opens_to = |wrapped: &[u8], key: &KeyMaterial| {
        let opened = provider.unwrap(home, wrapped);
        let strays = provider.unwrap(elsewhere, wrapped);
        opened.is_ok_and(|opened| opened.expose() == key.expose()) && matches!(strays, Err(ProviderError::Refused))
    };
    let renewed = provider.rewrap(home, wrapped).map_err(|_| Broken("a key is wrapped anew"))?;
    // It may be the same bytes: AES key wrap is deterministic.
    checks.that(opens_to(&renewed, key), "a new wrap opens to the same key, in its own context")?;
    checks.that(opens_to(wrapped, key), "and the old wrap still does")?;
    checks.that(refused(provider.rewrap(elsewhere, wrapped)), "a wrap of another context is not wrapped anew")?;
    let flipped: Vec<u8> = wrapped.iter().rev().enumerate().map(|(at, byte)| byte ^ u8::from(at == 0)).rev().collect();
    checks.that(refused(provider.rewrap(home, &flipped)), "a wrap with a flipped bit is not wrapped anew")?;

    let generate = || provider.generate(home).map_err(|_| Broken("a key is made, or none is offered"));
    if let (Some((one, its_wrap)), Some((other, _))) = (generate()?, generate()?) {
        checks.that(opens_to(&its_wrap, &one), "a key that was made opens from its wrap, in its own context")?;
        checks.that(one.expose() != other.expose(), "two keys that were made differ")?;
        checks.that(!holds(&its_wrap, one.expose()), "the wrap of a key that was made does not hold it")?;
    }
    Ok(())
}

/// [`key_provider`] for an asynchronous one, polled from the calling thread.
///
/// # Errors
/// The first promise that is not kept.
pub fn async_key_provider(
    provider: Arc<dyn AsyncKeyProvider>,
    limit: Duration,
    effort: Effort,
) -> Result<usize, Broken> {
    key_provider(&BlockingProvider::new(Shared(provider), limit), effort)
}

/// Two providers use one root: what the one wraps, the other unwraps. For a provider that was opened again.
///
/// # Errors
/// Which promise is not kept.
pub fn one_root(one: &dyn KeyProvider, other: &dyn KeyProvider) -> Result<(), Broken> {
    let north = tenant("north")?;
    let context = WrapContext { tenant: &north, version: 1, role: WrapRole::Primary };
    let key = KeyMaterial::from_bytes(&[0xC5; 32]);
    let wrapped = one.wrap(&context, &key).map_err(|_| Broken("a key is wrapped"))?;
    let opened = other.unwrap(&context, &wrapped);
    let same = opened.is_ok_and(|opened| opened.expose() == key.expose());
    Checks::default().that(same, "what the one wrapped, the other unwraps")?;
    Checks::default().that(one.describe() == other.describe(), "both describe themselves alike")
}

/// A context, which else a keyring alone makes: for tests of a provider by itself.
#[must_use]
pub const fn wrap_context(tenant: &TenantId, version: u32, role: WrapRole) -> WrapContext<'_> {
    WrapContext { tenant, version, role }
}

struct Shared(Arc<dyn AsyncKeyProvider>);

impl AsyncKeyProvider for Shared {
    fn wrap<'a>(&'a self, context: WrapContext<'a>, key: &'a KeyMaterial) -> ProviderFuture<'a, Vec<u8>> {
        self.0.wrap(context, key)
    }

    fn unwrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, KeyMaterial> {
        self.0.unwrap(context, wrapped)
    }

    fn generate<'a>(&'a self, context: WrapContext<'a>) -> ProviderFuture<'a, Option<GeneratedKey>> {
        self.0.generate(context)
    }

    fn rewrap<'a>(&'a self, context: WrapContext<'a>, wrapped: &'a [u8]) -> ProviderFuture<'a, Vec<u8>> {
        self.0.rewrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        self.0.describe()
    }
}

fn tenant(name: &str) -> Result<TenantId, Broken> {
    TenantId::new(name).map_err(|_| Broken("the suite's own tenants have good names"))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EphemeralProvider, KeyLocation, ThreadedProvider};
    use phi_types::OsEntropy;

    /// Providers that each break one promise.
    enum Bad {
        Clear,
        Unbound,
        Lenient,
        Talks,
    }

    impl KeyProvider for Bad {
        fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
            let mask = |byte: &u8| if matches!(self, Self::Clear) { *byte } else { byte ^ 0xFF };
            let mut out: Vec<u8> = key.expose().iter().map(mask).collect();
            if !matches!(self, Self::Unbound) {
                out.extend(context.associated_data());
            }
            Ok(out)
        }
        fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
            let (key, bound) = wrapped.split_first_chunk::<32>().ok_or(ProviderError::Refused)?;
            if !matches!(self, Self::Unbound) && bound != context.associated_data() {
                return Err(if matches!(self, Self::Talks) {
                    ProviderError::Unavailable
                } else {
                    ProviderError::Refused
                });
            }
            let mask = |byte: u8| if matches!(self, Self::Clear) { byte } else { byte ^ 0xFF };
            Ok(KeyMaterial::from_bytes(&key.map(mask)))
        }
        fn describe(&self) -> ProviderDescription {
            ProviderDescription { kind: "bad", root_key: "none".into(), location: KeyLocation::BesideTheData }
        }
    }

    #[test]
    fn each_broken_promise_is_found() {
        let found = |bad| key_provider(&bad, Effort::Every).unwrap_err().0;
        assert_eq!(found(Bad::Clear), "the wrapped bytes do not hold the key");
        assert_eq!(found(Bad::Unbound), "a wrap of one tenant is refused for another");
        assert_eq!(found(Bad::Lenient), "a wrap with a flipped bit is refused");
        assert_eq!(found(Bad::Talks), "a wrap of one tenant is refused for another");
    }

    #[test]
    fn asynchronous_ones_are_held_to_the_same() {
        let good = ThreadedProvider::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        assert!(async_key_provider(Arc::new(good), Duration::from_secs(60), Effort::Sampled).unwrap() > 20);
        let bad = ThreadedProvider::new(Bad::Lenient);
        assert!(async_key_provider(Arc::new(bad), Duration::from_secs(60), Effort::Sampled).is_err());
    }
}
