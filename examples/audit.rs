//! The audit log by itself: it writes, verifies, proves, prunes and recovers, and puts a damaged log aside.
//!
//! `cargo run --release --example audit` from the root of the repository. Everything in it is synthetic.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use hipaa::audit::{
    AuditLog, Hold, InclusionProof, RetentionRule, Setup,
    anchor::FileAnchor,
    log::verify_file,
    note::NoteSigner,
    notice::Notice,
    sink::{AuditSink, Event},
};
use hipaa::types::{Entropy as _, OsEntropy};

type Failed = Box<dyn Error>;

fn main() -> Result<(), Failed> {
    let folder = std::env::temp_dir().join(format!("audit-example-{}", std::process::id()));
    fs::create_dir_all(folder.join("elsewhere"))?;
    let told = run(&folder);
    fs::remove_dir_all(&folder)?;
    told
}

fn run(folder: &Path) -> Result<(), Failed> {
    let mut seed = [0; 32];
    OsEntropy.fill(&mut seed)?;
    let open = || -> Result<(AuditLog, _), Failed> {
        let signer = NoteSigner::new("clinic.example/audit", &seed)?;
        // In earnest another machine, or another account: whoever can write the log must not reach it.
        let elsewhere = FileAnchor::new(folder.join("elsewhere"))?;
        let setup = Setup::new(folder.join("audit"), signer, elsewhere)
            .with_segments_of(64 << 10)
            .on_alarm(|alarm| println!("  ALARM: {alarm}"));
        Ok(setup.open_or_create()?)
    };

    println!("1. It writes. Nothing is acknowledged before it is durable.");
    let (log, _) = open()?;
    let log = Arc::new(log);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8_u8)
            .map(|writer| {
                let log = Arc::clone(&log);
                scope.spawn(move || (0..100).try_for_each(|number| log.append(&[event(writer, number)]).map(|_| ())))
            })
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().map_err(|_| "a writer panicked")?.map_err(Failed::from))
    })?;
    println!("  {} events by eight writers, in groups that share a sync", log.size());

    println!("2. It verifies, against a checkpoint that was carried elsewhere.");
    let kept = log.checkpoint()?;
    let found = verify_file(log.folder(), log.verifier(), Some(&kept))?;
    println!("  good: {} entries, root {}", found.size, found.root);

    println!("3. It proves. The proof stands for itself: docs/verifier/verify.py reads it without this library.");
    let proof = log.prover()?.inclusion(417)?.to_text();
    let size = InclusionProof::parse(&proof)?.verify(log.verifier())?.size();
    println!("  entry 417 is among the {size}; {} bytes", proof.len());
    let grown = log.append(&[event(9, 0)]).and(log.checkpoint().map_err(|_| hipaa::types::gate::AuditUnavailable))?;
    let (older, newer) = log.prover()?.consistency(&kept)?.verify(log.verifier())?;
    println!("  and it has only grown, from {} to {}", older.size(), newer.size());

    println!(
        "4. It prunes. What is held stays; of the rest the leaf hashes stay, so that everything else still proves."
    );
    let rule = RetentionRule::default().with_hold(Hold::on_entries("a lawsuit", 10..20)).not_beyond(500);
    let pruning = log.prune(&rule)?;
    println!(
        "  {} entries taken away, {} held, a signed entry says so: {:?}",
        pruning.gone, pruning.held, pruning.recorded_at
    );
    let found = verify_file(log.folder(), log.verifier(), Some(&grown))?;
    println!("  good: {} entries, {} of them taken away", found.size, found.pruned);
    println!(
        "  the proof from before the pruning still holds: {}",
        InclusionProof::parse(&proof)?.verify(log.verifier()).is_ok()
    );

    println!("5. It recovers. A crash leaves half a batch behind.");
    let segment = last_segment(log.folder())?;
    drop(log);
    let mut bytes = fs::read(&segment)?;
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    bytes.get_mut(end..end + 30).ok_or("the segment is full")?.fill(0xA5);
    fs::write(&segment, &bytes)?;
    let (log, opened) = open()?;
    println!("  {} entries are there; cut off: {:?}", opened.entries, opened.cut.map(|cut| cut.bytes));

    println!("6. It is not fooled. Somebody cuts off the end, past what the anchor vouches for.");
    drop(log);
    bytes.get_mut(end - 400..).ok_or("too short")?.fill(0);
    fs::write(&segment, &bytes)?;
    let (log, opened) = open()?;
    let quarantine = opened.quarantined.ok_or("nobody noticed")?;
    println!("  {} was put aside: {}", quarantine.origin, quarantine.reason);
    for entry in log.reader()? {
        if let Some(Notice::Continues { origin, size, .. }) = Notice::decode(entry?.payload()) {
            println!("  {} goes on; its first entry refers to {origin} with {size} entries", log.origin());
        }
    }
    log.append(&[event(10, 0)])?;
    println!("  and takes events: {} entries", log.size());
    Ok(())
}

fn event(writer: u8, number: u8) -> Event {
    Event::new(
        [writer ^ number; 16],
        format!("synthetic event {number} of writer {writer}, sealed where it must be").into(),
    )
}

/// The segment that holds the last entry: the one after it is prepared, and blank.
fn last_segment(folder: &Path) -> Result<std::path::PathBuf, Failed> {
    let mut written = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "segment")
            && fs::read(&path)?.iter().any(|byte| *byte != 0)
        {
            written.push(path);
        }
    }
    Ok(written.into_iter().max().ok_or("no segment")?)
}
