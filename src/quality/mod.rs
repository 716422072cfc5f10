//! Layer 4: how good the answers are, on questions whose answers are known.

pub mod golden;
pub mod measure;
pub(crate) mod sets;
pub mod typing;
