//! Numbers and addresses that belong to one person, written, glued, dictated or said.

pub(super) mod any_words;
pub(super) mod chassis;
pub(super) mod dictated;
pub(super) mod document;
pub(super) mod mail;
pub(super) mod number;
pub(super) mod plot;
pub(super) mod spoken;
