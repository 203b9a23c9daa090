//! Two places have the same associated data only if they are the same place, and the parts can be read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use phi_fuzz::{FIELDS, Place, note_data, row_data, unframe};

fuzz_target!(|places: [Place; 2]| {
    let [one, other] = &places;
    let (Some(left), Some(right)) = (row_data(one), row_data(other)) else { return };
    for (place, data) in [(one, &left), (other, &right)] {
        assert_eq!(data.len(), FIELDS.len());
        for (field, data) in FIELDS.iter().zip(data) {
            let parts: [&[u8]; 7] = [
                b"phi-context-1",
                place.tenant.as_bytes(),
                b"Fuzzed",
                &place.subject,
                &place.record,
                field.as_bytes(),
                &place.header,
            ];
            assert_eq!(unframe(data).as_deref(), Some(&parts[..]));
        }
    }
    for (nth, left) in left.iter().enumerate() {
        for (other_nth, right) in right.iter().enumerate() {
            assert_eq!(left == right, nth == other_nth && one == other);
        }
    }
    let notes = (note_data(&one.tenant, &one.header), note_data(&other.tenant, &other.header));
    let (Some(note), Some(other_note)) = notes else { unreachable!("the tenants were accepted above") };
    assert_eq!(note == other_note, (&one.tenant, &one.header) == (&other.tenant, &other.header));
    assert!(left.iter().chain(&right).all(|row| *row != note), "a row is no note");
});
