//! Which addresses need nobody to be known.

use std::net::Ipv4Addr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

use crate::http::peer::Peer;
use crate::http::wire::address;

/// What people and machines reach before anybody is known; everything else is closed, also what is not there.
const OPEN: [&str; 5] = ["/healthz", "/readyz", "/api/v1/openapi.json", address::SIGN_IN, address::SIGN_OUT];

/// Everything below these, too.
const OPEN_BELOW: [&str; 3] = ["/public/", "/static/", "/problem/"];

/// Whether anybody may go to `path`.
pub(super) fn is_open(path: &str, peer: &Peer) -> bool {
    // Counters name no words of a question, but their sizes are nobody's business: open to a collector on this
    // machine, and to one that has a token.
    let counters = path == "/metrics" && peer.local;
    counters
        || address::is_for_residents(path)
        || OPEN.contains(&path)
        || OPEN_BELOW.iter().any(|prefix| path.starts_with(prefix))
}

/// Who may go to an address without being known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Door {
    /// Everybody.
    Open,
    /// Whoever is at this machine.
    OpenHere,
    /// Nobody.
    Closed,
}

/// The door before `path`, for the description of the API.
pub(in crate::http) fn door(path: &str) -> Door {
    let from = |local| {
        let client = if local { Ipv4Addr::LOCALHOST } else { Ipv4Addr::new(192, 0, 2, 1) };
        Peer { client: client.into(), by_proxy: false, https: false, near: local, local }
    };
    match (is_open(path, &from(false)), is_open(path, &from(true))) {
        (true, _) => Door::Open,
        (false, true) => Door::OpenHere,
        (false, false) => Door::Closed,
    }
}

/// Whether a person opens a page, as opposed to a program or the script of a page that is open: only the person is
/// helped by being sent to the sign-in page.
pub(super) fn is_visit(parts: &Parts) -> bool {
    let path = parts.uri.path();
    let fragment = parts.uri.query().is_some_and(|query| query.contains("fragment=1"));
    parts.method == Method::GET && !path.starts_with("/api/") && !fragment && navigates(&parts.headers)
}

fn navigates(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-mode")) {
        Some(mode) => mode == "navigate",
        None => text(header::ACCEPT).unwrap_or("").contains("text/html"),
    }
}
