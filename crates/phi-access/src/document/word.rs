//! Words of the language, as documents write them.

use alloc::{format, string::String, vec::Vec};

use phi_types::{
    Action, Purpose,
    gate::{Duty, Obligation, Stage},
    record::{FieldMask, Label, Schema},
};
use time::Duration;

use super::{read::LoadError, suggest::suggest};
use crate::hours::Hours;

/// One word out of a closed list, or an error with what may have been meant.
pub(super) fn word<T: Copy>(
    at: &str,
    kind: &'static str,
    text: &str,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<T, LoadError> {
    all.iter().copied().find(|one| code(*one) == text).ok_or_else(|| LoadError::Unknown {
        at: at.into(),
        kind,
        name: text.into(),
        suggestion: suggest(text, all.iter().map(|one| code(*one))),
    })
}

pub(super) fn words<T: Copy>(
    at: &str,
    kind: &'static str,
    texts: &[String],
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, LoadError> {
    texts.iter().map(|text| word(at, kind, text, all, &code)).collect()
}

pub(super) fn action(at: &str, text: &str) -> Result<Action, LoadError> {
    word(at, "action", text, &Action::ALL, Action::code)
}

pub(super) fn purpose(at: &str, text: &str) -> Result<Purpose, LoadError> {
    word(at, "purpose", text, Purpose::ALL, Purpose::code)
}

pub(super) fn labels(at: &str, texts: &[String]) -> Result<Vec<Label>, LoadError> {
    words(at, "label", texts, &Label::ALL, Label::code)
}

pub(super) fn fields(at: &str, schema: &'static Schema, names: &[String]) -> Result<FieldMask, LoadError> {
    names.iter().try_fold(FieldMask::EMPTY, |mask, name| {
        let position = schema.fields.iter().position(|field| field.name == name).ok_or_else(|| LoadError::Unknown {
            at: at.into(),
            kind: "field",
            name: name.clone(),
            suggestion: suggest(name, schema.fields.iter().map(|field| field.name)),
        })?;
        Ok(mask.union(FieldMask::at(position)))
    })
}

const STAGES: [(Stage, &str); 2] = [(Stage::Before, "before"), (Stage::After, "after")];

/// `after notify-privacy-officer`, `before rate-limit 20`, `after review-within 3600`.
pub(super) fn obligation(at: &str, text: &str) -> Result<Obligation, LoadError> {
    let mut parts = text.split(' ');
    let (stage, duty, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next());
    let stage = word(at, "stage", stage, &[Stage::Before, Stage::After], |stage| match stage {
        Stage::Before => "before",
        Stage::After => "after",
    })?;
    let known = [
        Duty::NotifyPrivacyOfficer,
        Duty::ReviewWithin(Duration::ZERO),
        Duty::AttachPart2Notice,
        Duty::AccountForDisclosure,
        Duty::Redact,
        Duty::NoFurtherUse,
        Duty::Watermark,
        Duty::RateLimit(0),
        Duty::DocumentMedicalEmergency,
    ];
    let wrong = || LoadError::Invalid { at: at.into(), what: "number of an obligation" };
    let duty = match (word(at, "obligation", duty, &known, |duty| duty.code())?, number) {
        (Duty::ReviewWithin(_), Some(seconds)) => {
            let seconds = seconds.parse().ok().filter(|seconds| *seconds > 0).ok_or_else(wrong)?;
            Duty::ReviewWithin(Duration::seconds(seconds))
        }
        (Duty::RateLimit(_), Some(rate)) => Duty::RateLimit(rate.parse().map_err(|_| wrong())?),
        (Duty::ReviewWithin(_) | Duty::RateLimit(_), None) | (_, Some(_)) => return Err(wrong()),
        (duty, None) => duty,
    };
    if parts.next().is_some() { Err(wrong()) } else { Ok(Obligation { duty, stage }) }
}

pub(super) fn obligation_text(obligation: &Obligation) -> String {
    let stage = STAGES.iter().find(|(stage, _)| *stage == obligation.stage).map_or("", |(_, word)| word);
    match obligation.duty {
        Duty::ReviewWithin(within) => format!("{stage} review-within {}", within.whole_seconds()),
        Duty::RateLimit(rate) => format!("{stage} rate-limit {rate}"),
        duty => format!("{stage} {}", duty.code()),
    }
}

pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) fn hours(at: &str, shape: &super::shape::HoursShape) -> Result<Hours, LoadError> {
    let all: Vec<u8> = (0..7).collect();
    let days = words(at, "day", &shape.days, &all, |day| DAYS.get(usize::from(day)).copied().unwrap_or(""))?;
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let two = |text: &str| (text.len() == 2).then(|| text.parse::<u16>().ok())?;
        Some(two(hour)?.checked_mul(60)? + two(minute).filter(|minute| *minute < 60)?)
    };
    let days = days.into_iter().fold(0, |days, day| days | 1 << day);
    minutes(&shape.from)
        .zip(minutes(&shape.to))
        .and_then(|(from, to)| Hours::new(days, from, to, shape.minutes_ahead_of_utc))
        .ok_or_else(|| LoadError::Invalid { at: at.into(), what: "hours" })
}
