//! Reads HL7 v2 messages, FHIR R4 resources and notes straight into protected values
#![forbid(unsafe_code)]
