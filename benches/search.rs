//! A report on one patient from a large log, warm and with a cold index, next to one read of a page of the same files in the same run.
//!
//! `cargo bench -p phi-audit --bench search`. Wall time, since reading waits for the disk. `SEARCH_BENCH_EVENTS` sets the size (10
//! million). The page cache is dropped for all files of the log before each cold round: through `/proc/sys/vm/drop_caches` where that may
//! be written, else by `dd oflag=nocache` (`POSIX_FADV_DONTNEED`). It says which.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench talks to its user and stops when something is wrong"
)]

#[path = "open_gate.rs"]
#[allow(dead_code, reason = "shared with other benches")]
mod open_gate;

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use open_gate::{Everything, Takes, Who};
use phi_audit::{
    Setup, SubjectPseudonymKey,
    anchor::FileAnchor,
    event::{Agent, Decision, Entity, Term, pattern},
    note::NoteSigner,
    report,
    search::{Asking, Query},
    sink::{AuditSink as _, Event},
};
use phi_types::{
    ActorId, OsEntropy, Phi, Purpose, SessionId, SubjectId, SystemClock, TenantId,
    gate::{Administration, Epoch, Gate, GateSeed},
};
use time::{Duration, OffsetDateTime};

const PATIENTS: u64 = 200_000;

fn mixed(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20
}

fn subject(number: u64) -> SubjectId {
    SubjectId::from_bytes((u128::from(number) | 1 << 100).to_be_bytes())
}

/// Drops the page cache of the files, and says how.
fn cool(folder: &Path) -> &'static str {
    let _ = Command::new("sync").status();
    if fs::write("/proc/sys/vm/drop_caches", "3").is_ok() {
        return "drop_caches";
    }
    for entry in fs::read_dir(folder).unwrap() {
        let of = format!("of={}", entry.unwrap().path().display());
        let _ = Command::new("dd").args([&of, "oflag=nocache", "conv=notrunc,fdatasync", "count=0"]).output();
    }
    "fadvise"
}

fn quantiles(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("median {:.2} ms, most {:.2} ms", times[times.len() / 2], times[times.len() - 1])
}

fn main() {
    let events: u64 = std::env::var("SEARCH_BENCH_EVENTS").map_or(10_000_000, |events| events.parse().unwrap());
    let root = std::env::temp_dir().join(format!("search-bench-{}", std::process::id()));
    fs::create_dir_all(root.join("elsewhere")).unwrap();
    let signer = NoteSigner::new("bench.example/audit", &[7; 32]).unwrap();
    let (log, _) = Setup::new(root.join("audit"), signer, FileAnchor::new(root.join("elsewhere")).unwrap())
        .open_or_create()
        .unwrap();
    let tenant = TenantId::new("north").unwrap();
    let key = SubjectPseudonymKey::from_bytes(&[3; 32]);
    let pseudonyms: Vec<_> = (0..PATIENTS).map(|number| key.pseudonym(&tenant, subject(number))).collect();
    let (record, rule) = (Term::new("Patient").unwrap(), Term::new("nurse-care").unwrap());
    let fields: Vec<_> = ["name", "mrn", "allergies", "note"].map(|field| Term::new(field).unwrap()).to_vec();
    let start = OffsetDateTime::from_unix_timestamp(1_772_352_000).unwrap();
    println!("load: {}", fs::read_to_string("/proc/loadavg").unwrap().trim());
    let began = Instant::now();
    let event = |number: u64| {
        let who = ActorId::new(&format!("user-{}", mixed(number ^ 77) % 3000)).unwrap();
        let actor = Agent::human(who).session(SessionId::from_bytes([5; 16]));
        // Nine in ten events are about the patients of the week, as in a hospital.
        let patient = mixed(number) % 5000 + (number / 50_000 * 1000) % (PATIENTS - 5000);
        let draft = pattern::read(
            actor,
            pseudonyms[usize::try_from(patient).unwrap()],
            Entity::record(record.clone()).fields(fields.iter().cloned()),
            Purpose::Treatment,
        );
        let at = start + Duration::milliseconds(i64::try_from(number * 100).unwrap());
        let event = draft.decided(Decision::permitted([8; 32], rule.clone())).finish(tenant.clone(), at, &OsEntropy);
        let event = event.unwrap();
        Event::new(event.id.to_bytes(), event.encode())
    };
    let mut number = 0;
    while number < events {
        let batch: Vec<_> = (number..(number + 5000).min(events)).map(event).collect();
        log.append(&batch).unwrap();
        number += 5000;
    }
    println!("{events} events, {PATIENTS} patients, written in {:.0} s", began.elapsed().as_secs_f64());

    let began = Instant::now();
    let search = log.search().unwrap();
    println!("{} segments indexed in {:.1} s", search.segments(), began.elapsed().as_secs_f64());
    drop(search);
    let folder = log.folder().to_owned();
    let size = |ending: &str| -> u64 {
        let files = fs::read_dir(&folder).unwrap().map(Result::unwrap);
        files
            .filter(|file| file.path().extension().is_some_and(|e| e == ending))
            .map(|file| file.metadata().unwrap().len())
            .sum()
    };
    println!("segments {} MB, indexes {} MB", size("segment") / 1_000_000, size("index") / 1_000_000);

    let gate = Gate::new(GateSeed::generate(&OsEntropy).unwrap(), Everything(Epoch::new()), Takes, SystemClock);
    let somebody = Who::somebody().unwrap();
    let how = cool(&folder);
    let began = Instant::now();
    let search = log.search().unwrap();
    println!("opened cold ({how}), the segment being written read: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let began = Instant::now();
    drop(log.search().unwrap());
    println!("opened warm: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);

    let ask = |number: u64| {
        let authority = gate.administer_blocking(&somebody, Administration::ReadLog, Phi::from("bench")).unwrap();
        let who = Agent::human(ActorId::new("u.user").unwrap());
        let asking = Asking { who, words: pattern::SealedText::Lost, what: Term::new("report-on-patient").unwrap() };
        let query = Query::new().about([pseudonyms[usize::try_from(number).unwrap()]]);
        let began = Instant::now();
        let answer = search.ask(&authority, gate.brand(), asking, &query).unwrap();
        let text = report::events("on one patient", &answer, &()).to_text();
        let taken = began.elapsed().as_secs_f64() * 1e3;
        assert!(text.lines().count() > answer.found.len());
        (taken, answer.found.len())
    };
    let (mut cold, mut warm, mut pages, mut found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..20_u64 {
        let patient = mixed(round) % (PATIENTS - 5000);
        cool(&folder);
        // The raw primitive: one page, cold, from the middle of a segment.
        let file = File::open(folder.join("00000000.segment")).unwrap();
        let began = Instant::now();
        file.read_exact_at(&mut [0; 4096], 4096 * (1000 + round * 97)).unwrap();
        pages.push(began.elapsed().as_secs_f64() * 1e3);
        let (taken, count) = ask(patient);
        cold.push(taken);
        found.push(count);
        warm.push(ask(patient).0);
    }
    found.sort_unstable();
    println!("events in a report: {} to {}, median {}", found[0], found[19], found[10]);
    println!("one page, cold: {}", quantiles(pages));
    println!("report on one patient, cold ({how}), the entry about it included: {}", quantiles(cold));
    println!("the same, warm: {}", quantiles(warm));
    drop(search);
    drop(log);
    fs::remove_dir_all(root).unwrap();
}
