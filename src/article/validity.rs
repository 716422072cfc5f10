//! Numbered acts, validity, staleness. Being written.
/// x
pub fn is_act_number(_w: &str) -> bool { false }
