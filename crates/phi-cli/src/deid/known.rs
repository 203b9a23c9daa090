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
    let class = IdentifierClass::ALL
        .into_iter()
        .find(|class| tag_word(*class).eq_ignore_ascii_case(word.trim()))
        .ok_or("no such kind: NAME, LOCATION, DATE, PHONE, MRN, …")?;
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
    }
}
