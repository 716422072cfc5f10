//! `/widget.js`: the search box that the portal's pages embed, and the page that shows how.
//!
//! The script is one file, served as it is written but for the colours, which are those of all pages, and its comments: no build step
//! stands between what is reviewed and what runs on the portal. Nothing of the page reaches in but the `--kpum-…` properties,
//! nothing leaves but the question; only nodes are built, never HTML, and the one style sheet is constructed, so that no
//! policy has to be loosened for it. It has two addresses. `/widget.js` is always the newest, for those who trust the server; the one with a
//! hash in its name never changes, and goes with the `integrity` that lets a browser refuse anything else.

mod embed;

use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;

use super::State;
use super::public::{Frame, html};
use super::state::residents::Residents;
use super::wire::etag::Tagged;
use super::wire::problem::Problem;

pub use embed::Embed;

/// The script, with the tokens of all pages in its sheet.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let script = include_str!("widget.js");
    let tokens = tokens(script, include_str!("../style/assets/tokens.css"));
    // Its comments are for whoever reads the source: a resident's telephone pays for each of them.
    let lines = script.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect::<String>().replace("/* TOKENS */", &tokens)
});

/// Of the tokens in the first rule of `sheet` those that `script` uses, each to be changed by the portal's page as
/// `--kpum-…`. Later rules hold what depends on the size of a root that is not ours.
fn tokens(script: &str, sheet: &str) -> String {
    let rule =
        sheet.split_once(":root {").and_then(|(_, rest)| rest.split_once('}')).map_or("", |(rule, _)| rule);
    let declared =
        rule.lines().filter_map(|line| line.split(';').next()?.trim().strip_prefix("--")?.split_once(": "));
    declared
        .filter(|(name, _)| script.contains(&format!("var(--{name})")))
        .map(|(name, value)| format!("--{name}:var(--kpum-{name},{});", value.replace(", ", ",")))
        .collect()
}

pub(super) fn routes() -> Router<State> {
    // Short: a mended widget is everywhere within minutes, and yet no page load waits for it twice.
    let newest = || script("public, max-age=300");
    let this_one = || script("public, max-age=31536000, immutable");
    Router::new()
        .route("/widget.js", get(move |headers: HeaderMap| async move { served(&newest(), &headers) }))
        .route(&embed::path(), get(move |headers: HeaderMap| async move { served(&this_one(), &headers) }))
        .route("/widget/demo", get(demonstration))
}

fn script(policy: &'static str) -> Tagged {
    Tagged::of(SCRIPT.as_bytes().to_vec(), "text/javascript; charset=utf-8").kept(policy)
}

fn served(script: &Tagged, request: &HeaderMap) -> Response {
    let mut response = script.answer(request);
    // A browser checks the integrity only of what it may read; there is nothing in it that is not everybody's.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let everywhere = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert("cross-origin-resource-policy", everywhere);
    response
}

/// The widget in the ways a portal may want it, with what to copy.
#[derive(Template)]
#[template(path = "widget/pages/demo.html")]
struct Demonstration {
    frame: Frame,
    embed: Embed,
}

async fn demonstration(
    Shared(residents): Shared<Residents>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let frame = Frame::new(&residents, &headers, "Wyszukiwarka w portalu", "/widget/demo");
    let embed = Embed::from(frame.base());
    html(&Demonstration { frame, embed }, &headers)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::body::Body;
    use axum::http::Request;

    use super::*;
    use crate::http::Limits;
    use crate::http::testkit::{Shelf, begin, state};

    /// The issue's promise, in bytes of a kilobyte of a thousand.
    const MOST: usize = 9_000;

    #[tokio::test]
    async fn the_widget_weighs_at_most_nine_kilobytes_however_it_travels() {
        use http_body_util::BodyExt;
        for encoding in ["gzip", "br"] {
            let request = Request::get("/widget.js").header("accept-encoding", encoding);
            let state = state(Shelf::demo(), Limits::default());
            let response = begin(&state, request.body(Body::empty()).unwrap()).await;
            assert_eq!(response.headers()["content-encoding"], encoding);
            let size = response.into_body().collect().await.unwrap().to_bytes().len();
            assert!(size <= MOST, "{size} bytes with {encoding}");
        }
    }

    #[test]
    fn whatever_colour_the_script_uses_is_that_of_all_pages_and_the_portals_to_change() {
        for used in SCRIPT.split("var(--").skip(1).filter_map(|rest| rest.split([')', ',']).next()) {
            let name = used.strip_prefix("kpum-").unwrap_or(used);
            assert!(
                name == "font" || SCRIPT.contains(&format!("--{name}:var(--kpum-{name},")),
                "--{name} is nowhere"
            );
        }
        assert!(SCRIPT.contains("--ink:var(--kpum-ink,light-dark(#"), "the tokens are in");
    }

    #[test]
    fn nothing_in_the_script_needs_a_policy_to_be_loosened() {
        let code: String = SCRIPT.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for forbidden in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "eval(",
            "new Function",
            "document.write",
            "<style",
            ".style.",
        ] {
            assert!(
                !code.contains(forbidden),
                "{forbidden} needs unsafe-inline, unsafe-eval or a trusted type"
            );
        }
        for kept in ["localStorage", "sessionStorage", "indexedDB", "document.cookie", "sendBeacon"] {
            assert!(!code.contains(kept), "the widget keeps and tells nothing: {kept}");
        }
        let hosts = code.matches("https://").count() + code.matches("http://").count();
        assert_eq!(hosts, 0, "the widget talks to the server it came from alone");
    }
}
