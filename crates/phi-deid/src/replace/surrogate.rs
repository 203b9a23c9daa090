//! Made-up values of the same kind.
//!
//! Numbers and addresses come from the ranges that are kept for examples (555-01xx, SSN areas above 899, RFC 2606, RFC 5737), so
//! that a surrogate reaches nobody.

use phi_types::IdentifierClass;

use super::{SecretKey, canonical, shares_four};

/// A surrogate for the value; `None` where there is none of its kind, or none that shares too little with it.
pub(super) fn of(key: &SecretKey, class: IdentifierClass, value: &str) -> Option<String> {
    let compared = canonical(value);
    (0..16_u8)
        .map(|count| {
            let mac = key.mac(&[&[class.letter() as u8], compared.as_bytes(), &[count]]);
            made_up(&mut Draw { mac, key, next: 0 }, class, value)
        })
        .take_while(Option::is_some)
        .flatten()
        .find(|made_up| !shares_four(value, made_up))
}

/// Bytes by which choices are made.
struct Draw<'k> {
    mac: [u8; 32],
    key: &'k SecretKey,
    next: usize,
}

impl Draw<'_> {
    fn below(&mut self, end: usize) -> usize {
        if self.next + 4 > self.mac.len() {
            self.mac = self.key.mac(&[&self.mac]);
            self.next = 0;
        }
        let bytes = self.mac.get(self.next..self.next + 4).and_then(|b| b.try_into().ok()).unwrap_or([0; 4]);
        self.next += 4;
        u32::from_be_bytes(bytes) as usize % end.max(1)
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }

    /// The same shape: a digit for a digit, a letter for a letter.
    fn shaped(&mut self, value: &str) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
        value
            .chars()
            .map(|c| match c {
                _ if c.is_numeric() => char::from_digit(u32::try_from(self.below(10)).unwrap_or(0), 10).unwrap_or('0'),
                _ if c.is_alphabetic() => {
                    let letter = char::from(LETTERS.get(self.below(LETTERS.len())).copied().unwrap_or(b'X'));
                    if c.is_lowercase() { letter.to_ascii_lowercase() } else { letter }
                }
                _ => c,
            })
            .collect()
    }
}

fn made_up(draw: &mut Draw<'_>, class: IdentifierClass, value: &str) -> Option<String> {
    Some(match class {
        IdentifierClass::Name => {
            let family = draw.of(FAMILY);
            match value.split_whitespace().count() {
                0 | 1 => family.to_owned(),
                _ if value.contains(',') => format!("{family}, {}", draw.of(GIVEN)),
                _ => format!("{} {family}", draw.of(GIVEN)),
            }
        }
        IdentifierClass::Geography if value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(' ') => {
            format!("{} {} Street", draw.below(899) + 100, draw.of(TOWN))
        }
        IdentifierClass::Geography => draw.of(TOWN).to_owned(),
        IdentifierClass::Phone | IdentifierClass::Fax => {
            format!("{}-555-01{:02}", 200 + draw.below(8) * 100 + 12, draw.below(100))
        }
        IdentifierClass::Ssn => format!("9{:02}-{:02}-{:04}", draw.below(100), draw.below(100), draw.below(10_000)),
        IdentifierClass::Email => format!("{}{}@example.org", draw.of(GIVEN).to_lowercase(), draw.below(900) + 100),
        IdentifierClass::Url => format!("https://example.org/{}", draw.below(900_000) + 100_000),
        IdentifierClass::IpAddress if value.contains(':') => format!("2001:db8::{:x}", draw.below(0xffff)),
        IdentifierClass::IpAddress => format!("192.0.2.{}", draw.below(254) + 1),
        IdentifierClass::Date | IdentifierClass::Photo | IdentifierClass::Biometric => return None,
        _ => draw.shaped(value),
    })
}

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "Alina", "Bruno", "Celia", "Dario", "Edith", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Karla", "Leon", "Mira", "Nils", "Olive", "Piers", "Quinn",
    "Ruth", "Silas", "Thea", "Ulric", "Vera", "Wanda", "Xenia", "Yuri", "Zelda", "Astrid", "Boris", "Clara", "Doris", "Emil", "Flora",
];

#[rustfmt::skip]
const FAMILY: &[&str] = &[
    "Alder", "Birch", "Calder", "Dunmore", "Elwood", "Farrow", "Garrick", "Hartwell", "Ingram", "Jarvis", "Kendrick", "Larkin", "Merritt", "Norwood",
    "Oakley", "Penrose", "Quimby", "Ridley", "Sterling", "Thorne", "Upton", "Vance", "Whitlock", "Yarrow", "Zeller", "Ashby", "Barlow", "Croft",
    "Draper", "Ellery", "Fenton", "Granger",
];

#[rustfmt::skip]
const TOWN: &[&str] = &[
    "Alderbrook", "Birchford", "Cedarmoor", "Dunhollow", "Elmcrest", "Ferndell", "Glenharrow", "Hollowbridge", "Ivyfield", "Juniper Falls", "Kestrel Bay",
    "Larchmere", "Mossgate", "Nettleford", "Oakhaven Rise", "Pinehollow", "Quarry Bend", "Rushwick", "Stonemere", "Thistledown", "Underhill Cross",
    "Violet Springs", "Willowmarsh", "Yewbank",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn surrogate(class: IdentifierClass, value: &str) -> Option<String> {
        of(&SecretKey::new(&[7; 32]), class, value)
    }

    #[test]
    fn each_kind_has_its_range() {
        use IdentifierClass::{Email, Fax, Geography, IpAddress, MedicalRecordNumber, Name, Phone, Photo, Ssn, Url};
        assert!(surrogate(Phone, "000-000-0000").unwrap().contains("-555-01"));
        assert!(surrogate(Fax, "(000) 000-0000").unwrap().contains("-555-01"));
        assert!(surrogate(Ssn, "900-12-3456").unwrap().starts_with('9'));
        assert!(surrogate(Email, "ana@test.invalid").unwrap().ends_with("@example.org"));
        // A value of the same range shares too much with any surrogate.
        assert_eq!(surrogate(Phone, "212-555-0142"), None);
        assert!(surrogate(Url, "chart.example.net").is_none_or(|url| url.starts_with("https://example.org/")));
        assert!(surrogate(IpAddress, "198.51.100.7").unwrap().starts_with("192.0.2."));
        assert!(surrogate(Geography, "12 Sample Lane").unwrap().ends_with(" Street"));
        assert_eq!(surrogate(Name, "Ana Testcase").unwrap().split(' ').count(), 2);
        assert!(surrogate(Name, "Testcase, Ana").unwrap().contains(", "));
        let shaped = surrogate(MedicalRecordNumber, "AB-0042").unwrap();
        assert!(
            shaped.len() == 7 && shaped.as_bytes()[2] == b'-' && shaped.starts_with(|c: char| c.is_ascii_uppercase())
        );
        assert_eq!(surrogate(Photo, "face.jpg"), None);
    }

    #[test]
    fn the_same_value_has_the_same_and_shares_little_with_it() {
        for value in GIVEN.iter().chain(FAMILY).chain(TOWN) {
            let made_up = surrogate(IdentifierClass::Name, value).unwrap();
            assert_eq!(Some(&made_up), surrogate(IdentifierClass::Name, &value.to_uppercase()).as_ref());
            assert!(!shares_four(value, &made_up));
        }
    }
}
