//! What sealing a file costs: 64 MiB on one thread and on two, next to the raw cipher in pieces of 16 KiB; memory; reading anywhere.
//!
//! `cargo bench -p phi-envelope --bench files`. Ten interleaved rounds, the median of each; CPU time of the thread for one thread, wall
//! time for two. The raw cipher and a raw copy run in the same rounds.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::{
    fs,
    hint::black_box,
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    time::Instant,
};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use phi_envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore};
use phi_types::{
    OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, Text,
    gate::{Ask, Epoch, Gate, GateSeed},
};
use rustix::time::{ClockId, clock_gettime};

mod open_gate;

use open_gate::{Everything, Takes, Who};

const MIB: usize = 1024 * 1024;
const CHUNK: usize = 16 * 1024;

#[derive(PhiRecord)]
#[phi(record = "Study")]
struct Study {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    scan: Phi<Text>,
}

struct Bench {
    gate: Gate<Everything, Takes>,
    keys: EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>,
    who: Who,
}

const ROW: RecordId = RecordId::from_bytes([3; 16]);

fn ask() -> Ask<Study> {
    Ask::about(SubjectId::from_bytes([2; 16]), Purpose::Treatment)
}

impl Bench {
    fn seal<W: Write>(&self, text: &[u8], times: usize, workers: usize, to: W) -> W {
        let grant = self.gate.create_blocking(&self.who, ask()).unwrap();
        let file = grant.file(ROW, Study::SCAN).unwrap();
        let mut writer = self.keys.seal_file(file, to).unwrap().workers(workers);
        (0..times).for_each(|_| writer.write_all(text).unwrap());
        writer.finish().unwrap()
    }

    fn open(&self, sealed: &[u8], workers: usize) {
        let grant = self.gate.read_blocking(&self.who, ask()).unwrap();
        let file = grant.file(ROW, Study::SCAN).unwrap();
        let mut reader = self.keys.open_file(file, sealed).unwrap().workers(workers);
        let mut out = vec![0; MIB];
        while reader.read(&mut out).unwrap() > 0 {
            black_box(&out);
        }
    }
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn by_cpu(act: impl FnOnce()) -> f64 {
    let before = cpu();
    act();
    cpu() - before
}

fn by_wall(act: impl FnOnce()) -> f64 {
    let before = Instant::now();
    act();
    before.elapsed().as_secs_f64()
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    f64::midpoint(of[of.len() / 2], of[(of.len() - 1) / 2])
}

/// The most memory that the process ever held, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn seal_raw(raw: &Aes256Gcm, buffer: &mut [u8]) {
    for piece in buffer.chunks_mut(CHUNK) {
        black_box(raw.encrypt_inout_detached(&[1; 12].into(), &[], piece.into()).unwrap());
    }
}

fn main() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let keys =
        EnvelopeKeyring::new(seed.brand(), EphemeralProvider::generate(&OsEntropy).unwrap(), MemoryKeyStore::new());
    let who = Who::somebody().unwrap();
    let bench = Bench { gate: Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock), keys, who };

    // Memory first, while nothing else has been held.
    let piece = vec![7; MIB];
    let before = peak();
    let folder = std::env::temp_dir().join(format!("files-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("large");
    bench.seal(&piece, 1024, 8, fs::File::create(&path).unwrap());
    let sealing = peak() - before;
    let grant = bench.gate.read_blocking(&bench.who, ask()).unwrap();
    let file = grant.file(ROW, Study::SCAN).unwrap();
    let mut reader = bench.keys.open_file(file, fs::File::open(&path).unwrap()).unwrap().workers(8);
    assert_eq!(io::copy(&mut reader, &mut io::sink()).unwrap(), 1024 * MIB as u64);
    println!("memory for a file of 1 GiB, eight workers: {sealing} KiB to seal, {} KiB at most", peak() - before);

    let raw = Aes256Gcm::new(&[7; 32].into());
    let mut buffer = vec![7; 64 * MIB];
    let text = vec![7; 64 * MIB];
    let sealed = bench.seal(&text, 1, 2, Vec::new());
    let source = fs::File::open(&path).unwrap();
    let mut seekable = {
        let file = grant.file(ROW, Study::SCAN).unwrap();
        bench.keys.open_seekable_file(file, fs::File::open(&path).unwrap()).unwrap()
    };
    let names = [
        "raw AES-256-GCM, sealing pieces of 16 KiB",
        "raw AES-256-GCM, opening pieces of 16 KiB",
        "seal, one thread",
        "open, one thread",
        "seal, one thread (wall)",
        "seal, two threads (wall)",
        "open, one thread (wall)",
        "open, two threads (wall)",
        "raw AES-256-GCM, sealing, one thread (wall)",
        "raw AES-256-GCM, sealing, two threads (wall)",
    ];
    let mut rounds: [Vec<f64>; 10] = Default::default();
    let (mut random, mut random_raw) = (Vec::new(), Vec::new());
    for round in 0..10_u64 {
        let mut tags = Vec::with_capacity(64 * MIB / CHUNK);
        let sealing = by_cpu(|| {
            for piece in buffer.chunks_mut(CHUNK) {
                tags.push(raw.encrypt_inout_detached(&[1; 12].into(), &[], piece.into()).unwrap());
            }
        });
        let opening = by_cpu(|| {
            for (piece, tag) in buffer.chunks_mut(CHUNK).zip(&tags) {
                raw.decrypt_inout_detached(&[1; 12].into(), &[], piece.into(), tag).unwrap();
            }
        });
        let all = [
            sealing,
            opening,
            by_cpu(|| _ = bench.seal(&text, 1, 1, io::sink())),
            by_cpu(|| bench.open(&sealed, 1)),
            by_wall(|| _ = bench.seal(&text, 1, 1, io::sink())),
            by_wall(|| _ = bench.seal(&text, 1, 2, io::sink())),
            by_wall(|| bench.open(&sealed, 1)),
            by_wall(|| bench.open(&sealed, 2)),
            by_wall(|| seal_raw(&raw, &mut buffer)),
            by_wall(|| {
                let (one, other) = buffer.split_at_mut(32 * MIB);
                std::thread::scope(|scope| {
                    scope.spawn(|| seal_raw(&raw, one));
                    seal_raw(&raw, other);
                });
            }),
        ];
        for (to, figure) in rounds.iter_mut().zip(all) {
            to.push(figure);
        }
        // Places all over the file; the raw time is that of reading and opening the same five chunks.
        let places: Vec<u64> = (0..200).map(|nth| (nth * 5_242_883 + round * 77_777) % (1023 * MIB as u64)).collect();
        let mut out = vec![0; 4 * CHUNK];
        random.push(by_wall(|| {
            for at in &places {
                seekable.seek(SeekFrom::Start(*at)).unwrap();
                seekable.read_exact(&mut out).unwrap();
            }
        }));
        let mut five = vec![0; 5 * (CHUNK + 16)];
        random_raw.push(by_wall(|| {
            for at in &places {
                let first = at / CHUNK as u64;
                source.read_exact_at(&mut five, 98 + first * (CHUNK as u64 + 16)).unwrap();
                for chunk in five.chunks_mut(CHUNK + 16) {
                    let _ = black_box(raw.decrypt_inout_detached(
                        &[1; 12].into(),
                        &[],
                        (&mut chunk[..CHUNK]).into(),
                        &[0; 16].into(),
                    ));
                }
            }
        }));
    }
    let medians: Vec<f64> = rounds.into_iter().map(median).collect();
    println!("\n| 64 MiB, RustCrypto | MB/s |\n|---|---|");
    for (name, seconds) in names.iter().zip(&medians) {
        println!("| {name} | {:.0} |", 64.0 * MIB as f64 / 1e6 / seconds);
    }
    println!(
        "| ratio to raw: seal / open, one thread | {:.2} / {:.2} |",
        medians[0] / medians[2],
        medians[1] / medians[3]
    );
    println!(
        "| two threads to one, of the raw cipher: what the machine has to give | {:.2} |",
        medians[8] / medians[9]
    );
    println!("| two threads to one: seal / open | {:.2} / {:.2} |", medians[4] / medians[5], medians[6] / medians[7]);
    let (random, random_raw) = (median(random), median(random_raw));
    println!("| 64 KiB anywhere in 1 GiB, to the raw time of its chunks | {:.2} |", random / random_raw);
    fs::remove_dir_all(&folder).unwrap();
}
