//! CSS, JavaScript and the icon, inside the binary. Their names carry a hash of what is in them, so that a browser
//! keeps them for good and never mixes two versions.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::State;
use super::problem::{Kind, Problem};

#[derive(RustEmbed)]
#[folder = "src/http/console/assets/"]
struct OfTheDesk;

#[derive(RustEmbed)]
#[folder = "src/http/public/assets/"]
struct OfResidents;

/// A file by its name; the two folders have none in common.
fn file(name: &str) -> Option<EmbeddedFile> {
    OfTheDesk::get(name).or_else(|| OfResidents::get(name))
}

pub(super) fn routes() -> Router<State> {
    Router::new().route("/static/{name}", get(asset))
}

/// The address of a file: `console.css` → `/static/console.1f3a….css`.
pub(super) fn url(name: &str) -> String {
    match (file(name), name.rsplit_once('.')) {
        (Some(file), Some((stem, kind))) => format!("/static/{stem}.{}.{kind}", hash(&file)),
        _ => format!("/static/{name}"),
    }
}

fn hash(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

async fn asset(Path(address): Path<String>, headers: HeaderMap) -> Response {
    let parts: Vec<&str> = address.split('.').collect();
    let (stem, asked, kind) = match parts.as_slice() {
        [stem, hash, kind] => (*stem, *hash, *kind),
        _ => return Problem::new(Kind::NotFound).into_response(),
    };
    let Some(file) = file(&format!("{stem}.{kind}")) else {
        return Problem::new(Kind::NotFound).into_response();
    };
    let now = hash(&file);
    // A page from before an update gets today's file, but may not keep it under yesterday's name.
    let policy = if asked == now { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = format!("\"{now}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, content_type(kind))], file.data.into_owned()).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn content_type(kind: &str) -> &'static str {
    match kind {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
