//! Laws of all URLs: what is written is read back, nothing of a secret is taken or told, and any text is answered.

use alloc::string::{String, ToString as _};

use proptest::prelude::*;

use super::*;

const GOOD: [&str; 12] = [
    "file:///etc/clinic/root.keyring",
    "file:///srv/with%20a%20space/%C3%A4",
    "pkcs11:token=clinic;object=root",
    "pkcs11:token=The%20Clinic;serial=0f9e;object=root;id=%01%FF;slot-id=17?module-path=/usr/lib/softhsm/libsofthsm2.so",
    "pkcs11:manufacturer=SoftHSM%20project;serial=1;model=SoftHSM%20v2;id=%00",
    "aws-kms:arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "aws-kms:arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    "aws-kms:arn:aws:kms:eu-central-1:111122223333:alias/clinic/root",
    "vault:https://vault.example.org:8200/transit/keys/clinic-root",
    "vault:https://[2001:db8::1]/team/transit/keys/clinic.root?namespace=health/east",
    "vault:http://127.0.0.1:8200/transit/keys/root",
    "vault:http://[::1]:8200/transit/keys/root",
];

#[test]
fn what_is_well_formed_is_written_as_it_was_read() {
    for text in GOOD {
        let url: ProviderUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(url.to_string(), text);
        assert!(text.starts_with(url.scheme()));
    }
    let spelled: ProviderUrl = "pkcs11:object=root;id=ab;token=%63linic;type=secret-key".parse().unwrap();
    assert_eq!(spelled.to_string(), "pkcs11:token=clinic;object=root;id=%61%62", "other spellings come out in one");
}

#[test]
fn secrets_are_refused_as_such_and_not_told() {
    for text in [
        "pkcs11:token=clinic;object=root?pin-value=HUSH",
        "pkcs11:token=clinic;object=root;pin-value=HUSH",
        "pkcs11:token=clinic;object=root?module-path=/m.so&pin-source=file:/HUSH",
        "pkcs11:token=clinic;object=root?PIN-VALUE=HUSH",
        "pkcs11:token=clinic;object=root?x-password=HUSH",
        "file:///etc/root.keyring?passphrase=HUSH",
        "aws-kms:AKIA:HUSH@arn:aws:kms:us-east-1:111122223333:key/1",
        "aws-kms:arn:aws:kms:us-east-1:111122223333:key/1?secret=HUSH",
        "vault:https://HUSH@vault.example.org/transit/keys/root",
        "vault:https://user:HUSH@vault.example.org/transit/keys/root",
        "vault:https://vault.example.org/transit/keys/root?token=HUSH",
        "vault:https://vault.example.org/transit/keys/root?namespace=a&X-Vault-Token=HUSH",
        "vault:https://vault.example.org/transit/keys/root?secret_id=HUSH",
    ] {
        let error = text.parse::<ProviderUrl>().unwrap_err();
        let named = if text.starts_with("aws-kms:AKIA") { Reason::Form } else { Reason::Secret };
        assert_eq!(error.reason(), named, "{text}");
        assert!(!alloc::format!("{error} {error:?}").contains("HUSH"));
        assert!(error.at() <= text.len());
    }
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_reason() {
    let long = alloc::format!("file:///{}", "a".repeat(LONGEST));
    for (text, reason) in [
        ("", Reason::Scheme),
        ("file", Reason::Scheme),
        ("FILE:///a", Reason::Scheme),
        ("https://vault.example.org/", Reason::Scheme),
        ("file:/a", Reason::Form),
        ("file://host/a", Reason::Form),
        ("file:///a/../b", Reason::Form),
        ("file:///a/%2E%2E/b", Reason::Form),
        ("file:///a//b", Reason::Form),
        ("file:///a/", Reason::Form),
        ("file:///a%00b", Reason::Form),
        ("file:///a%0", Reason::Percent),
        ("file:///a%+1", Reason::Percent),
        ("file:///a b", Reason::Character),
        ("file:///a#b", Reason::Character),
        ("file:///\u{e4}", Reason::Character),
        (long.as_str(), Reason::TooLong),
        ("pkcs11:", Reason::Form),
        ("pkcs11:token=clinic", Reason::Missing),
        ("pkcs11:object=root", Reason::Missing),
        ("pkcs11:token=;object=root", Reason::Form),
        ("pkcs11:token=a;token=b;object=root", Reason::Twice),
        ("pkcs11:token=a;object=root;x-vendor=1", Reason::Unknown),
        ("pkcs11:token=a;object=root;type=private", Reason::Form),
        ("pkcs11:token=a;object=root;slot-id=01", Reason::Form),
        ("pkcs11:token=a;object=root;slot-id=+1", Reason::Form),
        ("pkcs11:token=a;object=root?module-path=softhsm2.so", Reason::Form),
        ("pkcs11:token=a;object=root?module-name=softhsm2", Reason::Unknown),
        ("pkcs11:token=a;object=root;", Reason::Form),
        ("aws-kms:alias/root", Reason::Form),
        ("aws-kms:1234abcd-12ab-34cd-56ef-1234567890ab", Reason::Form),
        ("aws-kms:arn:aws:s3:us-east-1:111122223333:key/1", Reason::Form),
        ("aws-kms:arn:aws:kms:us-east-1:1111:key/1", Reason::Form),
        ("aws-kms:arn:aws:kms:us-east-1:111122223333:key/", Reason::Form),
        ("aws-kms:arn:aws:kms:us-east-1:111122223333:key/1:2", Reason::Form),
        ("aws-kms:arn:aws:kms:us-east-1:111122223333", Reason::Missing),
        ("vault:vault.example.org/transit/keys/root", Reason::Form),
        ("vault:http://vault.example.org/transit/keys/root", Reason::Plain),
        ("vault:http://localhost/transit/keys/root", Reason::Plain),
        ("vault:http://10.0.0.1/transit/keys/root", Reason::Plain),
        ("vault:http://127.0.0.1.example.org/transit/keys/root", Reason::Plain),
        ("vault:https://vault.example.org:0/transit/keys/root", Reason::Form),
        ("vault:https://vault.example.org:65536/transit/keys/root", Reason::Form),
        ("vault:https://[::1/transit/keys/root", Reason::Form),
        ("vault:https://vault.example.org", Reason::Missing),
        ("vault:https://vault.example.org/transit/root", Reason::Missing),
        ("vault:https://vault.example.org/transit/../sys/keys/root", Reason::Form),
        ("vault:https://vault.example.org/keys/root", Reason::Missing),
        ("vault:https://vault.example.org/transit/keys/a%2Fb", Reason::Form),
        ("vault:https://vault.example.org/transit/keys/root?namespace=a&namespace=b", Reason::Twice),
        ("vault:https://vault.example.org/transit/keys/root?version=2", Reason::Unknown),
    ] {
        assert_eq!(text.parse::<ProviderUrl>().map_err(|error| error.reason()), Err(reason), "{text}");
    }
}

#[test]
fn an_arn_says_its_parts_and_replicas_are_one_key() {
    let parse = |text: &str| text.parse::<AwsKmsUrl>().unwrap();
    let one = parse("aws-kms:arn:aws:kms:us-east-1:111122223333:key/mrk-1234");
    assert_eq!((one.region(), one.account(), one.key()), ("us-east-1", "111122223333", AwsKmsKey::Id("mrk-1234")));
    assert_eq!(parse("aws-kms:arn:aws:kms:us-east-1:111122223333:alias/a/b").key(), AwsKmsKey::Alias("a/b"));
    assert!(one.is_same_key(&parse("aws-kms:arn:aws:kms:us-west-2:111122223333:key/mrk-1234")));
    assert!(!one.is_same_key(&parse("aws-kms:arn:aws:kms:us-west-2:111122224444:key/mrk-1234")));
    assert!(!one.is_same_key(&parse("aws-kms:arn:aws-cn:kms:us-west-2:111122223333:key/mrk-1234")));
    let plain = parse("aws-kms:arn:aws:kms:us-east-1:111122223333:key/1234");
    assert!(!plain.is_same_key(&parse("aws-kms:arn:aws:kms:us-west-2:111122223333:key/1234")));
}

proptest! {
    #[test]
    fn any_text_is_answered_and_what_parses_round_trips(text in any::<String>()) {
        let _ = text.parse::<ProviderUrl>();
        for scheme in ["file", "pkcs11", "aws-kms", "vault"] {
            let _ = alloc::format!("{scheme}:{text}").parse::<ProviderUrl>();
        }
    }

    #[test]
    fn a_good_url_with_a_byte_changed_round_trips_or_is_refused(
        which in 0..GOOD.len(), at in any::<prop::sample::Index>(), byte in 0x20..0x7F_u8,
    ) {
        let mut bytes = GOOD[which].as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8(bytes).unwrap();
        if let Ok(url) = text.parse::<ProviderUrl>() {
            let written = url.to_string();
            prop_assert_eq!(written.parse::<ProviderUrl>(), Ok(url.clone()));
            prop_assert_eq!(written, url.to_string());
        }
    }

    #[test]
    fn labels_of_any_kind_come_back(
        token in "[^\\p{Cc}]{1,20}", object in "[^\\p{Cc}]{1,20}", id in prop::collection::vec(any::<u8>(), 1..20),
    ) {
        let encoded = |text: &str| text.bytes().map(|byte| alloc::format!("%{byte:02x}")).collect::<String>();
        let id_text = id.iter().map(|byte| alloc::format!("%{byte:02X}")).collect::<String>();
        let text = alloc::format!("pkcs11:token={};object={};id={id_text}", encoded(&token), encoded(&object));
        let url: Pkcs11Url = text.parse().unwrap();
        prop_assert_eq!((url.token(), url.object(), url.id()), (Some(&*token), Some(&*object), Some(&*id)));
        prop_assert_eq!(url.to_string().parse::<Pkcs11Url>(), Ok(url));
    }
}
