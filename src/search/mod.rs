//! Layer 2: the index and the ranking; the only module that names tantivy.
//!
//! ```text
//! article → document → index          question → query → expand → score → passage → hit
//!           (analysed   (one writer,             (words,  (forms,  (BM25   (best line,
//!            once)       commit, reload)          quotes)  typos,   of all   marks)
//!                                                          synonyms) forms)
//! ```

mod answer;
mod card;
mod confidence;
mod document;
mod engine;
mod error;
mod expand;
mod explain;
mod filter;
mod found;
mod grams;
mod hit;
mod index;
mod intent;
pub mod measure;
mod passage;
mod query;
mod rank;
mod record;
mod said;
mod schema;
mod score;
mod searching;
mod sieve;
mod snapshot;
mod spell;
#[cfg(test)]
pub(crate) mod testkit;
mod thesaurus;
mod tokenizer;
pub mod typing;
mod writing;

pub use card::{Card, Rendition};
pub use engine::Engine;
pub use error::EngineError;
pub use hit::{
    Answer, FacetCount, Flag, Hit, Interpretation, SearchRequest, SearchResponse, Suggestion, Why,
};
pub use index::Size;
pub use rank::Weights;
pub use writing::{Changes, Indexable, Indexer, Source};
