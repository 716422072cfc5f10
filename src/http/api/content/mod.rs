//! Articles, dictionaries and announcements: read, previewed, written, published.

pub(in crate::http) mod articles;
pub(in crate::http) mod banners;
pub(in crate::http) mod dictionaries;
pub(in crate::http) mod editing;
pub(in crate::http) mod preview;
