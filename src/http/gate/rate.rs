//! How much one address may ask of the public side.

use axum::extract::{Request, State as Shared};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::State;
use crate::http::peer::Peer;
use crate::http::wire::problem::{Problem, ProblemKind};

/// Middleware: lets an address ask no more than its share of the public side.
pub(in crate::http) async fn limited(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let Some(limiter) = &state.public.limiter else { return next.run(request).await };
    let client = Peer::of(request.extensions(), request.headers(), state.access()).client;
    match limiter.check(client) {
        Ok(()) => next.run(request).await,
        Err(wait) => Problem::new(ProblemKind::TooMany).retry_after(wait).into_response(),
    }
}
