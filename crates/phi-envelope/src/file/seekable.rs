//! Reading anywhere in a sealed file.

use std::io::{self, Read, Seek, SeekFrom};

use phi_types::gate::FileContext;
use zeroize::{Zeroize, Zeroizing};

use super::{
    FileError,
    header::BEFORE,
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// A sealed file in which one reads anywhere. Its length is authenticated when it is opened, since the last chunk is.
pub struct SeekableFile<'g, R: Read + Seek> {
    context: FileContext<'g>,
    message: Message,
    inner: R,
    /// Bytes of text.
    length: u64,
    at: u64,
    /// The chunk that was read last, if any, and its text.
    number: Option<u64>,
    chunk: Zeroizing<Vec<u8>>,
    text: usize,
}

impl<'g, R: Read + Seek> SeekableFile<'g, R> {
    pub(super) fn new(context: FileContext<'g>, message: Message, mut inner: R) -> Result<Self, FileError> {
        let sealed = inner.seek(SeekFrom::End(0))?.checked_sub(BEFORE as u64).ok_or(FileError::Refused)?;
        let (whole, rest) = (sealed / SEALED as u64, sealed % SEALED as u64);
        // The last chunk is shorter than the others, and has at least its tag.
        let last = rest.checked_sub(TAG as u64).ok_or(FileError::Refused)?;
        let length =
            whole.checked_mul(CHUNK as u64).and_then(|bytes| bytes.checked_add(last)).ok_or(FileError::Refused)?;
        // Room for one chunk, and no more than the file has.
        let room = usize::try_from(sealed.min(SEALED as u64)).map_err(|_| FileError::Refused)?;
        let chunk = Zeroizing::new(vec![0; room]);
        let mut file = Self { context, message, inner, length, at: 0, number: None, chunk, text: 0 };
        file.load(whole)?;
        Ok(file)
    }

    /// Bytes of text.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Whether it holds no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn load(&mut self, number: u64) -> Result<(), FileError> {
        if self.number == Some(number) {
            return Ok(());
        }
        self.number = None;
        let start =
            number.checked_mul(SEALED as u64).and_then(|at| at.checked_add(BEFORE as u64)).ok_or(FileError::Refused)?;
        let text = self.length.saturating_sub(number.saturating_mul(CHUNK as u64)).min(CHUNK as u64);
        let text = usize::try_from(text).map_err(|_| FileError::Refused)?;
        self.inner.seek(SeekFrom::Start(start))?;
        let sealed = self.chunk.get_mut(..text.saturating_add(TAG)).ok_or(FileError::Refused)?;
        // Cut since it was opened: no chunk is read in part.
        self.inner.read_exact(sealed).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => FileError::Refused,
            kind => FileError::Io(kind),
        })?;
        if self.message.open(number, sealed).is_none() {
            let room = self.chunk.len();
            self.chunk.zeroize();
            self.chunk.resize(room, 0);
            return Err(FileError::Refused);
        }
        (self.number, self.text) = (Some(number), text);
        Ok(())
    }
}

impl<R: Read + Seek> Read for SeekableFile<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.context.still_granted().map_err(FileError::from)?;
        let mut given = 0_usize;
        while self.at < self.length && given < out.len() {
            if let Err(error) = self.load(self.at / CHUNK as u64) {
                // What was opened before is handed out first, and the error comes with the next read.
                return if given > 0 { Ok(given) } else { Err(error.into()) };
            }
            let within = usize::try_from(self.at % CHUNK as u64).unwrap_or(CHUNK);
            let text = self.chunk.get(within..self.text).unwrap_or_default();
            let room = out.get_mut(given..).unwrap_or_default();
            let now = text.len().min(room.len());
            let (Some(room), Some(text)) = (room.get_mut(..now), text.get(..now)) else { break };
            if now == 0 {
                break;
            }
            room.copy_from_slice(text);
            given = given.saturating_add(now);
            self.at = self.at.saturating_add(now as u64);
        }
        Ok(given)
    }
}

impl<R: Read + Seek> Seek for SeekableFile<'_, R> {
    /// Beyond the end is allowed and reads nothing; before the beginning is an error.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
