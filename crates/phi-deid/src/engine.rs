//! The engine for records: fills the de-identifying port of `phi-types`.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use phi_types::{
    IdentifierClass,
    gate::Brand,
    port::{Content, ContentField, ContentState, DeIdentifier, DeIdentifyContext, DeIdentifyError},
    record::{Detail, FieldKind},
};

use crate::{
    candidate::{DeidField, DeidValue, SafeHarborCandidate},
    report::{DeidReport, Method},
    rule::{Generalised, Reference, Zip3, age, date},
    text::{Known, TextEngine, TextError},
};

/// De-identifies records of one gate by the list of eighteen identifiers.
///
/// Declared identifiers are removed, or generalised where the list itself allows it. Free text, clinical and demographic text
/// is scanned, with the record's own identifiers as known values. What cannot be scanned (bytes) is removed. A text that cannot
/// be cleaned refuses the record as a whole.
pub struct SafeHarborEngine {
    brand: Brand,
    text: TextEngine,
}

impl SafeHarborEngine {
    /// An engine for the gate with this brand. Compiles the rules once: share it.
    ///
    /// # Errors
    /// See [`TextEngine::new`].
    pub fn new(brand: Brand) -> Result<Self, TextError> {
        Ok(Self { brand, text: TextEngine::new()? })
    }
}

impl DeIdentifier for SafeHarborEngine {
    type Output = SafeHarborCandidate;

    fn brand(&self) -> Brand {
        self.brand
    }

    fn de_identify(
        &self,
        context: &DeIdentifyContext,
        fields: &[ContentField<'_>],
    ) -> Result<SafeHarborCandidate, DeIdentifyError> {
        if context.brand() != self.brand {
            return Err(DeIdentifyError::ForeignGate);
        }
        let mut run = Run {
            engine: self,
            // The later of the release and the last event in the record: regulation and guidance reckon ages up to now.
            reference: Reference { year: fields.iter().filter_map(event_year).fold(context.now().year(), i32::max) },
            known: fields.iter().flat_map(known).collect(),
            report: DeidReport::new(Method::SafeHarbor),
        };
        let mut out = Vec::with_capacity(fields.len());
        for field in fields {
            let name = field.spec().name;
            let value = match field.state() {
                ContentState::Present(content) => run.field(field, content)?,
                // What was not granted was not decrypted: there is nothing of it here.
                ContentState::Absent | ContentState::Withheld => continue,
            };
            out.push(DeidField { name, value });
        }
        Ok(SafeHarborCandidate { fields: out, report: run.report })
    }
}

struct Run<'a> {
    engine: &'a SafeHarborEngine,
    reference: Reference,
    known: Vec<Known<'a>>,
    report: DeidReport,
}

impl Run<'_> {
    fn field(&mut self, field: &ContentField<'_>, content: &Content<'_>) -> Result<DeidValue, DeIdentifyError> {
        let name = field.spec().name;
        match field.spec().kind {
            FieldKind::Identifier(class, detail) => Ok(self.identifier(name, class, detail, content)),
            FieldKind::NotPhi(_) => Ok(match content {
                Content::Number(number) => {
                    self.report.untouched(name);
                    DeidValue::Number(*number)
                }
                Content::Text(text) => self.scan(name, text).map(DeidValue::Text)?,
                _ => self.removed(name, IdentifierClass::Other),
            }),
            _ => match content {
                Content::Text(text) => self.scan(name, text).map(DeidValue::Text),
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
    ) -> DeidValue {
        let left = match (detail, content) {
            (Detail::Birth, Content::Date(day)) => date::birth(*day, self.reference),
            (Detail::None, Content::Date(day)) if class == IdentifierClass::Date => date::event(*day, self.reference),
            (Detail::Zip, Content::Text(zip)) => Zip3::of(zip),
            (Detail::Age, Content::Number(years)) => u16::try_from(*years).map_or(Generalised::Age90OrOlder, age::of),
            _ => Generalised::Removed,
        };
        if left.is_kept() {
            self.report.generalised(name, class);
            DeidValue::Generalised(left.to_string())
        } else {
            self.removed(name, class)
        }
    }

    fn removed(&mut self, name: &'static str, class: IdentifierClass) -> DeidValue {
        self.report.removed(name, class);
        DeidValue::Removed
    }

    fn scan(&mut self, field: &'static str, text: &str) -> Result<String, DeIdentifyError> {
        let redacted =
            self.engine.text.redact(text, &self.known, self.reference).map_err(|_| DeIdentifyError::Field { field })?;
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

/// The record's own identifiers, to be searched for in its texts.
fn known<'a>(field: &'a ContentField<'_>) -> Vec<Known<'a>> {
    let FieldKind::Identifier(class, _) = field.spec().kind else { return Vec::new() };
    match field.state() {
        ContentState::Present(Content::Text(value)) => Vec::from([Known { value, class }]),
        ContentState::Present(Content::Texts(values)) => values.iter().map(|value| Known { value, class }).collect(),
        _ => Vec::new(),
    }
}
