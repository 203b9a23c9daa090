//! The engine for records: fills the de-identifying port of `phi-types`.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::marker::PhantomData;

use phi_types::{
    IdentifierClass, ValueKind,
    gate::Brand,
    port::{Content, ContentField, ContentState, DeIdentifier, DeIdentifyContext, DeIdentifyError},
    record::{Detail, FieldKind},
};

use crate::{
    candidate::{Candidate, DeidField, DeidValue},
    digest::{Digest, DigestKey},
    profile::{ExpertDetermination, LimitedDataSet, Profile, SafeHarbor},
    replace::{Instead, Replacement},
    report::{DeidReport, Method},
    rule::{Generalised, Reference, Zip3, age, date},
    text::{Known, Posture, TextEngine, TextError},
};

/// De-identifies records of one gate by one profile.
///
/// Declared identifiers are removed, generalised where the list itself allows it, kept where the profile keeps them, or
/// replaced by codes where a [`Replacement`] asks for them. Free text, clinical and demographic text is scanned, with the
/// record's own identifiers as known values. What cannot be scanned (bytes) is removed. A text that cannot be cleaned refuses
/// the record as a whole.
pub struct Engine<P> {
    brand: Brand,
    text: TextEngine,
    replacement: Replacement<P>,
    digest: Option<DigestKey>,
}

/// By the list of eighteen identifiers: 45 CFR 164.514(b)(2).
pub type SafeHarborEngine = Engine<SafeHarbor>;
/// By the sixteen of a limited data set: 45 CFR 164.514(e).
pub type LimitedDataSetEngine = Engine<LimitedDataSet>;
/// As an expert determines: 45 CFR 164.514(b)(1).
pub type ExpertEngine = Engine<ExpertDetermination>;

impl<P: Profile> Engine<P> {
    /// An engine for the gate with this brand. Compiles the rules once: share it.
    ///
    /// # Errors
    /// See [`TextEngine::new`].
    pub fn new(brand: Brand) -> Result<Self, TextError> {
        Ok(Self { brand, text: TextEngine::new()?, replacement: Replacement::new(), digest: None })
    }

    /// With codes in place of removed identifiers, or what else the profile allows.
    #[must_use]
    pub fn replacing(mut self, replacement: Replacement<P>) -> Self {
        self.replacement = replacement;
        self
    }

    /// Under another posture. With [`Posture::Block`] texts are removed as fields are.
    #[must_use]
    pub fn with_posture(mut self, posture: Posture) -> Self {
        self.text = self.text.with_posture(posture);
        self
    }

    /// With keyed digests of input and output in each report.
    #[must_use]
    pub fn with_digests(mut self, key: DigestKey) -> Self {
        self.digest = Some(key);
        self
    }
}

impl<P: Profile> DeIdentifier for Engine<P> {
    type Output = Candidate<P>;

    fn brand(&self) -> Brand {
        self.brand
    }

    fn de_identify(
        &self,
        context: &DeIdentifyContext,
        fields: &[ContentField<'_>],
    ) -> Result<Candidate<P>, DeIdentifyError> {
        if context.brand() != self.brand {
            return Err(DeIdentifyError::ForeignGate);
        }
        let mut run = Run {
            engine: self,
            // The later of the release and the last event in the record: regulation and guidance reckon ages up to now.
            reference: Reference { year: fields.iter().filter_map(event_year).fold(context.now().year(), i32::max) },
            earliest: fields.iter().filter_map(event_year).min(),
            known: fields.iter().flat_map(known).collect(),
            report: DeidReport::new(P::METHOD).under(self.text.posture()),
        };
        let mut out = Vec::with_capacity(fields.len());
        for field in fields {
            let name = field.spec().name;
            let value = match field.state() {
                ContentState::Present(content) => run.field(field, content)?,
                ContentState::Absent => continue,
                // What was not granted was not decrypted: there is nothing of it here.
                ContentState::Withheld => {
                    run.report.withheld(name);
                    continue;
                }
            };
            out.push(DeidField { name, value });
        }
        if let Some(key) = &self.digest {
            run.report.digested(input_digest(key, fields), output_digest(key, &out));
        }
        Ok(Candidate { fields: out, report: run.report, profile: PhantomData })
    }
}

/// Over the names and contents of all fields that were decrypted.
fn input_digest(key: &DigestKey, fields: &[ContentField<'_>]) -> Digest {
    let mut digest = key.begin();
    for field in fields {
        let ContentState::Present(content) = field.state() else { continue };
        digest.frame(field.spec().name.as_bytes());
        match content {
            Content::Text(text) => digest.frame(text.as_bytes()),
            Content::Texts(texts) => texts.iter().for_each(|text| digest.frame(text.as_bytes())),
            Content::Date(day) => digest.frame(&day.to_julian_day().to_be_bytes()),
            Content::Number(number) => digest.frame(&number.to_be_bytes()),
            Content::Bytes(bytes) => digest.frame(bytes),
        }
    }
    digest.finish()
}

fn output_digest(key: &DigestKey, fields: &[DeidField]) -> Digest {
    let mut digest = key.begin();
    fields.iter().for_each(|field| digest.frame(field.to_string().as_bytes()));
    digest.finish()
}

struct Run<'a, P> {
    engine: &'a Engine<P>,
    reference: Reference,
    /// The year of the first thing that happened, as far as the record says.
    earliest: Option<i32>,
    known: Vec<Known<'a>>,
    report: DeidReport,
}

impl<P: Profile> Run<'_, P> {
    fn field(&mut self, field: &ContentField<'_>, content: &Content<'_>) -> Result<DeidValue, DeIdentifyError> {
        let name = field.spec().name;
        match field.spec().kind {
            FieldKind::Identifier(class, detail) => self.identifier(name, class, detail, content),
            FieldKind::NotPhi(_) => Ok(match content {
                Content::Number(number) => {
                    self.report.untouched(name);
                    DeidValue::Number(*number)
                }
                Content::Text(text) if self.engine.text.posture() != Posture::Block => {
                    self.scan(name, text).map(DeidValue::Text)?
                }
                _ => self.removed(name, IdentifierClass::Other),
            }),
            // Texts are not taken at all.
            _ if self.engine.text.posture() == Posture::Block => Ok(self.removed(name, IdentifierClass::Other)),
            _ => match content {
                Content::Text(text) => self.scan(name, text).map(DeidValue::Text),
                Content::Texts(texts) if field.spec().value == ValueKind::Pairs => {
                    let (pairs, _) = texts.as_chunks::<2>();
                    pairs.iter().map(|pair| self.pair(name, pair)).collect::<Result<_, _>>().map(DeidValue::Pairs)
                }
                Content::Texts(texts) => {
                    texts.iter().map(|text| self.scan(name, text)).collect::<Result<_, _>>().map(DeidValue::Texts)
                }
                // An image or a number without a class: nobody looked into it, so it does not leave.
                _ => Ok(self.removed(name, IdentifierClass::Other)),
            },
        }
    }

    fn identifier(
        &mut self,
        name: &'static str,
        class: IdentifierClass,
        detail: Detail,
        content: &Content<'_>,
    ) -> Result<DeidValue, DeIdentifyError> {
        if let Content::Texts(texts) = content {
            // Each value counts; an empty list is no value.
            texts.iter().for_each(|_| self.report.removed(name, class));
            return Ok(DeidValue::Removed);
        }
        let rewriting = self.engine.replacement.rewriting();
        if let Some(kept) = self.kept(class, detail, content) {
            self.report.untouched(name);
            return Ok(DeidValue::Kept(kept));
        }
        if let (Content::Date(day), Some(shift)) = (content, rewriting.shift) {
            return Ok(match shift.moved(*day).filter(|_| rewriting.may_show(*day, self.reference)) {
                Some(moved) => {
                    self.report.generalised(name, class);
                    DeidValue::Kept(moved.to_string())
                }
                None => self.removed(name, class),
            });
        }
        let left = match (detail, content) {
            (Detail::Birth, Content::Date(day)) => date::birth(*day, self.reference),
            (Detail::None, Content::Date(day)) if class == IdentifierClass::Date => date::event(*day, self.reference),
            (Detail::Zip, Content::Text(zip)) => Zip3::of(zip),
            (Detail::Age, Content::Number(years)) => self.age(*years),
            _ => Generalised::Removed,
        };
        if left.is_kept() {
            self.report.generalised(name, class);
            return Ok(DeidValue::Generalised(left.to_string()));
        }
        if let Content::Text(value) = content {
            let instead = rewriting.instead(class, value).map_err(|_| DeIdentifyError::Field { field: name })?;
            if let Some(Instead::InTag(code) | Instead::Bare(code)) = instead {
                self.report.removed(name, class);
                return Ok(DeidValue::Code(code));
            }
        }
        Ok(self.removed(name, class))
    }

    /// What a limited data set keeps of declared identifiers: dates that are not to be moved, ages, ZIP codes, other codes.
    fn kept(&self, class: IdentifierClass, detail: Detail, content: &Content<'_>) -> Option<String> {
        let rewriting = self.engine.replacement.rewriting();
        if rewriting.method != Method::LimitedDataSet {
            return None;
        }
        match (detail, content) {
            (Detail::Birth | Detail::None, Content::Date(day)) if rewriting.shift.is_none() => Some(day.to_string()),
            (Detail::Age, Content::Number(years)) => Some(years.to_string()),
            (Detail::Zip, Content::Text(zip)) => Some(String::from(*zip)),
            (Detail::None, Content::Text(code)) if class == IdentifierClass::Other => Some(String::from(*code)),
            _ => None,
        }
    }

    /// An age beside an older event tells the age at release: 89 in a record that begins in 2015 is 100 in 2026. So it stays only
    /// where even the earliest year that stays leaves it at 89 or less.
    fn age(&self, years: u64) -> Generalised {
        let passed = self.earliest.map_or(0, |year| self.reference.year.saturating_sub(year));
        let by_now = years.saturating_add(u64::try_from(passed).unwrap_or(0));
        match (u16::try_from(by_now).map(age::of), u16::try_from(years)) {
            (Ok(Generalised::Age(_)), Ok(years)) => age::of(years),
            _ => Generalised::Age90OrOlder,
        }
    }

    /// A key and its value are read together, since many a value is an identifier by its key alone.
    fn pair(&mut self, field: &'static str, [key, value]: &[&str; 2]) -> Result<(String, String), DeIdentifyError> {
        let lead = format!("{key}: ");
        let together = self.scan(field, &format!("{lead}{value}"))?;
        Ok(match together.strip_prefix(&lead) {
            Some(rest) => (String::from(*key), String::from(rest)),
            // The key itself had to go; what is left of both stands in the value.
            None => (String::from("[removed]"), together),
        })
    }

    fn removed(&mut self, name: &'static str, class: IdentifierClass) -> DeidValue {
        self.report.removed(name, class);
        DeidValue::Removed
    }

    fn scan(&mut self, field: &'static str, text: &str) -> Result<String, DeIdentifyError> {
        let engine = self.engine;
        let redacted = engine
            .text
            .redact_by(&engine.replacement, text, &self.known, self.reference)
            .map_err(|_| DeIdentifyError::Field { field })?;
        self.report.scanned(field, &redacted.counts);
        Ok(redacted.text)
    }
}

/// The year of something that happened, a birth aside.
fn event_year(field: &ContentField<'_>) -> Option<i32> {
    match (field.spec().kind, field.state()) {
        (FieldKind::Identifier(IdentifierClass::Date, Detail::None), ContentState::Present(Content::Date(day))) => {
            Some(day.year())
        }
        _ => None,
    }
}

/// The record's own identifiers, to be searched for in its texts, in the forms in which texts write them.
fn known<'a>(field: &'a ContentField<'_>) -> Vec<Known<'a>> {
    let FieldKind::Identifier(class, detail) = field.spec().kind else { return Vec::new() };
    let values = match field.state() {
        ContentState::Present(Content::Text(value)) => core::slice::from_ref(value),
        ContentState::Present(Content::Texts(values)) => values.as_slice(),
        _ => return Vec::new(),
    };
    let mut known = Vec::new();
    for value in values {
        known.push(Known { value, class });
        // A number with its authority ("A77^^^NORTH") is written in notes without it.
        known.extend(value.split_once('^').map(|(value, _)| Known { value, class }));
        // Nine digits of a ZIP code in the record are five in the note.
        if detail == Detail::Zip {
            known.extend(value.trim().get(..5).map(|value| Known { value, class }));
        }
    }
    known
}
