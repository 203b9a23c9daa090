//! What watching the log remembers, in bytes of the heap: bounded by the actors and subjects of the window, and not by the length of
//! the log.
//!
//! One test, since what is counted is the whole process.

use phi_audit as audit;
use phi_types as types;

#[path = "../../../examples/watch/hospital/mod.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, unused_imports, reason = "shared with the example")]
mod hospital;

use audit::SubjectPseudonym;
use audit::watch::{Deed, Held, NoContext, Observation, Outcome, Thresholds, Watch};
use hospital::Hospital;
use phi_test_harness::Counts;
use time::{Duration, OffsetDateTime};

#[global_allocator]
static COUNTS: Counts = Counts;

const KIB: usize = 1 << 10;

/// What each of them may cost, at the most. Maps keep up to half of their places free, and twice that while they grow.
fn most(held: &Held) -> usize {
    16 * KIB
        + held.actors * 4 * KIB
        + held.groups * 8 * KIB
        + held.subjects * 96
        + held.unexplained * 400
        + (held.networks + held.due) * 256
        + held.told * 128
}

struct Measured {
    watch: Watch,
    /// What was held before there was a watch.
    before: usize,
    most: usize,
    worst: f64,
}

impl Measured {
    fn new() -> Self {
        let before = Counts::held();
        Self { watch: Watch::new(Thresholds::default()), before, most: 0, worst: 0.0 }
    }

    /// Looks at the heap, now that what was found is put away.
    fn look(&mut self, what: &str) -> usize {
        let bytes = Counts::held() - self.before;
        let bound = most(&self.watch.held());
        assert!(bytes <= bound, "{what}: {bytes} bytes, {bound} at the most for {:?}", self.watch.held());
        self.most = self.most.max(bytes);
        self.worst = self.worst.max(bytes as f64 / bound as f64);
        bytes
    }
}

fn hospital_weeks() {
    let hospital = Hospital::new(1);
    let entries = hospital.entries.len();
    let mut measured = Measured::new();
    let (mut halves, mut told) = ([0; 2], 0);
    for start in (0..entries).step_by(2_000) {
        let mut out = Vec::new();
        hospital.feed(&mut measured.watch, start..(start + 2_000).min(entries), &mut out);
        told += out.len();
        drop(out);
        let half = usize::from(start > entries / 2);
        halves[half] = halves[half].max(measured.look("a hospital"));
    }
    let held = measured.watch.held();
    println!(
        "a hospital of five weeks, {entries} entries, {told} findings: at most {} KiB, {:.0} % of the bound, halves {:?} KiB, {held:?}",
        measured.most / KIB,
        measured.worst * 100.0,
        halves.map(|half| half / KIB)
    );
    assert!(halves[1] < halves[0] * 3 / 2, "{halves:?}");
}

fn at(second: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::seconds(1_800_000_000 + second)
}

/// Two hundred actors open what was never opened before, a minute apart each, for as long as it takes.
fn ever_new_subjects() {
    let names: Vec<String> = (0..200).map(|number| format!("user-{number}")).collect();
    let mut measured = Measured::new();
    let mut quarters = Vec::new();
    for index in 0..400_000_u64 {
        let name = &names[(index % 200) as usize];
        let subject = SubjectPseudonym::from_parts(1, (u128::from(index) << 64 | u128::from(index)).to_be_bytes());
        let seen = Observation { subject: Some(subject), ..Observation::new(index, at(index as i64 * 3), name) };
        let mut out = Vec::new();
        measured.watch.observe(&seen, &NoContext, &mut out).unwrap();
        drop(out);
        if index % 100_000 == 99_999 {
            quarters.push(measured.look("ever new subjects"));
        }
    }
    println!(
        "400 000 subjects by 200 actors: {:?} KiB after each quarter",
        quarters.iter().map(|held| held / KIB).collect::<Vec<_>>()
    );
    assert!(quarters[3] < quarters[1] * 3 / 2, "{quarters:?}");
}

/// Failed sign-ins under names that nobody has, from one network.
fn invented_names() {
    let mut measured = Measured::new();
    let mut quarters = Vec::new();
    for index in 0..200_000_u64 {
        let name = format!("invented-{index}");
        let network = Some("192.0.2.7".parse().unwrap());
        let (deed, result) = (Deed::SignIn, Outcome::Failed);
        let seen = Observation { deed, result, network, ..Observation::new(index, at(index as i64), &name) };
        let mut out = Vec::new();
        measured.watch.observe(&seen, &NoContext, &mut out).unwrap();
        drop((out, name));
        if index % 50_000 == 49_999 {
            quarters.push(measured.look("invented names"));
        }
    }
    println!(
        "200 000 invented names: {:?} KiB after each quarter",
        quarters.iter().map(|held| held / KIB).collect::<Vec<_>>()
    );
    assert!(quarters[3] <= quarters[0] * 3 / 2, "{quarters:?}");
}

#[test]
fn memory_is_bounded_by_the_actors_and_subjects_of_the_window() {
    hospital_weeks();
    ever_new_subjects();
    invented_names();
    // The proof that the counting sees.
    let before = Counts::held();
    let block = std::hint::black_box(vec![7_u8; 1 << 20]);
    assert!(Counts::held() >= before + (1 << 20), "the count is blind");
    drop(block);
    assert!(Counts::held() < before + KIB);
}
