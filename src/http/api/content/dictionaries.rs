//! `/api/v1/dictionaries`: units, categories, synonyms and other bodies as the files that editors write. Under the rule of four eyes
//! what is written waits beside the file until somebody else approves it.

mod refusal;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use refusal::{nothing_waits, refusal};

use super::editing::Finding;
use crate::http::State;
use crate::http::gate::auth::{Agent, Keeper};
use crate::http::peer::entered::Entered;
use crate::http::wire::etag;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::params::Params;
use crate::journal::Journal;
use crate::journal::people::audit::{Action, AuditEntry};
use crate::journal::versions::dictionaries::Version;
use crate::library::LibraryError;
use crate::library::publishing::dictionaries::{DictionaryName, DictionaryPut, DictionaryText, Expected};
use crate::library::publishing::door::Deed;

/// The largest dictionary.
const LARGEST: usize = 2 * 1024 * 1024;

/// As which it is sent.
const TOML: &str = "application/toml; charset=utf-8";

/// A dictionary written.
#[derive(Debug, Serialize, ToSchema)]
pub struct DictionaryWritten {
    /// Its name.
    #[schema(example = "synonimy")]
    pub name: &'static str,
    /// Tag of the new version, as in `ETag`.
    pub etag: String,
    /// Whether it is in use. Under the rule of four eyes it waits for somebody else's approval first.
    pub live: bool,
    /// What is doubtful about it.
    pub problems: Vec<Finding>,
}

fn named(name: &str) -> Result<DictionaryName, Problem> {
    DictionaryName::read(name).ok_or_else(|| {
        Problem::saying(ProblemKind::NotFound, "Nie ma takiego słownika. Są: jednostki, kategorie, synonimy.")
    })
}

/// Read a dictionary
#[utoipa::path(get, path = "/api/v1/dictionaries/{name}", operation_id = "read_dictionary", tag = "dictionaries",
    params(
        ("name" = String, Path, description = "Which one"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the version at hand"),
    ),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/toml", headers(("ETag" = String, description = "Names this version"))),
        (status = 304, description = "The version at hand is still good", headers(("ETag" = String, description = "Its name"))),
        (status = 404, description = "There is no such dictionary"),
    ))]
pub(in crate::http::api) async fn read(
    Shared(state): Shared<State>,
    Agent(_): Agent,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    let found = state.publish(move |publisher, _| publisher.library().dictionary(name)).await?;
    let Some(DictionaryText { text, etag }) = found else {
        return Err(Problem::saying(
            ProblemKind::NotFound,
            "Tego słownika jeszcze nie ma. Utwórz go metodą PUT z nagłówkiem If-None-Match: *.",
        ));
    };
    let body = || ([(header::CONTENT_TYPE, TOML)], text).into_response();
    Ok(etag::answer(&headers, etag::strong(&etag), body))
}

/// Write a dictionary
///
/// The body is the TOML file itself. It is checked as `drogowskaz lint` checks it; with errors it is not written. When
/// the answer comes, it is on disk and in every search that starts from then on. Under the rule of four eyes it waits
/// beside the file instead (202), until somebody who has not written in it approves it with `…/publish`. For editors and
/// analysts.
#[utoipa::path(put, path = "/api/v1/dictionaries/{name}", operation_id = "put_dictionary", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    request_body(content = String, content_type = "application/toml"),
    params(
        ("name" = String, Path, description = "Which one"),
        ("If-Match" = Option<String>, Header, description = "The tag of the version that is changed"),
        ("If-None-Match" = Option<String>, Header, description = "`*` to create a dictionary that is not there"),
        Why,
    ),
    responses(
        (status = 200, description = "Changed", body = DictionaryWritten, headers(("ETag" = String, description = "Names the new version"))),
        (status = 201, body = DictionaryWritten, description = "There was none before", headers(("ETag" = String, description = "Names the new version"))),
        (status = 202, body = DictionaryWritten, description = "It waits for somebody else's approval", headers(("ETag" = String, description = "Names the waiting version"))),
        (status = 403, description = "For editors, analysts and administrators"),
        (status = 404, description = "There is no such dictionary"),
        (status = 412, description = "Somebody else changed it first; `etag` names their version"),
        (status = 422, description = "It has errors; `problems` says where"),
        (status = 428, description = "Neither `If-Match` nor `If-None-Match: *`"),
    ))]
pub(in crate::http::api) async fn write(
    Shared(state): Shared<State>,
    Keeper(entered): Keeper,
    Path(name): Path<String>,
    Params(Why { why }): Params<Why>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    if !is_toml(&headers) {
        return Err(Problem::saying(
            ProblemKind::UnsupportedMediaType,
            "Wyślij plik TOML z nagłówkiem Content-Type: application/toml albo text/toml.",
        ));
    }
    let expected = expected(&headers)?;
    if body.len() > LARGEST {
        return Err(Problem::new(ProblemKind::TooLarge));
    }
    let text = String::from_utf8(body.to_vec())
        .map_err(|_| Problem::saying(ProblemKind::BadRequest, "Słownik ma być tekstem w kodowaniu UTF-8."))?;
    // Before the file is touched: what cannot be recorded is not written.
    state.journal(Journal::takes_writes).await?;
    let (by, reason) = (entered.actor.clone(), why.clone());
    let put = state.publish(move |publisher, moment| {
        publisher.put_dictionary(name, &text, &expected, Deed::new(&by, &reason), moment)
    });
    answer(&state, &entered, name, (Action::DictionaryPut, &why), put.await?).await
}

/// Approve what waits
///
/// The waiting version of the dictionary comes into use. Nobody approves what they have written themselves.
#[utoipa::path(post, path = "/api/v1/dictionaries/{name}/publish", operation_id = "publish_dictionary", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    params(
        ("name" = String, Path, description = "Which one"),
        ("If-Match" = Option<String>, Header, description = "The tag of the waiting version that was looked at"),
        Why,
    ),
    responses(
        (status = 200, description = "It is in use", body = DictionaryWritten, headers(("ETag" = String, description = "Names the new version"))),
        (status = 201, body = DictionaryWritten, description = "There was none before", headers(("ETag" = String, description = "Names the new version"))),
        (status = 403, description = "The rule of four eyes, or another role"),
        (status = 404, description = "There is no such dictionary"),
        (status = 409, description = "Nothing waits"),
        (status = 412, description = "Another version waits, or the dictionary in use is newer than the one that it began from"),
        (status = 428, description = "The version changed while it waited, and no `If-Match` says which one was read; or that is `*`"),
    ))]
pub(in crate::http::api) async fn publish(
    Shared(state): Shared<State>,
    Keeper(entered): Keeper,
    Path(name): Path<String>,
    Params(Why { why }): Params<Why>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    let seen = etag::read_version(&headers)?.into_iter().next();
    let (by, reason) = (entered.actor.clone(), why.clone());
    let put = state.publish(move |publisher, moment| {
        let put = publisher.publish_dictionary(name, seen.as_deref(), Deed::new(&by, &reason), moment);
        put.map_err(|cause| Problem::internal(&cause))
    });
    answer(&state, &entered, name, (Action::DictionaryPublish, &why), put.await?).await
}

/// Throw the waiting version away
#[utoipa::path(post, path = "/api/v1/dictionaries/{name}/discard", operation_id = "discard_dictionary", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    params(("name" = String, Path, description = "Which one"), Why),
    responses(
        (status = 204, description = "It is gone; its text stays in the history"),
        (status = 404, description = "There is no such dictionary"),
        (status = 409, description = "Nothing waits"),
    ))]
pub(in crate::http::api) async fn discard(
    Shared(state): Shared<State>,
    Keeper(entered): Keeper,
    Path(name): Path<String>,
    Params(Why { why }): Params<Why>,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    let (by, reason) = (entered.actor.clone(), why.clone());
    let discarded = state.publish(move |publisher, moment| {
        let done = publisher.discard_dictionary(name, Deed::new(&by, &reason), moment);
        done.map_err(|cause| Problem::internal(&cause))
    });
    if !discarded.await? {
        return Err(nothing_waits());
    }
    write_down(&state, &entered, name, (Action::DictionaryDiscard, &why), String::new()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The version of a dictionary that waits, as it was written
#[utoipa::path(get, path = "/api/v1/dictionaries/{name}/next", operation_id = "read_waiting_dictionary", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    params(("name" = String, Path, description = "Which one")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/toml", headers(("ETag" = String, description = "Names this version"))),
        (status = 404, description = "There is no such dictionary, or nothing waits"),
    ))]
pub(in crate::http::api) async fn next(
    Shared(state): Shared<State>,
    Keeper(_): Keeper,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    let next = state.publish(move |publisher, _| {
        publisher.next_dictionary(name).map_err(|cause| Problem::internal(&cause))
    });
    let Some((version, text)) = next.await? else {
        return Err(Problem::saying(ProblemKind::NotFound, "Przy tym słowniku nie czeka żadna wersja."));
    };
    let body = ([(header::CONTENT_TYPE, TOML)], text).into_response();
    Ok(etag::under(etag::strong(&version.etag), body))
}

/// What was done to a dictionary, newest first
#[utoipa::path(get, path = "/api/v1/dictionaries/{name}/history", operation_id = "dictionary_history", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    params(("name" = String, Path, description = "Which one")),
    responses(
        (status = 200, description = "The changes", body = Vec<DictionaryChange>),
        (status = 404, description = "There is no such dictionary"),
    ))]
pub(in crate::http::api) async fn history(
    Shared(state): Shared<State>,
    Keeper(_): Keeper,
    Path(name): Path<String>,
) -> Result<Json<Vec<DictionaryChange>>, Problem> {
    let name = named(&name)?;
    let history = state.publish(move |publisher, _| {
        publisher.dictionary_history(name).map_err(|cause| Problem::internal(&cause))
    });
    Ok(Json(history.await?.iter().map(DictionaryChange::from).collect()))
}

/// The dictionaries there are
#[utoipa::path(get, path = "/api/v1/dictionaries", operation_id = "list_dictionaries", tag = "dictionaries",
    responses((status = 200, description = "All of them", body = Vec<DictionaryListed>)))]
pub(in crate::http::api) async fn list(
    Shared(state): Shared<State>,
    Agent(_): Agent,
) -> Result<Json<Vec<DictionaryListed>>, Problem> {
    let listed = state.publish(|publisher, _| {
        let listed = DictionaryName::ALL.into_iter().map(|name| {
            Ok(DictionaryListed {
                name: name.code(),
                etag: publisher.library().dictionary(name)?.map(|dictionary| dictionary.etag),
                waiting: publisher.next_dictionary(name)?.map(|(next, _)| next.etag),
            })
        });
        let listed: Result<Vec<_>, LibraryError> = listed.collect();
        listed.map_err(|cause| Problem::internal(&cause))
    });
    Ok(Json(listed.await?))
}

/// A dictionary in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct DictionaryListed {
    /// Its name.
    #[schema(example = "synonimy")]
    pub name: &'static str,
    /// Tag of the version in use; null where there is none yet.
    #[schema(required)]
    pub etag: Option<String>,
    /// Tag of the version that waits for somebody's approval.
    #[schema(required)]
    pub waiting: Option<String>,
}

/// One entry of a dictionary's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct DictionaryChange {
    /// Number of the change; grows over all dictionaries.
    pub revision: i64,
    /// When, in UTC.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who.
    pub author: String,
    /// What was done: `put`, `publish`, `discard`, `hand`.
    pub kind: &'static str,
    /// Whether the text waits beside the one in use.
    pub waiting: bool,
    /// Tag of the text.
    pub etag: String,
    /// Why.
    pub why: String,
    /// Everybody who contributed since the last text that was in use.
    pub authors: Vec<String>,
    /// Who approved it, if anybody did.
    #[schema(required)]
    pub approved_by: Option<String>,
}

impl From<&Version> for DictionaryChange {
    fn from(version: &Version) -> Self {
        Self {
            revision: version.seq,
            at: jiff::Timestamp::from_millisecond(version.at).unwrap_or_default().to_string(),
            author: version.author.clone(),
            kind: version.kind.code(),
            waiting: version.waits,
            etag: version.etag.clone(),
            why: version.why.clone(),
            authors: version.authors.clone(),
            approved_by: version.approved.clone(),
        }
    }
}

/// Why a dictionary is changed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Why {
    /// Why the change is made; for the history and the audit trail.
    #[serde(default, deserialize_with = "super::editing::masked")]
    pub why: String,
}

async fn answer(
    state: &State,
    entered: &Entered,
    name: DictionaryName,
    deed: (Action, &str),
    put: DictionaryPut,
) -> Result<Response, Problem> {
    let (etag, status, problems) = match put {
        DictionaryPut::Done { etag, created: true, problems } => (etag, StatusCode::CREATED, problems),
        DictionaryPut::Done { etag, created: false, problems } => (etag, StatusCode::OK, problems),
        DictionaryPut::Waits { etag, problems } => (etag, StatusCode::ACCEPTED, problems),
        refused => return Err(refusal(refused)),
    };
    let live = status != StatusCode::ACCEPTED;
    let problems = problems.iter().map(Finding::from).collect();
    let waits = if live { "" } else { " (czeka)" };
    write_down(state, entered, name, deed, format!("wersja {etag}{waits}")).await?;
    let tag = etag::strong(&etag);
    let body = DictionaryWritten { name: name.code(), etag, live, problems };
    Ok(etag::under(tag, (status, Json(body)).into_response()))
}

async fn write_down(
    state: &State,
    entered: &Entered,
    name: DictionaryName,
    (action, why): (Action, &str),
    detail: String,
) -> Result<(), Problem> {
    let said = [detail, why.trim().to_owned()];
    let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
    let (at, by, object) = (state.now(), entered.by(), name.code().to_owned());
    let entry = AuditEntry { at, by, action, object, detail: said.join("; powód: ") };
    state.journal(move |journal| journal.audit(&entry)).await
}

fn is_toml(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = value.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    matches!(kind.as_str(), "application/toml" | "text/toml" | "text/x-toml" | "text/plain")
}

fn expected(headers: &HeaderMap) -> Result<Expected, Problem> {
    let (matches, none) = (etag::tags(headers, header::IF_MATCH), etag::tags(headers, header::IF_NONE_MATCH));
    if matches.iter().any(|tag| tag == "*") {
        return Ok(Expected::Any);
    }
    if !matches.is_empty() {
        return Ok(Expected::OneOf(matches));
    }
    if none.iter().any(|tag| tag == "*") {
        return Ok(Expected::Missing);
    }
    Err(Problem::saying(
        ProblemKind::PreconditionRequired,
        "Wyślij If-Match z ETag zmienianej wersji albo If-None-Match: *, aby utworzyć nowy słownik.",
    ))
}
