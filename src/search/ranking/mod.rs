//! Which article stands before which: a first stage over all postings, then a closer look at the lines of the best.

pub(super) mod candidates;
mod duty;
pub(super) mod explain;
pub(super) mod filter;
pub(super) mod meaning;
pub(super) mod passage;
pub(super) mod rerank;
pub(super) mod score;
