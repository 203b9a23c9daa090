//! `vault:https://HOST:PORT/MOUNT/keys/NAME`: a key of the transit engine of HashiCorp Vault, or of OpenBao.

use alloc::string::String;
use core::{fmt, net::IpAddr, str::FromStr};

use super::{ProviderUrlError, Reason, Rest, after_scheme};

/// The URL of a key in Vault's transit engine. `?namespace=NS` names a namespace of Vault Enterprise or OpenBao.
///
/// Plain `http:` is taken for this machine's loopback addresses alone, where an agent of Vault may listen. The token comes from the
/// host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultUrl {
    // INVARIANT: the address is `https://` or, for loopback, `http://`, a host, perhaps a port; mount, key and namespace are made of
    // segments of letters, digits, `-`, `_` and `.`, none of them `.` or `..`.
    address: String,
    mount: String,
    key: String,
    namespace: Option<String>,
}

impl VaultUrl {
    pub(super) const SCHEME: &'static str = "vault";

    /// The server's address: `https://vault.example.org:8200`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where the engine is mounted: `transit`.
    #[must_use]
    pub fn mount(&self) -> &str {
        &self.mount
    }

    /// The name of the key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The namespace.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

impl FromStr for VaultUrl {
    type Err = ProviderUrlError;

    fn from_str(text: &str) -> Result<Self, ProviderUrlError> {
        let (place, query) = after_scheme(text, Self::SCHEME)?.split('?');
        let secure = place.text.starts_with("https://");
        let skip = if secure { "https://".len() } else { "http://".len() };
        if !secure && !place.text.starts_with("http://") {
            return Err(place.error(Reason::Form));
        }
        let beyond = place.text.get(skip..).ok_or(place.error(Reason::Form))?;
        let beyond = Rest { text: beyond, at: place.at.saturating_add(skip) };
        let (authority, path) = beyond.split('/');
        check_authority(authority, secure)?;
        let path = path.ok_or(authority.error(Reason::Missing))?;
        let (mount, key) = path.text.rsplit_once("/keys/").ok_or(path.error(Reason::Missing))?;
        if !is_path(mount) || !is_segment(key) {
            return Err(path.error(Reason::Form));
        }
        let mut namespace = None;
        for parameter in query.into_iter().flat_map(|query| query.parts('&')) {
            match parameter.split('=') {
                (name, Some(value)) if name.text == "namespace" => {
                    if namespace.is_some() {
                        return Err(name.error(Reason::Twice));
                    }
                    if !is_path(value.text) {
                        return Err(value.error(Reason::Form));
                    }
                    namespace = Some(value.text.into());
                }
                (name, _)
                    if ["token", "pass", "secret", "role"]
                        .iter()
                        .any(|part| name.text.to_ascii_lowercase().contains(part)) =>
                {
                    return Err(name.error(Reason::Secret));
                }
                (name, _) => return Err(name.error(Reason::Unknown)),
            }
        }
        let address = place.text.get(..skip.saturating_add(authority.text.len())).unwrap_or_default();
        Ok(Self { address: address.into(), mount: mount.into(), key: key.into(), namespace })
    }
}

impl fmt::Display for VaultUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "vault:{}/{}/keys/{}", self.address, self.mount, self.key)?;
        match &self.namespace {
            Some(namespace) => write!(f, "?namespace={namespace}"),
            None => Ok(()),
        }
    }
}

fn check_authority(authority: Rest<'_>, secure: bool) -> Result<(), ProviderUrlError> {
    if authority.text.contains('@') {
        return Err(authority.error(Reason::Secret));
    }
    // An IPv6 address stands in brackets, and its colons are not that of the port.
    let (host, port) = match authority.text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or(authority.error(Reason::Form))?;
            let address: core::net::Ipv6Addr = address.parse().map_err(|_| authority.error(Reason::Form))?;
            let port = match port {
                "" => None,
                port => Some(port.strip_prefix(':').ok_or(authority.error(Reason::Form))?),
            };
            (Host::Address(IpAddr::V6(address)), port)
        }
        None => {
            let (host, port) = match authority.text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority.text, None),
            };
            match host.parse::<core::net::Ipv4Addr>() {
                Ok(address) => (Host::Address(IpAddr::V4(address)), port),
                Err(_) if is_segment(host) && !host.contains('_') => (Host::Name, port),
                Err(_) => return Err(authority.error(Reason::Form)),
            }
        }
    };
    if port.is_some_and(|port| port.starts_with(['0', '+']) || port.parse::<u16>().is_err()) {
        return Err(authority.error(Reason::Form));
    }
    // A name is not believed to be this machine: who answers for `localhost` is somebody's configuration.
    let here = matches!(host, Host::Address(address) if address.is_loopback());
    if secure || here { Ok(()) } else { Err(authority.error(Reason::Plain)) }
}

enum Host {
    Address(IpAddr),
    Name,
}

fn is_path(path: &str) -> bool {
    path.split('/').all(is_segment)
}

fn is_segment(segment: &str) -> bool {
    !segment.is_empty()
        && !matches!(segment, "." | "..")
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}
