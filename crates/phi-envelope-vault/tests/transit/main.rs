//! The provider over two servers: a real OpenBao, where its program `bao` can be found, and a small one of ours, written from the
//! documentation, which is old or misbehaves when told to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

mod bao;
mod binding;
mod fake;
mod faults;
mod openbao;
#[path = "../../../phi-envelope-pkcs11/tests/softhsm/recovery.rs"]
mod recovery;

use std::time::Duration;

use phi_envelope::{
    KeyMaterial, KeyProvider, ProviderError, WrapContext, WrapRole, testing::wrap_context, url::VaultUrl,
};
use phi_envelope_vault::{HttpTransport, Limits, VaultProvider};
use phi_types::TenantId;
use secrecy::SecretString;

/// Limits for servers on a machine that has much to do.
const PATIENT: Limits = Limits {
    exchange: Duration::from_secs(20),
    operation: Duration::from_secs(60),
    repeats: 2,
    pause: Duration::from_millis(5),
};

fn in_context<T>(call: impl FnOnce(&WrapContext<'_>) -> T) -> T {
    let tenant = TenantId::new("north").unwrap();
    call(&wrap_context(&tenant, 1, WrapRole::Primary))
}

fn in_another_context<T>(call: impl FnOnce(&WrapContext<'_>) -> T) -> T {
    let tenant = TenantId::new("south").unwrap();
    call(&wrap_context(&tenant, 1, WrapRole::Primary))
}

fn key() -> KeyMaterial {
    KeyMaterial::from_bytes(&[0xC5; 32])
}

fn wrap(provider: &dyn KeyProvider) -> Result<Vec<u8>, ProviderError> {
    in_context(|context| provider.wrap(context, &key()))
}

/// Unwraps; whatever comes out is the key.
fn open(provider: &dyn KeyProvider, wrapped: &[u8]) -> Result<(), ProviderError> {
    let opened = in_context(|context| provider.unwrap(context, wrapped))?;
    assert_eq!(opened.expose(), key().expose());
    Ok(())
}

fn token(text: &str) -> SecretString {
    text.to_owned().into()
}

fn url(address: &str, path: &str) -> VaultUrl {
    format!("vault:{address}/{path}").parse().unwrap()
}

/// A provider that has not asked its server yet.
fn unasked(url: &VaultUrl, with: &str) -> VaultProvider {
    VaultProvider::new(url, token(with), HttpTransport::new()).with_limits(PATIENT)
}
