//! What is told of the best: the passage that is shown, by which means it was found, and whether it may be read out.

pub(super) mod confidence;
pub(super) mod doors;
pub(super) mod shown;
