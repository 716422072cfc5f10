//! What is written down about a request: its id, route, status and time, in the log and in the counters.
//!
//! Never its query string or body: callers' questions carry names, addresses and PESELs.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::http::State;
use crate::http::wire::request_id::{REQUEST_ID, RequestId};

/// A method by its name; one that nobody knows is a word that a stranger chose, and stands in no log and no counter.
fn named(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Middleware: names the request, times it, counts it.
pub(in crate::http) async fn observe(
    Shared(state): Shared<State>,
    mut request: Request,
    next: Next,
) -> Response {
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
