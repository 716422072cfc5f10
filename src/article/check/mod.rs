//! What is wrong with an article or with several of them together: problems with their codes, and who finds them.

pub mod codes;
pub(in crate::article) mod hours;
pub mod lint;
pub(in crate::article) mod phone;
pub mod problem;
