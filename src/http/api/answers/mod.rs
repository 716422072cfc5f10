//! Questions and what answers them.

pub(in crate::http) mod events;
pub(in crate::http) mod parts;
pub(in crate::http) mod search;
pub(in crate::http) mod suggest;
pub(in crate::http) mod units;
pub(in crate::http) mod verdict;
