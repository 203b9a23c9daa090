//! What sealing costs: one value, and a row of eight fields, beside raw operations of the same cipher in the same run.
//!
//! `cargo bench -p phi-envelope --bench seal` for RustCrypto; with `--features ring,aws-lc-rs` for all backends. Ten interleaved rounds,
//! the median of each; CPU time of the thread.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::hint::black_box;

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use phi_envelope::{
    Backend, EnvelopeKeyring, EphemeralProvider, KeyMaterial, MemoryKeyStore, PooledEntropy, Sealed, Suite,
    ValueContext, ValueKey,
};
use phi_types::{
    Clock, Entropy, OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, TenantId, Text,
    gate::{Ask, Brand, Epoch, Gate, GateSeed},
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
    record::FieldSet,
};
use rustix::time::{ClockId, clock_gettime};

mod open_gate;

use open_gate::{Everything, Takes, Who};

const VALUE: &str = "sixty-four bytes of a note that was made up for measuring this..";

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    one: Phi<Text>,
    #[phi(clinical)]
    two: Phi<Text>,
    #[phi(clinical)]
    three: Phi<Text>,
    #[phi(clinical)]
    four: Phi<Text>,
    #[phi(clinical)]
    five: Phi<Text>,
    #[phi(clinical)]
    six: Phi<Text>,
    #[phi(clinical)]
    seven: Phi<Text>,
    #[phi(clinical)]
    eight: Phi<Text>,
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// A keyring that has a row's values ready: what is left is the price of gate, view and wiping.
struct Ready(Brand, Vec<(usize, Vec<u8>)>);

impl Keyring for Ready {
    fn brand(&self) -> Brand {
        self.0
    }
    fn seal_row(&self, _: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Ok(Vec::with_capacity(fields.iter().map(|field| field.bytes().len() + 16).sum()))
    }
    fn open_row(&self, context: &OpenContext<'_>, _: &[u8]) -> Result<OpenedFields, OpenError> {
        let granted = self.1.iter().filter(|(at, _)| context.fields().contains(*at));
        let mut opened = OpenedFields::with_capacity(self.1.len(), 640);
        granted.for_each(|(at, bytes)| opened.push(*at, bytes));
        Ok(opened.opened_promptly())
    }
    fn amend_row(&self, _: &AmendContext<'_>, _: &[u8], _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

/// Nanoseconds of one turn.
fn per(times: u32, mut act: impl FnMut()) -> f64 {
    let before = cpu();
    (0..times).for_each(|_| act());
    (cpu() - before) / f64::from(times)
}

type Row<'a> = (String, Box<dyn FnMut() + 'a>);

/// Ten interleaved rounds; the median of each.
fn measure(times: u32, rows: &mut [Row<'_>]) -> Vec<f64> {
    let mut rounds: Vec<Vec<f64>> = rows.iter().map(|_| Vec::new()).collect();
    for _ in 0..10 {
        for ((_, act), round) in rows.iter_mut().zip(&mut rounds) {
            round.push(per(times, act));
        }
    }
    rounds
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times.iter().skip(4).take(2).sum::<f64>() / 2.0
        })
        .collect()
}

fn raw(backend: Backend, key: [u8; 32], aad: &'static [u8]) -> [Box<dyn FnMut()>; 2] {
    let plain = VALUE.as_bytes();
    let payload = move |msg| Payload { msg, aad };
    match backend {
        #[cfg(feature = "ring")]
        Backend::Ring => {
            use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
            let new = move || LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &black_box(key)).unwrap());
            let seal = move |cipher: &LessSafeKey| {
                let mut out = Vec::with_capacity(plain.len() + 16);
                out.extend_from_slice(plain);
                cipher
                    .seal_in_place_append_tag(Nonce::assume_unique_for_key([1; 12]), Aad::from(aad), &mut out)
                    .unwrap();
                black_box(out);
            };
            let ready = new();
            [Box::new(move || seal(&ready)), Box::new(move || seal(&new()))]
        }
        #[cfg(feature = "aws-lc-rs")]
        Backend::AwsLcRs => {
            use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
            let new = move || LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &black_box(key)).unwrap());
            let seal = move |cipher: &LessSafeKey| {
                let mut out = Vec::with_capacity(plain.len() + 16);
                out.extend_from_slice(plain);
                cipher
                    .seal_in_place_append_tag(Nonce::assume_unique_for_key([1; 12]), Aad::from(aad), &mut out)
                    .unwrap();
                black_box(out);
            };
            let ready = new();
            [Box::new(move || seal(&ready)), Box::new(move || seal(&new()))]
        }
        _ => {
            let ready = Aes256Gcm::new(&key.into());
            [
                Box::new(move || drop(black_box(ready.encrypt(&[1; 12].into(), payload(plain)).unwrap()))),
                Box::new(move || {
                    let cipher = Aes256Gcm::new(&black_box(key).into());
                    drop(black_box(cipher.encrypt(&[1; 12].into(), payload(plain)).unwrap()));
                }),
            ]
        }
    }
}

/// Opening 64 bytes under a new key, copied out of what they are sealed in as `open` does, in the backend's own code.
fn raw_open(backend: Backend, key: [u8; 32], aad: &'static [u8]) -> Box<dyn FnMut()> {
    let cipher = Aes256Gcm::new(&key.into());
    let sealed = cipher.encrypt(&[1; 12].into(), Payload { msg: VALUE.as_bytes(), aad }).unwrap();
    match backend {
        #[cfg(feature = "ring")]
        Backend::Ring => Box::new(move || {
            use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
            let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &black_box(key)).unwrap());
            let mut out = sealed.clone();
            cipher.open_in_place(Nonce::assume_unique_for_key([1; 12]), Aad::from(aad), &mut out).unwrap();
            black_box(out);
        }),
        #[cfg(feature = "aws-lc-rs")]
        Backend::AwsLcRs => Box::new(move || {
            use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
            let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &black_box(key)).unwrap());
            let mut out = sealed.clone();
            cipher.open_in_place(Nonce::assume_unique_for_key([1; 12]), Aad::from(aad), &mut out).unwrap();
            black_box(out);
        }),
        _ => Box::new(move || {
            let cipher = Aes256Gcm::new(&black_box(key).into());
            drop(black_box(cipher.decrypt(&[1; 12].into(), Payload { msg: &sealed, aad }).unwrap()));
        }),
    }
}

fn values(backend: Backend) {
    let tenant = TenantId::new("north").unwrap();
    let context = ValueContext::new(&tenant, "Patient", RecordId::from_bytes([7; 16]), "note", 1);
    let (sealing, opening) = (context.sealing(), context.opening());
    let material = KeyMaterial::random(&OsEntropy).unwrap();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let [ready, fresh] = raw(backend, [7; 32], &[]);
    rows.push(("raw AES-256-GCM seal, key ready".into(), ready));
    rows.push(("raw AES-256-GCM seal, with key set-up".into(), fresh));
    let [ready, _] = raw(backend, [7; 32], &[0; 160]);
    rows.push(("raw AES-256-GCM seal, key ready, 160 bytes of associated data".into(), ready));
    rows.push((
        "raw AES-256-GCM open, with key set-up, 160 bytes of associated data".into(),
        raw_open(backend, [7; 32], &[0; 160]),
    ));
    for suite in Suite::ALL {
        let key = ValueKey::new(&material).unwrap().with_backend(backend).with_suite(suite);
        let sealed: Sealed<str> = key.seal(&sealing, VALUE.as_bytes(), &OsEntropy).unwrap();
        let writer = ValueKey::new(&material).unwrap().with_backend(backend).with_suite(suite);
        rows.push((
            format!("seal 64 B, suite {}", suite.byte()),
            Box::new(move || {
                drop(black_box(writer.seal::<str>(&sealing, VALUE.as_bytes(), &PooledEntropy::new()).unwrap()))
            }),
        ));
        rows.push((
            format!("open 64 B, suite {}", suite.byte()),
            Box::new(move || drop(black_box(key.open(&opening, &sealed).unwrap()))),
        ));
    }
    let mut nonce = [0; 24];
    rows.push((
        "24 random bytes, pooled".into(),
        Box::new(move || PooledEntropy::new().fill(black_box(&mut nonce)).unwrap()),
    ));
    rows.push((
        "24 random bytes, from the system".into(),
        Box::new(move || OsEntropy.fill(black_box(&mut nonce)).unwrap()),
    ));
    let medians = measure(20_000, &mut rows);
    println!("\n### {}\n\n| one value of 64 bytes | ns | × raw, key ready |\n|---|---|---|", backend.name());
    let base = medians.first().copied().unwrap_or(f64::NAN);
    for ((name, _), median) in rows.iter().zip(&medians) {
        println!("| {name} | {median:.0} | {:.2} |", median / base);
    }
}

fn record(backend: Backend) {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let brand = seed.brand();
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(brand, provider, MemoryKeyStore::new()).with_backend(backend);
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
    let who = Who::somebody().unwrap();
    let subject = SubjectId::random(&OsEntropy).unwrap();
    // One byte of the encoding says that there is a value: so each field is encoded in 64 bytes.
    let (_, text) = VALUE.split_at(1);
    let text = || Phi::from(text);
    let patient = Patient {
        subject,
        one: text(),
        two: text(),
        three: text(),
        four: text(),
        five: text(),
        six: text(),
        seven: text(),
        eight: text(),
    };
    let id = RecordId::random(&OsEntropy).unwrap();
    let writes = gate.create_blocking(&who, Ask::about(subject, Purpose::Treatment)).unwrap();
    let row = writes.seal(&patient, id, 1, &keys).unwrap();
    let four = Patient::ONE | Patient::THREE | Patient::FIVE | Patient::SEVEN;
    let ask = |fields: FieldSet<Patient>| Ask::<Patient>::about(subject, Purpose::Treatment).only(fields);
    let reads = gate.read_blocking(&who, ask(four)).unwrap();
    let encoded = [&[1], VALUE.split_at(1).1.as_bytes()].concat();
    let ready = Ready(brand, (0..8).map(|at| (at, encoded.clone())).collect());
    let [_, plain] = raw(backend, [7; 32], &[]);
    // A field's associated data: a digest of 32 bytes and its name.
    let [_, bound] = raw(backend, [7; 32], &[0; 36]);
    let mut rows: Vec<Row<'_>> = vec![
        ("raw operation with key set-up".into(), plain),
        ("raw operation with key set-up, 36 bytes of associated data".into(), bound),
        ("raw opening with key set-up".into(), raw_open(backend, [7; 32], &[])),
        ("raw opening with key set-up, 36 bytes of associated data".into(), raw_open(backend, [7; 32], &[0; 36])),
        ("seal a row of eight".into(), Box::new(|| drop(black_box(writes.seal(&patient, id, 1, &keys).unwrap())))),
        (
            "reveal four of eight".into(),
            Box::new(|| {
                black_box(reads.reveal(&row, &keys, |view| view.one.granted().map_or(0, str::len)).unwrap());
            }),
        ),
        (
            "gate and walk alone, for a row of eight".into(),
            Box::new(|| drop(black_box(writes.seal(&patient, id, 1, &ready).unwrap()))),
        ),
        (
            "gate, view and wiping alone, for four".into(),
            Box::new(|| {
                black_box(reads.reveal(&row, &ready, |view| view.one.granted().map_or(0, str::len)).unwrap());
            }),
        ),
        (
            "the clock, once".into(),
            Box::new(|| {
                black_box(SystemClock.now());
            }),
        ),
    ];
    let medians = measure(10_000, &mut rows);
    println!(
        "\n| a row of eight fields of 64 bytes | ns | × as many raw, sealing | the same, bound | × as many raw, opening | the same, bound |"
    );
    println!("|---|---|---|---|---|---|");
    let at = |row: usize| medians.get(row).copied().unwrap_or(f64::NAN);
    let line = |name: &str, ns: f64, count: f64| {
        let [seal, bound, open, open_bound] = [0, 1, 2, 3].map(|raw| ns / count / at(raw));
        println!("| {name} | {ns:.0} | {seal:.2} | {bound:.2} | {open:.2} | {open_bound:.2} |");
    };
    let counts = [1.0, 1.0, 1.0, 1.0, 8.0, 4.0, 8.0, 4.0, 1.0];
    for ((name, _), (median, count)) in rows.iter().zip(medians.iter().zip(counts)) {
        line(name, *median, count);
    }
    line("sealing itself, eight fields: the difference", at(4) - at(6), 8.0);
    line("opening itself, four fields: the difference", at(5) - at(7), 4.0);
}

fn main() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load {}", load.split(' ').next().unwrap_or("unknown"));
    // `cargo bench … -- rows` for the rows alone, as a profiler wants it.
    let rows_alone = std::env::args().any(|argument| argument == "rows");
    for &backend in Backend::ALL {
        if !rows_alone {
            values(backend);
        }
        record(backend);
    }
}
