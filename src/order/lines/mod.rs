//! Lines as a word processor or a scanner left them: mended, without what belongs to the page and not to the text,
//! and the words by which they are recognised.

pub(super) mod dates;
pub(super) mod furniture;
pub(super) mod join;
pub(super) mod likeness;
pub(super) mod repair;
pub(super) mod scan;
