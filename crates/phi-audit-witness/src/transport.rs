//! How a request gets to the witness.

use std::time::Duration;

/// No answer came in time, or it was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer came in time, or it was too long")]
pub struct NoAnswer;

/// The longest answer that is read, in bytes: room for many cosignatures.
pub const MAX_ANSWER: usize = 16 * 1024;

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The header `Content-Type`; empty if there is none.
    pub content_type: String,
    /// The body, of at most [`MAX_ANSWER`] bytes.
    pub body: Vec<u8>,
}

/// Carries one request.
///
/// # Implementing
/// Bound the time of the whole exchange and the length of the answer, and follow no redirect.
pub trait Transport: Send + Sync {
    /// Posts a body and returns the answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    fn post(&self, url: &str, body: &str) -> Result<Answer, NoAnswer>;
}

/// HTTP/1.1 by `ureq`, which keeps connections. Proxies of the environment are not used.
#[derive(Debug)]
pub struct HttpTransport {
    agent: ureq::Agent,
}

impl HttpTransport {
    /// Gives up after this time, from the look-up of the name to the last byte of the answer.
    ///
    /// It speaks `http://` alone, unless the program itself depends on `ureq` with one of its features for TLS. What is sent
    /// is no secret and what counts is signed; TLS keeps others from seeing how often the log grows.
    #[must_use]
    pub fn new(deadline: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(deadline))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_response_header_size(MAX_ANSWER)
            .user_agent("phi-audit-witness")
            .build();
        Self { agent: config.into() }
    }
}

impl Transport for HttpTransport {
    fn post(&self, url: &str, body: &str) -> Result<Answer, NoAnswer> {
        let mut answer = self
            .agent
            .post(url)
            .header("content-type", "text/plain; charset=utf-8")
            .send(body)
            .map_err(|_| NoAnswer)?;
        let status = answer.status().as_u16();
        let content_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let limit = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
        let body = answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|_| NoAnswer)?;
        Ok(Answer { status, content_type, body })
    }
}
