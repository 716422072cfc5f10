//! For those who run the server: is it alive, is it ready, how is it doing.
//!
//! Kept outside the limits of [`super::limits`]: a busy server must still be able to say so.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::State;
use super::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// Whether the process is alive
#[utoipa::path(get, path = "/healthz", operation_id = "is_alive", tag = "operations",
    responses((status = 200, description = "`ok`", body = String, content_type = "text/plain")))]
async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the index is open and questions can be answered
#[utoipa::path(get, path = "/readyz", operation_id = "is_ready", tag = "operations", responses(
    (status = 200, description = "`ready`", body = String, content_type = "text/plain"),
    (status = 503, description = "Not yet; ask again in a second"),
))]
async fn readyz(Shared(state): Shared<State>) -> Result<&'static str, Problem> {
    if state.ready() { Ok("ready\n") } else { Err(Problem::not_ready()) }
}

/// Counters and latencies in the Prometheus text format
///
/// OpenMetrics is given to those who accept it. The two differ, for what is counted here, in the header alone.
#[utoipa::path(get, path = "/metrics", operation_id = "read_metrics", tag = "operations",
    responses((status = 200, description = "The counters", content((String = "text/plain"), (String = "application/openmetrics-text")))))]
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
