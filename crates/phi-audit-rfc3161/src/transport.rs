//! How a request gets to the authority: RFC 3161, section 3.4.

use std::time::Duration;

/// No answer came in time, it was too long, or it was none of a time-stamping authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer of a time-stamping authority came in time")]
pub struct NoAnswer;

/// The longest answer that is read, in bytes: room for a chain of certificates.
pub const MAX_ANSWER: usize = 64 * 1024;

/// Carries one request.
///
/// # Implementing
/// Bound the time of the whole exchange and the length of the answer, and follow no redirect.
pub trait Transport: Send + Sync {
    /// Posts a request in DER and returns the answer, of at most [`MAX_ANSWER`] bytes.
    ///
    /// # Errors
    /// [`NoAnswer`].
    fn post(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, NoAnswer>;
}

impl<F: Fn(&str, &[u8]) -> Result<Vec<u8>, NoAnswer> + Send + Sync> Transport for F {
    fn post(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, NoAnswer> {
        self(url, request)
    }
}

/// HTTP/1.1 by `ureq`. Proxies of the environment are not used.
#[derive(Debug)]
pub struct HttpTransport {
    agent: ureq::Agent,
}

impl HttpTransport {
    /// Gives up after this time, from the look-up of the name to the last byte of the answer.
    ///
    /// It speaks `http://` alone, unless the program itself depends on `ureq` with one of its features for TLS. A hash is
    /// sent, and what counts is signed.
    #[must_use]
    pub fn new(deadline: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(deadline))
            .max_redirects(0)
            .proxy(None)
            .user_agent("phi-audit-rfc3161")
            .build();
        Self { agent: config.into() }
    }
}

impl Transport for HttpTransport {
    fn post(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, NoAnswer> {
        let post = self.agent.post(url).header("content-type", "application/timestamp-query");
        let mut answer = post.send(request).map_err(|_| NoAnswer)?;
        let kind = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if answer.status().as_u16() != 200 || !kind.trim().eq_ignore_ascii_case("application/timestamp-reply") {
            return Err(NoAnswer);
        }
        let limit = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
        answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|_| NoAnswer)
    }
}
