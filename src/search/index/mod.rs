//! What is kept of an article: the terms by which it is found, and the record that the closer look reads.
//!
//! ```text
//! article → document → store → snapshot
//!                          │
//!                        files
//! ```

pub(super) mod card;
pub(super) mod document;
mod files;
pub(super) mod profile;
pub(super) mod record;
pub(super) mod schema;
pub(super) mod sieve;
pub(super) mod snapshot;
pub(super) mod store;
pub(super) mod terms;
