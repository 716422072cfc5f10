//! Every version of every article and dictionary, with its author and who approved it.

pub mod dictionaries;
pub(super) mod packing;
pub mod revisions;
