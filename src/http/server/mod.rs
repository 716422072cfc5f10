//! The server as a process: the door, how much is let in and for how long, what is counted and logged.

pub(super) mod incoming;
pub(super) mod limits;
pub(super) mod listen;
pub(super) mod observe;
pub(super) mod ops;
