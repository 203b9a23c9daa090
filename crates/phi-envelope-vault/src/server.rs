//! The server: one request at a time, repeated within bounds, and the token behind each.

use std::time::{Duration, Instant};

use phi_envelope::url::VaultUrl;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    error::{self, Failure, Status, VaultError},
    token::TokenSource,
    transport::{Answer, Method, Request, Transport},
};

/// How long, and how often. An operation (a wrap, an unwrap) is made of a few requests, which share these bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest that one exchange may last; five seconds unless set.
    pub exchange: Duration,
    /// The longest that an operation may last with all its requests and pauses; fifteen seconds unless set.
    pub operation: Duration,
    /// How many requests of an operation may be repeated; three unless set.
    pub repeats: u32,
    /// The pause before the first repetition, doubled for each further one; 200 milliseconds unless set.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            exchange: Duration::from_secs(5),
            operation: Duration::from_secs(15),
            repeats: 3,
            pause: Duration::from_millis(200),
        }
    }
}

/// What an operation has left of its limits.
pub(crate) struct Budget {
    begun: Instant,
    repeated: u32,
    /// Whether one more token may be tried.
    tokens: bool,
    /// An exchange brought no answer: what was proven of the server has to be proven anew.
    pub(crate) cut_off: bool,
}

pub(crate) struct Server {
    transport: Box<dyn Transport>,
    tokens: Box<dyn TokenSource>,
    url: VaultUrl,
    pub(crate) limits: Limits,
}

impl Server {
    pub(crate) fn new(url: VaultUrl, tokens: Box<dyn TokenSource>, transport: Box<dyn Transport>) -> Self {
        Self { transport, tokens, url, limits: Limits::default() }
    }

    pub(crate) const fn url(&self) -> &VaultUrl {
        &self.url
    }

    pub(crate) fn begin(&self) -> Budget {
        Budget { begun: self.transport.now(), repeated: 0, tokens: true, cut_off: false }
    }

    /// Asks the transit engine: `ROUTE/NAME` below the mount.
    pub(crate) fn ask(&self, budget: &mut Budget, method: Method, route: &str, body: &str) -> Result<Answer, Failure> {
        self.ask_at(budget, method, &format!("{}/{route}/{}", self.url.mount(), self.url.key()), body)
    }

    /// Asks at any path below `/v1/`, <https://openbao.org/docs/api/#http-api>.
    pub(crate) fn ask_at(
        &self,
        budget: &mut Budget,
        method: Method,
        path: &str,
        body: &str,
    ) -> Result<Answer, Failure> {
        let url = format!("{}/v1/{path}", self.url.address());
        let mut token = self.tokens.token().ok_or(VaultError::Token)?;
        loop {
            let left = self.left(budget)?;
            let deadline = self.limits.exchange.min(left);
            let namespace = self.url.namespace();
            let request = Request { method, url: &url, token: well_formed(&token)?, namespace, body, deadline };
            match self.transport.exchange(&request) {
                Ok(answer) if answer.status == 200 => return Ok(answer),
                Ok(answer) => match error::status(answer.status) {
                    Status::Final(failure) => return Err(failure),
                    Status::Forbidden => token = self.another(budget, &token).ok_or(VaultError::Token)?,
                    Status::Again => self.wait(budget)?,
                },
                Err(_) => {
                    budget.cut_off = true;
                    self.wait(budget)?;
                }
            }
        }
    }

    /// Another token than the one that was refused, once for each operation.
    fn another(&self, budget: &mut Budget, refused: &SecretString) -> Option<SecretString> {
        let may = std::mem::replace(&mut budget.tokens, false);
        let token = if may { self.tokens.token() } else { None };
        token.filter(|token| token.expose_secret() != refused.expose_secret())
    }

    fn left(&self, budget: &Budget) -> Result<Duration, Failure> {
        let spent = self.transport.now().saturating_duration_since(budget.begun);
        let left = self.limits.operation.checked_sub(spent).filter(|left| !left.is_zero());
        left.ok_or(Failure::Stands(VaultError::Unavailable))
    }

    fn wait(&self, budget: &mut Budget) -> Result<(), Failure> {
        if budget.repeated >= self.limits.repeats {
            return Err(VaultError::Unavailable.into());
        }
        let pause = self.limits.pause.saturating_mul(1_u32.checked_shl(budget.repeated).unwrap_or(u32::MAX));
        budget.repeated = budget.repeated.saturating_add(1);
        let left = self.left(budget)?;
        // A pause that uses up what is left would only delay the answer.
        if pause >= left {
            return Err(VaultError::Unavailable.into());
        }
        self.transport.pause(pause);
        Ok(())
    }
}

/// A token is made of visible ASCII; anything else could not be a header, or would be two.
fn well_formed(token: &SecretString) -> Result<&SecretString, Failure> {
    let text = token.expose_secret();
    let good = !text.is_empty() && text.len() <= 4096 && text.bytes().all(|byte| byte.is_ascii_graphic());
    if good { Ok(token) } else { Err(VaultError::Token.into()) }
}
