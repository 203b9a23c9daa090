//! A patient while being read: plain text that wipes itself, turned into protected values in one place.

use phi_types::{
    AccountNumber, AsRecorded, City, Identifier, MemberId, Mrn, OtherId, PersonName, Phi, Rejected, Street, Text,
};

use crate::{IntakePatient, kind::Kind, secret::Secret};

/// What a reader found about one patient.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) mrn: Option<Secret>,
    pub(crate) ssn: Option<Secret>,
    pub(crate) member_id: Option<Secret>,
    pub(crate) account: Option<Secret>,
    pub(crate) other_ids: Vec<Secret>,
    pub(crate) name: Option<Secret>,
    pub(crate) aliases: Vec<Secret>,
    pub(crate) born: Option<Secret>,
    pub(crate) sex: Option<Secret>,
    pub(crate) street: Option<Secret>,
    pub(crate) city: Option<Secret>,
    pub(crate) state: Option<Secret>,
    pub(crate) zip: Option<Secret>,
    pub(crate) phones: Vec<Secret>,
    pub(crate) email: Option<Secret>,
    pub(crate) contacts: Vec<Secret>,
    pub(crate) allergies: Vec<Secret>,
    pub(crate) conditions: Vec<Secret>,
    pub(crate) findings: Vec<Secret>,
    pub(crate) notes: Vec<Secret>,
}

impl Draft {
    /// Puts a number where it belongs. The first of a kind takes the place, and a second becomes another identifier: it
    /// is no less the patient's.
    pub(crate) fn identify(&mut self, kind: Kind, number: Secret) {
        let place = match kind {
            Kind::Mrn => &mut self.mrn,
            Kind::Ssn => &mut self.ssn,
            Kind::Member => &mut self.member_id,
            Kind::Account => &mut self.account,
            Kind::Other => return self.other_ids.push(number),
        };
        if place.is_none() {
            *place = Some(number);
        } else {
            self.other_ids.push(number);
        }
    }

    /// Adds a name: the first is the name, the others are aliases.
    pub(crate) fn call(&mut self, name: Secret) {
        if self.name.is_none() {
            self.name = Some(name);
        } else {
            self.aliases.push(name);
        }
    }

    /// Takes over what was found elsewhere about the same patient: what may repeat, and what is not yet known.
    pub(crate) fn absorb(&mut self, mut found: Self) {
        if let Some(member_id) = found.member_id.take() {
            self.identify(Kind::Member, member_id);
        }
        self.contacts.append(&mut found.contacts);
        self.allergies.append(&mut found.allergies);
        self.conditions.append(&mut found.conditions);
        self.findings.append(&mut found.findings);
        self.notes.append(&mut found.notes);
    }

    /// Whether [`absorb`](Self::absorb) would take nothing from it.
    pub(crate) fn adds_nothing(&self) -> bool {
        self.member_id.is_none()
            && [&self.contacts, &self.allergies, &self.conditions, &self.findings, &self.notes]
                .into_iter()
                .all(|list| list.is_empty())
    }

    /// Wraps everything. The texts of the draft are wiped on the way out.
    pub(crate) fn protect(mut self) -> IntakePatient {
        self.drop_repeated_ids();
        let mut refused = Vec::new();
        let mut keep = Keep(&mut refused);
        IntakePatient {
            mrn: keep.one(&self.mrn, |text| Mrn::parse(text)),
            ssn: recorded(&self.ssn),
            member_id: keep.one(&self.member_id, |text| MemberId::parse(text)),
            account: keep.one(&self.account, |text| AccountNumber::parse(text)),
            other_ids: keep.all(&self.other_ids, |text| OtherId::parse(text)),
            name: keep.one(&self.name, |text| PersonName::parse(text)),
            aliases: keep.all(&self.aliases, |text| PersonName::parse(text)),
            born: recorded(&self.born),
            sex: self.sex.as_deref().map(|text| Phi::from(text.as_str())),
            street: keep.one(&self.street, |text| Street::parse(text)),
            city: keep.one(&self.city, |text| City::parse(text)),
            state: self.state.as_deref().map(|text| Phi::from(text.as_str())),
            zip: recorded(&self.zip),
            phones: self.phones.iter().map(|text| AsRecorded::new(text.as_str())).collect(),
            email: recorded(&self.email),
            contacts: keep.all(&self.contacts, |text| PersonName::parse(text)),
            allergies: texts(&self.allergies),
            conditions: texts(&self.conditions),
            findings: texts(&self.findings),
            notes: texts(&self.notes),
            refused,
        }
    }

    /// Sources repeat a number in several fields, with and without hyphens.
    fn drop_repeated_ids(&mut self) {
        let named = [&self.mrn, &self.ssn, &self.member_id, &self.account];
        let mut seen: Vec<&Secret> = named.into_iter().flatten().collect();
        let mut kept = Vec::new();
        for number in &self.other_ids {
            // Beyond a handful nobody is helped, and comparing all with all would take its time.
            if seen.len() > 64 || !seen.iter().any(|other| same(other, number)) {
                seen.push(number);
                kept.push(number.clone());
            }
        }
        self.other_ids = kept;
    }
}

/// Collects what a type refuses, so that it is not lost.
struct Keep<'a>(&'a mut Vec<Rejected>);

impl Keep<'_> {
    fn one<T>(&mut self, text: &Option<Secret>, parse: impl Fn(&str) -> Result<T, Rejected>) -> Option<T> {
        self.parsed(text.as_ref()?, &parse)
    }

    fn all<T>(&mut self, texts: &[Secret], parse: impl Fn(&str) -> Result<T, Rejected>) -> Vec<T> {
        texts.iter().filter_map(|text| self.parsed(text, &parse)).collect()
    }

    fn parsed<T>(&mut self, text: &Secret, parse: &impl Fn(&str) -> Result<T, Rejected>) -> Option<T> {
        match parse(text.as_str()) {
            Ok(value) => Some(value),
            Err(rejected) => {
                self.0.push(rejected);
                None
            }
        }
    }
}

fn recorded<I: Identifier>(text: &Option<Secret>) -> Option<AsRecorded<I>> {
    text.as_ref().map(|text| AsRecorded::new(text.as_str()))
}

fn texts(texts: &[Secret]) -> Vec<Phi<Text>> {
    texts.iter().map(|text| Phi::from(text.as_str())).collect()
}

fn same(one: &str, other: &str) -> bool {
    let telling = |c: &char| !matches!(c, '-' | ' ');
    one.chars().filter(telling).eq(other.chars().filter(telling))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::secret;

    #[test]
    fn the_first_of_a_kind_takes_the_place_and_repetitions_go() {
        let mut draft = Draft::default();
        for (kind, number) in [
            (Kind::Ssn, "000-12-3456"),
            (Kind::Ssn, "000123456"),
            (Kind::Mrn, "M-1"),
            (Kind::Mrn, "M-2"),
            (Kind::Other, "M-1"),
            (Kind::Other, "D-9"),
        ] {
            draft.identify(kind, secret(number));
        }
        draft.drop_repeated_ids();
        assert_eq!(draft.mrn.as_deref().map(String::as_str), Some("M-1"));
        let others: Vec<&str> = draft.other_ids.iter().map(|id| id.as_str()).collect();
        assert_eq!(others, ["M-2", "D-9"]);
    }

    #[test]
    fn what_a_type_refuses_is_kept_aside() {
        let draft = Draft { name: Some(secret(&"x".repeat(300))), mrn: Some(secret("a\u{7}")), ..Draft::default() };
        let patient = draft.protect();
        assert!(patient.name.is_none() && patient.mrn.is_none());
        let reasons: Vec<String> = patient.refused.iter().map(ToString::to_string).collect();
        assert_eq!(
            reasons,
            [
                "not a well-formed Mrn: a character is not allowed (at byte 1)",
                "not a well-formed PersonName: its length is not allowed"
            ]
        );
    }
}
