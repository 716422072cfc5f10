//! Commands that ask: one question, or many whose answers are known.

pub(super) mod eval;
pub(super) mod hours;
pub(super) mod search;
pub(super) mod tune;
