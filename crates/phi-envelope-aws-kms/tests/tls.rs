//! Over TLS, with the client that the provider makes where the host brings none: it trusts the roots of the system. Those are read from
//! `SSL_CERT_FILE`, so the test runs itself again as a child with that variable set, or not.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

#[path = "moto/server.rs"]
#[allow(dead_code, reason = "the other tests use the rest of it")]
mod server;

use std::{env, fs, path::Path, process::Command, time::Duration};

use phi_envelope::{AsyncKeyProvider as _, KeyMaterial, WrapRole, testing::wrap_context};
use phi_envelope_aws_kms::{AwsKmsError, AwsKmsProvider, Limits};
use phi_types::TenantId;
use server::{Moto, config};

const PORT: &str = "PHI_TEST_TLS_PORT";

/// Whether the parent expects that the server is trusted.
const TRUSTED: &str = "PHI_TEST_TLS_TRUSTED";

#[test]
fn a_server_is_trusted_by_the_roots_of_the_system_and_no_other() {
    if let (Ok(port), Ok(trusted)) = (env::var(PORT), env::var(TRUSTED)) {
        return asks(port.parse().unwrap(), trusted == "yes");
    }
    let folder = env::temp_dir().join(format!("phi-kms-tls-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (cert, other) = (folder.join("cert.pem"), folder.join("other.pem"));
    let made = [&cert, &other].into_iter().all(|cert| certificate(cert));
    let moto = made.then(|| {
        let key = cert.with_extension("key");
        Moto::start(&["-s", "-c", cert.to_str().unwrap(), "-k", key.to_str().unwrap()])
    });
    if let Some(moto) = moto.flatten() {
        let child = |roots: &Path, trusted: &str| {
            let ran = Command::new(env::current_exe().unwrap())
                .args(["a_server_is_trusted_by_the_roots_of_the_system_and_no_other", "--exact", "--nocapture"])
                .env("SSL_CERT_FILE", roots)
                .env_remove("SSL_CERT_DIR")
                .env(PORT, moto.port.to_string())
                .env(TRUSTED, trusted)
                .output()
                .unwrap();
            let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
            assert!(ran.status.success() && out.contains("1 passed"), "{out}{err}");
        };
        child(&cert, "yes");
        child(&other, "no");
    } else {
        println!("skipped: no openssl, or no moto_server, to try TLS with");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// In the child.
fn asks(port: u16, trusted: bool) {
    let seconds = Duration::from_secs;
    let limits = Limits { attempts: 1, attempt: seconds(20), total: seconds(60), believed: seconds(60) };
    let tls = config(port, "us-east-1").to_builder().endpoint_url(format!("https://127.0.0.1:{port}"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // moto knows an alias of the account's own, whose key it makes when it is asked for.
    let url = "aws-kms:arn:aws:kms:us-east-1:123456789012:alias/aws/s3".parse().unwrap();
    runtime.block_on(async {
        let opened = AwsKmsProvider::open(&url, &tls.build(), limits).await;
        if !trusted {
            return assert_eq!(opened.err(), Some(AwsKmsError::Unavailable));
        }
        let (provider, tenant) = (opened.unwrap(), TenantId::new("north").unwrap());
        let context = wrap_context(&tenant, 1, WrapRole::Primary);
        let wrapped = provider.wrap(context, &KeyMaterial::from_bytes(&[0xC5; 32])).await.unwrap();
        assert_eq!(provider.unwrap(context, &wrapped).await.unwrap().expose(), &[0xC5; 32]);
    });
}

/// A certificate for this machine that signs for itself alone, and its key beside it.
fn certificate(path: &Path) -> bool {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=phi-test", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(path.with_extension("key"))
        .arg("-out")
        .arg(path)
        .output();
    made.is_ok_and(|made| made.status.success())
}
