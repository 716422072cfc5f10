//! What agents write down, what analysts read of it, and the dictionaries: through the whole router.
#![allow(clippy::unwrap_used)]

mod register;
mod reports;

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use serde_json::{Value, json};

use crate::http::testkit::{FixedClock, Got, House, Shelf, door, send_to};
use crate::http::{Limits, State};
use crate::journal::people::audit::By;
use crate::journal::people::tokens::NewToken;
use crate::journal::register::questions::Asked;
use crate::journal::{Journal, Role, Secret};
use crate::library::publishing::door::Rules;
use crate::text::mask;

struct Desk {
    state: State,
    journal: Arc<Journal>,
}

impl Desk {
    fn new() -> Self {
        let journal = Arc::new(Journal::throw_away());
        let shelf = Arc::new(Shelf::demo());
        let state = State::new(shelf, door(), Arc::clone(&journal), Arc::new(FixedClock), Limits::default());
        Self { state, journal }
    }

    /// A server whose editors change a Baza Wiedzy that is theirs alone.
    fn of(house: &House) -> Self {
        let journal = Arc::new(Journal::throw_away());
        let (library, publisher) = (Arc::clone(&house.library), Arc::clone(&house.publisher));
        let state =
            State::new(library, publisher, Arc::clone(&journal), Arc::new(FixedClock), Limits::default());
        Self { state, journal }
    }

    fn token(&self, role: Role) -> String {
        let secret = Secret::draw().unwrap();
        let by = By { name: "test".into(), role: None, origin: "test".into() };
        let new = NewToken { name: format!("osoba z rolą {role}"), role, expires: None };
        self.journal.create_token(&new, &secret, &by, self.state.now()).unwrap();
        format!("Bearer {}", secret.reveal())
    }

    async fn send(&self, request: Builder, body: impl Into<Body>) -> Got {
        send_to(&self.state, request.body(body.into()).unwrap()).await
    }

    async fn get(&self, uri: &str) -> Got {
        self.send(Request::get(uri), Body::empty()).await
    }

    async fn post(&self, uri: &str, body: &Value) -> Got {
        let request = Request::post(uri).header("content-type", "application/json");
        self.send(request, body.to_string()).await
    }

    async fn rows(&self, report: &str) -> Vec<Value> {
        let got = self.get(&format!("/api/v1/reports/{report}")).await;
        assert_eq!(got.status, 200, "{}", got.text);
        got.json()["rows"].as_array().unwrap().clone()
    }
}

fn call() -> Value {
    json!({
        "call": "2026-11-20/17",
        "article": "elektroodpady",
        "question": "gdzie oddać lodówkę, mówi Jan Kowalski, tel. 501 678 116",
        "category": "odpady",
        "outcome": "udzielono",
        "seconds": 74,
    })
}

#[track_caller]
fn names_the_field(got: &Got, field: &str) {
    assert_eq!(got.status, 400, "{field}: {}", got.text);
    let body = got.json();
    assert_eq!(body["type"], "/problem/invalid-parameter");
    assert_eq!(body["parameter"], field, "{}", got.text);
    assert!(body["detail"].as_str().unwrap().contains(field), "{}", got.text);
}

// --- roles

#[tokio::test]
async fn each_role_may_what_the_contract_gives_it() {
    let house = House::open(Rules::default());
    let desk = Desk::of(&house);
    let tokens: Vec<(Role, String)> = Role::ALL.into_iter().map(|role| (role, desk.token(role))).collect();
    let everybody: &[Role] = &Role::ALL;
    let cases: [(&str, &[Role]); 6] = [
        ("/api/v1/search?q=a", everybody),
        ("/api/v1/units", everybody),
        ("/api/v1/dictionaries/synonimy", everybody),
        ("/", everybody),
        ("/api/v1/reports/questions", &[Role::Analyst, Role::Admin]),
        ("/api/v1/audit", &[Role::Admin]),
    ];
    for (uri, may) in cases {
        for (role, token) in &tokens {
            let got = desk.send(Request::get(uri).header("authorization", token), Body::empty()).await;
            let expected = if may.contains(role) { 200 } else { 403 };
            assert_eq!(got.status.as_u16(), expected, "{role} at {uri}: {}", got.text);
        }
    }
    for (role, token) in &tokens {
        let put = Request::put("/api/v1/dictionaries/synonimy").header("content-type", "application/toml");
        let put = put.header("if-match", "*").header("authorization", token);
        let expected = if *role == Role::Agent { 403 } else { 200 };
        assert_eq!(desk.send(put, "").await.status.as_u16(), expected, "{role}");
    }
}

#[tokio::test]
async fn the_audit_trail_is_exported_with_who_and_from_where() {
    let house = House::open(Rules::default());
    let desk = Desk::of(&house);
    let token = desk.token(Role::Admin);
    let put = Request::put("/api/v1/dictionaries/synonimy").header("content-type", "application/toml");
    desk.send(put.header("if-match", "*").header("authorization", &token), "").await;
    let audit = Request::get("/api/v1/audit?from=1970-01-01").header("authorization", &token);
    let rows = desk.send(audit, Body::empty()).await.json()["rows"].clone();
    let last = rows.as_array().unwrap().last().unwrap();
    assert_eq!(last["action"], "dictionary.put");
    assert_eq!(last["object"], "synonimy");
    assert_eq!((last["who"].as_str(), last["role"].as_str()), (Some("osoba z rolą admin"), Some("admin")));
    assert_eq!(last["origin"], "127.0.0.1");
    let csv = Request::get("/api/v1/audit?from=1970-01-01&format=csv").header("authorization", &token);
    let csv = desk.send(csv, Body::empty()).await.text;
    assert!(
        csv.starts_with(
            "\"seq\",\"at\",\"who\",\"role\",\"origin\",\"action\",\"what\",\"object\",\"detail\"\r\n1,"
        ),
        "{csv}"
    );
}

// --- dictionaries

#[tokio::test]
async fn a_dictionary_is_read_with_its_tag_and_changed_only_from_it() {
    let house = House::open(Rules::default());
    let desk = Desk::of(&house);
    let got = desk.get("/api/v1/dictionaries/synonimy").await;
    let etag = got.header("etag").to_owned();
    assert_eq!((got.status.as_u16(), etag.len()), (200, 34));
    assert!(got.header("content-type").starts_with("application/toml"));
    let fresh = Request::get("/api/v1/dictionaries/synonimy.toml").header("if-none-match", &etag);
    assert_eq!(desk.send(fresh, Body::empty()).await.status, 304);
    let put = |headers: &[(&'static str, &str)]| {
        headers.iter().fold(
            Request::put("/api/v1/dictionaries/synonimy").header("content-type", "text/toml"),
            |request, (name, value)| request.header(*name, *value),
        )
    };
    let unnamed = desk.send(put(&[]), "").await;
    assert_eq!(
        (unnamed.status.as_u16(), unnamed.json()["type"].as_str()),
        (428, Some("/problem/precondition-required"))
    );
    let lost = desk.send(put(&[("if-match", "\"stary\"")]), "").await;
    assert_eq!((lost.status.as_u16(), lost.json()["etag"].as_str()), (412, Some(etag.trim_matches('"'))));
    assert_eq!(desk.send(put(&[("if-none-match", "*")]), "").await.status, 412);
    let faulty = desk.send(put(&[("if-match", &etag)]), "źle").await;
    assert_eq!((faulty.status.as_u16(), faulty.json()["problems"][0]["code"].as_str()), (422, Some("E030")));
    let synonyms = "[[synonim]]\nmowia = [\"leżanka\"]\nznaczy = [\"wersalka\"]\n";
    let done = desk.send(put(&[("if-match", &etag)]), synonyms).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_ne!(done.header("etag"), etag);
    let found = desk.get("/api/v1/search?q=le%C5%BCanka").await;
    assert_eq!(found.json()["hits"][0]["id"], "meble", "{}", found.text);
    let xml = Request::put("/api/v1/dictionaries/synonimy").header("content-type", "text/xml");
    assert_eq!(desk.send(xml.header("if-match", "*"), "").await.status, 415);
}

// --- articles, in a store that is neither folder nor database

#[tokio::test]
async fn an_article_is_written_found_corrected_and_withdrawn_wherever_the_store_keeps_it() {
    let house = House::open(Rules::default());
    let desk = Desk::of(&house);
    let put = |text: &'static str, tag: (&'static str, String)| {
        let request = Request::put("/api/v1/articles/kanapa").header("content-type", "text/markdown");
        desk.send(request.header(tag.0, tag.1), text)
    };
    let text = "---\nid: kanapa\ntitle: Stara kanapa\n---\nOdbiera ją MPO.\n";
    let made = put(text, ("if-none-match", "*".to_owned())).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let found = desk.get("/api/v1/search?q=kanapa").await;
    assert_eq!(found.json()["hits"][0]["id"], "kanapa", "{}", found.text);
    assert_eq!(put(text, ("if-none-match", "*".to_owned())).await.status, 412);

    let better = "---\nid: kanapa\ntitle: Stara kanapa\n---\nOdbiera ją MPO, termin podaje 801 084 084.\n";
    let corrected = put(better, ("if-match", made.header("etag").to_owned())).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    let lost = put(text, ("if-match", made.header("etag").to_owned())).await;
    assert_eq!(lost.status, 412, "{}", lost.text);

    let away = Request::post("/api/v1/articles/kanapa/archive?why=nieaktualne");
    let away = desk.send(away.header("if-match", corrected.header("etag")), Body::empty()).await;
    assert_eq!(away.status, 200, "{}", away.text);
    assert_eq!(desk.get("/api/v1/articles/kanapa").await.status, 404);
    let history = desk.get("/api/v1/articles/kanapa/history").await;
    assert!(history.text.matches("\"author\"").count() >= 3, "{}", history.text);
    let file = house.library.folders().kb.join("kanapa.md");
    assert!(!file.exists(), "nothing went past the store");
}

#[tokio::test]
async fn a_new_article_in_review_is_read_before_it_is_published_and_by_its_tag_alone() {
    let house = House::open(Rules::default());
    let desk = Desk::of(&house);
    let put = Request::put("/api/v1/articles/kanapa").header("content-type", "text/markdown");
    let text = "---\nid: kanapa\ntitle: Stara kanapa\nstatus: review\n---\nOdbiera ją MPO.\n";
    assert_eq!(desk.send(put.header("if-none-match", "*"), text).await.status, 201);
    let waiting = desk.get("/api/v1/articles/kanapa/next").await;
    assert_eq!((waiting.status.as_u16(), waiting.text.as_str()), (200, text));
    let publish = |tag: &str| {
        let request = Request::post("/api/v1/articles/kanapa/publish?why=dobre").header("if-match", tag);
        desk.send(request, Body::empty())
    };
    // `*` matches whatever there is; whoever approves names what they read.
    let any = publish("*").await;
    assert_eq!(any.status, 428, "{}", any.text);
    assert!(any.text.contains("ETag"), "{}", any.text);
    for deed in ["discard", "archive", "restore"] {
        let uri = format!("/api/v1/articles/kanapa/{deed}?why=dobre");
        let any = desk.send(Request::post(uri).header("if-match", "*"), Body::empty()).await;
        assert_eq!(any.status, 428, "{deed}: {}", any.text);
    }
    let dictionary = Request::post("/api/v1/dictionaries/synonimy/publish").header("if-match", "*");
    assert_eq!(desk.send(dictionary, Body::empty()).await.status, 428);
    let done = publish(waiting.header("etag")).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(desk.get("/api/v1/articles/kanapa/next").await.status, 404, "nothing waits any more");
}

#[tokio::test]
async fn only_known_dictionaries_can_be_named() {
    let desk = Desk::new();
    for name in ["inne", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "synonimy.toml%00", "Synonimy"] {
        let got = desk.get(&format!("/api/v1/dictionaries/{name}")).await;
        assert_eq!(got.status, 404, "{name}");
    }
}

#[tokio::test]
async fn what_colleagues_asked_often_completes_a_question_of_agents_and_of_nobody_else() {
    let desk = Desk::new();
    let asked = asked(&desk, "elektryczny złom babci", "elektroodpady");
    desk.journal.record_questions(&vec![asked; 3]).unwrap();
    desk.state.written().await;
    let first = desk.get("/api/v1/suggest?q=elektr").await.json()["suggestions"][0].clone();
    assert_eq!(first["text"], "elektryczny złom babci");
    assert_eq!(first["id"], "elektroodpady");
    let public = desk.get("/public/v1/suggest?q=elektr").await;
    assert_eq!(public.status, 200);
    assert!(!public.text.contains("babci"), "{}", public.text);
}

#[tokio::test]
async fn a_past_question_whose_article_is_no_longer_in_force_completes_nothing() {
    let desk = Desk::new();
    let (lapsed, standing) =
        (asked(&desk, "złom po staremu", "ks-06-2021"), asked(&desk, "złom po nowemu", "elektroodpady"));
    desk.journal.record_questions(&[vec![lapsed; 3], vec![standing; 3]].concat()).unwrap();
    desk.state.written().await;
    let completions = desk.get("/api/v1/suggest?q=z%C5%82om").await;
    assert!(completions.text.contains("złom po nowemu"), "{}", completions.text);
    assert!(!completions.text.contains("złom po staremu"), "{}", completions.text);
}

fn asked(desk: &Desk, text: &str, top: &str) -> Asked {
    Asked {
        at: desk.state.now(),
        view: "staff",
        text: mask(text),
        folded: crate::text::fold(text),
        total: 1,
        confident: true,
        state: "answer",
        gap: None,
        top: Some(top.into()),
        us: 500,
        query_id: "0123456789abcdef".into(),
    }
}
