//! What is written down about a request: its id, route, status and time, in the log and in the counters.
//!
//! Never its query string or body: callers' questions carry names, addresses and PESELs.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::State;

/// Where the id travels.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The name of one request: in its answer, in the log, and on the error page, short enough to be read out on the
/// telephone (`k3f9-7q2m`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// A fresh one.
    pub fn new() -> Self {
        // No letters or digits that sound or look alike.
        const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";
        let random = random();
        let mut id = String::with_capacity(9);
        for place in 0..8 {
            if place == 4 {
                id.push('-');
            }
            id.push(char::from(ALPHABET[(random >> (5 * place)) as usize % ALPHABET.len()]));
        }
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

/// A number that does not repeat, within the process or across restarts. For names, not for secrets.
pub(super) fn random() -> u64 {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(COUNTER.fetch_add(1, Ordering::Relaxed));
    hasher.finish()
}

/// A method by its name; one that nobody knows is a word that a stranger chose, and stands in no log and no counter.
fn named(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Middleware: names the request, times it, counts it.
pub(super) async fn observe(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |matched| matched.as_str().to_owned());
    let method = named(request.method());
    let span = tracing::info_span!("request", id = id.as_str(), method, route);
    request.extensions_mut().insert(id.clone());

    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, took_us = took.as_micros(), "answered"));
    state.metrics.answered(method, &route, status, took);
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
