//! Ages: 45 CFR 164.514(b)(2)(i)(C), "all ages over 89".

use super::Generalised;

/// The highest age that may be stated; all above form one pool.
pub const MAX_REPORTABLE_AGE: u16 = 89;

/// The age itself up to 89, `90 or older` above.
///
/// An age of 89 stays: the paragraph pools the ages *over* 89. Age in years; for infants the host passes 0.
///
/// ```
/// # use phi_deid::rule::{Generalised, age};
/// assert_eq!(age::of(89), Generalised::Age(89));
/// assert_eq!(age::of(90), Generalised::Age90OrOlder);
/// assert_eq!(age::of(104).to_string(), "90 or older");
/// ```
#[must_use]
pub const fn of(age: u16) -> Generalised {
    if age > MAX_REPORTABLE_AGE { Generalised::Age90OrOlder } else { Generalised::Age(age) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_to_130_falls_on_its_side_of_the_line() {
        for age in 0..=130 {
            let expected = if age <= 89 { age.to_string() } else { "90 or older".to_owned() };
            assert_eq!(of(age).to_string(), expected);
        }
        assert_eq!(of(u16::MAX), Generalised::Age90OrOlder);
    }
}
