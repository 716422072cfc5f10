//! What a client sees: one test per promise of the contract, through the whole router.
#![allow(clippy::unwrap_used)]

mod ranking;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use super::Limits;
use super::testkit::{Got, Shelf, begin, browse, get, send, send_to, state, until};

/// Checks that an answer is a problem as RFC 9457 has it, of this kind, and gives it for a closer look.
#[track_caller]
fn problem(got: &Got, status: u16, kind: &str) -> serde_json::Value {
    assert_eq!(got.status.as_u16(), status, "{}", got.text);
    assert_eq!(got.header("content-type"), "application/problem+json; charset=utf-8");
    let body = got.json();
    assert_eq!(body["type"], format!("/problem/{kind}"));
    assert_eq!(body["status"], status);
    assert!(!body["title"].as_str().unwrap().is_empty());
    assert!(body["detail"].as_str().unwrap().len() > 10, "the detail says what to do");
    assert_eq!(body["code"], got.header("x-request-id"), "the code names the request");
    body
}

/// The description of the API.
fn document() -> serde_json::Value {
    serde_json::from_str(super::openapi::description()).unwrap()
}

// --- search

#[tokio::test]
async fn a_search_answers_in_the_shape_of_the_contract() {
    let got = get("/api/v1/search?q=lod%C3%B3wk%C4%99&facets=true").await;
    assert_eq!(got.status, StatusCode::OK);
    let mut body = got.json();
    assert!(body["took_us"].is_u64());
    assert_eq!(body["query_id"].as_str().unwrap().len(), 16);
    body["took_us"] = json!(0);
    body["query_id"] = json!("…");
    insta::assert_snapshot!("search", serde_json::to_string_pretty(&body).unwrap());
}

#[tokio::test]
async fn marks_are_the_bytes_that_matched_and_say_what_the_html_says() {
    let text = "♻️ Starą lodówkę 🧊 odbierze sklep, a drugą lodówkę – PSZOK.";
    let mut shelf = Shelf::demo();
    let answer = &mut shelf.hits[0].answer;
    answer.marks = text.match_indices("lodówkę").map(|(at, word)| (at, at + word.len())).collect();
    answer.text = text.into();
    let state = state(shelf, Limits::default());
    for uri in ["/api/v1/search?q=a&html=true", "/public/v1/search?q=a&html=true"] {
        let got = send_to(&state, Request::get(uri).body(Body::empty()).unwrap()).await.json();
        let [answer, unmarked] = [&got["hits"][0]["answer"], &got["hits"][1]["answer"]];
        let text = answer["text"].as_str().unwrap();
        let mut html = String::new();
        let mut at = 0;
        for mark in answer["marks"].as_array().unwrap() {
            let [from, to] = [0, 1].map(|end| usize::try_from(mark[end].as_u64().unwrap()).unwrap());
            html.push_str(&format!("{}<mark>{}</mark>", &text[at..from], &text[from..to]));
            at = to;
        }
        assert_eq!(at, text.rfind(" –").unwrap(), "{uri}: the last mark ends where the word does");
        assert_eq!(answer["html"], html + &text[at..], "{uri}");
        assert_eq!(unmarked["marks"], json!([]), "{uri}: the member is always there");
    }
}

#[tokio::test]
async fn html_and_counts_and_less_than_a_whole_hit_come_to_whoever_asks_for_them() {
    let counted = |got: &serde_json::Value| got["facets"]["unit"].as_array().unwrap().len();
    for side in ["/api/v1/search?q=a", "/public/v1/search?q=a"] {
        let plain = get(side).await.json();
        assert_eq!((plain["hits"][0]["answer"].get("html"), counted(&plain)), (None, 0), "{side}");
        let whole = get(&format!("{side}&html=true&facets=true")).await.json();
        assert!(whole["hits"][0]["answer"]["html"].as_str().unwrap().contains("<mark>"), "{side}");
        assert_eq!(counted(&whole), 2, "{side}");

        let schema = &document()["components"]["schemas"]["Hit"];
        let hit = plain["hits"][0].as_object().unwrap();
        for member in schema["required"].as_array().unwrap() {
            assert!(hit.contains_key(member.as_str().unwrap()), "{side}: {member} is in every whole hit");
        }
        let few = get(&format!("{side}&fields=id,%20title,answer")).await.json();
        for hit in few["hits"].as_array().unwrap() {
            let members: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members.len(), 3, "{side}: {members:?}");
            assert!(["id", "title", "answer"].iter().all(|member| members.contains(member)), "{members:?}");
        }
        for member in schema["properties"].as_object().unwrap().keys() {
            assert_eq!(get(&format!("{side}&fields={member}")).await.status, StatusCode::OK, "{member}");
        }
        let body = problem(&get(&format!("{side}&fields=id,nazwa")).await, 400, "invalid-parameter");
        assert_eq!(body["parameter"], "fields");
        assert!(body["allowed"].as_str().unwrap().starts_with("id, title, "), "{body}");
    }
}

#[tokio::test]
async fn every_search_has_an_id_of_its_own() {
    let (one, two) = (get("/api/v1/search?q=a").await.json(), get("/api/v1/search?q=a").await.json());
    assert_ne!(one["query_id"], two["query_id"]);
}

#[tokio::test]
async fn reasons_are_given_to_those_who_ask_for_them() {
    let plain = get("/api/v1/search?q=a").await.json();
    assert_eq!(plain["hits"][0].get("explain"), None);
    let explained = get("/api/v1/search?q=a&explain=true").await.json();
    assert_eq!(explained["hits"][0]["explain"][0], "lodówkę: odmiana słowa lodówka w tytule");
}

#[tokio::test]
async fn no_question_has_no_answer_and_is_no_error() {
    for uri in ["/api/v1/search", "/api/v1/search?q=", "/api/v1/search?q=%20%20"] {
        let got = get(uri).await;
        assert_eq!(got.status, StatusCode::OK, "{uri}");
        assert_eq!(got.json()["hits"], json!([]));
        assert_eq!(got.json()["confident"], false);
    }
}

#[tokio::test]
async fn any_text_is_a_question() {
    for q in ["%00", "%FF%FE", "%22%22%22", "(((", "AND+OR+NOT", "%F0%9F%98%80", "*:*", "-", "a%2Fb"] {
        let got = get(&format!("/api/v1/search?q={q}")).await;
        assert_eq!(got.status, StatusCode::OK, "{q}: {}", got.text);
    }
}

#[tokio::test]
async fn a_parameter_out_of_bounds_is_named_with_what_it_may_be() {
    let cases = [
        ("limit=0", "limit", "1–100"),
        ("limit=101", "limit", "1–100"),
        ("limit=dużo", "limit", "1–100"),
        ("offset=-1", "offset", "0–10000"),
        ("in_force=tak", "in_force", "true, false"),
        ("explain=2", "explain", "true, false"),
        ("facets=tak", "facets", "true, false"),
        ("html=tak", "html", "true, false"),
    ];
    for (query, parameter, allowed) in cases {
        let got = get(&format!("/api/v1/search?q=a&{}", query.replace('ż', "%C5%BC"))).await;
        let body = problem(&got, 400, "invalid-parameter");
        assert_eq!(body["parameter"], parameter, "for {query}");
        assert_eq!(body["allowed"], allowed, "for {query}");
        assert!(body["detail"].as_str().unwrap().contains(parameter));
    }
}

#[tokio::test]
async fn a_question_may_have_a_thousand_characters_and_no_more() {
    let fits = get(&format!("/api/v1/search?q={}", "%C5%BC".repeat(1000))).await;
    assert_eq!(fits.status, StatusCode::OK);
    let body =
        problem(&get(&format!("/api/v1/search?q={}", "a".repeat(1001))).await, 400, "invalid-parameter");
    assert_eq!(body["parameter"], "q");
    assert!(body["detail"].as_str().unwrap().contains("1001\u{a0}znaków"), "{body}");
}

#[tokio::test]
async fn suggestions_say_what_they_complete_and_take_no_number_out_of_bounds() {
    assert_eq!(get("/api/v1/suggest?q=lod").await.json()["query"], "lod");
    assert_eq!(get("/public/v1/suggest").await.json()["suggestions"], json!([]));
    problem(&get("/api/v1/suggest?q=a&limit=21").await, 400, "invalid-parameter");
}

// --- articles and units

#[tokio::test]
async fn an_article_is_sent_whole_to_staff() {
    let body = get("/api/v1/articles/elektroodpady").await.json();
    assert_eq!(body["questions"], json!(["pytanie-dzwoniącego"]));
    assert_eq!(body["other_keys"], json!({"sekret-redakcji": "x"}));
    assert_eq!(body["audience"], "public");
    assert_eq!(body["state"], "in_force");
    assert_eq!(body["sections"].as_array().unwrap().len(), 4);
    assert!(body["html"].as_str().unwrap().contains("Zapytaj o piętro"));
}

#[tokio::test]
async fn a_resident_reads_no_internal_section_and_none_of_the_editors_keys() {
    let got = get("/public/v1/articles/elektroodpady").await;
    assert_eq!(got.status, StatusCode::OK);
    let agents = get("/api/v1/articles/elektroodpady").await;
    for secret in ["konsultanta", "piętro", "pytanie-dzwoniącego", "słowo-kluczowe", "sekret", "audience"]
    {
        assert!(agents.text.contains(secret), "{secret} is told to agents: {}", agents.text);
        assert!(!got.text.contains(secret), "{secret} leaked into {}", got.text);
    }
    let missing = get("/public/v1/articles/nie-ma-takiego").await;
    let hidden = get("/public/v1/articles/sprzet-procedura").await;
    let (missing, mut hidden) = (problem(&missing, 404, "not-found"), problem(&hidden, 404, "not-found"));
    hidden["code"] = missing["code"].clone();
    assert_eq!(missing, hidden, "what is hidden looks like what is missing");
}

#[tokio::test]
async fn a_version_at_hand_is_not_sent_again() {
    let first = get("/api/v1/articles/elektroodpady").await;
    assert_eq!(first.header("etag"), "\"abc123\"");
    for known in ["\"abc123\"", "W/\"abc123\"", "\"x\", \"abc123\"", "*"] {
        let request = Request::get("/api/v1/articles/elektroodpady").header("if-none-match", known);
        let got = send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(got.status, StatusCode::NOT_MODIFIED, "for {known}");
        assert_eq!((got.text.as_str(), got.header("etag")), ("", "\"abc123\""));
    }
    let request = Request::get("/api/v1/articles/elektroodpady").header("if-none-match", "\"older\"");
    assert_eq!(send(request.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_tag_of_an_article_changes_when_the_day_makes_it_another_one() {
    let got = get("/api/v1/articles/ks-06-2021").await;
    assert_eq!(got.header("etag"), "\"0a0b0c.n3465-2024\"");
    assert_eq!(
        super::revision(got.header("etag")),
        "0a0b0c",
        "If-Match compares what the editor saw of the file"
    );
}

#[tokio::test]
async fn an_id_that_is_no_slug_is_no_article() {
    for id in ["..%2F..%2Fetc%2Fpasswd", "Gabaryty", "%00", "a%20b"] {
        problem(&get(&format!("/api/v1/articles/{id}")).await, 404, "not-found");
    }
}

#[tokio::test]
async fn units_are_listed_with_how_to_reach_them() {
    let body = get("/api/v1/units").await.json();
    assert_eq!(body["units"][0]["code"], "MPO");
    assert_eq!(body["units"][0]["phones"][1], "12 646 22 00");
}

// --- problems

#[tokio::test]
async fn every_error_is_a_problem_also_those_of_the_framework() {
    problem(&get("/nie/ma").await, 404, "not-found");
    problem(&get("/api/v1/nie-ma").await, 404, "not-found");
    let got = send(Request::delete("/api/v1/search").body(Body::empty()).unwrap()).await;
    problem(&got, 405, "method-not-allowed");
    assert_eq!(got.header("allow"), "GET,HEAD");
    let large = Request::post("/api/v1/search").header("content-length", 5 * 1024 * 1024);
    problem(&send(large.body(Body::from(vec![b'a'; 5 * 1024 * 1024])).unwrap()).await, 413, "too-large");
}

#[tokio::test]
async fn a_fault_gives_a_code_to_quote_and_keeps_its_cause() {
    let got = get("/api/v1/search?q=panika").await;
    problem(&got, 500, "internal");
    assert!(!got.text.contains("nobody outside"), "{}", got.text);
    let page = browse("/?q=panika").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text.contains(page.header("x-request-id")), "the page shows the code");
    assert!(!page.text.contains("nobody outside"));
    assert!(page.text.contains("value=\"panika\""), "what was typed is not lost");
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_a_page_that_explains_it() {
    for kind in super::ProblemKind::ALL {
        let got = browse(&format!("/problem/{}", kind.slug())).await;
        assert_eq!(got.status, StatusCode::OK);
        assert!(got.text.contains(kind.title()));
    }
    assert_eq!(browse("/problem/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_person_gets_a_page_where_a_program_gets_a_problem() {
    let page = browse("/artykul/nie-ma").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("Nie ma takiego artykułu"), "{}", page.text);
    assert!(page.text.contains("role=\"search\""), "the way on is there");
    problem(&get("/artykul/nie-ma").await, 404, "not-found");
    problem(&browse("/api/v1/articles/nie-ma").await, 404, "not-found");
}

#[tokio::test]
async fn before_the_index_is_open_the_server_says_to_come_back() {
    let state = state(Shelf { ready: false, ..Shelf::demo() }, Limits::default());
    for uri in ["/readyz", "/api/v1/search?q=a", "/public/v1/search?q=a", "/api/v1/articles/elektroodpady"] {
        let got = send_to(&state, Request::get(uri).body(Body::empty()).unwrap()).await;
        problem(&got, 503, "not-ready");
        assert_eq!(got.header("retry-after"), "1");
    }
    let alive = send_to(&state, Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!(alive.status, StatusCode::OK);
}

// --- limits

fn slow(takes: u64, limits: Limits) -> super::State {
    state(Shelf { search_takes: Duration::from_millis(takes), ..Shelf::demo() }, limits)
}

fn question() -> Request<Body> {
    Request::get("/api/v1/search?q=a").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let state = slow(300, Limits { deadline: Duration::from_millis(30), ..Limits::default() });
    problem(&send_to(&state, question()).await, 503, "timeout");
}

#[tokio::test]
async fn one_request_too_many_is_told_to_come_back_and_the_operator_still_sees_in() {
    let state = slow(300, Limits { concurrent: 1, ..Limits::default() });
    let first = tokio::spawn({
        let state = state.clone();
        async move { send_to(&state, question()).await.status }
    });
    until("the first is being answered", || state.requests.available_permits() == 0).await;
    let second = send_to(&state, question()).await;
    problem(&second, 503, "busy");
    assert_eq!(second.header("retry-after"), "1");
    let health = send_to(&state, Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!(health.status, StatusCode::OK);
    assert_eq!(first.await.unwrap(), StatusCode::OK);
}

#[tokio::test]
async fn searches_wait_for_their_turn_without_holding_up_the_runtime() {
    // One worker thread drives this test: if a search ran on it, nothing else could.
    let state = slow(150, Limits { searches: 1, ..Limits::default() });
    let started = std::time::Instant::now();
    let health = async {
        let got = send_to(&state, Request::get("/healthz").body(Body::empty()).unwrap()).await;
        (got.status, started.elapsed())
    };
    let (one, two, (health, after)) =
        tokio::join!(send_to(&state, question()), send_to(&state, question()), health);
    assert_eq!((one.status, two.status, health), (StatusCode::OK, StatusCode::OK, StatusCode::OK));
    assert!(after < Duration::from_millis(140), "the health check waited {after:?}");
    assert!(started.elapsed() >= Duration::from_millis(300), "the two searches overlapped");
}

// --- headers, metrics, documents

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
    let settings = super::Settings {
        access: super::Access { https: true, ..super::Access::default() },
        ..super::Settings::default()
    };
    let journal = std::sync::Arc::new(crate::journal::Journal::throw_away());
    let state = super::State::configured(
        std::sync::Arc::new(Shelf::demo()),
        super::testkit::door(),
        journal,
        std::sync::Arc::new(super::testkit::FixedClock),
        settings,
    );
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

// --- pages

/// A page without what changes with every edit of its assets and with every search.
fn steady(html: &str) -> String {
    let html = nameless(html);
    let mut steady = String::new();
    let mut rest = html.as_str();
    while let Some(start) = rest.find("/static/") {
        let (before, address) = rest.split_at(start);
        let end = address.find('"').unwrap();
        let (address, after) = address.split_at(end);
        let parts: Vec<&str> = address.split('.').collect();
        steady.push_str(before);
        steady.push_str(&format!("{}.….{}", parts[0], parts[2]));
        rest = after;
    }
    steady + rest
}

/// A page without the name of its search.
fn nameless(html: &str) -> String {
    const NAME: &str = "data-query-id=\"";
    match html.split_once(NAME) {
        Some((before, after)) => format!("{before}{NAME}…{}", &after[16..]),
        None => html.to_owned(),
    }
}

#[tokio::test]
async fn the_search_page_shows_answer_cards() {
    let got = browse("/?q=lod%C3%B3wka").await;
    assert!(got.header("content-type").starts_with("text/html"));
    assert_eq!(got.header("cache-control"), "no-store");
    insta::assert_snapshot!("page-results", steady(&got.text));
}

#[tokio::test]
async fn the_article_page_has_contents_facts_and_the_unit() {
    insta::assert_snapshot!("page-article", steady(&browse("/artykul/elektroodpady?q=lod").await.text));
}

#[tokio::test]
async fn the_fragment_is_the_region_of_the_page() {
    let page = browse("/?q=kanapa").await.text;
    let fragment = browse("/?q=kanapa&fragment=1").await.text;
    assert!(!fragment.contains("<html"));
    assert!(nameless(&page).contains(&nameless(&fragment)), "the module and the server show the same");
    let page = browse("/artykul/elektroodpady?q=lod").await.text;
    let fragment = browse("/artykul/elektroodpady?q=lod&fragment=1").await.text;
    assert!(!fragment.contains("<html"));
    assert!(page.contains(&fragment), "so do articles");
}

#[tokio::test]
async fn whatever_is_typed_or_written_is_shown_as_text() {
    let got = browse("/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27").await;
    assert!(!got.text.contains("<script>alert"), "{}", got.text);
    assert!(got.text.contains("&#60;script&#62;alert(1)"), "the question is still there to be mended");
    let article = browse("/artykul/ks-06-2021").await;
    assert!(!article.text.contains("<b>KS-06"), "a title is no HTML");
    let hits = browse("/?q=a").await;
    assert!(hits.text.contains("&lt;piętro&gt; &amp; windę"), "neither is a passage");
}

#[tokio::test]
async fn what_must_not_be_read_out_says_so_in_words() {
    let results = browse("/?q=a").await.text.replace('\u{a0}', " ");
    for words in [
        "Uwaga: nieaktualny – uchylony zarządzeniem nr 3465/2024",
        "Niepotwierdzone",
        "Sprawdzone 1 października 2026",
        "Tekst ze skanu",
        "Minął termin sprawdzenia",
        "Tylko dla konsultanta",
        "odmiana słowa, bez polskich znaków",
        "3 wyniki",
    ] {
        assert!(results.contains(words), "{words} is not in\n{results}");
    }
}

#[tokio::test]
async fn an_unsure_answer_offers_the_unit_instead() {
    let text = browse("/?q=mo%C5%BCe").await.text.replace('\u{a0}', " ");
    assert!(text.contains("Nie mam pewnej odpowiedzi."), "{text}");
    assert!(text.contains("Miejskie Przedsiębiorstwo Oczyszczania"), "{text}");
    assert!(text.contains("tel:+48801084084"), "{text}");
    assert!(!text.contains("class=\"card lead\""), "no guess is shown as the answer");
}

#[tokio::test]
async fn what_the_base_does_not_hold_is_said_in_place_of_a_sentence_and_of_any_other_fact() {
    let text = browse("/?q=luka").await.text.replace('\u{a0}', " ");
    let card = text.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    assert!(card.contains("data-gap=\"numer konta\""), "{card}");
    assert!(card.contains("Baza tego nie podaje: <strong>numer konta</strong>."), "{card}");
    assert!(card.contains("Zapytaj: Miejskie Przedsiębiorstwo Oczyszczania"), "{card}");
    assert!(card.contains("801 084 084") && card.contains("Czynne do 18:00"), "{card}");
    assert!(card.contains("data-do=\"gap\""), "one key asks for it");
    for other in ["bezpłatnie", "Lodówkę oddasz", "class=\"asked\"", "class=\"passage\"", "Nowohucka"] {
        assert!(!card.contains(other), "{other} is about something else: {card}");
    }
    assert!(!text.contains("Nie mam pewnej odpowiedzi"), "it is no doubt: the topic is known");
    let named = browse("/?q=op%C5%82ata").await.text;
    assert!(
        named.contains("Baza tego nie podaje: <strong>opłata</strong>."),
        "a fact without an entry: {named}"
    );
}

#[tokio::test]
async fn who_else_deals_with_a_matter_stands_above_all_hits() {
    let text = browse("/?q=obcy").await.text.replace('\u{a0}', " ");
    let (before, after) = text.split_once("To nie miasto: Zakład Ubezpieczeń Społecznych").unwrap();
    assert!(!before.contains("class=\"card"), "nothing stands above it");
    assert!(after.contains("Emerytury wypłaca ZUS, proszę zadzwonić do niego."));
    assert!(after.contains("tel:+48225601600") && after.contains("https://www.zus.example/"));
    assert!(after.contains("Z bazy miasta") && after.contains("data-id=\"elektroodpady\""));
    assert!(!after.contains("class=\"card lead\""), "no article is shown as the answer");
}

#[tokio::test]
async fn two_matters_have_a_card_each_under_their_words() {
    let text = browse("/?q=jedno+i+drugie").await.text.replace('\u{a0}', " ");
    let parts: Vec<&str> = text.split("<section class=\"part\"").skip(1).collect();
    assert_eq!(parts.len(), 2, "{text}");
    assert!(parts[0].contains("„jedno”") && parts[0].contains("data-id=\"elektroodpady\""));
    assert!(parts[1].contains("„drugie”") && parts[1].contains("Baza tego nie podaje"), "its own state");
    assert_eq!(text.matches("data-id=\"elektroodpady\"").count(), 1, "no answer stands twice");
    assert!(parts[1].contains("Pozostałe wyniki"));
}

#[tokio::test]
async fn days_asked_about_are_told_by_place_and_nothing_of_now_beside_them() {
    let text = browse("/?q=wigilia").await.text.replace('\u{a0}', " ");
    let card = text.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    let first = "<p class=\"now closed\">Lamusownia: w czwartek 24 grudnia zamknięte: Wigilia</p>";
    assert!(card.contains(first) && card.contains("<li>Barycz: zamknięte</li>"), "{card}");
    assert!(card.contains("w poniedziałek 28 grudnia czynne 8:00–16:00"), "{card}");
    assert!(!card.contains("Czynne do"), "{card}");
}

#[tokio::test]
async fn a_question_asked_of_an_article_says_so_and_how_to_leave_it() {
    let of = browse("/?q=a&context=elektroodpady").await.text;
    assert!(
        of.contains("Pytasz o: <strong>Elektroodpady") && of.contains("data-id=\"elektroodpady\">Pytasz"),
        "{of}"
    );
    assert!(of.contains("href=\"/?q=a\" data-do=\"forget\""));
    assert!(of.contains("<input type=\"hidden\" name=\"context\" value=\"elektroodpady\">"));
    for other in ["/?q=a", "/?q=a&context=sprzet-procedura", "/?q=a&context=Nie%20ma"] {
        let text = browse(other).await.text;
        assert!(text.contains("class=\"context\" hidden"), "another article answers {other}");
    }
    let reading = browse("/artykul/elektroodpady").await.text;
    assert!(reading.contains("Pytasz o: <strong>Elektroodpady"), "who reads an article asks of it next");
}

#[tokio::test]
async fn nothing_found_offers_the_correction_and_the_way_out_of_a_filter() {
    let plain = browse("/?q=nic").await.text;
    assert!(plain.contains("Nic nie znalazłem"));
    assert!(plain.contains("href=\"/?q=niania\""), "{plain}");
    let filtered = browse("/?q=nic&unit=MPO").await.text;
    assert!(filtered.contains("Usuń filtr"));
    assert!(filtered.contains("href=\"/?q=nic\""), "{filtered}");
}

#[tokio::test]
async fn an_empty_page_says_what_can_be_asked() {
    let text = browse("/").await.text;
    assert!(text.contains("autofocus"));
    assert_eq!(text.matches("<li><a href=\"/?q=").count(), 3, "three examples");
}

#[tokio::test]
async fn an_answer_says_what_is_for_the_agent_alone_and_whether_the_door_is_open() {
    let text = browse("/?q=a").await.text.replace('\u{a0}', " ");
    let notes = text.split_once("<div class=\"internal\">").unwrap().1.split_once("</div>").unwrap().0;
    assert!(notes.contains("Tylko dla konsultanta") && notes.contains("Zapytaj o piętro."), "{notes}");
    // Friday, 10:30.
    assert!(text.contains("<dd class=\"now open\">Czynne do 18:00</dd>"), "{text}");
}

#[tokio::test]
async fn the_unit_to_hand_over_to_comes_with_the_answers() {
    let text = browse("/?q=a").await.text.replace('\u{a0}', " ");
    assert_eq!(text.matches("<template data-card=\"MPO\">").count(), 1, "once, however many answers are its");
    assert!(text.contains("<template data-card=\"GK-04\">"), "also a unit that the dictionary does not know");
    assert!(text.contains("801 084 084"));
}

#[tokio::test]
async fn a_deep_link_begins_a_call() {
    let page = browse("/rozmowa?call=KCK-7&q=lod%C3%B3wka").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<body data-call=\"KCK-7\">"), "{}", page.text);
    assert!(page.text.contains("value=\"lodówka\""));
    let long = browse(&format!("/rozmowa?call={}&q=a", "a".repeat(200))).await;
    assert_eq!(long.status, StatusCode::OK, "no name of a call is worth refusing the page");
}

#[tokio::test]
async fn a_page_at_a_telling_address_is_served_at_another_one_and_a_method_nobody_knows_is_named_nowhere() {
    let told = browse("/rozmowa?call=501678116&q=PESEL+44051401359+lod%C3%B3wka").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert_eq!(told.header("location"), "/rozmowa?call=%5Btelefon%5D&q=PESEL%20%5BPESEL%5D%20lod%C3%B3wka");
    assert_eq!(told.header("cache-control"), "no-store");
    let page = browse(told.header("location")).await;
    assert!(page.text.contains("data-kept=\"PESEL [PESEL] lodówka\""), "{}", page.text);
    let fragment = browse("/?q=44051401359+lod%C3%B3wka&fragment=1").await;
    assert_eq!(fragment.header("cache-control"), "no-store");
    let links: Vec<&str> = fragment.text.split("href=\"").skip(1).collect();
    assert!(!links.is_empty() && links.iter().all(|link| !link.contains("4405")));

    let state = state(Shelf::demo(), Limits::default());
    send_to(&state, Request::builder().method("KOWALSKI").uri("/x").body(Body::empty()).unwrap()).await;
    let counters = send_to(&state, Request::get("/metrics").body(Body::empty()).unwrap()).await;
    assert!(
        counters.text.contains("method=\"other\"") && !counters.text.contains("KOWALSKI"),
        "{}",
        counters.text
    );
}

#[tokio::test]
async fn forms_know_the_categories_and_the_units_of_today() {
    let text = browse("/formularze").await.text;
    assert!(text.contains("<option value=\"odpady\">Odpady</option>"), "{text}");
    assert!(text.contains("<option value=\"MPO\">"));
}

#[tokio::test]
async fn an_article_leads_to_its_sections_its_history_and_its_neighbours() {
    let text = browse("/artykul/elektroodpady").await.text;
    assert!(text.contains("<a class=\"anchor\" href=\"#gdzie-oddac\""), "{text}");
    assert!(text.contains("href=\"/redakcja/elektroodpady/historia\""));
    assert!(text.contains("Zobacz też"));
    assert!(text.contains("href=\"/artykul/sprzet-procedura\""));
}
