//! Reading anywhere in a sealed file.

use std::io::{self, Read, Seek, SeekFrom};

use phi_types::gate::FileContext;

use super::{FileError, anywhere::Anywhere, message::Message};

/// A sealed file in which one reads anywhere. Its length is authenticated when it is opened, since the last chunk is.
pub struct SeekableFile<'g, R: Read + Seek> {
    context: FileContext<'g>,
    file: Anywhere,
    inner: R,
}

impl<'g, R: Read + Seek> SeekableFile<'g, R> {
    pub(super) fn new(context: FileContext<'g>, message: Message, mut inner: R) -> Result<Self, FileError> {
        let sealed = inner.seek(SeekFrom::End(0))?;
        let file = Anywhere::new(message, sealed).ok_or(FileError::Refused)?;
        let mut file = Self { context, file, inner };
        // The last chunk, which is shorter than the others, says that the file is whole.
        file.load(file.file.last())?;
        Ok(file)
    }

    /// Bytes of text.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.file.length()
    }

    /// Whether it holds no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn load(&mut self, number: u64) -> Result<(), FileError> {
        let start = Anywhere::start(number).ok_or(FileError::Refused)?;
        let room = self.file.room(number);
        self.inner.seek(SeekFrom::Start(start))?;
        // Cut since it was opened: no chunk is read in part.
        self.inner.read_exact(room).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => FileError::Refused,
            kind => FileError::Io(kind),
        })?;
        self.file.filled(number)
    }
}

impl<R: Read + Seek> Read for SeekableFile<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.context.still_granted().map_err(FileError::from)?;
        let mut given = 0_usize;
        loop {
            given = given.saturating_add(self.file.serve(out.get_mut(given..).unwrap_or_default()));
            let Some(number) = self.file.needs().filter(|_| given < out.len()) else { return Ok(given) };
            match self.load(number) {
                Ok(()) => {}
                // What was opened before is handed out first, and the error comes with the next read.
                Err(_) if given > 0 => return Ok(given),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl<R: Read + Seek> Seek for SeekableFile<'_, R> {
    /// Beyond the end is allowed and reads nothing; before the beginning is an error.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
