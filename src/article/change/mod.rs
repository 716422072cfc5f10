//! Two versions of an article beside each other: what changed, and how both changes come into one.

pub mod compare;
pub mod merge;
