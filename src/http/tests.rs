//! What a client sees: one test per promise of the contract, through the whole router.
#![allow(clippy::unwrap_used)]

mod headers;
mod limits;
mod pages;
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
