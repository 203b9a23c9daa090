//! Against a real authority: `openssl ts` with certificates of its own, made here. Says plainly when there is none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use phi_audit::{
    anchor::{Anchor as _, AnchorUnavailable},
    checkpoint::{Checkpoint, SignedCheckpoint},
    merkle::Hash,
    note::NoteSigner,
};
use phi_audit_rfc3161::{Authority, HttpTransport, NoAnswer, TimestampAnchor, TimestampError};

const ORIGIN: &str = "audit.example/clinic";
const RSA: &[&str] = &["-newkey", "rsa:2048"];
const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    if !output.status.success() {
        println!("openssl {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    output.status.success()
}

/// A folder with a certificate authority, a time-stamping authority below it, and its configuration.
fn authority(name: &str, key: &[&str], digest: &str, usage: &str) -> Option<PathBuf> {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: there is no openssl to make a time-stamping authority with");
        return None;
    }
    let folder = std::env::temp_dir().join(format!("phi-audit-rfc3161-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("kept")).unwrap();
    let configuration = format!(
        "[req]\ndistinguished_name = dn\n[dn]\n[ca]\nbasicConstraints = critical,CA:TRUE\n[tsa]\nextendedKeyUsage = {usage}\n\
         [t]\nserial = serial\nsigner_cert = tsa.pem\ncerts = ca.pem\nsigner_key = tsa.key\nsigner_digest = {digest}\n\
         default_policy = 1.2.3.4.1\nother_policies = 1.2.3.4.5\ndigests = sha256\naccuracy = secs:1\nordering = yes\n\
         tsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"
    );
    std::fs::write(folder.join("c"), configuration).unwrap();
    std::fs::write(folder.join("serial"), "01\n").unwrap();
    let make = |subject: &str, extensions: &str, out: &str, more: &[&str]| {
        let key_file = format!("{out}.key");
        let pem = format!("{out}.pem");
        let mut all = vec!["req", "-x509", "-config", "c", "-nodes", "-days", "30", "-subj", subject];
        all.extend(["-extensions", extensions, "-keyout", &key_file, "-out", &pem]);
        all.extend(key);
        all.extend(more);
        assert!(openssl(&folder, &all));
    };
    make("/CN=ca.example.org", "ca", "ca", &[]);
    make("/CN=tsa.example.org", "tsa", "tsa", &["-CA", "ca.pem", "-CAkey", "ca.key"]);
    assert!(openssl(&folder, &["x509", "-in", "tsa.pem", "-outform", "DER", "-out", "tsa.der"]));
    Some(folder)
}

fn stamp(folder: &Path, request: &[u8]) -> Vec<u8> {
    std::fs::write(folder.join("q"), request).unwrap();
    openssl(folder, &["ts", "-reply", "-config", "c", "-section", "t", "-queryfile", "q", "-out", "r"]);
    std::fs::read(folder.join("r")).unwrap()
}

fn pinned(folder: &Path) -> Authority {
    Authority::from_der(&std::fs::read(folder.join("tsa.der")).unwrap()).unwrap()
}

fn checkpoint(size: u64) -> SignedCheckpoint {
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
    Checkpoint::new(ORIGIN, size, Hash::leaf(&size.to_be_bytes())).unwrap().sign(&signer).unwrap()
}

fn anchor(
    authority: Authority,
    kept: &Path,
    answer: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static,
) -> TimestampAnchor {
    let transport = move |_: &str, request: &[u8]| -> Result<Vec<u8>, NoAnswer> { Ok(answer(request)) };
    TimestampAnchor::new(authority, "http://tsa.example", kept.join("kept")).unwrap().with_transport(transport)
}

#[test]
fn checkpoints_are_stamped_by_keys_of_every_kind_and_kept() {
    let p384 = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"][..];
    for (name, key, digest) in [
        ("rsa256", RSA, "sha256"),
        ("rsa384", RSA, "sha384"),
        ("rsa512", RSA, "sha512"),
        ("p256", P256, "sha256"),
        ("p384", p384, "sha384"),
    ] {
        let Some(folder) = authority(name, key, digest, "critical,timeStamping") else { return };
        let at = folder.clone();
        let anchor = anchor(pinned(&folder), &folder, move |request| stamp(&at, request));
        assert_eq!(anchor.latest(ORIGIN), Ok(None));
        for size in [3, 3, 9] {
            assert_eq!(anchor.publish(&checkpoint(size)), Ok(()), "{name}");
            let (latest, stamp) = anchor.stamped(ORIGIN).unwrap().unwrap();
            assert_eq!((latest, stamp.policy.as_str()), (checkpoint(size), "1.2.3.4.1"));
        }
        assert_eq!(anchor.publish(&checkpoint(8)), Err(AnchorUnavailable));
        assert_eq!(anchor.latest(ORIGIN), Ok(Some(checkpoint(9))));
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn every_altered_byte_of_what_is_kept_is_found_or_changes_nothing() {
    let Some(folder) = authority("altered", P256, "sha256", "critical,timeStamping") else { return };
    let answer = Arc::new(Mutex::new(Vec::new()));
    let (at, seen) = (folder.clone(), Arc::clone(&answer));
    let anchor = anchor(pinned(&folder), &folder, move |request| {
        let answer = stamp(&at, request);
        seen.lock().unwrap().clone_from(&answer);
        answer
    });
    anchor.publish(&checkpoint(5)).unwrap();
    let (_, stated) = anchor.stamped(ORIGIN).unwrap().unwrap();
    let answer = answer.lock().unwrap().clone();
    let (authority, note) = (pinned(&folder), checkpoint(5));
    let verify = |answer: &[u8], note: &SignedCheckpoint| authority.verify(answer, note.as_str().as_bytes(), None);
    assert_eq!(verify(&answer, &note).as_ref(), Ok(&stated));
    let mut refused = 0;
    for at in 0..answer.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut altered = answer.clone();
            altered[at] ^= flip;
            match verify(&altered, &note) {
                // Free text, the other certificates of the answer and the like are signed by nobody.
                Ok(same) => assert_eq!(same, stated, "byte {at}"),
                Err(_) => refused += 1,
            }
        }
        assert!(verify(&answer[..at], &note).is_err(), "cut at {at}");
    }
    assert!(refused > 600, "{refused}");
    assert_eq!(verify(&[&answer[..], &[0]].concat(), &note), Err(TimestampError::Malformed));
    assert_eq!(verify(&answer, &checkpoint(6)), Err(TimestampError::Mismatch));
    let nonce = authority.verify(&answer, note.as_str().as_bytes(), Some([1; 8]));
    assert_eq!(nonce, Err(TimestampError::Mismatch));
    // A stamp of an older checkpoint under a newer one.
    let path = std::fs::read_dir(folder.join("kept")).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&path).unwrap();
    let (first, _) = text.split_once('\n').unwrap();
    std::fs::write(&path, format!("{first}\n{}", checkpoint(6))).unwrap();
    assert_eq!(anchor.latest(ORIGIN), Err(AnchorUnavailable));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_replayed_a_foreign_a_refused_and_another_policy_s_stamp_do_not_count() {
    let Some(folder) = authority("ours", RSA, "sha256", "critical,timeStamping") else { return };
    let foreign = authority("foreign", RSA, "sha256", "critical,timeStamping").unwrap();
    let nothing_kept = |anchor: &TimestampAnchor| {
        assert_eq!(anchor.publish(&checkpoint(5)), Err(AnchorUnavailable));
        assert_eq!(anchor.latest(ORIGIN), Ok(None));
    };
    // Of another authority with the same name.
    let at = foreign.clone();
    nothing_kept(&anchor(pinned(&folder), &folder, move |request| stamp(&at, request)));
    // The answer to an earlier request: right in everything but the nonce.
    let (at, first) = (folder.clone(), Mutex::new(None));
    let replaying = anchor(pinned(&folder), &folder, move |request| {
        first.lock().unwrap().get_or_insert_with(|| stamp(&at, request)).clone()
    });
    replaying.publish(&checkpoint(5)).unwrap();
    assert_eq!(replaying.publish(&checkpoint(5)), Err(AnchorUnavailable));
    std::fs::remove_dir_all(folder.join("kept")).unwrap();
    assert_eq!(replaying.latest(ORIGIN), Err(AnchorUnavailable), "a folder that is gone is no answer");
    std::fs::create_dir_all(folder.join("kept")).unwrap();
    // A policy that the authority has, and one that it has not.
    let at = folder.clone();
    let policy = |policy| pinned(&folder).with_policy(policy).unwrap();
    nothing_kept(&anchor(policy("1.2.3.4.6"), &folder, move |request| stamp(&at, request)));
    let at = folder.clone();
    anchor(policy("1.2.3.4.5"), &folder, move |request| stamp(&at, request)).publish(&checkpoint(5)).unwrap();
    assert_eq!(anchor(policy("1.2.3.4.1"), &folder, |_| Vec::new()).latest(ORIGIN), Err(AnchorUnavailable));
    // A clock an hour off.
    let (at, kept) = (folder.clone(), folder.join("kept"));
    std::fs::remove_dir_all(&kept).unwrap();
    std::fs::create_dir_all(&kept).unwrap();
    let clock = phi_types::ManualClock::at(phi_types::Clock::now(&phi_types::SystemClock) - Duration::from_secs(3600));
    nothing_kept(&anchor(pinned(&folder), &folder, move |request| stamp(&at, request)).with_clock(clock));
    for garbage in [&b""[..], b"no", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &[0x30; 60_000]] {
        nothing_kept(&anchor(pinned(&folder), &folder, move |_| garbage.to_vec()));
    }
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_dir_all(foreign).unwrap();
}

#[test]
fn a_certificate_for_anything_else_is_not_pinned() {
    for usage in ["timeStamping", "critical,serverAuth", "critical,timeStamping,serverAuth"] {
        let Some(folder) = authority("usage", P256, "sha256", usage) else { return };
        let der = std::fs::read(folder.join("tsa.der")).unwrap();
        assert_eq!(Authority::from_der(&der).err(), Some(TimestampError::Certificate), "{usage}");
        std::fs::remove_dir_all(folder).unwrap();
    }
    assert_eq!(Authority::from_der(b"none").err(), Some(TimestampError::Certificate));
}

#[test]
fn over_http_with_an_end() {
    let Some(folder) = authority("http", P256, "sha256", "critical,timeStamping") else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tsa", listener.local_addr().unwrap());
    let at = folder.clone();
    std::thread::spawn(move || {
        for (turn, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let body = loop {
                let mut part = [0; 4096];
                let read = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..read]);
                let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
                let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
                assert!(head.contains("content-type: application/timestamp-query"));
                let length = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap();
                if request.len() == end + 4 + length.parse::<usize>().unwrap() {
                    break request[end + 4..].to_vec();
                }
            };
            let answer = stamp(&at, &body);
            let (status, kind, length) = match turn {
                0 => ("200", "application/timestamp-reply", answer.len()),
                1 => ("200", "text/html", answer.len()),
                2 => ("503", "application/timestamp-reply", answer.len()),
                _ => ("200", "application/timestamp-reply", 1_000_000_000),
            };
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&answer).unwrap();
            match turn {
                // No end in length, then none in time.
                3 => while stream.write_all(&[0; 65_536]).is_ok() {},
                4 => std::thread::sleep(Duration::from_secs(4)),
                _ => {}
            }
        }
    });
    let anchor = TimestampAnchor::new(pinned(&folder), &url, folder.join("kept")).unwrap();
    let anchor = anchor.with_transport(HttpTransport::new(Duration::from_secs(2)));
    assert_eq!(anchor.publish(&checkpoint(5)), Ok(()));
    for turn in 1..5 {
        assert_eq!(anchor.publish(&checkpoint(6)), Err(AnchorUnavailable), "{turn}");
    }
    assert_eq!(anchor.latest(ORIGIN), Ok(Some(checkpoint(5))));
    std::fs::remove_dir_all(folder).unwrap();
}
