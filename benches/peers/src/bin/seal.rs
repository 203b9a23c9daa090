//! Sealing and opening one value of 64 bytes, beside the peers.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml --bin seal`. Ten interleaved rounds, the median of each; CPU time of the
//! thread. Keys are made beforehand; each library is used as its documentation shows. Tink's envelope makes and wraps a data key for
//! each message, here under a local key; age makes a file key for each message; orion has no associated data.

use std::{hint::black_box, iter};

use phi_envelope::{Backend, KeyMaterial, PooledEntropy, Sealed, ValueContext, ValueKey};
use phi_types::{OsEntropy, RecordId, TenantId};
use rustix::time::{ClockId, clock_gettime};
use tink_core::Aead;

const VALUE: &[u8; 64] = b"sixty-four bytes of a note that was made up for measuring this..";

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

type Row<'a> = (&'static str, u32, usize, Box<dyn FnMut() + 'a>);

fn main() {
    let tenant = TenantId::new("north").unwrap();
    let context = ValueContext::new(&tenant, "Patient", RecordId::from_bytes([7; 16]), "note", 1);
    let (sealing, opening) = (context.sealing(), context.opening());
    let ours = ValueKey::new(&KeyMaterial::random(&OsEntropy).unwrap()).unwrap().with_backend(Backend::RustCrypto);
    let sealed: Sealed<str> = ours.seal(&sealing, VALUE, &OsEntropy).unwrap();

    tink_aead::init();
    let handle = || tink_core::keyset::Handle::new(&tink_aead::aes256_gcm_key_template()).unwrap();
    let aead = tink_aead::new(&handle()).unwrap();
    let in_aead = aead.encrypt(VALUE, b"north Patient note").unwrap();
    let envelope =
        tink_aead::KmsEnvelopeAead::new(tink_aead::aes256_gcm_key_template(), tink_aead::new(&handle()).unwrap());
    let in_envelope = envelope.encrypt(VALUE, b"north Patient note").unwrap();

    let orion = orion::aead::SecretKey::generate().unwrap();
    let in_orion = orion::aead::seal(&orion, VALUE).unwrap();

    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public();
    let in_age = age::encrypt(&recipient, VALUE).unwrap();

    let mut rows: Vec<Row<'_>> = vec![
        (
            "this library, seal",
            20_000,
            sealed.as_bytes().len(),
            Box::new(|| drop(black_box(ours.seal::<str>(&sealing, VALUE, &PooledEntropy::new()).unwrap()))),
        ),
        (
            "this library, open",
            20_000,
            sealed.as_bytes().len(),
            Box::new(|| drop(black_box(ours.open(&opening, &sealed).unwrap()))),
        ),
        (
            "tink-aead 0.3, AES-256-GCM, seal",
            20_000,
            in_aead.len(),
            Box::new(|| drop(black_box(aead.encrypt(VALUE, b"north Patient note").unwrap()))),
        ),
        (
            "tink-aead 0.3, AES-256-GCM, open",
            20_000,
            in_aead.len(),
            Box::new(|| drop(black_box(aead.decrypt(&in_aead, b"north Patient note").unwrap()))),
        ),
        (
            "tink-aead 0.3, envelope, seal",
            5_000,
            in_envelope.len(),
            Box::new(|| drop(black_box(envelope.encrypt(VALUE, b"north Patient note").unwrap()))),
        ),
        (
            "tink-aead 0.3, envelope, open",
            5_000,
            in_envelope.len(),
            Box::new(|| drop(black_box(envelope.decrypt(&in_envelope, b"north Patient note").unwrap()))),
        ),
        (
            "orion 0.18, seal",
            20_000,
            in_orion.len(),
            Box::new(|| drop(black_box(orion::aead::seal(&orion, VALUE).unwrap()))),
        ),
        (
            "orion 0.18, open",
            20_000,
            in_orion.len(),
            Box::new(|| drop(black_box(orion::aead::open(&orion, &in_orion).unwrap()))),
        ),
        (
            "age 0.12, X25519, seal",
            200,
            in_age.len(),
            Box::new(|| drop(black_box(age::encrypt(&recipient, VALUE).unwrap()))),
        ),
        (
            "age 0.12, X25519, open",
            200,
            in_age.len(),
            Box::new(|| drop(black_box(age::decrypt(&identity, &in_age).unwrap()))),
        ),
    ];
    let mut rounds: Vec<Vec<f64>> = iter::repeat_with(Vec::new).take(rows.len()).collect();
    for _ in 0..10 {
        for ((_, times, _, act), round) in rows.iter_mut().zip(&mut rounds) {
            let before = cpu();
            (0..*times).for_each(|_| act());
            round.push((cpu() - before) / f64::from(*times));
        }
    }
    println!("| 64 bytes | ns | bytes over the value |\n|---|---|---|");
    for ((name, _, length, _), mut times) in rows.into_iter().zip(rounds) {
        times.sort_by(f64::total_cmp);
        println!("| {name} | {:.0} | {} |", (times[4] + times[5]) / 2.0, length - VALUE.len());
    }
}
