//! Who may pass: who asks, by which token or session, from which page and how often.

pub(super) mod auth;
pub(super) mod cors;
pub(super) mod rate;
pub(super) mod session;
