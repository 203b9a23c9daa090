//! Opening a log by what the anchors know of it; putting it aside when it cannot be continued.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::store::{LogStore, SegmentFolder};
use super::timing::Timing;
use super::vouching::Keeper;
use super::{AuditLog, OpenError, Parts, Setup};
use crate::alarm::Alarm;
use crate::checkpoint::Checkpoint;
use crate::head_signer::HeadSigner;
use crate::log::{CutTail, Log, LogError, ReadError, Segments, header_len, is_segment, sync_folder_of};
use crate::note::NoteSigner;
use crate::notice::Notice;
use crate::sink::Committer;

/// Why a log was put aside: a line in the file of this name in its folder.
const QUARANTINED: &str = "quarantined";
/// The reason where an anchor vouches for entries and there is not so much as a file.
const GONE: &str = "its files are gone";

/// What was found when a log was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an operator should hear about a log that was put aside"]
#[non_exhaustive]
pub struct Opened {
    /// Whether the log was begun now.
    pub created: bool,
    /// How many entries it held.
    pub entries: u64,
    /// What was cut off its end.
    pub cut: Option<CutTail>,
    /// The log before, if it could not be continued.
    pub quarantined: Option<Quarantine>,
}

/// A log that was put aside. Its files are left as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quarantine {
    /// Where it lies, or lay: it may have been taken away whole.
    pub folder: PathBuf,
    /// Its name.
    pub origin: String,
    /// How many entries the anchors vouch for; 0 if none answered.
    pub vouched: u64,
    /// Why.
    pub reason: String,
}

/// What the anchors know of a log.
enum Known {
    /// The latest checkpoint.
    Vouched(Checkpoint),
    /// One answered, and none has ever heard of it.
    Unheard,
    /// None answered.
    Silent,
}

pub(super) fn open_or_create(setup: Setup) -> Result<(AuditLog, Opened), OpenError> {
    make_folder(&setup.root).map_err(folder_error)?;
    let generation = latest_generation(&setup.root).map_err(folder_error)?;
    if let Some((lost, before)) = taken_away(&setup, generation) {
        return begin(setup, lost.saturating_add(1), Some(before));
    }
    if generation == 0 {
        return begin(setup, 1, None);
    }
    let (folder, signer) = generation_of(&setup, generation)?;
    let known = ask(&setup, &signer);
    let reason = match &known {
        Known::Vouched(anchor) => match open(&setup, &folder, &signer, anchor) {
            Ok(opened) => return finish(setup, opened, signer, folder, Some(anchor.clone()), None),
            Err(LogError::Read(error @ (ReadError::Damaged(_) | ReadError::Header(_)))) => error.to_string(),
            Err(LogError::Anchor(error)) => error.to_string(),
            Err(LogError::Storage(_)) if segments(&folder).map_err(folder_error)?.is_empty() => GONE.to_owned(),
            Err(error) => return Err(error.into()),
        },
        // Its creation was interrupted: nobody was ever given a reference into it.
        Known::Unheard if holds_nothing(&folder, header_len(signer.name())).map_err(folder_error)? => {
            if let Err(in_use @ LogError::InUse) = Segments::open(&folder) {
                return Err(in_use.into());
            }
            fs::remove_dir_all(&folder).map_err(folder_error)?;
            let before = before(&setup, generation)?;
            return begin(setup, generation, before);
        }
        Known::Unheard => "no anchor has ever heard of it".to_owned(),
        Known::Silent => "no anchor answers".to_owned(),
    };
    let vouched = if let Known::Vouched(anchor) = known { Some(anchor) } else { None };
    put_aside(setup, generation, &folder, signer.name(), vouched.as_ref(), reason)
}

/// A log that an anchor vouches for and that has no folder, behind all that have one: the last of these. Else a log of the same name would
/// be begun, and the anchor would take its checkpoints as soon as there are more of its entries than were lost.
fn taken_away(setup: &Setup, generation: u32) -> Option<(u32, Before)> {
    let (mut lost, mut number) = (None, generation);
    loop {
        number = number.saturating_add(1);
        let Ok((folder, signer)) = generation_of(setup, number) else { return lost };
        let Known::Vouched(anchor) = ask_quietly(setup, &signer, &mut |_| ()) else { return lost };
        if anchor.size() == 0 {
            return lost;
        }
        let (origin, vouched) = (signer.name().to_owned(), anchor.size());
        let quarantine = Quarantine { folder, origin, vouched, reason: GONE.to_owned() };
        lost = Some((number, Before { quarantine, root: *anchor.root() }));
    }
}

/// Marks the log as it is, and begins another.
fn put_aside(
    setup: Setup,
    generation: u32,
    folder: &Path,
    origin: &str,
    vouched: Option<&Checkpoint>,
    reason: String,
) -> Result<(AuditLog, Opened), OpenError> {
    let lines = format!(
        "{}\n{}\n{reason}\n",
        vouched.map_or(0, Checkpoint::size),
        vouched.map_or_else(|| crate::merkle::Hash::empty().to_string(), |anchor| anchor.root().to_string())
    );
    // The mark is for people, and for a second try if this one is interrupted.
    fs::write(folder.join(QUARANTINED), lines).map_err(folder_error)?;
    let before = Before {
        quarantine: Quarantine {
            folder: folder.to_owned(),
            origin: origin.to_owned(),
            vouched: vouched.map_or(0, Checkpoint::size),
            reason,
        },
        root: vouched.map_or_else(crate::merkle::Hash::empty, |anchor| *anchor.root()),
    };
    begin(setup, generation.saturating_add(1), Some(before))
}

struct Before {
    quarantine: Quarantine,
    root: crate::merkle::Hash,
}

/// What was put aside before this generation, from its mark.
fn before(setup: &Setup, generation: u32) -> Result<Option<Before>, OpenError> {
    let Some(earlier) = generation.checked_sub(1).filter(|earlier| *earlier > 0) else { return Ok(None) };
    let (folder, signer) = generation_of(setup, earlier)?;
    let text = fs::read_to_string(folder.join(QUARANTINED)).unwrap_or_default();
    let mut lines = text.lines();
    let marked = lines.next().and_then(|line| line.parse().ok());
    let reason = lines.nth(1).unwrap_or(if folder.is_dir() { "not known" } else { GONE }).to_owned();
    let (vouched, root) = match ask(setup, &signer) {
        Known::Vouched(anchor) if marked.is_none_or(|marked| marked == anchor.size()) => {
            (anchor.size(), *anchor.root())
        }
        _ => (marked.unwrap_or(0), crate::merkle::Hash::empty()),
    };
    let origin = signer.name().to_owned();
    Ok(Some(Before { quarantine: Quarantine { folder, origin, vouched, reason }, root }))
}

fn begin(setup: Setup, generation: u32, before: Option<Before>) -> Result<(AuditLog, Opened), OpenError> {
    let (folder, signer) = generation_of(&setup, generation)?;
    let segments = Segments::create_with(&folder, setup.segment_len)?;
    drop(Log::create(segments, signer.named(signer.name())?, Arc::clone(&setup.entropy))?);
    let empty = Checkpoint::new(signer.name(), 0, crate::merkle::Hash::empty()).map_err(LogError::from)?;
    let opened = open(&setup, &folder, &signer, &empty)?;
    finish(setup, opened, signer, folder, None, before)
}

type OpenedStore = (LogStore<SegmentFolder>, crate::log::Recovery, super::store::Seen);

fn open(setup: &Setup, folder: &Path, signer: &NoteSigner, anchor: &Checkpoint) -> Result<OpenedStore, LogError> {
    let timing = Timing::new(Arc::clone(&setup.clock), Arc::clone(&setup.monotonic));
    let copy = signer.named(signer.name()).map_err(|error| LogError::Checkpoint(error.into()))?;
    let medium = SegmentFolder(folder.to_owned());
    let (entropy, on_alarm) = (Arc::clone(&setup.entropy), Arc::clone(&setup.on_alarm));
    LogStore::open(medium, copy, entropy, timing, on_alarm, Some(anchor))
}

fn finish(
    setup: Setup,
    (mut store, recovery, seen): OpenedStore,
    signer: NoteSigner,
    folder: PathBuf,
    anchor: Option<Checkpoint>,
    before: Option<Before>,
) -> Result<(AuditLog, Opened), OpenError> {
    let created = anchor.is_none();
    if let Some(cut) = recovery.cut {
        store.notify(&Notice::TornTailCut { offset: cut.offset, bytes: cut.bytes })?;
        (setup.on_alarm)(&Alarm::TornTail { bytes: cut.bytes });
    }
    if let Some(Before { quarantine, root }) = &before {
        let Quarantine { origin, vouched, reason, .. } = quarantine;
        store.notify(&Notice::Continues {
            origin: origin.clone(),
            size: *vouched,
            root: *root.as_bytes(),
            reason: reason.clone(),
        })?;
        let (origin, reason) = (origin.clone(), reason.clone());
        (setup.on_alarm)(&Alarm::Quarantined { origin, successor: signer.name().to_owned(), reason });
    }
    let shared = Arc::clone(store.shared());
    let heads = HeadSigner::new(signer.named(signer.name())?, anchor.as_ref());
    let keeper = Keeper::start(heads, shared, &folder, setup.anchors, Arc::clone(&setup.on_alarm), setup.every);
    // A log that no anchor has heard of could not be opened again.
    let _ = keeper.vouch();
    let parts = Parts {
        root: setup.root,
        folder,
        signer,
        entropy: setup.entropy,
        on_alarm: setup.on_alarm,
        log_id: store.id(),
        drained: seen.drained,
        clock: setup.clock,
    };
    let log = AuditLog { committer: Committer::new(store, setup.limits), keeper, parts };
    let quarantined = before.map(|before| before.quarantine);
    Ok((log, Opened { created, entries: recovery.entries, cut: recovery.cut, quarantined }))
}

/// Asks all anchors; the largest tree that any of them vouches for counts.
fn ask(setup: &Setup, signer: &NoteSigner) -> Known {
    ask_quietly(setup, signer, &mut |anchor| {
        (setup.on_alarm)(&Alarm::AnchorFailed { anchor: anchor.to_owned() });
    })
}

fn ask_quietly(setup: &Setup, signer: &NoteSigner, failed: &mut dyn FnMut(&str)) -> Known {
    let mut known = Known::Silent;
    for anchor in &setup.anchors {
        let answer = anchor.latest(signer.name()).ok();
        let verified = answer.map(|latest| latest.map(|latest| latest.verify(signer.verifier())).transpose());
        known = match (known, verified) {
            (Known::Vouched(one), Some(Ok(Some(other)))) => {
                Known::Vouched(if other.size() > one.size() { other } else { one })
            }
            (_, Some(Ok(Some(checkpoint)))) => Known::Vouched(checkpoint),
            (Known::Silent, Some(Ok(None))) => Known::Unheard,
            (known, Some(Ok(None))) => known,
            (known, None | Some(Err(_))) => {
                failed(anchor.name());
                known
            }
        };
    }
    known
}

/// Whether no entry was ever written: behind the place of the header there are zeros alone. A log with a damaged header, or of a later
/// version, is one to put aside, and nothing that cannot be read is taken for empty.
fn holds_nothing(folder: &Path, header: u64) -> io::Result<bool> {
    let mut block = vec![0; 256 << 10];
    for (number, path) in segments(folder)? {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(if number == 0 { header } else { 0 }))?;
        loop {
            let read = match file.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if block.iter().take(read).any(|byte| *byte != 0) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The segments of a log with their numbers, in any order.
fn segments(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        found.extend(is_segment(&entry.file_name()).map(|number| (number, entry.path())));
    }
    Ok(found)
}

fn generation_of(setup: &Setup, generation: u32) -> Result<(PathBuf, NoteSigner), OpenError> {
    let base = setup.signer.name();
    let name = if generation == 1 { base.to_owned() } else { format!("{base}/{generation}") };
    Ok((setup.root.join(format!("{generation:04}")), setup.signer.named(&name)?))
}

fn latest_generation(root: &Path) -> io::Result<u32> {
    let mut latest = 0;
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name();
        let number = name.to_str().filter(|name| name.len() == 4).and_then(|name| name.parse().ok());
        latest = number.unwrap_or(0).max(latest);
    }
    Ok(latest)
}

fn make_folder(root: &Path) -> io::Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(root)?;
    sync_folder_of(root)
}

fn folder_error(error: io::Error) -> OpenError {
    OpenError::Folder(error.kind())
}
