//! Facts that are more than text: hours that can be read out, and asked whether a door is open.

pub mod holidays;
pub mod hours;
pub mod open;
pub mod places;
