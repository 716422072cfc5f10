//! The OpenAPI 3.1 document, gathered from the handlers, at `/api/v1/openapi.json`.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::State;

/// Title and tags; the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Drogowskaz",
        description = "Answers of the city infoline's Baza Wiedzy.\n\nErrors are `application/problem+json` (RFC 9457): \
            `type` is stable and relative to the server (`/problem/…`, each with a page that explains it), `detail` \
            says in Polish what to do, `code` names the request in the server's log. Answers carry the same code in \
            `X-Request-Id`."
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
    let (router, document) = routes.split_for_parts();
    let json: Arc<str> = serde_json::to_string(&document).unwrap_or_default().into();
    let document = move || async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()) };
    router.route("/api/v1/openapi.json", get(document))
}
