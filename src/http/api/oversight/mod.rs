//! For those who answer for the whole: reports and the audit trail.

pub(in crate::http) mod audit;
pub(in crate::http) mod reports;
pub(in crate::http) mod table;
