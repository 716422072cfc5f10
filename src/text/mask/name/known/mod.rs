//! What is known of names: first names, what surnames look like, and the words among which they stand.

pub(in crate::text::mask) mod around;
pub(super) mod fame;
pub(in crate::text::mask) mod first_names;
pub(super) mod likeness;
pub(super) mod place;
pub(super) mod position;
pub(in crate::text::mask) mod surname;
pub(super) mod words;
