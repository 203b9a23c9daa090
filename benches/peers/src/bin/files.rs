//! Sealing and opening 64 MiB as a stream, beside age and the raw cipher.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml --bin files`. Ten interleaved rounds, the median of each; CPU time of the
//! thread. Ours on one thread with RustCrypto's AES-256-GCM; age with one X25519 recipient, as its documentation shows.

use std::{
    hint::black_box,
    io::{self, Read, Write},
    iter,
};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use phi_envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore};
use phi_types::{
    OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, Text,
    gate::{Ask, Epoch, Gate, GateSeed},
};
use rustix::time::{ClockId, clock_gettime};

#[path = "../../../open_gate.rs"]
mod open_gate;

use open_gate::{Everything, Takes, Who};

const FILE: usize = 64 * 1024 * 1024;
const PIECE: usize = 16 * 1024;

#[derive(PhiRecord)]
#[phi(record = "Study")]
struct Study {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    scan: Phi<Text>,
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn read_all(mut from: impl Read) {
    let mut out = vec![0; 256 * 1024];
    while from.read(&mut out).unwrap() > 0 {
        black_box(&out);
    }
}

fn main() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new());
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
    let (who, row) = (Who::somebody().unwrap(), RecordId::from_bytes([3; 16]));
    let ask = || Ask::<Study>::about(SubjectId::from_bytes([2; 16]), Purpose::Treatment);
    let (writing, reading) = (gate.create_blocking(&who, ask()).unwrap(), gate.read_blocking(&who, ask()).unwrap());
    let seal = |text: &[u8], to: &mut dyn Write| {
        let mut writer = keys.seal_file(writing.file(row, Study::SCAN).unwrap(), to).unwrap().workers(1);
        writer.write_all(text).unwrap();
        writer.finish().unwrap();
    };

    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public();
    let seal_age = |text: &[u8], to: &mut dyn Write| {
        let encryptor = age::Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient)).unwrap();
        let mut writer = encryptor.wrap_output(to).unwrap();
        writer.write_all(text).unwrap();
        writer.finish().unwrap();
    };

    let text = vec![7; FILE];
    let (mut ours, mut in_age, mut buffer) = (Vec::new(), Vec::new(), vec![7; FILE]);
    seal(&text, &mut ours);
    seal_age(&text, &mut in_age);
    let raw = Aes256Gcm::new(&[7; 32].into());
    let mut rows: Vec<(&str, Box<dyn FnMut()>)> = vec![
        (
            "raw AES-256-GCM (RustCrypto), sealing pieces of 16 KiB in place",
            Box::new(|| {
                for piece in buffer.chunks_mut(PIECE) {
                    black_box(raw.encrypt_inout_detached(&[1; 12].into(), &[], piece.into()).unwrap());
                }
            }),
        ),
        ("this library, seal", Box::new(|| seal(&text, &mut io::sink()))),
        (
            "this library, open",
            Box::new(|| {
                let file = reading.file(row, Study::SCAN).unwrap();
                read_all(keys.open_file(file, &ours[..]).unwrap().workers(1));
            }),
        ),
        ("age 0.12, X25519, seal", Box::new(|| seal_age(&text, &mut io::sink()))),
        (
            "age 0.12, X25519, open",
            Box::new(|| {
                let decryptor = age::Decryptor::new(&in_age[..]).unwrap();
                read_all(decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).unwrap());
            }),
        ),
    ];
    let mut rounds: Vec<Vec<f64>> = iter::repeat_with(Vec::new).take(rows.len()).collect();
    for _ in 0..10 {
        for ((_, act), round) in rows.iter_mut().zip(&mut rounds) {
            let before = cpu();
            act();
            round.push(cpu() - before);
        }
    }
    println!("| 64 MiB, one thread | MB/s |\n|---|---|");
    for ((name, _), mut times) in rows.into_iter().zip(rounds) {
        times.sort_by(f64::total_cmp);
        println!("| {name} | {:.0} |", FILE as f64 / 1e6 / ((times[4] + times[5]) / 2.0));
    }
}
