//! The keyring's part: which key, which context.

use alloc::sync::Arc;
use core::ops::Deref;
use std::io::{Read, Seek, Write};

use phi_types::gate::{FileContext, OpenFile, SealFile};

use super::{
    FileError, FileReader, FileWriter, SeekableFile,
    batch::cores,
    header::{self, BEFORE},
    message::{Message, SALT, same},
    opener::Opener,
    sealer::Sealer,
};
use crate::{
    backend::Backend,
    key::{DataKey, KeyId},
    keyring::EnvelopeKeyring,
    provider::KeyProvider,
    store::{KeyStore, Shelf},
};

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Begins to seal a file. End it with [`FileWriter::finish`].
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn seal_file<'g, W: Write>(&self, file: SealFile<'g>, mut to: W) -> Result<FileWriter<'g, W>, FileError> {
        let context = file.into_context();
        let (before, message) = self.new_message(&context)?;
        to.write_all(&before)?;
        Ok(FileWriter::new(context, Sealer::new(message, cores()), to))
    }

    /// Opens a file from its beginning.
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn open_file<'g, R: Read>(&self, file: OpenFile<'g>, mut from: R) -> Result<FileReader<'g, R>, FileError> {
        let context = file.into_context();
        let message = self.known_message(&context, &read_before(&mut from)?)?;
        Ok(FileReader::new(context, Opener::new(message, cores()), from))
    }

    /// Opens a file to read anywhere in it. The source holds the sealed file alone.
    ///
    /// # Errors
    /// See [`FileError`]; also when the file was cut, which its last chunk tells.
    pub fn open_seekable_file<'g, R: Read + Seek>(
        &self,
        file: OpenFile<'g>,
        mut from: R,
    ) -> Result<SeekableFile<'g, R>, FileError> {
        let context = file.into_context();
        from.rewind()?;
        let message = self.known_message(&context, &read_before(&mut from)?)?;
        SeekableFile::new(context, message, from)
    }

    /// What stands before the first chunk of a new file, and the keys behind it.
    pub(super) fn new_message(&self, context: &FileContext<'_>) -> Result<(Vec<u8>, Message), FileError> {
        context.begin(self.brand)?;
        let shelf = Shelf::Subject(context.subject());
        // A file has keys of its own: of the data key it uses no more than one derivation, however long it is.
        let ring = self.keys.ring(context.tenant(), shelf, true, 0).map_err(|_| FileError::KeysUnavailable)?;
        let key = ring.newest().ok_or(FileError::KeysUnavailable)?;
        let mut salt = [0; SALT];
        self.keys.entropy.fill(&mut salt).map_err(|_| FileError::Entropy)?;
        begin_message(self.sealer.backend, key, context, &salt)
    }

    /// The keys behind what stands before the first chunk.
    pub(super) fn known_message(&self, context: &FileContext<'_>, before: &[u8; BEFORE]) -> Result<Message, FileError> {
        context.begin(self.brand)?;
        let shelf = Shelf::Subject(context.subject());
        let tenant = context.tenant();
        find_message(self.sealer.backend, context, before, |id| {
            let ring = self.keys.ring(tenant, shelf, false, 0).map_err(|_| FileError::KeysUnavailable)?;
            self.keys.opening_key(tenant, shelf, &ring, id).map(Arc::clone).ok_or(FileError::Refused)
        })
    }
}

/// A new message under a data key: what stands before its first chunk, and its keys.
pub(super) fn begin_message(
    backend: Backend,
    key: &DataKey,
    context: &FileContext<'_>,
    salt: &[u8; SALT],
) -> Result<(Vec<u8>, Message), FileError> {
    let mut before = header::write(key.id());
    let bound = context.associated_data(&before);
    let key = key.files().ok_or(FileError::KeysUnavailable)?;
    let (message, commitment) = Message::derive(backend, &key, salt, &bound).ok_or(FileError::Unsealable)?;
    before.extend_from_slice(salt);
    before.extend_from_slice(&commitment);
    Ok((before, message))
}

/// The keys of a message, once the data key that its header names was found and its commitment agrees.
pub(super) fn find_message<K: Deref<Target = DataKey>>(
    backend: Backend,
    context: &FileContext<'_>,
    before: &[u8; BEFORE],
    find: impl FnOnce(&KeyId) -> Result<K, FileError>,
) -> Result<Message, FileError> {
    let before = header::read(before).ok_or(FileError::Refused)?;
    let key = find(&before.key)?;
    let bound = context.associated_data(before.header);
    let key = key.files().ok_or(FileError::KeysUnavailable)?;
    let (message, commitment) = Message::derive(backend, &key, &before.salt, &bound).ok_or(FileError::Refused)?;
    if same(&commitment, &before.commitment) { Ok(message) } else { Err(FileError::Refused) }
}

fn read_before(from: &mut impl Read) -> Result<[u8; BEFORE], FileError> {
    let mut before = [0; BEFORE];
    from.read_exact(&mut before).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => FileError::Refused,
        kind => FileError::Io(kind),
    })?;
    Ok(before)
}
