//! The rules of the house, through the real server: nobody puts into service what nobody else approved; nothing newer
//! is overwritten; errors are published by whoever named them, and by nobody else.

#![allow(clippy::unwrap_used)]

mod errors;
mod four_eyes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Server, TestApp, eventually, percent_encoded};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
const TOML: (&str, &str) = ("Content-Type", "application/toml");

/// People with tokens, and a server that asks for four eyes.
struct House {
    app: TestApp,
    tokens: BTreeMap<&'static str, String>,
    server: Server,
}

impl House {
    fn open(people: &[(&'static str, &str)]) -> Self {
        Self::open_with(people, &["--four-eyes"])
    }

    fn open_with(people: &[(&'static str, &str)], options: &[&str]) -> Self {
        let app = TestApp::with_articles();
        app.write("slowniki/synonimy.toml", "");
        let tokens = people
            .iter()
            .map(|(name, role)| {
                let made = app.run(&["token", "create", "--name", name, "--role", role]).succeeded();
                (*name, format!("Bearer {}", made.stdout.trim()))
            })
            .collect();
        let server = app.serve_with(options);
        Self { app, tokens, server }
    }

    fn ask(&self, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![("Authorization", self.tokens[who].as_str())];
        all.extend_from_slice(headers);
        self.server.send(method, &format!("/api/v1/{path}"), &all, body)
    }

    fn put(&self, who: &str, id: &str, tag: &str, text: &str) -> Answer {
        let condition = if tag.is_empty() { ("If-None-Match", "*") } else { ("If-Match", tag) };
        self.ask(who, "PUT", &format!("articles/{id}?why=bo+tak"), &[MARKDOWN, condition], text)
    }

    fn act(&self, who: &str, id: &str, action: &str, body: &str) -> Answer {
        self.ask(who, "POST", &format!("articles/{id}/{action}?why=bo+tak"), &[], body)
    }

    fn read(&self, who: &str, path: &str) -> Answer {
        self.ask(who, "GET", path, &[], "")
    }

    /// Tag of the newest text: of what waits, or of what stands.
    fn tag(&self, who: &str, id: &str) -> String {
        let history = self.read(who, &format!("articles/{id}/history"));
        match history.status {
            200 => history.json()[0]["etag"].as_str().map(str::to_owned).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The text in service.
    fn served(&self, who: &str, id: &str) -> Option<String> {
        let answer = self.read(who, &format!("articles/{id}"));
        (answer.status == 200).then(|| answer.json()["markdown"].as_str().unwrap().to_owned())
    }
}

fn text(id: &str, status: &str, body: &str) -> String {
    format!("---\nid: {id}\ntitle: Kładka\nstatus: {status}\n---\n\n{body}\n")
}

fn put(server: &Server, path: &str, condition: (&str, &str), text: &str) -> Answer {
    server.send("PUT", &format!("/api/v1/articles/{path}"), &[MARKDOWN, condition], text)
}

fn post(server: &Server, path: &str) -> Answer {
    server.send("POST", &format!("/api/v1/articles/{path}"), &[], "")
}

fn tag_of(server: &Server, id: &str) -> String {
    server.get(&format!("/api/v1/articles/{id}")).header("etag").to_owned()
}

fn codes(problem: &Value) -> Vec<&str> {
    problem
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap_or_else(|| one["code"].as_str().unwrap()))
        .collect()
}

#[test]
fn an_article_is_withdrawn_for_a_reason_by_whatever_way() {
    let app = TestApp::with_articles();
    let server = app.serve();
    for silent in ["bilety/archive", "bilety/archive?why=", "bilety/archive?why=++"] {
        let refused = post(&server, silent).is(400).json();
        assert_eq!(
            (&refused["type"], &refused["parameter"]),
            (&"/problem/invalid-parameter".into(), &"why".into())
        );
    }
    let tag = tag_of(&server, "bilety");
    let gone = "---\nid: bilety\ntitle: Bilety\nstatus: archived\n---\nx\n";
    put(&server, "bilety", ("If-Match", &tag), gone).is(400);
    assert_eq!(tag_of(&server, "bilety"), tag, "it is in service still");
    post(&server, "bilety/archive?why=nowy+cennik").is(200);
    let history = server.get("/api/v1/articles/bilety/history").json();
    assert_eq!((&history[0]["kind"], &history[0]["why"]), (&"archive".into(), &"nowy cennik".into()));
}

#[test]
fn a_draft_is_not_published_over_a_newer_text_before_both_are_merged() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let began = tag_of(&server, "bilety");
    let draft = |body: &str| format!("---\nid: bilety\ntitle: Bilety\nstatus: draft\n---\n{body}\n");
    let waits =
        put(&server, "bilety", ("If-Match", &began), &draft("Szkic.")).is(200).header("etag").to_owned();

    // While it waits, the published text can be corrected, and the draft stays.
    let page = |path: &str| server.send("GET", path, &[("Accept", "text/html")], "").is(200).body;
    let desk = page("/redakcja/bilety");
    assert!(desk.contains("Szkic.") && desk.contains("?wersja=opublikowana"), "{desk}");
    let correcting = page("/redakcja/bilety?wersja=opublikowana");
    assert!(correcting.contains(&format!("data-etag=\"{}\"", began.trim_matches('"'))), "{correcting}");
    assert!(correcting.contains("Ulgę ma uczeń") && !correcting.contains("Szkic."), "{correcting}");
    let fixed = "---\nid: bilety\ntitle: Bilety\n---\nPoprawione.\n";
    let corrected = put(&server, "bilety", ("If-Match", &began), fixed).is(200);
    assert_eq!(corrected.json()["live"], true);
    let live = tag_of(&server, "bilety");
    assert_eq!(server.get("/api/v1/articles/bilety/next").is(200).header("etag"), waits);

    let published = draft("Szkic.").replace("status: draft\n", "");
    for lost in [post(&server, "bilety/publish"), put(&server, "bilety", ("If-Match", &waits), &published)] {
        let problem = lost.is(412).json();
        assert_eq!(problem["type"], "/problem/lost-race");
        assert_eq!(format!("\"{}\"", problem["etag"].as_str().unwrap()), live, "{problem}");
        assert_eq!(format!("\"{}\"", problem["base"].as_str().unwrap()), began);
        assert_eq!(problem["theirs"]["title"], "Bilety");
    }
    assert!(server.get("/api/v1/articles/bilety").body.contains("Poprawione"));

    // A draft that was only written on is behind as before; one that says what it takes into account is not.
    let again = put(&server, "bilety", ("If-Match", &waits), &draft("Szkic, dalej.")).is(200);
    post(&server, "bilety/publish").is(412);
    let stale = format!("bilety?base={}", began.trim_matches('"'));
    put(&server, &stale, ("If-Match", again.header("etag")), &draft("Szkic.")).is(412);
    let base = format!("bilety?base={}", live.trim_matches('"'));
    put(&server, &base, ("If-Match", again.header("etag")), &draft("Poprawione. Szkic.")).is(200);
    post(&server, "bilety/publish").is(200);
    assert!(server.get("/api/v1/articles/bilety").body.contains("Poprawione. Szkic."));

    // By hand, or by git, it is the same.
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Drugi szkic.")).is(200);
    app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety\n---\nRęcznie, w czerwcu.\n");
    eventually(Duration::from_secs(30), "the file is noticed", || {
        server.get("/api/v1/articles/bilety").body.contains("w czerwcu")
    });
    post(&server, "bilety/publish").is(412);
    // Withdrawn and put back, the text is what it was: no draft is behind for that.
    post(&server, "bilety/discard").is(200);
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Trzeci szkic.")).is(200);
    post(&server, "bilety/archive?why=na+chwile").is(200);
    // As long as it is withdrawn, the draft would bring it back past whoever withdrew it.
    post(&server, "bilety/publish").is(412);
    assert!(server.found("bilety").is_empty(), "it stays withdrawn");
    post(&server, "bilety/restore").is(200);
    post(&server, "bilety/publish").is(200);

    // Removed by hand is withdrawn, too.
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Czwarty szkic.")).is(200);
    fs::remove_file(app.kb().join("transport/bilety.md")).expect("deleted");
    eventually(Duration::from_secs(30), "its going is noticed", || server.found("bilety").is_empty());
    post(&server, "bilety/publish").is(412);
    assert!(!app.kb().join("transport/bilety.md").exists(), "nothing comes back by a draft");
    post(&server, "bilety/restore").is(200);
    post(&server, "bilety/publish").is(200);
    assert!(server.get("/api/v1/articles/bilety").body.contains("Czwarty szkic"));
}

#[test]
fn a_change_made_by_hand_is_shown_to_editors_until_one_of_them_approves_it() {
    let house = House::open(&[("Ala", "editor")]);
    let page = |path: &str| {
        let headers = [("Authorization", house.tokens["Ala"].as_str()), ("Accept", "text/html")];
        house.server.send("GET", path, &headers, "").is(200).body
    };
    house.app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety\n---\nRęcznie, w czerwcu.\n");
    eventually(Duration::from_secs(30), "the file is noticed", || {
        house.served("Ala", "bilety").is_some_and(|text| text.contains("czerwcu"))
    });
    assert!(page("/redakcja/bilety").contains("poza redakcją; nikt jej tu nie zatwierdził"));
    assert!(page("/redakcja").contains("zmieniony poza redakcją"));
    let done = house.act("Ala", "bilety", "publish", "").is(200).json();
    assert_eq!(done["approved_by"], "Ala");
    assert!(!page("/redakcja/bilety").contains("nikt jej tu nie zatwierdził"));
    assert!(!page("/redakcja").contains("zmieniony poza redakcją"));
    house.act("Ala", "bilety", "publish", "").is(409);
}

#[test]
fn headers_are_laid_over_each_other_key_by_key() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let base = "---\nid: bilety\ntitle: Bilety\nunit: ZTP\nfacts:\n  fee: 4 zł\n---\nUlgę ma uczeń.\n";
    let began = put(&server, "bilety", ("If-Match", &tag_of(&server, "bilety")), base).is(200);
    let tag = began.header("etag").to_owned();
    let theirs = base.replace("title: Bilety", "title: Bilety miejskie").replace("4 zł", "6 zł");
    put(&server, "bilety", ("If-Match", &tag), &theirs).is(200);
    let mine = base.replace("unit: ZTP", "unit: ZDMK").replace("4 zł", "5 zł");
    let asked = serde_json::json!({"base": tag.trim_matches('"'), "text": mine}).to_string();
    let json = [("Content-Type", "application/json")];
    let laid = server.send("POST", "/redakcja/bilety/porownanie", &json, &asked).is(200).json();
    let parts = laid["parts"].as_array().unwrap();
    let told: Vec<_> = parts
        .iter()
        .filter(|part| part["kind"] != "same")
        .map(|part| {
            (part["key"].as_str().unwrap(), part["kind"].as_str().unwrap(), part["joined"].is_string())
        })
        .collect();
    assert_eq!(told, [("title", "theirs", false), ("unit", "mine", false), ("facts.fee", "conflict", false)]);
}

/// A draft beside a published text whose file is then removed by hand, and taken up again from the history.
#[test]
fn a_draft_that_is_brought_back_after_its_file_was_removed_is_published_by_somebody_else() {
    let house = House::open(&[("Ala Nowak", "editor"), ("Ola Lis", "editor"), ("Iza Kos", "editor")]);
    let draft = "---\nid: gabaryty\ntitle: Odbiór mebli\nstatus: draft\n---\n\nTapczan zabiera MPO.\n";
    let tag = house.tag("Ala Nowak", "gabaryty");
    let saved = house.put("Ala Nowak", "gabaryty", &format!("\"{tag}\""), draft).is(200);
    let number = saved.json()["revision"].as_i64().unwrap();
    fs::remove_file(house.app.kb().join("odpady/gabaryty.md")).unwrap();
    let newest = || house.read("Ala Nowak", "articles/gabaryty/history").json()[0].clone();
    eventually(Duration::from_secs(30), "the removal is recorded", || newest()["kind"] == "gone");
    // Of what waits nothing is published while there is no article; what to do is said.
    let refused = house.act("Ola Lis", "gabaryty", "publish", "").is(412);
    assert!(refused.body.contains("restore"), "{}", refused.body);
    let back = house.act("Ala Nowak", "gabaryty", "restore", &format!("{{\"revision\": {number}}}")).is(200);
    assert_eq!((&back.json()["status"], &back.json()["live"]), (&"review".into(), &false.into()));
    house.act("Ala Nowak", "gabaryty", "publish", "").is(403);
    house.act("Ola Lis", "gabaryty", "publish", "").is(200);
    assert!(house.served("Iza Kos", "gabaryty").unwrap().contains("Tapczan"));
    house.act("Iza Kos", "gabaryty", "publish", "").is(409);
}
