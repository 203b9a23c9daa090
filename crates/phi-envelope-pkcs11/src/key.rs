//! The root key in its token: found by the URL, checked at each use, made so that it cannot leave.

use cryptoki::{
    context::Pkcs11,
    mechanism::Mechanism,
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::Session,
};
use phi_envelope::url::Pkcs11Url;
use secrecy::SecretString;

use crate::{
    error::{Failure, Pkcs11Error},
    token::{self, Token},
    way::Way,
};

const BYTES: usize = 32;

/// Makes the key that the URL names: AES with 256 bits, generated in the token, kept there, sensitive, not extractable, and usable for
/// this way of wrapping alone.
///
/// # Errors
/// See [`Pkcs11Error`]; [`Pkcs11Error::Exists`] when a key fits the URL already.
pub fn create_key(url: &Pkcs11Url, pin: &SecretString, way: Way) -> Result<(), Pkcs11Error> {
    create_in(token::load(url)?, url, pin, way)
}

pub(crate) fn create_in(module: Pkcs11, url: &Pkcs11Url, pin: &SecretString, way: Way) -> Result<(), Pkcs11Error> {
    let session = Token::new(module, url.clone(), pin.clone()).open_to_write()?;
    if !session.find_objects(&fits(url)).map_err(Failure::from)?.is_empty() {
        return Err(Pkcs11Error::Exists);
    }
    let (by_cipher, by_wrap) = (way == Way::Gcm, way == Way::KeyWrapPad);
    let mut template = vec![
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::ValueLen(BYTES.try_into().map_err(|_| Pkcs11Error::Unavailable)?),
        Attribute::Encrypt(by_cipher),
        Attribute::Decrypt(by_cipher),
        Attribute::Wrap(by_wrap),
        Attribute::Unwrap(by_wrap),
    ];
    template.extend(fits(url));
    session.generate_key(&Mechanism::AesKeyGen, &template).map_err(Failure::from)?;
    Ok(())
}

/// Finds the one key that the URL names, and checks that it cannot leave.
pub(crate) fn find(session: &Session, url: &Pkcs11Url) -> Result<ObjectHandle, Failure> {
    match session.find_objects(&fits(url))?.as_slice() {
        [key] => check(session, *key),
        // A private key is not seen without a login, so it may be the login that is missing.
        [] if session.get_session_info().is_ok_and(|info| is_user(info.session_state())) => {
            Err(Failure::Stands(Pkcs11Error::NoKey))
        }
        [] => Err(Failure::Lost),
        _ => Err(Failure::Stands(Pkcs11Error::Ambiguous)),
    }
}

pub(crate) fn is_user(state: cryptoki::session::SessionState) -> bool {
    use cryptoki::session::SessionState::{RoUser, RwUser};
    matches!(state, RoUser | RwUser)
}

fn check(session: &Session, key: ObjectHandle) -> Result<ObjectHandle, Failure> {
    use AttributeType::{Extractable, Sensitive, ValueLen};
    let (mut stays, mut sensitive, mut long) = (false, false, false);
    for attribute in session.get_attributes(key, &[Sensitive, Extractable, ValueLen])? {
        match attribute {
            Attribute::Sensitive(yes) => sensitive = yes,
            Attribute::Extractable(yes) => stays = !yes,
            Attribute::ValueLen(length) => long = usize::try_from(*length).is_ok_and(|length| length == BYTES),
            _ => {}
        }
    }
    // What a token does not tell counts against the key.
    match (stays && sensitive, long) {
        (true, true) => Ok(key),
        (false, _) => Err(Failure::Stands(Pkcs11Error::Extractable)),
        (true, false) => Err(Failure::Stands(Pkcs11Error::Unfit)),
    }
}

fn fits(url: &Pkcs11Url) -> Vec<Attribute> {
    let mut template = vec![Attribute::Class(ObjectClass::SECRET_KEY), Attribute::KeyType(KeyType::AES)];
    template.extend(url.object().map(|label| Attribute::Label(label.as_bytes().to_vec())));
    template.extend(url.id().map(|id| Attribute::Id(id.to_vec())));
    template
}
