//! What editors see before anybody else does; it changes nothing.

pub mod catalogue;
pub mod preview;
pub mod rehearsal;
