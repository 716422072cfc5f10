//! Errors as they leave: `application/problem+json` (RFC 9457) for programs, a page for people.
//!
//! What went wrong is a [`Problem`] that a handler returned, or an answer of axum itself (no such route, wrong method,
//! body too large). Both are written here, above all pages, so that no error leaves in another form and no room below
//! needs to know how its errors look.

use askama::Template;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use super::console::ErrorPage;
use super::public;
use super::wire::address;
use super::wire::problem::{Problem, ProblemKind, Spoken};
use super::wire::read::params::pairs;
use super::wire::request_id::RequestId;

/// An error as a program reads it (RFC 9457); `openapi/vocabulary.rs` describes it.
#[derive(Debug, Serialize)]
struct ProblemBody<'a> {
    /// Stable URI of the kind of problem, relative to the server: `/problem/invalid-parameter`.
    #[serde(rename = "type")]
    kind: String,
    /// What happened, the same for all problems of the kind.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What happened here, and what to do about it.
    detail: &'a str,
    /// Code of this request, to be quoted to whoever runs the server; the log names it.
    code: &'a str,
    /// The parameter at fault, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    /// What that parameter may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a str>,
    /// What else there is to know, by the kind of problem: the faults of an article, both sides of a lost race.
    #[serde(flatten)]
    more: &'a serde_json::Map<String, serde_json::Value>,
}

/// Middleware: writes the body of every error, in the form the caller reads.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let for_people = wants_page(&request).then(|| question(&request));
    let residents = address::is_for_residents(request.uri().path());
    let head = request.method() == Method::HEAD;
    let code = request.extensions().get::<RequestId>().cloned().unwrap_or_else(RequestId::new);
    let response = next.run(request).await;
    let status = response.status();
    let fine = !(status.is_client_error() || status.is_server_error());
    if fine || response.extensions().get::<Spoken>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem =
        parts.extensions.remove::<Problem>().unwrap_or_else(|| Problem::new(ProblemKind::of_status(status)));
    let mut spoken = match for_people {
        Some(question) if residents => residents_page(&problem, status, &code, &question),
        Some(question) => page(&problem, status, &code, &question),
        None => json(&problem, status, &code),
    };
    *spoken.status_mut() = status;
    // What the framework said beside the body (Allow, Retry-After) still holds.
    for (name, value) in &parts.headers {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            spoken.headers_mut().insert(name, value.clone());
        }
    }
    spoken.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if head {
        *spoken.body_mut() = axum::body::Body::empty();
    }
    spoken
}

/// A browser that opens a page; the APIs answer programs, whoever asks.
fn wants_page(request: &Request) -> bool {
    let path = request.uri().path();
    let api = ["/api/", "/public/"].iter().any(|prefix| path.starts_with(prefix));
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    !api && accept.contains("text/html")
}

fn json(problem: &Problem, status: StatusCode, code: &RequestId) -> Response {
    let body = ProblemBody {
        kind: format!("/problem/{}", problem.kind.slug()),
        title: problem.kind.title(),
        status: status.as_u16(),
        detail: &problem.detail,
        code: code.as_str(),
        parameter: problem.parameter.as_deref(),
        allowed: problem.allowed.as_deref(),
        more: &problem.more,
    };
    let mut response = Json(body).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
    response
}

/// What was typed is never lost to an error: it stands in the field again.
fn question(request: &Request) -> String {
    pairs(request.uri())
        .into_iter()
        .find(|(key, _)| key == "q")
        .map(|(_, question)| question)
        .unwrap_or_default()
}

fn residents_page(problem: &Problem, status: StatusCode, code: &RequestId, question: &str) -> Response {
    match public::ErrorPage::new(problem, code.as_str(), question).render() {
        Ok(html) => Html(html).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "cannot render the residents' error page");
            json(problem, status, code)
        }
    }
}

fn page(problem: &Problem, status: StatusCode, code: &RequestId, question: &str) -> Response {
    match ErrorPage::new(problem, code.as_str(), question).render() {
        Ok(html) => Html(html).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "cannot render the error page");
            json(problem, status, code)
        }
    }
}
