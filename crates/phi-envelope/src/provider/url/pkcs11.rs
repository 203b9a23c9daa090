//! `pkcs11:`: an AES key in a token (RFC 7512).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};
use std::path::Path;

use super::{ProviderUrlError, Reason, Rest, after_scheme, file, percent};

/// What RFC 7512 lets stand unencoded in the value of a path attribute, of what is not unreserved; a query attribute has the slash too.
const IN_VALUE: &[u8] = b":[]@!$'()*+,=&";

/// The URL of a key in a token.
///
/// Of RFC 7512 it takes `token`, `manufacturer`, `serial`, `model`, `slot-id`, `object`, `id` and `type` (`secret-key` alone), and in the
/// query `module-path`. A token is named by its label or its serial number, a key by its label or its id; all that stand there must
/// match. `pin-value` and `pin-source` are refused: the host hands over the PIN. Attributes that are not known are refused, as passing
/// over them might find another key (section 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pkcs11Url {
    // INVARIANT: token or serial, and object or id, are there.
    token: Option<String>,
    manufacturer: Option<String>,
    serial: Option<String>,
    model: Option<String>,
    slot: Option<u64>,
    object: Option<String>,
    id: Option<Vec<u8>>,
    module: Option<String>,
}

impl Pkcs11Url {
    pub(super) const SCHEME: &'static str = "pkcs11";

    /// The label of the token.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The token's manufacturer.
    #[must_use]
    pub fn manufacturer(&self) -> Option<&str> {
        self.manufacturer.as_deref()
    }

    /// The token's serial number.
    #[must_use]
    pub fn serial(&self) -> Option<&str> {
        self.serial.as_deref()
    }

    /// The token's model.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// The number of the slot.
    #[must_use]
    pub const fn slot(&self) -> Option<u64> {
        self.slot
    }

    /// The label of the key, `CKA_LABEL`.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// The id of the key, `CKA_ID`.
    #[must_use]
    pub fn id(&self) -> Option<&[u8]> {
        self.id.as_deref()
    }

    /// The file of the module, which is loaded into the process.
    #[must_use]
    pub fn module_path(&self) -> Option<&Path> {
        self.module.as_deref().map(Path::new)
    }

    /// The URL without the module: a name of the key, whichever module reaches it.
    #[must_use]
    pub fn without_module(&self) -> Self {
        Self { module: None, ..self.clone() }
    }
}

impl FromStr for Pkcs11Url {
    type Err = ProviderUrlError;

    fn from_str(text: &str) -> Result<Self, ProviderUrlError> {
        let (path, query) = after_scheme(text, Self::SCHEME)?.split('?');
        let mut url = Self {
            token: None,
            manufacturer: None,
            serial: None,
            model: None,
            slot: None,
            object: None,
            id: None,
            module: None,
        };
        let mut typed = None;
        for attribute in path.parts(';') {
            let (name, value) = pair(attribute)?;
            let text = || percent::decode_text(value, IN_VALUE);
            match name.text {
                "token" => once(&mut url.token, name, text)?,
                "manufacturer" => once(&mut url.manufacturer, name, text)?,
                "serial" => once(&mut url.serial, name, text)?,
                "model" => once(&mut url.model, name, text)?,
                "object" => once(&mut url.object, name, text)?,
                "slot-id" => once(&mut url.slot, name, || number(value))?,
                "id" => once(&mut url.id, name, || match percent::decode(value, IN_VALUE)? {
                    id if id.is_empty() => Err(value.error(Reason::Form)),
                    id => Ok(id),
                })?,
                "type" if value.text == "secret-key" => once(&mut typed, name, || Ok(()))?,
                "type" => return Err(value.error(Reason::Form)),
                other => return Err(name.error(unknown(other))),
            }
        }
        for attribute in query.into_iter().flat_map(|query| query.parts('&')) {
            let (name, value) = pair(attribute)?;
            match name.text {
                "module-path" => once(&mut url.module, name, || file::absolute(value))?,
                other => return Err(name.error(unknown(other))),
            }
        }
        if url.token.is_none() && url.serial.is_none() || url.object.is_none() && url.id.is_none() {
            return Err(path.error(Reason::Missing));
        }
        Ok(url)
    }
}

impl fmt::Display for Pkcs11Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pkcs11:")?;
        let mut between = "";
        let texts = [
            ("token", &self.token),
            ("manufacturer", &self.manufacturer),
            ("serial", &self.serial),
            ("model", &self.model),
            ("object", &self.object),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                write!(f, "{between}{name}=")?;
                percent::encode(f, value.as_bytes(), IN_VALUE)?;
                between = ";";
            }
        }
        if let Some(id) = &self.id {
            // Section 2.3: the id "SHOULD be" encoded as a whole, as it is bytes.
            write!(f, "{between}id=")?;
            id.iter().try_for_each(|byte| write!(f, "%{byte:02X}"))?;
            between = ";";
        }
        if let Some(slot) = self.slot {
            write!(f, "{between}slot-id={slot}")?;
        }
        if let Some(module) = &self.module {
            f.write_str("?module-path=")?;
            percent::encode(f, module.as_bytes(), file::IN_PATH)?;
        }
        Ok(())
    }
}

fn pair(attribute: Rest<'_>) -> Result<(Rest<'_>, Rest<'_>), ProviderUrlError> {
    let (name, value) = attribute.split('=');
    // Without a value it may still be the name of a secret.
    let value = value.ok_or_else(|| name.error(Reason::Form))?;
    Ok((name, value))
}

fn once<T>(
    place: &mut Option<T>,
    name: Rest<'_>,
    value: impl FnOnce() -> Result<T, ProviderUrlError>,
) -> Result<(), ProviderUrlError> {
    if place.is_some() {
        return Err(name.error(Reason::Twice));
    }
    *place = Some(value()?);
    Ok(())
}

fn number(value: Rest<'_>) -> Result<u64, ProviderUrlError> {
    let number = value.text.parse::<u64>().map_err(|_| value.error(Reason::Form))?;
    // One way to write each: no sign, no zeros before it.
    if alloc::format!("{number}") == value.text { Ok(number) } else { Err(value.error(Reason::Form)) }
}

/// What is said of an attribute that is not taken.
fn unknown(name: &str) -> Reason {
    let name = name.to_ascii_lowercase();
    if name.contains("pin") || name.contains("pass") || name.contains("secret") {
        Reason::Secret
    } else {
        Reason::Unknown
    }
}
