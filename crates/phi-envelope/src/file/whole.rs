//! Files that are in memory whole: sealed and opened where they stand, or from one place into another, so that the cipher's is the only pass
//! over the memory; on as many threads as are asked for.

use core::mem;
use std::io::{self, IoSlice, Write};

use phi_types::gate::{FileContext, OpenFile, SealFile};
use zeroize::Zeroize;

use super::{
    FileError,
    header::BEFORE,
    length::{in_memory, sealed_length, text_length},
    message::{CHUNK, Message, SEALED},
    pieces::Pieces,
    share::share,
};
use crate::{keyring::EnvelopeKeyring, provider::KeyProvider, store::KeyStore, suite::TAG};

/// So many chunks are a thread's at a time, and are written while they are in the processor's cache.
const GROUP: usize = 16;
/// So many chunks are sealed in place by several threads before they are written.
const STRETCH: usize = 4096;

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Seals a text that is in memory into another place, on so many threads (at most eight; 1: this one alone), and answers how many bytes
    /// it has there: [`sealed_length`] of them. The place must have that room.
    ///
    /// # Errors
    /// See [`FileError`]; zeros are in the place then.
    pub fn seal_file_into(
        &self,
        file: SealFile<'_>,
        text: &[u8],
        out: &mut [u8],
        workers: usize,
    ) -> Result<usize, FileError> {
        let context = file.into_context();
        let length = in_memory(text.len(), sealed_length).ok_or(FileError::Unsealable)?;
        let out = out.get_mut(..length).ok_or(FileError::NoRoom)?;
        let sealed = self.new_message(&context).and_then(|(before, message)| {
            let (place, chunks) = out.split_first_chunk_mut::<BEFORE>().ok_or(FileError::NoRoom)?;
            *place = before.as_slice().try_into().map_err(|_| FileError::Unsealable)?;
            let mut rest = text;
            let parts = (0..).step_by(GROUP).zip(chunks.chunks_mut(GROUP * SEALED)).map(|(first, out)| {
                let (text, behind) = rest.split_at(rest.len().min(GROUP * CHUNK));
                rest = behind;
                (first, text, out)
            });
            share(workers.min(groups(text.len())), parts, FileError::Unsealable, |(first, mut text, out)| {
                context.still_granted()?;
                // Where the text ends with a whole chunk, there is room for the empty one behind it.
                for (number, out) in (first..).zip(out.chunks_mut(SEALED)) {
                    let (now, later) = text.split_at(text.len().min(CHUNK));
                    message.seal_beside(number, now, out).ok_or(FileError::Unsealable)?;
                    text = later;
                }
                Ok(())
            })
        });
        if sealed.is_err() {
            out.zeroize();
        }
        sealed.map(|()| length)
    }

    /// Opens a sealed file that is in memory into another place, on so many threads (at most eight; 1: this one alone), and answers how many
    /// bytes of text it has there: [`text_length`] of them. The place must have that room. Nothing is answered before all of it verified.
    ///
    /// # Errors
    /// See [`FileError`]; zeros are in the place then.
    pub fn open_file_into(
        &self,
        file: OpenFile<'_>,
        sealed: &[u8],
        out: &mut [u8],
        workers: usize,
    ) -> Result<usize, FileError> {
        let context = file.into_context();
        let (before, chunks) = sealed.split_first_chunk::<BEFORE>().ok_or(FileError::Refused)?;
        let length = in_memory(sealed.len(), text_length).ok_or(FileError::Refused)?;
        let out = out.get_mut(..length).ok_or(FileError::NoRoom)?;
        let opened = self.known_message(&context, before).and_then(|message| {
            let mut rest = &mut *out;
            let parts = (0..).step_by(GROUP).zip(chunks.chunks(GROUP * SEALED)).map(|(first, chunks)| {
                let room = rest.len().min(GROUP * CHUNK);
                let (out, behind) = mem::take(&mut rest).split_at_mut(room);
                rest = behind;
                (first, chunks, out)
            });
            share(workers.min(groups(length)), parts, FileError::Refused, |(first, chunks, mut out)| {
                context.still_granted()?;
                for (number, chunk) in (first..).zip(chunks.chunks(SEALED)) {
                    let room = out.len().min(CHUNK);
                    let (now, later) = out.split_at_mut(room);
                    message.open_beside(number, chunk, now).ok_or(FileError::Refused)?;
                    out = later;
                }
                Ok(())
            })
        });
        // It may have taken a while.
        let opened = opened.and_then(|()| Ok(context.still_granted()?));
        if opened.is_err() {
            out.zeroize();
        }
        opened.map(|()| length)
    }

    /// Seals a text that is in memory where it stands, on so many threads (at most eight; 1: this one alone), writes it, and marks the end:
    /// [`seal_file`](Self::seal_file) without a copy. Nothing of the text is left in its place: its sealed form is there then, or zeros after
    /// an error. On one thread it is written as it is sealed; several seal up to 64 MiB at a time.
    ///
    /// # Errors
    /// See [`FileError`]; what was written then does not open.
    pub fn seal_file_in_place<W: Write>(
        &self,
        file: SealFile<'_>,
        text: &mut [u8],
        mut to: W,
        workers: usize,
    ) -> Result<W, FileError> {
        let context = file.into_context();
        let workers = workers.min(groups(text.len()));
        let mut seal = || {
            let (before, message) = self.new_message(&context)?;
            to.write_all(&before)?;
            let stretch = if workers > 1 { STRETCH } else { GROUP };
            let mut tags = vec![[0; TAG]; stretch.min(text.len().div_ceil(CHUNK))];
            for (first, text) in (0..).step_by(stretch).zip(text.chunks_mut(stretch * CHUNK)) {
                seal_stretch(&context, &message, (first, text), &mut tags, workers)?;
                for (text, tags) in text.chunks(GROUP * CHUNK).zip(tags.chunks(GROUP)) {
                    let parts = text.chunks(CHUNK).zip(tags).flat_map(|(text, tag)| [text, tag].map(IoSlice::new));
                    write_all(&mut to, &mut parts.collect::<Vec<_>>())?;
                }
            }
            // The last chunk is shorter than the others. Where the text has none that is, it is empty.
            if text.len().is_multiple_of(CHUNK) {
                let number = u64::try_from(text.len() / CHUNK).map_err(|_| FileError::Unsealable)?;
                context.still_granted()?;
                to.write_all(&message.seal_apart(number, &mut []).ok_or(FileError::Unsealable)?)?;
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
    /// without a copy, and nothing is handed out before all of it verified. After an error zeros are there. The text is moved together over
    /// the places of the tags; where it may stay in pieces, [`open_file_in_pieces`](Self::open_file_in_pieces) is quicker.
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

    /// Opens a sealed file that is in memory where it stands, on so many threads (at most eight; 1: this one alone), and answers its text in
    /// pieces, of 16 KiB each but the last: nothing is copied and nothing moved. Nothing is handed out before all of it verified. After an
    /// error zeros are there.
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn open_file_in_pieces<'s>(
        &self,
        file: OpenFile<'_>,
        sealed: &'s mut [u8],
        workers: usize,
    ) -> Result<Pieces<'s>, FileError> {
        let context = file.into_context();
        let length = in_memory(sealed.len(), text_length);
        let opened = length.zip(sealed.split_first_chunk_mut::<BEFORE>()).ok_or(FileError::Refused).and_then(
            |(length, (before, chunks))| {
                let message = self.known_message(&context, before)?;
                let parts = (0..).step_by(GROUP).zip(chunks.chunks_mut(GROUP * SEALED));
                share(workers.min(groups(length)), parts, FileError::Refused, |(first, chunks)| {
                    context.still_granted()?;
                    (first..)
                        .zip(chunks.chunks_mut(SEALED))
                        .try_for_each(|(number, chunk)| message.open(number, chunk).map(drop).ok_or(FileError::Refused))
                })?;
                Ok(context.still_granted()?)
            },
        );
        match opened {
            Ok(()) => Ok(Pieces::of(sealed.get(BEFORE..).unwrap_or_default())),
            Err(error) => {
                sealed.zeroize();
                Err(error)
            }
        }
    }
}

/// How many threads there is work for.
const fn groups(text: usize) -> usize {
    text.div_ceil(GROUP * CHUNK)
}

/// Seals chunks where they stand, whole ones and perhaps the last, and keeps their tags.
fn seal_stretch(
    context: &FileContext<'_>,
    message: &Message,
    (first, text): (u64, &mut [u8]),
    tags: &mut [[u8; TAG]],
    workers: usize,
) -> Result<(), FileError> {
    let parts = (first..).step_by(GROUP).zip(text.chunks_mut(GROUP * CHUNK).zip(tags.chunks_mut(GROUP)));
    share(workers, parts, FileError::Unsealable, |(first, (text, tags))| {
        context.still_granted()?;
        for ((number, chunk), tag) in (first..).zip(text.chunks_mut(CHUNK)).zip(tags) {
            *tag = message.seal_apart(number, chunk).ok_or(FileError::Unsealable)?;
        }
        Ok(())
    })
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
