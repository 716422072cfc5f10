//! Who may come in, who they are, and what they did.

pub mod accounts;
pub mod audit;
pub(super) mod person;
pub(super) mod role;
pub(super) mod secret;
pub mod sessions;
pub mod tokens;
