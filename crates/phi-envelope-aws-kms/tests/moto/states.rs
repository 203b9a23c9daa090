//! Key states. The emulator tells them and does not enforce them, so here it is this crate that does.

use std::{sync::Arc, time::Duration};

use aws_sdk_kms::primitives::Blob;
use phi_envelope::ProviderError::{self, Refused, Unavailable};
use phi_envelope_aws_kms::{AwsKmsError, Limits};
use phi_types::ManualClock;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    proxy::Fault,
    world::{Calls as _, World, limits, world},
};

impl World {
    fn disable(&self) {
        self.runtime.block_on(async { self.direct.disable_key().key_id(self.id()).send().await.unwrap() });
    }

    fn enable(&self) {
        self.runtime.block_on(async { self.direct.enable_key().key_id(self.id()).send().await.unwrap() });
    }

    fn schedule_deletion(&self) {
        self.runtime.block_on(async { self.direct.schedule_key_deletion().key_id(self.id()).send().await.unwrap() });
    }

    /// Whether the emulator itself would encrypt.
    fn emulator_encrypts(&self) -> bool {
        let call = self.direct.encrypt().key_id(&self.arn).plaintext(Blob::new("text")).send();
        self.runtime.block_on(call).is_ok()
    }
}

#[test]
fn a_key_that_is_disabled_or_to_be_deleted_neither_wraps_nor_unwraps() {
    let Some(world) = world() else { return };
    let opened = world.try_open(&world.arn, limits()).unwrap();
    let provider = opened.clone().blocking();
    let wrapped = provider.wraps().unwrap();
    let all_refused = |finding| {
        world.line.take();
        assert_eq!(provider.wraps(), Err(Refused));
        assert_eq!(provider.opens(&wrapped), Err(Refused));
        assert_eq!(provider.renews(&wrapped), Err(Refused));
        assert_eq!(provider.makes(), Err(Refused));
        assert!(world.line.take().iter().all(|(operation, _)| operation == "DescribeKey"));
        assert_eq!(world.check(&opened), Err(finding));
        assert_eq!(world.try_open(&world.arn, limits()).err(), Some(finding));
        if !world.emulator_encrypts() {
            println!("the emulator holds the key to its state as well");
        }
    };
    world.disable();
    all_refused(AwsKmsError::Disabled);
    world.enable();
    provider.opens(&wrapped).unwrap();
    world.schedule_deletion();
    all_refused(AwsKmsError::PendingDeletion);
}

#[test]
fn states_that_pass_by_themselves_are_outages_and_unknown_ones_are_refused() {
    let Some(world) = world() else { return };
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    let told = |state: &str| {
        let mut key = json!({"KeyId": "1", "Arn": world.arn, "Enabled": true, "KeyState": state});
        key["KeySpec"] = "SYMMETRIC_DEFAULT".into();
        key["KeyUsage"] = "ENCRYPT_DECRYPT".into();
        key
    };
    let answers: [(Value, ProviderError); 8] = [
        (told("Unavailable"), Unavailable),
        (told("Updating"), Unavailable),
        (told("Creating"), Unavailable),
        (told("PendingImport"), Refused),
        (told("PendingReplicaDeletion"), Refused),
        (told("SomethingNew"), Refused),
        (Value::Null, Refused),
        // Another key answers for ours.
        (json!({"KeyId": "1", "Arn": "arn:aws:kms:us-east-1:111122223333:key/1", "Enabled": true}), Refused),
    ];
    for (metadata, expected) in answers {
        world.line.fails("DescribeKey", Fault::Tells("KeyMetadata", metadata.clone()));
        assert_eq!(provider.wraps(), Err(expected), "{metadata}");
        assert_eq!(provider.opens(&wrapped), Err(expected), "{metadata}");
        world.line.mend();
    }
    provider.opens(&wrapped).unwrap();
}

#[test]
fn what_was_seen_is_believed_for_a_while() {
    let Some(world) = world() else { return };
    let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH));
    let believed = Limits { believed: Duration::from_secs(60), ..limits() };
    let provider = world.try_open(&world.arn, believed).unwrap().with_clock(Arc::clone(&clock)).blocking();
    let wrapped = provider.wraps().unwrap();
    world.disable();
    clock.advance(time::Duration::seconds(59));
    world.line.take();
    // The emulator lets it pass; the service would not.
    if provider.opens(&wrapped).is_ok() {
        assert_eq!(world.line.count("DescribeKey"), 0);
    }
    clock.advance(time::Duration::seconds(1));
    assert_eq!(provider.opens(&wrapped), Err(Refused));
    world.enable();
    provider.opens(&wrapped).unwrap();
    world.disable();
    clock.advance(time::Duration::seconds(-10));
    assert_eq!(provider.opens(&wrapped), Err(Refused), "a clock that was put back is no reason to believe");
}

#[test]
fn what_the_service_says_of_a_key_or_a_wrap_is_one_answer_asked_for_once() {
    let Some(world) = world() else { return };
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    for code in [
        "DisabledException",
        "KMSInvalidStateException",
        "NotFoundException",
        "AccessDeniedException",
        "InvalidCiphertextException",
        "IncorrectKeyException",
        "InvalidKeyUsageException",
        "ValidationException",
    ] {
        for operation in ["Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey"] {
            world.line.fails(operation, Fault::Says(400, code));
        }
        world.line.take();
        assert_eq!(provider.opens(&wrapped), Err(Refused), "{code}");
        assert_eq!(world.line.count("Decrypt"), 1, "{code}");
        assert_eq!(provider.wraps(), Err(Refused), "{code}");
        assert_eq!(provider.renews(&wrapped), Err(Refused), "{code}");
        assert_eq!(provider.makes(), Err(Refused), "{code}");
        world.line.mend();
    }
    provider.opens(&wrapped).unwrap();
}
