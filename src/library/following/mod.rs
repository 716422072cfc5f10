//! The index follows the files: what changed is found by content, indexed beside what stands, and swapped in.

pub(super) mod absence;
pub(super) mod generation;
pub(super) mod ground;
pub(super) mod pages;
pub(super) mod repairs;
pub(super) mod residents;
pub(super) mod survey;
pub(super) mod sync;
pub mod watch;
pub(super) mod writing;
