//! The editors' desk: `/redakcja` and what lies below it.
//!
//! Lists, histories and forms are HTML from the server; the editor and the reading of documents need JavaScript
//! (`assets/desk*.js`), because they show at every letter what becomes of a text. What they change, they change
//! through the API, as every other client.

mod editor;
mod gaps;
mod history;
mod intake;
mod list;
mod notices;

use std::sync::OnceLock;

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::wire::assets;
use super::wire::problem::Problem;
use super::{CityClock, State};
use crate::journal::Millis;
use crate::text::say::{self, Noun};

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/redakcja", get(list::page))
        .route("/redakcja/nowy", get(editor::fresh))
        .route("/redakcja/braki", get(gaps::page))
        .route("/redakcja/ogloszenie", get(notices::page))
        .route("/redakcja/naglowek", post(editor::header))
        .route("/redakcja/wczytaj", get(intake::page))
        .route("/redakcja/wczytaj/artykuly", post(intake::propose))
        .route("/redakcja/{id}", get(editor::page))
        .route("/redakcja/{id}/pytania", get(editor::questions))
        .route("/redakcja/{id}/porownanie", post(editor::collision))
        .route("/redakcja/{id}/historia", get(history::page))
        .route("/redakcja/{id}/cofnij", post(history::roll_back))
}

/// Where documents come in: larger and slower than anything else, so with limits of their own.
pub(super) fn uploads() -> Router<State> {
    Router::new().route("/redakcja/wczytaj", post(intake::read))
}

/// What every page of the desk has around its content.
struct Frame {
    title: String,
    /// Which link of the desk's own navigation is this page.
    here: &'static str,
    who: String,
    css: String,
    desk_css: String,
    js: String,
    icon: String,
}

impl Frame {
    fn new(title: &str, here: &'static str, who: &str) -> Self {
        Self {
            title: format!("{title} – Redakcja – Drogowskaz"),
            here,
            who: who.to_owned(),
            css: assets::url("console.css"),
            desk_css: assets::url("desk.css"),
            js: assets::url("desk.js"),
            icon: assets::url("icon.svg"),
        }
    }
}

const LINE: Noun = Noun::new("wiersz", "wiersze", "wierszy");

/// A page; what editors see is theirs alone and changes all the time.
fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => ([(header::VARY, "accept-encoding"), (header::CACHE_CONTROL, "no-store")], Html(html))
            .into_response(),
        Err(cause) => Problem::internal(&cause).into_response(),
    }
}

/// What the city's clocks showed.
fn city_time(at: Millis) -> DateTime {
    static CITY: OnceLock<CityClock> = OnceLock::new();
    CITY.get_or_init(CityClock::new).civil(Timestamp::from_millisecond(at).unwrap_or_default())
}

/// `20 listopada 2026, 12:03`, in one piece.
fn when(at: Millis) -> String {
    let at = city_time(at);
    format!("{},{}{}", say::date(at.date()), say::NBSP, say::clock(at.hour(), at.minute()))
}
