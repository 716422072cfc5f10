//! The editors' desk through the real server: what is looked at leaves no trace, what is listed is what there is.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use crate::harness::{Server, TestApp, eventually, percent_encoded};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
const HTML: (&str, &str) = ("Accept", "text/html");

fn create(server: &Server, id: &str, text: &str) {
    server.send("PUT", &format!("/api/v1/articles/{id}"), &[MARKDOWN, ("If-None-Match", "*")], text).is(201);
}

fn page(server: &Server, path: &str) -> String {
    server.send("GET", path, &[HTML], "").is(200).body
}

#[test]
fn a_preview_is_a_page_its_findings_and_its_likenesses_and_leaves_nothing_behind() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let before = app.sources();
    let text = "---\ntitle: Odbiór starych mebli\naudience: public\nunit: MPO\nfacts: {phone: nie wiem}\nquestions: [kto zabierze wersalkę]\n---\n\nZamów **odbiór**.\n\n## Dla konsultanta {.internal}\n\nZapytaj o windę.\n";
    let looked =
        server.send("POST", "/api/v1/articles/preview?questions=true", &[MARKDOWN], text).is(200).json();
    assert_eq!(looked["id"], "odbior-starych-mebli");
    assert!(looked["agent"]["html"].as_str().unwrap().contains("Zapytaj o\u{a0}windę"), "{looked}");
    let resident = looked["resident"]["html"].as_str().unwrap();
    assert!(resident.contains("<strong>odbiór</strong>") && !resident.contains("windę"), "{resident}");
    assert_eq!(looked["duplicates"][0]["id"], "gabaryty");
    let codes: Vec<_> =
        looked["problems"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
    assert!(codes.contains(&"W006".into()) && codes.contains(&"W008".into()), "{codes:?}");
    assert_eq!(looked["fields"]["facts.phone"], "nie wiem");
    assert_eq!(looked["questions"][0]["rank"], 1, "{looked}");
    assert_eq!(app.sources(), before);
    assert_eq!(server.found("winda"), Vec::<String>::new());

    let broken = server
        .send("POST", "/api/v1/articles/preview", &[MARKDOWN], "---\ntitle: [a\n---\nx\n")
        .is(200)
        .json();
    assert!(broken["agent"]["html"].is_null() && broken["fields"].is_null(), "{broken}");
    assert_eq!(broken["problems"][0]["severity"], "error");
}

#[test]
fn the_list_counts_and_finds_what_is_published_begun_waiting_and_withdrawn() {
    let app = TestApp::with_articles();
    app.write(
        "stare.md",
        "---\nid: stare\ntitle: Stary regulamin\nreview_by: 2020-01-01\nverified: 2019-01-01\n---\nx\n",
    );
    let server = app.serve();
    create(&server, "szkic", "---\ntitle: Szkic o żłobkach\nstatus: draft\n---\nx\n");
    create(&server, "czeka", "---\ntitle: Czeka na oczy\nstatus: review\n---\nx\n");
    let tag = server.get("/api/v1/articles/gabaryty").header("etag").to_owned();
    let next = "---\nid: gabaryty\ntitle: Odbiór starych mebli\nstatus: review\n---\nNowe.\n";
    server.send("PUT", "/api/v1/articles/gabaryty", &[MARKDOWN, ("If-Match", &tag)], next).is(200);

    let review = page(&server, "/redakcja?filtr=do-sprawdzenia");
    assert!(review.contains("Do sprawdzenia: 2\u{a0}artykuły"), "{review}");
    assert!(
        review.contains("Czeka na\u{20}oczy") && review.contains("nowa wersja do sprawdzenia"),
        "{review}"
    );
    let titles = |path: &str| page(&server, path).matches("<h3>").count();
    assert_eq!(titles("/redakcja?filtr=po-terminie"), 1);
    assert_eq!(titles("/redakcja?filtr=szkice"), 1);
    assert_eq!(titles("/redakcja?filtr=moje"), 3);
    assert_eq!(titles("/redakcja"), 6);
    assert_eq!(
        titles(&format!("/redakcja?q={}", percent_encoded("zlob"))),
        1,
        "the beginning of a word, without accents"
    );
    assert_eq!(titles("/redakcja?q=nic+takiego"), 0);
    server.send("POST", "/api/v1/articles/bilety/archive?why=nieaktualny", &[], "").is(200);
    assert_eq!(titles("/redakcja?filtr=wycofane"), 1);
    assert_eq!(titles("/redakcja"), 5);
}

#[test]
fn an_article_that_no_question_led_to_is_listed_as_such() {
    let app = TestApp::with_articles();
    let server = app.serve();
    assert!(page(&server, "/redakcja?filtr=nigdy-nie-znalezione").contains("Jeszcze nie wiadomo"));
    assert_eq!(server.found("wersalka"), ["gabaryty"]);
    let listed = || page(&server, "/redakcja?filtr=nigdy-nie-znalezione").matches("<h3>").count();
    eventually(Duration::from_secs(30), "questions are written down beside the answer", || listed() == 2);
}

#[test]
fn a_document_is_read_repaired_and_proposed_and_nothing_is_written() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let before = app.sources();
    let scan = "Do zakresu dziatania Wydziatu naleza sprawy finansowania $rodkami budzetu.\n";
    let read = server.send("POST", "/redakcja/wczytaj?nazwa=..%2Fskan.txt", &[], scan).is(200).json();
    assert_eq!((read["name"].as_str(), read["origin"].as_str()), (Some("skan.txt"), Some("text")));
    assert_eq!(read["machine_read"], true);
    let words: Vec<_> = read["pieces"].as_array().unwrap().iter().filter(|piece| piece.is_object()).collect();
    assert!(
        words.iter().any(|word| word["read"] == "Wydziatu" && word["repaired"] == "Wydziału"),
        "{words:?}"
    );
    for refused in ["   ", "PK\u{3}\u{4}reszta", "%PDF-1.4 nic"] {
        let answer = server.send("POST", "/redakcja/wczytaj", &[], refused);
        assert!((400..500).contains(&answer.status), "{refused}: {}", answer.body);
    }
    assert_eq!(app.sources(), before);
}
