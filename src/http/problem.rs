//! Everything that can go wrong with a request, as one value and one form: `application/problem+json` (RFC 9457)
//! for programs, a page for people.
//!
//! Handlers return a [`Problem`]; it travels as an extension of an empty response, and [`speak`] writes the body
//! once, when the request's id and its `Accept` are known. Answers of axum itself (no such route, wrong method,
//! body too large) go through the same place, so that no error leaves in another form.

mod kind;

use std::fmt;

use askama::Template;
use axum::Json;
use axum::extract::{Query, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

pub use kind::Kind;

use super::console::ErrorPage;
use super::observe::RequestId;
use super::public;
use crate::journal::Role;

/// What went wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind.
    pub kind: Kind,
    /// What happened here and what to do now, in Polish.
    pub detail: String,
    /// The parameter at fault.
    pub parameter: Option<&'static str>,
    /// What the parameter may be.
    pub allowed: Option<String>,
    /// Further members of the body, such as the faults of an article or both sides of a lost race.
    pub more: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// A problem with the advice of its kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: kind.advice().to_owned(),
            parameter: None,
            allowed: None,
            more: serde_json::Map::new(),
        }
    }

    /// A parameter that is not one of the allowed values.
    pub fn invalid(parameter: &'static str, allowed: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            parameter: Some(parameter),
            allowed: Some(allowed.into()),
            ..Self::new(Kind::InvalidParameter)
        }
    }

    /// A kind of problem with its own words.
    pub fn saying(kind: Kind, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(kind) }
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<serde_json::Value>) -> Self {
        self.more.insert(member.to_owned(), value.into());
        self
    }

    /// Says when to come back, in the header and in the body.
    #[must_use]
    pub fn retry_after(self, wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.with(RETRY_AFTER, seconds.max(1))
    }

    /// There is no such article for this reader; says the same whether it is missing or not theirs.
    pub fn no_article() -> Self {
        Self {
            detail:
                "Nie ma takiego artykułu. Mógł zmienić adres albo zostać wycofany: poszukaj go po słowach."
                    .to_owned(),
            ..Self::new(Kind::NotFound)
        }
    }

    /// Signed in, but this needs another role.
    pub fn forbidden(needed: Role) -> Self {
        Self {
            detail: format!(
                "Potrzebna jest rola: {}. Poproś administratora o token z tą rolą.",
                needed.name()
            ),
            ..Self::new(Kind::Forbidden)
        }
    }

    /// The index is not open yet.
    pub fn not_ready() -> Self {
        Self::new(Kind::NotReady)
    }

    /// A fault of ours: the cause goes to the log alone.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(Kind::Internal)
    }
}

/// The member of the body that repeats the header of this name.
const RETRY_AFTER: &str = "retry_after";

/// An extension of answers that are errors and have their body already: a form that is shown once more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(seconds) = self.more.get(RETRY_AFTER).and_then(serde_json::Value::as_u64) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Unauthorized {
            let scheme = HeaderValue::from_static("Bearer realm=\"Drogowskaz\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if self.kind.status() == StatusCode::SERVICE_UNAVAILABLE {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().entry(header::RETRY_AFTER).or_insert(soon);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// An error as a program reads it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// Stable URI of the kind of problem, relative to the server: `/problem/invalid-parameter`.
    #[serde(rename = "type")]
    #[schema(example = "/problem/invalid-parameter")]
    pub kind: String,
    /// What happened, the same for all problems of the kind.
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// What happened here, and what to do about it.
    pub detail: &'a str,
    /// Code of this request, to be quoted to whoever runs the server; the log names it.
    #[schema(example = "k3f9-7q2m")]
    pub code: &'a str,
    /// The parameter at fault, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'a str>,
    /// What that parameter may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<&'a str>,
    /// What else there is to know, by the kind of problem: the faults of an article, both sides of a lost race.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub more: &'a serde_json::Map<String, serde_json::Value>,
}

/// Middleware: writes the body of every error, in the form the caller reads.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let for_people = wants_page(&request).then(|| question(&request));
    let residents = public::is_theirs(request.uri().path());
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
        parts.extensions.remove::<Problem>().unwrap_or_else(|| Problem::new(Kind::of_status(status)));
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
        parameter: problem.parameter,
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
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().find(|(key, _)| key == "q").map(|(_, question)| question).unwrap_or_default()
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
