//! A small real witness: HTTP over TCP, consistency proofs verified with code of its own, and told to misbehave.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

pub(crate) const NAME: &str = "witness.example/w1";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Honest,
    /// Takes the checkpoint and hangs up.
    LosesTheAnswer,
    WrongKey,
    WrongKeyUnderOurId,
    AnotherCheckpoint,
    At(i64),
    Silent,
    Giant,
    GiantHeader,
    Slow,
    Garbage,
    NoLines,
    NotHttp,
    Status(u16),
    Redirects,
    Conflict(&'static str),
}

pub(crate) struct State {
    pub(crate) size: u64,
    pub(crate) root: [u8; 32],
    pub(crate) mood: Mood,
    pub(crate) requests: usize,
}

pub(crate) struct Witness {
    pub(crate) url: String,
    pub(crate) state: Arc<Mutex<State>>,
}

impl Witness {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/witness/", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { size: 0, root: [0; 32], mood: Mood::Honest, requests: 0 }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { url, state }
    }

    pub(crate) fn mood(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// As it was before it had seen anything.
    pub(crate) fn forget(&self) {
        let mut state = self.state.lock().unwrap();
        (state.size, state.root) = (0, [0; 32]);
    }

    pub(crate) fn size(&self) -> u64 {
        self.state.lock().unwrap().size
    }
}

pub(crate) fn key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

pub(crate) fn vkey() -> String {
    let key = [&[4][..], key().verifying_key().as_bytes()].concat();
    let id = id(&SigningKey::from_bytes(&[9; 32]));
    format!("{NAME}+{:08x}+{}", u32::from_be_bytes(id), Base64::encode_string(&key))
}

fn id(key: &SigningKey) -> [u8; 4] {
    let all = [NAME.as_bytes(), b"\n\x04", key.verifying_key().as_bytes()].concat();
    Sha256::digest(all)[..4].try_into().unwrap()
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    stream.set_nodelay(true).unwrap();
    loop {
        let (mut first, mut length) = (String::new(), 0);
        if reader.read_line(&mut first).unwrap_or(0) == 0 {
            return;
        }
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        assert_eq!(first, "POST /witness/add-checkpoint HTTP/1.1\r\n");
        if !answer(&mut stream, state, &String::from_utf8(body).unwrap()) {
            return;
        }
    }
}

fn reply(stream: &mut TcpStream, status: u16, kind: &str, body: &str) -> bool {
    let head = format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).is_ok() && stream.write_all(body.as_bytes()).is_ok()
}

fn answer(stream: &mut TcpStream, state: &Mutex<State>, body: &str) -> bool {
    let mut state = state.lock().unwrap();
    state.requests += 1;
    let mood = state.mood;
    match mood {
        Mood::Silent => {
            drop(state);
            std::thread::sleep(Duration::from_secs(3));
            return false;
        }
        Mood::Giant => {
            drop(state);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            while stream.write_all(&[b'x'; 65_536]).is_ok() {}
            return false;
        }
        Mood::GiantHeader => {
            drop(state);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
            while stream.write_all(&[b'x'; 65_536]).is_ok() {}
            return false;
        }
        Mood::Slow => {
            drop(state);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(100));
            }
            return false;
        }
        Mood::NotHttp => {
            let _ = stream.write_all(b"220 mail.example.org ESMTP\r\n");
            return false;
        }
        Mood::Garbage => return reply(stream, 200, "text/plain", "\u{0}\u{1}\u{2014} \u{2014}\n\n\n"),
        Mood::NoLines => return reply(stream, 200, "text/plain", ""),
        Mood::Status(status) => return reply(stream, status, "text/plain", "no\n"),
        Mood::Redirects => {
            let head = "HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n";
            return stream.write_all(head.as_bytes()).is_ok();
        }
        Mood::Conflict(size) => return reply(stream, 409, "text/x.tlog.size", size),
        _ => {}
    }

    let (head, note) = body.split_once("\n\n").unwrap();
    let mut head = head.lines();
    let old: u64 = head.next().unwrap().strip_prefix("old ").unwrap().parse().unwrap();
    let proof: Vec<[u8; 32]> = head.map(|line| Base64::decode_vec(line).unwrap().try_into().unwrap()).collect();
    let text = &note[..note.rfind("\n\n").unwrap() + 1];
    let mut lines = text.lines().skip(1);
    let size: u64 = lines.next().unwrap().parse().unwrap();
    let root: [u8; 32] = Base64::decode_vec(lines.next().unwrap()).unwrap().try_into().unwrap();
    if old > size {
        return reply(stream, 400, "text/plain", "");
    }
    if old != state.size || (old == size && old != 0 && root != state.root) {
        return reply(stream, 409, "text/x.tlog.size", &format!("{}\n", state.size));
    }
    if !consistent(old, &state.root, size, &root, &proof) {
        return reply(stream, 422, "text/plain", "");
    }
    (state.size, state.root) = (size, root);
    if mood == Mood::LosesTheAnswer {
        return false;
    }

    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let time = if let Mood::At(apart) = mood { now + apart } else { now };
    let text = if mood == Mood::AnotherCheckpoint { text.replacen('\n', "x\n", 1) } else { text.to_owned() };
    let (signer, id) = match mood {
        Mood::WrongKey => (SigningKey::from_bytes(&[8; 32]), id(&SigningKey::from_bytes(&[8; 32]))),
        Mood::WrongKeyUnderOurId => (SigningKey::from_bytes(&[8; 32]), id(&key())),
        _ => (key(), id(&key())),
    };
    let signature = signer.sign(format!("cosignature/v1\ntime {time}\n{text}").as_bytes());
    let all = [&id[..], &time.to_be_bytes(), &signature.to_bytes()].concat();
    // A line of a key that nobody here knows stands before it, as the specification allows.
    let other = format!("\u{2014} other.example/w {}\n", Base64::encode_string(&[1; 76]));
    reply(stream, 200, "text/plain", &format!("{other}\u{2014} {NAME} {}\n", Base64::encode_string(&all)))
}

fn node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::digest([&[1][..], left, right].concat()).into()
}

/// RFC 6962, section 2.1.2, by walking the definition of SUBPROOF and taking hashes as it would give them.
fn consistent(old: u64, old_root: &[u8; 32], new: u64, new_root: &[u8; 32], proof: &[[u8; 32]]) -> bool {
    fn walk(m: u64, n: u64, whole: bool, root: &[u8; 32], proof: &mut &[[u8; 32]]) -> Option<([u8; 32], [u8; 32])> {
        let take = |proof: &mut &[[u8; 32]]| {
            let (first, rest) = proof.split_first()?;
            *proof = rest;
            Some(*first)
        };
        if m == n {
            let hash = if whole { *root } else { take(proof)? };
            return Some((hash, hash));
        }
        let k = n.next_power_of_two() / 2;
        if m <= k {
            let (before, left) = walk(m, k, whole, root, proof)?;
            let right = take(proof)?;
            Some((before, node(&left, &right)))
        } else {
            let (before, right) = walk(m - k, n - k, false, root, proof)?;
            let left = take(proof)?;
            Some((node(&left, &before), node(&left, &right)))
        }
    }
    if old == 0 {
        return proof.is_empty();
    }
    let mut rest = proof;
    walk(old, new, true, old_root, &mut rest) == Some((*old_root, *new_root)) && rest.is_empty()
}
