//! A host that renames `hipaa` in its manifest: tests only.
