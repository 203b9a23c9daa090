//! The key of a witness, and what it has signed.

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature, VerifyingKey};
use phi_audit::checkpoint::SignedCheckpoint;
use sha2::{Digest as _, Sha256};

// C2SP signed-note, "Signature types": timestamped Ed25519 cosignatures.
const COSIGNATURE_V1: u8 = 0x04;
const PREFIX: &str = "\u{2014} ";
const ID_LEN: usize = 4;

/// The verifier key is malformed, of another type, or not safe to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no key of a witness: name+hash+key with the type 0x04 (C2SP tlog-cosignature)")]
pub struct WitnessKeyError;

/// Why a checkpoint does not count as cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CosignatureError {
    /// No line is by this witness.
    #[error("the checkpoint has no cosignature of this witness")]
    Missing,
    /// A line that claims to be by this witness is not.
    #[error("a cosignature that claims to be of this witness is not")]
    Invalid,
}

/// The name and the public Ed25519 key of a witness: verifies cosignatures of version 1.
///
/// Source: [C2SP tlog-cosignature](https://c2sp.org/tlog-cosignature).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    // INVARIANT: computed from the name and the key.
    id: [u8; ID_LEN],
    key: VerifyingKey,
}

impl WitnessKey {
    /// Reads the public string that a witness publishes: `name+hash+key`, the key with the type byte 0x04.
    ///
    /// # Errors
    /// [`WitnessKeyError`]. Keys of small order are refused, and keys of other types: those of a log are no witness's.
    pub fn from_vkey(vkey: &str) -> Result<Self, WitnessKeyError> {
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(WitnessKeyError);
        };
        if name.is_empty() || name.len() > 255 || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(WitnessKeyError);
        }
        let key = Base64::decode_vec(key).map_err(|_| WitnessKeyError)?;
        let Some((&COSIGNATURE_V1, key)) = key.split_first() else { return Err(WitnessKeyError) };
        let key = <&[u8; 32]>::try_from(key).map_err(|_| WitnessKeyError)?;
        let digest =
            Sha256::new().chain_update(name).chain_update([b'\n', COSIGNATURE_V1]).chain_update(key).finalize();
        let computed: [u8; ID_LEN] = *digest.first_chunk().ok_or(WitnessKeyError)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| WitnessKeyError)?;
        if key.is_weak() || format!("{:08x}", u32::from_be_bytes(computed)) != id {
            return Err(WitnessKeyError);
        }
        Ok(Self { name: name.to_owned(), id: computed, key })
    }

    /// The name of the witness.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the witness cosigned this checkpoint, in seconds since 1970: the latest time, if it did so more than once. Needs
    /// no network: this is what shows years later that the witness saw this tree.
    ///
    /// It does not verify the log's own signature; [`SignedCheckpoint::verify`] does.
    ///
    /// # Errors
    /// [`CosignatureError`].
    pub fn cosigned_at(&self, checkpoint: &SignedCheckpoint) -> Result<u64, CosignatureError> {
        let (text, lines) = split(checkpoint).ok_or(CosignatureError::Invalid)?;
        let mut latest = None;
        for line in lines.lines().filter_map(|line| self.own(line)) {
            let time = self.verify(text, &line).ok_or(CosignatureError::Invalid)?;
            latest = latest.max(Some(time));
        }
        latest.ok_or(CosignatureError::Missing)
    }

    /// The checkpoint without this witness's lines, as it was before the witness saw it.
    pub(crate) fn strip(&self, checkpoint: &SignedCheckpoint) -> Option<SignedCheckpoint> {
        let (text, lines) = split(checkpoint)?;
        let mut note = format!("{text}\n");
        for line in lines.lines().filter(|line| self.own(line).is_none()) {
            note.push_str(line);
            note.push('\n');
        }
        SignedCheckpoint::parse(&note).ok()
    }

    /// The signature in a line that bears this key's name and id: time and Ed25519 signature.
    pub(crate) fn own(&self, line: &str) -> Option<Vec<u8>> {
        let (name, signature) = line.strip_prefix(PREFIX)?.split_once(' ')?;
        let signature = Base64::decode_vec(signature).ok()?;
        let (id, signature) = signature.split_first_chunk::<ID_LEN>()?;
        (name == self.name && *id == self.id).then(|| signature.to_vec())
    }

    fn verify(&self, text: &str, signature: &[u8]) -> Option<u64> {
        let (time, signature) = signature.split_first_chunk::<8>()?;
        let time = u64::from_be_bytes(*time);
        i64::try_from(time).ok()?;
        let signature = Signature::from_slice(signature).ok()?;
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        self.key.verify_strict(message.as_bytes(), &signature).ok()?;
        Some(time)
    }
}

/// The signed text, with its newline, and the signature lines.
fn split(checkpoint: &SignedCheckpoint) -> Option<(&str, &str)> {
    let (text, lines) = checkpoint.as_str().rsplit_once("\n\n")?;
    Some((checkpoint.as_str().get(..=text.len())?, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vkey(name: &str, kind: u8, key: &[u8]) -> String {
        let id = Sha256::new().chain_update(name).chain_update([b'\n', kind]).chain_update(key).finalize();
        let hex = id.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
        format!("{name}+{hex}+{}", Base64::encode_string(&[&[kind], key].concat()))
    }

    #[test]
    fn a_key_of_another_type_or_name_or_of_small_order_is_refused() {
        let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]).verifying_key();
        let good = vkey("witness.example/w1", 4, key.as_bytes());
        assert_eq!(WitnessKey::from_vkey(&good).unwrap().name(), "witness.example/w1");
        for bad in [
            vkey("witness.example/w1", 1, key.as_bytes()),
            vkey("witness.example/w1", 6, key.as_bytes()),
            vkey("with space", 4, key.as_bytes()),
            vkey("", 4, key.as_bytes()),
            vkey("w", 4, &[0; 32]),
            vkey("w", 4, &key.as_bytes()[..31]),
            good.replace("w1", "w2"),
            good.replace('+', "-"),
            String::new(),
        ] {
            assert_eq!(WitnessKey::from_vkey(&bad), Err(WitnessKeyError), "{bad}");
        }
    }
}
