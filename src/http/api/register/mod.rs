//! What agents write down of a call.

pub(super) mod calls;
pub(super) mod feedback;
mod known;
mod once;
pub(super) mod submissions;
