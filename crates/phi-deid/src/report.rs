//! What was done to a record, without any of its values.

use core::fmt;

use phi_types::IdentifierClass;

use crate::{
    attestation::Review,
    digest::Digest,
    rule::CENSUS_VINTAGE,
    text::{Posture, RULESET_VERSION},
};

/// By which paragraph the record was worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// The list of eighteen identifiers.
    SafeHarbor,
    /// A limited data set: sixteen identifiers go. What is left is PHI.
    LimitedDataSet,
    /// What an expert determines.
    ExpertDetermination,
}

impl Method {
    /// The paragraph.
    #[must_use]
    pub const fn citation(self) -> &'static str {
        match self {
            Self::SafeHarbor => "45 CFR 164.514(b)(2)",
            Self::LimitedDataSet => "45 CFR 164.514(e)",
            Self::ExpertDetermination => "45 CFR 164.514(b)(1)",
        }
    }
}

impl Method {
    /// What no program can supply.
    #[must_use]
    pub const fn what_is_left(self) -> &'static str {
        match self {
            Self::SafeHarbor => "An attestation of no actual knowledge (164.514(b)(2)(ii)) is a person's to give.",
            Self::LimitedDataSet => "It is PHI, and needs a data use agreement (164.514(e)(4)) that a person made.",
            Self::ExpertDetermination => "That the risk is very small is an expert's to determine (164.514(b)(1)).",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::SafeHarbor => "Safe Harbor list",
            Self::LimitedDataSet => "limited data set, still PHI",
            Self::ExpertDetermination => "expert determination",
        };
        write!(f, "{name}, {}", self.citation())
    }
}

/// What became of the free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FreeText {
    /// There was none.
    #[default]
    Absent,
    /// A program has scanned it, nobody has read it since.
    NotReviewed,
    /// A person has read what the program made of it.
    Reviewed,
}

impl fmt::Display for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "none",
            Self::NotReviewed => "present, scanned, NOT reviewed by a person",
            Self::Reviewed => "present, scanned, reviewed by a person",
        })
    }
}

/// The report of one run: method, versions, counts by letter, fields by name. It holds no value, so it may be kept
/// and shown where the record may not.
///
/// Names of fields are those of the record's declaration, which is why they are `'static`. Keep reports for six years
/// (164.316(b)(2)(i)).
///
/// ```
/// # use phi_deid::report::{DeidReport, Method};
/// # use phi_types::IdentifierClass;
/// let mut report = DeidReport::new(Method::SafeHarbor);
/// report.removed("name", IdentifierClass::Name);
/// report.generalised("zip", IdentifierClass::Geography);
/// assert_eq!(report.count(IdentifierClass::Name), 1);
/// assert!(report.to_string().contains("(A) names: 1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeidReport {
    method: Method,
    counts: [usize; 18],
    removed: Vec<&'static str>,
    generalised: Vec<&'static str>,
    untouched: Vec<&'static str>,
    not_inspected: Vec<&'static str>,
    withheld: Vec<&'static str>,
    free_text: FreeText,
    review: Option<Review>,
    posture: Posture,
    digests: Option<(Digest, Digest)>,
}

impl DeidReport {
    /// A report of nothing yet.
    #[must_use]
    pub const fn new(method: Method) -> Self {
        Self {
            method,
            counts: [0; 18],
            removed: Vec::new(),
            generalised: Vec::new(),
            untouched: Vec::new(),
            not_inspected: Vec::new(),
            withheld: Vec::new(),
            free_text: FreeText::Absent,
            review: None,
            posture: Posture::Balanced,
            digests: None,
        }
    }

    /// The posture under which free text was scanned.
    #[must_use]
    pub const fn under(mut self, posture: Posture) -> Self {
        self.posture = posture;
        self
    }

    /// Notes the keyed digests of what went in and what came out.
    pub const fn digested(&mut self, input: Digest, output: Digest) {
        self.digests = Some((input, output));
    }

    /// The keyed digests of input and output, where a key was given.
    #[must_use]
    pub const fn digests(&self) -> Option<&(Digest, Digest)> {
        self.digests.as_ref()
    }

    /// The posture.
    #[must_use]
    pub const fn posture(&self) -> Posture {
        self.posture
    }

    /// A field of this letter was removed whole.
    pub fn removed(&mut self, field: &'static str, class: IdentifierClass) {
        note(&mut self.removed, field);
        self.add(class, 1);
    }

    /// A field of this letter was replaced by what may stay of it: a year, three digits, an age or its pool.
    pub fn generalised(&mut self, field: &'static str, class: IdentifierClass) {
        note(&mut self.generalised, field);
        self.add(class, 1);
    }

    /// A field came through as it was.
    pub fn untouched(&mut self, field: &'static str) {
        note(&mut self.untouched, field);
    }

    /// A field came through without a look at what is in it.
    pub fn not_inspected(&mut self, field: &'static str) {
        note(&mut self.not_inspected, field);
    }

    /// A field was not granted: it was not decrypted, and nothing is said of it.
    pub fn withheld(&mut self, field: &'static str) {
        note(&mut self.withheld, field);
    }

    /// A field of free text was scanned; `counts` are those of [`Redacted`](crate::text::Redacted). A review made
    /// before is void.
    pub fn scanned(&mut self, field: &'static str, counts: &[usize; 18]) {
        if counts.iter().any(|count| *count > 0) {
            note(&mut self.generalised, field);
        } else {
            note(&mut self.untouched, field);
        }
        for (sum, count) in self.counts.iter_mut().zip(counts) {
            *sum = sum.saturating_add(*count);
        }
        self.free_text = FreeText::NotReviewed;
        self.review = None;
    }

    /// A person has read the free text. Without any free text it changes nothing.
    pub fn reviewed(&mut self, by: &Review) {
        if matches!(self.free_text, FreeText::NotReviewed) {
            self.free_text = FreeText::Reviewed;
            self.review = Some(by.clone());
        }
    }

    /// Who read the free text, and when.
    #[must_use]
    pub const fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// The fields that were not granted.
    #[must_use]
    pub fn withheld_fields(&self) -> &[&'static str] {
        &self.withheld
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The version of the rules for text.
    #[must_use]
    pub const fn ruleset_version(&self) -> &'static str {
        RULESET_VERSION
    }

    /// The census by which ZIP codes were cut.
    #[must_use]
    pub const fn census_vintage(&self) -> &'static str {
        CENSUS_VINTAGE
    }

    /// How many identifiers of a letter were removed or generalised.
    #[must_use]
    pub fn count(&self, class: IdentifierClass) -> usize {
        self.counts.get(class.position()).copied().unwrap_or(0)
    }

    /// The fields removed, in the order in which they were met.
    #[must_use]
    pub fn removed_fields(&self) -> &[&'static str] {
        &self.removed
    }

    /// The fields of which a part stayed, free text included.
    #[must_use]
    pub fn generalised_fields(&self) -> &[&'static str] {
        &self.generalised
    }

    /// The fields that came through as they were.
    #[must_use]
    pub fn untouched_fields(&self) -> &[&'static str] {
        &self.untouched
    }

    /// The fields at which nothing has looked.
    #[must_use]
    pub fn not_inspected_fields(&self) -> &[&'static str] {
        &self.not_inspected
    }

    /// What became of the free text.
    #[must_use]
    pub const fn free_text(&self) -> FreeText {
        self.free_text
    }

    fn add(&mut self, class: IdentifierClass, more: usize) {
        if let Some(count) = self.counts.get_mut(class.position()) {
            *count = count.saturating_add(more);
        }
    }
}

impl fmt::Display for DeidReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "method: {}", self.method)?;
        writeln!(f, "ruleset: {}", self.ruleset_version())?;
        writeln!(f, "census: {}", self.census_vintage())?;
        for class in IdentifierClass::ALL {
            writeln!(f, "{class}: {}", self.count(class))?;
        }
        for (what, fields) in [
            ("removed", &self.removed),
            ("generalised", &self.generalised),
            ("untouched", &self.untouched),
            ("not inspected", &self.not_inspected),
            ("withheld", &self.withheld),
        ] {
            let names = if fields.is_empty() { "none".to_owned() } else { fields.join(", ") };
            writeln!(f, "fields {what}: {names}")?;
        }
        writeln!(f, "posture: {}", self.posture.name())?;
        if let Some((input, output)) = &self.digests {
            writeln!(f, "input: {input}\noutput: {output}")?;
        }
        writeln!(f, "free text: {}", self.free_text)?;
        if let Some(review) = &self.review {
            writeln!(f, "reviewed by: {}, {}", review.reviewer(), review.when().date())?;
        }
        writeln!(f, "{}", self.method.what_is_left())
    }
}

/// A record of many rows names each field once.
fn note(fields: &mut Vec<&'static str>, field: &'static str) {
    if !fields.contains(&field) {
        fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    #[test]
    fn each_letter_has_its_line() {
        let mut report = DeidReport::new(Method::SafeHarbor);
        report.removed("name", IdentifierClass::Name);
        report.removed("name", IdentifierClass::Name);
        report.generalised("born", IdentifierClass::Date);
        report.untouched("version");
        report.not_inspected("scan");
        let text = report.to_string();
        for class in IdentifierClass::ALL {
            assert_eq!(
                text.lines().filter(|line| line.starts_with(&format!("({}) ", class.letter()))).count(),
                1,
                "{class}"
            );
        }
        assert!(text.contains("(A) names: 2"));
        assert!(text.contains("fields removed: name\n"));
        assert!(text.contains("fields not inspected: scan\n"));
        assert!(text.contains("free text: none\n"));
    }

    #[test]
    fn new_text_voids_a_review() {
        let review = Review::new("R. Reader", OffsetDateTime::UNIX_EPOCH).unwrap();
        let mut report = DeidReport::new(Method::SafeHarbor);
        report.reviewed(&review);
        assert_eq!(report.free_text(), FreeText::Absent);
        let mut counts = [0; 18];
        counts[3] = 2;
        report.scanned("note", &counts);
        assert_eq!((report.free_text(), report.count(IdentifierClass::Phone)), (FreeText::NotReviewed, 2));
        report.reviewed(&review);
        assert_eq!(report.free_text(), FreeText::Reviewed);
        report.scanned("letter", &[0; 18]);
        assert_eq!(report.free_text(), FreeText::NotReviewed);
        assert_eq!((report.generalised_fields(), report.untouched_fields()), (&["note"][..], &["letter"][..]));
    }
}
