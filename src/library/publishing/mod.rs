//! The one door by which the product changes articles and dictionaries, and what keeps them with their versions.

pub mod dictionaries;
pub mod door;
pub mod store;
