//! A host that depends on `hipaa` alone: tests only.
