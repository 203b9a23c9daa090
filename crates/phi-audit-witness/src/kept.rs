//! The two files about each log: what the witness has cosigned, and what it may have seen though its answer was lost.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use phi_audit::{anchor::file_stem, checkpoint::SignedCheckpoint};

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Cosigned,
    Pending,
}

#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub(crate) fn new(folder: PathBuf) -> Option<Self> {
        folder.is_dir().then_some(Self { folder })
    }

    pub(crate) fn read(&self, kind: Kind, origin: &str) -> io::Result<Option<SignedCheckpoint>> {
        match fs::read_to_string(self.path(kind, origin)) {
            Ok(text) => {
                let checkpoint = SignedCheckpoint::parse(&text).map_err(|_| io::ErrorKind::InvalidData)?;
                match checkpoint.claims() {
                    Some((name, _)) if name == origin => Ok(Some(checkpoint)),
                    _ => Err(io::ErrorKind::InvalidData.into()),
                }
            }
            // Gone with its folder is no answer; gone from it is.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.folder.is_dir() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn write(&self, kind: Kind, origin: &str, checkpoint: &SignedCheckpoint) -> io::Result<()> {
        let path = self.path(kind, origin);
        let beside = path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(checkpoint.as_str().as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        sync(&self.folder)
    }

    pub(crate) fn forget_pending(&self, origin: &str) -> io::Result<()> {
        match fs::remove_file(self.path(Kind::Pending, origin)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync(&self.folder),
        }
    }

    fn path(&self, kind: Kind, origin: &str) -> PathBuf {
        let extension = match kind {
            Kind::Cosigned => "cosigned",
            Kind::Pending => "pending",
        };
        self.folder.join(format!("{}.{extension}", file_stem(origin)))
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
