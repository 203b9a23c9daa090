//! What an event costs in the formats of others: to write and to read.
//!
//! `cargo bench -p phi-audit --bench exchange`. CPU time of the thread, ten interleaved rounds, the median of each. The peer is
//! `serde_json`, which writes the same resource from a tree that is ready, and reads it into one.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::hint::black_box;

use phi_audit::SubjectPseudonym;
use phi_audit::event::{
    Agent, Assurance, AuditEvent, Decision, Entity, EventId, Kind, Network, Parts, RequestId, Source, Term,
};
use phi_audit::exchange::{Format, SyslogOrigin, parse_syslog, syslog};
use phi_types::{ActorId, Purpose, SessionId, TenantId};
use rustix::time::{ClockId, clock_gettime};
use time::OffsetDateTime;

const ROUNDS: usize = 10;
const A_ROUND: u32 = 5_000;

/// A nurse reads four fields of a patient's record, as the gate records it.
fn event() -> AuditEvent {
    let term = |text: &str| Term::new(text).unwrap();
    let actor = Agent::human(ActorId::new("n.nurse").unwrap())
        .role(term("nurse"))
        .session(SessionId::from_bytes([5; 16]))
        .assurance(Assurance::Aal2)
        .from(Network::direct("192.0.2.7".parse().unwrap()));
    let at = OffsetDateTime::from_unix_timestamp_nanos(1_790_000_000_123_456_789).unwrap();
    let tenant = TenantId::new("north-clinic").unwrap();
    let mut parts = Parts::new(EventId::from_bytes([1; 16]), at, tenant, Kind::Read, actor, Source::default());
    parts.patient = Some(SubjectPseudonym::from_parts(1, [6; 16]));
    parts.purpose = Some(Purpose::Treatment);
    let fields = ["name", "mrn", "allergies", "note"].map(term);
    parts.entities.push(Entity::record(term("Patient")).fields(fields));
    let mut decision = Decision::permitted([8; 32], term("nurse-care")).evidence(77);
    decision.until = Some(1_790_000_300);
    parts.decision = Some(decision);
    parts.request = Some(RequestId::from_bytes([9; 16]));
    parts.epoch = 7;
    parts.check().unwrap()
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

fn main() {
    let event = event();
    let origin = SyslogOrigin::new("ehr.example.org", "clinic", "4711").unwrap();
    let r4 = Format::FhirR4.render(&event);
    let tree: serde_json::Value = serde_json::from_str(&r4).unwrap();
    let lines = Format::ALL.map(|format| format.render(&event));
    let message = syslog(&event, &origin);
    let [write_r4, write_r5, write_dicom, write_json] = Format::ALL.map(|format| {
        let event = &event;
        move || drop(black_box(format.render(black_box(event))))
    });
    let [read_r4, read_r5, read_dicom, read_json] = std::array::from_fn(|place| {
        let line = &lines[place];
        move || drop(black_box(Format::ALL[place].parse(black_box(line)).unwrap()))
    });
    let rows: [(&str, usize, &dyn Fn()); 12] = [
        ("FHIR R4: write", lines[0].len(), &write_r4),
        ("FHIR R5: write", lines[1].len(), &write_r5),
        ("DICOM: write", lines[2].len(), &write_dicom),
        ("JSON lines: write", lines[3].len(), &write_json),
        ("syslog with DICOM: write", message.len(), &|| drop(black_box(syslog(black_box(&event), &origin)))),
        ("peer: `serde_json` writes the R4 resource from a tree", r4.len(), &|| {
            drop(black_box(black_box(&tree).to_string()))
        }),
        ("FHIR R4: read", lines[0].len(), &read_r4),
        ("FHIR R5: read", lines[1].len(), &read_r5),
        ("DICOM: read", lines[2].len(), &read_dicom),
        ("JSON lines: read", lines[3].len(), &read_json),
        ("syslog with DICOM: read", message.len(), &|| drop(black_box(parse_syslog(black_box(&message)).unwrap()))),
        ("peer: `serde_json` reads the R4 resource into a tree", r4.len(), &|| {
            drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(&r4)).unwrap()));
        }),
    ];
    let mut taken = vec![Vec::with_capacity(ROUNDS); rows.len()];
    for _ in 0..ROUNDS {
        for ((_, _, act), taken) in rows.iter().zip(&mut taken) {
            let before = cpu();
            for _ in 0..A_ROUND {
                act();
            }
            taken.push((cpu() - before) / f64::from(A_ROUND));
        }
    }
    println!("load: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    println!("| | bytes | µs an event |\n|---|--:|--:|");
    for ((name, bytes, _), mut taken) in rows.iter().zip(taken) {
        taken.sort_by(f64::total_cmp);
        println!("| {name} | {bytes} | {:.2} |", taken[taken.len() / 2]);
    }
}
