//! What agents write down of a call.

pub(super) mod calls;
pub(super) mod feedback;
pub(super) mod submissions;
