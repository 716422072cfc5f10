//! Whether an article is in force on a day, and what of it residents may see.

pub mod validity;
pub mod visibility;
