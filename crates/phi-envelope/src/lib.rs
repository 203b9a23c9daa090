//! Envelope encryption for protected health information: bound to tenant, subject, record and field
#![forbid(unsafe_code)]
