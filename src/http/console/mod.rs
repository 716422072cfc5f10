//! The pages for people: the search page, the article, and what they see when something went wrong.
//!
//! Everything is HTML from the server and works without JavaScript; `assets/console.js` only makes it faster. The
//! structs here hold text that is ready to be shown; the templates beside them decide where it stands.

mod article;
mod card;
mod forms;
mod login;
pub(super) mod search;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::State;
use super::wire::problem::{Problem, ProblemKind};
use super::wire::{address, assets};

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(search::page).post(search::posted))
        // The deep link of the call-centre application: the same page, with a call begun.
        .route("/rozmowa", get(search::page))
        .route("/formularze", get(forms::page))
        .route("/artykul/{id}", get(article::page))
        .route("/problem/{kind}", get(explain))
        .route(address::SIGN_IN, get(login::sign_in_page).post(login::sign_in))
        .route(address::SIGN_OUT, get(login::sign_out_page).post(login::sign_out))
}

/// What every page has around its content.
pub(super) struct Frame {
    title: String,
    query: String,
    autofocus: bool,
    /// The article that a question is asked of.
    context: Option<Context>,
    /// The call that a deep link begins.
    call: Option<String>,
    css: String,
    js: String,
    modules: Vec<String>,
    icon: String,
}

/// The article that lies open, or of which the question was asked.
pub(super) struct Context {
    id: String,
    title: String,
    /// The address without it.
    without: String,
}

impl Frame {
    fn new(title: &str, query: &str) -> Self {
        let title =
            if title.is_empty() { "Drogowskaz".to_owned() } else { format!("{title} – Drogowskaz") };
        Self {
            title,
            query: query.to_owned(),
            autofocus: false,
            context: None,
            call: None,
            css: assets::url("console.css"),
            js: assets::url("start.js"),
            modules: assets::modules("start.js"),
            icon: assets::url("icon.svg"),
        }
    }
}

/// A template as an answer; one that cannot be rendered is a fault of ours.
fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => ([(header::VARY, "accept-encoding")], Html(html)).into_response(),
        Err(cause) => Problem::internal(&cause).into_response(),
    }
}

/// What a person sees instead of the page asked for.
#[derive(Template)]
#[template(path = "console/pages/error.html")]
pub(super) struct ErrorPage<'a> {
    frame: Frame,
    title: &'static str,
    detail: &'a str,
    /// Worth quoting only where the fault is ours.
    code: Option<&'a str>,
}

impl<'a> ErrorPage<'a> {
    pub(super) fn new(problem: &'a Problem, code: &'a str, question: &str) -> Self {
        let title = problem.kind.title();
        let ours = problem.kind.status().is_server_error();
        Self {
            frame: Frame::new(title, question),
            title,
            detail: &problem.detail,
            code: ours.then_some(code),
        }
    }
}

/// The page behind the `type` of a problem.
#[derive(Template)]
#[template(path = "console/pages/problem.html")]
struct ProblemPage {
    frame: Frame,
    kind: ProblemKind,
}

async fn explain(Path(slug): Path<String>) -> Result<Response, Problem> {
    let kind = ProblemKind::ALL.into_iter().find(|kind| kind.slug() == slug);
    let kind = kind.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    Ok(html(&ProblemPage { frame: Frame::new(kind.title(), ""), kind }))
}
