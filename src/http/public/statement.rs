//! `/deklaracja-dostepnosci`: the accessibility statement that the act of 4 April 2019 asks of public bodies.
//!
//! Headings, order and the `a11y-…` ids are those of the ministry's technical conditions, by which the statements of
//! the whole country are read by machine. What it says of the pages is what the browser tests show.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;

use super::Residents;
use super::page::{self, Frame};
use crate::http::wire::problem::Problem;
use crate::text::say;

/// When the pages went public, when they last changed for their readers, when the statement was drawn up: to be moved
/// by whoever changes the pages.
const PUBLISHED: Date = Date::constant(2026, 11, 20);
const CHANGED: Date = Date::constant(2026, 11, 20);
const DRAWN_UP: Date = Date::constant(2026, 11, 20);

#[derive(Template)]
#[template(path = "public/pages/statement.html")]
struct Statement {
    frame: Frame,
    published: Day,
    changed: Day,
    drawn_up: Day,
    email: Option<String>,
    home: String,
}

/// A day for people and for machines.
struct Day {
    read: String,
    iso: String,
}

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        Self { read: say::date(day), iso: day.to_string() }
    }
}

pub(super) async fn page(
    Shared(residents): Shared<Residents>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut frame = Frame::new(&residents, &headers, "Deklaracja dostępności", "/deklaracja-dostepnosci");
    frame.description =
        "Deklaracja dostępności stron Miejskiej Bazy Wiedzy i wyszukiwarki w portalu.".to_owned();
    let statement = Statement {
        published: PUBLISHED.into(),
        changed: CHANGED.into(),
        drawn_up: DRAWN_UP.into(),
        email: email(&residents),
        home: format!("{}/p", page::base(&residents, &headers)),
        frame,
    };
    page::html(&statement, &headers)
}

/// That of the settings, of the infoline's unit, or of the nearest one above it that has an address.
fn email(residents: &Residents) -> Option<String> {
    if let Some(email) = &residents.settings().accessibility_email {
        return Some(email.clone());
    }
    let dictionaries = residents.dictionaries();
    let mut unit = residents.infoline()?;
    // A unit that stands above itself is a slip of an editor's, not a reason to go round for ever.
    for _ in 0..8 {
        if unit.email.is_some() {
            return unit.email;
        }
        unit = unit.parent.as_deref().and_then(|code| dictionaries.unit(code))?.clone();
    }
    None
}
