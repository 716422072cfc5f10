//! Texts that cost more to read or to show than to send: previewed, published and put into `kb/` by hand.
//!
//! Each is refused with the reason before it costs anything, and others are served while it is looked at.

use std::time::Duration;

use super::Ledger;
use crate::harness::{Server, TestApp, eventually};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");

/// What was, or might be, the square of its length to somebody.
fn texts() -> Vec<(&'static str, String)> {
    vec![
        ("two megabytes of signs", "*_".repeat(1_000_000)),
        ("signs within the size", "*_".repeat(200_000)),
        ("open tags", "<div>\n".repeat(25_000)),
        ("open tags apart", "<div>\n\n".repeat(20_000)),
        ("open tags in a line", "x<a><b>".repeat(60_000)),
        ("a tag of attributes", format!("a <span{}>x", " a=b".repeat(100_000))),
        ("quotes", ">".repeat(500_000) + "x"),
        ("lists", "- ".repeat(200_000) + "x"),
        ("brackets", "[".repeat(500_000)),
        ("pictures", "![".repeat(300_000)),
        ("links", "[a](".repeat(200_000)),
        ("angles", "<".repeat(500_000)),
        ("entities", "&amp;".repeat(150_000)),
        ("code", (1..1_000).map(|times| "`".repeat(times) + "a ").collect()),
        ("columns", format!("{}\n{}\n{}", "|a".repeat(20_000), "|-".repeat(20_000), "|a\n".repeat(20_000))),
        ("notes", "[^1]".repeat(150_000) + "\n\n[^1]: a\n"),
        ("an endless line", "a ".repeat(900_000)),
        ("lines", "a\n\n".repeat(600_000)),
        ("headings", "## A\n".repeat(200_000)),
        ("rules", "---\n\n".repeat(200_000)),
    ]
}

/// Headers that stand for more than they say.
fn headers() -> Vec<(&'static str, String)> {
    let laughs =
        (1..14).map(|at| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 9].join(", ")));
    vec![
        ("laughs", std::iter::once("a0: &a0 [x, x, x]\n".to_owned()).chain(laughs).collect()),
        (
            "a text named often",
            format!("a: &a {}\nb: [{}]\n", "x".repeat(30_000), vec!["*a"; 8_000].join(", ")),
        ),
        ("brackets", format!("a: {}{}\n", "[".repeat(20_000), "]".repeat(20_000))),
        ("keywords", format!("keywords: [{}]\n", "a, ".repeat(400_000))),
    ]
}

/// Sends `text`, and meanwhile asks what others ask.
fn answered_meanwhile(
    server: &Server,
    method: &str,
    path: &str,
    text: &str,
) -> Result<serde_json::Value, String> {
    std::thread::scope(|scope| {
        let create = [MARKDOWN, ("If-None-Match", "*")];
        let asked = scope.spawn(move || server.try_send(method, path, &create, text));
        let mut looks = 0;
        while looks < 2 || (!asked.is_finished() && looks < 1_000) {
            for other in ["/healthz", "/api/v1/search?q=wersalka", "/p/gabaryty"] {
                let answer = server
                    .try_send("GET", other, &[], "")
                    .map_err(|error| format!("GET {other}: {error}"))?;
                if answer.status != 200 {
                    return Err(format!("GET {other} meanwhile: {}", answer.status));
                }
            }
            looks += 1;
        }
        let answer = asked
            .join()
            .map_err(|_| "the request panicked".to_owned())?
            .map_err(|error| error.to_string())?;
        let expected = if method == "PUT" { 422 } else { 200 };
        if answer.status != expected {
            return Err(format!("{} instead of {expected}: {:.300}", answer.status, answer.body));
        }
        let problems = answer.json()["problems"].clone();
        let codes: Vec<&str> =
            problems.as_array().into_iter().flatten().filter_map(|one| one["code"].as_str()).collect();
        let told = codes.iter().any(|code| ["E022", "E003"].contains(code));
        told.then(|| problems.clone()).ok_or(format!("no reason among {codes:?}"))
    })
}

#[test]
fn what_cannot_be_shown_within_a_bound_is_refused_with_the_reason_and_holds_nobody_up() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let mut ledger = Ledger::open("rendering", server.pid());
    let bodies = texts()
        .into_iter()
        .map(|(name, body)| (name, format!("---\ntitle: Wrogi\naudience: public\n---\n{body}")));
    let headers =
        headers().into_iter().map(|(name, header)| (name, format!("---\ntitle: Wrogi\n{header}---\nx\n")));
    for (number, (name, text)) in bodies.chain(headers).enumerate() {
        for (method, path) in [
            ("POST", "/api/v1/articles/preview".to_owned()),
            ("PUT", format!("/api/v1/articles/wrogi-{number}")),
        ] {
            ledger.note(
                &format!("{method} of {name}"),
                answered_meanwhile(&server, method, &path, &text).map(|_| ()),
            );
        }
        let created = server.get(&format!("/api/v1/articles/wrogi-{number}")).status;
        ledger.note(
            &format!("{name} leaves nothing"),
            (created == 404).then_some(()).ok_or(created.to_string()),
        );
    }
    // What people write goes on as ever, and a text just within the bounds is shown.
    let good = format!(
        "---\ntitle: Dobry\naudience: public\n---\n{}",
        "- **punkt** _listy_ [a](/artykul/gabaryty)\n".repeat(1_500)
    );
    let create = [MARKDOWN, ("If-None-Match", "*")];
    server.send("PUT", "/api/v1/articles/dobry", &create, &good).is(201);
    assert!(server.get("/p/dobry").is(200).body.contains("<strong>punkt</strong>"));
    ledger.close();
}

#[test]
fn a_file_that_grew_beyond_the_bounds_by_hand_keeps_its_last_good_version() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let before = server.get("/p/gabaryty").is(200).body;
    let good = std::fs::read_to_string(app.kb().join("odpady/gabaryty.md")).expect("the article");
    app.write("odpady/gabaryty.md", format!("{good}\n{}", "<div>\n".repeat(25_000)));
    app.write("odpady/nowy.md", "---\ntitle: Nowy znak\naudience: public\n---\n\nZnak.\n");
    eventually(Duration::from_secs(60), "the files were looked at", || {
        server.get("/p/nowy").status == 200 || server.get("/p/odpady-nowy").status == 200
    });
    assert_eq!(server.get("/p/gabaryty").is(200).body, before);
    app.run(&["lint"]).ended(1).says(&["E022", "odpady/gabaryty.md"]);
}

#[test]
fn the_history_of_two_versions_without_a_common_line_is_shown_at_once() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let mut ledger = Ledger::open("comparing", server.pid());
    let text = |letter: &str| {
        let lines: String =
            (0..25_000).map(|line| format!("{letter}{} {letter}{line}\n", line % 7)).collect();
        format!("---\nid: dlugi\ntitle: Długi\n---\n{lines}")
    };
    let saved =
        server.send("PUT", "/api/v1/articles/dlugi", &[MARKDOWN, ("If-None-Match", "*")], &text("a")).is(201);
    let tag = saved.header("etag").to_owned();
    server.send("PUT", "/api/v1/articles/dlugi", &[MARKDOWN, ("If-Match", &tag)], &text("b")).is(200);
    let page = server.send("GET", "/redakcja/dlugi/historia", &[("Accept", "text/html")], "");
    ledger.note("the history page", (page.status == 200).then_some(()).ok_or(page.head));
    ledger.close();
}
