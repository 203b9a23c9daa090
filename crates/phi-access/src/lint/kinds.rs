//! The lints: code, severity, citation, advice.

use core::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It means nothing, or not what it seems to.
    Note,
    /// It grants more than the Rule would have it, or than anybody seems to have meant.
    Warning,
    /// The document does not load, or a use or disclosure stands there without what the law asks for.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! lints {
    ($( $name:ident $code:literal $severity:ident $doc:literal, $advice:literal, $citation:literal; )*) => {
        /// A lint. The codes are stable; new ones are added at the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Lint {
            $( #[doc = concat!($code, ": ", $doc, ".")] $name, )*
        }

        impl Lint {
            /// Every lint, in the order of their codes.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// `L01` and so on.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )* }
            }

            /// What it looks for.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $( Self::$name => $doc, )* }
            }

            /// What to do about it.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $( Self::$name => $advice, )* }
            }

            /// Where the demand comes from.
            #[must_use]
            pub const fn citation(self) -> &'static str {
                match self { $( Self::$name => $citation, )* }
            }
        }
    };
}

lints! {
    UnknownName "L01" Error "a role, record type, field or word that does not exist",
        "write the name that was meant", "45 CFR 164.308(a)(4)(ii)(C)";
    WholeRecord "L02" Error "a whole record without a written justification",
        "name the fields that are needed, or write why all of them are", "45 CFR 164.514(d)(5)";
    DisclosureWithoutProtocol "L03" Error "a disclosure with neither a protocol nor a review",
        "name the standing protocol, or have each one reviewed", "45 CFR 164.514(d)(3)";
    SeparationByInheritance "L04" Error "a role that inherits two roles that exclude each other",
        "let it inherit one of them", "45 CFR 164.308(a)(3)(ii)(B); NIST SP 800-53 AC-5";
    NotesWithoutParagraph "L05" Error "psychotherapy notes without the paragraph that bears it",
        "name the paragraph, or do without the notes", "45 CFR 164.508(a)(2)";
    WholeRecordInPieces "L06" Warning "permits that together are a whole record, which none of them justifies",
        "leave out what is not needed, or use one permit with `whole_record`", "45 CFR 164.514(d)(5)";
    OverBroadRole "L07" Warning "a role that reaches every record type for three or more unrelated purposes",
        "split the role by what its holders do", "45 CFR 164.514(d)(2)(i)";
    NeverUsable "L08" Note "a permit that never grants anything",
        "delete it, or the forbid that covers it", "45 CFR 164.308(a)(4)(ii)(C)";
    ActionWithoutFields "L09" Note "an action for which the rule has no field",
        "delete the action, or give it fields", "45 CFR 164.308(a)(4)(ii)(C)";
    Subsumed "L10" Note "a rule that another one covers",
        "delete it", "45 CFR 164.308(a)(4)(ii)(C)";
    ForbidNeverMatches "L11" Warning "a forbid that no permit ever meets",
        "delete it, or mend its conditions: it may protect less than it seems to", "45 CFR 164.308(a)(4)(ii)(C)";
    AsksAndApproves "L12" Warning "one role breaks the glass and may review it",
        "let another role read the log, and make the two exclude each other", "45 CFR 164.308(a)(1)(ii)(D); NIST SP 800-53 AC-5";
    ExclusionOfOne "L13" Note "an exclusion with fewer than two roles",
        "name the roles that it keeps apart, or delete it", "NIST SP 800-53 AC-5";
    DisclosureForAnything "L14" Warning "a disclosure for all of operations, or for unrelated purposes",
        "name the cases, such as HQUALIMP, and write one rule for each purpose", "45 CFR 164.514(d)(3), 164.506(c)(4)";
    WildcardPurpose "L15" Warning "a permit for four or more of the seven general purposes",
        "write one rule for each purpose", "45 CFR 164.514(d)(2)";
    NotesReachable "L16" Error "notes on mental health where no author is asked for",
        "declare the record type under `psychotherapy_notes`, or leave the field out", "45 CFR 164.501, 164.508(a)(2)";
    Part2ForProceedings "L17" Warning "records under 42 CFR Part 2 within reach of legal proceedings",
        "leave legal proceedings out, or ask for the court order where one reads the rule", "42 CFR 2.12(d)(1), 2.61 to 2.67";
    GlassGrantsNothing "L18" Note "a break-glass rule for what its roles read anyway",
        "delete it, or tie the ordinary permit to a relationship", "45 CFR 164.312(a)(2)(ii)";
    NobodyReviews "L19" Error "break-glass rules, and no role that may review them",
        "permit some role `read-log` on administration", "45 CFR 164.308(a)(1)(ii)(D), 164.312(b)";
    LateReview "L20" Warning "a review more than a week after the glass was broken",
        "have it reviewed within days", "45 CFR 164.308(a)(1)(ii)(D)";
    BeginsWithoutEnd "L21" Warning "a temporary permit without an end",
        "say `valid_until`", "45 CFR 164.308(a)(3)(ii)(C)";
    Confusable "L22" Warning "two names that the eye takes for one",
        "rename one of them", "45 CFR 164.312(a)(2)(i); Unicode UTS 39";
    ResearchWithoutBasis "L23" Error "research on identifiers without authorization, waiver or limited data set",
        "ask for the authorization, have the waiver reviewed, or leave direct identifiers out", "45 CFR 164.508, 164.512(i), 164.514(e)";
    WriteWithoutRead "L24" Note "a field that is changed by somebody who cannot read it",
        "permit reading it, or do not permit changing it", "45 CFR 164.312(c)(1)";
    SearchOnUnreadable "L25" Warning "a field that is searched by somebody who cannot read it",
        "leave it out: answers to searches tell what it holds", "45 CFR 164.514(d)(2)";
    ServiceInherits "L26" Warning "a role that services may hold inherits a clinical one",
        "declare it clinical: services lose the inherited part and nobody sees it", "45 CFR 164.308(a)(4)(ii)(B)";
    TreatsAndIsNotClinical "L27" Warning "a role that treats and is not declared clinical",
        "declare it clinical, so that no service holds it", "45 CFR 164.308(a)(4)(ii)(B)";
    RestrictionInEmergency "L28" Warning "an agreed restriction that does not lift in an emergency",
        "make it liftable", "45 CFR 164.522(a)(1)(iii)";
    MarketingWithoutAuthorization "L29" Error "marketing without an authorization",
        "ask for the authorization", "45 CFR 164.508(a)(3)";
    GeneticForUnderwriting "L30" Error "genetic information for coverage, where underwriting happens",
        "leave the genetic fields out", "45 CFR 164.502(a)(5)(i)";
    RoleWithoutRules "L31" Note "a role to which no rule applies",
        "delete it", "45 CFR 164.308(a)(4)(ii)(C)";
    TreatmentOfAnybody "L32" Warning "treatment of anybody: clinical content without a relationship",
        "ask for a relationship", "45 CFR 164.514(d)(2), 164.308(a)(4)";
    OwnAccessOfAnybody "L33" Error "the individual's own access to anybody's record",
        "ask for `self` or `personal-representative`", "45 CFR 164.524, 164.502(g)";
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_every_part_is_said() {
        for (at, lint) in (1..).zip(Lint::ALL) {
            assert_eq!(lint.code(), alloc::format!("L{at:02}"));
            assert!(!lint.title().is_empty() && !lint.advice().is_empty() && !lint.citation().is_empty());
        }
    }
}
