//! Where somebody lives: the street, the house, and the flat in it.

pub(super) mod address;
pub(super) mod door;
pub(super) mod flat;
pub(super) mod flat_number;
mod public;
pub(super) mod street;
