//! The whole matrix: every protected type against every trait that would let its content out. The cases of `ui.rs` show
//! the messages for a few of them; here none can be forgotten.

use std::{
    borrow::{Borrow, Cow},
    fmt::{LowerHex, Write as _},
    hash::Hash,
    io::Write as _,
    marker::PhantomData,
    ops::{Deref, DerefMut, Index, RangeFull},
};

use phi_types::{
    AccountNumber, AsRecorded, BirthDate, Bytes, City, Email, MemberId, Mrn, Npi, Opened, OtherId, PersonName, Phi,
    Phone, Rejected, ServiceDate, Shown, Ssn, Street, Text, Zip,
    gate::{Authority, DeIdentifies, GateSeed, Grant, Reads, Writes},
    record::{Source, Walk},
};

/// Whether a type implements a trait. An inherent constant comes before one of a trait, but is there only where its bound
/// holds.
macro_rules! implements {
    ($type:ty: $($bound:tt)+) => {{
        #[allow(dead_code, reason = "which of the two is used is the answer")]
        trait Otherwise {
            const ANSWER: bool = false;
        }
        struct Probe<T>(PhantomData<T>);
        impl<T> Otherwise for Probe<T> {}
        #[allow(dead_code, reason = "which of the two is used is the answer")]
        impl<T: $($bound)+> Probe<T> {
            const ANSWER: bool = true;
        }
        <Probe<$type>>::ANSWER
    }};
}

/// The names of the traits in the list that the type implements.
macro_rules! implemented {
    ($type:ty: $([$($bound:tt)+])+) => {
        [$((stringify!($($bound)+), implements!($type: $($bound)+))),+]
            .into_iter()
            .filter_map(|(name, does)| does.then_some(name))
            .collect::<Vec<_>>()
    };
}

macro_rules! ways_out {
    ($type:ty) => {
        implemented!($type:
            [serde::Serialize] [Deref] [DerefMut]
            [AsRef<str>] [AsRef<[u8]>] [AsRef<Text>] [AsRef<Bytes>] [AsMut<str>] [AsMut<[u8]>]
            [Borrow<str>] [Borrow<[u8]>] [Borrow<String>]
            [Into<String>] [Into<Box<str>>] [Into<Vec<u8>>] [Into<Box<[u8]>>] [Into<Cow<'static, str>>] [Into<i32>]
            [PartialEq] [PartialEq<str>] [PartialEq<&'static str>] [PartialEq<String>] [PartialEq<[u8]>] [Eq]
            [PartialOrd] [PartialOrd<str>] [Ord] [Hash]
            [Copy] [Default] [Index<RangeFull>] [Index<usize>] [IntoIterator] [Iterator] [LowerHex]
            [std::io::Read] [std::str::FromStr]
        )
    };
}

#[test]
fn the_probe_can_see() {
    assert!(implements!(String: AsRef<str>) && !implements!(String: Copy));
    let ways = ways_out!(String);
    for known in ["serde :: Serialize", "Deref", "Into<Vec<u8>>", "PartialEq", "Ord", "Hash", "Default"] {
        assert!(ways.iter().any(|way| way.replace(' ', "") == known.replace(' ', "")), "{known} in {ways:?}");
    }
}

#[test]
fn protected_types_have_no_way_out() {
    macro_rules! none {
        ($($type:ty),+ $(,)?) => {$(
            assert_eq!(ways_out!($type), Vec::<&str>::new(), stringify!($type));
        )+};
    }
    none!(
        Phi<Text>,
        Phi<Bytes>,
        Text,
        Bytes,
        Ssn,
        Mrn,
        MemberId,
        AccountNumber,
        Npi,
        OtherId,
        PersonName,
        Street,
        City,
        Zip,
        Phone,
        Email,
        BirthDate,
        ServiceDate,
        AsRecorded<Zip>,
        AsRecorded<BirthDate>,
        Rejected,
    );
}

#[test]
fn what_is_opened_cannot_be_kept_and_what_is_granted_cannot_be_doubled() {
    macro_rules! none {
        ($($type:ty),+ $(,)?) => {$(
            assert_eq!(
                implemented!($type: [Clone] [Copy] [Default] [PartialEq] [PartialOrd] [Hash] [serde::de::DeserializeOwned]
                    [Deref] [AsRef<str>] [Into<String>]),
                Vec::<&str>::new(),
                stringify!($type)
            );
        )+};
    }
    none!(
        Shown<Phi<Text>>, Shown<BirthDate>, Opened<Ssn>, Opened<BirthDate>, Walk, Source, GateSeed, Authority,
        Grant<Ssn, Reads>, Grant<Ssn, Writes>, Grant<Ssn, DeIdentifies>,
    );
    macro_rules! not_stored {
        ($($type:ty),+ $(,)?) => {$( assert!(!implements!($type: serde::Serialize), stringify!($type)); )+};
    }
    not_stored!(Walk, Source, GateSeed, Authority, Grant<Ssn, Reads>, Grant<Ssn, Writes>, Opened<Ssn>);
}

/// `{:?}` and `{}` are one constant of the type: the same for two values, whatever the flags.
#[test]
fn markers_are_constants_of_the_type() {
    fn shown(value: &(impl std::fmt::Debug + std::fmt::Display)) -> [String; 5] {
        let mut written = String::new();
        write!(written, "{value:>60.1}").unwrap();
        let mut bytes = Vec::new();
        write!(bytes, "{value:#?}").unwrap();
        [format!("{value}"), format!("{value:?}"), format!("{value:.0?}"), written, String::from_utf8(bytes).unwrap()]
    }
    macro_rules! constant {
        ($($marker:literal: $one:expr, $other:expr;)+) => {$(
            assert_eq!(shown(&$one), [$marker; 5].map(str::to_owned));
            assert_eq!(shown(&$one), shown(&$other));
        )+};
    }
    constant! {
        "[PHI]": Phi::<Text>::from("a"), Phi::<Text>::from("");
        "[PHI]": Phi::<Bytes>::from(vec![1]), Phi::<Bytes>::from(vec![]);
        "[protected text]": Text::from("a"), Text::from("");
        "[protected bytes]": Bytes::from(vec![1]), Bytes::from(vec![]);
        "[Ssn]": Ssn::parse("219-09-9999").unwrap(), Ssn::parse("219 09 9998").unwrap();
        "[Mrn]": Mrn::parse("MRN-000-17").unwrap(), Mrn::parse("x").unwrap();
        "[MemberId]": MemberId::parse("M-000-1").unwrap(), MemberId::parse("x").unwrap();
        "[AccountNumber]": AccountNumber::parse("A-000-1").unwrap(), AccountNumber::parse("x").unwrap();
        "[Npi]": Npi::parse("1234567893").unwrap(), Npi::parse("1000000004").unwrap();
        "[OtherId]": OtherId::parse("X-000-1").unwrap(), OtherId::parse("x").unwrap();
        "[PersonName]": PersonName::parse("Testpatient, Ana").unwrap(), PersonName::parse("x").unwrap();
        "[Street]": Street::parse("1 Test Street").unwrap(), Street::parse("x").unwrap();
        "[City]": City::parse("Testville").unwrap(), City::parse("x").unwrap();
        "[Zip]": Zip::parse("00001").unwrap(), Zip::parse("00002-0000").unwrap();
        "[Phone]": Phone::parse("(555) 555-0142").unwrap(), Phone::parse("+44 20 7946 0018").unwrap();
        "[Email]": Email::parse("ana@example.test").unwrap(), Email::parse("b@c.test").unwrap();
        "[BirthDate]": BirthDate::parse("1961-06-15").unwrap(), BirthDate::parse("18800101").unwrap();
        "[ServiceDate]": ServiceDate::parse("2026-01-02").unwrap(), ServiceDate::parse("20260103").unwrap();
        "[as recorded]": AsRecorded::<Zip>::new("unknown"), AsRecorded::<Zip>::new("00001");
    }
}
