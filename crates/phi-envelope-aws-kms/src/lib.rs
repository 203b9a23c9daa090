//! Root keys of `phi-envelope` in AWS Key Management Service.
//!
//! ```no_run
//! use aws_sdk_kms::config::{BehaviorVersion, Config, Credentials};
//! use phi_envelope::url::AwsKmsUrl;
//! use phi_envelope_aws_kms::{AwsKmsProvider, Limits};
//! # async fn open(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
//! // How the service is reached and who asks is the host's: its configuration, as `aws-config` loads it, or by hand.
//! let config = Config::builder().behavior_version(BehaviorVersion::latest()).credentials_provider(credentials).build();
//! let url: AwsKmsUrl = "aws-kms:arn:aws:kms:us-east-1:111122223333:alias/clinic/root".parse()?;
//! let provider = AwsKmsProvider::open(&url, &config, Limits::default()).await?; // an `AsyncKeyProvider`
//! let provider = provider.blocking(); // a `KeyProvider` for `EnvelopeKeyring::new`
//! # let _ = provider;
//! # Ok(())
//! # }
//! ```
//!
//! **Goals.** A tenant key is made by `GenerateDataKey`, wrapped by `Encrypt`, unwrapped by `Decrypt`, wrapped anew by `ReEncrypt`. Each
//! call names the key by its whole ARN, and an answer that speaks of another is refused, as is a wrap that names another before anybody
//! is asked. An alias is followed once, when the provider opens; where it points elsewhere later nothing is wrapped, and
//! [`check`](AwsKmsProvider::check) says why, while what was wrapped still opens. What the service sees beside the key are tenant, version and
//! role, as encryption context: none of them is PHI, and the trail of the service holds them in the clear. Attempts and time are bounded
//! ([`Limits`]). Everything that does not unwrap is one opaque refusal, and so is a key that is disabled, on its way to be deleted or
//! denied; what passes by itself (throttling, time, the line, credentials that ran out) is an outage.
//!
//! **Nothing is logged.** The SDK writes answers, who asks and the signature to `tracing` at its lowest levels. It runs here without a
//! subscriber; the tasks of its connections, which know lengths alone, keep theirs.
//!
//! **Non-goals.** Credentials and proxies are the host's. The SDK's buffers, through which a tenant key passes, are not wiped; what
//! is ours is. TLS is that of the host's client: over plain HTTP, which is for tests, the tenant key would be on the line.
//! Asymmetric keys and HMAC keys are refused.
//!
//! The calls run on the runtime (tokio, with its time and IO) in which the provider was opened, whoever polls or waits. A thread of that runtime
//! must not wait for them: use `spawn_blocking` around what calls a keyring.
//!
//! Helps implement 45 CFR 164.312(a)(2)(iv). Who may use the key (key policy, grants) and who reads the trail stays with the adopter.
#![forbid(unsafe_code)]

mod calls;
mod context;
mod error;
mod limits;
mod look;
mod provider;
mod wrap;

pub use aws_sdk_kms;
pub use error::AwsKmsError;
pub use limits::Limits;
pub use provider::AwsKmsProvider;
