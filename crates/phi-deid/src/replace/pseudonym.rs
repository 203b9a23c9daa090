//! Keyed pseudonyms of values in texts.

use phi_types::IdentifierClass;

use super::{SecretKey, alphabet, canonical, shares_four};

/// Eighty bits of HMAC-SHA-256 over letter, value and a counter, which goes on while four letters of the value show.
pub(super) fn of(key: &SecretKey, class: IdentifierClass, value: &str) -> String {
    let compared = canonical(value);
    let mut code = String::new();
    for count in 0..=u8::MAX {
        let mac = key.mac(&[&[class.letter() as u8], compared.as_bytes(), &[count]]);
        code = alphabet::write(mac.get(..alphabet::CODE / 2).unwrap_or_default());
        if !shares_four(value, &code) {
            break;
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_letter_and_value_each_change_it() {
        let key = SecretKey::new(&[7; 32]);
        let base = of(&key, IdentifierClass::Name, "Ana Testcase");
        assert_eq!(base, of(&key, IdentifierClass::Name, "ANA TESTCASE"));
        assert!(alphabet::is_code(&base));
        for other in [
            of(&key, IdentifierClass::Name, "Rosa Testcase"),
            of(&key, IdentifierClass::Geography, "Ana Testcase"),
            of(&SecretKey::new(&[8; 32]), IdentifierClass::Name, "Ana Testcase"),
        ] {
            assert_ne!(base, other);
        }
    }
}
