//! The query string as a struct, each fault named for the person who has to mend it.
//!
//! Unknown parameters are passed over, and an empty one is none. Of a repeated one the first counts; what changes
//! something is told once. Text is never refused for what it says, only for its length.

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;

use super::fault::{self, Fault};
use super::value;
use crate::http::wire::problem::Problem;

/// The parameters that `T` has. What several requests have in common is a struct of its own, read beside the others.
pub(in crate::http) struct Params<T>(pub(in crate::http) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let pairs = pairs(&parts.uri);
        let read = if parts.method.is_safe() { first(&pairs) } else { all(&pairs) };
        read.map(Self)
    }
}

/// Which page of a list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct PageQuery {
    #[serde(rename = "strona", deserialize_with = "value::number::<_, 1, 10_000>")]
    pub(in crate::http) page: Option<usize>,
}

/// The pairs of a query string.
pub(in crate::http) fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// Reads pairs, of which the first of each name counts.
pub(in crate::http) fn first<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Problem> {
    let earlier = |at: usize, name: &str| pairs[..at].iter().any(|(known, _)| known == name);
    read(pairs.iter().enumerate().filter(|(at, (name, _))| !earlier(*at, name)).map(|(_, pair)| pair))
}

/// Reads pairs, of which each name may be there once.
pub(super) fn all<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Problem> {
    read(pairs.iter())
}

fn read<'a, T: DeserializeOwned>(pairs: impl Iterator<Item = &'a (String, String)>) -> Result<T, Problem> {
    let written =
        pairs.map(|(name, value)| (name.as_str(), value.trim())).filter(|(_, value)| !value.is_empty());
    let map = MapDeserializer::<_, Fault>::new(written);
    serde_path_to_error::deserialize(map).map_err(|at| fault::problem(at, called))
}

/// The question is what an agent typed, and knows by no other name.
fn called(name: &str) -> String {
    if name == "q" { "Pytanie".to_owned() } else { format!("Parametr „{name}”") }
}
