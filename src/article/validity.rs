//! Numbered acts, validity, staleness. Being written.
/// x
pub fn is_act_number(_w: &str) -> bool {
    false
}
/// Whether an article is the law today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Yes.
    InForce,
    /// Its `valid_from` is yet to come.
    NotYet,
    /// Its `valid_until` has passed.
    Expired,
    /// An act in force repealed it.
    Repealed {
        /// Number of that act.
        by: String,
    },
}
