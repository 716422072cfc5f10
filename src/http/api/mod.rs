//! The JSON API, a file per resource: the wire structs, written for callers, stand beside their handler.
//!
//! Each handler extracts, calls the Baza Wiedzy and converts; it ranks nothing and names no file.

pub(super) mod answers;
pub(super) mod content;
mod fields;
pub(super) mod oversight;
mod register;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::State;
use super::gate::session;

/// `/api/v1`: for agents, editors and the city's other systems.
pub(super) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(answers::search::search))
        .routes(routes!(answers::suggest::suggest))
        .routes(routes!(content::articles::article, content::editing::put))
        .routes(routes!(content::preview::preview))
        .routes(routes!(content::editing::publish))
        .routes(routes!(content::editing::archive))
        .routes(routes!(content::editing::restore))
        .routes(routes!(content::editing::discard))
        .routes(routes!(content::editing::history))
        .routes(routes!(content::editing::version))
        .routes(routes!(content::editing::next))
        .routes(routes!(content::banners::list, content::banners::put_up))
        .routes(routes!(content::banners::take_down))
        .routes(routes!(answers::events::events))
        .routes(routes!(answers::units::units))
        .routes(routes!(session::session))
        .routes(routes!(oversight::audit::audit))
        .routes(routes!(register::calls::write_down))
        .routes(routes!(register::submissions::write_down))
        .routes(routes!(register::feedback::write_down))
        .routes(routes!(oversight::reports::report))
        .routes(routes!(content::dictionaries::list))
        .routes(routes!(content::dictionaries::read, content::dictionaries::write))
        .routes(routes!(content::dictionaries::publish))
        .routes(routes!(content::dictionaries::discard))
        .routes(routes!(content::dictionaries::next))
        .routes(routes!(content::dictionaries::history))
}

#[cfg(test)]
mod tests;
