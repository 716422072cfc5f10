//! Drogowskaz ("signpost"): the knowledge-base search engine of a city infoline.
pub mod article;
pub mod http;
pub mod library;
pub mod search;
pub mod text;
