//! The composite data types that name people, places and numbers.

use super::message::Field;
use crate::{
    kind::Kind,
    secret::{Secret, join, person_name, present},
};

/// Where an XTN leads.
pub(super) enum Reach {
    Phone(Secret),
    Email(Secret),
}

impl Field<'_> {
    /// XPN: a person's name. Before 2.3 it was PN, whose first components are the same.
    pub(super) fn person(self) -> Option<Secret> {
        person_name(&self.first(1), &[&self.component(2), &self.component(3), &self.component(4)])
    }

    /// CX: an identifier and its kind. `None` for the kind means that the sender gave no type.
    pub(super) fn identifier(self) -> Option<(Option<Kind>, Secret)> {
        let number = present(&self.first(1))?;
        let (authority, code) = (self.first(4), self.first(5));
        let kind = match Kind::of_code(&code) {
            // Where the type is a vendor's code or none, the authority sometimes says what the number is.
            Kind::Other if authority.as_str() == "MRN" => Some(Kind::Mrn),
            Kind::Other if code.is_empty() => None,
            kind => Some(kind),
        };
        Some((kind, number))
    }

    /// XAD: the street line, from the street itself and what else designates the place.
    pub(super) fn street(self) -> Option<Secret> {
        present(&join(&[&self.first(1), &self.component(2)], ", "))
    }

    /// XTN: a telephone number or an e-mail address, in the old form (one text) or the new one (parts).
    pub(super) fn reach(self) -> Option<Reach> {
        let (whole, address) = (self.component(1), self.component(4));
        if let Some(email) = [address, whole.clone()].into_iter().find(|text| text.contains('@')) {
            return Some(Reach::Email(email));
        }
        if !whole.is_empty() {
            return Some(Reach::Phone(whole));
        }
        let country = self.component(5);
        let country = if country.is_empty() { country } else { join(&["+", country.trim_start_matches('+')], "") };
        let parts = join(&[&country, &self.component(6), &self.component(7)], "-");
        present(&parts).or_else(|| present(&self.component(12))).map(Reach::Phone)
    }

    /// CE, CNE or CWE: what a reader would read, which is the text, the alternate text, the original text or the code.
    pub(super) fn coded(self) -> Option<Secret> {
        [2, 5, 9, 1, 4].into_iter().find_map(|number| present(&self.component(number)))
    }
}
