//! Well-formed inputs of each type.

use proptest::prelude::*;

use super::Lawful;

/// Free text, as names and local numbers are.
pub(super) fn text() -> BoxedStrategy<String> {
    "[A-Za-z0-9][A-Za-z0-9 .,'/-]{0,30}[A-Za-z0-9]".boxed()
}

pub(super) fn pattern(pattern: &'static str) -> BoxedStrategy<String> {
    pattern.boxed()
}

pub(super) fn date() -> BoxedStrategy<String> {
    (1880_u32..2027, 1_u32..13, 1_u32..29, any::<bool>())
        .prop_map(|(year, month, day, compact)| {
            let hyphen = if compact { "" } else { "-" };
            format!("{year:04}{hyphen}{month:02}{hyphen}{day:02}")
        })
        .boxed()
}

pub(super) fn ssn() -> BoxedStrategy<String> {
    let area = prop_oneof![1_u32..666, 667_u32..900];
    (area, 1_u32..100, 1_u32..10_000)
        .prop_map(|(area, group, serial)| format!("{area:03}-{group:02}-{serial:04}"))
        .boxed()
}

pub(super) fn itin() -> BoxedStrategy<String> {
    let group = prop_oneof![50_u32..66, 70_u32..89, 90_u32..93, 94_u32..100];
    (900_u32..1000, group, 0_u32..10_000)
        .prop_map(|(area, group, serial)| format!("{area}-{group}-{serial:04}"))
        .boxed()
}

pub(super) fn coordinates() -> BoxedStrategy<String> {
    (-89_i32..90, 0_u32..1_000_000, -179_i32..180, 0_u32..1_000_000)
        .prop_map(|(latitude, a, longitude, b)| format!("{latitude}.{a:06}, {longitude}.{b:06}"))
        .boxed()
}

pub(super) fn ip() -> BoxedStrategy<String> {
    let v4 = any::<[u8; 4]>().prop_map(|octets| std::net::Ipv4Addr::from(octets).to_string());
    let v6 = any::<[u16; 8]>().prop_map(|segments| segments.map(|segment| format!("{segment:04X}")).join(":"));
    prop_oneof![v4, v6].boxed()
}

/// Fills the `_` of the pattern's output with the one character that makes the type accept it.
pub(super) fn checked<T: Lawful>(pattern: &'static str, alphabet: &'static str) -> BoxedStrategy<String> {
    pattern
        .prop_filter_map("no check character fits", move |open| {
            alphabet.chars().map(|c| open.replace('_', &c.to_string())).find(|raw| T::read(raw).is_ok())
        })
        .boxed()
}
