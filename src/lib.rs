//! Drogowskaz ("signpost"): the knowledge-base search engine of a city infoline.
//!
//! Layers, in reading order; each may name those above it in this list, never those below:
//!
//! 1. [`text`]: Polish words, pure functions.
//! 2. [`article`]: an article as a value: parsing, checking, what residents may see. Above it [`order`]: an order of
//!    the Mayor becomes drafts of articles.
//! 3. [`search`]: the index and the ranking.
//! 4. [`journal`]: what cannot be rebuilt, in SQLite: revisions, tokens, calls.
//! 5. [`library`]: the files of a Baza Wiedzy, the index that follows them, and publishing.
//! 6. [`quality`]: how good the answers are, on questions whose answers are known.
//! 7. [`http`] and [`cli`]: the two doors; [`config`] and [`telemetry`] are what the second starts with.

pub mod article;
pub mod cli;
pub mod config;
pub mod http;
pub mod journal;
pub mod library;
pub mod order;
pub mod quality;
pub mod search;
pub mod telemetry;
pub mod text;

/// Analysing an article makes many small strings, and an index is built by several threads at once: measured in
/// docs/figures.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
