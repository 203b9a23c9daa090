//! What a profile lets stand although it was found.

use phi_types::IdentifierClass;

use super::span::{Found, Write};
use crate::{replace::Rewriting, report::Method};

/// Whether it stays as it is: 45 CFR 164.514(e)(2) names no elements of dates, no town, State or ZIP code, and not "any
/// other unique identifying number". Where a rule does not tell a town from the rest of an address, it goes.
pub(super) fn keeps(rewriting: &Rewriting, found: &Found) -> bool {
    if rewriting.method != Method::LimitedDataSet {
        return false;
    }
    let rule = found.span.rule;
    match found.span.class {
        IdentifierClass::Date => rewriting.shift.is_none() || found.write == Write::Age,
        IdentifierClass::Geography => matches!(found.write, Write::Zip(_)) || TOWNS.contains(&rule),
        IdentifierClass::Other => CODES.contains(&rule),
        _ => false,
    }
}

/// Rules that find towns, and nothing else of an address.
const TOWNS: &[&str] = &["place.city", "place.city_after_street", "place.city_listed"];

/// Rules that find codes under letter (R) alone. User names, initials, badges and secrets are none: they name a person or
/// open a door.
const CODES: &[&str] =
    &["other.code", "other.coded", "other.grouped", "other.id", "other.label", "other.short_label", "other.uuid"];
