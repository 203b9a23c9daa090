//! Text on its way from the input to a protected value; wiped when dropped.

use zeroize::Zeroizing;

/// A piece of the input. It has no `Debug` of use: only tests compare it.
///
/// INVARIANT: made at its final size. A `String` that grows leaves its shorter copies on the heap unwiped.
pub(crate) type Secret = Zeroizing<String>;

/// Copies a text at its exact size.
pub(crate) fn secret(text: &str) -> Secret {
    Zeroizing::new(String::from(text))
}

/// Trims, and makes nothing of what is blank.
pub(crate) fn present(text: &str) -> Option<Secret> {
    let text = text.trim();
    if text.is_empty() { None } else { Some(secret(text)) }
}

/// Joins the parts that are not blank.
pub(crate) fn join(parts: &[&str], between: &str) -> Secret {
    let kept = || parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    let room = kept().fold(0_usize, |sum, part| sum.saturating_add(part.len()).saturating_add(between.len()));
    let mut out = Zeroizing::new(String::with_capacity(room));
    for (at, part) in kept().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        out.push_str(part);
    }
    out
}

/// As [`join`], of secrets.
pub(crate) fn join_all(parts: &[Secret], between: &str) -> Secret {
    let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
    join(&parts, between)
}

/// `Family, Given Middle Suffix`, with what there is of it.
pub(crate) fn person_name(family: &str, others: &[&str]) -> Option<Secret> {
    let others = join(others, " ");
    present(&join(&[family, &others], ", "))
}

/// `name: value unit`, or nothing without a value.
pub(crate) fn finding(name: &str, value: &str, unit: &str) -> Option<Secret> {
    let measured = join(&[value, unit], " ");
    if value.trim().is_empty() { None } else { present(&join(&[name, &measured], ": ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_passes_over_what_is_blank_and_never_grows() {
        let joined = join(&["a", " ", "", " b "], ", ");
        assert_eq!(joined.as_str(), "a, b");
        assert_eq!(join(&[], ", ").as_str(), "");
        assert_eq!(person_name("Testpatient", &["Ana", "", "III"]).unwrap().as_str(), "Testpatient, Ana III");
        assert_eq!(person_name("", &["Ana"]).unwrap().as_str(), "Ana");
        assert!(person_name("", &[" "]).is_none() && finding("Glucose", " ", "mg/dL").is_none());
        assert_eq!(finding("", "5", "").unwrap().as_str(), "5");
    }
}
