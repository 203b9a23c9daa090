//! What the log costs, next to the raw disk, to SQLite and to PostgreSQL in the same run.
//!
//! `cargo bench -p phi-audit-postgres --bench audit`. Wall time where something waits for the disk, CPU time of the thread
//! elsewhere; rounds interleaved, the median of each. Scheduling is the ordinary one. `AUDIT_BENCH_EVENTS` sets the size of
//! the large log (10 million).

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench talks to its user and stops when something is wrong"
)]

#[path = "../crates/phi-audit-postgres/tests/server/mod.rs"]
#[allow(unreachable_pub, clippy::panic, clippy::unwrap_used, reason = "shared with the tests")]
mod server;

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use phi_audit::{
    AuditLog, Setup,
    anchor::FileAnchor,
    event::AuditEvent,
    log::{Log, ReadAt, SegmentReader, Segments, Storage, verify},
    note::NoteSigner,
    sink::{AuditSink, Committer, Event, Limits},
};
use phi_audit_sqlite::SqliteStore;
use phi_types::OsEntropy;
use postgres::{Client, NoTls};
use rustix::time::{ClockId, clock_gettime};
use server::Server;

const ORIGIN: &str = "bench.example/audit";
const ROUNDS: usize = 10;
const A_ROUND: usize = 300;

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

/// The bytes of an event as the gate makes it.
fn event_bytes() -> Vec<u8> {
    let mut out = vec![1];
    let text = |out: &mut Vec<u8>, text: &str| {
        out.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    };
    out.extend_from_slice(&1_790_000_000_123_456_789_i128.to_be_bytes());
    text(&mut out, "north-clinic");
    text(&mut out, "n.nurse");
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&[5; 16]);
    out.extend_from_slice(&[1, 0, 1]);
    out.extend_from_slice(&[6; 16]);
    out.push(1);
    text(&mut out, "Patient");
    text(&mut out, "read");
    text(&mut out, "TREAT");
    out.push(0);
    out.extend_from_slice(&7_u64.to_be_bytes());
    out.push(1);
    text(&mut out, "nurse-care");
    out.extend_from_slice(&[8; 32]);
    out.extend_from_slice(&4_u32.to_be_bytes());
    for field in ["name", "mrn", "allergies", "note"] {
        text(&mut out, field);
    }
    out.extend_from_slice(&1_790_000_300_i64.to_be_bytes());
    out.push(0);
    out.extend_from_slice(&0_u32.to_be_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn open(folder: &Path) -> AuditLog {
    fs::create_dir_all(folder.join("elsewhere")).unwrap();
    let anchor = FileAnchor::new(folder.join("elsewhere")).unwrap();
    Setup::new(folder.join("audit"), signer(), anchor).open_or_create().unwrap().0
}

fn cpu(clock: ClockId) -> f64 {
    let now = clock_gettime(clock);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// A file with all its blocks, for the raw rate.
struct Raw(File, u64);

impl Raw {
    fn new(path: &Path) -> Self {
        let file = File::create(path).unwrap();
        let zeros = vec![0; 1 << 20];
        for megabyte in 0..64 {
            file.write_all_at(&zeros, megabyte << 20).unwrap();
        }
        file.sync_all().unwrap();
        Self(file, 0)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.write_all_at(bytes, self.1).unwrap();
        self.0.sync_data().unwrap();
        self.1 += bytes.len() as u64;
    }
}

fn each(times: usize, mut act: impl FnMut()) -> Vec<f64> {
    (0..times)
        .map(|_| {
            let before = Instant::now();
            act();
            before.elapsed().as_secs_f64() * 1e6
        })
        .collect()
}

fn quantile(times: &mut [f64], at: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * at) as usize]
}

fn median(mut times: Vec<f64>) -> f64 {
    quantile(&mut times, 0.5)
}

/// How many calls a second so many threads get through in the time.
fn rate(threads: usize, time: Duration, make: impl Fn(usize) -> Box<dyn FnMut() + Send> + Sync) -> f64 {
    let (stop, started) = (AtomicBool::new(false), Instant::now());
    let count: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let (make, stop) = (&make, &stop);
                scope.spawn(move || {
                    let mut act = make(thread);
                    let mut count = 0;
                    while !stop.load(Ordering::Relaxed) {
                        act();
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    count as f64 / started.elapsed().as_secs_f64()
}

fn one_writer(folder: &Path, bytes: &[u8]) {
    let mut raw = Raw::new(&folder.join("raw"));
    let frame = vec![7; bytes.len() + 96];
    let log = open(&folder.join("one"));
    let sqlite = SqliteStore::open(folder.join("sqlite.db"), ORIGIN, Arc::new(OsEntropy)).unwrap();
    let sqlite = Committer::new(sqlite, Limits::default());
    let events = [Event::new([1; 16], bytes.to_vec())];
    let (mut raws, mut ours, mut lites) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ratios, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut raw = each(A_ROUND, || raw.write(&frame));
        let mut our = each(A_ROUND, || drop(log.append(&events).unwrap()));
        lites.extend(each(A_ROUND / 5, || drop(sqlite.append(&events).unwrap())));
        ratios.push(raw.iter().sum::<f64>() / our.iter().sum::<f64>());
        tails.push(quantile(&mut our, 0.99) / quantile(&mut raw, 0.99));
        raws.extend(raw);
        ours.extend(our);
    }
    println!("| | a second | median µs | p99 µs |\n|---|---|---|---|");
    let line = |name: &str, times: &mut Vec<f64>| {
        let rate = times.len() as f64 * 1e6 / times.iter().sum::<f64>();
        println!("| {name} | {rate:.0} | {:.0} | {:.0} |", quantile(times, 0.5), quantile(times, 0.99));
    };
    line("raw write of as many bytes and fdatasync, preallocated", &mut raws);
    line("the log, one writer", &mut ours);
    line("SQLite, WAL, synchronous = FULL, one writer", &mut lites);
    println!(
        "\none writer / raw rate: {:.2} (median of {ROUNDS} rounds); p99 / raw p99: {:.2}\n",
        median(ratios),
        median(tails)
    );
}

fn many_writers(folder: &Path, bytes: &[u8]) {
    let log = Arc::new(open(&folder.join("many")));
    let server = Server::start("bench", "on");
    if let Some(server) = &server {
        let table =
            "CREATE TABLE plain (id bytea NOT NULL, at timestamptz NOT NULL DEFAULT now(), event bytea NOT NULL)";
        server.owner().batch_execute(table).unwrap();
    } else {
        println!("skipped: no PostgreSQL to start");
    }
    let ours = |threads| {
        rate(threads, Duration::from_secs(3), |thread| {
            let (log, events) = (Arc::clone(&log), [Event::new([thread as u8; 16], bytes.to_vec())]);
            Box::new(move || drop(log.append(&events).unwrap()))
        })
    };
    let theirs = |server: &Server| {
        rate(32, Duration::from_secs(3), |_| {
            let mut client = Client::connect(&server.config("postgres"), NoTls).unwrap();
            let insert = client.prepare("INSERT INTO plain (id, event) VALUES ($1, $2)").unwrap();
            let bytes = bytes.to_vec();
            Box::new(move || assert_eq!(client.execute(&insert, &[&[1_u8; 16].as_slice(), &bytes]).unwrap(), 1))
        })
    };
    let (mut all, mut postgres) = ([Vec::new(), Vec::new(), Vec::new()], Vec::new());
    let (mut cpus, mut count) = (0.0, 0.0);
    for _ in 0..3 {
        postgres.extend(server.as_ref().map(&theirs));
        all[0].push(ours(1));
        all[1].push(ours(16));
        let (before, size) = (cpu(ClockId::ProcessCPUTime), log.size());
        all[2].push(ours(64));
        cpus += cpu(ClockId::ProcessCPUTime) - before;
        count += (log.size() - size) as f64;
    }
    let peer = if postgres.is_empty() { f64::NAN } else { median(postgres) };
    println!("| | events a second | of PostgreSQL |\n|---|---|---|");
    println!("| PostgreSQL 15, fsync on, no index, 32 clients | {peer:.0} | 1 |");
    for (name, rates) in ["1 writer", "16 writers", "64 writers"].into_iter().zip(all) {
        let rate = median(rates);
        println!("| the log, {name} | {rate:.0} | {:.1} |", rate / peer);
    }
    println!(
        "\nCPU of the whole process an event with 64 writers, threads woken and all: {:.2} µs\n",
        cpus / count / 1e3
    );
}

/// Takes what is written and forgets it.
struct Nowhere(u64);

impl ReadAt for Nowhere {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.0)
    }

    fn read_at(&mut self, _: u64, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }
}

impl Storage for Nowhere {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0 = self.0.max(offset + bytes.len() as u64);
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0 = len;
        Ok(())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn cpu_an_event(bytes: &[u8]) {
    let event = AuditEvent::decode(bytes).unwrap();
    let log = Log::create(Nowhere(0), signer(), OsEntropy).unwrap();
    let round = |group: usize| {
        let before = cpu(ClockId::ThreadCPUTime);
        for _ in 0..20_000 / group {
            let payloads: Vec<_> = (0..group).map(|_| ([1; 16], event.encode())).collect();
            let batch: Vec<_> = payloads.iter().map(|(id, payload)| (*id, payload.as_slice())).collect();
            log.append(&batch).unwrap();
        }
        (cpu(ClockId::ThreadCPUTime) - before) / 20_000.0 / 1e3
    };
    for group in [1, 16, 64] {
        let times = (0..ROUNDS).map(|_| round(group)).collect();
        println!(
            "CPU an event, encoded, salted, hashed, framed, in the tree, groups of {group}: {:.2} µs",
            median(times)
        );
    }
    println!();
}

fn verification(folder: &Path, bytes: &[u8]) {
    const EVENTS: usize = 500_000;
    let path = folder.join("verified");
    let log = Log::create(Segments::create(&path).unwrap(), signer(), OsEntropy).unwrap();
    let batch: Vec<([u8; 16], &[u8])> = vec![([1; 16], bytes); 1000];
    for _ in 0..EVENTS / 1000 {
        log.append(&batch).unwrap();
    }
    let kept = log.checkpoint().unwrap();
    drop(log);
    let rates = (0..5)
        .map(|_| {
            let before = cpu(ClockId::ThreadCPUTime);
            let found = verify(SegmentReader::open(&path).unwrap(), signer().verifier(), Some(&kept)).unwrap();
            assert_eq!(found.size, EVENTS as u64);
            EVENTS as f64 * 1e9 / (cpu(ClockId::ThreadCPUTime) - before)
        })
        .collect();
    println!("full verification, {} bytes an event: {:.0} events a second of one core\n", bytes.len(), median(rates));
}

fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

fn large_log(folder: &Path) {
    let events: u64 = std::env::var("AUDIT_BENCH_EVENTS").map_or(10_000_000, |events| events.parse().unwrap());
    let log = open(&folder.join("large"));
    let batch: Vec<_> = (0..5000).map(|number| Event::new([number as u8; 16], vec![number as u8; 64])).collect();
    let (before, started) = (resident(), Instant::now());
    let (mut early, mut most) = (0.0, 0.0_f64);
    while log.size() < events {
        drop(log.append(&batch).unwrap());
        let now = resident() - before;
        if log.size() <= events / 10 {
            early = now;
        }
        most = most.max(now);
    }
    println!(
        "memory while {events} events were appended in {:.0} s: {early:.1} MiB above the beginning after a tenth, {:.1} at the end, {most:.1} at most",
        started.elapsed().as_secs_f64(),
        resident() - before
    );
    log.checkpoint().unwrap();
    let mut prover = log.prover().unwrap();
    let mut at = 12_345_u64;
    let mut next = || {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (at >> 20) % events
    };
    let size = log.size();
    let mut paths = each(20_000, || drop(prover.path(next(), size).unwrap()));
    let mut files = each(2000, || drop(prover.inclusion(next()).unwrap().to_text()));
    let longest = (0..1000).map(|_| prover.path(next(), size).unwrap().len() * 32).max().unwrap();
    println!(
        "inclusion proof from {size} events: {:.1} µs, p99 {:.1}; at most {longest} bytes",
        quantile(&mut paths, 0.5),
        quantile(&mut paths, 0.99)
    );
    println!(
        "the same as a file with entry and checkpoint: {:.1} µs, p99 {:.1}; {} bytes with an entry of 64",
        quantile(&mut files, 0.5),
        quantile(&mut files, 0.99),
        prover.inclusion(0).unwrap().to_text().len()
    );
}

fn main() {
    let folder = std::env::temp_dir().join(format!("audit-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let bytes = event_bytes();
    assert!(AuditEvent::decode(&bytes).is_ok());
    println!("load: {}", fs::read_to_string("/proc/loadavg").unwrap().trim());
    cpu_an_event(&bytes);
    one_writer(&folder, &bytes);
    many_writers(&folder, &bytes);
    verification(&folder, &bytes);
    large_log(&folder);
    println!("load: {}", fs::read_to_string("/proc/loadavg").unwrap().trim());
    fs::remove_dir_all(&folder).unwrap();
}
