//! What of a caller's words may stand in an address: what the mask of personal data leaves.
//!
//! An address is kept by many: the browser's history, a bookmark, the log of a proxy, whoever a link is sent to. So no
//! page is served at an address with somebody's PESEL or name in it: whoever comes with one is sent on to the same
//! address without it. What a script asks for (the API, a fragment) stands in no address bar and is let through.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::address::encode;
use super::read::params::pairs;
use crate::search::SearchRequest;
use crate::text::{mask, without_placeholders};

/// Parameters in which a caller's words come, or what another program calls the call.
const WORDS: [&str; 2] = ["q", "call"];

/// The parameter in which the way back stands, an address of its own.
const WAY_BACK: &str = "dalej";

/// Middleware: sends whoever opens a page at a telling address on to the same page without what it tells.
pub(in crate::http) async fn moved(request: Request, next: Next) -> Response {
    let untold = is_page(&request).then(|| untold(request.uri())).flatten();
    match untold {
        None => next.run(request).await,
        Some(address) => {
            let mut moved = Redirect::to(&address).into_response();
            moved.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            moved
        }
    }
}

fn is_page(request: &Request) -> bool {
    let uri = request.uri();
    // Editors look for what stands in articles, telephones of offices too.
    let script =
        ["/api/", "/public/", "/static/", "/redakcja"].iter().any(|below| uri.path().starts_with(below))
            || pairs(uri).iter().any(|(name, _)| name == "fragment");
    matches!(*request.method(), Method::GET | Method::HEAD) && !script
}

/// The address without personal data; `None` where there is none in it.
fn untold(uri: &Uri) -> Option<String> {
    let mut changed = false;
    let kept: Vec<String> = pairs(uri)
        .into_iter()
        .map(|(name, value)| {
            let untold = match name.as_str() {
                WAY_BACK => value.parse::<Uri>().ok().and_then(|back| untold(&back)),
                words if WORDS.contains(&words) => {
                    Some(mask(&value).as_str().to_owned()).filter(|masked| *masked != value)
                }
                _ => None,
            };
            changed |= untold.is_some();
            format!("{}={}", encode(&name), encode(untold.as_deref().unwrap_or(&value)))
        })
        .collect();
    changed.then(|| format!("{}?{}", uri.path(), kept.join("&")))
}

/// What is looked for: the question without the words that stand for personal data taken out of it.
pub(in crate::http) fn looked_for(request: &SearchRequest) -> Cow<'_, SearchRequest> {
    match without_placeholders(&request.query) {
        Cow::Borrowed(_) => Cow::Borrowed(request),
        Cow::Owned(query) => Cow::Owned(SearchRequest { query, ..request.clone() }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn without(address: &str) -> Option<String> {
        untold(&address.parse().unwrap())
    }

    #[test]
    fn an_address_loses_what_it_tells_and_keeps_the_rest() {
        let told = without("/?q=pesel%2044051401359&unit=MPO").unwrap();
        assert_eq!(told, "/?q=pesel%20%5BPESEL%5D&unit=MPO");
        assert_eq!(without(&told), None, "and is then at rest");
        assert_eq!(
            without("/rozmowa?call=501678116&q=kanapa").unwrap(),
            "/rozmowa?call=%5Btelefon%5D&q=kanapa"
        );
    }

    #[test]
    fn the_way_back_in_an_address_is_an_address_too() {
        let told = without("/logowanie?dalej=%2F%3Fq%3D44051401359").unwrap();
        assert_eq!(told, "/logowanie?dalej=%2F%3Fq%3D%255BPESEL%255D");
    }

    #[test]
    fn an_address_that_tells_nothing_stays_byte_for_byte() {
        for address in [
            "/",
            "/?q=star%C4%85+kanap%C4%99&unit=MPO",
            "/p?q=DK-03",
            "/rozmowa?call=KCK-2026-0007&q=a",
            "/logowanie?dalej=%2Fredakcja",
        ] {
            assert_eq!(without(address), None, "{address}");
        }
    }
}
