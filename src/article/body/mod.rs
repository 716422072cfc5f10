//! What stands below the header: Markdown read into sections, the marks that keep some of them internal, and HTML that is
//! safe to show.

pub(super) mod address;
pub(super) mod html;
pub mod leading;
pub mod markdown;
pub(super) mod marks;
pub(super) mod outline;
pub mod slug;
mod strays;
pub(crate) mod visible;
