//! The codes of the standards, as far as events use them.
//!
//! Sources: DICOM PS3.16 (contexts 400 to 402), HL7 Terminology, IHE BALP 1.1.

use std::borrow::Cow;

use crate::event::{Outcome, SourceKind};

/// A code in its system.
#[derive(Clone, Debug)]
pub(super) struct Code<'a> {
    /// The system, a URI.
    pub(super) system: Cow<'a, str>,
    /// The code.
    pub(super) code: Cow<'a, str>,
    /// What the system shows for it; empty if that is not known here.
    pub(super) display: Cow<'a, str>,
}

/// What is shown for a code says nothing more.
impl PartialEq for Code<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.system == other.system && self.code == other.code
    }
}

impl<'a> Code<'a> {
    /// A code of ours.
    pub(super) const fn new(system: &'static str, code: &'static str, display: &'static str) -> Code<'static> {
        Code { system: Cow::Borrowed(system), code: Cow::Borrowed(code), display: Cow::Borrowed(display) }
    }

    /// A code that is known only when the program runs.
    pub(super) const fn of(system: &'static str, code: &'a str) -> Self {
        Self { system: Cow::Borrowed(system), code: Cow::Borrowed(code), display: Cow::Borrowed("") }
    }

    /// What to show: the display, or the code.
    pub(super) fn shown(&self) -> &str {
        if self.display.is_empty() { &self.code } else { &self.display }
    }
}

/// The systems.
pub(super) mod system {
    pub(in super::super) const DCM: &str = "http://dicom.nema.org/resources/ontology/DCM";
    pub(in super::super) const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    pub(in super::super) const RESTFUL: &str = "http://hl7.org/fhir/restful-interaction";
    pub(in super::super) const LIFECYCLE: &str = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    pub(in super::super) const AUTHZ: &str = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
    pub(in super::super) const BALP_ENTITY: &str = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    pub(in super::super) const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    pub(in super::super) const PROVENANCE: &str = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    pub(in super::super) const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    pub(in super::super) const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
    pub(in super::super) const SOURCE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/security-source-type";
    pub(in super::super) const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    pub(in super::super) const OUTCOME: &str = "http://terminology.hl7.org/CodeSystem/audit-event-outcome";
    pub(in super::super) const SECURITY_ROLE: &str = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
}

use system::*;

pub(super) const REST: Code<'static> = Code::new(EVENT_TYPE, "rest", "RESTful Operation");
pub(super) const EXPORT: Code<'static> = Code::new(DCM, "110106", "Export");
pub(super) const PATIENT_RECORD: Code<'static> = Code::new(DCM, "110110", "Patient Record");
pub(super) const SECURITY_ALERT: Code<'static> = Code::new(DCM, "110113", "Security Alert");
pub(super) const USER_AUTHENTICATION: Code<'static> = Code::new(DCM, "110114", "User Authentication");
pub(super) const APPLICATION_ACTIVITY: Code<'static> = Code::new(DCM, "110100", "Application Activity");
pub(super) const AUDIT_LOG_USED: Code<'static> = Code::new(DCM, "110101", "Audit Log Used");
pub(super) const LOGIN: Code<'static> = Code::new(DCM, "110122", "Login");
pub(super) const LOGOUT: Code<'static> = Code::new(DCM, "110123", "Logout");
pub(super) const EMERGENCY_OVERRIDE_STARTED: Code<'static> = Code::new(DCM, "110127", "Emergency Override Started");
pub(super) const EMERGENCY_OVERRIDE_STOPPED: Code<'static> = Code::new(DCM, "110138", "Emergency Override Stopped");
pub(super) const SECURITY_CONFIGURATION: Code<'static> = Code::new(DCM, "110129", "Security Configuration");
pub(super) const RESTRICTED_FUNCTION: Code<'static> = Code::new(DCM, "110132", "Use of Restricted Function");

pub(super) const READ: Code<'static> = Code::new(RESTFUL, "read", "read");
pub(super) const CREATE: Code<'static> = Code::new(RESTFUL, "create", "create");
pub(super) const UPDATE: Code<'static> = Code::new(RESTFUL, "update", "update");
pub(super) const DELETE: Code<'static> = Code::new(RESTFUL, "delete", "delete");
pub(super) const SEARCH: Code<'static> = Code::new(RESTFUL, "search", "search");
pub(super) const DISCLOSE: Code<'static> = Code::new(LIFECYCLE, "disclose", "Disclose Record Lifecycle Event");
pub(super) const DE_IDENTIFY: Code<'static> =
    Code::new(LIFECYCLE, "deidentify", "De-Identify (Anononymize) Record Lifecycle Event");
pub(super) const EXTRACT: Code<'static> = Code::new(LIFECYCLE, "extract", "Extract Record Lifecycle Event");
pub(super) const REPORT: Code<'static> = Code::new(LIFECYCLE, "report", "Report (Output) Record Lifecycle Event");
pub(super) const ARCHIVE: Code<'static> = Code::new(LIFECYCLE, "archive", "Archive Record Lifecycle Event");
pub(super) const ACCESS: Code<'static> = Code::new(LIFECYCLE, "access", "Access/View Record Lifecycle Event");
pub(super) const VERIFY: Code<'static> = Code::new(LIFECYCLE, "verify", "Verify Record Lifecycle Event");
pub(super) const DESTROY: Code<'static> = Code::new(LIFECYCLE, "destroy", "Destroy/Delete Record Lifecycle Event");
pub(super) const AUTHZ_ROLE: Code<'static> = Code::new(AUTHZ, "AuthZ-Role", "Authorization Decision using only Roles");

pub(super) const APPLICATION: Code<'static> = Code::new(DCM, "110150", "Application");
pub(super) const DESTINATION: Code<'static> = Code::new(DCM, "110152", "Destination Role ID");
pub(super) const SOURCE: Code<'static> = Code::new(DCM, "110153", "Source Role ID");
pub(super) const CUSTODIAN: Code<'static> = Code::new(PROVENANCE, "custodian", "Custodian");
pub(super) const RECIPIENT: Code<'static> = Code::new(PARTICIPATION, "IRCP", "information recipient");
pub(super) const AUTHOR: Code<'static> = Code::new(PARTICIPATION, "AUT", "author (originator)");
pub(super) const RESPONSIBLE: Code<'static> = Code::new(PARTICIPATION, "RESP", "responsible party");
pub(super) const HUMAN_USER: Code<'static> = Code::new(SECURITY_ROLE, "humanuser", "human user");

pub(super) const PERSON: Code<'static> = Code::new(ENTITY_TYPE, "1", "Person");
pub(super) const OBJECT: Code<'static> = Code::new(ENTITY_TYPE, "2", "System Object");
pub(super) const OTHER: Code<'static> = Code::new(ENTITY_TYPE, "4", "Other");
pub(super) const REQUEST_ID: Code<'static> = Code::new(BALP_ENTITY, "XrequestId", "");
pub(super) const PATIENT: Code<'static> = Code::new(OBJECT_ROLE, "1", "Patient");
pub(super) const DOMAIN_RESOURCE: Code<'static> = Code::new(OBJECT_ROLE, "4", "Domain Resource");
pub(super) const QUERY_ROLE: Code<'static> = Code::new(OBJECT_ROLE, "24", "Query");
pub(super) const SECURITY_RESOURCE: Code<'static> = Code::new(OBJECT_ROLE, "13", "Security Resource");

/// An outcome, as R5 codes it.
pub(super) fn outcome(outcome: Outcome) -> Code<'static> {
    let display = match outcome {
        Outcome::Success => "Success",
        Outcome::MinorFailure => "Minor failure",
        Outcome::SeriousFailure => "Serious failure",
        Outcome::MajorFailure => "Major failure",
    };
    Code::new(OUTCOME, outcome.code(), display)
}

/// The type of a source, RFC 3881 5.4.3, with HL7's words.
pub(super) fn source_type(kind: SourceKind) -> Code<'static> {
    let display = match kind {
        SourceKind::UserDevice => "User Device",
        SourceKind::DataInterface => "Data Interface",
        SourceKind::WebServer => "Web Server",
        SourceKind::ApplicationServer => "Application Server",
        SourceKind::DatabaseServer => "Database Server",
        SourceKind::SecurityServer => "Security Server",
        SourceKind::NetworkDevice => "Network Device",
        SourceKind::NetworkRouter => "Network Router",
        SourceKind::Other => "Other",
    };
    Code::new(SOURCE_TYPE, kind.code(), display)
}
