//! The two ways to wrap a key, and how a wrap says which it was.
//!
//! ```text
//! AES-GCM:                    version 1 | 1 | IV 12 | sealed key 32 | tag 16          associated data: frame(label, way, context)
//! AES key wrap with padding:  version 1 | 2 | wrapped (key 32 | SHA-256 of frame(label, way, context) 32) 72
//! ```
//! The byte of the way is part of what is authenticated, so a wrap of the one way is none of the other.

use cryptoki::{
    context::Function,
    error::{Error, RvError},
    mechanism::{Mechanism, aead::GcmParams},
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::Session,
};
use ctutils::CtEq as _;
use phi_envelope::KeyMaterial;
use phi_types::{Entropy, port::framed};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    error::{Failure, Pkcs11Error},
    key::is_user,
};

const VERSION: u8 = 1;
const IV: usize = 12;
/// Tags of 128 bits alone: some modules take shorter ones.
const TAG: usize = 16;
const KEY: usize = 32;
/// RFC 5649: eight bytes over the data.
const OVER: usize = 8;

/// How keys are wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// AES-256-GCM by `C_Encrypt`, tags of 128 bits (NIST SP 800-38D). The key needs `CKA_ENCRYPT` and `CKA_DECRYPT`.
    #[default]
    Gcm,
    /// AES key wrap with padding by `C_WrapKey` (NIST SP 800-38F, RFC 5649). The key needs `CKA_WRAP` and `CKA_UNWRAP`.
    KeyWrapPad,
}

impl Way {
    const fn byte(self) -> u8 {
        match self {
            Self::Gcm => 1,
            Self::KeyWrapPad => 2,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Gcm, Self::KeyWrapPad].into_iter().find(|way| way.byte() == byte)
    }

    /// What a wrap is bound to: the context, and the way itself.
    fn bound(self, context: &[u8]) -> Vec<u8> {
        framed(&[b"phi-envelope-pkcs11-1", &[VERSION, self.byte()], context])
    }
}

/// Who makes the IV of a wrap by AES-GCM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Iv {
    /// We do, at random.
    #[default]
    Ours,
    /// The token does, and puts it where it was given zeros.
    Token,
}

/// Wraps a key.
pub(crate) fn wrap(
    session: &Session,
    root: ObjectHandle,
    (way, iv): (Way, Iv),
    context: &[u8],
    key: &KeyMaterial,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, Failure> {
    let mut out = vec![VERSION, way.byte()];
    match way {
        Way::Gcm => {
            let (nonce, sealed) = seal(session, root, iv, &way.bound(context), key, entropy)?;
            out.extend_from_slice(&nonce);
            out.extend_from_slice(&sealed);
        }
        Way::KeyWrapPad => out.extend(key_wrap(session, root, &way.bound(context), key)?),
    }
    Ok(out)
}

/// Unwraps a key, or refuses.
pub(crate) fn unwrap(
    session: &Session,
    root: ObjectHandle,
    context: &[u8],
    wrapped: &[u8],
) -> Result<KeyMaterial, Failure> {
    let (way, body) = read(wrapped).ok_or(Failure::Refused)?;
    match way {
        Way::Gcm => open(session, root, &way.bound(context), body),
        Way::KeyWrapPad => key_unwrap(session, root, &way.bound(context), body),
    }
}

/// The way of a wrap, and its body, if it is as long as that way makes it.
pub(crate) fn read(wrapped: &[u8]) -> Option<(Way, &[u8])> {
    let ([VERSION, way], body) = wrapped.split_first_chunk()? else { return None };
    let way = Way::from_byte(*way)?;
    let length = match way {
        Way::Gcm => IV + KEY + TAG,
        Way::KeyWrapPad => KEY + 32 + OVER,
    };
    (body.len() == length).then_some((way, body))
}

fn seal(
    session: &Session,
    root: ObjectHandle,
    source: Iv,
    bound: &[u8],
    key: &KeyMaterial,
    entropy: &dyn Entropy,
) -> Result<([u8; IV], Vec<u8>), Failure> {
    let mut iv = [0; IV];
    if source == Iv::Ours {
        entropy.fill(&mut iv).map_err(|_| Failure::Stands(Pkcs11Error::Unavailable))?;
    }
    let params = GcmParams::new(&mut iv, bound, 128.into())?;
    let sealed = session.encrypt(&Mechanism::AesGcm(params), root, key.expose())?;
    // Read back: a token may have put its own in the place of ours. One that was to make it and did not has sealed under zeros,
    // which never leaves here.
    if iv == [0; IV] || sealed.len() != KEY + TAG {
        return Err(Failure::Stands(Pkcs11Error::Unavailable));
    }
    Ok((iv, sealed))
}

fn open(session: &Session, root: ObjectHandle, bound: &[u8], body: &[u8]) -> Result<KeyMaterial, Failure> {
    let (iv, sealed) = body.split_first_chunk::<IV>().ok_or(Failure::Refused)?;
    let mut iv = *iv;
    let params = GcmParams::new(&mut iv, bound, 128.into())?;
    let opened = session.decrypt(&Mechanism::AesGcm(params), root, sealed).map_err(|error| opaque(session, error))?;
    material(&Zeroizing::new(opened))
}

fn key_wrap(session: &Session, root: ObjectHandle, bound: &[u8], key: &KeyMaterial) -> Result<Vec<u8>, Failure> {
    let mut value = Vec::with_capacity(KEY + 32);
    value.extend_from_slice(key.expose());
    value.extend_from_slice(&Sha256::digest(bound));
    let mut template = passing();
    template.push(Attribute::Value(value));
    let made = session.create_object(&template);
    for attribute in &mut template {
        if let Attribute::Value(value) = attribute {
            value.zeroize();
        }
    }
    let object = made?;
    let wrapped = session.wrap_key(&Mechanism::AesKeyWrapPad, root, object);
    session.destroy_object(object)?;
    let wrapped = wrapped?;
    if wrapped.len() == KEY + 32 + OVER { Ok(wrapped) } else { Err(Failure::Stands(Pkcs11Error::Unavailable)) }
}

fn key_unwrap(session: &Session, root: ObjectHandle, bound: &[u8], body: &[u8]) -> Result<KeyMaterial, Failure> {
    let object = session
        .unwrap_key(&Mechanism::AesKeyWrapPad, root, body, &passing())
        .map_err(|error| opaque(session, error))?;
    let read = session.get_attributes(object, &[AttributeType::Value]);
    session.destroy_object(object)?;
    let mut value = Zeroizing::new(Vec::new());
    for attribute in read? {
        if let Attribute::Value(bytes) = attribute {
            value = Zeroizing::new(bytes);
        }
    }
    let (key, digest) = value.split_at_checked(KEY).ok_or(Failure::Refused)?;
    let expected = Sha256::digest(bound);
    let same: bool = expected.as_slice().ct_eq(digest).into();
    if same { material(key) } else { Err(Failure::Refused) }
}

fn material(bytes: &[u8]) -> Result<KeyMaterial, Failure> {
    bytes.try_into().map(KeyMaterial::from_bytes).map_err(|_| Failure::Refused)
}

/// A key that only passes through the token: an object of the session that can be read.
fn passing() -> Vec<Attribute> {
    vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::Token(false),
        Attribute::Private(true),
        Attribute::Sensitive(false),
        Attribute::Extractable(true),
    ]
}

/// What a failure to unwrap means. Modules tell a wrong tag in many ways (`CKR_ENCRYPTED_DATA_INVALID`, `CKR_GENERAL_ERROR`, …): as long as
/// the session stands, all of them are one refusal.
fn opaque(session: &Session, error: Error) -> Failure {
    let at_the_data = matches!(
        error,
        Error::Pkcs11(
            RvError::EncryptedDataInvalid
                | RvError::EncryptedDataLenRange
                | RvError::WrappedKeyInvalid
                | RvError::WrappedKeyLenRange
                | RvError::DataInvalid
                | RvError::DataLenRange
                | RvError::SignatureInvalid
                | RvError::FunctionFailed
                | RvError::GeneralError,
            Function::Decrypt | Function::UnwrapKey
        )
    );
    let stands = || session.get_session_info().is_ok_and(|info| is_user(info.session_state()));
    match Failure::from(error) {
        Failure::Lost => Failure::Lost,
        _ if at_the_data && stands() => Failure::Refused,
        _ if at_the_data => Failure::Lost,
        failure => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrap_has_the_length_of_its_way_and_no_other() {
        for (way, body) in [(Way::Gcm, 60), (Way::KeyWrapPad, 72)] {
            let wrap = |length: usize| [vec![1, way.byte()], vec![0; length]].concat();
            assert_eq!(read(&wrap(body)).map(|(way, body)| (way, body.len())), Some((way, body)));
            // Tags of 96 and 32 bits, for one.
            for other in [0, body - 12, body - 4, body - 1, body + 1] {
                assert_eq!(read(&wrap(other)), None);
            }
        }
        for begins in [&[][..], &[1], &[0, 1], &[2, 1], &[1, 0], &[1, 3]] {
            let wrap = [begins, &[0; 60]].concat();
            assert_eq!(read(&wrap), None);
        }
    }

    #[test]
    fn the_two_ways_bind_to_different_bytes() {
        assert_ne!(Way::Gcm.bound(b"context"), Way::KeyWrapPad.bound(b"context"));
        assert_ne!(Way::Gcm.bound(b"context"), Way::Gcm.bound(b"another"));
    }
}
