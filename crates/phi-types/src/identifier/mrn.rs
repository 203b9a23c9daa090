//! Medical record numbers: (H).

use super::{
    define::text_identifiers,
    read::exact,
    reason::{Flaw, ParseReason, Rejected},
};
use crate::value::Text;

/// The separator of HL7 v2's data type CX: `value^check digit^scheme^assigning authority`.
const COMPONENT: char = '^';
const BEFORE_AUTHORITY: &str = "^^^";

text_identifiers! {
    /// A medical record number: up to 64 bytes of whatever its authority uses, and the authority that assigned it. (H)
    ///
    /// A number means something only beside its authority: two hospitals give the same number to two patients. The authority
    /// is optional, since many systems know only their own. With one the text form is HL7 v2's CX, `value^^^authority`
    /// (chapter 2A.2.14, components 1 and 4); without one it is the value alone. Two numbers match when both parts do.
    ///
    /// ```
    /// use phi_types::Mrn;
    /// let north = Mrn::assigned("000-17", "NORTH")?;
    /// assert!(north.matches(&Mrn::parse("000-17^^^NORTH")?));
    /// assert!(!north.matches(&Mrn::assigned("000-17", "SOUTH")?) && !north.matches(&Mrn::parse("000-17")?));
    /// assert_eq!(Mrn::split("000-17^^^NORTH"), ("000-17", Some("NORTH"))); // what a granted view shows, in its parts
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [MedicalRecordNumber] Mrn, 192, mrn;
}

impl Mrn {
    /// A number and the authority that assigned it, of at most 64 and 120 bytes.
    ///
    /// # Errors
    /// [`Rejected`] when either is empty, too long, or holds a `^` or a control character. The value is handed back protected.
    pub fn assigned(value: impl Into<Text>, authority: &str) -> Result<Self, Rejected> {
        let value = value.into();
        let flaw = match authority.trim() {
            "" => ParseReason::Empty,
            long if long.len() > 120 => ParseReason::Length,
            odd if odd.chars().any(|c| c == COMPONENT || c.is_control()) => ParseReason::Shape,
            authority => {
                let bare = value.expose().trim();
                let whole = exact(
                    bare.len().saturating_add(3).saturating_add(authority.len()),
                    bare.chars().chain(BEFORE_AUTHORITY.chars()).chain(authority.chars()),
                );
                match Self::by(whole, mrn) {
                    Ok(mrn) => return Ok(mrn),
                    Err(refused) => refused.reason(),
                }
            }
        };
        Err(Rejected::new("Mrn", flaw.into(), value))
    }

    /// Splits the text of a granted view into the value and, where there is one, the assigning authority.
    #[must_use]
    pub fn split(granted: &str) -> (&str, Option<&str>) {
        match granted.split_once(BEFORE_AUTHORITY) {
            Some((value, authority)) => (value, Some(authority)),
            None => (granted, None),
        }
    }
}

fn mrn(raw: &str) -> Result<Text, Flaw> {
    let (value, authority) = Mrn::split(raw);
    let (value, authority) = (value.trim(), authority.map(str::trim));
    if value.is_empty() || authority.is_some_and(str::is_empty) {
        return Err(ParseReason::Empty.into());
    }
    if value.len() > 64 {
        return Err(ParseReason::Length.into());
    }
    if value.contains(COMPONENT) || authority.is_some_and(|authority| authority.contains(COMPONENT)) {
        return Err(ParseReason::Shape.into());
    }
    match authority {
        None => Ok(Text::from(value)),
        Some(authority) => {
            let parts = value.chars().chain(BEFORE_AUTHORITY.chars()).chain(authority.chars());
            Ok(exact(value.len().saturating_add(3).saturating_add(authority.len()), parts))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_are_kept_and_checked() {
        for (raw, canonical) in [("MRN-000-17", "MRN-000-17"), (" 17 ^^^ NORTH ", "17^^^NORTH")] {
            assert_eq!(Mrn::parse(raw).unwrap().0.expose(), canonical);
        }
        for bad in ["17^M11^^NORTH", "17^^^NORTH^MR", "^^^NORTH", "17^^^", "1^7"] {
            assert!(Mrn::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Mrn::assigned("17", "").unwrap_err().reason(), ParseReason::Empty);
        assert_eq!(Mrn::assigned("", "NORTH").unwrap_err().reason(), ParseReason::Empty);
        assert_eq!(Mrn::assigned("1^7", "NORTH").unwrap_err().reason(), ParseReason::Shape);
        assert_eq!(Mrn::assigned("17", "NO^RTH").unwrap_err().reason(), ParseReason::Shape);
        assert_eq!(Mrn::assigned("17", &"N".repeat(121)).unwrap_err().reason(), ParseReason::Length);
        assert_eq!(Mrn::parse("1".repeat(65)).unwrap_err().reason(), ParseReason::Length);
        assert!(Mrn::assigned("1".repeat(64), &"N".repeat(120)).is_ok());
    }

    #[test]
    fn a_refused_assignment_hands_back_the_value_alone() {
        let refused = Mrn::assigned("1^7", "NORTH").unwrap_err();
        assert_eq!(refused.into_input().expose(), "1^7");
    }
}
