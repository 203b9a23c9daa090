//! The engine for records: fills the de-identifying port of `phi-types`.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use phi_types::{
    IdentifierClass, ValueKind,
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
            earliest: fields.iter().filter_map(event_year).min(),
            known: fields.iter().flat_map(known).collect(),
            report: DeidReport::new(Method::SafeHarbor),
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
        Ok(SafeHarborCandidate { fields: out, report: run.report })
    }
}

struct Run<'a> {
    engine: &'a SafeHarborEngine,
    reference: Reference,
    /// The year of the first thing that happened, as far as the record says.
    earliest: Option<i32>,
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
    ) -> DeidValue {
        if let Content::Texts(texts) = content {
            // Each value counts; an empty list is no value.
            texts.iter().for_each(|_| self.report.removed(name, class));
            return DeidValue::Removed;
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
            DeidValue::Generalised(left.to_string())
        } else {
            self.removed(name, class)
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
