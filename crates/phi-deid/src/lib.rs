//! De-identification of records and clinical text after the Safe Harbor list of 45 CFR 164.514(b)(2)
#![forbid(unsafe_code)]
