//! Files that are written: never one that is read, and whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{arguments::Options, failure::Failure};

/// Where output goes. A regular file appears under its name with [`Target::finish`], and not before.
pub(crate) enum Target {
    /// Standard output, or what is no regular file: a pipe, a device.
    Direct(Box<dyn Write>),
    Beside {
        file: File,
        /// Taken when the file has its name.
        pending: Pending,
    },
}

impl Target {
    pub(crate) fn standard() -> Self {
        Self::Direct(Box::new(io::stdout().lock()))
    }

    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let about = match fs::metadata(path) {
            Ok(about) if !about.is_file() => {
                return Ok(Self::Direct(Box::new(OpenOptions::new().write(true).open(path)?)));
            }
            Ok(about) => Some(about),
            // A link whose end is not there yet: its end is made, the link stays.
            Err(_) if path.is_symlink() => return Ok(Self::Direct(Box::new(File::create(path)?))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if about.is_some() {
            // What may not be written is not replaced either.
            OpenOptions::new().write(true).open(path)?;
        }
        let place = place(path)?;
        let mut name = OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(format!(".{}.phi", std::process::id()));
        let beside = place.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        let pending = Pending { beside, place };
        if let Some(about) = about {
            file.set_permissions(about.permissions())?;
        }
        Ok(Self::Beside { file, pending })
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Direct(mut output) => output.flush(),
            Self::Beside { file, pending } => {
                file.sync_all()?;
                drop(file);
                fs::rename(&pending.beside, &pending.place)
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Direct(output) => output.write(bytes),
            Self::Beside { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(output) => output.flush(),
            Self::Beside { file, .. } => file.flush(),
        }
    }
}

/// A file that has no name yet; it goes when the run fails.
pub(crate) struct Pending {
    beside: PathBuf,
    place: PathBuf,
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After the renaming there is none, and that is well.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Refuses to write onto a file that is read, or twice onto one.
pub(crate) fn check(options: &Options) -> Result<(), Failure> {
    let mut read: Vec<Identity> = options.inputs.iter().filter_map(|path| identity(path)).collect();
    read.extend([&options.known, &options.digest_key].into_iter().flatten().filter_map(|path| identity(path)));
    if options.inputs.is_empty() || options.inputs.iter().any(|path| path.as_os_str() == "-") {
        read.extend(standard_input());
    }
    let written = [&options.output, &options.report];
    if written.into_iter().flatten().filter_map(|path| identity(path)).any(|file| read.contains(&file)) {
        return Err(Failure::Onto);
    }
    if let (Some(output), Some(report)) = (&options.output, &options.report) {
        let one_file = identity(output).is_some_and(|file| identity(report) == Some(file));
        let one_place = !output.exists() && place(output).ok().is_some_and(|at| place(report).ok() == Some(at));
        if one_file || one_place {
            return Err(Failure::Onto);
        }
    }
    Ok(())
}

/// The path with its folder's links resolved, and its own where it is there.
fn place(path: &Path) -> io::Result<PathBuf> {
    if path.exists() {
        return fs::canonicalize(path);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    Ok(fs::canonicalize(folder)?.join(name))
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

/// What a regular file is known by, whatever path leads to it.
#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().and_then(|about| of(&about))
}

#[cfg(unix)]
fn of(about: &fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    about.is_file().then(|| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.is_file().then(|| fs::canonicalize(path).ok()).flatten()
}

#[cfg(unix)]
fn standard_input() -> Option<Identity> {
    use std::os::fd::AsFd as _;
    let input = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    of(&input.metadata().ok()?)
}

#[cfg(not(unix))]
fn standard_input() -> Option<Identity> {
    None
}
