//! Addresses on the net: (N) and (O).

use core::{fmt::Write as _, net::IpAddr};

use super::{
    contact::is_example_host,
    define::{synthetic, text_identifiers},
    read::exact,
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A web address: scheme, `://` and a host, of at most 2048 bytes, without white space (RFC 3986). (N)
    ///
    /// Scheme and host are kept in lower case, the rest as it is. Portal deep links and share links name a patient, so the
    /// whole address is protected.
    ///
    /// ```
    /// use phi_types::Url;
    /// assert!(Url::parse("HTTPS://Example.org/p/17")?.matches(&Url::parse("https://example.org/p/17")?));
    /// assert!(Url::parse("example.org/p/17").is_err());
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Url] Url, 2048, url;

    /// An Internet address, version 4 or 6, in its canonical text form (RFC 791, RFC 5952). (O)
    ///
    /// ```
    /// use phi_types::IpAddress;
    /// assert!(IpAddress::parse("2001:DB8:0:0::1")?.matches(&IpAddress::parse("2001:db8::1")?));
    /// assert!(IpAddress::parse("192.0.2.256").is_err());
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [IpAddress] IpAddress, 45, ip;
}

synthetic! {
    /// An address at a host that is reserved for examples (RFC 2606, RFC 6761), for fixtures.
    ///
    /// # Errors
    /// Any other host is refused.
    ///
    /// ```
    /// use phi_types::Url;
    /// assert!(Url::synthetic("https://portal.example.org/p/17").is_ok());
    /// assert!(Url::synthetic("https://example.org.attacker.dev/").is_err());
    /// ```
    Url, |raw| {
        let text = url(raw)?;
        match Parts::of(text.expose()) {
            Some(parts) if is_example_host(parts.host) => Ok(text),
            _ => Err(ParseReason::NotReserved.into()),
        }
    }
}

synthetic! {
    /// An address that is reserved for documentation (RFC 5737, RFC 3849, RFC 9637), for fixtures.
    ///
    /// # Errors
    /// Any other address is refused.
    ///
    /// ```
    /// use phi_types::IpAddress;
    /// assert!(IpAddress::synthetic("192.0.2.17").is_ok() && IpAddress::synthetic("2001:db8::17").is_ok());
    /// assert!(IpAddress::synthetic("10.0.0.1").is_err());
    /// ```
    IpAddress, |raw| match raw.parse() {
        Ok(address) if is_documentation(address) => Ok(shown(address)),
        Ok(_) => Err(ParseReason::NotReserved.into()),
        Err(_) => Err(ParseReason::Shape.into()),
    }
}

/// An address in its parts: what stands before the host, the host, and what follows.
struct Parts<'a> {
    scheme: &'a str,
    user: &'a str,
    host: &'a str,
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn of(raw: &'a str) -> Option<Self> {
        let (scheme, behind) = raw.split_once("://")?;
        let (authority, rest) = behind.split_at_checked(behind.find(['/', '?', '#']).unwrap_or(behind.len()))?;
        let host_at = authority.rfind('@').map_or(0, |at| at.saturating_add(1));
        let (user, host_and_port) = authority.split_at_checked(host_at)?;
        // A version 6 address stands in brackets and has colons of its own.
        let host_ends = match host_and_port.find(']') {
            Some(at) => at.saturating_add(1),
            None => host_and_port.find(':').unwrap_or(host_and_port.len()),
        };
        let (host, port) = host_and_port.split_at_checked(host_ends)?;
        let rest_at = raw.len().checked_sub(rest.len().saturating_add(port.len()))?;
        Some(Self { scheme, user, host, rest: raw.get(rest_at..)? })
    }

    fn is_well_formed(&self) -> bool {
        let starts = self.scheme.starts_with(|c: char| c.is_ascii_alphabetic());
        let scheme = self.scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        starts && scheme && !self.host.is_empty() && !self.host.starts_with('.')
    }
}

fn url(raw: &str) -> Result<Text, Flaw> {
    if let Some((at, _)) = raw.char_indices().find(|(_, c)| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\')) {
        return Err(Flaw::character(at));
    }
    let parts = Parts::of(raw).filter(Parts::is_well_formed).ok_or(ParseReason::Shape)?;
    let lower = |text: &'static str| text.chars();
    let chars = parts.scheme.chars().map(|c| c.to_ascii_lowercase()).chain(lower("://")).chain(parts.user.chars());
    Ok(exact(raw.len(), chars.chain(parts.host.chars().map(|c| c.to_ascii_lowercase())).chain(parts.rest.chars())))
}

fn ip(raw: &str) -> Result<Text, Flaw> {
    if let Some((at, _)) = raw.char_indices().find(|(_, c)| !c.is_ascii_hexdigit() && !matches!(c, '.' | ':')) {
        return Err(Flaw::character(at));
    }
    raw.parse().map(shown).map_err(|_| ParseReason::Shape.into())
}

fn shown(address: IpAddr) -> Text {
    // The longest form has 45 characters, so that the text never grows and leaves a copy.
    let mut out = alloc::string::String::with_capacity(45);
    // Writing into a `String` does not fail.
    let _ = write!(out, "{address}");
    Text::from(out)
}

fn is_documentation(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _])
        }
        IpAddr::V6(address) => match address.segments() {
            [0x2001, 0x0db8, ..] => true,
            // 3fff::/20, RFC 9637.
            [0x3fff, second, ..] => second < 0x1000,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses() {
        for (raw, canonical) in [
            ("HTTP://EXAMPLE.ORG", "http://example.org"),
            ("https://Ana:Pw@Example.org:8443/Path?Q=A#F", "https://Ana:Pw@example.org:8443/Path?Q=A#F"),
            ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"),
            ("https://example.org?a@b", "https://example.org?a@b"),
        ] {
            assert_eq!(Url::parse(raw).unwrap().0.expose(), canonical);
        }
        for (raw, reason) in [
            ("example.org", ParseReason::Shape),
            ("https:///path", ParseReason::Shape),
            ("1https://example.org", ParseReason::Shape),
            ("https://exa mple.org", ParseReason::Character),
        ] {
            assert_eq!(Url::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
        assert!(Url::synthetic("https://example.org@attacker.dev/").is_err());
    }

    #[test]
    fn internet_addresses() {
        assert_eq!(IpAddress::parse("2001:0db8:0000::0001").unwrap().0.expose(), "2001:db8::1");
        for bad in ["192.0.2", "192.0.2.1/24", "fe80::1%eth0", "::g", "1.2.3.4.5"] {
            assert!(IpAddress::parse(bad).is_err(), "{bad}");
        }
        for (raw, reserved) in [("203.0.113.9", true), ("3fff:0fff::1", true), ("3fff:1000::1", false), ("::1", false)]
        {
            assert_eq!(IpAddress::synthetic(raw).is_ok(), reserved, "{raw}");
        }
    }
}
