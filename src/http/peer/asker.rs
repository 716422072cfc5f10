//! Who types: a number by which the keys that somebody types one after another are known to be one question.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};

use super::FORWARDED_FOR;

/// A number for whoever asks. It is kept in memory for some seconds and written down nowhere.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Asker(pub(in crate::http) u64);

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let mut hasher = DefaultHasher::new();
        for name in [header::AUTHORIZATION, header::COOKIE, header::USER_AGENT, FORWARDED_FOR] {
            parts.headers.get(name).map(HeaderValue::as_bytes).hash(&mut hasher);
        }
        parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(peer)| peer.ip())
            .hash(&mut hasher);
        Ok(Self(hasher.finish()))
    }
}
