//! Facts that are more than text: hours that can be asked whether now is open, telephone numbers that can be dialled.

pub mod hours;
pub mod phone;
