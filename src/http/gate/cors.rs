//! Which pages of other servers may read what residents may read: those of the origins in the settings, and the
//! public API alone.
//!
//! Nothing is opened for credentials: the public API knows no session, and the widget sends none.

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::State;

/// Middleware: answers preflights, and lets the pages of allowed origins read.
pub(in crate::http) async fn cross_origin(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| {
        state.public.settings.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
    });
    let preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response =
        if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    // Said to everybody: a cache must not hand one origin's answer to another.
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        open(headers, origin, preflight);
    }
    response
}

fn open(headers: &mut HeaderMap, origin: HeaderValue, preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let more: &[_] = if preflight {
        &[
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "If-None-Match"),
            (header::ACCESS_CONTROL_MAX_AGE, "86400"),
        ]
    } else {
        // How long to wait is of use to the page that has to.
        &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After, X-Request-Id")]
    };
    for (name, value) in more {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
