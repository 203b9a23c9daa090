//! Requests and answers of [C2SP tlog-witness](https://c2sp.org/tlog-witness).

use core::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use phi_audit::{checkpoint::SignedCheckpoint, merkle::Hash};

use crate::transport::Answer;

/// The most hashes that a request may have.
const MAX_PROOF: usize = 63;

/// What a witness said, before anything of it is believed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// These lines are cosignatures, it says.
    Cosigned(String),
    /// It knows a tree of this size.
    Conflict(u64),
    /// The proof does not hold.
    BadProof,
    /// Another status.
    Refused(u16),
    /// Not in the format.
    Garbage,
}

/// The body of a request. `None` if the proof is longer than any proof can be.
pub(crate) fn request(old: u64, proof: &[Hash], checkpoint: &SignedCheckpoint) -> Option<String> {
    if proof.len() > MAX_PROOF {
        return None;
    }
    let mut body = format!("old {old}\n");
    for hash in proof {
        writeln!(body, "{}", Base64::encode_string(hash.as_bytes())).ok()?;
    }
    write!(body, "\n{checkpoint}").ok()?;
    Some(body)
}

pub(crate) fn read(answer: Answer) -> Said {
    match answer.status {
        200 => String::from_utf8(answer.body).map_or(Said::Garbage, Said::Cosigned),
        409 if answer.content_type.trim() == "text/x.tlog.size" => {
            size(&answer.body).map_or(Said::Garbage, Said::Conflict)
        }
        409 => Said::Garbage,
        422 => Said::BadProof,
        status => Said::Refused(status),
    }
}

/// A decimal number and a newline; no sign, no leading zeros.
fn size(body: &[u8]) -> Option<u64> {
    let digits = core::str::from_utf8(body).ok()?.strip_suffix('\n')?;
    let canonical = digits == "0" || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
    canonical.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_one_spelling() {
        for (body, expected) in [("0\n", Some(0)), ("12\n", Some(12)), ("18446744073709551615\n", Some(u64::MAX))] {
            assert_eq!(size(body.as_bytes()), expected);
        }
        for body in ["", "\n", "12", "012\n", "+1\n", "-1\n", "1 \n", "18446744073709551616\n", "1\n\n", "\u{661}\n"] {
            assert_eq!(size(body.as_bytes()), None, "{body:?}");
        }
    }

    #[test]
    fn a_conflict_needs_its_content_type() {
        let answer = |kind: &str| Answer { status: 409, content_type: kind.to_owned(), body: b"7\n".to_vec() };
        assert_eq!(read(answer("text/x.tlog.size")), Said::Conflict(7));
        assert_eq!(read(answer("text/plain")), Said::Garbage);
    }
}
