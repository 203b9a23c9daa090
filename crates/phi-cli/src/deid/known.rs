//! The file of known values: a line each, the word of the tag, a tab, the value.

use std::{fs, path::Path};

use phi_deid::text::{Known, tag_word};
use phi_types::IdentifierClass;

use crate::failure::Failure;

/// A known value that outlives the file it came from.
pub(crate) struct OwnedKnown {
    value: String,
    class: IdentifierClass,
}

impl OwnedKnown {
    pub(crate) const fn borrow(&self) -> Known<'_> {
        Known { value: self.value.as_str(), class: self.class }
    }
}

pub(crate) fn read(path: &Path) -> Result<Vec<OwnedKnown>, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::Read)?;
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| parse(line).map_err(|reason| Failure::Known { line: at + 1, reason }))
        .collect()
}

fn parse(line: &str) -> Result<OwnedKnown, &'static str> {
    let (word, value) = line.split_once('\t').ok_or("no tab between kind and value")?;
    let word = word.trim().to_ascii_uppercase();
    // As labelled corpora call two of them.
    let word = match word.as_str() {
        "HEALTHPLAN" => "PLAN",
        "OTHERID" => "ID",
        word => word,
    };
    let class = IdentifierClass::ALL.into_iter().find(|class| tag_word(*class) == word).ok_or(
        "no such kind: NAME, LOCATION, DATE, PHONE, FAX, EMAIL, SSN, MRN, PLAN, ACCOUNT, LICENSE, VEHICLE, DEVICE, URL, IP, \
         BIOMETRIC, PHOTO, ID",
    )?;
    Ok(OwnedKnown { value: value.trim().to_owned(), class })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_kind_and_a_value() {
        let known = parse("name\tTestcase, Ana").unwrap();
        assert_eq!((known.class, known.value.as_str()), (IdentifierClass::Name, "Testcase, Ana"));
        assert!(parse("Testcase, Ana").is_err());
        assert!(parse("nobody\tTestcase").is_err());
        // The message names each kind, and no other.
        let reason = parse("nobody\tTestcase").err().unwrap();
        let kinds = reason.strip_prefix("no such kind: ").unwrap().split(", ");
        assert!(kinds.eq(IdentifierClass::ALL.map(tag_word)));
        assert_eq!(parse("OTHERID\tZX-99-12").unwrap().class, IdentifierClass::Other);
        assert_eq!(parse("healthplan\tZX-99-12").unwrap().class, IdentifierClass::HealthPlanBeneficiary);
    }
}
