//! Everything that can go wrong with a request, as one value.
//!
//! Handlers return a [`Problem`]; it travels as an extension of an empty response, and
//! [`speak`](crate::http::errors::speak) writes the body once, when the request's id and its `Accept` are known.

mod journal;
mod kind;

use std::borrow::Cow;
use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub use kind::ProblemKind;

use crate::journal::Role;

/// What went wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind.
    pub kind: ProblemKind,
    /// What happened here and what to do now, in Polish.
    pub detail: String,
    /// The parameter at fault.
    pub parameter: Option<Cow<'static, str>>,
    /// What the parameter may be.
    pub allowed: Option<String>,
    /// Further members of the body, such as the faults of an article or both sides of a lost race.
    pub more: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// A problem with the advice of its kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            kind,
            detail: kind.advice().to_owned(),
            parameter: None,
            allowed: None,
            more: serde_json::Map::new(),
        }
    }

    /// A parameter that is not one of the allowed values.
    pub fn invalid(
        parameter: impl Into<Cow<'static, str>>,
        allowed: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            detail: detail.into(),
            parameter: Some(parameter.into()),
            allowed: Some(allowed.into()),
            ..Self::new(ProblemKind::InvalidParameter)
        }
    }

    /// A kind of problem with its own words.
    pub fn saying(kind: ProblemKind, detail: impl Into<String>) -> Self {
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
            ..Self::new(ProblemKind::NotFound)
        }
    }

    /// Signed in, but this needs another role.
    pub fn forbidden(needed: Role) -> Self {
        Self {
            detail: format!(
                "Potrzebna jest rola: {}. Poproś administratora o token z tą rolą.",
                needed.name()
            ),
            ..Self::new(ProblemKind::Forbidden)
        }
    }

    /// The index is not open yet.
    pub fn not_ready() -> Self {
        Self::new(ProblemKind::NotReady)
    }

    /// A fault of ours: the cause goes to the log alone.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(ProblemKind::Internal)
    }
}

/// The member of the body that repeats the header of this name.
const RETRY_AFTER: &str = "retry_after";

/// An extension of answers that are errors and have their body already: a form that is shown once more.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Spoken;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if self.kind.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if let Some(seconds) = self.more.get(RETRY_AFTER).and_then(serde_json::Value::as_u64) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == ProblemKind::Unauthorized {
            let scheme = HeaderValue::from_static("Bearer realm=\"Drogowskaz\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.extensions_mut().insert(self);
        response
    }
}
