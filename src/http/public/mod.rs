//! What residents reach without a token: the public API behind the widget, the pages of public articles, and what
//! search engines and browsers ask for.
//!
//! Handlers here are given [`Residents`] and have no other way to the Baza Wiedzy; a test reads these files for it.
//! Everything is counted by address and worked on within the residents' share of the server; the API alone may be
//! read by pages of other origins.

mod api;
mod article;
mod infoline;
mod links;
mod machines;
mod page;
mod search;
mod statement;
mod topic;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::State;
use super::gate::{cors, rate};
use super::server::limits;
use super::state::residents::Residents;

pub(super) use page::{ErrorPage, Frame, html};

/// `/public/v1`, for the widget and whoever else asks on behalf of residents.
pub(super) fn api(state: &State) -> OpenApiRouter<State> {
    operations()
        .layer(from_fn_with_state(state.clone(), limits::bounded_for_residents))
        .layer(from_fn_with_state(state.clone(), rate::limited))
        .layer(from_fn_with_state(state.clone(), cors::cross_origin))
}

/// The same without what is around it.
pub(super) fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(api::search))
        .routes(routes!(api::suggest))
        .routes(routes!(api::article))
        .routes(routes!(api::infoline))
}

/// The pages, and what tells machines where they are.
pub(super) fn pages(state: &State) -> Router<State> {
    Router::new()
        .route("/p", get(search::page))
        .route("/p/{id}", get(article::page))
        .route("/p/temat/{code}", get(topic::page))
        .route("/deklaracja-dostepnosci", get(statement::page))
        .route("/sitemap.xml", get(machines::sitemap))
        .route("/robots.txt", get(machines::robots))
        .route("/opensearch.xml", get(machines::opensearch))
        .layer(from_fn_with_state(state.clone(), limits::bounded_for_residents))
        .layer(from_fn_with_state(state.clone(), rate::limited))
}

#[cfg(test)]
mod tests;
