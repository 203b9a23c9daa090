//! Names: (A).

use super::{define::text_identifiers, read::anything};

text_identifiers! {
    /// A person's name, as one text. (A)
    ///
    /// Names follow no grammar, so all that is asked is that there is one, of at most 256 bytes, without control characters.
    /// 45 CFR 164.514(b)(2)(i)(A) means relatives, employers and household members as well.
    ///
    /// ```
    /// use phi_types::PersonName;
    /// let name = PersonName::parse("Testpatient, Ana")?;
    /// assert_eq!(name.to_string(), "[PersonName]");
    /// assert!(PersonName::parse(name.to_string()).is_err()); // a marker is no name
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Name] PersonName, 256, anything;
}
