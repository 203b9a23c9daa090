//! Policies as documents: TOML and JSON, with a version, and with tests that have to pass.

mod catalogue;
mod instant;
mod read;
mod section;
mod shape;
mod suggest;
mod tests;
mod word;
mod write;

pub use catalogue::Catalogue;
pub use read::LoadError;
pub(crate) use shape::InlineTest;
pub(crate) use tests::run_one;

use alloc::string::String;

use crate::policy::Policy;

/// The longest document: ten thousand rules have room in it twice over, and memory stays bounded.
const LONGEST: usize = 4 << 20;

/// Brackets within brackets: the shape has three levels. Looked at before a parser, which would keep a token for each.
const DEEPEST: usize = 32;

fn is_within_bounds(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for byte in text.bytes() {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(b'"'), b'\\') => escaped = true,
            (Some(b'#'), b'\n') => quote = None,
            (Some(open), close) if open == close && open != b'#' => quote = None,
            (None, b'"' | b'\'' | b'#') => quote = Some(byte),
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return false;
        }
    }
    true
}

impl Policy {
    /// Loads a policy from TOML. Unknown keys, words and names are errors; the tests in the document are run, and when one fails
    /// there is no policy.
    ///
    /// ```
    /// use phi_access::{Catalogue, Policy};
    /// # use phi_types::{PersonName, Phi, PhiRecord, SubjectId, Text};
    /// # #[derive(PhiRecord)] #[phi(record = "Patient")]
    /// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName, #[phi(clinical)] allergies: Phi<Text> }
    /// let policy = Policy::from_toml(r#"
    ///     version = 1
    ///     [[role]]
    ///     name = "nurse"
    ///     [[rule]]
    ///     id = "nurse-care"
    ///     effect = "permit"
    ///     roles = ["nurse"]
    ///     actions = ["read"]
    ///     purposes = ["TREAT"]
    ///     record = "Patient"
    ///     fields = ["name"]
    ///     when = ["treating"]
    ///     [[test]]
    ///     name = "a stranger sees nothing"
    ///     roles = ["nurse"]
    ///     action = "read"
    ///     purpose = "TREAT"
    ///     record = "Patient"
    ///     fields = ["name"]
    ///     expect = "deny"
    /// "#, &Catalogue::new().with::<Patient>())?;
    /// assert_eq!(policy.to_toml(), Policy::from_toml(&policy.to_toml(), &Catalogue::new().with::<Patient>())?.to_toml());
    /// # Ok::<(), phi_access::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn from_toml(text: &str, catalogue: &Catalogue) -> Result<Self, LoadError> {
        if !is_within_bounds(text) {
            return Err(LoadError::TooLarge);
        }
        if let Some(document) = section::read(text) {
            return read::read(document, catalogue);
        }
        let document = toml::from_str(text).map_err(|error| LoadError::Syntax {
            line: error.span().map(|span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count()),
            reason: error.message().into(),
        })?;
        read::read(document, catalogue)
    }

    /// Loads a policy from JSON, with the same keys.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn from_json(text: &str, catalogue: &Catalogue) -> Result<Self, LoadError> {
        if !is_within_bounds(text) {
            return Err(LoadError::TooLarge);
        }
        let document = serde_json::from_str(text).map_err(|error| LoadError::Syntax {
            line: Some(error.line()),
            reason: alloc::string::ToString::to_string(&error),
        })?;
        read::read(document, catalogue)
    }

    /// The policy as TOML, without the rules that the library adds. Loading it again gives the same policy with the same digest.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // The shape has nothing that TOML cannot write; were it otherwise, nothing would load.
        toml::to_string(&write::document(self)).unwrap_or_default()
    }

    /// The policy as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&write::document(self)).unwrap_or_default()
    }
}
