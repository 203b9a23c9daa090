//! What every provider has to do, what the service sees of it, and what becomes of other hosts' configurations.

use std::{
    future::Future as _,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use aws_sdk_kms::types::KeySpec;
use base64ct::{Base64, Encoding as _};
use phi_envelope::{
    BlockingProvider, EphemeralProvider, KeyLocation, KeyProvider as _, LocalKeyring, ProviderError, ThreadedProvider,
    testing::{self, Effort},
};
use phi_envelope_aws_kms::{AwsKmsError, AwsKmsProvider};
use phi_types::OsEntropy;

use crate::{
    proxy::{Proxy, StandIn},
    recovery,
    server::{config, moto},
    world::{Calls as _, REGION, limits, make_key, url, world},
};

/// A minute, so that a busy machine is no outage.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn keeps_what_providers_promise() {
    let Some(world) = world() else { return };
    let provider = world.try_open(&world.arn, phi_envelope_aws_kms::Limits { believed: PATIENCE, ..limits() }).unwrap();
    // Polled by a thread that is in no runtime.
    let checks = testing::async_key_provider(Arc::new(provider), PATIENCE, Effort::Every).unwrap();
    assert!(checks > 1000, "{checks}");
}

#[test]
fn callers_who_wait_are_served_both_ways() {
    let Some(world) = world() else { return };
    assert!(testing::key_provider(&world.open(), Effort::Sampled).unwrap() > 30);
    testing::one_root(&world.open(), &world.open()).unwrap();
    let around = BlockingProvider::new(ThreadedProvider::new(world.open()), PATIENCE);
    assert!(testing::key_provider(&around, Effort::Sampled).unwrap() > 30);
    let described = around.describe();
    assert_eq!((described.kind, described.root_key.as_str()), ("aws-kms", world.arn.as_str()));
    assert_eq!(described.location, KeyLocation::External);
}

#[test]
fn the_service_sees_the_key_and_a_context_without_phi() {
    let Some(world) = world() else { return };
    let provider = world.open();
    world.line.take();
    let wrapped = provider.wraps().unwrap();
    provider.opens(&wrapped).unwrap();
    provider.renews(&wrapped).unwrap();
    provider.makes().unwrap();
    let context = serde_json::json!({
        "phi-format": "phi-tenant-key-1",
        "phi-tenant": "north",
        "phi-version": "1",
        "phi-role": "primary",
        "phi-root-key": world.arn,
    });
    let mut calls = Vec::new();
    for (operation, mut body) in world.line.take() {
        if operation == "DescribeKey" {
            assert_eq!(body, serde_json::json!({"KeyId": world.arn}));
            continue;
        }
        let body = body.as_object_mut().unwrap();
        let (contexts, keys): (&[&str], &[&str]) = match operation.as_str() {
            "ReEncrypt" => {
                (&["SourceEncryptionContext", "DestinationEncryptionContext"], &["SourceKeyId", "DestinationKeyId"])
            }
            _ => (&["EncryptionContext"], &["KeyId"]),
        };
        assert!(contexts.iter().all(|name| body.remove(*name) == Some(context.clone())), "{operation}");
        assert!(keys.iter().all(|name| body.remove(*name) == Some(world.arn.clone().into())), "{operation}");
        // Beside these, the key or its wrap and the names of algorithms are all there is.
        for name in ["Plaintext", "CiphertextBlob"] {
            body.remove(name).iter().for_each(|blob| assert!(Base64::decode_vec(blob.as_str().unwrap()).is_ok()));
        }
        assert!(body.values().all(|value| matches!(value.as_str(), Some("SYMMETRIC_DEFAULT" | "AES_256"))), "{body:?}");
        calls.push(operation);
    }
    assert_eq!(calls, ["Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey"]);
}

#[test]
fn two_roots_of_different_kinds_recover_each_other() {
    let Some(world) = world() else { return };
    recovery::one_is_lost(Arc::new(world.open()), Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap()));
    let folder = std::env::temp_dir().join(format!("phi-kms-recovery-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (path, phrase) = (folder.join("root.keyring"), "in a sealed envelope in the safe".into());
    LocalKeyring::create(&path, &phrase).unwrap();
    recovery::one_is_lost(Arc::new(world.open()), Arc::new(LocalKeyring::open(&path, &phrase).unwrap()));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_keyring_has_its_keys_made_and_wrapped_anew_by_the_service() {
    let Some(world) = world() else { return };
    let (store, root) = (recovery::Store::default(), Arc::new(world.open()) as recovery::Root);
    let process = recovery::Process::start(&root, None, &store);
    let row = process.seal(phi_types::SubjectId::from_bytes([7; 16]));
    let asked = |operation: &str, calls: &[(String, serde_json::Value)]| {
        calls.iter().filter(|(asked, _)| asked == operation).count()
    };
    let calls = world.line.take();
    assert_eq!((asked("GenerateDataKey", &calls), asked("Encrypt", &calls)), (1, 0));
    assert_eq!(process.keys.rewrap_tenant_keys(&process.authority()), Ok(1));
    let calls = world.line.take();
    // The new wrap is opened once before it takes its place.
    assert_eq!((asked("ReEncrypt", &calls), asked("Encrypt", &calls), asked("Decrypt", &calls)), (1, 0, 1));
    assert!(recovery::Process::start(&root, None, &store).opens(&row));
}

#[test]
fn keys_of_other_kinds_regions_and_names_do_not_open() {
    let Some(world) = world() else { return };
    let open = |arn: &str| world.try_open(arn, limits()).err();
    for spec in [KeySpec::Hmac256, KeySpec::EccNistP256] {
        let arn = world.runtime.block_on(make_key(&world.direct, spec));
        assert_eq!(open(&arn), Some(AwsKmsError::Unfit));
    }
    let nowhere = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000";
    assert_eq!(open(nowhere), Some(AwsKmsError::NoKey));
    assert_eq!(open("arn:aws:kms:us-east-1:123456789012:alias/nowhere"), Some(AwsKmsError::NoKey));
    assert_eq!(open(&world.arn.replace(REGION, "eu-west-1")), Some(AwsKmsError::Region));
}

#[test]
fn replicas_of_one_key_open_each_others_wraps() {
    let Some(world) = world() else { return };
    let replica = |region: &'static str| {
        let arn = format!("arn:aws:kms:{region}:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab");
        let stand_in = StandIn { arn: arn.clone(), region, real: world.arn.clone(), home: REGION };
        let line = Proxy::standing_in(moto().unwrap().port, Some(stand_in));
        world.try_open_at(line.port, &arn, region, limits()).unwrap().blocking()
    };
    let (here, there) = (replica(REGION), replica("eu-west-1"));
    let wrapped = here.wraps().unwrap();
    there.opens(&wrapped).unwrap();
    // Wrapped anew there it names the replica, and still opens here.
    let renewed = there.renews(&wrapped).unwrap();
    assert!(String::from_utf8_lossy(&renewed).contains("eu-west-1"));
    here.opens(&renewed).unwrap();
    // Which replica it names is bound.
    let mut changed = wrapped;
    let at = changed.windows(9).position(|part| part == REGION.as_bytes()).unwrap();
    changed[at..at + 9].copy_from_slice(b"us-east-2");
    assert_eq!(here.opens(&changed), Err(ProviderError::Refused));
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let config = config(9, REGION);
    let url = url("arn:aws:kms:us-east-1:111122223333:key/1");
    let opening = pin!(AwsKmsProvider::open(&url, &config, limits()));
    let Poll::Ready(answer) = opening.poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
    assert_eq!(answer.err(), Some(AwsKmsError::NoRuntime));
    let Some(world) = world() else { return };
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    world.runtime.shutdown_background();
    assert_eq!(provider.opens(&wrapped), Err(ProviderError::Unavailable));
}
