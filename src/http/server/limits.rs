//! What protects the server and its readers, as layers: how many requests at once, for how long, and the headers
//! that tell a browser what the pages may not do.

use std::any::Any;
use std::time::Duration;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::http::State;
use crate::http::wire::problem::{Problem, ProblemKind};

/// Everything from this server, nothing inline, nobody may frame it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Middleware: takes a bounded number of requests at once, and gives each a bounded time.
pub(in crate::http) async fn bounded(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    within(&state.requests, state.limits().deadline, request, next).await
}

/// Middleware: the same for residents, with places of their own, so that all of them taken leaves agents theirs.
pub(in crate::http) async fn bounded_for_residents(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    within(&state.public.requests, state.limits().deadline, request, next).await
}

/// For how long a request waits for a place.
const MOMENT: Duration = Duration::from_millis(100);

async fn within(places: &Semaphore, deadline: Duration, request: Request, next: Next) -> Response {
    // A burst is over in a moment, and a moment is not felt; a crowd is told.
    let Ok(Ok(_place)) = tokio::time::timeout(MOMENT, places.acquire()).await else {
        return Problem::new(ProblemKind::Busy).into_response();
    };
    match tokio::time::timeout(deadline, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(ProblemKind::Timeout).into_response(),
    }
}

/// What a handler's panic becomes; its message stays in the log.
pub(in crate::http) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let cause = cause
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    Problem::internal(&cause).into_response()
}

/// A year: a browser that was here once comes by TLS alone.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Middleware: the headers every answer carries.
pub(in crate::http) async fn hardened(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    // What pages of other servers load or read.
    let public = ["/public/", "/widget"].iter().any(|start| request.uri().path().starts_with(start));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let always = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // A question stands in the address of the results; it must not travel to the sites that articles link to.
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !public {
        let name = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
    if state.access().https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    // What is for staff is kept by no cache and shown by no "back": whoever signs out leaves nothing behind.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(if public {
        "no-cache"
    } else {
        "no-store"
    }));
    response
}
