//! The database as a file: opened or founded, locked, told from a lost one, kept from strangers.

pub(super) mod ground;
pub mod lock;
pub(super) mod marker;
pub(super) mod opening;
pub(crate) mod private;
pub(super) mod turn;
