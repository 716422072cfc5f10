//! `/formularze`: what an agent fills in during a call, as templates for the page that is open.
//!
//! Fetched once after the page is at rest, so that they are at hand without a connection and weigh nothing on the way
//! to the first answer.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::html;
use crate::http::State;

#[derive(Template)]
#[template(path = "console/pages/forms.html")]
struct Forms {
    categories: Vec<Choice>,
    /// Units that are there today.
    units: Vec<Choice>,
}

/// A code with what it stands for.
struct Choice {
    code: String,
    name: String,
}

pub(super) async fn page(Shared(state): Shared<State>) -> Response {
    let dictionaries = state.dictionaries();
    let choice = |code: &str, name: &str| Choice { code: code.to_owned(), name: name.to_owned() };
    let units = dictionaries.units.iter().filter(|unit| !unit.is_former());
    html(&Forms {
        categories: dictionaries.categories.iter().map(|one| choice(&one.code, &one.name)).collect(),
        units: units.map(|one| choice(&one.code, &one.name)).collect(),
    })
}
