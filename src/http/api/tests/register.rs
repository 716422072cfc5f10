//! What agents write down of a call.

use super::*;

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
