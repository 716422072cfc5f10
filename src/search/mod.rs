//! Layer 2: the index and the ranking; the only module that names tantivy.
//!
//! ```text
//! article → document → index          question → query → expand → score → passage → hit
//!           (analysed   (one writer,             (words,  (forms,  (BM25   (best line,
//!            once)       commit, reload)          quotes)  typos,   of all   marks)
//!                                                          synonyms) forms)
//! ```

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

pub use engine::Engine;
pub use error::EngineError;
pub use hit::{
    Answer, FacetCount, Flag, Hit, Interpretation, LONGEST_QUESTION, SearchRequest, SearchResponse,
    Suggestion, Why,
};
pub use index::card::{Card, Rendition};
pub use index::store::Size;
pub use weights::Weights;
pub use writing::{Changes, Indexable, Indexer, ToIndex};
