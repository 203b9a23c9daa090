//! Root keys of `phi-envelope` in a hardware security module, over PKCS#11.
//!
//! ```no_run
//! use phi_envelope::{FileKeyStore, url::Pkcs11Url};
//! use phi_envelope_pkcs11::Pkcs11Provider;
//! # fn pin_from_the_safe() -> secrecy::SecretString { "1234".to_owned().into() }
//! let url: Pkcs11Url = "pkcs11:token=clinic;object=root?module-path=/usr/lib/softhsm/libsofthsm2.so".parse()?;
//! let provider = Pkcs11Provider::open(&url, pin_from_the_safe())?; // a `KeyProvider` for `EnvelopeKeyring::new`
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** The root key stays in the token: it is made there, and one that is extractable or not sensitive is refused, when the
//! provider opens and at each use. Wraps are made by AES-GCM with tags of 128 bits, or by AES key wrap with padding ([`Way`]), and are bound
//! to tenant, version and role either way. Whatever does not unwrap is one opaque refusal. A login that was lost is made again, a
//! token that was away is found again (some modules, SoftHSM among them, see it only after `C_Finalize`: the host calls that, the
//! provider initialises the module again); a PIN that was refused is never tried twice, since tokens lock themselves.
//!
//! **Non-goals.** No time limit on a call: a module that hangs hangs its thread. Where that matters put
//! [`ThreadedProvider`](phi_envelope::ThreadedProvider) and [`BlockingProvider`](phi_envelope::BlockingProvider) around it. Which module is
//! loaded is the host's trust: it runs in this process. Under [`Way::KeyWrapPad`] the tenant key passes through the token as an object of
//! the session, which is destroyed at once.
//!
//! Helps implement 45 CFR 164.312(a)(2)(iv). Whether a module is validated (FIPS 140) is its maker's statement.
#![forbid(unsafe_code)]

mod error;
mod key;
mod provider;
mod token;
mod way;

pub use cryptoki;
pub use error::Pkcs11Error;
pub use key::create_key;
pub use provider::Pkcs11Provider;
pub use way::Way;
