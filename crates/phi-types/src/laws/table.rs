//! The table: each type with its well-formed inputs, and from it one property for each law and type.

use proptest::prelude::*;

use super::{
    CANARY, config,
    decoding::no_error_quotes_the_input,
    input::{checked, coordinates, date, ip, itin, pattern, ssn, text},
    marker::{a_marker_is_no_value, formatting_is_one_constant},
    value::{
        a_refusal_holds_no_canary, any_input_parses_or_is_handed_back, matching_is_equality_of_canonical_values,
        parsing_is_idempotent, reading_and_redacting_with_serde, sealing_form_round_trips,
    },
};
use crate::identifier::Marked;

/// How many laws there are below; each is one property of each type.
const LAWS: usize = 9;

macro_rules! table {
    ($($room:ident: $type:ident = $valid:expr;)*) => {
        /// The constant of every type, for the law that none is a value of any.
        const MARKERS: &[&str] = &["[PHI]", "[protected text]", "[protected bytes]", "[as recorded]", "[Photo]", "[choice]", "[link]", "[SubjectId]", $(<crate::$type as Marked>::MARKER),*];
        const TYPES: usize = [$(stringify!($type)),*].len();

        $(mod $room {
            use super::*;
            use crate::$type as Type;

            fn valid() -> BoxedStrategy<String> {
                $valid
            }

            proptest! {
                #![proptest_config(config())]

                #[test]
                fn formatting(case in (valid(), valid(), 0_usize..100, 0_usize..100)) {
                    formatting_is_one_constant::<Type>(&case)?;
                }

                #[test]
                fn markers(at in 0..MARKERS.len(), before in "[A-Za-z0-9 \\[\\]]{0,6}", behind in "[A-Za-z0-9 \\[\\]]{0,6}") {
                    a_marker_is_no_value::<Type>(MARKERS[at], &before, &behind)?;
                }

                #[test]
                fn idempotence(raw in valid()) {
                    parsing_is_idempotent::<Type>(&raw)?;
                }

                #[test]
                fn any_input(raw in prop_oneof![any::<String>(), "\\PC{0,40}", "[0-9A-Z+=/():.@ -]{0,40}", "\\s*[0-9]{1,20}\\s*"]) {
                    any_input_parses_or_is_handed_back::<Type>(&raw)?;
                }

                #[test]
                fn refusals(good in valid(), canary in CANARY, at in 0_usize..40) {
                    a_refusal_holds_no_canary::<Type>(&good, &canary, at)?;
                }

                #[test]
                fn matching(a in valid(), b in valid()) {
                    matching_is_equality_of_canonical_values::<Type>(&a, &b)?;
                }

                #[test]
                fn sealing(raw in valid()) {
                    sealing_form_round_trips::<Type>(&raw)?;
                }

                #[test]
                fn serde(raw in valid()) {
                    reading_and_redacting_with_serde::<Type>(&raw)?;
                }

                #[test]
                fn decoding(canary in CANARY) {
                    no_error_quotes_the_input::<Type>(&canary)?;
                }
            }
        })*
    };
}

table! {
    person_name: PersonName = text();
    street: Street = text();
    city: City = text();
    county: County = text();
    zip: Zip = pattern("[0-9]{5}(-?[0-9]{4})?");
    position: Coordinates = coordinates();
    birth_date: BirthDate = date();
    service_date: ServiceDate = date();
    admission_date: AdmissionDate = date();
    discharge_date: DischargeDate = date();
    death_date: DeathDate = date();
    other_date: OtherDate = date();
    age: Age = (0_u8..131).prop_map(|years| years.to_string()).boxed();
    phone: Phone = pattern("(\\(?[2-9][0-9]{2}\\)? [2-9][0-9]{2}-[0-9]{4})|(\\+[2-9][0-9 ]{6,12}[0-9]{2})").prop_filter("long enough", |raw| crate::Phone::parse(raw.as_str()).is_ok()).boxed();
    fax: Fax = pattern("1?[2-9][0-9]{2}[ .-][2-9][0-9]{2}[ .-]555[0-9]");
    email: Email = pattern("[A-Za-z0-9.+_-]{1,20}@([A-Za-z0-9-]{1,12}\\.){1,3}(org|TEST)");
    social_security: Ssn = ssn();
    taxpayer: Itin = itin();
    record_number: Mrn = pattern("[A-Za-z0-9][A-Za-z0-9 -]{0,20}[0-9](\\^\\^\\^[A-Z]{1,9})?");
    medicare: MedicareBeneficiaryId = pattern("[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}");
    member: MemberId = text();
    account: AccountNumber = text();
    card: PaymentCard = checked::<crate::PaymentCard>("[0-9]{11,18}_", "0123456789");
    npi: Npi = checked::<crate::Npi>("[12][0-9]{8}_", "0123456789");
    dea: DeaNumber = checked::<crate::DeaNumber>("[A-Z][A-Z9][0-9]{6}_", "0123456789");
    driver: DriverLicense = pattern("[A-Z0-9]([A-Z0-9*-]{0,20}[A-Z0-9])?");
    passport: Passport = pattern("[A-Za-z0-9]{6,9}");
    vin: Vin = pattern("[A-HJ-NPR-Za-hj-npr-z0-9]{17}");
    plate: LicensePlate = pattern("[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4}");
    udi: DeviceId = prop_oneof![
        checked::<crate::DeviceId>("(\\(01\\))?[0-9]{13}_", "0123456789"),
        checked::<crate::DeviceId>("\\+[A-Z][A-Z0-9]{4,20}[0-9]_", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"),
        pattern("=/[A-Z0-9]{16}"),
    ].prop_filter("white space is no part of it", |raw| !raw.ends_with(' ')).boxed();
    imei: Imei = checked::<crate::Imei>("[0-9]{2}-?[0-9]{12}_", "0123456789");
    mac: MacAddress = pattern("([0-9a-fA-F]{12})|([0-9a-f]{2}(:[0-9A-F]{2}){5})|([0-9a-f]{4}(\\.[0-9A-F]{4}){2})");
    serial: Serial = text();
    url: Url = pattern("[a-zA-Z][a-zA-Z0-9+.-]{0,5}://([a-z]{1,5}@)?[A-Za-z0-9-]{1,12}(\\.[A-Za-z]{2,5}){1,2}(:[0-9]{2,4})?(/[A-Za-z0-9@:]{0,9}){0,2}(\\?[a-z=]{0,5})?(#[a-z]{0,3})?");
    ip_address: IpAddress = ip();
    biometric: BiometricId = text();
    other: OtherId = text();
}

// The demand on this crate: at least sixty properties.
const _: () = assert!(LAWS * TYPES >= 60);

#[test]
fn every_type_is_in_the_table_and_every_marker_is_refused() {
    println!("{} properties: {LAWS} laws over {TYPES} identifier types", LAWS * TYPES);
    for marker in MARKERS {
        assert!(crate::identifier::is_marker(marker), "{marker} is missing from the list of markers");
    }
}
