//! The JSON API, a file per resource: the wire structs, written for callers, stand beside their handler.
//!
//! Each handler extracts, calls the Baza Wiedzy and converts; it ranks nothing and names no file.

pub(super) mod articles;
mod audit;
mod banners;
mod calls;
mod dictionaries;
pub(super) mod editing;
mod events;
pub(super) mod facts;
mod feedback;
mod fields;
mod preview;
pub(super) mod reports;
pub(super) mod search;
mod submissions;
pub(super) mod suggest;
mod table;
mod units;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{State, session};

/// `/api/v1`: for agents, editors and the city's other systems.
pub(super) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(suggest::suggest))
        .routes(routes!(articles::article, editing::put))
        .routes(routes!(preview::preview))
        .routes(routes!(editing::publish))
        .routes(routes!(editing::archive))
        .routes(routes!(editing::restore))
        .routes(routes!(editing::discard))
        .routes(routes!(editing::history))
        .routes(routes!(editing::version))
        .routes(routes!(editing::next))
        .routes(routes!(banners::list, banners::put_up))
        .routes(routes!(banners::take_down))
        .routes(routes!(events::events))
        .routes(routes!(units::units))
        .routes(routes!(session::session))
        .routes(routes!(audit::audit))
        .routes(routes!(calls::write_down))
        .routes(routes!(submissions::write_down))
        .routes(routes!(feedback::write_down))
        .routes(routes!(reports::report))
        .routes(routes!(dictionaries::list))
        .routes(routes!(dictionaries::read, dictionaries::write))
        .routes(routes!(dictionaries::publish))
        .routes(routes!(dictionaries::discard))
        .routes(routes!(dictionaries::next))
        .routes(routes!(dictionaries::history))
}

#[cfg(test)]
mod tests;
