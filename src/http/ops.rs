//! For those who run the server: is it alive, is it ready, how is it doing.
//!
//! Kept outside the limits of [`super::limits`]: a busy server must still be able to say so.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::State;
use super::problem::{Problem, ProblemBody};
use crate::journal::Journal;

pub(super) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// Whether the process is alive
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the index is open and questions can be answered, and what people write down can be kept
#[utoipa::path(get, path = "/readyz", tag = "operations", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 503, description = "Not yet, or not any more; `detail` says why", body = ProblemBody, content_type = "application/problem+json"),
    (status = 507, description = "The disk is full", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn readyz(Shared(state): Shared<State>) -> Result<&'static str, Problem> {
    if !state.ready() {
        return Err(Problem::not_ready());
    }
    state.journal(Journal::health).await?;
    Ok("ready\n")
}

/// Counters and latencies in the Prometheus text format
///
/// OpenMetrics is given to those who accept it. The two differ, for what is counted here, in the header alone.
#[utoipa::path(get, path = "/metrics", tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
async fn metrics(Shared(state): Shared<State>, headers: HeaderMap) -> Result<Response, Problem> {
    let text = state.metrics.text(state.articles()).map_err(|cause| Problem::internal(&cause))?;
    let open_metrics = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/openmetrics-text"));
    let content_type = if open_metrics {
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8")
    } else {
        HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8")
    };
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}
