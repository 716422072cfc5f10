//! `GET /api/v1/suggest`: completions while typing.

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::State;
use crate::http::params::Params;
use crate::http::problem::{Problem, ProblemBody};
use crate::library::View;

/// Documentation of the query string; `Params` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub(super) struct SuggestQuery {
    /// The question so far; its last word may be unfinished.
    #[param(example = "wielko")]
    q: Option<String>,
    /// How many completions to give.
    #[param(minimum = 1, maximum = 20, default = 8)]
    limit: Option<usize>,
}

/// Completions of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The question so far.
    pub query: String,
    /// Best first.
    pub suggestions: Vec<Completion>,
}

/// One way a question may go on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Completion {
    /// What to put into the search box.
    pub text: String,
    /// The article it leads to.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Complete a question
#[utoipa::path(get, path = "/api/v1/suggest", tag = "search", params(SuggestQuery), responses(
    (status = 200, body = Suggestions),
    (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter is out of bounds"),
))]
pub(super) async fn suggest(
    Shared(state): Shared<State>,
    params: Params,
) -> Result<Json<Suggestions>, Problem> {
    let limit = params.number("limit", 8, 1..=20)?;
    let query = params.question()?;
    if query.is_empty() {
        return Ok(Json(Suggestions { query, suggestions: Vec::new() }));
    }
    let today = state.today();
    let asked = query.clone();
    let found = state.ask(move |knowledge| knowledge.suggest(View::Staff, &asked, limit, today)).await?;
    let suggestions = found
        .into_iter()
        .map(|one| Completion { text: one.text, id: one.id.to_string(), title: one.title })
        .collect();
    Ok(Json(Suggestions { query, suggestions }))
}
