//! Everything else that is unique to one person: (R).

use super::{define::text_identifiers, read::anything};

text_identifiers! {
    /// Any other number, characteristic or code that names one person, of at most 128 bytes: a trial number, a barcode, a UUID, a
    /// hash of any of the others. (R)
    ///
    /// ```
    /// use phi_types::OtherId;
    /// assert!(OtherId::parse("TRIAL-000-1").is_ok());
    /// ```
    [Other] OtherId, 128, anything;
}
