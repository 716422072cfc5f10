//! Drogowskaz ("signpost"): the knowledge-base search engine of a city infoline.
pub mod text;
