//! `/redakcja/ogloszenie`: what stands above everybody's results while something happens.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::{Frame, html};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::Problem;

#[derive(Template)]
#[template(path = "desk/pages/notices.html")]
struct NoticesPage {
    frame: Frame,
    /// In two hours, as the field of a form has it: most events are over by then.
    until: String,
}

pub(super) async fn page(Shared(state): Shared<State>, Editor(by): Editor) -> Result<Response, Problem> {
    let later = state.local().checked_add(jiff::Span::new().hours(2)).unwrap_or_else(|_| state.local());
    let until = format!("{}T{:02}:{:02}", later.date(), later.hour(), later.minute());
    Ok(html(&NoticesPage { frame: Frame::new("Ogłoszenie", "ogloszenie", &by.name), until }))
}
