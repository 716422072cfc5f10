//! Publishing through the real server, as the city's other systems do it.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::harness::{Answer, Server, TestApp, eventually};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");

fn put(server: &Server, id: &str, condition: (&str, &str), text: &str) -> Answer {
    server.send("PUT", &format!("/api/v1/articles/{id}"), &[MARKDOWN, condition], text)
}

fn create(server: &Server, id: &str, text: &str) -> Answer {
    put(server, id, ("If-None-Match", "*"), text)
}

fn act(server: &Server, id: &str, action: &str, body: &str) -> Answer {
    server.send("POST", &format!("/api/v1/articles/{id}/{action}"), &[], body)
}

fn first(server: &Server, question: &str) -> String {
    server.found(question).first().cloned().unwrap_or_default()
}

fn article(title: &str, status: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nstatus: {status}\naudience: public\n---\n\n{body}\n")
}

/// For what happens beside a request, such as a file noticed by the system.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_published_article_is_found_by_the_next_search_and_is_a_file_in_kb() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let text = article("Zgubione klucze", "published", "Znalezione klucze oddaje Biuro Rzeczy Znalezionych.");
    let made = create(&server, "zgubione-klucze", &text).is(201);
    assert_eq!(server.found("zgubiłem klucze")[0], "zgubione-klucze");
    assert_eq!(std::fs::read_to_string(app.kb().join("zgubione-klucze.md")).unwrap(), text);
    assert!(made.json()["live"].as_bool().unwrap());

    let read = server.get("/api/v1/articles/zgubione-klucze");
    assert_eq!(read.header("etag"), made.header("etag"), "the tag of PUT is the tag of GET");
    let mended = text.replace("oddaje", "wydaje");
    put(&server, "zgubione-klucze", ("If-Match", read.header("etag")), &mended).is(200);
    assert!(server.get("/api/v1/articles/zgubione-klucze").body.contains("wydaje"));
}

#[test]
fn of_two_editors_the_second_sees_both_versions_and_overwrites_nothing() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let first = server.get("/api/v1/articles/gabaryty").header("etag").to_owned();
    put(&server, "gabaryty", ("If-Match", &first), &article_of("gabaryty", "Pierwszy")).is(200);
    let lost = put(&server, "gabaryty", ("If-Match", &first), &article_of("gabaryty", "Drugi")).is(412);
    let problem = lost.json();
    assert_eq!(problem["type"], "/problem/lost-race");
    assert_eq!(
        (&problem["theirs"]["title"], &problem["yours"]["title"]),
        (&"Pierwszy".into(), &"Drugi".into())
    );
    assert_eq!(problem["theirs"]["change"]["author"], "ten komputer");
    assert!(server.get("/api/v1/articles/gabaryty").body.contains("Pierwszy"));

    let none = server.send("PUT", "/api/v1/articles/gabaryty", &[MARKDOWN], "x").is(428);
    assert_eq!(none.json()["type"], "/problem/precondition-required");
    create(&server, "gabaryty", &article_of("gabaryty", "Trzeci")).is(412);
    put(&server, "nie-ma-mnie", ("If-Match", "\"abc\""), "# Nie ma mnie").is(404);
}

fn article_of(id: &str, title: &str) -> String {
    format!("---\nid: {id}\ntitle: {title}\n---\n\nTreść.\n")
}

#[test]
fn a_draft_waits_beside_the_published_text_until_it_is_published() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let live = server.get("/api/v1/articles/odpis").header("etag").to_owned();
    let text = "---\nid: odpis\ntitle: Odpis aktu\nstatus: review\n---\n\nOdpis kosztuje dukata.\n";
    let waits = put(&server, "odpis", ("If-Match", &live), text).is(200);
    assert!(waits.json()["waiting"].as_bool().unwrap() && !waits.json()["live"].as_bool().unwrap());
    assert_eq!(server.get("/api/v1/articles/odpis").header("etag"), live, "the published text stands");
    assert!(server.found("dukat").is_empty(), "what waits is not found");
    let next = server.get("/api/v1/articles/odpis/next").is(200);
    assert_eq!(next.body, text);

    let done = act(&server, "odpis", "publish", "").is(200);
    assert_eq!(done.json()["status"], "published");
    assert_eq!(server.found("dukat"), ["odpis"]);
    server.get("/api/v1/articles/odpis/next").is(404);
    act(&server, "odpis", "publish", "").is(409);
}

#[test]
fn a_draft_of_something_new_is_kept_and_not_found() {
    let app = TestApp::with_articles();
    let server = app.serve();
    create(&server, "kladka", &article("Kładka rowerowa", "draft", "Kładka nad Wisłą.")).is(201);
    assert!(server.found("kładka").is_empty());
    drop(server);
    let server = app.serve();
    act(&server, "kladka", "publish", "").is(200);
    assert_eq!(server.found("kładka"), ["kladka"]);
    let history = server.get("/api/v1/articles/kladka/history").json();
    let kinds: Vec<&str> =
        history.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["publish", "put"]);
}

#[test]
fn archive_restore_and_going_back_are_one_step_each() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let tag = server.get("/api/v1/articles/bilety").header("etag").to_owned();
    let new = "---\nid: bilety\ntitle: Bilety okresowe\n---\n\nUlgę ma senior.\n";
    put(&server, "bilety", ("If-Match", &tag), new).is(200);
    act(&server, "bilety", "archive?why=nieaktualny", "").is(200);
    assert!(server.found("bilety okresowe").is_empty());
    server.get("/api/v1/articles/bilety").is(404);
    act(&server, "bilety", "archive?why=nieaktualny", "").is(409);
    act(&server, "bilety", "restore", "").is(200);
    assert_eq!(server.found("ulga senior")[0], "bilety");

    let history = server.get("/api/v1/articles/bilety/history").json();
    let oldest = history.as_array().unwrap().last().unwrap().clone();
    assert_eq!(oldest["kind"], "baseline", "the text from before the product is kept, too");
    let back =
        act(&server, "bilety", "restore", &format!("{{\"revision\": {}}}", oldest["revision"])).is(200);
    assert_eq!(back.json()["status"], "published");
    assert_eq!(server.found("ulga ucznia")[0], "bilety");
    act(&server, "bilety", "restore", "{\"revision\": 999999}").is(409);
}

#[test]
fn a_text_with_faults_is_sent_back_with_their_lines() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let broken = create(&server, "zle", "---\ntitle: [a\n---\n").is(422);
    assert!(broken.json()["problems"][0]["line"].as_u64().unwrap() > 0, "{}", broken.body);
    let date = create(&server, "zle", "---\ntitle: A\nvalid_from: kiedyś\n---\nx").is(422);
    assert_eq!(date.json()["problems"][0]["line"], 3);
    let other = create(&server, "zle", "---\nid: inne\n---\nx").is(422);
    assert!(other.json()["detail"].as_str().unwrap().contains("inne"), "{}", other.body);
    create(&server, "..%2f..%2fetc", "# x").is(400);
    assert_eq!(app.sources().len(), 3, "nothing was written");
}

#[test]
fn what_is_changed_by_hand_is_found_and_recorded() {
    let app = TestApp::with_articles();
    let server = app.serve();
    app.write("nowe/tramwaj.md", "# Tramwaj na Azory\n\nLinia do Azorów rusza w maju.\n");
    eventually(PATIENCE, "a new file is found", || first(&server, "tramwaj na Azory") == "nowe-tramwaj");
    let tag = server.get("/api/v1/articles/nowe-tramwaj").header("etag").to_owned();
    app.write("nowe/tramwaj.md", "# Tramwaj na Azory\n\nLinia do Azorów rusza w czerwcu.\n");
    eventually(PATIENCE, "a changed file is found", || first(&server, "czerwiec") == "nowe-tramwaj");
    put(&server, "nowe-tramwaj", ("If-Match", &tag), "# Tramwaj").is(412);
    let history = server.get("/api/v1/articles/nowe-tramwaj/history").json();
    assert_eq!(history[0]["kind"], "hand");
    assert_eq!(history[0]["author"], "plik w kb/");
    std::fs::remove_file(app.kb().join("nowe/tramwaj.md")).unwrap();
    eventually(PATIENCE, "a removed file is gone", || first(&server, "tramwaj na Azory") != "nowe-tramwaj");
    assert_eq!(server.get("/api/v1/articles/nowe-tramwaj/history").json()[0]["kind"], "gone");
}

#[test]
fn what_is_changed_by_hand_while_the_server_is_down_is_recorded_at_its_start() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let tag = server.get("/api/v1/articles/odpis").header("etag").to_owned();
    put(&server, "odpis", ("If-Match", &tag), "---\nid: odpis\n---\n# Odpis\n\nRaz.\n").is(200);
    drop(server);
    app.write("usc/odpis.md", "---\nid: odpis\n---\n# Odpis\n\nDwa.\n");
    app.run(&["index"]).succeeded();
    let server = app.serve();
    let history = server.get("/api/v1/articles/odpis/history").json();
    let kinds: Vec<&str> =
        history.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["hand", "put", "baseline"]);
}

#[test]
fn an_announcement_reaches_an_open_console_within_a_second_and_ends_by_itself() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /api/v1/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address()).unwrap();
    let mut lines =
        BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data:"));
    assert_eq!(lines.next().unwrap(), "data: {\"banners\":[]}");

    let until = in_seconds(2);
    let body = format!(
        "{{\"text\":\"Awaria wodociągu\",\"article\":\"odpis\",\"reason\":\"telefon z MPWiK\",\"until\":\"{until}\"}}"
    );
    let json = [("Content-Type", "application/json")];
    let made = server.send("POST", "/api/v1/banners", &json, &body).is(201);
    let told = lines.next().unwrap();
    assert!(told.contains("Awaria wodociągu") && told.contains("Odpis aktu urodzenia"), "{told}");
    assert_eq!(lines.next().unwrap(), "data: {\"banners\":[]}", "its end needs nobody");
    server.send("DELETE", &format!("/api/v1/banners/{}", made.json()["id"]), &[], "").is(404);
    let endless = body.replace(&until, "2099-01-01T00:00:00Z");
    server.send("POST", "/api/v1/banners", &json, &endless).is(400);
}

fn in_seconds(seconds: u64) -> String {
    let now = std::time::SystemTime::now() + Duration::from_secs(seconds);
    jiff::Timestamp::try_from(now).unwrap().to_string()
}

#[test]
fn with_four_eyes_the_author_cannot_approve_and_another_editor_can() {
    let app = TestApp::with_articles();
    let token = |name: &str, role: &str| {
        let made = app.run(&["token", "create", "--name", name, "--role", role]).succeeded();
        format!("Bearer {}", made.stdout.trim())
    };
    let (ala, ola, agent) = (token("Ala", "editor"), token("Ola", "editor"), token("Jan", "agent"));
    app.write("../drogowskaz.toml", "four-eyes = true\n");
    let server = app.serve();
    let ask = |who: &str, method: &str, path: &str, body: &str| {
        let headers = [("Authorization", who), MARKDOWN, ("If-None-Match", "*")];
        server.send(method, &format!("/api/v1/articles/{path}"), &headers, body)
    };
    ask(&agent, "PUT", "kladka", "# Kładka").is(403);
    ask(&ala, "PUT", "kladka", &article("Kładka", "published", "Kładka.")).is(403);
    ask(&ala, "PUT", "kladka", &article("Kładka", "review", "Kładka.")).is(201);
    let own = ask(&ala, "POST", "kladka/publish", "").is(403);
    assert!(own.json()["detail"].as_str().unwrap().contains("inny redaktor"), "{}", own.body);
    let history = ask(&ola, "GET", "kladka/history", "").is(200);
    assert_eq!(history.json()[0]["author"], "Ala");
    ask(&ola, "POST", "kladka/publish", "").is(200);
    let admin = token("Szef", "admin");
    let trail = server.send("GET", "/api/v1/audit", &[("Authorization", &admin)], "").is(200).body;
    assert!(trail.contains("article.put") && trail.contains("article.publish"), "{trail}");
}
