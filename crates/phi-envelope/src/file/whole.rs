//! Files that are in memory whole: sealed and opened where they stand, without a copy.

use std::io::{self, IoSlice, Write};

use phi_types::gate::{OpenFile, SealFile};
use zeroize::Zeroize;

use super::{
    FileError,
    header::BEFORE,
    message::{CHUNK, Message},
};
use crate::{keyring::EnvelopeKeyring, provider::KeyProvider, store::KeyStore, suite::TAG};

/// So many chunks are sealed before they are written, while they are in the processor's cache.
const GROUP: usize = 16;

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Seals a text that is in memory, writes it, and marks the end: [`seal_file`](Self::seal_file) without a copy. Nothing of the text is
    /// left in its place: its sealed form is there then, or zeros after an error.
    ///
    /// # Errors
    /// See [`FileError`]; what was written then does not open.
    pub fn seal_file_in_place<W: Write>(&self, file: SealFile<'_>, text: &mut [u8], mut to: W) -> Result<W, FileError> {
        let context = file.into_context();
        let mut seal = || {
            let (before, message) = self.new_message(&context)?;
            to.write_all(&before)?;
            for (first, group) in (0..).step_by(GROUP).zip(text.chunks_mut(GROUP.saturating_mul(CHUNK))) {
                context.still_granted()?;
                seal_group(&message, first, group, &mut to)?;
            }
            // The last chunk is shorter than the others. Where the text has none that is, it is empty.
            if text.len().is_multiple_of(CHUNK) {
                let number = u64::try_from(text.len() / CHUNK).map_err(|_| FileError::Unsealable)?;
                seal_group(&message, number, &mut [], &mut to)?;
            }
            Ok(to.flush()?)
        };
        let sealed = seal();
        if sealed.is_err() {
            text.zeroize();
        }
        sealed.map(|()| to)
    }

    /// Opens a sealed file that is in memory, and answers its text, which stands in the same place then: [`open_file`](Self::open_file)
    /// without a copy, and nothing is handed out before all of it verified. After an error zeros are there.
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn open_file_in_place<'s>(&self, file: OpenFile<'_>, sealed: &'s mut [u8]) -> Result<&'s mut [u8], FileError> {
        let context = file.into_context();
        let opened = sealed.split_first_chunk_mut::<BEFORE>().ok_or(FileError::Refused).and_then(|(before, chunks)| {
            let message = self.known_message(&context, before)?;
            let length = message.open_all(chunks).ok_or(FileError::Refused)?;
            // It may have taken a while.
            context.still_granted()?;
            Ok(length)
        });
        match opened {
            Ok(length) => sealed.get_mut(BEFORE..).and_then(|text| text.get_mut(..length)).ok_or(FileError::Refused),
            Err(error) => {
                sealed.zeroize();
                Err(error)
            }
        }
    }
}

/// Seals up to [`GROUP`] chunks where they stand, of none the empty one, and writes them, each with its tag.
fn seal_group(message: &Message, first: u64, group: &mut [u8], to: &mut impl Write) -> Result<(), FileError> {
    let (mut tags, mut parts) = ([[0; TAG]; GROUP], Vec::with_capacity(2 * GROUP));
    let empty = group.is_empty().then(Default::default);
    let chunks = group.chunks_mut(CHUNK).chain(empty);
    for ((number, chunk), tag) in (first..).zip(chunks).zip(&mut tags) {
        *tag = message.seal_apart(number, chunk).ok_or(FileError::Unsealable)?;
        parts.extend([IoSlice::new(chunk), IoSlice::new(tag)]);
    }
    Ok(write_all(to, &mut parts)?)
}

fn write_all(to: &mut impl Write, mut parts: &mut [IoSlice<'_>]) -> io::Result<()> {
    let mut left: usize = parts.iter().map(|part| part.len()).sum();
    while left > 0 {
        match to.write_vectored(parts) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                left = left.checked_sub(count).ok_or(io::ErrorKind::InvalidData)?;
                IoSlice::advance_slices(&mut parts, count);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
