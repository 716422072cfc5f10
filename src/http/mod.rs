//! Layer 5: the Baza Wiedzy over HTTP, for programs (`/api/v1`), residents (`/public/v1`, `/p/…`, the widget), agents
//! (`/`, `/artykul/…`), editors (`/redakcja`) and those who run the server.
//!
//! The only module that names axum. A handler extracts, calls and converts: no ranking, no file path, no clock but
//! the one in [`State`], and nothing that blocks on a runtime worker. [`router`] is the whole surface on one page;
//! [`serve`] opens the door and closes it without dropping what is under way.

mod api;
mod assets;
mod auth;
mod cache;
mod clock;
mod console;
mod cors;
mod desk;
mod events;
mod incoming;
mod kept;
mod knowledge;
mod lane;
mod limits;
mod listen;
mod metrics;
mod observe;
mod openapi;
mod ops;
mod params;
mod past;
mod peer;
mod problem;
mod public;
mod rate;
mod residents;
mod scribe;
mod session;
mod standing;
mod state;
mod streams;
mod tagged;
mod widget;
pub mod words;

#[cfg(test)]
#[path = "../../tests/openapi/description.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod description;
#[cfg(test)]
mod testkit;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use api::articles::revision;
pub use auth::{Access, HeaderSignIn};
pub use clock::{CityClock, Clock};
pub use knowledge::Knowledge;
pub use listen::{ListenRefused, Patience, listen_allowed, raise_open_files, serve};
pub use openapi::description;
pub use problem::{Kind, Problem};
pub use residents::PublicSettings;
pub use state::{Limits, Settings, State};
pub use widget::Embed;

/// The server as a service: every route, and around them the layers every answer passes.
pub fn router(state: State) -> Router {
    let bounded = from_fn_with_state(state.clone(), limits::bounded);
    let documented = openapi::gather()
        .merge(api::routes())
        .layer(bounded.clone())
        .merge(public::api(&state))
        .merge(ops::routes());
    // Outermost first.
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), limits::hardened))
        .layer(from_fn(problem::speak))
        .layer(from_fn_with_state(state.clone(), incoming::attended))
        .layer(CatchPanicLayer::custom(limits::panicked))
        .layer(from_fn(kept::moved))
        .layer(from_fn_with_state(state.clone(), auth::gate));
    let Limits { body, upload, .. } = state.limits();
    openapi::publish(documented)
        .merge(console::routes().merge(desk::routes()).layer(bounded))
        .merge(public::pages(&state))
        .merge(widget::routes())
        .merge(assets::routes())
        .layer(RequestBodyLimitLayer::new(body))
        .merge(desk::uploads().layer(RequestBodyLimitLayer::new(upload)))
        .layer(layers)
        .with_state(state)
}
