//! Signed notes: a text with Ed25519 signatures below it, readable by people and by other programs.
//!
//! The format is [C2SP signed-note](https://c2sp.org/signed-note), signature type 0x01 (Ed25519, RFC 8032); Go's
//! `golang.org/x/mod/sumdb/note` reads and writes the same. The log signs its [checkpoints](crate::checkpoint) with
//! it.
//!
//! A text counts for nothing until [`NoteVerifier::verify`] has returned it.
//!
//! ```
//! use phi_audit::note::{NoteSigner, NoteVerifier};
//!
//! let signer = NoteSigner::new("audit.example/clinic", &[7; 32])?; // 32 random bytes, from wherever your keys live
//! let note = signer.sign("the log is well\n")?;
//!
//! // The verifier is made elsewhere, from the public string that the signer's owner has published.
//! let verifier = NoteVerifier::from_vkey(&signer.verifier().vkey())?;
//! assert_eq!(verifier.verify(&note)?, "the log is well\n");
//! # Ok::<(), phi_audit::note::NoteError>(())
//! ```

use core::fmt;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// The longest key name that is accepted, in bytes.
pub const MAX_NAME_LEN: usize = 255;

/// The longest note that is read, in bytes; room for a hundred signatures and more.
pub const MAX_NOTE_LEN: usize = 1_000_000;

// C2SP signed-note, "Signature types".
const ED25519: u8 = 0x01;
const SIGNATURE_PREFIX: &str = "\u{2014} ";
const KEY_ID_LEN: usize = 4;

/// Why a note, a key or a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// A key name is empty, too long, or contains a space, a plus sign or a control character.
    #[error("the key name is empty, too long, or has a space, a plus sign or a control character in it")]
    Name,
    /// The text to sign is empty, too long, does not end in a newline, or has another control character in it.
    #[error("the text to sign must end in a newline and hold no other control characters")]
    Text,
    /// The verifier string is not `name+hash+key`, or its parts do not belong together.
    #[error("the verifier key is malformed, of an unknown type or not safe to use")]
    Key,
    /// The note is not in the format.
    #[error("this is not a signed note: it is malformed or too long")]
    Malformed,
    /// No signature is by the key that was asked for.
    #[error("the note has no signature by the expected key")]
    Unsigned,
    /// A signature that claims to be by the key is not: the text, the signature or the key is another.
    #[error("the signature does not match the note: one of them was changed")]
    Signature,
}

/// A name and a secret Ed25519 key: signs notes.
///
/// The secret is wiped when the signer is dropped, and nothing prints it.
pub struct NoteSigner {
    key: SigningKey,
    verifier: NoteVerifier,
}

impl NoteSigner {
    /// Makes a signer from a name and the 32-byte secret seed of RFC 8032.
    ///
    /// Names should be URLs without a scheme, such as `audit.example/clinic`, so that no two keys have the same.
    /// The caller wipes its own copy of the seed.
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = NoteVerifier::new(name, key.verifying_key())?;
        Ok(Self { key, verifier })
    }

    /// The same key under another name: for a log that follows this one, or stands beside it.
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn named(&self, name: &str) -> Result<Self, NoteError> {
        Ok(Self { key: self.key.clone(), verifier: NoteVerifier::new(name, self.key.verifying_key())? })
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The public half, to be handed to whoever verifies.
    #[must_use]
    pub const fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }

    /// Signs a text and returns the whole note.
    ///
    /// # Errors
    /// [`NoteError::Text`].
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        if !text.ends_with('\n') || has_forbidden_characters(text) {
            return Err(NoteError::Text);
        }
        let mut signature = self.verifier.id.to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        let signature = Base64::encode_string(&signature);
        let note = format!("{text}\n{SIGNATURE_PREFIX}{} {signature}\n", self.name());
        if note.len() > MAX_NOTE_LEN { Err(NoteError::Text) } else { Ok(note) }
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoteSigner(..)")
    }
}

/// A name and a public Ed25519 key: verifies notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    // INVARIANT: computed from the name and the key.
    id: [u8; KEY_ID_LEN],
    key: VerifyingKey,
}

impl NoteVerifier {
    /// Reads the public string of a key: `name+hash+key`, where the hash is the key id in eight lower-case hexadecimal
    /// digits and the key is the base64 of the byte 0x01 and the 32-byte public key.
    ///
    /// # Errors
    /// [`NoteError::Name`] or [`NoteError::Key`]. Keys of small order, which many signatures fit, are refused.
    pub fn from_vkey(vkey: &str) -> Result<Self, NoteError> {
        // The base64 part may have plus signs in it as well, so the first two separate.
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key);
        };
        let key = Base64::decode_vec(key).map_err(|_| NoteError::Key)?;
        let Some((&ED25519, key)) = key.split_first() else {
            return Err(NoteError::Key);
        };
        let key = <&[u8; 32]>::try_from(key).map_err(|_| NoteError::Key)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| NoteError::Key)?;
        let verifier = Self::new(name, key)?;
        if verifier.key.is_weak() || verifier.hex_id() != id {
            return Err(NoteError::Key);
        }
        Ok(verifier)
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public string of the key, which [`from_vkey`](Self::from_vkey) reads.
    #[must_use]
    pub fn vkey(&self) -> String {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        format!("{}+{}+{}", self.name, self.hex_id(), Base64::encode_string(&key))
    }

    /// Verifies a note and returns its text, the final newline included.
    ///
    /// Signatures by other keys (of witnesses, of a key that takes over) are skipped, as the specification demands.
    ///
    /// # Errors
    /// [`NoteError::Malformed`], [`NoteError::Unsigned`], or [`NoteError::Signature`] if any signature that claims
    /// to be by this key is not.
    pub fn verify<'note>(&self, note: &'note str) -> Result<&'note str, NoteError> {
        let (text, signatures) = split(note)?;
        let mut signed = false;
        for line in signatures.lines() {
            let (name, id, signature) = signature_line(line)?;
            if name != self.name || id != self.id {
                continue;
            }
            let signature = Signature::from_slice(&signature).map_err(|_| NoteError::Signature)?;
            self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| NoteError::Signature)?;
            signed = true;
        }
        if signed { Ok(text) } else { Err(NoteError::Unsigned) }
    }

    fn new(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        check_name(name)?;
        let digest =
            Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
        let id = *digest.first_chunk().ok_or(NoteError::Key)?;
        Ok(Self { name: name.to_owned(), id, key })
    }

    /// The same key under another name; see [`NoteSigner::named`].
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn named(&self, name: &str) -> Result<Self, NoteError> {
        Self::new(name, self.key)
    }

    fn hex_id(&self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.id))
    }
}

/// Whether this is in the format of a note, whoever may have signed it.
pub(crate) fn check_format(note: &str) -> Result<(), NoteError> {
    let (_, signatures) = split(note)?;
    signatures.lines().try_for_each(|line| signature_line(line).map(|_| ()))
}

/// Separates the text, with its newline, from the signature lines. The last empty line is the one that counts.
fn split(note: &str) -> Result<(&str, &str), NoteError> {
    if note.len() > MAX_NOTE_LEN || has_forbidden_characters(note) {
        return Err(NoteError::Malformed);
    }
    let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
    let text = note.get(..=text.len()).ok_or(NoteError::Malformed)?;
    if signatures.is_empty() || !signatures.ends_with('\n') {
        return Err(NoteError::Malformed);
    }
    Ok((text, signatures))
}

/// The key name, the key id and the signature proper of one line.
fn signature_line(line: &str) -> Result<(&str, [u8; KEY_ID_LEN], Vec<u8>), NoteError> {
    let line = line.strip_prefix(SIGNATURE_PREFIX).ok_or(NoteError::Malformed)?;
    let (name, signature) = line.split_once(' ').ok_or(NoteError::Malformed)?;
    check_name(name).map_err(|_| NoteError::Malformed)?;
    let signature = Base64::decode_vec(signature).map_err(|_| NoteError::Malformed)?;
    let (id, signature) = signature.split_first_chunk().ok_or(NoteError::Malformed)?;
    if signature.is_empty() {
        return Err(NoteError::Malformed);
    }
    Ok((name, *id, signature.to_vec()))
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.len() > MAX_NAME_LEN || name.contains(forbidden) {
        return Err(NoteError::Name);
    }
    Ok(())
}

fn has_forbidden_characters(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && byte != b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signer() -> NoteSigner {
        NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap()
    }

    #[test]
    fn a_note_is_verified_by_its_key_alone() {
        let note = signer().sign("a text\n\nwith an empty line\n").unwrap();
        let verifier = signer().verifier().clone();
        assert_eq!(verifier.verify(&note), Ok("a text\n\nwith an empty line\n"));

        let same_name = NoteSigner::new("audit.example/clinic", &[8; 32]).unwrap();
        assert_eq!(same_name.verifier().verify(&note), Err(NoteError::Unsigned));
        let same_key = NoteSigner::new("audit.example/other", &[7; 32]).unwrap();
        assert_eq!(same_key.verifier().verify(&note), Err(NoteError::Unsigned));
    }

    #[test]
    fn every_changed_byte_is_found() {
        let note = signer().sign("audit.example/clinic\n12\n").unwrap();
        for at in 0..note.len() {
            for bit in 0..8 {
                let mut bytes = note.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else {
                    continue;
                };
                assert!(signer().verifier().verify(&changed).is_err(), "byte {at}, bit {bit}");
            }
        }
        for end in 0..note.len() {
            if let Some(shorter) = note.get(..end) {
                assert!(signer().verifier().verify(shorter).is_err());
            }
        }
    }

    #[test]
    fn other_signatures_are_skipped_and_false_ones_are_not() {
        let verifier = signer().verifier().clone();
        let note = signer().sign("text\n").unwrap();
        let witness = NoteSigner::new("witness.example", &[9; 32]).unwrap().sign("text\n").unwrap();
        let line = |note: &str| note.split_once("\n\n").unwrap().1.to_owned();

        let mut many = note.clone();
        for _ in 0..16 {
            many.push_str(&line(&witness));
        }
        assert_eq!(verifier.verify(&many), Ok("text\n"));

        let false_one = line(&signer().sign("another text\n").unwrap());
        assert_eq!(verifier.verify(&format!("{note}{false_one}")), Err(NoteError::Signature));
        assert_eq!(verifier.verify(&format!("text\n\n{}", line(&witness))), Err(NoteError::Unsigned));
        assert_eq!(verifier.verify(&format!("{note}no signature line\n")), Err(NoteError::Malformed));
    }

    #[test]
    fn malformed_notes_are_refused() {
        let verifier = signer().verifier().clone();
        for note in [
            "",
            "\n",
            "\n\n",
            "text",
            "text\n",
            "text\n\n",
            "text\n\n\n",
            "text\n\n\u{2014} name\n",
            "text\n\n\u{2014} name \n",
            "text\n\n\u{2014} name AAAA\n",
            "text\n\n\u{2014} name AAAAAA==\n",
            "text\n\n\u{2014} name AAAAAAB=\n",
            "text\n\n\u{2014}  AAAAAAA=\n",
            "text\n\n\u{2014} na+me AAAAAAA=\n",
            "text\n\n- name AAAAAAA=\n",
            "text\r\n\n\u{2014} name AAAAAAA=\n",
            "text\n\n\u{2014} name AAAAAAA=",
        ] {
            assert_eq!(verifier.verify(note), Err(NoteError::Malformed), "{note:?}");
            assert_eq!(check_format(note), Err(NoteError::Malformed), "{note:?}");
        }
        let long = format!("{}\n\n\u{2014} name AAAAAAA=\n", "x".repeat(MAX_NOTE_LEN));
        assert_eq!(verifier.verify(&long), Err(NoteError::Malformed));
        assert_eq!(verifier.verify("text\n\n\u{2014} name AAAAAAA=\n"), Err(NoteError::Unsigned));
    }

    #[test]
    fn names_and_texts_that_the_format_cannot_hold_are_refused() {
        for name in ["", "two words", "a+b", "a\nb", "non\u{a0}breaking", &"x".repeat(256)] {
            assert_eq!(NoteSigner::new(name, &[7; 32]).err(), Some(NoteError::Name));
        }
        for text in ["", "no newline", "tab\there\n"] {
            assert_eq!(signer().sign(text), Err(NoteError::Text));
        }
    }

    #[test]
    fn verifier_keys_are_read_strictly() {
        let vkey = signer().verifier().vkey();
        assert_eq!(NoteVerifier::from_vkey(&vkey).as_ref(), Ok(signer().verifier()));
        for at in 0..vkey.len() {
            let mut bytes = vkey.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(NoteVerifier::from_vkey(&changed).is_err(), "byte {at}");
        }
        // The neutral element of the curve, for which a signature by nobody verifies.
        let mut weak = [0; 32];
        weak[0] = 1;
        let weak = NoteVerifier::new("weak", VerifyingKey::from_bytes(&weak).unwrap()).unwrap();
        assert_eq!(NoteVerifier::from_vkey(&weak.vkey()), Err(NoteError::Key));
        for malformed in ["", "name", "name+00000000", "name+00000000+", "name+00000000+AQ==", "++"] {
            assert!(NoteVerifier::from_vkey(malformed).is_err(), "{malformed}");
        }
    }

    #[test]
    fn the_signer_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", signer()), "NoteSigner(..)");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(note in "(\\PC|\n|\u{2014} |=){0,80}") {
            prop_assert!(signer().verifier().verify(&note).is_err());
            prop_assert!(NoteVerifier::from_vkey(&note).is_err());
        }
    }
}
