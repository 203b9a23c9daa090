//! Whatever stands in the file, verifying and reading it end with an answer; and what verifies reads back whole.
#![no_main]

use libfuzzer_sys::fuzz_target;
use phi_audit::{
    ConsistencyProof, InclusionProof,
    event::AuditEvent,
    log::{MemoryDisk, Reader, verify},
    note::NoteSigner,
    notice::Notice,
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(event) = AuditEvent::decode(bytes) {
        let again = event.encode();
        assert_eq!(AuditEvent::decode(&again).as_ref(), Ok(&event));
        assert!(bytes[0] == 1 || again == bytes, "one form for each event, save those of version 1");
        assert!(!event.to_string().chars().any(char::is_control), "one line for each event");
    }
    if let Some(notice) = Notice::decode(bytes) {
        assert_eq!(notice.encode(), bytes, "one form for each notice");
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        if let Ok(proof) = InclusionProof::parse(text) {
            assert!(InclusionProof::parse(&proof.to_text()).is_ok_and(|again| again == proof));
        }
        if let Ok(proof) = ConsistencyProof::parse(text) {
            assert_eq!(ConsistencyProof::parse(&proof.to_text()).ok(), Some(proof));
        }
    }
    let disk = MemoryDisk::with_bytes(bytes);
    let signer = NoteSigner::new("fuzz.example/audit", &[7; 32]).expect("a good name");
    let verified = verify(disk.reader(), signer.verifier(), None);
    let read = Reader::new(disk.reader()).map(|reader| reader.filter_map(Result::ok).count() as u64);
    if let Ok(verified) = verified {
        assert_eq!(read.ok(), Some(verified.size));
    }
});
