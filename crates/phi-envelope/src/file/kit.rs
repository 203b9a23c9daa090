//! For the test kit: files under a data key and a salt that a case fixes.

use std::io::{Cursor, Read as _, Seek as _, Write as _};

use phi_types::gate::{OpenFile, SealFile};

use super::{
    FileError, FileReader, FileWriter, SeekableFile,
    header::BEFORE,
    keyring::{begin_message, find_message},
    message::SALT,
    opener::Opener,
    sealer::Sealer,
};
use crate::{backend::Backend, key::DataKey};

pub(crate) fn seal(backend: Backend, key: &DataKey, file: SealFile<'_>, salt: &[u8; SALT], text: &[u8]) -> Vec<u8> {
    let context = file.into_context();
    let (before, message) = begin_message(backend, key, &context, salt).unwrap();
    let mut writer = FileWriter::new(context, Sealer::new(message, 2), before);
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

/// As a stream, then from the second half on and the first one after it, then whole: all come to the same, or all refuse.
pub(crate) fn open(backend: Backend, key: &DataKey, files: [OpenFile<'_>; 3], sealed: &[u8]) -> Option<Vec<u8>> {
    let [streamed, seekable, third] = files.map(OpenFile::into_context);
    let message = |context: &_| {
        let before: &[u8; BEFORE] = sealed.first_chunk()?;
        find_message(backend, context, before, |id| (id == key.id()).then_some(key).ok_or(FileError::Refused)).ok()
    };
    let stream = message(&streamed).and_then(|message| {
        let mut text = Vec::new();
        let mut reader = FileReader::new(streamed, Opener::new(message, 2), &sealed[BEFORE..]);
        let result = reader.read_to_end(&mut text).map_err(FileError::from);
        assert!(result.is_ok() || result == Err(FileError::Refused));
        result.ok().map(|_| text)
    });
    let anywhere = message(&seekable).and_then(|message| {
        let mut file = SeekableFile::new(seekable, message, Cursor::new(sealed)).ok()?;
        let half = file.len() / 2;
        let (mut first, mut second) = (Vec::new(), Vec::new());
        file.seek(std::io::SeekFrom::Start(half)).ok()?;
        file.read_to_end(&mut second).ok()?;
        file.rewind().ok()?;
        file.take(half).read_to_end(&mut first).ok()?;
        Some([first, second].concat())
    });
    assert_eq!(stream, anywhere, "reading from the beginning and reading anywhere agree");
    let whole = message(&third).and_then(|message| {
        let mut rest = sealed[BEFORE..].to_vec();
        let length = message.open_all(&mut rest)?;
        rest.truncate(length);
        Some(rest)
    });
    assert_eq!(stream, whole, "reading from the beginning and opening the whole agree");
    stream
}
