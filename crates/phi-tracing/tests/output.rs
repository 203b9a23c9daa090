//! What reaches the output, format by format.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use phi_tracing::{
    AllowList, Routes, ScrubbingWriter,
    testing::{Canaries, assert_no_phi},
};
use phi_types::{Phi, Ssn, Text};
use tracing::subscriber::with_default;

#[derive(Debug)]
struct Visit {
    ssn: Ssn,
    note: Phi<Text>,
}

fn visit() -> Visit {
    Visit { ssn: Ssn::synthetic("900-12-3456").unwrap(), note: Phi::from("Testpatient fell on ice") }
}

#[tracing::instrument]
fn instrumented(visit: &Visit) {
    tracing::info!(?visit, ssn = %visit.ssn, "seen {:?}", visit.note);
}

#[test]
fn our_types_are_mute_in_every_sigil_and_in_instrumented_functions() {
    assert_no_phi(&["900-12-3456", "900123456", "Testpatient"], || instrumented(&visit()));
}

#[test]
#[should_panic(expected = "a canary reached the log (its place in the list, the line): Some((1, 0))")]
fn a_canary_fails_the_test_without_being_shown() {
    assert_no_phi(&["absent", "Testpatient"], || tracing::info!("Testpatient came"));
}

#[test]
fn fields_off_the_list_are_withheld_in_events_and_spans() {
    let out = Canaries::new(&["Testpatient", "fell"]);
    let subscriber = tracing_subscriber::fmt()
        .fmt_fields(AllowList::of(["route"]))
        .with_ansi(false)
        .with_writer(out.clone())
        .finish();
    with_default(subscriber, || {
        let _span = tracing::info_span!("visit", patient = "Testpatient", route = "/visits").entered();
        let error = std::io::Error::other("Testpatient");
        tracing::info!(patient = "Testpatient", error = &error as &dyn std::error::Error, "Testpatient fell");
    });
    out.assert_none();
    assert!(out.written() > 0);
}

#[test]
fn the_json_format_passes_by_the_list_and_is_scrubbed_in_the_writer() {
    let log = |out: &Canaries, scrubbing: bool| {
        let builder = tracing_subscriber::fmt().json().with_ansi(false);
        let say = || tracing::info!(ssn = "219-09-9999", "call (202) 555-0142");
        if scrubbing {
            with_default(builder.with_writer(ScrubbingWriter::new(out.clone())).finish(), say);
        } else {
            with_default(builder.with_writer(out.clone()).finish(), say);
        }
    };
    let (loud, quiet) = (Canaries::new(&["219-09-9999"]), Canaries::new(&["219-09-9999", "555-0142"]));
    log(&loud, false);
    assert!(loud.found().is_some(), "the canary is live");
    log(&quiet, true);
    quiet.assert_none();
    assert!(quiet.written() > 0);
}

#[test]
fn a_span_of_a_request_names_the_route_and_not_the_address() {
    let routes = Routes::of(["/patients/{id}"]);
    assert_no_phi(&["000-17", "Testpatient", "BREW"], || {
        for path in ["/patients/{id}", "/patients/000-17", "/patients/000-17?name=Testpatient"] {
            routes.span("GET", Some(path)).in_scope(|| tracing::info!("served"));
        }
        routes.span("BREW", None).in_scope(|| tracing::info!("served"));
    });
    assert_eq!(routes.template(Some("/patients/{id}")), "/patients/{id}");
}
