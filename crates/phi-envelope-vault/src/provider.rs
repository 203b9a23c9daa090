//! The key provider over a key of a transit engine.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use ctutils::CtEq as _;
use phi_envelope::{
    KeyLocation, KeyMaterial, KeyProvider, ProviderDescription, ProviderError, WrapContext, url::VaultUrl,
};
use phi_types::{Entropy, OsEntropy};

use crate::{
    engine::{Engine, With},
    error::{Failure, VaultError},
    key::{self, Seen, TransitKey},
    server::{Budget, Limits, Server},
    token::TokenSource,
    transport::Transport,
    wrap::{self, How, Way, Wrap},
};

/// A root key in a transit engine.
///
/// Each call reads the key first and checks it, so one that became exportable or was replaced is not used; calls are as rare as tenants.
/// The first wrap, and the first one after an exchange that brought no answer, tries whether the engine binds associated data.
pub struct VaultProvider {
    server: Server,
    way: Way,
    entropy: Arc<dyn Entropy>,
    lenient: bool,
    known: Mutex<Known>,
}

/// What was found out about server and key.
#[derive(Default)]
struct Known {
    seen: Seen,
    /// For these, whether associated data are bound.
    binds: Option<(Way, bool, bool)>,
}

impl VaultProvider {
    /// Asks the server for the key that the URL names, checks it, and tries what the engine binds.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open(
        url: &VaultUrl,
        tokens: impl TokenSource + 'static,
        transport: impl Transport + 'static,
    ) -> Result<Self, VaultError> {
        let provider = Self::new(url, tokens, transport);
        provider.check()?;
        Ok(provider)
    }

    /// [`open`](Self::open) without asking the server yet: for a process that has to start while the server is down. Whatever is checked there
    /// is checked by the first call.
    pub fn new(url: &VaultUrl, tokens: impl TokenSource + 'static, transport: impl Transport + 'static) -> Self {
        Self {
            server: Server::new(url.clone(), Box::new(tokens), Box::new(transport)),
            way: Way::default(),
            entropy: Arc::new(OsEntropy),
            lenient: false,
            known: Mutex::default(),
        }
    }

    /// Wraps in this way from now on. What was wrapped in the other opens as before.
    #[must_use]
    pub const fn wrapping_by(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    /// Waits and repeats within these limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.server.limits = limits;
        self
    }

    /// Draws nonces and trials from this source instead of the system's.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    pub(crate) const fn leniently(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Reads the key, checks it, tries what the engine binds, and tells about the key: for a start, and for a monitor.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn check(&self) -> Result<TransitKey, VaultError> {
        self.operation(|budget| {
            let key = self.key(budget)?;
            self.binds(budget, &key)?;
            Ok(key)
        })
        .map_err(VaultError::from)
    }

    /// Has the server prolong the token's life, and answers for how long it lives now: less each time when it nears the end that was set for
    /// it. For a host's timer; whoever has an agent that renews does not need it.
    /// <https://openbao.org/docs/api/auth/token/#renew-a-token-self>,
    /// <https://developer.hashicorp.com/vault/api-docs/auth/token#renew-a-token-self>
    ///
    /// # Errors
    /// [`VaultError::Token`] when it is lost, or of a kind that cannot be renewed; others see [`VaultError`].
    pub fn renew_token(&self) -> Result<Duration, VaultError> {
        let renewed = self.operation(|budget| crate::renewal::renew(&self.server, budget));
        renewed.map_err(VaultError::from)
    }

    fn operation<T>(&self, work: impl FnOnce(&mut Budget) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut budget = self.server.begin();
        let answer = work(&mut budget);
        if budget.cut_off {
            self.lock().binds = None;
        }
        answer
    }

    fn key(&self, budget: &mut Budget) -> Result<TransitKey, Failure> {
        let (key, seen) = key::read(&self.server, budget, self.lenient)?;
        let mut known = self.lock();
        known.seen = key::same(&known.seen, seen)?;
        Ok(key)
    }

    /// How wraps are made now.
    fn how(&self, budget: &mut Budget, key: &TransitKey) -> Result<How, Failure> {
        Ok(How { way: self.way, associated: self.binds(budget, key)?, derived: key.derived })
    }

    fn binds(&self, budget: &mut Budget, key: &TransitKey) -> Result<bool, Failure> {
        let known = self.lock().binds;
        if let Some((way, derived, binds)) = known
            && (way, derived) == (self.way, key.derived)
            && !budget.cut_off
        {
            return Ok(binds);
        }
        let mut engine = self.engine(budget);
        let binds = engine.binds_associated_data(key.latest_version, self.way, key.derived, &*self.entropy)?;
        self.lock().binds = Some((self.way, key.derived, binds));
        Ok(binds)
    }

    fn make_wrap(
        &self,
        budget: &mut Budget,
        context: &[u8],
        root: &TransitKey,
        how: How,
        key: &KeyMaterial,
    ) -> Result<Vec<u8>, Failure> {
        let bound = how.bound(context);
        let with = With::of(how, &bound);
        let version = root.latest_version;
        let (version, ciphertext, sealed) = match how.way {
            Way::Encrypt => {
                let plaintext = wrap::join(key, &bound);
                (version, self.engine(budget).encrypt(version, with, &*plaintext)?, Vec::new())
            }
            Way::DataKey => {
                let made = self.engine(budget).data_key(with)?;
                // It cannot be asked for a version. Another than the newest of before has to be the newest of now.
                if made.version != version && self.key(budget)?.latest_version != made.version {
                    return Err(VaultError::Answer.into());
                }
                let mut nonce = [0; 12];
                self.entropy.fill(&mut nonce).map_err(|_| VaultError::Unavailable)?;
                let sealed = wrap::seal(&made.key, &nonce, &bound, key).ok_or(VaultError::Answer)?;
                (made.version, made.ciphertext, sealed)
            }
        };
        Ok(Wrap { how, version, ciphertext: &ciphertext, sealed: &sealed }.write())
    }

    fn open_wrap(&self, budget: &mut Budget, context: &[u8], wrap: Wrap<'_>) -> Result<KeyMaterial, Failure> {
        let bound = wrap.how.bound(context);
        let with = With::of(wrap.how, &bound);
        let opened = match self.engine(budget).decrypt(wrap.version, with, wrap.ciphertext) {
            // Wrong tag, wrong context, a version that is archived or not there yet: one refusal.
            Err(Failure::BadRequest) => Err(Failure::Refused),
            answer => answer,
        }?;
        let key = match wrap.how.way {
            Way::Encrypt => wrap::part(&opened, &bound),
            Way::DataKey => wrap::open(&opened, &bound, wrap.sealed),
        };
        key.ok_or(Failure::Refused)
    }

    const fn engine<'a>(&'a self, budget: &'a mut Budget) -> Engine<'a> {
        Engine { server: &self.server, budget }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyProvider for VaultProvider {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        let context = context.associated_data();
        let wrapped = self.operation(|budget| {
            let root = self.key(budget)?;
            let how = self.how(budget, &root)?;
            self.make_wrap(budget, &context, &root, how, key)
        });
        wrapped.map_err(ProviderError::from)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        let wrap = Wrap::read(wrapped).ok_or(ProviderError::Refused)?;
        let context = context.associated_data();
        let opened = self.operation(|budget| {
            self.key(budget)?;
            self.open_wrap(budget, &context, wrap)
        });
        opened.map_err(ProviderError::from)
    }

    /// The server does it (`rewrap`) where it can. It cannot where associated data bind the wrap, which its route does not take: there the
    /// wrap is unwrapped and wrapped. What comes back was opened and holds the same key.
    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        let old = Wrap::read(wrapped).ok_or(ProviderError::Refused)?;
        let context = context.associated_data();
        let renewed = self.operation(|budget| {
            let root = self.key(budget)?;
            let how = self.how(budget, &root)?;
            // The server does not see all that a wrap is bound to, so the old one is opened here in any case.
            let held = self.open_wrap(budget, &context, old)?;
            let new = if old.how == how && !how.associated && old.version < root.latest_version {
                let bound = how.bound(&context);
                let to = root.latest_version;
                let ciphertext =
                    self.engine(budget).rewrap((old.version, to), With::of(how, &bound), old.ciphertext)?;
                Wrap { version: to, ciphertext: &ciphertext, ..old }.write()
            } else {
                self.make_wrap(budget, &context, &root, how, &held)?
            };
            let again = self.open_wrap(budget, &context, Wrap::read(&new).ok_or(VaultError::Answer)?)?;
            let same: bool = again.expose().ct_eq(held.expose()).into();
            if same { Ok(new) } else { Err(VaultError::Answer.into()) }
        });
        renewed.map_err(ProviderError::from)
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription {
            kind: "vault transit",
            root_key: self.server.url().to_string(),
            location: KeyLocation::External,
        }
    }
}
