//! Everything that can go wrong with a request, as one value and one form: `application/problem+json` (RFC 9457)
//! for programs, a page for people.
//!
//! Handlers return a [`Problem`]; it travels as an extension of an empty response, and [`speak`] writes the body
//! once, when the request's id and its `Accept` are known. Answers of axum itself (no such route, wrong method,
//! body too large) go through the same place, so that no error leaves in another form.

use std::fmt;

use askama::Template;
use axum::Json;
use axum::extract::{Query, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::console::ErrorPage;
use super::observe::RequestId;
use super::public;
use crate::journal::Role;

/// The kinds of problems: what `type` names. The list is part of the contract; entries are added, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A parameter of the query string is not one of the allowed values.
    InvalidParameter,
    /// The request cannot be read at all.
    BadRequest,
    /// There is no such page or article, or it is not the reader's to see.
    NotFound,
    /// Nobody is signed in, or the token is not known.
    Unauthorized,
    /// Signed in, but this is for another role.
    Forbidden,
    /// The request came under a name that is not this server's.
    Misdirected,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// Somebody else changed it first, or it is not in the state that the request is about.
    Conflict,
    /// The version named by `If-Match` is not the newest any more.
    LostRace,
    /// A change must say which version it changes.
    PreconditionRequired,
    /// The text cannot be published as it is.
    InvalidArticle,
    /// More requests than one address may send.
    TooMany,
    /// The body is larger than the server takes.
    TooLarge,
    /// The body is of a kind that the server cannot read.
    UnsupportedMediaType,
    /// The answer took longer than the server waits.
    Timeout,
    /// More requests at once than the server takes.
    Busy,
    /// The index is not open yet.
    NotReady,
    /// A fault of the server.
    Internal,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; 18] = [
        Kind::InvalidParameter,
        Kind::BadRequest,
        Kind::NotFound,
        Kind::Unauthorized,
        Kind::Forbidden,
        Kind::Misdirected,
        Kind::MethodNotAllowed,
        Kind::Conflict,
        Kind::LostRace,
        Kind::PreconditionRequired,
        Kind::InvalidArticle,
        Kind::TooMany,
        Kind::TooLarge,
        Kind::UnsupportedMediaType,
        Kind::Timeout,
        Kind::Busy,
        Kind::NotReady,
        Kind::Internal,
    ];

    /// The last part of the `type` URI, `/problem/{slug}`.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::InvalidParameter => "invalid-parameter",
            Kind::BadRequest => "bad-request",
            Kind::NotFound => "not-found",
            Kind::Unauthorized => "unauthorized",
            Kind::Forbidden => "forbidden",
            Kind::Misdirected => "misdirected",
            Kind::MethodNotAllowed => "method-not-allowed",
            Kind::Conflict => "conflict",
            Kind::LostRace => "lost-race",
            Kind::PreconditionRequired => "precondition-required",
            Kind::InvalidArticle => "invalid-article",
            Kind::TooMany => "too-many-requests",
            Kind::TooLarge => "too-large",
            Kind::UnsupportedMediaType => "unsupported-media-type",
            Kind::Timeout => "timeout",
            Kind::Busy => "busy",
            Kind::NotReady => "not-ready",
            Kind::Internal => "internal",
        }
    }

    /// The status that fits.
    pub fn status(self) -> StatusCode {
        match self {
            Kind::InvalidParameter | Kind::BadRequest => StatusCode::BAD_REQUEST,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Unauthorized => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::LostRace => StatusCode::PRECONDITION_FAILED,
            Kind::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Kind::InvalidArticle => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::Timeout | Kind::Busy | Kind::NotReady => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, the same words for every problem of the kind.
    pub fn title(self) -> &'static str {
        match self {
            Kind::InvalidParameter => "Niewłaściwa wartość parametru",
            Kind::BadRequest => "Nie da się odczytać żądania",
            Kind::NotFound => "Nie ma takiej strony ani artykułu",
            Kind::Unauthorized => "Trzeba się zalogować",
            Kind::Forbidden => "Brak uprawnień",
            Kind::Misdirected => "To nie jest adres tego serwera",
            Kind::MethodNotAllowed => "Ten adres nie przyjmuje takiej metody",
            Kind::Conflict => "Tego nie da się teraz zrobić",
            Kind::LostRace => "Ktoś inny zmienił ten artykuł",
            Kind::PreconditionRequired => "Brakuje wersji, której dotyczy zmiana",
            Kind::InvalidArticle => "Artykuł ma błędy",
            Kind::TooMany => "Zbyt wiele żądań z jednego adresu",
            Kind::TooLarge => "Przesłana treść jest za duża",
            Kind::UnsupportedMediaType => "Nie znam tego rodzaju treści",
            Kind::Timeout => "Odpowiedź trwała za długo",
            Kind::Busy => "Serwer ma teraz zbyt wiele pytań",
            Kind::NotReady => "Baza Wiedzy jeszcze się otwiera",
            Kind::Internal => "Błąd serwera",
        }
    }

    /// What to do about it, where a handler knows nothing better.
    pub fn advice(self) -> &'static str {
        match self {
            Kind::InvalidParameter => {
                "Popraw parametr wskazany w polu „parameter” i wyślij żądanie jeszcze raz."
            }
            Kind::BadRequest => "Sprawdź zapis żądania i wyślij je jeszcze raz.",
            Kind::NotFound => "Sprawdź adres albo zacznij od wyszukiwarki.",
            Kind::Unauthorized => "Zaloguj się tokenem albo wyślij go w nagłówku Authorization: Bearer.",
            Kind::Forbidden => "Poproś administratora o token z właściwą rolą.",
            Kind::Misdirected => "Otwórz serwer pod jego własnym adresem.",
            Kind::Conflict => "Odczytaj artykuł jeszcze raz i sprawdź jego stan.",
            Kind::LostRace => {
                "Odczytaj najnowszą wersję, porównaj ją ze swoją i wyślij zmianę jeszcze raz z jej ETag."
            }
            Kind::PreconditionRequired => {
                "Wyślij If-Match z ETag zmienianej wersji albo If-None-Match: *, aby utworzyć nowy artykuł."
            }
            Kind::InvalidArticle => "Popraw miejsca wymienione w polu „problems” i wyślij tekst jeszcze raz.",
            Kind::TooMany => "Poczekaj tyle sekund, ile podaje nagłówek Retry-After, i spróbuj jeszcze raz.",
            Kind::MethodNotAllowed => "Użyj jednej z metod wymienionych w nagłówku Allow.",
            Kind::TooLarge => "Skróć treść i wyślij ją jeszcze raz.",
            Kind::UnsupportedMediaType => {
                "Wyślij treść w formacie podanym w opisie API: /api/v1/openapi.json."
            }
            Kind::Timeout => "Spróbuj jeszcze raz; jeśli to się powtarza, zadaj krótsze pytanie.",
            Kind::Busy | Kind::NotReady => "Spróbuj jeszcze raz za chwilę.",
            Kind::Internal => "Spróbuj jeszcze raz. Jeśli to się powtórzy, podaj administratorowi kod błędu.",
        }
    }

    /// The kind an answer of the framework stands for.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::UNAUTHORIZED => Kind::Unauthorized,
            StatusCode::FORBIDDEN => Kind::Forbidden,
            StatusCode::MISDIRECTED_REQUEST => Kind::Misdirected,
            StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
            StatusCode::CONFLICT => Kind::Conflict,
            StatusCode::PRECONDITION_FAILED => Kind::LostRace,
            StatusCode::PRECONDITION_REQUIRED => Kind::PreconditionRequired,
            StatusCode::UNPROCESSABLE_ENTITY => Kind::InvalidArticle,
            StatusCode::TOO_MANY_REQUESTS => Kind::TooMany,
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            StatusCode::REQUEST_TIMEOUT => Kind::Timeout,
            status if status.is_client_error() => Kind::BadRequest,
            _ => Kind::Internal,
        }
    }
}

/// What went wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind.
    pub kind: Kind,
    /// What happened here and what to do now, in Polish.
    pub detail: String,
    /// The parameter at fault.
    pub parameter: Option<&'static str>,
    /// What the parameter may be.
    pub allowed: Option<String>,
    /// Further members of the body, such as the faults of an article or both sides of a lost race.
    pub more: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// A problem with the advice of its kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: kind.advice().to_owned(),
            parameter: None,
            allowed: None,
            more: serde_json::Map::new(),
        }
    }

    /// A parameter that is not one of the allowed values.
    pub fn invalid(parameter: &'static str, allowed: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            parameter: Some(parameter),
            allowed: Some(allowed.into()),
            ..Self::new(Kind::InvalidParameter)
        }
    }

    /// A kind of problem with its own words.
    pub fn saying(kind: Kind, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(kind) }
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<serde_json::Value>) -> Self {
        self.more.insert(member.to_owned(), value.into());
        self
    }

    /// Says when to come back, in the header and in the body.
    #[must_use]
    pub fn retry_after(self, wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.with(RETRY_AFTER, seconds.max(1))
    }

    /// There is no such article for this reader; says the same whether it is missing or not theirs.
    pub fn no_article() -> Self {
        Self {
            detail:
                "Nie ma takiego artykułu. Mógł zmienić adres albo zostać wycofany: poszukaj go po słowach."
                    .to_owned(),
            ..Self::new(Kind::NotFound)
        }
    }

    /// Signed in, but this needs another role.
    pub fn forbidden(needed: Role) -> Self {
        Self {
            detail: format!(
                "Potrzebna jest rola: {}. Poproś administratora o token z tą rolą.",
                needed.name()
            ),
            ..Self::new(Kind::Forbidden)
        }
    }

    /// The index is not open yet.
    pub fn not_ready() -> Self {
        Self::new(Kind::NotReady)
    }

    /// A fault of ours: the cause goes to the log alone.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(Kind::Internal)
    }
}

/// The member of the body that repeats the header of this name.
const RETRY_AFTER: &str = "retry_after";

/// An extension of answers that are errors and have their body already: a form that is shown once more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(seconds) = self.more.get(RETRY_AFTER).and_then(serde_json::Value::as_u64) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Unauthorized {
            let scheme = HeaderValue::from_static("Bearer realm=\"Drogowskaz\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if self.kind.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// An error as a program reads it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// Stable URI of the kind of problem, relative to the server: `/problem/invalid-parameter`.
    #[serde(rename = "type")]
    #[schema(example = "/problem/invalid-parameter")]
    pub kind: String,
    /// What happened, the same for all problems of the kind.
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// What happened here, and what to do about it.
    pub detail: &'a str,
    /// Code of this request, to be quoted to whoever runs the server; the log names it.
    #[schema(example = "k3f9-7q2m")]
    pub code: &'a str,
    /// The parameter at fault, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'a str>,
    /// What that parameter may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<&'a str>,
    /// What else there is to know, by the kind of problem: the faults of an article, both sides of a lost race.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub more: &'a serde_json::Map<String, serde_json::Value>,
}

/// Middleware: writes the body of every error, in the form the caller reads.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let for_people = wants_page(&request).then(|| question(&request));
    let residents = public::is_theirs(request.uri().path());
    let head = request.method() == Method::HEAD;
    let code = request.extensions().get::<RequestId>().cloned().unwrap_or_else(RequestId::new);
    let response = next.run(request).await;
    let status = response.status();
    let fine = !(status.is_client_error() || status.is_server_error());
    if fine || response.extensions().get::<Spoken>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem =
        parts.extensions.remove::<Problem>().unwrap_or_else(|| Problem::new(Kind::of_status(status)));
    let mut spoken = match for_people {
        Some(question) if residents => residents_page(&problem, status, &code, &question),
        Some(question) => page(&problem, status, &code, &question),
        None => json(&problem, status, &code),
    };
    *spoken.status_mut() = status;
    // What the framework said beside the body (Allow, Retry-After) still holds.
    for (name, value) in &parts.headers {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            spoken.headers_mut().insert(name, value.clone());
        }
    }
    spoken.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if head {
        *spoken.body_mut() = axum::body::Body::empty();
    }
    spoken
}

/// A browser that opens a page; the APIs answer programs, whoever asks.
fn wants_page(request: &Request) -> bool {
    let path = request.uri().path();
    let api = ["/api/", "/public/"].iter().any(|prefix| path.starts_with(prefix));
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    !api && accept.contains("text/html")
}

fn json(problem: &Problem, status: StatusCode, code: &RequestId) -> Response {
    let body = ProblemBody {
        kind: format!("/problem/{}", problem.kind.slug()),
        title: problem.kind.title(),
        status: status.as_u16(),
        detail: &problem.detail,
        code: code.as_str(),
        parameter: problem.parameter,
        allowed: problem.allowed.as_deref(),
        more: &problem.more,
    };
    let mut response = Json(body).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
    response
}

/// What was typed is never lost to an error: it stands in the field again.
fn question(request: &Request) -> String {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().find(|(key, _)| key == "q").map(|(_, question)| question).unwrap_or_default()
}

fn residents_page(problem: &Problem, status: StatusCode, code: &RequestId, question: &str) -> Response {
    match public::ErrorPage::new(problem, code.as_str(), question).render() {
        Ok(html) => Html(html).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "cannot render the residents' error page");
            json(problem, status, code)
        }
    }
}

fn page(problem: &Problem, status: StatusCode, code: &RequestId, question: &str) -> Response {
    match ErrorPage::new(problem, code.as_str(), question).render() {
        Ok(html) => Html(html).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "cannot render the error page");
            json(problem, status, code)
        }
    }
}
