//! What protection costs in memory: nothing.

use core::mem::size_of;
use std::boxed::Box;

use crate::{
    Age, AsRecorded, BirthDate, Bytes, Coordinates, DeviceId, Email, IpAddress, Mrn, PersonName, Phi, Photo, Ssn, Text,
    Url, Vin, Zip,
};

#[test]
fn phi_is_as_large_as_what_it_wraps() {
    assert_eq!(size_of::<Phi<Text>>(), size_of::<Text>());
    assert_eq!(size_of::<Phi<Bytes>>(), size_of::<Bytes>());
    assert_eq!(size_of::<Text>(), size_of::<Box<str>>());
    assert_eq!(size_of::<Bytes>(), size_of::<Box<[u8]>>());
    assert_eq!((size_of::<BirthDate>(), size_of::<Age>()), (4, 1));
}

#[test]
fn an_option_of_a_boxed_identifier_is_no_larger() {
    macro_rules! as_large {
        ($($type:ty),+ $(,)?) => {$(
            assert_eq!(size_of::<Option<$type>>(), size_of::<$type>(), stringify!($type));
            assert_eq!(size_of::<$type>(), size_of::<Text>(), stringify!($type));
        )+};
    }
    as_large!(
        Phi<Text>,
        Phi<Bytes>,
        PersonName,
        Zip,
        Coordinates,
        Email,
        Ssn,
        Mrn,
        Vin,
        DeviceId,
        Url,
        IpAddress,
        Photo,
        AsRecorded<Zip>,
        AsRecorded<BirthDate>,
    );
}
