//! Commands of whoever keeps the articles.

pub(super) mod document;
pub(super) mod import;
pub(super) mod index;
pub(super) mod lint;
pub(super) mod repair;
