//! What becomes of an order: drafts of articles, the report of what was doubtful, and the proof that no word is lost.

pub(super) mod coverage;
pub(super) mod drafts;
pub(super) mod relate;
pub(super) mod render;
pub(super) mod report;
