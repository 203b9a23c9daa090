//! Whose code seals a file does not show in it.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use phi_envelope::{Backend, EnvelopeKeyring, EphemeralProvider, MemoryKeyStore, file::FileError};
use phi_types::{
    OsEntropy, SystemClock,
    gate::{Epoch, Gate, GateSeed},
};
use std::sync::Arc;

use crate::{
    BEFORE, CHUNK, SEALED, ask, text,
    world::{Everything, Patient, Takes, row_id, who},
};

#[test]
fn what_one_backend_sealed_every_other_opens_and_damage_none() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let brand = seed.brand();
    let provider = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
    let store = Arc::new(MemoryKeyStore::new());
    let keyrings: Vec<_> = Backend::ALL
        .iter()
        .map(|&backend| EnvelopeKeyring::new(brand, Arc::clone(&provider), Arc::clone(&store)).with_backend(backend))
        .collect();
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, SystemClock);
    let north = who("north");
    let (writing, reading) = (gate.create_blocking(&north, ask()).unwrap(), gate.read_blocking(&north, ask()).unwrap());
    let (to_seal, to_open) =
        (|| writing.file(row_id(1), Patient::NOTE).unwrap(), || reading.file(row_id(1), Patient::NOTE).unwrap());
    let mut tried = 0;
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 40 * CHUNK + 77] {
        let text = text(length);
        for sealing in &keyrings {
            let mut writer = sealing.seal_file(to_seal(), Vec::new()).unwrap();
            writer.write_all(&text).unwrap();
            let sealed = writer.finish().unwrap();
            let mut changed = sealed.clone();
            changed[sealed.len() - 17.min(sealed.len() - BEFORE)] ^= 1;
            for opening in &keyrings {
                let mut opened = Vec::new();
                opening.open_file(to_open(), &sealed[..]).unwrap().read_to_end(&mut opened).unwrap();
                assert!(opened == text, "{length}");
                let mut file = opening.open_seekable_file(to_open(), Cursor::new(&sealed)).unwrap();
                let from = length / 2;
                file.seek(SeekFrom::Start(from as u64)).unwrap();
                opened.clear();
                file.read_to_end(&mut opened).unwrap();
                assert!(opened == text[from..], "{length}");
                let error = opening.open_file(to_open(), &changed[..]).unwrap().read_to_end(&mut opened).unwrap_err();
                assert_eq!(FileError::from(error), FileError::Refused);
                for cut in (BEFORE..sealed.len()).step_by(SEALED) {
                    let result = opening.open_file(to_open(), &sealed[..cut]).unwrap().read_to_end(&mut opened);
                    assert_eq!(result.err().map(FileError::from), Some(FileError::Refused));
                }
                tried += 1;
            }
        }
    }
    println!("backends {}: {tried} pairs of sealing and opening", Backend::ALL.len());
    assert_eq!(tried, 6 * Backend::ALL.len().pow(2));
}
