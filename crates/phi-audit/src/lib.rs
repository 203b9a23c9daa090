//! A tamper-evident, durable log of every access to protected health information
#![forbid(unsafe_code)]
