//! From where somebody acts.

use alloc::vec::Vec;
use core::{fmt, net::IpAddr};

/// An address, and the proxies of the entity through which the request came.
///
/// It is personal data of whoever sits there. Of a patient at home it is an identifier as well
/// (45 CFR 164.514(b)(2)(i)(O)), so `Debug` is constant.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Network {
    /// The client, as the outermost trusted proxy saw it.
    pub address: IpAddr,
    /// The trusted proxies, the one next to the client first. At most [`MOST_PROXIES`](Self::MOST_PROXIES).
    pub via: Vec<IpAddr>,
}

impl Network {
    /// How many proxies are kept. What comes through more is seen from the last of them.
    pub const MOST_PROXIES: usize = 16;

    /// A client that was connected directly.
    #[must_use]
    pub const fn direct(address: IpAddr) -> Self {
        Self { address, via: Vec::new() }
    }

    /// A client and the proxies as they were found before, as by [`behind`](Self::behind): the one next to the client first.
    #[must_use]
    pub const fn through(address: IpAddr, via: Vec<IpAddr>) -> Self {
        Self { address, via }
    }

    /// The client behind the entity's own proxies: `peer` is who connected, `forwarded` what `Forwarded` (RFC 7239) or
    /// `X-Forwarded-For` lists, leftmost first. From the right on, each address counts for as long as the one that
    /// reported it is trusted; what stands further left anybody may have made up, and is left out.
    ///
    /// ```
    /// use phi_types::Network;
    /// let [spoof, client, proxy] = ["203.0.113.9", "192.0.2.7", "198.51.100.1"].map(|ip| ip.parse().unwrap());
    /// let network = Network::behind(proxy, &[spoof, client], |ip| *ip == proxy);
    /// assert_eq!((network.address, network.via), (client, vec![proxy]));
    /// ```
    pub fn behind(peer: IpAddr, forwarded: &[IpAddr], trusted: impl Fn(&IpAddr) -> bool) -> Self {
        let (mut address, mut via) = (peer, Vec::new());
        for reported in forwarded.iter().rev() {
            if !trusted(&address) || via.len() >= Self::MOST_PROXIES {
                break;
            }
            via.insert(0, address);
            address = *reported;
        }
        Self { address, via }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[Network]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString as _, vec};

    #[test]
    fn nobody_chooses_the_address_under_which_they_are_logged() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = |ip: &IpAddr| ip.to_string().starts_with("198.51.100.");
        let (edge, inner) = (ip("198.51.100.1"), ip("198.51.100.2"));
        let (client, spoof) = (ip("192.0.2.7"), ip("203.0.113.9"));
        // A client that connects past the proxies and lists what it likes.
        assert_eq!(Network::behind(client, &[spoof], trusted), Network::direct(client));
        let both = Network::behind(inner, &[spoof, client, edge], trusted);
        assert_eq!(both, Network::through(client, vec![edge, inner]));
        // A request that the proxy itself made.
        assert_eq!(Network::behind(inner, &[], trusted), Network::direct(inner));
        assert!(Network::behind(inner, &[edge; 100], trusted).via.len() <= Network::MOST_PROXIES);
        assert_eq!(format!("{both:?} {:40?}", Network::direct(client)), "[Network] [Network]");
    }
}
