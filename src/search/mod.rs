//! Layer 2: the index and the ranking; the only module that names tantivy.
//!
//! ```text
//! index: article → document → store → snapshot
//!                                        │
//! question: query → plan ────────────────┤          (words, quotes; forms, typos, synonyms)
//! ranking:          score → candidates → passage    (BM25 of all forms; the closer look at the best)
//! answer:                       topic · holding → state    (is it the matter, does it hold the fact?), shown, doors
//! ```
//!
//! [`Engine`] is the door; `searching` is one search from the question to its hits, and [`Weights`] has every number.

mod answer;
mod engine;
mod error;
mod hit;
mod index;
mod question;
mod ranking;
mod searching;
#[cfg(test)]
pub(crate) mod testkit;
mod weights;
mod writing;

pub use engine::{Engine, Visit};
pub use error::EngineError;
pub use hit::{
    Answer, Asked, FacetCount, Flag, Hit, Interpretation, LONGEST_QUESTION, Part, Referral, SearchRequest,
    SearchResponse, State, Suggestion, Why,
};
pub use index::card::{Card, Rendition};
pub use index::store::Size;
pub use ranking::meaning::{Compact, Meanings, Understands, Understood, Windows};
pub use weights::Weights;
pub use writing::{Changes, Indexable, Indexer, ToIndex};
