//! One key and no other: in the wrap, in the request, in the answer.

use phi_envelope::{KeyProvider as _, ProviderError::Refused};
use serde_json::Value;

use crate::{
    proxy::Fault,
    world::{Calls as _, limits, make_key, world},
};
use aws_sdk_kms::types::KeySpec;

#[test]
fn a_wrap_that_names_another_key_does_not_reach_the_service() {
    let Some(world) = world() else { return };
    let other = world.runtime.block_on(make_key(&world.direct, KeySpec::SymmetricDefault));
    let (ours, theirs) = (world.open(), world.try_open(&other, limits()).unwrap().blocking());
    let wrapped = theirs.wraps().unwrap();
    world.line.take();
    assert_eq!(ours.opens(&wrapped), Err(Refused));
    assert_eq!(ours.renews(&wrapped), Err(Refused));
    assert_eq!(world.line.take().len(), 0);
    theirs.opens(&wrapped).unwrap();
}

#[test]
fn a_wrap_that_names_our_key_and_is_of_another_does_not_open() {
    let Some(world) = world() else { return };
    let other = world.runtime.block_on(make_key(&world.direct, KeySpec::SymmetricDefault));
    let (ours, theirs) = (world.open(), world.try_open(&other, limits()).unwrap().blocking());
    let mut wrapped = theirs.wraps().unwrap();
    let names = theirs.describe().root_key.len();
    wrapped[3..3 + names].copy_from_slice(world.arn.as_bytes());
    world.line.take();
    assert_eq!(ours.opens(&wrapped), Err(Refused));
    assert_eq!(world.line.count("Decrypt"), 1, "the service was asked, once");
    assert_eq!(ours.renews(&wrapped), Err(Refused));
}

#[test]
fn an_answer_that_speaks_of_another_key_is_not_believed() {
    let Some(world) = world() else { return };
    let other = world.runtime.block_on(make_key(&world.direct, KeySpec::SymmetricDefault));
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    // Another key, the short name of ours, nothing.
    for named in [Value::from(other), Value::from(world.id()), Value::Null] {
        world.line.fails("Encrypt", Fault::Tells("KeyId", named.clone()));
        world.line.fails("Decrypt", Fault::Tells("KeyId", named.clone()));
        world.line.fails("GenerateDataKey", Fault::Tells("KeyId", named.clone()));
        assert_eq!(provider.wraps(), Err(Refused));
        assert_eq!(provider.opens(&wrapped), Err(Refused));
        assert_eq!(provider.makes(), Err(Refused));
        for member in ["KeyId", "SourceKeyId"] {
            world.line.fails_times("ReEncrypt", Fault::Tells(member, named.clone()), 1);
            assert_eq!(provider.renews(&wrapped), Err(Refused));
        }
        world.line.mend();
    }
    provider.opens(&wrapped).unwrap();
}

#[test]
fn an_answer_that_is_no_key_or_no_wrap_is_not_believed() {
    let Some(world) = world() else { return };
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    let short = Value::from("AAAA");
    for value in [short, Value::from(""), Value::Null] {
        world.line.fails("Decrypt", Fault::Tells("Plaintext", value.clone()));
        world.line.fails("GenerateDataKey", Fault::Tells("Plaintext", value));
        assert_eq!(provider.opens(&wrapped), Err(Refused));
        assert_eq!(provider.makes(), Err(Refused));
        world.line.mend();
    }
    let long = Value::from("A".repeat(4 * 2049));
    for value in [long, Value::from(""), Value::Null] {
        for operation in ["Encrypt", "GenerateDataKey", "ReEncrypt"] {
            world.line.fails(operation, Fault::Tells("CiphertextBlob", value.clone()));
        }
        assert_eq!(provider.wraps(), Err(Refused));
        assert_eq!(provider.makes(), Err(Refused));
        assert_eq!(provider.renews(&wrapped), Err(Refused));
        world.line.mend();
    }
    provider.opens(&wrapped).unwrap();
}
