//! The laws of the formats, over all events.

use proptest::prelude::*;

use super::*;
use crate::testing::events;

fn origin() -> SyslogOrigin {
    SyslogOrigin::new("ehr.example.org", "clinic", "4711").unwrap()
}

fn printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_rendered_is_parsed(event in events()) {
        for format in Format::ALL {
            let text = format.render(&event);
            prop_assert!(printable(&text), "{:?}: one line, no control byte: {}", format, text);
            let parsed = format.parse(&text);
            prop_assert_eq!(parsed.as_ref(), Ok(&event), "{:?}: {}", format, text);
        }
        let line = syslog(&event, &origin());
        prop_assert!(printable(&line.replacen('\u{feff}', "", 1)), "one line, no control byte: {line}");
        prop_assert_eq!(parse_syslog(&line), Ok(event));
    }

    #[test]
    fn a_text_that_is_cut_or_changed_is_another_event_or_none(
        event in events(), at in any::<prop::sample::Index>(), byte in b' '..=b'~',
    ) {
        for format in Format::ALL {
            let text = format.render(&event);
            let at = at.index(text.len());
            prop_assert!(format.parse(text.get(..at).unwrap()).is_err(), "{:?}: cut", format);
            let mut changed = text.clone().into_bytes();
            changed[at] = byte;
            let changed = String::from_utf8(changed).unwrap();
            if let Ok(other) = format.parse(&changed) {
                // What a text says is what its event says: both forms differ at most in how they are laid out.
                prop_assert!(other != event || changed == text || same_layout(format, &changed, &text), "{:?}\n{}\n{}", format, text, changed);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_word_of_it(text in "\\PC{0,200}") {
        for format in Format::ALL {
            if let Err(error) = format.parse(&text) {
                let said = error.to_string();
                prop_assert!(said.is_ascii() && said.len() < 120);
            }
        }
        prop_assert!(parse_syslog(&text).is_err());
    }
}

/// Whether two texts differ in layout alone: white space, the spelling of an escape, what is shown for a code.
fn same_layout(format: Format, one: &str, other: &str) -> bool {
    let again = |text: &str| format.parse(text).map(|event| format.render(&event));
    again(one) == again(other)
}

#[test]
fn members_may_stand_in_another_order() {
    let event = sample();
    for format in [Format::FhirR4, Format::FhirR5, Format::Json] {
        let text = format.render(&event);
        let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_ne!(sorted.to_string(), text);
        assert_eq!(format.parse(&serde_json::to_string_pretty(&sorted).unwrap()), Ok(event.clone()), "{format:?}");
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    let text = Format::FhirR4.render(&sample());
    for (from, to, why) in [
        ("\"action\":\"R\"", "\"action\":\"U\"", ExchangeError::Contradictory),
        ("PatientRead", "PatientUpdate", ExchangeError::Contradictory),
        ("\"code\":\"rest\"", "\"code\":\"other\"", ExchangeError::Contradictory),
        ("\"code\":\"IRCP\"", "\"code\":\"AUT\"", ExchangeError::Contradictory),
        ("\"requestor\":true", "\"requestor\":false", ExchangeError::Contradictory),
        ("\"requestor\":true", "\"requestor\":\"true\"", ExchangeError::Malformed("requestor")),
        ("\"action\":\"R\"", "\"action\":\"R\",\"action\":\"U\"", ExchangeError::Syntax),
        ("\"action\":\"R\"", "\"action\":\"R\",\"severity\":\"error\"", ExchangeError::Unknown),
        ("\"outcome\":\"0\",", "", ExchangeError::Missing("outcome")),
        ("\"code\":\"read\"", "\"code\":\"reed\"", ExchangeError::Missing("event-kind")),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert_eq!(Format::FhirR4.parse(&changed), Err(why), "{from}");
    }
}

/// A nurse read two fields of a record, through a proxy.
pub(crate) fn sample() -> AuditEvent {
    use crate::SubjectPseudonym;
    use crate::event::{Agent, Decision, Entity, EventId, Kind, Network, Parts, RequestId, Source, Term};
    use phi_types::{ActorId, Purpose, SessionId, TenantId};

    let term = |text| Term::new(text).unwrap();
    let mut actor = Agent::human(ActorId::new("n.nurse").unwrap())
        .role(term("nurse"))
        .session(SessionId::from_bytes([5; 16]))
        .assurance(crate::event::Assurance::Aal2);
    actor.network = Some(Network::through("192.0.2.7".parse().unwrap(), vec!["2001:db8::1".parse().unwrap()]));
    let recorded = instant::read("2026-11-26T08:15:00.123456789-05:00").unwrap();
    let source = Source::default().at(term("north"));
    let tenant = TenantId::new("north-clinic").unwrap();
    let mut parts = Parts::new(EventId::from_bytes([1; 16]), recorded, tenant, Kind::Read, actor, source);
    parts.patient = Some(SubjectPseudonym::from_parts(1, [6; 16]));
    parts.purpose = Some(Purpose::Treatment);
    parts.entities.push(Entity::record(term("Patient")).fields([term("name"), term("allergies")]));
    parts.decision = Some(Decision::permitted([8; 32], term("nurse-care")).evidence(7));
    parts.request = Some(RequestId::from_bytes([9; 16]));
    parts.epoch = 7;
    parts.check().unwrap()
}

#[test]
fn a_server_may_note_its_own_in_meta() {
    let text = Format::FhirR4.render(&sample());
    let kept =
        text.replacen("\"meta\":{", "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-11-26T08:15:01Z\",", 1);
    assert_ne!(kept, text);
    assert_eq!(Format::FhirR4.parse(&kept), Ok(sample()));
    let labelled = text.replacen("\"meta\":{", "\"meta\":{\"security\":[{\"code\":\"R\"}],", 1);
    assert_eq!(Format::FhirR4.parse(&labelled), Err(ExchangeError::Unknown), "a security label is more than a note");
}
