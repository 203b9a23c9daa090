//! The index beside a segment of the log. Whatever stands in the file, it is refused or read, without a panic; a sound one is read
//! whole, and none is read in which a byte was changed.
//!
//! The first byte says how the rest is taken: as a file, as payloads of which an index is built, or as harm to one that is sound, with
//! hashes made anew, so that what lies behind them is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use phi_audit::testing::{build_index, read_index, seal_index};

/// The payloads of a segment: events where the bytes are events, and entries of another kind.
fn payloads(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut actor = phi_audit::event::Agent::human(phi_types::ActorId::new("n.nurse").expect("a name"));
    let (mut payloads, mut rest) = (Vec::new(), bytes);
    while let Some(([seconds, patient, kind], after)) = rest.split_first_chunk::<3>() {
        rest = after;
        actor.who = phi_types::ActorId::new(&format!("user-{}", kind >> 4)).expect("a name");
        let at = time::OffsetDateTime::from_unix_timestamp(i64::from(*seconds) * 997).expect("a time");
        let kind = phi_audit::event::Kind::ALL[usize::from(*kind) % phi_audit::event::Kind::ALL.len()];
        let id = phi_audit::event::EventId::from_bytes([*patient; 16]);
        let tenant = phi_types::TenantId::new("tenant").expect("a name");
        let mut parts =
            phi_audit::event::Parts::new(id, at, tenant, kind, actor.clone(), phi_audit::event::Source::default());
        parts.patient = Some(phi_audit::SubjectPseudonym::from_parts(1, [patient % 5; 16]));
        let term = phi_audit::event::Term::standing_for("Patient");
        parts.entities.push(phi_audit::event::Entity::record(term));
        // What is no event of its kind is an entry without a row's keys.
        payloads.push(parts.check().map_or_else(|_| vec![2, *patient], |event| event.encode()));
    }
    payloads
}

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    match choice % 3 {
        0 => {
            let _ = read_index(rest);
            if let Some(sealed) = seal_index(rest) {
                let _ = read_index(&sealed);
            }
        }
        1 => {
            let payloads = payloads(rest);
            let index = build_index(&payloads);
            assert_eq!(read_index(&index).map(|(_, rows)| rows), Some(payloads.len()), "what was built is read");
            assert_eq!(build_index(&payloads), index, "equal entries give equal bytes");
            assert_eq!(seal_index(&index).as_ref(), Some(&index), "one way to be sealed");
        }
        _ => {
            // Harm: two bytes of place and one of bits each, over an index of twelve entries.
            let sound =
                build_index(&payloads(b"a1\x01b2\x02c3\x03d4\x04e1\x05f2\x11g3\x12h4\x13i1\x14j2\x20k3\x2bl4\x0c"));
            let mut harmed = sound.clone();
            for [high, low, bits] in rest.as_chunks::<3>().0 {
                let at = usize::from(u16::from_be_bytes([*high, *low])) % harmed.len();
                harmed[at] ^= bits;
            }
            assert_eq!(read_index(&harmed).is_some(), harmed == sound, "no byte can be changed");
            if let Some(sealed) = seal_index(&harmed) {
                let _ = read_index(&sealed);
            }
        }
    }
});
