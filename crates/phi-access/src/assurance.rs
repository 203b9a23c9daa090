//! How somebody was authenticated, and what that is worth.

use alloc::{string::String, vec::Vec};

pub use phi_types::Assurance;
use time::OffsetDateTime;

/// An authentication event, as the identity provider reported it: 45 CFR 164.312(d) asks for the verification, and the provider does
/// it. A session never ranks above its event.
///
/// ```
/// use phi_access::{Assurance, Authentication};
/// use time::OffsetDateTime;
/// let now = OffsetDateTime::UNIX_EPOCH;
/// assert_eq!(Authentication::new(now, &["pwd"], None).assurance(), Assurance::Aal1);
/// assert_eq!(Authentication::new(now, &["pwd", "otp"], None).assurance(), Assurance::Aal2);
/// // What nobody standardised is worth one factor.
/// assert_eq!(Authentication::new(now, &["magic"], Some("gold")).assurance(), Assurance::Aal1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    at: OffsetDateTime,
    methods: Vec<String>,
    class: Option<String>,
    assurance: Assurance,
    phishing_resistant: bool,
}

impl Authentication {
    /// An event with the values of `amr` (RFC 8176) and, where there is one, of `acr`.
    ///
    /// The mapping is conservative. Two factors are two of: something known (`pwd`, `pin`, `kba`), something held (`otp`, `hwk`, `swk`,
    /// `sc`, `pop`), something that one is (`fpt`, `face`, `iris`, `retina`, `vbm`), or `mfa`, said by the provider. Text messages and
    /// calls (`sms`, `tel`) count as held, but never beyond AAL2. Phishing resistance is believed only where `acr` is
    /// `phr` or `phrh` (OpenID EAP) *and* a key was used; AAL3 needs `phrh` and two factors. `acr` never raises what `amr` does not bear out.
    #[must_use]
    pub fn new(at: OffsetDateTime, amr: &[&str], acr: Option<&str>) -> Self {
        let any = |of: &[&str]| amr.iter().any(|method| of.contains(method));
        let factors = [
            any(&["pwd", "pin", "kba"]),
            any(&["otp", "hwk", "swk", "sc", "pop", "sms", "tel"]),
            any(&["fpt", "face", "iris", "retina", "vbm"]),
        ];
        let two = factors.iter().filter(|present| **present).count() >= 2 || any(&["mfa"]);
        let phishing_resistant = any(&["hwk", "swk", "sc", "pop"]) && matches!(acr, Some("phr" | "phrh"));
        let hardware = any(&["hwk", "sc"]) && acr == Some("phrh");
        let assurance = match (two, phishing_resistant && hardware) {
            (true, true) => Assurance::Aal3,
            (true, false) => Assurance::Aal2,
            (false, _) => Assurance::Aal1,
        };
        Self {
            at,
            methods: amr.iter().map(|method| (*method).into()).collect(),
            class: acr.map(Into::into),
            assurance,
            phishing_resistant,
        }
    }

    /// An event about which nothing is known but when it was: one factor.
    #[must_use]
    pub fn unknown(at: OffsetDateTime) -> Self {
        Self::new(at, &[], None)
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// The methods, as reported.
    #[must_use]
    pub fn methods(&self) -> &[String] {
        &self.methods
    }

    /// The class, as reported.
    #[must_use]
    pub fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }

    /// What it is worth.
    #[must_use]
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// Whether it resists phishing.
    #[must_use]
    pub const fn is_phishing_resistant(&self) -> bool {
        self.phishing_resistant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(amr: &[&str], acr: Option<&str>) -> (Assurance, bool) {
        let event = Authentication::new(OffsetDateTime::UNIX_EPOCH, amr, acr);
        (event.assurance(), event.is_phishing_resistant())
    }

    #[test]
    fn methods_are_mapped_conservatively() {
        assert_eq!(worth(&[], Some("phrh")), (Assurance::Aal1, false), "a class alone is worth nothing");
        assert_eq!(worth(&["pwd", "kba"], None), (Assurance::Aal1, false), "two of one kind are one factor");
        assert_eq!(worth(&["hwk"], None), (Assurance::Aal1, false));
        assert_eq!(worth(&["hwk", "pin"], None), (Assurance::Aal2, false), "resistance has to be said");
        assert_eq!(worth(&["swk", "fpt"], Some("phr")), (Assurance::Aal2, true));
        assert_eq!(worth(&["swk", "fpt"], Some("phrh")), (Assurance::Aal2, true), "a software key is no hardware");
        assert_eq!(worth(&["hwk", "pin"], Some("phrh")), (Assurance::Aal3, true));
        assert_eq!(worth(&["pwd", "sms"], Some("phrh")), (Assurance::Aal2, false));
        assert_eq!(worth(&["mfa"], None), (Assurance::Aal2, false));
    }
}
