//! What every answer carries, what is counted, and the description.

use std::sync::Arc;

use super::*;
use crate::http::testkit::{FixedClock, door};
use crate::http::{Access, Settings, State};

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_its_reader() {
    for uri in ["/", "/artykul/elektroodpady", "/api/v1/search?q=a", "/nie-ma", "/?q=panika", "/healthz"] {
        let got = browse(uri).await;
        let policy = got.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{uri}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(got.header("referrer-policy"), "no-referrer", "{uri}");
        assert!(!got.header("x-request-id").is_empty(), "{uri}");
    }
}

#[tokio::test]
async fn what_is_for_staff_is_kept_by_nobody_and_a_version_at_hand_is_still_recognised() {
    for uri in [
        "/",
        "/?q=a",
        "/?q=a&fragment=1",
        "/artykul/elektroodpady",
        "/formularze",
        "/redakcja",
        "/api/v1/search?q=a",
        "/api/v1/suggest?q=a",
        "/api/v1/articles/elektroodpady",
        "/api/v1/units",
        "/api/v1/session",
        "/api/v1/dictionaries/synonimy",
        "/api/v1/reports/questions?format=csv",
        "/api/v1/audit",
        "/api/v1/banners",
        "/metrics",
        "/nie/ma",
    ] {
        let got = browse(uri).await;
        assert_eq!(got.header("cache-control"), "no-store", "{uri}");
        assert_eq!(got.header("strict-transport-security"), "", "{uri}: not without TLS");
    }
    for uri in ["/api/v1/articles/elektroodpady", "/api/v1/dictionaries/synonimy"] {
        let tag = get(uri).await.header("etag").to_owned();
        let again = Request::get(uri).header("if-none-match", &tag).body(Body::empty()).unwrap();
        let again = send(again).await;
        assert_eq!((again.status.as_u16(), again.header("cache-control")), (304, "no-store"), "{uri}");
    }
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_come_no_other_way() {
    let settings = Settings { access: Access { https: true, ..Access::default() }, ..Settings::default() };
    let journal = Arc::new(crate::journal::Journal::throw_away());
    let state = State::configured(Arc::new(Shelf::demo()), door(), journal, Arc::new(FixedClock), settings);
    for uri in ["/", "/p", "/api/v1/search?q=a", "/public/v1/search?q=a", "/nie/ma", "/healthz", "/widget.js"]
    {
        let got = send_to(&state, Request::get(uri).body(Body::empty()).unwrap()).await;
        assert_eq!(got.header("strict-transport-security"), "max-age=31536000", "{uri}");
    }
}

#[tokio::test]
async fn pages_hold_no_inline_style_or_script() {
    for uri in ["/", "/?q=lodówka", "/?q=nic", "/artykul/elektroodpady", "/nie-ma"] {
        let text = browse(&uri.replace('ó', "%C3%B3")).await.text;
        assert!(text.contains("</html>") && text.contains(" href="), "{uri} is a page: {text}");
        for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
            assert!(!text.contains(forbidden), "{forbidden} in {uri}");
        }
        assert_eq!(text.matches("<script").count(), 1, "only the module, in {uri}");
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_under_a_name_that_changes_with_them() {
    let page = browse("/").await.text;
    let start = page.find("/static/console.").unwrap();
    let url: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let got = get(&url).await;
    assert_eq!(got.status, StatusCode::OK, "{url}");
    assert_eq!(got.header("content-type"), "text/css; charset=utf-8");
    assert!(got.header("cache-control").contains("immutable"));
    let again = Request::get(&url).header("if-none-match", got.header("etag"));
    assert_eq!(send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
    let older = get("/static/console.0000000000000000.css").await;
    assert_eq!(older.header("cache-control"), "no-cache");
    problem(&get("/static/nic.0.css").await, 404, "not-found");
    problem(&get("/static/..%2F..%2Fmod.rs").await, 404, "not-found");
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_can_read_it() {
    let request = Request::get("/?q=a").header("accept-encoding", "br").header("accept", "text/html");
    let response =
        begin(&state(Shelf::demo(), Limits::default()), request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()["content-encoding"], "br");
}

#[tokio::test]
async fn counters_name_routes_and_never_questions() {
    let state = state(Shelf::demo(), Limits::default());
    for uri in [
        "/api/v1/search?q=PESEL44051401359",
        "/api/v1/search?q=nic",
        "/api/v1/articles/elektroodpady",
        "/x/y",
    ] {
        send_to(&state, Request::get(uri).body(Body::empty()).unwrap()).await;
    }
    let got = send_to(&state, Request::get("/metrics").body(Body::empty()).unwrap()).await;
    assert!(got.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in [
        "drogowskaz_http_requests_total{method=\"GET\",route=\"/api/v1/search\",status=\"200\"} 2",
        "drogowskaz_http_requests_total{method=\"GET\",route=\"/api/v1/articles/{id}\",status=\"200\"} 1",
        "drogowskaz_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "drogowskaz_http_request_duration_seconds_count{route=\"/api/v1/search\"} 2",
        "drogowskaz_search_duration_seconds_count{view=\"staff\"} 2",
        "drogowskaz_search_nothing_found_total{view=\"staff\"} 1",
        "drogowskaz_articles_indexed 3",
    ] {
        assert!(got.text.contains(line), "{line} is not in\n{}", got.text);
    }
    assert!(!got.text.contains("44051401359"));
    assert!(got.text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn the_openapi_document_says_what_the_server_does() {
    let got = get("/api/v1/openapi.json").await;
    assert_eq!(got.header("content-type"), "application/json");
    let mut document = got.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    document["info"]["version"] = json!("…");
    insta::assert_snapshot!("openapi", serde_json::to_string_pretty(&document).unwrap());
}
