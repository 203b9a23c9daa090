//! What must not compile, and what must: tests only.
