//! Root keys of `phi-envelope` in the transit engine of OpenBao or HashiCorp Vault.
//!
//! ```no_run
//! use phi_envelope::url::VaultUrl;
//! use phi_envelope_vault::{HttpTransport, VaultProvider};
//! # fn token_of_the_agent() -> secrecy::SecretString { "s.example".to_owned().into() }
//! let url: VaultUrl = "vault:http://127.0.0.1:8100/transit/keys/clinic".parse()?; // an agent on this machine
//! let provider = VaultProvider::open(&url, token_of_the_agent(), HttpTransport::new())?; // a `KeyProvider`
//! if provider.check()?.deletion_allowed {
//!     eprintln!("one call deletes the root key");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A server elsewhere is reached by `https://` with an agent of the host, that is with its roots of trust, given to
//! [`HttpTransport::with_agent`]; the program depends on `ureq` with a feature for TLS. Or the host brings its own [`Transport`].
//!
//! **Goals.** The root key stays in the engine: one that is exportable, or may be backed up in the clear, is refused, at the start and at each
//! use ([`InsecureExportable`] is the way around, by name). A wrap is bound to tenant, version and role whatever the server does,
//! by what is encrypted itself; on top of that by `associated_data` where a trial shows that the server binds them (parameters that it
//! does not know a server passes over in silence), and by `context` where the key is a derived one. The version of the root key
//! is chosen here, checked in the answer and kept in the wrap. A key that was deleted and made again is noticed. Whatever does not
//! unwrap is one opaque refusal; a server that is sealed, a standby, throttling, silent or without a valid token is an outage, so that the
//! key cache serves on. Requests are repeated within bounds of number and time, answers are bounded in length and read strictly.
//!
//! **Non-goals.** No logging in: the host has the token, or an agent that gets it ([`TokenSource`]). No key is made, rotated or deleted
//! here. A plaintext passes through the buffers of the HTTP client, which are not wiped.
//!
//! Helps implement 45 CFR 164.312(a)(2)(iv). Who may reach the server, and who may use and administer the key, stays with the adopter.
#![forbid(unsafe_code)]

mod engine;
mod error;
mod exportable;
mod key;
mod provider;
mod renewal;
mod server;
mod token;
mod transport;
mod wire;
mod wrap;

pub use error::VaultError;
pub use exportable::InsecureExportable;
pub use key::TransitKey;
pub use provider::VaultProvider;
pub use server::Limits;
pub use token::TokenSource;
pub use transport::{Answer, HttpTransport, MAX_ANSWER, Method, NoAnswer, Request, Transport};
pub use ureq;
pub use wrap::Way;
