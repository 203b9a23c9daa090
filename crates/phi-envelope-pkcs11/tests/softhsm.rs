//! Against a real SoftHSM2. Each test has a process and a token of its own, which it makes in a folder that it removes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

#[path = "softhsm/token.rs"]
mod token;

use std::{fs, sync::Arc, time::Duration};

use cryptoki::{
    mechanism::Mechanism,
    object::{Attribute, KeyType, ObjectClass},
    session::UserType,
};
use phi_envelope::{
    BlockingProvider, EphemeralProvider, KeyLocation, KeyMaterial, KeyProvider, ProviderError, ThreadedProvider,
    testing::{self, Effort},
};
use phi_envelope_pkcs11::{Pkcs11Error, Pkcs11Provider, Way, create_key};
use phi_types::OsEntropy;
use token::{Recorded, Token, in_a_token};

#[test]
fn keeps_what_providers_promise_by_gcm() {
    in_a_token("keeps_what_providers_promise_by_gcm", |token| {
        let provider = token.provider(Way::Gcm);
        assert!(testing::key_provider(&provider, Effort::Every).unwrap() > 500);
        testing::one_root(&provider, &token.open().unwrap()).unwrap();
        let description = provider.describe();
        assert_eq!((description.kind, description.location), ("pkcs11", KeyLocation::External));
        assert_eq!(description.root_key, "pkcs11:token=phi-test;object=root");
    });
}

#[test]
fn keeps_what_providers_promise_by_key_wrap() {
    in_a_token("keeps_what_providers_promise_by_key_wrap", |token| {
        let provider = token.provider(Way::KeyWrapPad);
        assert!(testing::key_provider(&provider, Effort::Every).unwrap() > 500);
        testing::one_root(&provider, &token.open().unwrap().wrapping_by(Way::KeyWrapPad)).unwrap();
        // The object through which the key passes is destroyed, whatever became of it.
        let session = token.session();
        let passing = [Attribute::Class(ObjectClass::SECRET_KEY), Attribute::KeyType(KeyType::GENERIC_SECRET)];
        assert_eq!(session.find_objects(&passing).unwrap().len(), 0);
    });
}

#[test]
fn asynchronous_callers_are_served() {
    in_a_token("asynchronous_callers_are_served", |token| {
        let threaded = Arc::new(ThreadedProvider::new(token.provider(Way::Gcm)));
        testing::async_key_provider(threaded, Duration::from_secs(60), Effort::Sampled).unwrap();
        let blocking = BlockingProvider::new(ThreadedProvider::new(token.open().unwrap()), Duration::from_secs(60));
        testing::key_provider(&blocking, Effort::Sampled).unwrap();
    });
}

#[test]
fn a_wrap_of_one_way_is_none_of_the_other_and_both_open() {
    in_a_token("a_wrap_of_one_way_is_none_of_the_other_and_both_open", |token| {
        // A key that may do both, as somebody may have made it.
        token.make("root", false, true, &[]);
        let (gcm, kwp) = (token.open().unwrap(), token.open().unwrap().wrapping_by(Way::KeyWrapPad));
        let (by_gcm, by_kwp) = (Recorded::of(&gcm), Recorded::of(&kwp));
        assert_eq!((by_gcm.wrapped.len(), by_kwp.wrapped.len()), (62, 74));
        // The way of a wrap is in the wrap: either provider opens both.
        assert!(by_gcm.opens(&kwp) && by_kwp.opens(&gcm));
        for wrap in [&by_gcm, &by_kwp] {
            let mut other = wrap.wrapped.clone();
            other[1] ^= 3;
            assert_eq!(wrap.try_open(&gcm, &other), Some(ProviderError::Refused));
        }
    });
}

#[test]
fn tags_shorter_than_128_bits_are_refused_which_softhsm_itself_takes() {
    in_a_token("tags_shorter_than_128_bits_are_refused_which_softhsm_itself_takes", |token| {
        let provider = token.provider(Way::Gcm);
        let wrap = Recorded::of(&provider);
        let session = token.session();
        let key = session.find_objects(&[Attribute::Label(b"root".to_vec())]).unwrap()[0];
        let (iv, sealed) = wrap.wrapped[2..].split_at(12);
        for bits in [32_usize, 96] {
            // The module verifies the beginning of the tag alone, when asked to …
            let (mut iv, bound) = (iv.to_vec(), wrap.bound());
            let tag = 32 + bits / 8;
            let params = cryptoki::mechanism::aead::GcmParams::new(&mut iv, &bound, (bits as u64).into()).unwrap();
            let opened = session.decrypt(&Mechanism::AesGcm(params), key, &sealed[..tag]);
            assert!(opened.is_ok_and(|opened| opened == [0xC5; 32]), "SoftHSM takes {bits} bits");
            // … and we never ask it to.
            let short = &wrap.wrapped[..14 + tag];
            assert_eq!(wrap.try_open(&provider, short), Some(ProviderError::Refused));
        }
    });
}

#[test]
fn the_iv_is_the_one_that_was_used_and_a_token_that_makes_none_is_refused() {
    in_a_token("the_iv_is_the_one_that_was_used_and_a_token_that_makes_none_is_refused", |token| {
        let provider = token.provider(Way::Gcm);
        let ivs: Vec<_> = (0..32).map(|_| Recorded::of(&provider).wrapped[2..14].to_vec()).collect();
        assert!(ivs.iter().enumerate().all(|(at, iv)| !ivs[..at].contains(iv)), "no IV twice");
        // SoftHSM makes no IV of its own: it would seal under zeros, and that is not handed out.
        let provider = token.open().unwrap().with_ivs_of_the_token();
        assert_eq!(Recorded::try_wrap(&provider), Err(ProviderError::Unavailable));
    });
}

#[test]
fn keys_that_can_leave_the_token_are_refused() {
    in_a_token("keys_that_can_leave_the_token_are_refused", |token| {
        for (label, extractable, sensitive) in [("leaves", true, true), ("shows", false, false), ("both", true, false)]
        {
            token.make(label, extractable, sensitive, &[]);
            assert_eq!(token.open_key(label).err(), Some(Pkcs11Error::Extractable), "{label}");
        }
        token.make("short", false, true, &[Attribute::ValueLen(16.into())]);
        assert_eq!(token.open_key("short").err(), Some(Pkcs11Error::Unfit));

        // One that is put in the place of the root later is not used either.
        let provider = token.provider(Way::Gcm);
        let wrap = Recorded::of(&provider);
        let session = token.session();
        let key = session.find_objects(&[Attribute::Label(b"root".to_vec())]).unwrap()[0];
        session.destroy_object(key).unwrap();
        assert_eq!(wrap.try_open(&provider, &wrap.wrapped), Some(ProviderError::Unavailable), "the key is not there");
        token.make("root", true, true, &[]);
        assert_eq!(wrap.try_open(&provider, &wrap.wrapped), Some(ProviderError::Refused));
        assert_eq!(Recorded::try_wrap(&provider), Err(ProviderError::Refused));
    });
}

#[test]
fn a_key_is_made_so_that_it_stays_and_for_one_way_alone() {
    in_a_token("a_key_is_made_so_that_it_stays_and_for_one_way_alone", |token| {
        let provider = token.provider(Way::Gcm);
        assert_eq!(create_key(&token.url("root"), &Token::pin(), Way::Gcm), Err(Pkcs11Error::Exists));
        let session = token.session();
        let key = session.find_objects(&[Attribute::Label(b"root".to_vec())]).unwrap()[0];
        use cryptoki::object::AttributeType as A;
        let read = session.get_attributes(key, &[A::AlwaysSensitive, A::NeverExtractable, A::Wrap, A::Unwrap]).unwrap();
        assert!(read.contains(&Attribute::AlwaysSensitive(true)) && read.contains(&Attribute::NeverExtractable(true)));
        assert!(read.contains(&Attribute::Wrap(false)) && read.contains(&Attribute::Unwrap(false)));
        // Its value is not to be had from the token.
        let value = session.get_attributes(key, &[A::Value]);
        assert!(value.is_err() || value.is_ok_and(|value| value.is_empty()));
        assert_eq!(Recorded::try_wrap(&provider.wrapping_by(Way::KeyWrapPad)), Err(ProviderError::Unavailable));
        // Two keys of one name: it is not guessed which.
        token.make("twice", false, true, &[Attribute::Id(vec![1])]);
        token.make("twice", false, true, &[Attribute::Id(vec![2])]);
        assert_eq!(token.open_key("twice").err(), Some(Pkcs11Error::Ambiguous));
        assert!(token.open_key("twice;id=%02").is_ok());
    });
}

#[test]
fn a_login_that_is_lost_is_made_again() {
    in_a_token("a_login_that_is_lost_is_made_again", |token| {
        let provider = token.provider(Way::Gcm);
        let wrap = Recorded::of(&provider);
        // Another part of the program logs out, which holds for all sessions of the process.
        for _ in 0..3 {
            token.log_out();
            assert!(wrap.opens(&provider));
        }
        token.log_out();
        assert!(Recorded::try_wrap(&provider).is_ok());
    });
}

#[test]
fn a_token_that_is_away_is_an_outage_and_found_again() {
    in_a_token("a_token_that_is_away_is_an_outage_and_found_again", |token| {
        let provider = token.provider(Way::Gcm);
        let wrap = Recorded::of(&provider);
        token.log_out();
        let away = token.folder.join("away");
        fs::rename(token.folder.join("tokens"), &away).unwrap();
        fs::create_dir(token.folder.join("tokens")).unwrap();
        assert_eq!(wrap.try_open(&provider, &wrap.wrapped), Some(ProviderError::Unavailable));
        assert_eq!(Recorded::try_wrap(&provider), Err(ProviderError::Unavailable));
        fs::remove_dir(token.folder.join("tokens")).unwrap();
        fs::rename(&away, token.folder.join("tokens")).unwrap();
        // SoftHSM looks for a token that it has lost when it is initialised, and not before.
        token.finalise();
        assert!(wrap.opens(&provider));
    });
}

#[test]
fn a_refused_pin_is_not_tried_again() {
    in_a_token("a_refused_pin_is_not_tried_again", |token| {
        let provider = token.provider(Way::Gcm);
        let wrap = Recorded::of(&provider);
        // The PIN is changed while the provider has the old one.
        let session = token.session();
        session.set_pin(&Token::pin(), &"98765".to_owned().into()).unwrap();
        session.logout().unwrap();
        for _ in 0..20 {
            assert_eq!(wrap.try_open(&provider, &wrap.wrapped), Some(ProviderError::Unavailable));
        }
        // It was not locked by the tries: with the right one it opens.
        let again = Pkcs11Provider::open(&token.url("root"), "98765".to_owned().into()).unwrap();
        assert!(wrap.opens(&again));
        drop((provider, session, again));
        assert_eq!(token.open().err(), Some(Pkcs11Error::Pin));
        assert!(!format!("{:?}", Pkcs11Error::Pin).contains("1234"));
    });
}

#[test]
fn what_does_not_fit_the_url_is_not_found() {
    in_a_token("what_does_not_fit_the_url_is_not_found", |token| {
        drop(token.provider(Way::Gcm));
        assert_eq!(token.open_key("other").err(), Some(Pkcs11Error::NoKey));
        let with = |text: String| Pkcs11Provider::open(&text.parse().unwrap(), Token::pin()).err();
        let module = Token::module().unwrap();
        assert_eq!(with(format!("pkcs11:token=other;object=root?module-path={module}")), Some(Pkcs11Error::NoToken));
        assert_eq!(
            with(format!("pkcs11:token=phi-test;serial=none;object=root?module-path={module}")),
            Some(Pkcs11Error::NoToken)
        );
        assert_eq!(with("pkcs11:token=phi-test;object=root".into()), Some(Pkcs11Error::Module));
        assert_eq!(
            with("pkcs11:token=phi-test;object=root?module-path=/nowhere/module.so".into()),
            Some(Pkcs11Error::Module)
        );
    });
}

#[test]
fn many_threads_share_few_sessions() {
    in_a_token("many_threads_share_few_sessions", |token| {
        drop(token.provider(Way::Gcm));
        let provider = token.open().unwrap().with_sessions(2);
        std::thread::scope(|scope| {
            for byte in 0..16 {
                let provider = &provider;
                scope.spawn(move || {
                    let wrap = Recorded::of_key(provider, &KeyMaterial::from_bytes(&[byte; 32]));
                    (0..8).for_each(|_| assert!(wrap.opens(provider)));
                });
            }
        });
        // The one that holds the login, two in the pool, and this one.
        let count = token.with_info(|info| info.session_count());
        assert!(count.is_none_or(|count| count <= 4), "{count:?}");
    });
}

#[test]
fn another_users_login_serves() {
    in_a_token("another_users_login_serves", |token| {
        drop(token.provider(Way::Gcm));
        let session = token.bare_session();
        session.login(UserType::User, Some(&Token::pin())).unwrap();
        assert!(Recorded::try_wrap(&token.open().unwrap()).is_ok());
    });
}

#[path = "softhsm/recovery.rs"]
mod recovery;

#[test]
fn a_token_and_a_local_root_recover_each_other() {
    in_a_token("a_token_and_a_local_root_recover_each_other", |token| {
        let second = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        recovery::one_is_lost(Arc::new(token.provider(Way::Gcm)), second);
    });
}
