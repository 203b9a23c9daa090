//! A sealed file, and every way to open one.

use std::io::{BufRead, Cursor, Read, Write};

use phi_envelope::{
    EnvelopeKeyring, EphemeralProvider, MemoryKeyStore,
    file::{FileError, text_length},
};
use phi_types::{
    OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, Text,
    gate::{Ask, Epoch, Gate, GateSeed},
};

use crate::open_gate::{Everything, Takes, Who};

/// Bytes of text in a whole chunk.
pub const CHUNK: usize = 16 * 1024;
/// Bytes of a whole sealed chunk.
pub const SEALED: usize = CHUNK + 16;

#[derive(PhiRecord)]
#[phi(record = "Fuzzed")]
struct Fuzzed {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    scan: Phi<Text>,
}

/// A sealed file and what it takes to open it.
pub struct File {
    gate: Gate<Everything, Takes>,
    keys: EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>,
    who: Who,
    text: Vec<u8>,
    sealed: Vec<u8>,
}

const SUBJECT: SubjectId = SubjectId::from_bytes([2; 16]);
const ROW: RecordId = RecordId::from_bytes([3; 16]);

impl File {
    /// Bytes before the first chunk.
    pub const BEFORE: usize = 98;

    /// Seals so many bytes.
    #[must_use]
    pub fn sealed(length: usize) -> Self {
        let seed = GateSeed::generate(&OsEntropy).expect("random bytes");
        let provider = EphemeralProvider::generate(&OsEntropy).expect("random bytes");
        let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new());
        let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
        let who = Who::somebody().expect("good names");
        let text: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let grant = gate.create_blocking(&who, Ask::<Fuzzed>::about(SUBJECT, Purpose::Treatment)).expect("permitted");
        let file = grant.file(ROW, Fuzzed::SCAN).expect("permitted");
        let mut writer = keys.seal_file(file, Vec::new()).expect("begun");
        writer.write_all(&text).expect("written");
        let sealed = writer.finish().expect("sealed");
        drop(grant);
        Self { gate, keys, who, text, sealed }
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.sealed
    }

    /// Whether these bytes open as the file. All ways to open them agree, and what opens is the text.
    #[must_use]
    pub fn opens(&self, bytes: &[u8]) -> bool {
        let ask = Ask::<Fuzzed>::about(SUBJECT, Purpose::Treatment);
        let grant = self.gate.read_blocking(&self.who, ask).expect("permitted");
        let file = || grant.file(ROW, Fuzzed::SCAN).expect("permitted");
        let keys = &self.keys;
        let room = usize::try_from(text_length(bytes.len() as u64).unwrap_or(0)).expect("in memory");
        let ways: [Result<Vec<u8>, FileError>; 6] = [
            keys.open_file(file(), bytes).and_then(|reader| read(reader.workers(1))),
            keys.open_file(file(), bytes).and_then(|reader| read(reader.borrowing())),
            keys.open_file(file(), bytes).and_then(|mut reader| {
                let mut text = Vec::new();
                while let shown @ 1.. = reader.fill_buf()?.len() {
                    text.extend_from_slice(reader.fill_buf()?);
                    reader.consume(shown);
                }
                Ok(text)
            }),
            keys.open_seekable_file(file(), Cursor::new(bytes)).and_then(read),
            {
                let mut out = vec![0; room];
                keys.open_file_into(file(), bytes, &mut out, 1).map(|_| out)
            },
            keys.open_file_in_pieces(file(), &mut bytes.to_vec(), 1).map(|pieces| pieces.flatten().copied().collect()),
        ];
        let mut place = bytes.to_vec();
        let in_place = keys.open_file_in_place(file(), &mut place).map(|text| text.to_vec());
        let text = in_place.as_deref().ok();
        assert!(text.is_none_or(|text| text == self.text), "what opens is the text");
        assert!(ways.iter().all(|way| way.as_deref().ok() == text), "all ways agree");
        text.is_some()
    }
}

fn read(mut from: impl Read) -> Result<Vec<u8>, FileError> {
    let (mut text, mut out) = (Vec::new(), vec![0; 2 * CHUNK]);
    loop {
        match from.read(&mut out)? {
            0 => return Ok(text),
            count => text.extend_from_slice(&out[..count]),
        }
    }
}
