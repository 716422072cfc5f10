//! What is looked for: a question read, its words looked up, mended and understood, and the plan of terms that follows.

pub(super) mod cuts;
pub(super) mod intent;
pub(super) mod lookup;
pub(super) mod names;
pub(super) mod numerals;
pub(super) mod plan;
pub(super) mod query;
pub(super) mod said;
pub(super) mod spell;
pub(super) mod thesaurus;
pub(super) mod when;
