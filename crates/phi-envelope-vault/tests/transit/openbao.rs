//! The provider over a real OpenBao.

use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use phi_envelope::{EphemeralProvider, KeyProvider, ProviderError, testing};
use phi_envelope_vault::{HttpTransport, InsecureExportable, VaultError, VaultProvider, Way};
use phi_types::{OsEntropy, SubjectId};
use serde_json::json;

use crate::{
    PATIENT,
    bao::{Bao, agent, with_bao, with_secure_bao},
    in_another_context, in_context, open, recovery, token, unasked, url, wrap,
};

fn provider(server: &Bao, key: &str) -> VaultProvider {
    unasked(&server.url(key), server.token())
}

#[test]
fn the_conformance_suite_in_both_ways_with_plain_and_derived_keys() {
    with_bao("conformance", |server| {
        for (name, derived) in [("plain", false), ("derived", true)] {
            server.key(name, &json!({ "derived": derived }));
            for way in [Way::Encrypt, Way::DataKey] {
                let provider = provider(server, name).wrapping_by(way);
                // OpenBao binds associated data on both routes.
                assert_eq!(wrap(&provider).unwrap()[1] & 1, 1);
                assert!(testing::key_provider(&provider, testing::Effort::Every).unwrap() > 700);
                testing::one_root(&provider, &self::provider(server, name).wrapping_by(way)).unwrap();
            }
        }
    });
}

#[test]
fn the_server_itself_refuses_a_wrap_without_what_it_is_bound_to() {
    with_bao("bound", |server| {
        server.key("root", &json!({}));
        let wrapped = wrap(&provider(server, "root")).unwrap();
        let text = format!("vault:v1:{}", Base64::encode_string(&wrapped[6..]));
        let decrypt = |body| server.call("POST", "transit/decrypt/root", Some(&body), None).0;
        assert_eq!(decrypt(json!({ "ciphertext": text })), 400);
        assert_eq!(decrypt(json!({ "ciphertext": text, "associated_data": "AAAA" })), 400);
        let context = in_context(|context| context.associated_data());
        let bound = phi_types::port::framed(&[b"phi-envelope-vault-1", &[1, 1], &context]);
        assert_eq!(decrypt(json!({ "ciphertext": text, "associated_data": Base64::encode_string(&bound) })), 200);
    });
}

#[test]
fn old_versions_open_are_wrapped_anew_and_may_be_archived() {
    with_bao("versions", |server| {
        for derived in [false, true] {
            let name = if derived { "derived" } else { "plain" };
            server.key(name, &json!({ "derived": derived }));
            for way in [Way::Encrypt, Way::DataKey] {
                let provider = provider(server, name).wrapping_by(way);
                let old = wrap(&provider).unwrap();
                server.post(&format!("transit/keys/{name}/rotate"), &json!({}));
                open(&provider, &old).unwrap();
                let renewed = in_context(|context| provider.rewrap(context, &old)).unwrap();
                assert_eq!(renewed[5], old[5] + 1);
                open(&provider, &renewed).unwrap();
                let strange = in_another_context(|context| provider.rewrap(context, &old));
                assert_eq!(strange, Err(ProviderError::Refused));
                let oldest = json!({ "min_decryption_version": renewed[5] });
                server.post(&format!("transit/keys/{name}/config"), &oldest);
                assert_eq!(open(&provider, &old), Err(ProviderError::Refused));
                open(&provider, &renewed).unwrap();
                assert_eq!(provider.check().unwrap().min_decryption_version, u32::from(renewed[5]));
            }
        }
    });
}

#[test]
fn after_a_rotation_of_the_root_a_keyring_moves_to_the_new_version_and_the_old_one_may_go() {
    with_bao("rotation", |server| {
        for way in [Way::Encrypt, Way::DataKey] {
            let name = format!("{way:?}");
            server.key(&name, &json!({}));
            let (store, subject) = (recovery::Store::default(), SubjectId::from_bytes([7; 16]));
            let start = || {
                let root: recovery::Root = Arc::new(provider(server, &name).wrapping_by(way));
                recovery::Process::start(&root, None, &store)
            };
            let process = start();
            let row = process.seal(subject);
            server.post(&format!("transit/keys/{name}/rotate"), &json!({}));
            assert_eq!(process.keys.rewrap_tenant_keys(&process.authority()), Ok(1));
            server.post(&format!("transit/keys/{name}/config"), &json!({ "min_decryption_version": 2 }));
            assert!(start().opens(&row));
            server.post(&format!("transit/keys/{name}/rotate"), &json!({}));
            server.post(&format!("transit/keys/{name}/config"), &json!({ "min_decryption_version": 3 }));
            assert!(!start().opens(&row), "it was not wrapped anew this time");
        }
    });
}

#[test]
fn keys_that_can_leave_or_are_not_fit_are_refused() {
    with_bao("leave", |server| {
        for setting in ["exportable", "allow_plaintext_backup"] {
            let at = server.key(setting, &json!({}));
            let provider = provider(server, setting);
            let wrapped = wrap(&provider).unwrap();
            server.post(&format!("transit/keys/{setting}/config"), &json!({ (setting): true }));
            assert_eq!(provider.check(), Err(VaultError::Exportable));
            assert_eq!(open(&provider, &wrapped), Err(ProviderError::Refused));
            assert_eq!(wrap(&provider), Err(ProviderError::Refused));
            let loud = InsecureExportable::open(&at, token(server.token()), HttpTransport::new()).unwrap();
            open(&loud, &wrapped).unwrap();
        }
        for kind in ["aes128-gcm96", "chacha20-poly1305", "xchacha20-poly1305", "rsa-2048", "ed25519"] {
            server.key(kind, &json!({ "type": kind }));
            assert_eq!(provider(server, kind).check(), Err(VaultError::Unfit), "{kind}");
        }
        server.key("convergent", &json!({ "derived": true, "convergent_encryption": true }));
        assert_eq!(provider(server, "convergent").check(), Err(VaultError::Unfit));
    });
}

#[test]
fn a_key_that_is_missing_is_not_made_and_one_that_was_made_again_is_noticed() {
    with_bao("missing", |server| {
        let provider = provider(server, "root");
        // With this token the server would make a key whenever something is to be encrypted.
        assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
        assert_eq!(provider.check(), Err(VaultError::NoKey));
        assert_eq!(server.call("GET", "transit/keys/root", None, None).0, 404);

        server.key("root", &json!({}));
        let wrapped = wrap(&provider).unwrap();
        assert!(!provider.check().unwrap().deletion_allowed);
        server.post("transit/keys/root/config", &json!({ "deletion_allowed": true }));
        assert!(provider.check().unwrap().deletion_allowed);
        assert_eq!(server.call("DELETE", "transit/keys/root", None, None).0, 204);
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Unavailable));
        // Times are told in seconds.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        server.key("root", &json!({}));
        assert_eq!(provider.check(), Err(VaultError::Replaced));
        assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
        assert_eq!(open(&self::provider(server, "root"), &wrapped), Err(ProviderError::Refused));
        let nowhere = unasked(&url(&server.address, "nowhere/keys/root"), server.token());
        assert_eq!(nowhere.check(), Err(VaultError::NoKey));
    });
}

#[test]
fn the_policy_of_the_readme_is_enough_and_tokens_are_renewed_and_lost() {
    with_bao("policy", |server| {
        server.key("root", &json!({}));
        let narrow = server.narrow_token("root", "1h");
        for way in [Way::Encrypt, Way::DataKey] {
            let provider = unasked(&server.url("root"), &narrow).wrapping_by(way);
            testing::key_provider(&provider, testing::Effort::Sampled).unwrap();
        }
        let provider = unasked(&server.url("root"), &narrow);
        let wrapped = wrap(&provider).unwrap();
        assert_eq!(provider.renew_token().unwrap(), std::time::Duration::from_secs(3600));
        // Another key is none of this token's business.
        server.key("other", &json!({}));
        assert_eq!(unasked(&server.url("other"), &narrow).check(), Err(VaultError::Token));
        server.post("auth/token/revoke", &json!({ "token": narrow }));
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Unavailable));
        assert_eq!(provider.check(), Err(VaultError::Token));
        assert_eq!(provider.renew_token(), Err(VaultError::Token));
        // The root token is of no kind that is renewed.
        assert_eq!(unasked(&server.url("root"), server.token()).renew_token(), Err(VaultError::Token));
    });
}

#[test]
fn a_namespace_has_its_own_keys_and_a_mount_its_own_path() {
    with_bao("namespace", |server| {
        server.key("root", &json!({}));
        let wrapped = wrap(&provider(server, "root")).unwrap();
        server.post("sys/namespaces/north", &json!({}));
        let within = |path: &str, body| server.call("POST", path, Some(&body), Some("north")).0;
        assert_eq!(within("sys/mounts/keys/transit", json!({ "type": "transit" })), 204);
        assert_eq!(within("keys/transit/keys/root", json!({})), 200);
        let inside = url(&server.address, "keys/transit/keys/root?namespace=north");
        let inside = unasked(&inside, server.token());
        testing::key_provider(&inside, testing::Effort::Sampled).unwrap();
        assert_eq!(open(&inside, &wrapped), Err(ProviderError::Refused));
        assert_ne!(inside.describe(), provider(server, "root").describe());
        let nowhere = unasked(&url(&server.address, "transit/keys/root?namespace=south"), server.token());
        assert_eq!(nowhere.check(), Err(VaultError::NoKey));
    });
}

#[test]
fn a_sealed_throttled_or_ended_server_is_an_outage() {
    with_bao("outage", |server| {
        server.key("root", &json!({}));
        let provider = provider(server, "root");
        let wrapped = wrap(&provider).unwrap();
        server.seal();
        assert_eq!(provider.check(), Err(VaultError::Unavailable));
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Unavailable));
        assert_eq!(wrap(&provider), Err(ProviderError::Unavailable));
        server.unseal();
        open(&provider, &wrapped).unwrap();

        server.post("sys/quotas/rate-limit/few", &json!({ "path": "transit", "rate": 1, "interval": "1m" }));
        let answers: Vec<_> = (0..4).map(|_| open(&provider, &wrapped)).collect();
        assert!(answers.contains(&Err(ProviderError::Unavailable)));
        assert!(!answers.contains(&Err(ProviderError::Refused)));
        assert_eq!(server.call("DELETE", "sys/quotas/rate-limit/few", None, None).0, 204);
        open(&provider, &wrapped).unwrap();

        server.end();
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Unavailable));
        assert_eq!(provider.check(), Err(VaultError::Unavailable));
    });
}

#[test]
fn by_tls_it_is_whom_the_hosts_roots_vouch_for_and_nobody_else() {
    with_secure_bao("tls", |server| {
        let at = server.key("root", &json!({}));
        let through = |transport| VaultProvider::new(&at, token(server.token()), transport).with_limits(PATIENT);
        let provider = through(HttpTransport::with_agent(server.agent.clone()));
        testing::key_provider(&provider, testing::Effort::Sampled).unwrap();
        let wrapped = wrap(&provider).unwrap();
        for stranger in [HttpTransport::with_agent(agent(&[])), HttpTransport::new()] {
            let stranger = through(stranger);
            assert_eq!(stranger.check(), Err(VaultError::Unavailable));
            assert_eq!(open(&stranger, &wrapped), Err(ProviderError::Unavailable));
        }
    });
}

#[test]
fn a_server_and_a_local_root_recover_each_other() {
    with_bao("recovery", |server| {
        server.key("root", &json!({}));
        let provider = Arc::new(provider(server, "root"));
        let second = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        recovery::one_is_lost(provider, second);
    });
}
