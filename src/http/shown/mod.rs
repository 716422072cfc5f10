//! What staff's and residents' pages show alike: facts as people read them, a passage with its marks, an article's
//! standing, the article itself.

pub(super) mod beside;
pub(super) mod contact;
pub(super) mod facts;
pub(super) mod marked;
pub(super) mod missing;
pub(super) mod reading;
pub(super) mod standing;
pub(super) mod unit;
pub(super) mod verdict;
