//! Layer 5: the Baza Wiedzy over HTTP, for programs (`/api/v1`), residents (`/public/v1`, `/p/…`, the widget), agents
//! (`/`, `/artykul/…`), editors (`/redakcja`) and those who run the server.
//!
//! The only module that names axum. A handler extracts, calls and converts: no ranking, no file path, no clock but
//! the one in [`State`], and nothing that blocks on a runtime worker. [`router`] is the whole surface on one page;
//! [`serve`] opens the door and closes it without dropping what is under way.

mod api;
mod console;
mod desk;
mod errors;
mod gate;
mod openapi;
mod peer;
mod public;
mod server;
mod shown;
mod state;
mod widget;
mod wire;

#[cfg(test)]
#[path = "../../tests/openapi/description.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod description;
#[cfg(test)]
mod testkit;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use api::answers::search::SearchAnswer;
pub use openapi::description;
pub use peer::Access;
pub use peer::sign_on::HeaderSignIn;
pub use server::listen::{ListenRefused, listen_allowed, raise_open_files};
pub use state::State;
pub use state::clock::{CityClock, Clock};
pub use state::knowledge::Knowledge;
pub use state::residents::side::PublicSettings;
pub use state::settings::{Limits, Patience, Settings};
pub use widget::Embed;
pub use wire::etag::revision;
pub use wire::problem::{Problem, ProblemKind};

/// Serves on `listener` until `shutdown` is done, then finishes what is under way, within the drain limit.
///
/// # Errors
/// What the system says of the listener.
pub async fn serve(
    listener: TcpListener,
    state: State,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    server::listen::serve(listener, state.clone(), router(state), shutdown).await
}

/// The server as a service: every route, and around them the layers every answer passes.
pub fn router(state: State) -> Router {
    let bounded = from_fn_with_state(state.clone(), server::limits::bounded);
    let documented = openapi::gather()
        .merge(api::routes())
        .layer(bounded.clone())
        .merge(public::api(&state))
        .merge(server::ops::routes());
    // Outermost first.
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), server::observe::observe))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), server::limits::hardened))
        .layer(from_fn(errors::speak))
        .layer(from_fn_with_state(state.clone(), server::incoming::attended))
        .layer(CatchPanicLayer::custom(server::limits::panicked))
        .layer(from_fn(wire::kept::moved))
        .layer(from_fn_with_state(state.clone(), gate::auth::gate));
    let Limits { body, upload, .. } = state.limits();
    openapi::publish(documented)
        .merge(console::routes().merge(desk::routes()).layer(bounded))
        .merge(public::pages(&state))
        .merge(widget::routes())
        .merge(wire::assets::routes())
        .layer(RequestBodyLimitLayer::new(body))
        .merge(desk::uploads().layer(RequestBodyLimitLayer::new(upload)))
        .layer(layers)
        .with_state(state)
}
