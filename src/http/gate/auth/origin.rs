//! From where a browser was sent here.
//!
//! A cookie, a proxy's sign-in or a seat at this machine opens without being asked, so a foreign page could send a
//! browser to do something in its owner's name. For what changes something we therefore take requests only from our
//! own pages. The session's cookie is `SameSite=Strict` already; this check also covers the ways in that have no
//! cookie, and pages on sibling sites (`inna.krakow.pl`), which are the same *site* but another *origin*. No hidden
//! form token is needed beside it: a page cannot forge `Sec-Fetch-Site` or `Origin`, every browser of the last years
//! sends the one, and every older one that sends a cross-origin POST sends the other. A program without a browser
//! sends neither, and has no cookie that a stranger could use.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, Uri, Version, header};

use crate::http::peer::{Peer, handed_on};
use crate::http::server::listen::Connection;
use crate::http::wire::problem::{Problem, ProblemKind};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses what changes something and was sent from a foreign page.
pub(in crate::http) fn refuse_cross_site(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) || is_same_origin(headers) {
        return Ok(());
    }
    Err(Problem::saying(
        ProblemKind::Forbidden,
        "To żądanie wysłała obca strona. Zmiany można robić tylko ze stron tego serwera albo z tokenem w nagłówku \
         Authorization.",
    ))
}

fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(SEC_FETCH_SITE) {
        // "none": typed by the person, or from their bookmarks.
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
        }
        // "null" and a request that does not say whom it wants.
        (Some(_), None) => false,
    }
}

/// Refuses what does not say, or says twice, whom it wants (RFC 9112, 3.2): two readers of such a request could take it
/// for two different ones. What comes over no connection, as in tests, is addressed to us.
pub(super) fn refuse_unaddressed(request: &Request) -> Result<(), Problem> {
    let connected = request.extensions().get::<Arc<Connection>>().is_some();
    let named = request.headers().get_all(header::HOST).iter().count();
    if !connected || named == 1 || (named == 0 && request.version() < Version::HTTP_11) {
        return Ok(());
    }
    let problem = if named == 0 { "Brakuje nagłówka Host" } else { "Nagłówek Host przyszedł dwa razy" };
    Err(Problem::saying(
        ProblemKind::BadRequest,
        format!(
            "{problem}. Wyślij w nim adres serwera, raz; robi to każda przeglądarka i każda biblioteka HTTP."
        ),
    ))
}

/// Where nobody has to be known, only this machine is served: no connection from elsewhere, no request that a proxy
/// on this machine hands on for somebody elsewhere, and none under a foreign name. A foreign page could have its own
/// name point to this machine and read along as if it were ours (DNS rebinding); its browser still says by which name
/// it came.
pub(super) fn refuse_all_but_this_machine(
    peer: &Peer,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<(), Problem> {
    if let Some(header) = handed_on(headers) {
        return Err(Problem::saying(
            ProblemKind::Forbidden,
            format!(
                "To żądanie przyszło przez serwer pośredniczący (nagłówek {header}), a bez tokenów serwer odpowiada tylko \
                 temu komputerowi. Aby udostępnić go innym, utwórz token: drogowskaz token create."
            ),
        ));
    }
    if !peer.near {
        return Err(Problem::saying(
            ProblemKind::Forbidden,
            "Bez tokenów serwer odpowiada tylko temu komputerowi. Aby udostępnić go innym, utwórz token: drogowskaz \
             token create.",
        ));
    }
    let hosts = headers.get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or("?"));
    let asked = uri.authority().map(Authority::as_str);
    if hosts.chain(asked).all(is_this_machine) {
        return Ok(());
    }
    Err(Problem::saying(
        ProblemKind::Misdirected,
        "Bez tokenów serwer odpowiada tylko pod adresem tego komputera, na przykład http://127.0.0.1:8080. Aby \
         udostępnić go pod inną nazwą, utwórz token: drogowskaz token create.",
    ))
}

/// `localhost:8080`, `127.0.0.1`, `[::1]:8080`.
pub(in crate::http) fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    if host.contains('@') {
        return false;
    }
    let name = authority.host().trim_end_matches('.');
    let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        refuse_cross_site(&Method::POST, &map).is_ok()
    }

    #[test]
    fn our_own_pages_and_programs_may_change_something() {
        assert!(sent(&[]));
        assert!(sent(&[("sec-fetch-site", "same-origin")]));
        assert!(sent(&[("sec-fetch-site", "none")]));
        assert!(sent(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        // A proxy may have changed the host; the browser's own word counts.
        assert!(sent(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://kck.krakow.pl"),
            ("host", "app:8080")
        ]));
    }

    #[test]
    fn foreign_pages_may_not() {
        assert!(!sent(&[("sec-fetch-site", "cross-site")]));
        assert!(!sent(&[("sec-fetch-site", "same-site")]), "a sibling site is another origin");
        assert!(!sent(&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")]));
        assert!(!sent(&[("origin", "https://zly.example"), ("host", "127.0.0.1:8080")]));
        assert!(!sent(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
        assert!(!sent(&[("origin", "http://127.0.0.1:9999"), ("host", "127.0.0.1:8080")]), "another port");
        assert!(!sent(&[("origin", "http://127.0.0.1:8080")]));
    }

    #[test]
    fn reading_is_not_stopped_here() {
        let mut map = HeaderMap::new();
        map.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert!(refuse_cross_site(&Method::GET, &map).is_ok());
    }

    #[test]
    fn only_names_of_this_machine_are_this_machine() {
        for host in
            ["localhost", "LOCALHOST:8080", "localhost.", "127.0.0.1:1", "127.9.9.9", "[::1]:8080", "[::1]"]
        {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "zly.example",
            "localhost.zly.example",
            "127.0.0.1.zly.example",
            "192.168.1.5",
            "0.0.0.0",
            "",
            "zly.example@localhost",
            "@",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
