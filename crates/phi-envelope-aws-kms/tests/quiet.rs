//! Nothing is logged, at the lowest level and with the SDK's own traces: a process of its own, since the subscriber is the whole process's.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

#[path = "moto/server.rs"]
mod server;

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_sdk_kms::primitives::Blob;
use base64ct::{Base64, Encoding as _};
use phi_envelope::{AsyncKeyProvider as _, KeyMaterial, WrapRole, testing::wrap_context};
use phi_envelope_aws_kms::{AwsKmsProvider, Limits};
use phi_types::TenantId;
use server::{config, moto};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut self.0.lock().unwrap())).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The ways in which a key might stand in a log.
fn shapes(key: &[u8; 32]) -> [String; 3] {
    let hex = key.iter().map(|byte| format!("{byte:02x}")).collect();
    [Base64::encode_string(key), hex, format!("{key:?}")]
}

#[test]
fn nothing_of_a_call_is_logged() {
    let Some(moto) = moto() else { return };
    let log = Log::default();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let key = std::array::from_fn(|at| at as u8 ^ 0xA7);
    runtime.block_on(async {
        let direct = moto.client("us-east-1");
        let arn = direct
            .create_key()
            .key_usage("ENCRYPT_DECRYPT".into())
            .send()
            .await
            .unwrap()
            .key_metadata
            .unwrap()
            .arn
            .unwrap();
        // The SDK by itself logs answers, who asks, and the signature: else this test would prove nothing.
        direct.encrypt().key_id(&arn).plaintext(Blob::new(key.as_slice())).send().await.unwrap();
        let written = log.take();
        for told in ["TrentService", "CiphertextBlob", &arn, "AKIAEXAMPLE", "Signature="] {
            assert!(written.contains(told), "the SDK has become discreet about {told}");
        }
        drop(direct);

        let seconds = Duration::from_secs;
        let limits = Limits { attempts: 3, attempt: seconds(20), total: seconds(60), believed: seconds(0) };
        let url = format!("aws-kms:{arn}").parse().unwrap();
        let provider = AwsKmsProvider::open(&url, &config(moto.port, "us-east-1"), limits).await.unwrap();
        let tenant = TenantId::new("a-tenant-that-nobody-else-has").unwrap();
        let context = wrap_context(&tenant, 1, WrapRole::Primary);
        let wrapped = provider.wrap(context, &KeyMaterial::from_bytes(&key)).await.unwrap();
        let made = provider.generate(context).await.unwrap().unwrap().0;
        provider.unwrap(context, &wrapped).await.unwrap();
        provider.rewrap(context, &wrapped).await.unwrap();
        let strays = wrap_context(&tenant, 2, WrapRole::Primary);
        provider.unwrap(strays, &wrapped).await.unwrap_err();
        provider.check().await.unwrap();

        let written = log.take();
        // What is left is written by the tasks of the connection, which know lengths and no more.
        for shape in shapes(&key).into_iter().chain(shapes(made.expose())) {
            assert!(!written.contains(&shape));
        }
        for silent in ["TrentService", "CiphertextBlob", &arn, "AKIAEXAMPLE", "Signature=", tenant.as_str()] {
            assert!(!written.contains(silent), "{silent} in {written}");
        }
    });
}
