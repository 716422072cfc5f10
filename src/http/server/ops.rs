//! For those who run the server: is it alive, is it ready, how is it doing.
//!
//! Kept outside the limits of [`super::limits`]: a busy server must still be able to say so.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::State;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::journal::Journal;
use crate::library::readiness::Cause;

pub(in crate::http) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// Whether the process is alive
#[utoipa::path(get, path = "/healthz", operation_id = "is_alive", tag = "operations",
    responses((status = 200, description = "`ok`", body = String, content_type = "text/plain")))]
async fn healthz() -> &'static str {
    "ok\n"
}

/// What is asked of the server's state.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ReadyQuery {
    /// `searching`: only whether questions can be answered
    #[serde(rename = "for", deserialize_with = "value::code")]
    what: Option<String>,
}

/// Whether the server does all of its work: answers questions and takes changes
///
/// The first line is `ready`; what is amiss without standing in the way follows as `note:` lines. Where changes cannot
/// be taken (a folder is lost, a disk is full) the answer is 503 and says why; questions are answered all the same,
/// and `?for=searching` asks about these alone.
#[utoipa::path(get, path = "/readyz", operation_id = "is_ready", tag = "operations",
    params(ReadyQuery),
    responses(
        (status = 200, description = "`ready`, then what is well and what is not", body = String, content_type = "text/plain"),
        (status = 503, description = "Not yet, or not all of it: `searching` and `writing` say which, `because` says why"),
    ))]
async fn readyz(Shared(state): Shared<State>, Params(asked): Params<ReadyQuery>) -> Result<String, Problem> {
    if !state.ready() {
        return Err(Problem::not_ready());
    }
    // Whoever searches is asked for a token first, and of a database that somebody wrote over nothing can be read.
    let unreadable = state.journal(|journal| journal.has_tokens()).await.err();
    let searching = if unreadable.is_none() { "yes" } else { "no" };
    if asked.what.as_deref() == Some("searching") && unreadable.is_none() {
        return Ok("ready\nsearching: yes\n".to_owned());
    }
    let (against, notes): (Vec<Cause>, Vec<Cause>) =
        state.troubles().iter().map(|trouble| trouble.cause).partition(|cause| cause.stops_writing());
    let journal = match unreadable.clone() {
        Some(problem) => Some(problem),
        None => state.journal(Journal::health).await.err(),
    };
    if against.is_empty() && journal.is_none() {
        let notes: String = notes.iter().map(|note| format!("note: {}\n", note.brief())).collect();
        return Ok(format!("ready\nsearching: yes\nwriting: yes\n{notes}"));
    }
    // Anybody may ask, so only what anybody may know is said; the log names the folder and the remedy.
    let mut why: Vec<(String, String)> =
        against.iter().map(|cause| (cause.code().to_owned(), cause.brief().to_owned())).collect();
    // The journal's own words name its place, which is for the log alone.
    let place = state.journal_folder();
    why.extend(journal.map(|problem| {
        let what = format!("{}: {}", problem.kind.title(), problem.detail.replace(&place, "data"));
        (problem.kind.slug().to_owned(), what)
    }));
    let detail = format!(
        "searching: {searching}, writing: no, because: {}. Miejsce i sposób naprawy podaje dziennik serwera.",
        why.iter().map(|(_, what)| what.trim_end_matches('.')).collect::<Vec<_>>().join("; ")
    );
    let because: Vec<serde_json::Value> =
        why.into_iter().map(|(cause, what)| serde_json::json!({ "cause": cause, "what": what })).collect();
    Err(Problem::saying(ProblemKind::NotWritable, detail)
        .with("searching", unreadable.is_none())
        .with("writing", false)
        .with("because", because))
}

/// Counters and latencies in the Prometheus text format
///
/// For a program on this machine that hands on nobody's request (no `X-Forwarded-*`, `Forwarded`, `Via`, `X-Real-IP`),
/// and for anybody with a token, of whatever role. OpenMetrics is given to those who accept it. The two differ, for what
/// is counted here, in the header alone.
#[utoipa::path(get, path = "/metrics", operation_id = "read_metrics", tag = "operations",
    responses((status = 200, description = "The counters", content((String = "text/plain"), (String = "application/openmetrics-text")))))]
async fn metrics(Shared(state): Shared<State>, headers: HeaderMap) -> Result<Response, Problem> {
    let text =
        state.metrics.text(state.articles(), state.rejected()).map_err(|cause| Problem::internal(&cause))?;
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
