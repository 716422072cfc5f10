//! `GET|PUT /api/v1/dictionaries/{name}`: units, categories and synonyms as the files that editors write.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::editing::Finding;
use crate::http::State;
use crate::http::auth::{Agent, Keeper};
use crate::http::problem::{Kind, Problem};
use crate::journal::audit::{Action, Entry};
use crate::library::dictionaries::{DictionaryName, DictionaryPut, DictionaryText, Expected};

/// The largest dictionary.
const LARGEST: usize = 2 * 1024 * 1024;

/// A dictionary written.
#[derive(Debug, Serialize, ToSchema)]
pub struct DictionaryWritten {
    /// Its name.
    #[schema(example = "synonimy")]
    pub name: &'static str,
    /// Tag of the new version, as in `ETag`.
    pub etag: String,
    /// What is doubtful about it.
    pub problems: Vec<Finding>,
}

fn named(name: &str) -> Result<DictionaryName, Problem> {
    DictionaryName::read(name).ok_or_else(|| {
        Problem::saying(Kind::NotFound, "Nie ma takiego słownika. Są: jednostki, kategorie, synonimy.")
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
        (status = 304, description = "The version at hand is still good"),
        (status = 404, description = "There is no such dictionary"),
    ))]
pub(super) async fn read(
    Shared(state): Shared<State>,
    Agent(_): Agent,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    let found = state.look(move |knowledge| knowledge.dictionary(name)).await?;
    let Some(DictionaryText { text, etag }) = found.map_err(Problem::from)? else {
        return Err(Problem::saying(
            Kind::NotFound,
            "Tego słownika jeszcze nie ma. Utwórz go metodą PUT z nagłówkiem If-None-Match: *.",
        ));
    };
    let known = tags(&headers, header::IF_NONE_MATCH).iter().any(|tag| *tag == etag || tag == "*");
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let kind = HeaderValue::from_static("application/toml; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
    };
    tag(&mut response, &etag);
    Ok(response)
}

/// Write a dictionary
///
/// The body is the TOML file itself. It is checked as `drogowskaz lint` checks it; with errors it is not written. When
/// the answer comes, it is on disk and in every search that starts from then on. For editors and analysts.
#[utoipa::path(put, path = "/api/v1/dictionaries/{name}", operation_id = "put_dictionary", tag = "dictionaries",
    security(("token" = ["editor", "analyst", "admin"])),
    request_body(content = String, content_type = "application/toml"),
    params(
        ("name" = String, Path, description = "Which one"),
        ("If-Match" = Option<String>, Header, description = "The tag of the version that is changed"),
        ("If-None-Match" = Option<String>, Header, description = "`*` to create a dictionary that is not there"),
    ),
    responses(
        (status = 200, description = "Changed", body = DictionaryWritten, headers(("ETag" = String, description = "Names the new version"))),
        (status = 201, body = DictionaryWritten, description = "There was none before", headers(("ETag" = String, description = "Names the new version"))),
        (status = 403, description = "For editors, analysts and administrators"),
        (status = 404, description = "There is no such dictionary"),
        (status = 412, description = "Somebody else changed it first; `etag` names their version"),
        (status = 422, description = "It has errors; `problems` says where"),
        (status = 428, description = "Neither `If-Match` nor `If-None-Match: *`"),
    ))]
pub(super) async fn write(
    Shared(state): Shared<State>,
    Keeper(entered): Keeper,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let name = named(&name)?;
    if !is_toml(&headers) {
        return Err(Problem::saying(
            Kind::UnsupportedMediaType,
            "Wyślij plik TOML z nagłówkiem Content-Type: application/toml albo text/toml.",
        ));
    }
    let expected = expected(&headers)?;
    if body.len() > LARGEST {
        return Err(Problem::new(Kind::TooLarge));
    }
    let text = String::from_utf8(body.to_vec())
        .map_err(|_| Problem::saying(Kind::BadRequest, "Słownik ma być tekstem w kodowaniu UTF-8."))?;
    match state.put_dictionary(name, text, expected).await? {
        DictionaryPut::Done { etag, created, problems } => {
            let (at, by, object) = (state.now(), entered.by(), name.code().to_owned());
            let entry =
                Entry { at, by, action: Action::DictionaryPut, object, detail: format!("wersja {etag}") };
            state.journal(move |journal| journal.audit(&entry)).await?;
            let status = if created { StatusCode::CREATED } else { StatusCode::OK };
            let problems = problems.iter().map(Finding::from).collect();
            let body = DictionaryWritten { name: name.code(), etag: etag.clone(), problems };
            let mut response = (status, Json(body)).into_response();
            tag(&mut response, &etag);
            Ok(response)
        }
        DictionaryPut::OtherVersion(now) => {
            let detail = match now {
                Some(_) => {
                    "Ktoś zmienił ten słownik przed tobą. Odczytaj najnowszą wersję, nanieś swoją zmianę i wyślij ją \
                     z jej ETag."
                }
                None => "Tego słownika jeszcze nie ma. Aby go utworzyć, wyślij If-None-Match: *.",
            };
            Err(Problem::saying(Kind::LostRace, detail).with("etag", json!(now)))
        }
        DictionaryPut::Refused(problems) => {
            let detail =
                "Słownik ma błędy i nie został zapisany. Popraw miejsca wymienione w polu „problems”.";
            let findings: Vec<Finding> = problems.iter().map(Finding::from).collect();
            Err(Problem::saying(Kind::InvalidArticle, detail).with("problems", json!(findings)))
        }
    }
}

fn is_toml(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = value.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    matches!(kind.as_str(), "application/toml" | "text/toml" | "text/x-toml" | "text/plain")
}

fn expected(headers: &HeaderMap) -> Result<Expected, Problem> {
    let (matches, none) = (tags(headers, header::IF_MATCH), tags(headers, header::IF_NONE_MATCH));
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
        Kind::PreconditionRequired,
        "Wyślij If-Match z ETag zmienianej wersji albo If-None-Match: *, aby utworzyć nowy słownik.",
    ))
}

/// Tags of a header, without their quotes; a weak one names no version that could be changed.
fn tags(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(|tag| tag.trim_matches('"').to_owned())
        .collect()
}

fn tag(response: &mut Response, etag: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{etag}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
}
