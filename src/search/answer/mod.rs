//! What is told of the best: the passage that is shown, by which means it was found, and whether it may be read out.

pub(super) mod asked_of;
pub(super) mod doors;
mod entry;
pub(super) mod holding;
mod model;
pub(super) mod shown;
pub(super) mod state;
pub(super) mod topic;
mod values;
