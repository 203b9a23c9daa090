//! What sealing a file costs: 64 MiB on one thread and on two, next to the raw cipher in pieces of 16 KiB; memory; reading anywhere.
//!
//! `cargo bench -p phi-envelope --features ring,aws-lc-rs --bench files`. What is measured, and on which memory: `files/table.rs`.

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
    path::Path,
    time::Instant,
};

use phi_envelope::{Backend, EnvelopeKeyring, EphemeralProvider, MemoryKeyStore};
use phi_types::{
    OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, Text,
    gate::{Ask, Epoch, Gate, GateSeed},
};
use rustix::time::{ClockId, clock_gettime};

mod open_gate;
#[path = "files/raw.rs"]
mod raw;
#[path = "files/table.rs"]
mod table;

use open_gate::{Everything, Takes, Who};
use raw::{PIECE, Raw};

const MIB: usize = 1024 * 1024;
const FILE: usize = 64 * MIB;

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
    fn new(backend: Backend) -> Self {
        let seed = GateSeed::generate(&OsEntropy).unwrap();
        let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
        let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_backend(backend);
        let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
        Self { gate, keys, who: Who::somebody().unwrap() }
    }

    fn seal<W: Write>(&self, text: &[u8], times: usize, workers: usize, to: W) -> W {
        let grant = self.gate.create_blocking(&self.who, ask()).unwrap();
        let file = grant.file(ROW, Study::SCAN).unwrap();
        let mut writer = self.keys.seal_file(file, to).unwrap().workers(workers);
        (0..times).for_each(|_| writer.write_all(text).unwrap());
        writer.finish().unwrap()
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

/// Memory first, while nothing else has been held. Leaves a sealed file of 1 GiB there.
fn memory(path: &Path) -> Bench {
    let bench = Bench::new(Backend::default());
    let piece = vec![7; MIB];
    let before = peak();
    bench.seal(&piece, 1024, 8, fs::File::create(path).unwrap());
    let sealing = peak() - before;
    let grant = bench.gate.read_blocking(&bench.who, ask()).unwrap();
    let file = grant.file(ROW, Study::SCAN).unwrap();
    let mut reader = bench.keys.open_file(file, fs::File::open(path).unwrap()).unwrap().workers(8);
    assert_eq!(io::copy(&mut reader, &mut io::sink()).unwrap(), 1024 * MIB as u64);
    drop(reader);
    drop(grant);
    println!("memory for a file of 1 GiB, eight workers: {sealing} KiB to seal, {} KiB at most\n", peak() - before);
    bench
}

/// 64 KiB at 200 places all over the file, beside the raw time of five chunks: read and put through the cipher, and the cipher alone. (The raw
/// cipher seals here, since it has no tags for them; it takes as long.)
fn anywhere(bench: &Bench, path: &Path) {
    let (raw, source) = (Raw::new(Backend::default()), fs::File::open(path).unwrap());
    let grant = bench.gate.read_blocking(&bench.who, ask()).unwrap();
    let file = grant.file(ROW, Study::SCAN).unwrap();
    let mut seekable = bench.keys.open_seekable_file(file, fs::File::open(path).unwrap()).unwrap();
    let mut rounds: [Vec<f64>; 3] = Default::default();
    let (mut out, mut five) = (vec![0; 4 * PIECE], vec![0; 5 * (PIECE + 16)]);
    for round in 0..10_u64 {
        let places: Vec<u64> = (0..200).map(|nth| (nth * 5_242_883 + round * 77_777) % (1023 * MIB as u64)).collect();
        let open_five = |five: &mut [u8]| {
            for chunk in five.chunks_mut(PIECE + 16) {
                black_box(raw.seal_piece(&mut chunk[..PIECE]));
            }
        };
        rounds[0].push(by_wall(|| {
            for at in &places {
                seekable.seek(SeekFrom::Start(*at)).unwrap();
                seekable.read_exact(&mut out).unwrap();
            }
        }));
        rounds[1].push(by_wall(|| {
            for at in &places {
                let first = at / PIECE as u64;
                source.read_exact_at(&mut five, 98 + first * (PIECE as u64 + 16)).unwrap();
                open_five(&mut five);
            }
        }));
        rounds[2].push(by_wall(|| places.iter().for_each(|_| open_five(&mut five))));
    }
    let [ours, read, opened] = rounds.map(median);
    println!("64 KiB anywhere in 1 GiB: {:.1} µs", ours / 200.0 * 1e6);
    println!(
        "to the raw time of its five chunks, reading included: {:.2}; of the cipher alone: {:.2}\n",
        ours / read,
        ours / opened
    );
}

fn main() {
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    println!("load {}", load.split_whitespace().next().unwrap());
    let folder = std::env::temp_dir().join(format!("files-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("large");
    let bench = memory(&path);
    anywhere(&bench, &path);
    Backend::ALL.iter().for_each(|backend| table::table(*backend, &folder));
    fs::remove_dir_all(&folder).unwrap();
}
