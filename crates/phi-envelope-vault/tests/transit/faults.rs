//! Servers and lines that misbehave: whatever they do is an outage, within bounds, and nothing of it is believed.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use phi_envelope::{EphemeralProvider, KeyProvider, ProviderError};
use phi_envelope_vault::{Answer, HttpTransport, Limits, NoAnswer, Request, Transport, VaultError, VaultProvider, Way};
use phi_types::OsEntropy;

use crate::{
    PATIENT,
    fake::{Fake, Knows, Mood, TOKEN},
    open, recovery, token, unasked, wrap,
};

/// For lines that hang.
const QUICK: Limits = Limits { exchange: Duration::from_millis(700), ..PATIENT };
const OUTAGE: Result<(), ProviderError> = Err(ProviderError::Unavailable);

#[test]
fn every_status_but_success_is_an_outage_and_only_passing_ones_are_repeated() {
    let server = Fake::start(Knows::Everywhere);
    let provider = unasked(&server.url(), TOKEN);
    let wrapped = wrap(&provider).unwrap();
    let repeats = usize::try_from(PATIENT.repeats).unwrap();
    for (status, requests, error) in [
        (204, 1, VaultError::Unavailable),
        (302, 1, VaultError::Unavailable),
        (400, 1, VaultError::Request),
        (403, 1, VaultError::Token),
        (404, 1, VaultError::NoKey),
        (405, 1, VaultError::Request),
        (412, 1 + repeats, VaultError::Unavailable),
        (429, 1 + repeats, VaultError::Unavailable),
        (472, 1 + repeats, VaultError::Unavailable),
        (473, 1 + repeats, VaultError::Unavailable),
        (500, 1 + repeats, VaultError::Unavailable),
        (501, 1, VaultError::Unavailable),
        (502, 1 + repeats, VaultError::Unavailable),
        (503, 1 + repeats, VaultError::Unavailable),
        (504, 1 + repeats, VaultError::Unavailable),
        (599, 1, VaultError::Unavailable),
    ] {
        server.mood(Mood::Status(status));
        server.count();
        assert_eq!(open(&provider, &wrapped), OUTAGE, "{status}");
        assert_eq!(server.count(), requests, "{status}");
        assert_eq!(wrap(&provider).map(drop), OUTAGE, "{status}");
        assert_eq!(provider.check().unwrap_err(), error, "{status}");
    }
    server.mood(Mood::Honest);
    open(&provider, &wrapped).unwrap();
    // What passes is waited for; the repetitions are those of the whole operation, not of each request.
    server.state().next.extend([Mood::Status(503), Mood::Honest, Mood::Status(429)]);
    open(&provider, &wrapped).unwrap();
    server.state().next.extend([Mood::Status(503), Mood::Honest, Mood::Status(429), Mood::Status(429)]);
    assert_eq!(open(&provider, &wrapped), OUTAGE);
}

#[test]
fn a_status_at_the_ciphertext_is_a_refusal_for_400_alone() {
    let server = Fake::start(Knows::Everywhere);
    let provider = unasked(&server.url(), TOKEN).with_limits(Limits { repeats: 0, ..PATIENT });
    let wrapped = wrap(&provider).unwrap();
    for status in [403, 404, 429, 500, 503] {
        server.state().next.extend([Mood::Honest, Mood::Status(status)]);
        assert_eq!(open(&provider, &wrapped), OUTAGE, "{status}");
    }
    server.state().next.extend([Mood::Honest, Mood::Status(400)]);
    assert_eq!(open(&provider, &wrapped), Err(ProviderError::Refused));
    // A 400 where nothing was to be opened is no word about any wrap.
    server.state().next.extend([Mood::Honest, Mood::Status(400)]);
    assert_eq!(wrap(&provider).map(drop), OUTAGE);
}

#[test]
fn lines_that_hang_are_cut_or_overflow_are_outages() {
    let server = Fake::start(Knows::Everywhere);
    let provider = unasked(&server.url(), TOKEN);
    let wrapped = wrap(&provider).unwrap();
    let provider = provider.with_limits(QUICK);
    for mood in [Mood::Silent, Mood::Cut, Mood::CutInBody, Mood::Giant, Mood::GiantHeader, Mood::Slow, Mood::NotHttp] {
        server.mood(mood);
        server.count();
        assert_eq!(open(&provider, &wrapped), OUTAGE);
        assert!(server.count() <= 3);
        // Once is forgiven.
        server.mood(Mood::Honest);
        server.state().next.push_back(mood);
        open(&provider, &wrapped).unwrap();
    }
    // Nobody listens.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = unasked(&crate::url(&format!("http://{nobody}"), "transit/keys/root"), TOKEN);
    assert_eq!((open(&gone, &wrapped), gone.check().unwrap_err()), (OUTAGE, VaultError::Unavailable));
}

#[test]
fn answers_that_are_not_as_documented_are_not_believed() {
    let server = Fake::start(Knows::Everywhere);
    let provider = unasked(&server.url(), TOKEN);
    let wrapped = wrap(&provider).unwrap();
    for says in ["", "{}", "[]", "null", "{\"data\":null}", "{\"data\":{}}", "<html>", "{\"errors\":[]}", "\u{0}"] {
        server.mood(Mood::Says(says));
        assert_eq!(provider.check().unwrap_err(), VaultError::Answer, "{says}");
        server.mood(Mood::Honest);
        for _ in 0..2 {
            server.state().next.extend([Mood::Honest, Mood::Says(says)]);
            assert_eq!(open(&provider, &wrapped), OUTAGE, "{says}");
        }
        server.state().next.extend([Mood::Honest, Mood::Says(says)]);
        assert_eq!(wrap(&provider).map(drop), OUTAGE, "{says}");
    }
    for (from, to) in [
        ("vault:v1:", "vault:v01:"),
        ("vault:v1:", "vault:v0:"),
        ("vault:v1:", "vault:v2:"),
        ("vault:v1:", "vault:"),
        ("vault:v1:", "vault:v1:AAAA"),
        ("\"ciphertext\"", "\"text\""),
        ("{\"ciphertext\"", "{\"key_version\":2,\"ciphertext\""),
        ("{\"ciphertext\"", "{\"ciphertext\":\"\",\"ciphertext\""),
    ] {
        server.state().next.extend([Mood::Honest, Mood::Changes(from, to)]);
        assert_eq!(wrap(&provider).map(drop), OUTAGE, "{to}");
        let by_data_key = unasked(&server.url(), TOKEN).wrapping_by(Way::DataKey);
        by_data_key.check().unwrap();
        server.state().next.extend([Mood::Honest, Mood::Changes(from, to)]);
        assert_eq!(wrap(&by_data_key).map(drop), OUTAGE, "{to}");
    }
    // A plaintext that is not ours, from a ciphertext that the server vouches for.
    for plain in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] {
        let says = format!("{{\"data\":{{\"plaintext\":\"{plain}\"}}}}").leak();
        server.state().next.extend([Mood::Honest, Mood::Says(says)]);
        assert_eq!(open(&provider, &wrapped), Err(ProviderError::Refused));
    }
}

#[test]
fn no_redirect_is_followed_with_the_token() {
    let (server, other) = (Fake::start(Knows::Everywhere), Fake::start(Knows::Everywhere));
    server.mood(Mood::Redirects(other.port));
    let provider = unasked(&server.url(), TOKEN);
    assert_eq!(wrap(&provider).map(drop), OUTAGE);
    assert_eq!((server.count(), other.count()), (1, 0));
}

#[test]
fn https_is_never_spoken_plainly() {
    let server = Fake::start(Knows::Everywhere);
    let secure = server.address.replace("http://", "https://");
    let provider = unasked(&crate::url(&secure, "transit/keys/root"), TOKEN);
    assert_eq!(provider.check().unwrap_err(), VaultError::Unavailable);
    assert_eq!(server.count(), 0);
}

/// A line with a clock of its own: each exchange takes as long as it may, pauses take their time, and nothing comes back.
#[derive(Clone)]
struct Dead(Arc<Mutex<Times>>);

struct Times {
    now: Instant,
    exchanges: Vec<Duration>,
    pauses: Vec<Duration>,
    answers: VecDeque<u16>,
}

impl Dead {
    fn new() -> Self {
        let times = Times { now: Instant::now(), exchanges: Vec::new(), pauses: Vec::new(), answers: VecDeque::new() };
        Self(Arc::new(Mutex::new(times)))
    }
}

impl Transport for Dead {
    fn exchange(&self, request: &Request<'_>) -> Result<Answer, NoAnswer> {
        let mut times = self.0.lock().unwrap();
        times.exchanges.push(request.deadline);
        if let Some(status) = times.answers.pop_front() {
            return Ok(Answer::new(status, Vec::new()));
        }
        times.now += request.deadline;
        Err(NoAnswer)
    }

    fn pause(&self, time: Duration) {
        let mut times = self.0.lock().unwrap();
        times.pauses.push(time);
        times.now += time;
    }

    fn now(&self) -> Instant {
        self.0.lock().unwrap().now
    }
}

#[test]
fn an_operation_ends_in_its_time_however_long_its_requests_are() {
    let url = "vault:https://vault.example.org:8200/transit/keys/root".parse().unwrap();
    let line = Dead::new();
    let provider = VaultProvider::new(&url, token(TOKEN), line.clone());
    let began = line.now();
    assert_eq!(wrap(&provider).map(drop), OUTAGE);
    let limits = Limits::default();
    let took = line.now() - began;
    assert!(took <= limits.operation);
    let times = line.0.lock().unwrap();
    // 5 s, a pause of 0.2, 5, 0.4, and what is left of fifteen.
    assert_eq!(times.exchanges, [5_000, 5_000, 4_400].map(Duration::from_millis));
    assert_eq!(times.pauses, [200, 400].map(Duration::from_millis));
}

#[test]
fn an_operation_ends_after_its_repetitions_however_quick_they_are() {
    let url = "vault:https://vault.example.org:8200/transit/keys/root".parse().unwrap();
    let line = Dead::new();
    line.0.lock().unwrap().answers.extend([503; 100]);
    let provider = VaultProvider::new(&url, token(TOKEN), line.clone());
    assert_eq!(wrap(&provider).map(drop), OUTAGE);
    let times = line.0.lock().unwrap();
    assert_eq!(times.exchanges.len(), 4);
    assert_eq!(times.pauses, [200, 400, 800].map(Duration::from_millis));
}

#[test]
fn a_server_and_a_local_root_recover_each_other() {
    let server = Fake::start(Knows::Nothing);
    let provider = VaultProvider::open(&server.url(), token(TOKEN), HttpTransport::new()).unwrap();
    let second = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
    assert_ne!(provider.describe(), second.describe());
    recovery::one_is_lost(Arc::new(provider), second);
}
