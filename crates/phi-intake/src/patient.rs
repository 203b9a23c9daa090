//! What intake hands out: patients, every value of theirs protected.

use core::fmt;

use phi_types::{
    AccountNumber, AsRecorded, BirthDate, City, Email, MemberId, Mrn, OtherId, PersonName, Phi, Phone, Rejected, Ssn,
    Street, Text, Zip,
};

use crate::Format;

/// What a file held.
#[derive(Debug)]
#[non_exhaustive]
pub struct Intake {
    /// What the file is.
    pub format: Format,
    /// Its patients, in the order in which they come. None is a valid number.
    pub patients: Vec<IntakePatient>,
    /// How many FHIR resources and HL7 segments had something to say about a patient, but not about one whom the file
    /// tells, and were left out: the resource names somebody else or nobody for certain, the segment follows no `PID`.
    pub unattached: usize,
}

/// One patient as the source recorded them. Its `Debug` is a constant.
///
/// Identifiers that sources often get wrong come as [`AsRecorded`]; `I::parse` tells which are well-formed. Take the fields
/// out by value into a record of your own:
///
/// ```
/// use phi_intake::read;
/// let intake = read(br#"{"resourceType": "Patient", "birthDate": "1961", "name": [{"family": "Testpatient"}]}"#)?;
/// let patient = intake.patients.into_iter().next().ok_or("one patient")?;
/// assert!(patient.name.is_some());
/// let born = patient.born.ok_or("a date")?;
/// assert!(!born.is_well_formed()); // a year alone is no date, but it is kept
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
#[non_exhaustive]
pub struct IntakePatient {
    /// The medical record number; further ones are among the other identifiers.
    pub mrn: Option<Mrn>,
    /// The Social Security number.
    pub ssn: Option<AsRecorded<Ssn>>,
    /// The number of the health plan's member, the first if there are several.
    pub member_id: Option<MemberId>,
    /// The number of the patient account.
    pub account: Option<AccountNumber>,
    /// Every other number of the patient, each once.
    pub other_ids: Vec<OtherId>,
    /// The name, as `Family, Given Middle Suffix` where the source has parts: the legal or official one if it says so.
    pub name: Option<PersonName>,
    /// Other names of the patient: former ones, nicknames, aliases.
    pub aliases: Vec<PersonName>,
    /// The date of birth.
    pub born: Option<AsRecorded<BirthDate>>,
    /// The sex or gender, in the source's own code.
    pub sex: Option<Phi<Text>>,
    /// The street line of the first address.
    pub street: Option<Street>,
    /// Its city.
    pub city: Option<City>,
    /// Its state.
    pub state: Option<Phi<Text>>,
    /// Its postal code.
    pub zip: Option<AsRecorded<Zip>>,
    /// Telephone numbers, telefax among them.
    pub phones: Vec<AsRecorded<Phone>>,
    /// The first e-mail address.
    pub email: Option<AsRecorded<Email>>,
    /// Names of relatives and other persons to be contacted.
    pub contacts: Vec<PersonName>,
    /// Allergies, a line each.
    pub allergies: Vec<Phi<Text>>,
    /// Diagnoses and problems, a line each.
    pub conditions: Vec<Phi<Text>>,
    /// Observations, a line each: `name: value unit`.
    pub findings: Vec<Phi<Text>>,
    /// Free text, without markup.
    pub notes: Vec<Phi<Text>>,
    /// What a type above would not take, for instance a name of 300 letters: why, and the input, still protected.
    pub refused: Vec<Rejected>,
}

impl fmt::Debug for IntakePatient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[IntakePatient]")
    }
}
