//! The log as it is run: what comes back after a restart, and what happens when it does not.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use phi_types::{ActorId, Clock, ManualClock, OsEntropy, Purpose, SessionId, TenantId};
use time::OffsetDateTime;

use super::*;
use crate::SubjectPseudonym;
use crate::alarm::Alarm;
use crate::anchor::{Anchor as _, MemoryAnchor};
use crate::event::{Agent, Entity, Term, pattern};
use crate::log::{ScratchFolder, verify_file};
use crate::note::NoteSigner;

const ORIGIN: &str = "audit.example/clinic";

struct Place {
    folder: ScratchFolder,
    anchor: Arc<MemoryAnchor>,
    clock: Arc<ManualClock>,
    heard: Arc<Mutex<Vec<Alarm>>>,
}

impl Place {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH + time::Duration::days(20_000)));
        Self { folder: ScratchFolder::new(), anchor: Arc::default(), clock, heard: Arc::default() }
    }

    fn setup(&self) -> Setup {
        let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
        let (heard, clock) = (Arc::clone(&self.heard), Arc::clone(&self.clock));
        // Wall and monotonic clock go together, so that nothing here is a step unless a test makes one.
        let monotonic = Arc::clone(&self.clock);
        let since = move || Duration::from_secs(u64::try_from(monotonic.now().unix_timestamp()).unwrap());
        Setup::new(self.folder.path("audit"), signer, Arc::clone(&self.anchor))
            .on_alarm(move |alarm| heard.lock().unwrap().push(alarm.clone()))
            .with_clocks(clock, Arc::new(since))
            .with_segments_of(16_384)
    }

    fn open(&self) -> (AuditLog, Opened) {
        self.setup().open_or_create().unwrap()
    }

    fn alarms(&self) -> Vec<Alarm> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

/// An event of the gate's kind, synthetic.
fn event(at: OffsetDateTime, session: u8) -> Vec<u8> {
    let nurse = Agent::human(ActorId::new("n.nurse").unwrap()).session(SessionId::from_bytes([session; 16]));
    let attempt = pattern::read(
        nurse,
        SubjectPseudonym::from_parts(1, [session; 16]),
        Entity::record(Term::new("Patient").unwrap()),
        Purpose::Treatment,
    );
    pattern::denied(attempt, [3; 32], None, Term::new("no-permit").unwrap())
        .finish(TenantId::new("north").unwrap(), at, &OsEntropy)
        .unwrap()
        .encode()
}

fn append(log: &AuditLog, place: &Place, count: u8) -> u64 {
    let mut first = None;
    for number in 0..count {
        let refs = log.append(&[Event::new([number; 16], event(place.clock.now(), number))]).unwrap();
        first = first.or(Some(refs[0].index));
    }
    first.unwrap()
}

fn notices(log: &AuditLog) -> Vec<Notice> {
    log.reader().unwrap().filter_map(|entry| Notice::decode(entry.unwrap().payload())).collect()
}

#[test]
fn a_log_is_continued_and_every_entry_proves() {
    let place = Place::new();
    let (log, opened) = place.open();
    assert!(opened.created && opened.quarantined.is_none());
    append(&log, &place, 60);
    let older = log.checkpoint().unwrap();
    drop(log);
    assert_eq!(place.anchor.all().last().unwrap().claims(), Some((ORIGIN, 60)));

    let (log, opened) = place.open();
    assert_eq!((opened.created, opened.entries, opened.cut), (false, 60, None));
    assert_eq!(append(&log, &place, 60), 60);
    let kept = log.checkpoint().unwrap();
    assert_eq!(verify_file(log.folder(), log.verifier(), Some(&kept)).unwrap().size, 120);
    let mut prover = log.prover().unwrap();
    for index in 0..120 {
        let proof = prover.inclusion(index).unwrap();
        assert_eq!(proof.verify(log.verifier()).unwrap().size(), 120);
        assert_eq!(proof.event_id, [(index % 60) as u8; 16]);
    }
    let (from, to) = prover.consistency(&older).unwrap().verify(log.verifier()).unwrap();
    assert_eq!((from.size(), to.size()), (60, 120));
    assert!(prover.inclusion(120).is_err());
    assert_eq!(place.alarms(), []);
}

#[test]
fn checkpoints_are_made_of_themselves_within_a_second() {
    let place = Place::new();
    let (log, _) = place.setup().with_checkpoints_every(Duration::from_millis(20)).open_or_create().unwrap();
    append(&log, &place, 3);
    while place.anchor.all().last().and_then(|last| last.claims().map(|(_, size)| size)) != Some(3) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_a_crash_left_is_cut_off_and_an_entry_says_so() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 5);
    let folder = log.folder().to_owned();
    drop(log);
    let segment = folder.join("00000000.segment");
    let mut bytes = fs::read(&segment).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    bytes[end..end + 40].fill(0xA5);
    fs::write(&segment, bytes).unwrap();

    let (log, opened) = place.open();
    assert_eq!(opened.cut.unwrap().bytes, 40);
    assert_eq!(notices(&log), [Notice::TornTailCut { offset: end as u64, bytes: 40 }]);
    assert_eq!(place.alarms(), [Alarm::TornTail { bytes: 40 }]);
    assert_eq!(append(&log, &place, 1), 6);
}

fn harm(place: &Place, harm: impl FnOnce(&Path)) -> (AuditLog, Quarantine) {
    let (log, _) = place.open();
    append(&log, place, 40);
    let folder = log.folder().to_owned();
    drop(log);
    place.alarms();
    harm(&folder);
    let before: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let (log, opened) = place.open();
    let quarantine = opened.quarantined.unwrap();
    assert_eq!((&quarantine.folder, quarantine.origin.as_str()), (&folder, ORIGIN));
    assert!(before.iter().all(|file| file.exists()));
    assert_eq!(log.origin(), "audit.example/clinic/2");
    assert!(place.alarms().iter().any(|alarm| matches!(alarm, Alarm::Quarantined { .. })));
    assert!(matches!(&notices(&log)[..], [Notice::Continues { origin, size, .. }]
        if origin == ORIGIN && *size == quarantine.vouched));
    // Care goes on, and the log that follows is continued like any other.
    assert_eq!(append(&log, place, 3), 1);
    drop(log);
    let (log, opened) = place.open();
    assert_eq!((opened.entries, opened.quarantined, log.origin()), (4, None, "audit.example/clinic/2"));
    (log, quarantine)
}

#[test]
fn a_damaged_log_is_put_aside_and_another_refers_to_it() {
    let (_, quarantine) = harm(&Place::new(), |folder| {
        let segment = folder.join("00000000.segment");
        let mut bytes = fs::read(&segment).unwrap();
        bytes[1000] ^= 1;
        fs::write(&segment, bytes).unwrap();
    });
    assert_eq!(quarantine.vouched, 40);
    assert!(quarantine.reason.contains("is damaged"), "{}", quarantine.reason);
}

#[test]
fn a_log_that_lost_its_end_is_put_aside() {
    let (_, quarantine) = harm(&Place::new(), |folder| {
        let segment = folder.join("00000000.segment");
        let mut bytes = fs::read(&segment).unwrap();
        bytes[3000..].fill(0);
        fs::write(&segment, bytes).unwrap();
    });
    assert!(quarantine.reason.contains("vouches for 40"), "{}", quarantine.reason);
}

#[test]
fn a_log_that_was_wiped_is_put_aside() {
    let (_, quarantine) = harm(&Place::new(), |folder| {
        let segment = folder.join("00000000.segment");
        fs::write(&segment, vec![0; 16_384]).unwrap();
    });
    assert_eq!(quarantine.vouched, 40);
}

#[test]
fn the_sequence_never_goes_on_from_the_file_alone() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 4);
    drop(log);
    place.anchor.answers(false);
    let (log, opened) = place.open();
    assert_eq!(opened.quarantined.unwrap().reason, "no anchor answers");
    assert_eq!(append(&log, &place, 1), 1);
    drop(log);
    place.anchor.answers(true);
    // The second was never anchored either, though it holds entries.
    let (_, opened) = place.open();
    assert_eq!(opened.quarantined.unwrap().reason, "no anchor has ever heard of it");

    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 4);
    drop(log);
    let forgetful = Place { anchor: Arc::default(), ..place };
    assert_eq!(forgetful.open().1.quarantined.unwrap().reason, "no anchor has ever heard of it");
}

#[test]
fn a_creation_that_was_interrupted_is_begun_again() {
    for step in 0..3 {
        let place = Place::new();
        let folder = place.folder.path("audit").join("0001");
        fs::create_dir_all(&folder).unwrap();
        match step {
            0 => {}
            1 => fs::write(folder.join("00000000.preparing"), [0; 100]).unwrap(),
            _ => fs::write(folder.join("00000000.segment"), [0; 16_384]).unwrap(),
        }
        let (log, opened) = place.open();
        assert!(opened.created && opened.quarantined.is_none(), "step {step}");
        assert_eq!(append(&log, &place, 1), 0);
    }
}

/// Nobody vouches for it, and its header cannot be read: all the same it holds entries, and nothing of it may go.
#[test]
fn what_cannot_be_read_is_no_interrupted_creation() {
    type Harm = fn(&mut [u8]);
    let ways: [Harm; 4] = [
        |bytes| bytes[0] ^= 1,
        // The second byte of the version, and the first of the name.
        |bytes| bytes[15] = 2,
        |bytes| bytes[34] ^= 1,
        // The first entry alone is wiped.
        |bytes| bytes[64..200].fill(0),
    ];
    for (number, harm) in ways.iter().enumerate() {
        let place = Place::new();
        let (log, _) = place.open();
        append(&log, &place, 40);
        let segment = log.folder().join("00000000.segment");
        drop(log);
        let mut bytes = fs::read(&segment).unwrap();
        harm(&mut bytes);
        fs::write(&segment, &bytes).unwrap();
        let forgetful = Place { anchor: Arc::default(), ..place };
        let (_, opened) = forgetful.open();
        assert_eq!(fs::read(&segment).ok(), Some(bytes), "way {number}: it is left as it is");
        assert_eq!(opened.quarantined.unwrap().reason, "no anchor has ever heard of it");
    }
}

#[test]
fn a_log_that_was_taken_away_is_not_begun_again_under_its_name() {
    for all_of_it in [true, false] {
        let place = Place::new();
        let (log, _) = place.open();
        append(&log, &place, 40);
        let (folder, root) = (log.folder().to_owned(), place.folder.path("audit"));
        drop(log);
        fs::remove_dir_all(if all_of_it { &root } else { &folder }).unwrap();
        let (log, opened) = place.open();
        let quarantine = opened.quarantined.unwrap();
        assert_eq!((quarantine.vouched, &*quarantine.origin, &*quarantine.reason), (40, ORIGIN, "its files are gone"));
        assert_eq!(log.origin(), "audit.example/clinic/2");
        assert!(place.alarms().iter().any(|alarm| matches!(alarm, Alarm::Quarantined { .. })));
        assert!(matches!(&notices(&log)[..], [Notice::Continues { size: 40, .. }]));
        append(&log, &place, 50);
        drop(log);
        // The anchor still knows what was lost, and the one that follows is continued.
        assert!(place.anchor.latest(ORIGIN).unwrap().unwrap().claims().is_some_and(|(_, size)| size == 40));
        let (log, opened) = place.open();
        assert_eq!((opened.entries, opened.quarantined), (51, None));
        // Now this one: what was put aside before does not come back in its place.
        let folder = log.folder().to_owned();
        drop(log);
        fs::remove_dir_all(folder).unwrap();
        let (log, opened) = place.open();
        assert_eq!((log.origin(), opened.quarantined.unwrap().vouched), ("audit.example/clinic/3", 51));
    }
}

#[test]
fn a_log_without_its_segments_is_put_aside() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 4);
    let folder = log.folder().to_owned();
    drop(log);
    // The one that was prepared for later goes as well.
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|suffix| suffix == "segment") {
            fs::remove_file(file).unwrap();
        }
    }
    let (log, opened) = place.open();
    let quarantine = opened.quarantined.unwrap();
    assert_eq!((quarantine.vouched, &*quarantine.reason), (4, "its files are gone"));
    assert_eq!(append(&log, &place, 1), 1);
}

#[test]
fn a_second_writer_is_refused_and_harms_nothing() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 2);
    log.checkpoint().unwrap();
    assert_eq!(place.setup().open_or_create().err(), Some(OpenError::Log(LogError::InUse)));
    assert_eq!(append(&log, &place, 1), 2);
}

#[test]
fn what_is_old_goes_what_is_held_stays_and_all_of_it_still_proves() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 200);
    let kept = log.checkpoint().unwrap();
    let old_proofs: Vec<_> = {
        let mut prover = log.prover().unwrap();
        (0..200).map(|index| prover.inclusion(index).unwrap()).collect()
    };
    let rule = || {
        RetentionRule::default()
            .with_hold(Hold::on_entries("lawsuit", 20..23))
            .with_hold(Hold::open_case("case", [30; 16]))
    };
    assert_eq!(log.prune(&rule()).unwrap().gone, 0, "nothing is old enough");
    place.clock.advance(SIX_YEARS + time::Duration::seconds(1));
    append(&log, &place, 30);
    let pruning = log.prune(&rule()).unwrap();
    assert!(pruning.gone > 100 && pruning.gone < 200, "{pruning:?}");
    assert_eq!((pruning.held, pruning.recorded_at), (4, Some(230)));
    assert_eq!(pruning.minimum_index, pruning.gone + pruning.held);

    let newer = log.checkpoint().unwrap();
    for anchor in [&kept, &newer] {
        assert_eq!(verify_file(log.folder(), log.verifier(), Some(anchor)).unwrap().pruned, pruning.gone);
    }
    let mut prover = log.prover().unwrap();
    for index in 0..230 {
        let held = index >= pruning.minimum_index || (20..23).contains(&index) || index == 30;
        match prover.inclusion(index) {
            Ok(proof) => assert!(held && proof.verify(log.verifier()).is_ok(), "entry {index}"),
            Err(error) => assert!(!held && error == ProveError::Pruned, "entry {index}: {error}"),
        }
        // Whoever kept the entry can still prove that it was there, against any later checkpoint.
        if let Some(old) = old_proofs.get(index as usize) {
            let updated = crate::InclusionProof {
                path: prover.path(index, 231).unwrap(),
                checkpoint: newer.clone(),
                ..old.clone()
            };
            assert!(updated.verify(log.verifier()).is_ok());
        }
    }
    let bytes: Vec<u8> =
        (0..2).flat_map(|number| fs::read(log.folder().join(format!("{number:08}.segment"))).unwrap()).collect();
    let salt = old_proofs[5].salt;
    assert!(!bytes.windows(16).any(|window| window == salt), "the salt went as well");

    assert_eq!(log.prune(&rule()).unwrap().gone, 0, "nothing goes twice");
    drop((log, prover));
    let (log, opened) = place.open();
    assert_eq!((opened.entries, opened.quarantined), (231, None));
    assert!(matches!(&notices(&log)[..], [Notice::Retention(_)]));
}

#[test]
fn an_entry_that_was_withdrawn_without_a_signed_statement_is_found() {
    let place = Place::new();
    let (log, _) = place.open();
    append(&log, &place, 200);
    let kept = log.checkpoint().unwrap();
    let folder = log.folder().to_owned();
    let key = log.verifier().clone();
    drop(log);
    crate::log::rewrite_segment(&folder, 0, 0, &|index| index == 7).unwrap();
    let found = verify_file(&folder, &key, Some(&kept)).unwrap_err();
    assert!(found.to_string().contains("entry 7") && found.to_string().contains("taken away"), "{found}");
}

#[test]
fn a_journal_takes_emergencies_while_the_log_is_down_and_goes_over_once() {
    use crate::sink::Committer;
    use crate::sink::Store;
    /// Fails while it is told to.
    struct Flaky(Arc<Mutex<bool>>, Arc<AuditLog>);
    impl Store for Flaky {
        fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
            if *self.0.lock().unwrap() {
                return Err(AuditUnavailable);
            }
            self.1.append(events).map(|refs| refs[0])
        }
    }
    let place = Place::new();
    let log = Arc::new(place.open().0);
    let down = Arc::new(Mutex::new(false));
    let primary = Arc::new(Committer::new(Flaky(Arc::clone(&down), Arc::clone(&log)), Default::default()));
    let heard = Arc::clone(&place.heard);
    let on_alarm: OnAlarm = Arc::new(move |alarm| heard.lock().unwrap().push(alarm.clone()));
    let path = place.folder.path("journal");
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
    let open = |drained: &dyn Fn(&[u8; 16]) -> bool| {
        SpillSink::open(Arc::clone(&primary) as _, &path, 8192, &signer, drained, Arc::clone(&on_alarm)).unwrap()
    };
    let emergency = |id: u8| Event { emergency: true, ..Event::new([id; 16], vec![id; 100]) };
    let plain = |id: u8| Event::new([id; 16], vec![id; 100]);
    let sink = open(&|_| false);
    assert_eq!(sink.append(&[emergency(1)]).unwrap()[0].log, log.id());
    *down.lock().unwrap() = true;
    assert!(sink.append(&[plain(2)]).is_err(), "closed for everything else");
    let spilled = sink.append(&[emergency(3), plain(4)]).unwrap();
    assert!(spilled[0].log != log.id() && spilled[1].index == spilled[0].index + 1);
    assert_eq!(sink.state().entries, 2);
    drop(sink);
    // A restart while the log is down: what is in the journal stays there.
    let sink = open(&|_| false);
    assert_eq!(sink.state().entries, 2);
    let mut taken = 2;
    while sink.append(&[emergency(5)]).is_ok() {
        taken += 1;
    }
    assert!((10..60).contains(&taken), "bounded: {taken}");
    assert!(place.alarms().contains(&Alarm::JournalFull));
    *down.lock().unwrap() = false;
    sink.drain().unwrap();
    assert_eq!(sink.state().entries, 0);
    assert_eq!(log.size(), 1 + taken + 1);
    assert_eq!(notices(&log), [Notice::Drained { journal: spilled[0].log, entries: taken }]);
    assert!(place.alarms().contains(&Alarm::Drained { entries: taken }));
    drop(sink);
    assert_eq!(open(&|_| false).state().entries, 0);
    drop(primary);
    // The log knows after a restart that this journal went over.
    drop(log);
}

/// Acknowledged emergencies that somebody wipes are not taken over as if nothing had been there.
#[test]
fn a_journal_that_lost_its_end_is_left_as_it_is() {
    let emergency = |id: u8| Event { emergency: true, ..Event::new([id; 16], vec![id; 100]) };
    for harmed in [false, true] {
        let place = Place::new();
        let heard = Arc::clone(&place.heard);
        let on_alarm: OnAlarm = Arc::new(move |alarm| heard.lock().unwrap().push(alarm.clone()));
        let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
        let path = place.folder.path("journal");
        let closed = Arc::new(Mutex::new(true));
        let primary = Arc::new(Door(Arc::clone(&closed), place.open().0));
        let sink = SpillSink::open(primary, &path, 8192, &signer, &|_| false, on_alarm).unwrap();
        sink.append(&[emergency(1)]).unwrap();
        sink.append(&[emergency(2)]).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        if harmed {
            let end = bytes.iter().rposition(|byte| *byte != 0).unwrap();
            bytes[end - 100..=end].fill(0);
            fs::write(&path, &bytes).unwrap();
        }
        *closed.lock().unwrap() = false;
        if harmed {
            assert!(sink.drain().is_err());
            assert!(place.alarms().contains(&Alarm::JournalDamaged));
            assert_eq!((sink.state().entries, fs::read(&path).unwrap()), (2, bytes));
        } else {
            // The thread may have been first.
            sink.drain().unwrap();
            assert_eq!(sink.state().entries, 0);
            assert!(place.alarms().contains(&Alarm::Drained { entries: 2 }));
        }
    }
}

/// Lets nothing through while it is closed.
struct Door(Arc<Mutex<bool>>, AuditLog);

impl AuditSink for Door {
    fn submit(&self, events: Vec<Event>) -> crate::sink::Ticket {
        if *self.0.lock().unwrap() { crate::sink::Ticket::done(Err(AuditUnavailable)) } else { self.1.submit(events) }
    }
}

#[test]
fn a_further_sink_gets_every_entry_and_goes_on_after_a_restart() {
    struct Collects(Arc<Mutex<Vec<u64>>>, u32);
    impl FurtherSink for Collects {
        fn deliver(&mut self, entries: &[crate::log::Entry]) -> Result<(), AuditUnavailable> {
            self.1 += 1;
            if self.1 == 2 {
                return Err(AuditUnavailable);
            }
            self.0.lock().unwrap().extend(entries.iter().map(crate::log::Entry::index));
            Ok(())
        }
    }
    let place = Place::new();
    let got = Arc::new(Mutex::new(Vec::new()));
    let wait = |count: usize| {
        while got.lock().unwrap().len() < count {
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    for round in 1..=2 {
        let log = Arc::new(place.open().0);
        assert!(matches!(log.forward("no/slash", Collects(Arc::default(), 0)), Err(ForwardError::Name)));
        let fanout = log.forward("siem", Collects(Arc::clone(&got), 0)).unwrap();
        append(&log, &place, 30);
        // Each run begins with the entry that says that there is such a sink.
        wait(round * 31);
        drop(fanout);
    }
    assert!(got.lock().unwrap().iter().copied().eq(0..62), "in order, none twice, none left out");
    assert!(place.alarms().iter().any(|alarm| matches!(alarm, Alarm::Behind { .. })));
}

struct Conforming(Place);

impl crate::testing::Subject for Conforming {
    type Sink = AuditLog;

    fn open(&mut self) -> AuditLog {
        // Long enough for the longest event that the suite sends.
        self.0.setup().with_segments_of(4 << 20).open_or_create().unwrap().0
    }

    fn held(&mut self) -> Vec<crate::testing::Held> {
        let folder = self.0.folder.path("audit").join("0001");
        let reader = crate::log::Reader::new(SegmentReader::open(folder).unwrap()).unwrap();
        let entries = reader.map(Result::unwrap);
        entries.map(|entry| (entry.index(), *entry.event_id(), entry.into_payload())).collect()
    }
}

#[test]
fn it_conforms() {
    assert_eq!(crate::testing::conformance(&mut Conforming(Place::new())), Ok(8));
}
