//! A small transit engine, after <https://developer.hashicorp.com/vault/api-docs/secret/transit>: it encrypts in earnest, checks tokens,
//! keeps versions. It may know associated data or be too old for them, and misbehaves when told to.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead as _, KeyInit as _, Payload},
};
use base64ct::{Base64, Encoding as _};
use phi_types::{Entropy as _, OsEntropy};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const TOKEN: &str = "hvs.of-the-fake";

/// What the server knows of `associated_data`. What it does not know it passes over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Knows {
    Everywhere,
    /// As the documentation of Vault 1.20 has it.
    NotForDataKeys,
    Nothing,
}

/// How one request is answered, or all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Honest,
    Status(u16),
    /// 200 with this body.
    Says(&'static str),
    /// Does what is asked, and changes this in the answer.
    Changes(&'static str, &'static str),
    Redirects(u16),
    Silent,
    Cut,
    CutInBody,
    Giant,
    GiantHeader,
    Slow,
    NotHttp,
}

pub(crate) struct Root {
    pub(crate) kind: &'static str,
    pub(crate) versions: BTreeMap<u32, ([u8; 32], u64)>,
    pub(crate) min_decryption_version: u32,
    pub(crate) derived: bool,
    pub(crate) exportable: bool,
    pub(crate) backup: bool,
    pub(crate) deletion_allowed: bool,
}

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

pub(crate) struct State {
    pub(crate) keys: BTreeMap<String, Root>,
    pub(crate) tokens: Vec<String>,
    pub(crate) knows: Knows,
    /// It says that keys are derived ones, and passes over the context.
    pub(crate) derives: bool,
    pub(crate) mood: Mood,
    /// For the next requests, before the mood counts again.
    pub(crate) next: VecDeque<Mood>,
    pub(crate) asked: Vec<Asked>,
}

pub(crate) struct Fake {
    pub(crate) address: String,
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Fake {
    /// Starts a server with the key `root`.
    pub(crate) fn start(knows: Knows) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State {
            keys: BTreeMap::from([("root".to_owned(), Root::new(1_442_851_412))]),
            tokens: vec![TOKEN.to_owned()],
            knows,
            derives: true,
            mood: Mood::Honest,
            next: VecDeque::new(),
            asked: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address: format!("http://127.0.0.1:{port}"), port, state }
    }

    pub(crate) fn url(&self) -> phi_envelope::url::VaultUrl {
        crate::url(&self.address, "transit/keys/root")
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn mood(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// Changes the key.
    pub(crate) fn root(&self, change: impl FnOnce(&mut Root)) {
        change(self.state().keys.get_mut("root").unwrap());
    }

    /// How many requests there were since this was asked last.
    pub(crate) fn count(&self) -> usize {
        std::mem::take(&mut self.state().asked).len()
    }
}

impl Root {
    pub(crate) fn new(made: u64) -> Self {
        let mut root = Self {
            kind: "aes256-gcm96",
            versions: BTreeMap::new(),
            min_decryption_version: 1,
            derived: false,
            exportable: false,
            backup: false,
            deletion_allowed: false,
        };
        root.rotate(made);
        root
    }

    pub(crate) fn rotate(&mut self, made: u64) {
        let version = u32::try_from(self.versions.len()).unwrap() + 1;
        self.versions.insert(version, (random(), made));
    }

    fn describe(&self, name: &str) -> Value {
        let keys: BTreeMap<String, u64> = self.versions.iter().map(|(v, (_, made))| (v.to_string(), *made)).collect();
        json!({
            "type": self.kind, "deletion_allowed": self.deletion_allowed, "derived": self.derived, "exportable": self.exportable,
            "allow_plaintext_backup": self.backup, "keys": keys, "min_decryption_version": self.min_decryption_version,
            "min_encryption_version": 0, "name": name, "supports_encryption": true, "supports_decryption": true,
            "supports_derivation": true, "supports_signing": false, "imported": false,
        })
    }

    fn cipher(&self, version: u32, context: &[u8], derives: bool) -> Option<Aes256Gcm> {
        let (key, _) = self.versions.get(&version)?;
        let key: [u8; 32] = match self.derived && derives {
            true => Sha256::digest([key.as_slice(), context].concat()).into(),
            false => *key,
        };
        Some(Aes256Gcm::new(&key.into()))
    }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsEntropy.fill(&mut bytes).unwrap();
    bytes
}

fn bad(message: &str) -> (u16, Value) {
    (400, json!({ "errors": [message] }))
}

impl State {
    fn handle(&mut self, asked: &Asked) -> (u16, Value) {
        let allowed = asked.headers.get("x-vault-token").is_some_and(|token| self.tokens.contains(token));
        if !allowed {
            return (403, json!({ "errors": ["permission denied"] }));
        }
        let (method, path) = asked.line.split_once(' ').unwrap();
        let body: Value = if method == "POST" { serde_json::from_str(&asked.body).unwrap() } else { Value::Null };
        let nowhere = || (404, json!({ "errors": ["no handler for route"] }));
        let Some((route, name)) = path.strip_prefix("/v1/transit/").and_then(|path| path.rsplit_once('/')) else {
            return nowhere();
        };
        let Some(root) = self.keys.get(name) else {
            return if route == "keys" { (404, json!({ "errors": [] })) } else { bad("encryption key not found") };
        };
        let bytes = |name: &str| Base64::decode_vec(body[name].as_str().unwrap_or_default()).unwrap();
        let knows =
            self.knows == Knows::Everywhere || (self.knows == Knows::NotForDataKeys && !route.contains("datakey"));
        // Neither documentation has associated data for re-wrapping.
        let associated = if knows && route != "rewrap" { bytes("associated_data") } else { Vec::new() };
        let context = bytes("context");
        if method == "POST" && root.derived && context.is_empty() {
            return bad("missing 'context' for key derivation");
        }
        let newest = *root.versions.last_key_value().unwrap().0;
        let asked_for = body["key_version"].as_u64().map_or(newest, |version| u32::try_from(version).unwrap());
        let seal = |plain: &[u8]| {
            let nonce: [u8; 12] = random();
            let cipher = root.cipher(asked_for, &context, self.derives).unwrap();
            let sealed = cipher.encrypt(&nonce.into(), Payload { msg: plain, aad: &associated }).unwrap();
            format!("vault:v{asked_for}:{}", Base64::encode_string(&[nonce.as_slice(), &sealed].concat()))
        };
        let open = || -> Result<Vec<u8>, &'static str> {
            let text = body["ciphertext"].as_str().unwrap_or_default();
            let (version, rest) = text
                .strip_prefix("vault:v")
                .and_then(|rest| rest.split_once(':'))
                .ok_or("invalid ciphertext: no prefix")?;
            let version: u32 =
                version.parse().map_err(|_| "invalid ciphertext: version number could not be decoded")?;
            if version < root.min_decryption_version {
                return Err("ciphertext or signature version is disallowed by policy (too old)");
            }
            let cipher =
                root.cipher(version, &context, self.derives).ok_or("invalid ciphertext: version is too new")?;
            let sealed = Base64::decode_vec(rest).map_err(|_| "invalid ciphertext: could not decode base64")?;
            let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or("invalid ciphertext length")?;
            let payload = Payload { msg: sealed, aad: &associated };
            cipher.decrypt(&(*nonce).into(), payload).map_err(|_| "cipher: message authentication failed")
        };
        let data = match (method, route) {
            ("GET", "keys") => root.describe(name),
            ("POST", "encrypt") => json!({ "ciphertext": seal(&bytes("plaintext")) }),
            ("POST", "decrypt") => match open() {
                Ok(plain) => json!({ "plaintext": Base64::encode_string(&plain) }),
                Err(message) => return bad(message),
            },
            ("POST", "rewrap") => match open() {
                Ok(plain) => json!({ "ciphertext": seal(&plain) }),
                Err(message) => return bad(message),
            },
            ("POST", "datakey/plaintext") => {
                let key: [u8; 32] = random();
                json!({ "plaintext": Base64::encode_string(&key), "ciphertext": seal(&key) })
            }
            _ => return nowhere(),
        };
        (200, json!({ "request_id": "x", "lease_id": "", "data": data, "warnings": null }))
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    stream.set_nodelay(true).unwrap();
    while let Some(asked) = read(&mut reader) {
        let mut state = state.lock().unwrap();
        state.asked.push(asked.clone());
        let mood = state.next.pop_front().unwrap_or(state.mood);
        let (status, mut body) = match mood {
            Mood::Honest | Mood::Changes(..) => {
                let (status, body) = state.handle(&asked);
                (status, body.to_string())
            }
            Mood::Status(status) => (status, json!({ "errors": ["a message"] }).to_string()),
            Mood::Says(body) => (200, body.to_owned()),
            _ => (200, String::new()),
        };
        drop(state);
        if let Mood::Changes(from, to) = mood {
            body = body.replace(from, to);
        }
        let sent = match mood {
            Mood::Silent => {
                std::thread::sleep(Duration::from_secs(2));
                return;
            }
            Mood::Cut => return,
            Mood::CutInBody => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":");
                return;
            }
            Mood::Giant => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                while stream.write_all(&[b' '; 65_536]).is_ok() {}
                return;
            }
            Mood::GiantHeader => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
                while stream.write_all(&[b'x'; 65_536]).is_ok() {}
                return;
            }
            Mood::Slow => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                while stream.write_all(b" ").is_ok() {
                    std::thread::sleep(Duration::from_millis(50));
                }
                return;
            }
            Mood::NotHttp => {
                let _ = stream.write_all(b"220 mail.example.org ESMTP\r\n");
                return;
            }
            Mood::Redirects(port) => {
                let place = format!("Location: http://127.0.0.1:{port}/v1/transit/keys/root");
                stream.write_all(format!("HTTP/1.1 307 X\r\n{place}\r\nContent-Length: 0\r\n\r\n").as_bytes())
            }
            _ => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all([head.as_bytes(), body.as_bytes()].concat().as_slice())
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|count| *count > 0)?;
    let line = first.strip_suffix(" HTTP/1.1\r\n")?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { line, headers, body: String::from_utf8(body).unwrap() })
}
