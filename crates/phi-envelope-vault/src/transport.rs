//! How a request gets to the server.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use secrecy::{ExposeSecret as _, SecretString};
use ureq::{RequestBuilder, http::HeaderValue};
use zeroize::Zeroizing;

/// The longest answer that is read, in bytes. What a key says of itself grows by some twenty bytes with each version.
pub const MAX_ANSWER: usize = 1024 * 1024;

/// No answer came in time, or it was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer came in time, or it was too long")]
pub struct NoAnswer;

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
}

/// A request. Without `Debug`: token and body are secrets.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: &'a str,
    /// Goes into the header `X-Vault-Token`.
    pub token: &'a SecretString,
    /// Goes into the header `X-Vault-Namespace`.
    pub namespace: Option<&'a str>,
    /// JSON; empty for [`Method::Get`].
    pub body: &'a str,
    /// How long the exchange may last, from the look-up of the name to the last byte.
    pub deadline: Duration,
}

/// An answer, whatever its status. The body is wiped when it is dropped.
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// An answer of this status with this body, of at most [`MAX_ANSWER`] bytes.
    #[must_use]
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, body: Zeroizing::new(body) }
    }
}

/// Carries requests, and has the time.
///
/// # Implementing
/// Keep to the deadline, bound the length of the answer, follow no redirect, write nothing of it down, and send the header
/// `X-Vault-Request: true`, which a proxy may ask for.
pub trait Transport: Send + Sync {
    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, NoAnswer>;

    /// Waits before another attempt.
    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    /// The time.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, NoAnswer> {
        (**self).exchange(request)
    }

    fn pause(&self, time: Duration) {
        (**self).pause(time);
    }

    fn now(&self) -> Instant {
        (**self).now()
    }
}

/// HTTP/1.1 by `ureq`, which keeps connections.
#[derive(Debug)]
pub struct HttpTransport {
    agent: ureq::Agent,
    /// Whether the agent is one that somebody has set up for TLS.
    secure: bool,
}

impl HttpTransport {
    /// For a server or an agent of it on this machine, without TLS: an address with `https://` is not reached. Proxies of the environment are
    /// not used.
    #[must_use]
    pub fn new() -> Self {
        Self { agent: ureq::Agent::config_builder().proxy(None).build().into(), secure: false }
    }

    /// Through the host's agent: with its TLS, its roots of trust, its client certificate, its proxy.
    ///
    /// Deadlines, redirects, statuses and the lengths of header and body are set for each request, whatever the agent says.
    #[must_use]
    pub const fn with_agent(agent: ureq::Agent) -> Self {
        Self { agent, secure: true }
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for HttpTransport {
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, NoAnswer> {
        // Without roots of trust that somebody chose there is nobody to believe.
        if request.url.starts_with("https://") && !self.secure {
            return Err(NoAnswer);
        }
        let mut token = HeaderValue::from_str(request.token.expose_secret()).map_err(|_| NoAnswer)?;
        token.set_sensitive(true);
        let answer = match request.method {
            Method::Get => prepare(self.agent.get(request.url), request, token).call(),
            Method::Post => prepare(self.agent.post(request.url), request, token)
                .header("content-type", "application/json")
                .send(request.body),
        };
        let mut answer = answer.map_err(|_| NoAnswer)?;
        let status = answer.status().as_u16();
        let limit = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
        let body = read(answer.body_mut().with_config().limit(limit).reader())?;
        Ok(Answer { status, body })
    }
}

fn prepare<B>(builder: RequestBuilder<B>, request: &Request<'_>, token: HeaderValue) -> RequestBuilder<B> {
    let builder = builder
        .config()
        .timeout_global(Some(request.deadline))
        .http_status_as_error(false)
        .https_only(request.url.starts_with("https://"))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(16 * 1024)
        .user_agent("phi-envelope-vault")
        .build()
        .header("x-vault-token", token)
        .header("x-vault-request", "true");
    match request.namespace {
        Some(namespace) => builder.header("x-vault-namespace", namespace),
        None => builder,
    }
}

/// Reads to the end without leaving copies behind: an answer may hold a key.
fn read(mut reader: impl std::io::Read) -> Result<Zeroizing<Vec<u8>>, NoAnswer> {
    let mut body = Zeroizing::new(Vec::with_capacity(4096));
    let mut piece = Zeroizing::new([0; 4096]);
    loop {
        let count = reader.read(&mut *piece).map_err(|_| NoAnswer)?;
        let piece = piece.get(..count).unwrap_or_default();
        if piece.is_empty() {
            return Ok(body);
        }
        if body.capacity() - body.len() < piece.len() {
            let mut larger = Zeroizing::new(Vec::with_capacity(body.capacity().saturating_mul(2)));
            larger.extend_from_slice(&body);
            body = larger;
        }
        body.extend_from_slice(piece);
    }
}
