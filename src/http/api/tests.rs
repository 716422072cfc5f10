//! What agents write down, what analysts read of it, and the dictionaries: through the whole router.
#![allow(clippy::unwrap_used)]

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

// --- calls, submissions, feedback

#[tokio::test]
async fn a_call_is_written_down_without_the_callers_data() {
    let desk = Desk::new();
    let got = desk.post("/api/v1/calls", &call()).await;
    assert_eq!(got.status, 201, "{}", got.text);
    assert_eq!(got.json()["id"], 1);
    assert_eq!(got.json()["question"], "gdzie oddać lodówkę, mówi [imię i nazwisko], tel. [telefon]");
    let rows = desk.rows("calls").await;
    assert_eq!(
        rows,
        [
            json!({"category": "odpady", "outcome": "udzielono", "calls": 1, "seconds": 74, "mean_seconds": 74, "longest_seconds": 74})
        ]
    );
}

#[tokio::test]
async fn no_file_of_the_journal_holds_what_was_masked() {
    let desk = Desk::new();
    desk.post("/api/v1/calls", &call()).await;
    let text =
        json!({"kind": "problem", "text": "PESEL 44051401359", "place": "Długa 5/12", "call": "501678116"});
    assert_eq!(desk.post("/api/v1/submissions", &text).await.status, 201);
    let text = json!({"kind": "missing_article", "question": "jan.kowalski@poczta.pl"});
    assert_eq!(desk.post("/api/v1/feedback", &text).await.status, 201);
    desk.get("/api/v1/search?q=44051401359").await;
    desk.state.written().await;
    for file in [desk.journal.file().to_owned(), desk.journal.file().with_extension("sqlite-wal")] {
        let bytes = std::fs::read(&file).unwrap_or_default();
        for secret in ["44051401359", "501678116", "501 678 116", "Kowalski", "kowalski", "5/12"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is in {}", file.display());
        }
    }
}

#[tokio::test]
async fn each_field_at_fault_is_named() {
    let desk = Desk::new();
    for (field, value) in [
        ("question", json!(null)),
        ("question", json!("  ")),
        ("question", json!(17)),
        ("question", json!("a".repeat(1_001))),
        ("article", json!("../etc/passwd")),
        ("article", json!(null)),
        ("category", json!("kosmos")),
        ("outcome", json!("chyba")),
        ("outcome", json!(null)),
        ("seconds", json!(-1)),
        ("seconds", json!(1.5)),
        ("seconds", json!("74")),
        ("seconds", json!(90_000)),
        ("seconds", json!(null)),
        ("call", json!("żółw")),
        ("call", json!("\u{84}")),
        ("article", json!("gaba\u{0}ryty")),
        ("query_id", json!("00ff\u{1b}")),
        ("query_id", json!("' OR 1=1")),
        ("sekundy", json!(74)),
    ] {
        let mut body = call();
        body[field] = value;
        names_the_field(&desk.post("/api/v1/calls", &body).await, field);
    }
    assert_eq!(desk.rows("calls").await, Vec::<Value>::new(), "nothing of it was written down");
}

#[tokio::test]
async fn a_call_without_an_answer_needs_no_article() {
    let desk = Desk::new();
    let body = json!({"question": "kiedy wiosna", "outcome": "brak", "seconds": 0});
    assert_eq!(desk.post("/api/v1/calls", &body).await.status, 201);
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_as_such() {
    let desk = Desk::new();
    let request = || Request::post("/api/v1/calls").header("content-type", "application/json; charset=utf-8");
    for body in ["", "{", "[]", "\"a\"", "{\"question\": }"] {
        let got = desk.send(request(), body).await;
        assert_eq!(
            (got.status.as_u16(), got.json()["type"].as_str()),
            (400, Some("/problem/bad-request")),
            "{body}"
        );
    }
    let form = Request::post("/api/v1/calls").header("content-type", "text/plain");
    assert_eq!(desk.send(form, call().to_string()).await.status, 415);
    let large = json!({"question": "a", "outcome": "brak", "seconds": 1, "call": "x".repeat(70_000)});
    assert_eq!(desk.post("/api/v1/calls", &large).await.status, 413);
}

#[tokio::test]
async fn sent_again_under_its_key_a_call_is_written_down_once() {
    let desk = Desk::new();
    let request = || {
        Request::post("/api/v1/calls")
            .header("content-type", "application/json")
            .header("idempotency-key", "k-1")
    };
    let first = desk.send(request(), call().to_string()).await;
    let again = desk.send(request(), call().to_string()).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.json(), again.json());
    let mut other = call();
    other["seconds"] = json!(75);
    let got = desk.send(request(), other.to_string()).await;
    assert_eq!((got.status.as_u16(), got.json()["type"].as_str()), (409, Some("/problem/conflict")));
    assert_eq!(desk.rows("calls").await[0]["calls"], 1);
    let bad = Request::post("/api/v1/calls").header("content-type", "application/json");
    let got = desk.send(bad.header("idempotency-key", ""), call().to_string()).await;
    assert_eq!(got.json()["parameter"], "Idempotency-Key");
}

#[tokio::test]
async fn a_submission_gets_a_number_to_read_out() {
    let desk = Desk::new();
    let body = json!({"kind": "idea", "text": "więcej ławek", "place": "Planty", "unit": "mpo", "category": "odpady"});
    let got = desk.post("/api/v1/submissions", &body).await;
    assert_eq!(got.status, 201, "{}", got.text);
    assert_eq!(got.json()["number"], "1/2026");
    let row = &desk.rows("submissions").await[0];
    assert_eq!((row["unit"].as_str(), row["kind"].as_str()), (Some("MPO"), Some("idea")));
    assert_eq!(row["at"], "2026-11-20T10:30:00+01:00");
    names_the_field(&desk.post("/api/v1/submissions", &json!({"kind": "skarga", "text": "a"})).await, "kind");
    names_the_field(&desk.post("/api/v1/submissions", &json!({"kind": "idea"})).await, "text");
    let unit = json!({"kind": "idea", "text": "a", "unit": "NASA"});
    names_the_field(&desk.post("/api/v1/submissions", &unit).await, "unit");
}

#[tokio::test]
async fn feedback_needs_what_it_is_about() {
    let desk = Desk::new();
    let written = json!({"kind": "helpful", "article": "elektroodpady", "query_id": "00ff"});
    assert_eq!(desk.post("/api/v1/feedback", &written).await.status, 201);
    for kind in ["error", "helpful", "not_helpful"] {
        names_the_field(&desk.post("/api/v1/feedback", &json!({"kind": kind})).await, "article");
    }
    names_the_field(&desk.post("/api/v1/feedback", &json!({"kind": "missing_article"})).await, "question");
    let fact = |more: serde_json::Value| {
        let mut body = json!({"kind": "missing_fact"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let named = fact(json!({"article": "elektroodpady", "fact": "numer konta"}));
    assert_eq!(desk.post("/api/v1/feedback", &named).await.status, 201);
    names_the_field(&desk.post("/api/v1/feedback", &fact(json!({"fact": "opłata"}))).await, "article");
    names_the_field(&desk.post("/api/v1/feedback", &fact(json!({"article": "elektroodpady"}))).await, "fact");
    let long = fact(json!({"article": "elektroodpady", "fact": "a".repeat(201)}));
    names_the_field(&desk.post("/api/v1/feedback", &long).await, "fact");
    names_the_field(&desk.post("/api/v1/feedback", &json!({"kind": "świetne"})).await, "kind");
}

// --- the log of questions and the reports

#[tokio::test]
async fn what_was_asked_is_in_the_reports() {
    let desk = Desk::new();
    for uri in [
        "/api/v1/search?q=Lod%C3%B3wka",
        "/?q=nic",
        "/public/v1/search?q=lodowka",
        "/api/v1/search?q=mo%C5%BCe",
        "/api/v1/search?q=lodowka&offset=1",
        "/api/v1/search?q=",
    ] {
        assert_eq!(desk.get(uri).await.status, 200, "{uri}");
    }
    let asked: Vec<_> = desk
        .rows("questions")
        .await
        .iter()
        .map(|row| (row["question"].clone(), row["asked"].clone()))
        .collect();
    assert_eq!(asked, [(json!("lodowka"), json!(2)), (json!("może"), json!(1)), (json!("nic"), json!(1))]);
    let unanswered: Vec<_> = desk
        .rows("unanswered")
        .await
        .iter()
        .map(|row| (row["question"].clone(), row["nothing"].clone()))
        .collect();
    assert_eq!(unanswered, [(json!("może"), json!(0)), (json!("nic"), json!(1))]);
    let residents = desk.rows("questions?view=public").await;
    assert_eq!((residents.len(), residents[0]["asked"].as_i64()), (1, Some(1)));
}

#[tokio::test]
async fn what_was_asked_for_and_is_not_there_is_a_report_and_a_list_of_editors_work() {
    let desk = Desk::new();
    // Residents' answers come from a cache the second time, and are counted all the same.
    for uri in [
        "/api/v1/search?q=luka",
        "/?q=op%C5%82ata",
        "/public/v1/search?q=luka",
        "/?q=mo%C5%BCe",
        "/public/v1/search?q=luka",
        "/?q=nic",
        "/?q=a",
        "/?q=obcy",
    ] {
        assert_eq!(desk.get(uri).await.status, 200, "{uri}");
    }
    let asks = json!({"kind": "missing_fact", "article": "elektroodpady", "fact": "numer konta",
        "question": "numer konta, PESEL 44051401359"});
    assert_eq!(desk.post("/api/v1/feedback", &asks).await.status, 201);
    let rows = desk.rows("gaps").await;
    let told: Vec<_> = rows
        .iter()
        .map(|row| json!([row["article"], row["fact"], row["words"], row["asked"], row["requested"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["elektroodpady", "numer konta", null, 3, 1]),
            json!(["elektroodpady", "opłata", null, 1, 0]),
            json!([null, null, "nic", 1, 0]),
        ],
        "`może` says nothing of a matter; an answer and another office's matter are no gaps"
    );
    let first = &rows[0];
    assert_eq!(first["title"], "Elektroodpady: stara lodówka, pralka, telewizor");
    assert_eq!((&first["example"], &first["last"]), (&json!("luka"), &json!("2026-11-20T10:30:00+01:00")));
    let residents = desk.rows("gaps?view=public").await;
    assert_eq!(
        (residents.len(), residents[0]["asked"].as_i64(), residents[0]["requested"].as_i64()),
        (1, Some(2), Some(0))
    );
    assert_eq!(desk.rows("gaps?limit=1").await.len(), 1);
    assert_eq!(desk.rows("gaps?from=2026-11-21&to=2026-11-22").await.len(), 0);
    let csv = desk.get("/api/v1/reports/gaps?format=csv").await.text;
    assert!(
        csv.starts_with(
            "\"article\",\"title\",\"fact\",\"words\",\"nearest\",\"asked\",\"requested\",\"last\",\"example\"\r\n"
        ),
        "{csv}"
    );
    assert!(!csv.contains("44051401359"), "{csv}");

    let page = desk.get("/redakcja/braki").await.text.replace('\u{a0}', " ");
    assert!(page.contains("<a href=\"/redakcja/elektroodpady\">numer konta</a>"), "{page}");
    assert!(page.contains("3 pytania") && page.contains("1 prośba konsultanta"), "{page}");
    assert_eq!(desk.get("/redakcja/braki?dni=0").await.status, 400);
}

#[tokio::test]
async fn a_matter_without_an_article_begins_one_with_the_question_that_was_asked() {
    let desk = Desk::new();
    desk.post(
        "/api/v1/feedback",
        &json!({"kind": "missing_article", "question": "martwy gołąb na balkonie"}),
    )
    .await;
    let page = desk.get("/redakcja/braki").await.text;
    let address = "/redakcja/nowy?pytanie=martwy%20go%C5%82%C4%85b%20na%20balkonie";
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    let fresh = desk.get(address).await.text;
    assert!(fresh.contains("questions:\n  - martwy gołąb na balkonie\n"), "{fresh}");
}

#[tokio::test]
async fn a_question_typed_key_by_key_is_one_question() {
    let desk = Desk::new();
    for typed in ["l", "lo", "lod", "lodo", "lod", "lodz", "tramwaj"] {
        desk.get(&format!("/?q={typed}&fragment=1")).await;
    }
    let asked: Vec<_> = desk.rows("questions").await.iter().map(|row| row["question"].clone()).collect();
    assert_eq!(asked, ["lodz", "tramwaj"]);
}

#[tokio::test]
async fn articles_that_nobody_found_stand_last_in_their_report() {
    let desk = Desk::new();
    desk.get("/api/v1/search?q=a").await;
    desk.post("/api/v1/calls", &call()).await;
    let rows = desk.rows("articles").await;
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[0]["article"].as_str(), rows[0]["first"].as_i64(), rows[0]["calls"].as_i64()),
        (Some("elektroodpady"), Some(1), Some(1))
    );
    assert_eq!(rows[2]["first"], 0);
    assert!(rows[2]["title"].is_string());
}

#[tokio::test]
async fn reports_come_as_csv_for_programs_and_for_spreadsheets() {
    let desk = Desk::new();
    desk.post("/api/v1/submissions", &json!({"kind": "idea", "text": "=HYPERLINK(\"x\"), „ławki”"})).await;
    let csv = desk.get("/api/v1/reports/submissions?format=csv").await;
    assert!(csv.header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"drogowskaz-submissions-2026-10-22-2026-11-20.csv\""
    );
    assert_eq!(
        csv.text,
        "\"id\",\"at\",\"kind\",\"category\",\"unit\",\"place\",\"text\"\r\n\
         1,\"2026-11-20T10:30:00+01:00\",\"idea\",\"\",\"\",\"\",\"'=HYPERLINK(\"\"x\"\"), „ławki”\"\r\n"
    );
    let excel = desk.get("/api/v1/reports/submissions?format=excel").await;
    assert!(excel.text.starts_with("\u{feff}\"Numer\";\"Kiedy\";\"Rodzaj\";"), "{}", excel.text);
}

#[tokio::test]
async fn a_report_is_for_days_on_the_citys_clocks() {
    let desk = Desk::new();
    desk.get("/api/v1/search?q=a").await;
    let rows = async |query: &str| {
        let got = desk.get(&format!("/api/v1/reports/questions?{query}")).await;
        assert_eq!(got.status, 200, "{}", got.text);
        got.json()["rows"].as_array().unwrap().len()
    };
    assert_eq!(rows("from=2026-11-20&to=2026-11-20").await, 1);
    assert_eq!(rows("from=2026-11-01&to=2026-11-19").await, 0);
    assert_eq!(rows("from=2026-11-21&to=2026-11-21").await, 0);
    for (query, parameter) in [
        ("from=wczoraj", "from"),
        ("from=20261120", "from"),
        ("from=2026-11-20T10:00", "from"),
        ("to=2026-02-30", "to"),
        ("from=2026-11-20&to=2026-11-19", "from"),
        ("format=xml", "format"),
        ("limit=0", "limit"),
        ("view=wszyscy", "view"),
    ] {
        let got = desk.get(&format!("/api/v1/reports/questions?{query}")).await;
        assert_eq!(
            (got.status.as_u16(), got.json()["parameter"].as_str()),
            (400, Some(parameter)),
            "{query}"
        );
    }
    assert_eq!(desk.get("/api/v1/reports/tajny").await.status, 404);
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
