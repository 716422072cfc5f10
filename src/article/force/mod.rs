//! Whether an article is in force on a day, and what of it residents may see.

pub(super) mod told;
pub mod validity;
pub mod visibility;
