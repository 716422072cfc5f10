//! Drogowskaz ("signpost"): the knowledge-base search engine of a city infoline.
pub mod article;
pub mod cli;
pub mod text;
