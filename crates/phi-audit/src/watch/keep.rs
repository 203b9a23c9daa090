//! State as bytes and back: one canonical form, so that equal states have equal snapshots.
//!
//! Numbers are big-endian, lists framed by a `u32`, maps and sets sorted by key. Reading checks every length against what is
//! left, so that no input makes it reserve memory.
#![deny(clippy::arithmetic_side_effects)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};

use crate::pseudonym::SubjectPseudonym;

/// What can be kept in a snapshot.
pub(super) trait Keep: Sized {
    /// Appends itself.
    fn keep(&self, out: &mut Vec<u8>);
    /// Reads itself off the front; `None` if that is no such thing.
    fn back(from: &mut &[u8]) -> Option<Self>;
}

/// Keeps a struct field by field.
macro_rules! kept {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::watch::keep::Keep for $name {
            fn keep(&self, out: &mut Vec<u8>) {
                $( $crate::watch::keep::Keep::keep(&self.$field, out); )*
            }
            fn back(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $( $field: $crate::watch::keep::Keep::back(from)?, )* })
            }
        }
    };
}
pub(super) use kept;

/// Keeps a choice without data by its place in the list of all.
macro_rules! kept_choice {
    ($name:ident) => {
        impl $crate::watch::keep::Keep for $name {
            fn keep(&self, out: &mut Vec<u8>) {
                let place = Self::ALL.iter().position(|one| one == self).and_then(|place| u8::try_from(place).ok());
                out.push(place.unwrap_or(u8::MAX));
            }
            fn back(from: &mut &[u8]) -> Option<Self> {
                Self::ALL.get(usize::from(<u8 as $crate::watch::keep::Keep>::back(from)?)).copied()
            }
        }
    };
}
pub(super) use kept_choice;

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Keep for $number {
            fn keep(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn back(from: &mut &[u8]) -> Option<Self> {
                let (head, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_be_bytes(*head))
            }
        }
    )* };
}
numbers!(u8, u16, u32, u64, u128, i64);

impl Keep for bool {
    fn keep(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        match u8::back(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<const N: usize> Keep for [u8; N] {
    fn keep(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        let (head, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(*head)
    }
}

impl Keep for String {
    fn keep(&self, out: &mut Vec<u8>) {
        length(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        let len = usize::try_from(u32::back(from)?).ok()?;
        let (head, rest) = from.split_at_checked(len)?;
        *from = rest;
        Self::from_utf8(head.to_vec()).ok()
    }
}

impl Keep for SubjectPseudonym {
    fn keep(&self, out: &mut Vec<u8>) {
        self.version().keep(out);
        self.to_bytes().keep(out);
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        Some(Self::from_parts(u16::back(from)?, Keep::back(from)?))
    }
}

/// IPv4 is kept as its mapped IPv6 address.
impl Keep for IpAddr {
    fn keep(&self, out: &mut Vec<u8>) {
        let mapped = match self {
            Self::V4(address) => address.to_ipv6_mapped(),
            Self::V6(address) => *address,
        };
        mapped.octets().keep(out);
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        let address = Ipv6Addr::from(<[u8; 16]>::back(from)?);
        Some(address.to_ipv4_mapped().map_or(Self::V6(address), Self::V4))
    }
}

impl<T: Keep> Keep for Option<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        self.is_some().keep(out);
        if let Some(inner) = self {
            inner.keep(out);
        }
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        if bool::back(from)? { T::back(from).map(Some) } else { Some(None) }
    }
}

macro_rules! lists {
    ($($list:ident),*) => { $(
        impl<T: Keep> Keep for $list<T> {
            fn keep(&self, out: &mut Vec<u8>) {
                length(self.len(), out);
                self.iter().for_each(|item| item.keep(out));
            }
            fn back(from: &mut &[u8]) -> Option<Self> {
                // Each item takes a byte at least, so a length above what is left ends early, and nothing is reserved for it.
                (0..u32::back(from)?).map(|_| T::back(from)).collect()
            }
        }
    )* };
}
lists!(Vec, VecDeque);

impl<K: Keep + Ord, V: Keep> Keep for BTreeMap<K, V> {
    fn keep(&self, out: &mut Vec<u8>) {
        length(self.len(), out);
        for (key, value) in self {
            key.keep(out);
            value.keep(out);
        }
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        (0..u32::back(from)?).map(|_| Some((K::back(from)?, V::back(from)?))).collect()
    }
}

impl<K: Keep + Ord + Hash + Eq, V: Keep> Keep for HashMap<K, V> {
    fn keep(&self, out: &mut Vec<u8>) {
        length(self.len(), out);
        for (key, value) in self.iter().collect::<BTreeMap<_, _>>() {
            key.keep(out);
            value.keep(out);
        }
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        (0..u32::back(from)?).map(|_| Some((K::back(from)?, V::back(from)?))).collect()
    }
}

impl<T: Keep + Ord + Hash + Eq> Keep for HashSet<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        length(self.len(), out);
        self.iter().collect::<BTreeSet<_>>().into_iter().for_each(|item| item.keep(out));
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        (0..u32::back(from)?).map(|_| T::back(from)).collect()
    }
}

impl<A: Keep, B: Keep> Keep for (A, B) {
    fn keep(&self, out: &mut Vec<u8>) {
        self.0.keep(out);
        self.1.keep(out);
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        Some((A::back(from)?, B::back(from)?))
    }
}

impl<A: Keep, B: Keep, C: Keep> Keep for (A, B, C) {
    fn keep(&self, out: &mut Vec<u8>) {
        self.0.keep(out);
        self.1.keep(out);
        self.2.keep(out);
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        Some((A::back(from)?, B::back(from)?, C::back(from)?))
    }
}

/// No state here comes near 2³² items; one that did would be kept cut off, and not be read back.
fn length(len: usize, out: &mut Vec<u8>) {
    u32::try_from(len).unwrap_or(u32::MAX).keep(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let map: HashMap<(u32, u64), Vec<Option<String>>> =
            [((1, 2), vec![Some("a".into()), None]), ((0, 9), vec![])].into_iter().collect();
        let mut out = Vec::new();
        map.keep(&mut out);
        let mut from = out.as_slice();
        assert_eq!(HashMap::back(&mut from), Some(map));
        assert!(from.is_empty());
        for address in ["192.0.2.1", "2001:db8::1"] {
            let address: IpAddr = address.parse().unwrap();
            let mut out = Vec::new();
            address.keep(&mut out);
            assert_eq!(IpAddr::back(&mut out.as_slice()), Some(address));
        }
    }

    #[test]
    fn a_length_that_lies_ends_early() {
        assert_eq!(Vec::<u64>::back(&mut [0xff, 0xff, 0xff, 0xff, 1, 2].as_slice()), None);
        assert_eq!(String::back(&mut [0, 0, 0, 9, b'a'].as_slice()), None);
    }
}
