//! Building blocks for software that handles protected health information: the front door.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

/// Types that cannot leak, record declarations, the gate: the crate `phi-types`.
pub mod types {
    #[doc(inline)]
    pub use phi_types::*;

    /// Declares a record. The derive that knows `hipaa` as the way to the types.
    pub use phi_derive::PhiRecordOfHipaa as PhiRecord;
    pub use phi_types::record::PhiRecord;
}

#[cfg(feature = "access")]
#[doc(inline)]
pub use phi_access as access;
#[cfg(feature = "audit")]
#[doc(inline)]
pub use phi_audit as audit;
#[cfg(feature = "deid")]
#[doc(inline)]
pub use phi_deid as deid;
#[cfg(feature = "envelope")]
#[doc(inline)]
pub use phi_envelope as envelope;
#[cfg(feature = "intake")]
#[doc(inline)]
pub use phi_intake as intake;
