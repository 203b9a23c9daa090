//! Spans for HTTP requests: the route, never the address.

use std::collections::BTreeSet;

use tracing::Span;

/// The routes of a service, by which requests are named in spans.
///
/// A request's address names the patient (`/patients/000-17?name=…`), its route does not (`/patients/{id}`). Only what was
/// declared here is written; anything else is `unmatched`. So a span cannot carry an address, even where the framework hands one
/// in by mistake.
///
/// ```
/// use phi_tracing::Routes;
/// let routes = Routes::of(["/patients/{id}", "/health"]);
/// let span = routes.span("GET", Some("/patients/{id}")); // with axum: `MatchedPath`
/// assert_eq!(routes.template(Some("/patients/000-17")), "unmatched");
/// # drop(span);
/// ```
#[derive(Clone, Debug)]
pub struct Routes(BTreeSet<&'static str>);

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

impl Routes {
    /// The templates of a service.
    pub fn of(templates: impl IntoIterator<Item = &'static str>) -> Self {
        Self(templates.into_iter().collect())
    }

    /// The declared template, or `unmatched`.
    #[must_use]
    pub fn template(&self, matched: Option<&str>) -> &'static str {
        matched.and_then(|path| self.0.get(path).copied()).unwrap_or("unmatched")
    }

    /// A span `request` with `method` and `route`; `status` is empty until the host records it. A method that HTTP does not know
    /// (RFC 9110) is `OTHER`, since a client chooses it.
    #[must_use]
    pub fn span(&self, method: &str, matched: Option<&str>) -> Span {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("OTHER");
        tracing::info_span!("request", method, route = self.template(matched), status = tracing::field::Empty)
    }
}
