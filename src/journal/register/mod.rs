//! What agents and residents asked, were told and reported; masked before it comes here.

pub mod calls;
pub mod feedback;
pub mod once;
pub mod questions;
pub mod submissions;
