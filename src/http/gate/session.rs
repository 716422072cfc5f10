//! The cookie of a signed-in browser.
//!
//! The cookie is `HttpOnly` (no script reads it), `SameSite=Strict` (no other site makes the browser send it) and,
//! behind TLS, `Secure` with the `__Host-` prefix (no other host can set it).

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::peer::entered::{Entered, Way};
use crate::http::wire::vocabulary;
use crate::journal::Secret;

pub(in crate::http) const PLAIN: &str = "drogowskaz";
pub(in crate::http) const SECURE: &str = "__Host-drogowskaz";

/// The session's id that the browser sent, if it has the shape of one.
pub(in crate::http) fn cookie(headers: &HeaderMap) -> Option<Secret> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies: Vec<Cookie<'_>> = sent.flat_map(Cookie::split_parse).flatten().collect();
    // A cookie with the prefix can only be ours; the plain name could have been set by a neighbouring host.
    [SECURE, PLAIN].into_iter().find_map(|name| {
        cookies.iter().filter(|cookie| cookie.name() == name).find_map(|cookie| Secret::read(cookie.value()))
    })
}

/// The header that gives the browser its session's id. Without `Max-Age`: it is forgotten with the browser.
pub(in crate::http) fn give(id: &Secret, https: bool) -> HeaderValue {
    header_value(&ours(id.reveal(), https))
}

/// The headers that take it away, under either name.
pub(in crate::http) fn take_away() -> [HeaderValue; 2] {
    [false, true].map(|https| {
        let mut gone = ours("", https);
        gone.make_removal();
        header_value(&gone)
    })
}

fn ours(value: &str, https: bool) -> Cookie<'_> {
    let cookie = Cookie::build((if https { SECURE } else { PLAIN }, value));
    cookie.path("/").http_only(true).same_site(SameSite::Strict).secure(https).build()
}

fn header_value(cookie: &Cookie<'_>) -> HeaderValue {
    // All of it is ours and ASCII.
    HeaderValue::try_from(cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionAnswer {
    /// The name on the token or of the person.
    #[schema(example = "Anna, stanowisko 4")]
    pub name: String,
    /// `agent`, `editor`, `admin` or `analyst`.
    #[schema(schema_with = vocabulary::role)]
    pub role: &'static str,
    /// By which way: `token`, `session`, `proxy`, or `machine` where there are no tokens.
    #[schema(schema_with = way_in)]
    pub via: &'static str,
}

fn way_in() -> utoipa::openapi::Object {
    vocabulary::one_of("How they are signed in; `machine` where there are no tokens", Way::ALL.map(Way::code))
}

/// Who am I, and what may I do
#[utoipa::path(get, path = "/api/v1/session", operation_id = "read_session", tag = "access",
    responses((status = 200, description = "Who is signed in", body = SessionAnswer)))]
pub(in crate::http) async fn session(entered: Entered) -> Json<SessionAnswer> {
    Json(SessionAnswer { name: entered.actor.name, role: entered.actor.role.code(), via: entered.way.code() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_the_guarded_name_goes_first() {
        let (plain, guarded) = (Secret::draw().unwrap(), Secret::draw().unwrap());
        let mut headers = HeaderMap::new();
        assert_eq!(cookie(&headers), None);
        let sent = format!("a=b; drogowskaz={}", plain.reveal());
        headers.append(header::COOKIE, sent.parse().unwrap());
        assert_eq!(cookie(&headers), Some(plain));
        let sent = format!("__Host-drogowskaz={}", guarded.reveal());
        headers.append(header::COOKIE, sent.parse().unwrap());
        assert_eq!(cookie(&headers), Some(guarded));
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites_and_behind_tls_from_plain_lines() {
        let id = Secret::draw().unwrap();
        let plain = give(&id, false);
        let plain = plain.to_str().unwrap();
        assert!(plain.starts_with("drogowskaz=dgw_") && plain.contains("; HttpOnly; SameSite=Strict"));
        assert!(!plain.contains("Secure"));
        let guarded = give(&id, true);
        let guarded = guarded.to_str().unwrap();
        assert!(guarded.starts_with("__Host-drogowskaz=dgw_"));
        assert!(guarded.contains("; Secure") && guarded.contains("; Path=/") && !guarded.contains("Domain"));
        for (gone, given) in take_away().iter().zip([plain, guarded]) {
            let gone = gone.to_str().unwrap();
            assert_eq!(gone.split_once('=').unwrap().0, given.split_once('=').unwrap().0);
            assert!(gone.contains("; Max-Age=0") && gone.contains("; Path=/"), "{gone}");
            assert_eq!(gone.contains("; Secure"), given.contains("; Secure"), "{gone}");
        }
    }
}
