//! Role-based access to protected health information with minimum necessary, purpose of use and break-glass
#![forbid(unsafe_code)]
