//! Whatever text comes in: it is an event that is written with the same parts again, or it is refused without a word of it. The first
//! byte chooses the reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use phi_audit::{
    SubjectPseudonym,
    event::AuditEvent,
    exchange::{ExchangeError, Format, Frames, Resolver, SyslogOrigin, frame, import, parse_syslog, syslog},
};
use phi_types::{ActorId, TenantId};

/// Takes every name for a user's, and knows one patient.
struct Trusting;

impl Resolver for Trusting {
    fn patient(&self, _: &str) -> Option<SubjectPseudonym> {
        Some(SubjectPseudonym::from_parts(1, [1; 16]))
    }

    fn agent(&self, identifier: &str) -> Option<ActorId> {
        ActorId::new(identifier).ok()
    }

    fn seal(&self, query: &[u8]) -> Option<Vec<u8>> {
        Some(query.to_vec())
    }
}

/// An event that came out of any reader goes through every format.
fn through_all(event: &AuditEvent) {
    for format in Format::ALL {
        let text = format.render(event);
        assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "one line, no control byte");
        assert_eq!(format.parse(&text).as_ref(), Ok(event), "{format:?}");
    }
}

fn refused(error: ExchangeError) {
    assert!(error.to_string().is_ascii() && error.to_string().len() < 120);
}

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let Ok(text) = core::str::from_utf8(rest) else { return };
    match choice % 7 {
        place @ 0..=3 => match Format::ALL[usize::from(place)].parse(text) {
            Ok(event) => through_all(&event),
            Err(error) => refused(error),
        },
        4 => match parse_syslog(text) {
            Ok(event) => {
                through_all(&event);
                let origin = SyslogOrigin::new("host", "application", "-").expect("three names");
                assert_eq!(parse_syslog(&syslog(&event, &origin)), Ok(event));
            }
            Err(error) => refused(error),
        },
        5 => match import(text, &TenantId::new("tenant").expect("a name"), &Trusting) {
            Ok(imported) => through_all(&imported.event),
            Err(error) => refused(error),
        },
        _ => {
            let mut frames = Frames::new();
            for piece in rest.chunks(7) {
                frames.push(piece);
                while let Ok(Some(message)) = frames.next_message() {
                    assert!(frame(&message).ends_with(&message));
                }
            }
        }
    }
});
