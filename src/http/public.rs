//! `/public/v1`: what residents may ask without a token.
//!
//! Every call names [`View::Public`]; there is no handler here that could name another.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::State;
use super::api::articles::{self, PublicArticle};
use super::api::search::{self, SearchAnswer, SearchQuery};
use super::api::suggest::{self, SuggestQuery, Suggestions};
use super::params::Params;
use super::problem::{Problem, ProblemBody};
use crate::library::View;

pub(super) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(public_search))
        .routes(routes!(public_suggest))
        .routes(routes!(public_article))
}

/// Ask a question as a resident
///
/// Public articles in force alone: hits, counts, corrections and facets know of no others. `explain` is for staff.
#[utoipa::path(get, path = "/public/v1/search", tag = "public", params(SearchQuery), responses(
    (status = 200, body = SearchAnswer),
    (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter is out of bounds"),
    (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "Ask again in a second"),
))]
async fn public_search(Shared(state): Shared<State>, params: Params) -> Result<Json<SearchAnswer>, Problem> {
    search::search_as(&state, View::Public, &params).await
}

/// Complete a question of a resident
#[utoipa::path(get, path = "/public/v1/suggest", tag = "public", params(SuggestQuery), responses(
    (status = 200, body = Suggestions),
    (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter is out of bounds"),
))]
async fn public_suggest(Shared(state): Shared<State>, params: Params) -> Result<Json<Suggestions>, Problem> {
    suggest::complete(&state, View::Public, &params).await
}

/// Read a public article
#[utoipa::path(get, path = "/public/v1/articles/{id}", tag = "public",
    params(
        ("id" = String, Path, description = "The article's id"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the version at hand"),
    ),
    responses(
        (status = 200, body = PublicArticle, headers(("ETag" = String, description = "Names this version"))),
        (status = 304, description = "The version at hand is still good"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "There is no such public article"),
    ))]
async fn public_article(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    articles::public_article(&state, id, &headers).await
}
