//! Suite 2: AES-256-GCM under a key for each message, with a commitment.
//!
//! AES-GCM lets somebody who chooses two keys make one ciphertext that opens under both (Dodis, Grubbs, Ristenpart, Woodage: "Fast
//! Message Franking", 2018). Here the ciphertext is led by 32 bytes of HKDF-Expand with SHA-256 over subkey, salt and context. Two
//! keys or two contexts with the same commitment are a collision of SHA-256.

use ctutils::CtEq;

use super::{COMMITMENT, NONCE};
use crate::key::{KeyBytes, expand};

/// The key of one message.
pub(super) fn message_key(key: &KeyBytes, salt: &[u8; NONCE]) -> Option<KeyBytes> {
    expand(key, &[b"phi-envelope 1 message ", salt])
}

/// The commitment to key, salt and context. The salt has one length, so that no two pairs share an encoding.
pub(super) fn commitment(key: &KeyBytes, salt: &[u8; NONCE], context: &[u8]) -> Option<KeyBytes> {
    expand(key, &[b"phi-envelope 1 commitment ", salt, context])
}

/// Whether two commitments are the same, in constant time.
pub(super) fn agree(claimed: &[u8; COMMITMENT], real: &[u8; COMMITMENT]) -> bool {
    claimed.ct_eq(real).to_bool()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_commitment_is_over_key_salt_and_context() {
        let of = |key: u8, salt: u8, context: &[u8]| {
            *commitment(&Zeroizing::new([key; 32]), &[salt; NONCE], context).unwrap()
        };
        let one = of(1, 1, b"context");
        assert!(agree(&one, &of(1, 1, b"context")));
        for other in [of(2, 1, b"context"), of(1, 2, b"context"), of(1, 1, b"contexu"), of(1, 1, b"")] {
            assert!(!agree(&one, &other));
        }
    }
}
