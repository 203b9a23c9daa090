//! Whatever a server answers, a provider answers without a panic, after a bounded number of requests; and what it takes for its own key
//! has a wrap that is read.
#![no_main]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use base64ct::{Base64, Encoding as _};
use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use phi_envelope::{KeyMaterial, KeyProvider, WrapRole, testing::wrap_context};
use phi_envelope_vault::{Answer, NoAnswer, Request, Transport, VaultProvider, Way};
use phi_types::TenantId;
use secrecy::SecretString;

/// The most requests of an operation: the key, six of the trial, the old wrap, the new one, the key again, the new wrap again, three repeated,
/// one for another token.
const MOST: usize = 15;

#[derive(Arbitrary, Debug)]
enum Says<'a> {
    Key { versions: u8, derived: bool },
    Made { version: u32, key: Option<[u8; 32]>, bytes: &'a [u8] },
    Opened(&'a [u8]),
    Any { status: u16, body: &'a [u8] },
    Nothing,
}

impl Says<'_> {
    fn answer(&self) -> Option<Answer> {
        let (status, body) = match self {
            Self::Key { versions, derived } => {
                let keys: Vec<_> = (1..=*versions).map(|version| format!("\"{version}\":{version}")).collect();
                let keys = keys.join(",");
                let fixed = r#""type":"aes256-gcm96","name":"root","exportable":false,"allow_plaintext_backup":false,
                    "min_decryption_version":1,"supports_encryption":true,"supports_decryption":true"#;
                (200, format!("{{\"data\":{{{fixed},\"derived\":{derived},\"keys\":{{{keys}}}}}}}").into_bytes())
            }
            Self::Made { version, key, bytes } => {
                let (text, key) = (Base64::encode_string(bytes), key.map(|key| Base64::encode_string(&key)));
                let key = key.map_or_else(String::new, |key| format!(",\"plaintext\":\"{key}\""));
                (200, format!("{{\"data\":{{\"ciphertext\":\"vault:v{version}:{text}\"{key}}}}}").into_bytes())
            }
            Self::Opened(bytes) => {
                let text = Base64::encode_string(bytes);
                (200, format!("{{\"data\":{{\"plaintext\":\"{text}\"}}}}").into_bytes())
            }
            Self::Any { status, body } => (*status, body.to_vec()),
            Self::Nothing => return None,
        };
        Some(Answer::new(status, body))
    }
}

struct Line {
    answers: Mutex<Vec<Option<Answer>>>,
    requests: AtomicUsize,
    now: Instant,
}

impl Transport for Line {
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, NoAnswer> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        assert!(!request.url.contains("of-the-host") && !request.body.contains("of-the-host"));
        self.answers.lock().unwrap().pop().flatten().ok_or(NoAnswer)
    }

    fn pause(&self, _: Duration) {}

    fn now(&self) -> Instant {
        self.now
    }
}

fuzz_target!(|input: (Vec<Says<'_>>, &[u8], bool)| {
    let (says, wrapped, by_data_key) = input;
    let answers = says.iter().rev().map(Says::answer).collect();
    let line = Arc::new(Line { answers: Mutex::new(answers), requests: AtomicUsize::new(0), now: Instant::now() });
    let url = "vault:https://vault.example.org:8200/transit/keys/root".parse().unwrap();
    let way = if by_data_key { Way::DataKey } else { Way::Encrypt };
    let token = SecretString::from("of-the-host");
    let provider = VaultProvider::new(&url, token, Arc::clone(&line)).wrapping_by(way);
    let tenant = TenantId::new("north").unwrap();
    let context = wrap_context(&tenant, 1, WrapRole::Primary);
    let within = || assert!(line.requests.swap(0, Ordering::SeqCst) <= MOST);
    let made = provider.wrap(&context, &KeyMaterial::from_bytes(&[0xC5; 32]));
    within();
    for wrapped in made.iter().map(Vec::as_slice).chain([wrapped]) {
        let _ = provider.unwrap(&context, wrapped);
        within();
        let _ = provider.rewrap(&context, wrapped);
        within();
    }
    let _ = (provider.check(), provider.renew_token());
});
