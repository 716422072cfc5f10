//! Layer 2: the index and the ranking; the only module that names tantivy.

mod hit;

pub use hit::{
    Answer, FacetCount, Flag, Hit, Interpretation, SearchRequest, SearchResponse, Suggestion, Why,
};
