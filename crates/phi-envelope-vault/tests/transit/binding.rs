//! What a wrap is bound to, on servers that know associated data and on those that pass over them; what is refused; what is asked.

use std::sync::{Arc, Mutex};

use phi_envelope::{KeyLocation, KeyProvider, ProviderError, ThreadedProvider, testing};
use phi_envelope_vault::{HttpTransport, InsecureExportable, TokenSource, VaultError, VaultProvider, Way};
use secrecy::SecretString;

use crate::{
    fake::{Fake, Knows, Mood, Root, TOKEN},
    in_another_context, in_context, open, token, unasked, wrap,
};

const ASSOCIATED: u8 = 1;
const DERIVED: u8 = 2;
const DATA_KEY: u8 = 4;

fn provider(server: &Fake, way: Way) -> VaultProvider {
    unasked(&server.url(), TOKEN).wrapping_by(way)
}

#[test]
fn the_conformance_suite_on_every_kind_of_server_and_key_in_both_ways() {
    let aad = |yes: bool| if yes { ASSOCIATED } else { 0 };
    for (knows, by_encryption, by_data_key) in
        [(Knows::Everywhere, true, true), (Knows::NotForDataKeys, true, false), (Knows::Nothing, false, false)]
    {
        for derived in [false, true] {
            let server = Fake::start(knows);
            server.root(|root| root.derived = derived);
            let context = if derived { DERIVED } else { 0 };
            for (way, how) in
                [(Way::Encrypt, aad(by_encryption) | context), (Way::DataKey, aad(by_data_key) | context | DATA_KEY)]
            {
                let provider = provider(&server, way);
                // The second byte says what was found out about the server.
                assert_eq!(wrap(&provider).unwrap()[..6], [1, how, 0, 0, 0, 1]);
                assert!(testing::key_provider(&provider, testing::Effort::Every).unwrap() > 700);
                testing::one_root(&provider, &self::provider(&server, way)).unwrap();
            }
        }
    }
}

#[test]
fn the_conformance_suite_through_threads() {
    let server = Fake::start(Knows::Everywhere);
    let provider = Arc::new(ThreadedProvider::new(provider(&server, Way::Encrypt)));
    let limit = std::time::Duration::from_secs(60);
    assert!(testing::async_key_provider(provider, limit, testing::Effort::Sampled).unwrap() > 20);
}

#[test]
fn what_one_kind_of_server_wrapped_opens_after_an_upgrade() {
    let server = Fake::start(Knows::Nothing);
    let old: Vec<_> = [Way::Encrypt, Way::DataKey].map(|way| wrap(&provider(&server, way)).unwrap()).into();
    server.state().knows = Knows::Everywhere;
    let provider = provider(&server, Way::Encrypt);
    assert_eq!(wrap(&provider).unwrap()[1], ASSOCIATED);
    old.iter().for_each(|wrapped| open(&provider, wrapped).unwrap());
    // Anew, they are bound by the server as well.
    for wrapped in &old {
        let renewed = in_context(|context| provider.rewrap(context, wrapped)).unwrap();
        assert_eq!(renewed[1], ASSOCIATED);
        open(&provider, &renewed).unwrap();
    }
}

#[test]
fn what_was_proven_of_a_server_is_proven_anew_after_a_cut() {
    let server = Fake::start(Knows::Everywhere);
    let provider = provider(&server, Way::Encrypt);
    assert_eq!(wrap(&provider).unwrap()[1], ASSOCIATED);
    server.count();
    wrap(&provider).unwrap();
    assert_eq!(server.count(), 2, "the key, and the encryption");
    // Behind the same address answers another server, an older one, and the only sign of it is a cut line.
    server.state().knows = Knows::Nothing;
    server.state().next.extend([Mood::Cut]);
    let wrapped = wrap(&provider).unwrap();
    assert_eq!(wrapped[1], 0);
    open(&provider, &wrapped).unwrap();
}

#[test]
fn a_server_that_says_that_it_derives_and_does_not_is_found_out() {
    let server = Fake::start(Knows::Everywhere);
    server.root(|root| root.derived = true);
    server.state().derives = false;
    for way in [Way::Encrypt, Way::DataKey] {
        assert_eq!(provider(&server, way).check().unwrap_err(), VaultError::Unfit);
        assert_eq!(wrap(&provider(&server, way)), Err(ProviderError::Refused));
    }
}

#[test]
fn versions_are_chosen_checked_and_kept() {
    let server = Fake::start(Knows::Nothing);
    for way in [Way::Encrypt, Way::DataKey] {
        let provider = provider(&server, way);
        let first = wrap(&provider).unwrap();
        let before = first[5];
        server.root(|root| root.rotate(1_442_851_500));
        let second = wrap(&provider).unwrap();
        assert_eq!(second[5], before + 1);
        open(&provider, &first).unwrap();
        // The server re-wraps what no associated data bind.
        server.count();
        let renewed = in_context(|context| provider.rewrap(context, &first)).unwrap();
        assert_eq!((renewed[5], renewed.len()), (before + 1, first.len()));
        let strange = in_another_context(|context| provider.rewrap(context, &first));
        assert_eq!(strange, Err(ProviderError::Refused));
        let asked = std::mem::take(&mut server.state().asked);
        assert_eq!(asked.iter().filter(|asked| asked.line.ends_with("/rewrap/root")).count(), 1);
        open(&provider, &renewed).unwrap();
        server.root(|root| root.min_decryption_version = u32::from(before) + 1);
        assert_eq!(open(&provider, &first), Err(ProviderError::Refused));
        open(&provider, &renewed).unwrap();
    }
    // A server that answers with another version than the one that was asked for.
    let provider = provider(&server, Way::Encrypt);
    provider.check().unwrap();
    server.state().next.extend([Mood::Honest, Mood::Changes("vault:v3:", "vault:v2:")]);
    assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
}

#[test]
fn keys_that_can_leave_are_refused_at_the_start_and_at_each_use() {
    for leak in [(|root: &mut Root| root.exportable = true) as fn(&mut Root), |root| root.backup = true] {
        let server = Fake::start(Knows::Everywhere);
        let provider = provider(&server, Way::Encrypt);
        let wrapped = wrap(&provider).unwrap();
        server.root(leak);
        assert_eq!(wrap(&provider), Err(ProviderError::Refused));
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Refused));
        let opened = VaultProvider::open(&server.url(), token(TOKEN), HttpTransport::new());
        assert_eq!(opened.err(), Some(VaultError::Exportable));
        // By name it is to be had, and the evidence says so.
        let loud = InsecureExportable::open(&server.url(), token(TOKEN), HttpTransport::new()).unwrap();
        testing::key_provider(&loud, testing::Effort::Sampled).unwrap();
        open(&loud, &wrapped).unwrap();
        assert!(loud.describe().kind.starts_with("insecure"));
    }
}

#[test]
fn keys_that_are_not_fit_missing_or_replaced_are_not_used() {
    let server = Fake::start(Knows::Everywhere);
    let provider = provider(&server, Way::Encrypt);
    let wrapped = wrap(&provider).unwrap();
    server.root(|root| root.deletion_allowed = true);
    assert!(provider.check().unwrap().deletion_allowed, "a warning is the host's");

    server.root(|root| root.kind = "chacha20-poly1305");
    assert_eq!(provider.check(), Err(VaultError::Unfit));
    server.root(|root| root.kind = "aes256-gcm96");

    // Deleted: an outage, since it may be restored; and it is not made anew by encrypting.
    let kept = server.state().keys.remove("root").unwrap();
    server.count();
    assert_eq!(provider.check(), Err(VaultError::NoKey));
    assert_eq!(open(&provider, &wrapped), Err(ProviderError::Unavailable));
    assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
    assert!(server.state().asked.iter().all(|asked| asked.line.starts_with("GET ")));

    server.state().keys.insert("root".into(), Root::new(1_500_000_000));
    assert_eq!(provider.check(), Err(VaultError::Replaced));
    assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
    server.state().keys.insert("root".into(), kept);
    open(&provider, &wrapped).unwrap();

    let elsewhere = |path: &str| unasked(&crate::url(&server.address, path), TOKEN).check().unwrap_err();
    assert_eq!(elsewhere("transit/keys/other"), VaultError::NoKey);
    assert_eq!(elsewhere("nowhere/keys/root"), VaultError::NoKey);
}

#[test]
fn a_request_carries_what_it_has_to_and_the_token_in_its_header_alone() {
    let server = Fake::start(Knows::Everywhere);
    let url = crate::url(&server.address, "transit/keys/root?namespace=clinics/north");
    let provider = unasked(&url, TOKEN);
    open(&provider, &wrap(&provider).unwrap()).unwrap();
    for asked in &server.state().asked {
        let header = |name: &str| asked.headers.get(name).map(String::as_str);
        assert_eq!(header("x-vault-token"), Some(TOKEN));
        assert_eq!(header("x-vault-request"), Some("true"));
        assert_eq!(header("x-vault-namespace"), Some("clinics/north"));
        assert!(!asked.line.contains(TOKEN) && !asked.body.contains(TOKEN));
        if asked.line.starts_with("POST") {
            assert_eq!(header("content-type"), Some("application/json"));
        }
    }
    let described = provider.describe();
    assert_eq!((described.kind, described.location), ("vault transit", KeyLocation::External));
    assert_eq!(described.root_key, url.to_string());
}

/// A token that somebody replaces, and how often it was asked for.
#[derive(Clone)]
struct Replaced(Arc<Mutex<(Vec<&'static str>, usize)>>);

impl TokenSource for Replaced {
    fn token(&self) -> Option<SecretString> {
        let mut state = self.0.lock().unwrap();
        state.1 += 1;
        if state.0.len() > 1 { Some(token(state.0.remove(0))) } else { state.0.first().map(|text| token(text)) }
    }
}

#[test]
fn a_token_that_is_lost_is_an_outage_and_a_new_one_is_taken_at_once() {
    let server = Fake::start(Knows::Everywhere);
    let wrapped = wrap(&unasked(&server.url(), TOKEN)).unwrap();
    let with = |tokens: &[&'static str]| {
        let tokens = Replaced(Arc::new(Mutex::new((tokens.to_vec(), 0))));
        let provider =
            VaultProvider::new(&server.url(), tokens.clone(), HttpTransport::new()).with_limits(crate::PATIENT);
        server.count();
        let answer = open(&provider, &wrapped);
        (answer, server.count(), provider.check().err())
    };
    // The old one is refused, the source has a new one by then: three requests, two of them for the key.
    assert_eq!(with(&["hvs.old", TOKEN]), (Ok(()), 3, None));
    let lost = Err(ProviderError::Unavailable);
    assert_eq!(with(&["hvs.old"]), (lost, 1, Some(VaultError::Token)));
    assert_eq!(with(&["hvs.old", "hvs.older", "hvs.oldest"]).0, lost);
    assert_eq!(with(&["hvs.old", "hvs.older", "hvs.oldest"]).1, 2, "two tokens, no more");
    // What is no token does not leave this process.
    for bad in ["", "two\r\nX-Vault-Token: lines", "sp ace", "h\u{e4}"] {
        assert_eq!(with(&[bad]), (lost, 0, Some(VaultError::Token)));
    }
    assert_eq!(with(&[]), (lost, 0, Some(VaultError::Token)));
}
