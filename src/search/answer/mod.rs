//! What is told of the best: the passage that is shown, by which means it was found, when its door is open, and what the
//! answer is worth: whether it may be read out, or does not hold what was asked.

pub(super) mod asked_of;
pub(super) mod doors;
mod entry;
pub(super) mod holding;
pub(super) mod model;
pub(super) mod shown;
pub(super) mod state;
pub(super) mod topic;
mod values;
