//! Where the token comes from.

use std::sync::Arc;

use secrecy::SecretString;

/// Has the token that requests are made with. It is asked for each request, so a token that was replaced meanwhile is used at once: after
/// a refusal the source is asked again, and another token than the refused one gets one more try.
///
/// A `SecretString` is a source that never changes.
///
/// ```
/// use std::sync::RwLock;
/// use phi_envelope_vault::TokenSource;
/// use secrecy::SecretString;
///
/// /// What an agent beside this process logs in for, and writes anew.
/// struct Kept(RwLock<SecretString>);
///
/// impl TokenSource for Kept {
///     fn token(&self) -> Option<SecretString> {
///         self.0.read().ok().map(|token| token.clone())
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync {
    /// The token of now; none when there is none to be had.
    fn token(&self) -> Option<SecretString>;
}

impl TokenSource for SecretString {
    fn token(&self) -> Option<SecretString> {
        Some(self.clone())
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> Option<SecretString> {
        (**self).token()
    }
}
