//! Coded texts and values, as a reader would read them.

use super::json::Json;
use crate::secret::{Secret, join};

/// A CodeableConcept: its text, else what a coding displays, else a code.
pub(super) fn concept(json: &Json) -> Option<Secret> {
    let of_coding = |name| json.list("coding").iter().find_map(|coding| coding.present(name));
    json.present("text").or_else(|| of_coding("display")).or_else(|| of_coding("code"))
}

/// Whether a coding of the concept has one of the codes.
pub(super) fn has_code(json: &Json, codes: &[&str]) -> bool {
    json.list("coding").iter().filter_map(|coding| coding.text("code")).any(|code| codes.contains(&code))
}

/// The `value[x]` of an Observation or a component: the value, and the unit where it is a quantity.
pub(super) fn value(json: &Json) -> Option<(Secret, Secret)> {
    let unitless = |value: Secret| (value, Secret::default());
    let quantity_of = json.get("valueQuantity");
    if quantity_of.is_object() {
        let number = quantity_of.get("value").plain()?;
        let comparator = quantity_of.text("comparator").unwrap_or_default();
        return Some((join(&[comparator, &number], ""), unit(quantity_of)));
    }
    ["valueString", "valueBoolean", "valueInteger", "valueDateTime", "valueTime"]
        .into_iter()
        .find_map(|name| json.get(name).plain())
        .or_else(|| concept(json.get("valueCodeableConcept")))
        .or_else(|| pair(json.get("valueRange"), ["low", "high"], " - "))
        .or_else(|| pair(json.get("valueRatio"), ["numerator", "denominator"], " / "))
        .or_else(|| {
            let period = json.get("valuePeriod");
            span(period.present("start"), period.present("end"), " - ")
        })
        .map(unitless)
}

fn unit(quantity: &Json) -> Secret {
    quantity.present("unit").or_else(|| quantity.present("code")).unwrap_or_default()
}

fn pair(json: &Json, [one, other]: [&str; 2], between: &str) -> Option<Secret> {
    let quantity = |quantity: &Json| quantity.get("value").plain().map(|number| join(&[&number, &unit(quantity)], " "));
    span(quantity(json.get(one)), quantity(json.get(other)), between)
}

fn span(one: Option<Secret>, other: Option<Secret>, between: &str) -> Option<Secret> {
    (one.is_some() || other.is_some()).then(|| join(&[&one.unwrap_or_default(), &other.unwrap_or_default()], between))
}
