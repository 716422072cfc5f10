//! The OpenAPI 3.1 document at `/api/v1/openapi.json`: what the routes say of themselves, completed by what is true of
//! them by their nature.
//!
//! A handler documents what is its own: parameters, bodies, and the answers that only it gives, with no more than a
//! status and a description where that answer is a problem. What every route of its kind can answer as well (nobody
//! signed in, too much at once, a body that is too large…), who may ask, and the form of a problem are added by
//! [`completed`] from one place, so that a new route is described rightly before anybody thinks of it. Tests hold the
//! document to the answers: `tests/openapi/description.rs` looks at each one that a test of the HTTP layer gets.

mod complete;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::server::ops;
use super::{State, api, public};
use complete::completed;

/// Where the document is.
const ADDRESS: &str = "/api/v1/openapi.json";

/// Title and tags; the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    paths(document),
    info(
        title = "Drogowskaz",
        description = "Answers of the city infoline's Baza Wiedzy.\n\nErrors are `application/problem+json` (RFC 9457): \
            `type` is stable and relative to the server (`/problem/…`, each with a page that explains it), `detail` \
            says in Polish what to do, `code` names the request in the server's log. Every answer carries the same code \
            in `X-Request-Id`. A method that an address does not take is answered with 405 and `Allow`; `HEAD` is \
            taken wherever `GET` is.\n\nText is UTF-8. A parameter of the query string that is empty is as good as \
            none; one that the operation does not know is passed over. Members of a JSON body that are `null` or empty \
            texts are as good as none; members that the operation does not know are refused. Answers may gain members."
    ),
    tags(
        (name = "search", description = "Questions and their answers"),
        (name = "articles", description = "The articles of the Baza Wiedzy"),
        (name = "units", description = "Who answers for what"),
        (name = "calls", description = "What agents write down; personal data is taken out before it is stored"),
        (name = "reports", description = "For analysts: what was asked, found, told and reported"),
        (name = "dictionaries", description = "Units, categories and synonyms as files"),
        (name = "access", description = "Who is signed in, and who did what"),
        (name = "public", description = "For residents, without a token: public articles in force alone"),
        (name = "operations", description = "For those who run the server"),
    )
)]
struct Document;

/// An empty document to which routers add their routes.
pub(super) fn gather() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Document::openapi())
}

/// The router with the document served beside its routes.
pub(super) fn publish(routes: OpenApiRouter<State>) -> Router<State> {
    routes.split_for_parts().0.route(ADDRESS, get(document))
}

/// The document as it is served: every operation of the server, its parameters, bodies and answers.
pub fn description() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let routes = gather().merge(api::routes()).merge(public::operations()).merge(ops::routes());
        completed(&routes.into_openapi()).to_string()
    })
}

/// Read this description
///
/// OpenAPI 3.1, for programs that make clients, pages or tests of it.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "read_description", tag = "operations",
    responses((status = 200, description = "The description", body = Object)))]
async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], description())
}
