//! Against a real server on TCP, honest and hostile.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops when something is wrong"
)]

mod server;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use phi_audit::{
    AuditLog, Opened, Setup,
    anchor::{Anchor as _, AnchorUnavailable},
    checkpoint::{Checkpoint, SignedCheckpoint},
    log::verify_file,
    merkle::{Hash, Tree, prove_consistency},
    note::NoteSigner,
    sink::{AuditSink as _, Event},
};
use phi_audit_witness::{CosignatureError, Finding, HttpTransport, WitnessAnchor, WitnessKey};
use server::{Mood, Witness};

const ORIGIN: &str = "audit.example/clinic";

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

fn key() -> WitnessKey {
    WitnessKey::from_vkey(&server::vkey()).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("phi-audit-witness-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("kept")).unwrap();
    folder
}

type Found = Arc<Mutex<Vec<Finding>>>;

fn anchor(witness: &Witness, folder: &Path) -> (WitnessAnchor, Found) {
    let found = Found::default();
    let hear = Arc::clone(&found);
    let anchor = WitnessAnchor::new(key(), &witness.url, folder.join("kept"))
        .unwrap()
        .with_transport(HttpTransport::new(Duration::from_millis(700)))
        .on_finding(move |finding| hear.lock().unwrap().push(*finding));
    (anchor, found)
}

fn leaves(n: u64, salt: &str) -> Vec<Hash> {
    (0..n).map(|at| Hash::leaf(format!("{salt}{at}").as_bytes())).collect()
}

fn checkpoint(leaves: &[Hash]) -> SignedCheckpoint {
    let mut tree = Tree::new();
    leaves.iter().for_each(|leaf| tree.push(*leaf).unwrap());
    Checkpoint::new(ORIGIN, tree.size(), tree.root()).unwrap().sign(&signer()).unwrap()
}

/// Publishes with a true proof from these leaves.
fn grow(anchor: &WitnessAnchor, leaves: &[Hash]) -> Result<(), AnchorUnavailable> {
    let prove = |older| prove_consistency(leaves, older).map_err(|_| AnchorUnavailable);
    anchor.publish_grown(&checkpoint(leaves), &prove)
}

fn last(found: &Found) -> Option<Finding> {
    found.lock().unwrap().pop()
}

#[test]
fn every_growth_up_to_17_entries_is_cosigned_and_kept() {
    let folder = scratch("growth");
    let witness = Witness::start();
    for older in 0..=17 {
        for newer in older..=17 {
            witness.forget();
            let _ = std::fs::remove_dir_all(folder.join("kept"));
            std::fs::create_dir_all(folder.join("kept")).unwrap();
            let (anchor, found) = anchor(&witness, &folder);
            let all = leaves(newer, "a");
            assert_eq!(grow(&anchor, &all[..usize::try_from(older).unwrap()]), Ok(()));
            assert_eq!(grow(&anchor, &all), Ok(()), "{older} to {newer}");
            assert_eq!((witness.size(), last(&found)), (newer, None));
            let latest = anchor.latest(ORIGIN).unwrap().unwrap();
            assert_eq!(latest.verify(signer().verifier()).unwrap().size(), newer);
            assert!(key().cosigned_at(&latest).is_ok());
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_witness_that_knows_another_size_is_given_a_proof_from_there() {
    let folder = scratch("retry");
    let witness = Witness::start();
    let (anchor, found) = anchor(&witness, &folder);
    let all = leaves(20, "a");
    grow(&anchor, &all[..5]).unwrap();
    // What was kept here is gone: the anchor starts from 0, is told 5, and proves from there.
    std::fs::remove_dir_all(folder.join("kept")).unwrap();
    std::fs::create_dir_all(folder.join("kept")).unwrap();
    let before = witness.state.lock().unwrap().requests;
    assert_eq!(grow(&anchor, &all), Ok(()));
    assert_eq!(witness.state.lock().unwrap().requests - before, 2);
    // The witness starts anew: from 20 to 0.
    witness.forget();
    assert_eq!(anchor.latest(ORIGIN), Err(AnchorUnavailable));
    assert_eq!(last(&found), Some(Finding::Forgetful));
    assert_eq!(grow(&anchor, &all), Ok(()));
    // Without a way to prove growth there is none.
    assert_eq!(anchor.publish(&checkpoint(&all)), Ok(()));
    assert_eq!(anchor.publish(&checkpoint(&leaves(21, "a"))), Err(AnchorUnavailable));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn truncation_rollback_fork_and_wipe_are_found() {
    let folder = scratch("attacks");
    let witness = Witness::start();
    let (anchor, found) = anchor(&witness, &folder);
    let all = leaves(12, "a");
    let kept = || std::fs::read_dir(folder.join("kept")).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    grow(&anchor, &all[..6]).unwrap();
    let older = kept().into_iter().map(|path| (std::fs::read(&path).unwrap(), path)).collect::<Vec<_>>();
    grow(&anchor, &all).unwrap();

    // The log alone is shorter.
    assert_eq!(grow(&anchor, &all[..11]), Err(AnchorUnavailable));
    assert_eq!(last(&found), Some(Finding::Ahead { ours: 11, witness: 12 }));
    // Forked at the same size, and grown from a fork.
    let fork = [&all[..11], &leaves(5, "fork")].concat();
    for forked in [&fork[..12], &fork[..16]] {
        assert_eq!(grow(&anchor, forked), Err(AnchorUnavailable));
        assert_eq!(last(&found), Some(Finding::Forked), "{}", forked.len());
        // The pending fork is not taken for the witness's word either.
        let latest = anchor.latest(ORIGIN);
        assert!(latest.is_err() || latest.unwrap().unwrap().verify(signer().verifier()).unwrap().size() == 12);
    }
    // The log and what is kept here are restored together from last week's copy.
    for path in kept() {
        std::fs::remove_file(path).unwrap();
    }
    for (bytes, path) in &older {
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(anchor.latest(ORIGIN), Err(AnchorUnavailable));
    assert_eq!(last(&found), Some(Finding::Ahead { ours: 6, witness: 12 }));
    // Everything is wiped and begun anew.
    for path in kept() {
        std::fs::remove_file(path).unwrap();
    }
    assert_eq!(anchor.latest(ORIGIN), Ok(None));
    assert_eq!(grow(&anchor, &leaves(1, "new")), Err(AnchorUnavailable));
    assert_eq!(last(&found), Some(Finding::Ahead { ours: 1, witness: 12 }));
    assert_eq!(witness.size(), 12);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again() {
    let folder = scratch("lost");
    let witness = Witness::start();
    let all = leaves(30, "a");
    grow(&anchor(&witness, &folder).0, &all[..10]).unwrap();
    witness.mood(Mood::LosesTheAnswer);
    assert_eq!(grow(&anchor(&witness, &folder).0, &all[..20]), Err(AnchorUnavailable));
    assert_eq!(witness.size(), 20);
    // A crash later, with the witness down, and up again.
    witness.mood(Mood::Status(503));
    assert_eq!(grow(&anchor(&witness, &folder).0, &all), Err(AnchorUnavailable));
    witness.mood(Mood::Honest);
    let latest = anchor(&witness, &folder).0.latest(ORIGIN).unwrap().unwrap();
    assert_eq!(latest.claims(), Some((ORIGIN, 20)));
    // A request that never arrived leaves the older one standing.
    witness.mood(Mood::Silent);
    assert_eq!(grow(&anchor(&witness, &folder).0, &all), Err(AnchorUnavailable));
    witness.mood(Mood::Honest);
    assert_eq!(anchor(&witness, &folder).0.latest(ORIGIN).unwrap().unwrap().claims(), Some((ORIGIN, 20)));
    assert_eq!(grow(&anchor(&witness, &folder).0, &all), Ok(()));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_hostile_is_believed_kept_or_waited_for() {
    let not_believed = Finding::NotBelieved;
    for (mood, expected) in [
        (Mood::WrongKey, not_believed),
        (Mood::WrongKeyUnderOurId, not_believed),
        (Mood::AnotherCheckpoint, not_believed),
        (Mood::At(-3600), not_believed),
        (Mood::At(3600), not_believed),
        (Mood::Garbage, not_believed),
        (Mood::NoLines, not_believed),
        (Mood::Conflict("seven\n"), not_believed),
        (Mood::Conflict("1\n"), not_believed),
        (Mood::Conflict("18446744073709551615\n"), Finding::Ahead { ours: 4, witness: u64::MAX }),
        (Mood::Silent, Finding::NoAnswer),
        (Mood::Giant, Finding::NoAnswer),
        (Mood::GiantHeader, Finding::NoAnswer),
        (Mood::Slow, Finding::NoAnswer),
        (Mood::NotHttp, Finding::NoAnswer),
        (Mood::Status(400), Finding::Refused { status: 400 }),
        (Mood::Status(403), Finding::Refused { status: 403 }),
        (Mood::Status(404), Finding::Refused { status: 404 }),
        (Mood::Status(422), Finding::Forked),
        (Mood::Status(500), Finding::Refused { status: 500 }),
        (Mood::Status(409), not_believed),
        (Mood::Redirects, Finding::Refused { status: 307 }),
    ] {
        let folder = scratch("hostile");
        let witness = Witness::start();
        witness.mood(mood);
        let (anchor, found) = anchor(&witness, &folder);
        assert_eq!(grow(&anchor, &leaves(4, "a")), Err(AnchorUnavailable), "{mood:?}");
        assert_eq!(last(&found), Some(expected), "{mood:?}");
        let cosigned = std::fs::read_dir(folder.join("kept")).unwrap().filter(|entry| {
            entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "cosigned")
        });
        assert_eq!(cosigned.count(), 0, "{mood:?}");
        assert_eq!(anchor.latest(ORIGIN).ok().flatten(), None, "{mood:?}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn what_is_kept_counts_only_with_the_witness_s_signature() {
    let folder = scratch("kept");
    let witness = Witness::start();
    let (anchor, found) = anchor(&witness, &folder);
    grow(&anchor, &leaves(4, "a")).unwrap();
    let latest = anchor.latest(ORIGIN).unwrap().unwrap();
    assert_eq!(key().cosigned_at(&checkpoint(&leaves(4, "a"))), Err(CosignatureError::Missing));
    let path = std::fs::read_dir(folder.join("kept"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "cosigned"))
        .unwrap();
    // The signature of a smaller tree under a larger one, which the log's key has signed.
    let line = latest.as_str().lines().last().unwrap();
    let forged = checkpoint(&leaves(9, "a")).with_signature(line).unwrap();
    assert_eq!(key().cosigned_at(&forged), Err(CosignatureError::Invalid));
    for text in
        [forged.as_str(), checkpoint(&leaves(9, "a")).as_str(), "no note", &latest.as_str().replace(ORIGIN, "b")]
    {
        std::fs::write(&path, text).unwrap();
        assert_eq!(anchor.latest(ORIGIN), Err(AnchorUnavailable), "{text}");
    }
    assert_eq!(last(&found), Some(Finding::NotBelieved));
    std::fs::remove_dir_all(folder).unwrap();
}

fn open(witness: &Witness, folder: &Path) -> (AuditLog, Opened, Found) {
    let (anchor, found) = anchor(witness, folder);
    let setup = Setup::new(folder.join("audit"), signer(), anchor).with_segments_of(65_536);
    let (log, opened) = setup.open_or_create().unwrap();
    (log, opened, found)
}

#[test]
fn a_log_goes_on_from_what_the_witness_knows_and_is_put_aside_when_it_lost_its_end() {
    let folder = scratch("log");
    let witness = Witness::start();
    let event = |n: u8| Event::new([n; 16], vec![n; 20]);
    let copy = folder.join("copy");
    {
        let (log, ..) = open(&witness, &folder);
        log.append(&[event(1), event(2), event(3)]).unwrap();
        log.checkpoint().unwrap();
    }
    copy_folder(&folder.join("audit"), &copy);
    copy_folder(&folder.join("kept"), &folder.join("kept-copy"));
    let size = {
        let (log, opened, found) = open(&witness, &folder);
        assert!(opened.quarantined.is_none() && !opened.created);
        for n in 4..9 {
            log.append(&[event(n)]).unwrap();
            log.checkpoint().unwrap();
        }
        assert_eq!(last(&found), None);
        log.size()
    };
    assert_eq!(witness.size(), size);
    let kept = anchor(&witness, &folder).0.latest(ORIGIN).unwrap().unwrap();
    let log = folder.join("audit/0001");
    assert_eq!(verify_file(&log, signer().verifier(), Some(&kept)).unwrap().size, size);
    assert!(verify_file(copy.join("0001"), signer().verifier(), Some(&kept)).is_err());

    std::fs::remove_dir_all(folder.join("audit")).unwrap();
    copy_folder(&copy, &folder.join("audit"));
    let (_, opened, _) = open_successor(&witness, &folder);
    assert_eq!(opened.quarantined.unwrap().vouched, size);

    // Restored together with what is kept of the witness's answers: the witness itself knows better.
    for (from, to) in [(copy, folder.join("audit")), (folder.join("kept-copy"), folder.join("kept"))] {
        std::fs::remove_dir_all(&to).unwrap();
        copy_folder(&from, &to);
    }
    let (_, opened, found) = open(&witness, &folder);
    assert!(opened.quarantined.is_some());
    assert!(found.lock().unwrap().iter().any(|f| matches!(f, Finding::Ahead { witness, .. } if *witness == size)));
    std::fs::remove_dir_all(folder).unwrap();
}

/// The successor has another name, and this witness keeps one log: a second anchor lets it begin.
fn open_successor(witness: &Witness, folder: &Path) -> (AuditLog, Opened, Found) {
    let (anchor, found) = anchor(witness, folder);
    let setup = Setup::new(folder.join("audit"), signer(), anchor)
        .and_anchor(phi_audit::anchor::MemoryAnchor::new())
        .with_segments_of(65_536);
    let (log, opened) = setup.open_or_create().unwrap();
    (log, opened, found)
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
