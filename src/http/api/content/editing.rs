//! `PUT /api/v1/articles/{id}` and what else editors do to an article. What is answered with success is on disk and
//! found by the next search.

mod bodies;
mod refusal;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use refusal::with_yours;

pub(in crate::http::api) use bodies::masked;
pub use bodies::{Change, Conditions, Finding, Reason, Restoring, Saved};

use super::preview::Noted;
use crate::article::{self, Article, ArticleId, Status};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::wire::etag;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::body;
use crate::http::wire::read::params::Params;
use crate::library::publishing::door::{Acknowledged, Action, Deed, PublishError};
use crate::library::publishing::store;
use crate::library::publishing::store::{Expect, Place, Revision, Seq};

/// Codes of errors that a person may decide to publish despite.
pub(in crate::http) fn codes_of(list: &str) -> Result<Vec<article::Code>, Problem> {
    let known =
        || article::check::codes::ALL.iter().map(|(code, _)| *code).filter(|code| code.starts_with('E'));
    let named = list.split(',').map(str::trim).filter(|code| !code.is_empty());
    named
        .map(|named| {
            known().find(|code| *code == named).ok_or_else(|| {
                let detail = format!(
                    "„{named}” nie jest kodem błędu. Wymień po przecinku dokładnie te kody, które podaje kontrola tekstu, na przykład E011,E013."
                );
                Problem::invalid("despite", known().collect::<Vec<_>>().join(", "), detail)
            })
        })
        .collect()
}

/// Write an article
///
/// The body is the Markdown file itself. With `status: published` it is live when the answer comes; with `draft` or
/// `review` it waits beside a published article, and remembers from which published version it began. Under the rule of
/// four eyes nobody makes live what nobody but its authors has approved (403). Errors that a check finds are named in
/// `despite`, or the text is not published (422).
#[utoipa::path(put, path = "/api/v1/articles/{id}", operation_id = "put_article", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(
        ("id" = String, Path, description = "The article's id"),
        ("If-Match" = Option<String>, Header, description = "Tag of the version being changed"),
        ("If-None-Match" = Option<String>, Header, description = "`*` to create an article"),
        Conditions,
    ),
    request_body(content = String, content_type = "text/markdown"),
    responses(
        (status = 200, body = Saved, description = "Changed", headers(("ETag" = String, description = "Names the new version"))),
        (status = 201, body = Saved, description = "Created", headers(("ETag" = String, description = "Names the new version"))),
        (status = 400, description = "An unknown code in `despite`, or no `why` for taking an article out of service"),
        (status = 403, description = "The rule of four eyes: somebody else has to approve it; or another role"),
        (status = 412, description = "Somebody else was first; `theirs` and `yours` say how the versions differ, `etag` names the newest"),
        (status = 422, description = "The text has faults, listed in `problems`; `missing` names those that `despite` could take along"),
        (status = 428, description = "Neither If-Match nor If-None-Match"),
    ))]
pub(in crate::http::api) async fn put(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<String>,
    Params(conditions): Params<Conditions>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = valid(id)?;
    let despite = codes_of(&conditions.despite)?;
    of_markdown(&headers)?;
    let text = text_of(&body)?;
    let expect = expectation(&headers)?;
    let saved = state
        .publish(move |publisher, moment| {
            let Conditions { why, .. } = &conditions;
            let deed = Deed { by: &by, why, despite: &despite, base: conditions.base() };
            publisher.put(&id, &text, expect, deed, moment).map_err(|error| with_yours(error, &id, &text))
        })
        .await?;
    Ok(respond(&state, &saved))
}

/// Publish what waits
///
/// The waiting version, or the draft, becomes the one that is served. Whoever publishes a text that others wrote
/// approves it. A published text that was changed by hand is approved by this, too.
#[utoipa::path(post, path = "/api/v1/articles/{id}/publish", operation_id = "publish_article", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id"), ("If-Match" = Option<String>, Header, description = "Tag of the version that is meant; without it, whichever there is, unless it changed while it waited for approval"), Conditions),
    responses((status = 200, description = "Published", body = Saved, headers(("ETag" = String, description = "Names the version"))),
        (status = 403, description = "For editors; an author does not approve their own text"),
        (status = 409, description = "Nothing waits, or the article is out of service"),
        (status = 412, description = "The published text is newer than the one that the waiting version began from (`etag` names it, `base` the other), or what waits is not what was seen"),
        (status = 422, description = "The text has errors, listed in `problems`; `missing` names those that `despite` could take along"),
        (status = 428, description = "The version changed while it waited for approval, and no `If-Match` says which one was read; or that is `*`")))]
pub(in crate::http::api) async fn publish(
    state: Shared<State>,
    by: Editor,
    id: Path<String>,
    reason: Params<Conditions>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    act(state, by, id, reason, headers, Action::Publish).await
}

/// Take an article out of service
///
/// Says why: `?why=` is required.
#[utoipa::path(post, path = "/api/v1/articles/{id}/archive", operation_id = "archive_article", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id"), ("If-Match" = Option<String>, Header, description = "Tag of the version that is meant; without it, whichever there is"), Conditions),
    responses((status = 200, description = "Done", body = Saved, headers(("ETag" = String, description = "Names the version"))),
        (status = 400, description = "No `why`"),
        (status = 409, description = "The article is not in a state for it"),
        (status = 428, description = "`If-Match: *` says nothing of which text was read")))]
pub(in crate::http::api) async fn archive(
    state: Shared<State>,
    by: Editor,
    id: Path<String>,
    reason: Params<Conditions>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    act(state, by, id, reason, headers, Action::Archive).await
}

/// Put an article back into service, or go back to an earlier version
///
/// Under the rule of four eyes, an earlier version, and an archived text that nobody but its authors has approved, come
/// back as a text in review: `live` is false, `status` is `review`.
#[utoipa::path(post, path = "/api/v1/articles/{id}/restore", operation_id = "restore_article", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id"), ("If-Match" = Option<String>, Header, description = "Tag of the version that is meant; without it, whichever there is"), Conditions),
    request_body(content = Option<Restoring>, content_type = "application/json"),
    responses((status = 200, description = "Done", body = Saved, headers(("ETag" = String, description = "Names the version"))),
        (status = 409, description = "The article is not in a state for it"),
        (status = 422, description = "The text has errors, listed in `problems`; `missing` names those that `despite` could take along"),
        (status = 428, description = "The text changed since somebody else approved it, and no `If-Match` says which one was read")))]
pub(in crate::http::api) async fn restore(
    state: Shared<State>,
    by: Editor,
    id: Path<String>,
    reason: Params<Conditions>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let wish: Restoring = if bytes.iter().all(u8::is_ascii_whitespace) {
        Restoring::default()
    } else {
        // There is one kind of body, so one that names none is of it.
        if headers.contains_key(header::CONTENT_TYPE) {
            body::of_json(&headers)?;
        }
        body::object(&bytes)?
    };
    let action = wish.revision.map_or(Action::Restore, Action::RollBack);
    act(state, by, id, reason, headers, action).await
}

/// Throw the waiting version away
#[utoipa::path(post, path = "/api/v1/articles/{id}/discard", operation_id = "discard_draft", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id"), ("If-Match" = Option<String>, Header, description = "Tag of the version that is meant; without it, whichever there is"), Reason),
    responses((status = 200, description = "Done", body = Saved, headers(("ETag" = String, description = "Names the version"))), (status = 409, description = "The article is not in a state for it"),
        (status = 428, description = "`If-Match: *` says nothing of which text was read")))]
pub(in crate::http::api) async fn discard(
    state: Shared<State>,
    by: Editor,
    id: Path<String>,
    Params(Reason { why }): Params<Reason>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reason = Params(Conditions { why, ..Conditions::default() });
    act(state, by, id, reason, headers, Action::Discard).await
}

async fn act(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Path(id): Path<String>,
    Params(conditions): Params<Conditions>,
    headers: HeaderMap,
    action: Action,
) -> Result<Response, Problem> {
    let id = valid(id)?;
    let despite = codes_of(&conditions.despite)?;
    let expect = etag::read_version(&headers)?.first().map(|tag| etag::revision(tag).to_owned());
    let saved = state
        .publish(move |publisher, moment| {
            let Conditions { why, .. } = &conditions;
            let deed = Deed { by: &by, why, despite: &despite, base: conditions.base() };
            publisher.act(&id, action, expect, deed, moment)
        })
        .await?;
    Ok(respond(&state, &saved))
}

/// What was done to an article, newest first
#[utoipa::path(get, path = "/api/v1/articles/{id}/history", operation_id = "read_history", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id")),
    responses((status = 200, description = "Its changes", body = Vec<Change>)))]
pub(in crate::http::api) async fn history(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Path(id): Path<String>,
) -> Result<Json<Vec<Change>>, Problem> {
    let id = valid(id)?;
    let changes = state
        .publish(move |publisher, _| {
            let held = publisher.store().held(&id)?;
            let history = publisher.store().history(&id)?;
            Ok::<_, PublishError>((history, held.newest().is_some()))
        })
        .await?;
    match changes {
        (history, false) if history.is_empty() => Err(Problem::no_article()),
        (history, _) => {
            let change =
                |revision| Change { moved_from: moved_from(&history, revision), ..Change::from(revision) };
            Ok(Json(history.iter().map(change).collect()))
        }
    }
}

/// Where a file stood before `revision` moved it, by the `history` it stands in, newest first.
pub(in crate::http) fn moved_from(history: &[Revision], revision: &Revision) -> Option<String> {
    let mut earlier = history.iter().filter(|one| one.seq < revision.seq && one.place == Place::Current);
    let from = (revision.kind == store::RevisionKind::Moved).then(|| earlier.next())?;
    from.map(|one| one.path.clone())
}

/// One version, as it was written
#[utoipa::path(get, path = "/api/v1/articles/{id}/history/{revision}", operation_id = "read_version", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id"), ("revision" = i64, Path, description = "Number of the change")),
    responses((status = 200, description = "The text of that version", body = String, content_type = "text/markdown")))]
pub(in crate::http::api) async fn version(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Path((id, seq)): Path<(String, Seq)>,
) -> Result<Response, Problem> {
    let id = valid(id)?;
    let found = state.publish(move |publisher, _| publisher.store().revision(seq)).await?;
    let (_, text) = found.filter(|(revision, _)| revision.id == id).ok_or_else(Problem::no_article)?;
    Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
}

/// The version that waits, as it was written
///
/// Beside a published article, or alone where nothing of it is published yet: a draft, or a text in review. Its tag is what
/// `If-Match` of publishing takes.
#[utoipa::path(get, path = "/api/v1/articles/{id}/next", operation_id = "read_draft", tag = "articles",
    security(("token" = ["editor", "admin"])),
    params(("id" = String, Path, description = "The article's id")),
    responses((status = 200, description = "The text that waits", body = String, content_type = "text/markdown", headers(("ETag" = String, description = "Names this version, for `If-Match`"))),
        (status = 404, description = "There is no such article, or nothing of it waits")))]
pub(in crate::http::api) async fn next(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = valid(id)?;
    let held = state.publish(move |publisher, _| publisher.store().held(&id)).await?;
    let waiting = held.waiting().ok_or_else(Problem::no_article)?;
    let body =
        ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], waiting.text.clone()).into_response();
    Ok(etag::under(etag::strong(&waiting.etag), body))
}

/// The body as an article keeps it.
pub(in crate::http) fn text_of(body: &Bytes) -> Result<String, Problem> {
    Article::text_of(body).ok_or_else(|| {
        Problem::saying(
            ProblemKind::BadRequest,
            "Treść nie jest tekstem UTF-8. Zapisz ją w UTF-8 i wyślij jeszcze raz.",
        )
    })
}

pub(in crate::http) fn valid(id: String) -> Result<ArticleId, Problem> {
    ArticleId::new(id).ok_or_else(|| {
        Problem::saying(
            ProblemKind::BadRequest,
            "Identyfikator artykułu to małe litery a–z, cyfry i łączniki, na przykład „stare-meble”.",
        )
    })
}

pub(in crate::http::api) fn of_markdown(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let kind = kind.to_str().unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match bare.as_str() {
        "text/markdown" | "text/x-markdown" | "text/plain" => Ok(()),
        _ => Err(Problem::saying(
            ProblemKind::UnsupportedMediaType,
            "Artykuł wysyła się jako plik Markdown, z nagłówkiem Content-Type: text/markdown.",
        )),
    }
}

/// What `If-Match` and `If-None-Match` say; a change that says nothing could undo somebody else's.
fn expectation(headers: &HeaderMap) -> Result<Expect, Problem> {
    if etag::tags(headers, header::IF_NONE_MATCH).iter().any(|tag| tag == "*") {
        return Ok(Expect::Absent);
    }
    match etag::read_version(headers)?.first() {
        Some(tag) => Ok(Expect::Tag(etag::revision(tag).to_owned())),
        None => Err(Problem::new(ProblemKind::PreconditionRequired)),
    }
}

fn respond(state: &State, saved: &Acknowledged) -> Response {
    let revision = &saved.revision;
    if revision.place == Place::Current {
        state.published(&revision.id);
    }
    let live = revision.place == Place::Current && saved.status == Status::Published;
    let body = Saved {
        id: revision.id.to_string(),
        revision: revision.seq,
        etag: revision.etag.clone(),
        status: saved.status.code(),
        live,
        waiting: revision.place == Place::Next && revision.kind != store::RevisionKind::Discard,
        url: format!("/artykul/{}", revision.id),
        problems: saved.problems.iter().map(Noted::from).collect(),
        approved_by: revision.account.as_ref().and_then(|account| account.approved.clone()),
    };
    let status = if saved.created { StatusCode::CREATED } else { StatusCode::OK };
    etag::under(etag::strong(&revision.etag), (status, Json(body)).into_response())
}
