//! Texts and names that mean harm, through every door: nothing runs, nothing leaves `kb/`.
//!
//! The payloads, with their sources, are in `tests/text/hostile-*.txt`. What a browser would make of a page is read
//! here by a small tokenizer that follows the HTML standard where it matters (tags, attributes, raw text); that a
//! real browser agrees is the matter of `tests/browser/hostile.test.js`.

#![allow(clippy::unwrap_used)]

mod seen;

use seen::{every_html, harmless, nothing_runs};

use std::fs;
use std::path::PathBuf;

use crate::harness::{Answer, Server, TestApp, files_below, percent_encoded};

const HTML: (&str, &str) = ("Accept", "text/html");
const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");

/// What stands beside `kb/`, and must never be seen.
const SECRET: &str = "TAJNE-SPOZA-BAZY-WIEDZY";

fn payloads(file: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/text").join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("##") && !line.is_empty());
    let decoded = |line: &str| serde_json::from_str(line).ok().filter(|_| line.starts_with('"'));
    lines.map(|line| decoded(line).unwrap_or_else(|| line.to_owned())).collect()
}

#[test]
fn the_corpora_are_as_large_as_they_claim() {
    assert!(payloads("hostile-markup.txt").len() >= 150);
    assert!(payloads("hostile-paths.txt").len() >= 60);
}

/// An article that says `payload` everywhere.
fn article(id: &str, payload: &str) -> String {
    let quoted = serde_json::Value::from(payload.replace('\u{0}', "\u{fffd}")).to_string();
    format!(
        "---\nid: {id}\ntitle: {quoted}\nsummary: {quoted}\nunit: {quoted}\ncategory: {quoted}\naudience: public\n\
         keywords: [{quoted}]\nquestions: [{quoted}]\nfacts:\n  phone: [{quoted}]\n  email: {quoted}\n  address: {quoted}\n  \
         hours: {quoted}\n  fee: {quoted}\n  deadline: {quoted}\n  documents: [{quoted}]\n  link: {quoted}\n\
         source: {{title: {quoted}, url: {quoted}}}\n{quoted}: {quoted}\n---\n\nwrogi {payload}\n\n## {payload}\n\n\
         - {payload}\n\n[odsyłacz]({payload})\n\n## Dla konsultanta {{.internal}}\n\n{payload}\n"
    )
}

#[test]
fn nothing_that_an_author_writes_runs_on_any_page() {
    let app = TestApp::new();
    let payloads = payloads("hostile-markup.txt");
    for (number, payload) in payloads.iter().enumerate() {
        app.write(&format!("wrogie/w{number}.md"), article(&format!("wrogi-{number}"), payload));
    }
    let server = app.serve();
    let (mut open, mut looked_at) = (0, 0);
    for (number, payload) in payloads.iter().enumerate() {
        let id = format!("wrogi-{number}");
        let pages = [format!("/artykul/{id}"), format!("/redakcja/{id}"), format!("/redakcja/{id}/historia")];
        for page in pages {
            harmless(&server.send("GET", &page, &[HTML], "").is(200), &page, payload);
        }
        for api in [format!("/api/v1/articles/{id}"), format!("/public/v1/articles/{id}")] {
            let answer = server.get(&api);
            // A stray mark, braces at a heading that nobody understands, a line of dashes that ends an internal section:
            // each hides the whole from residents, as it should.
            // So does what a browser would not show.
            let signs = [".internal", "{", "}", "\n---", "hidden", "display:none", "<secret", "<private"];
            let doubtful = signs.iter().any(|sign| payload.contains(sign));
            let hidden = answer.status == 404 && api.starts_with("/public") && doubtful;
            assert!(answer.status == 200 || hidden, "{api}: {}\n{payload}", answer.head);
            open += usize::from(answer.status == 200 && api.starts_with("/public"));
            assert!(answer.header("content-type").contains("json"), "{api}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{api}");
            every_html(&answer.json(), &mut |html| {
                nothing_runs(html, &api, payload);
                looked_at += 1;
            });
        }
    }
    assert!(open * 2 > payloads.len(), "{open} of {} are open to residents", payloads.len());
    assert!(looked_at >= payloads.len() + open, "{looked_at} pieces of HTML were looked at");
    let lists = ["/redakcja", "/redakcja?strona=2", "/redakcja?strona=4", "/?q=wrogi", "/?q=hostile"];
    for list in lists {
        harmless(&server.send("GET", list, &[HTML], "").is(200), list, "all of them");
    }
    let found = server.get("/api/v1/search?q=wrogi&limit=100&html=true").json();
    let mut passages = 0;
    every_html(&found, &mut |html| {
        nothing_runs(html, "search", "all of them");
        passages += 1;
    });
    assert_eq!(passages, 100, "each hit has its passage");
}

#[test]
fn nothing_runs_that_is_only_looked_at_asked_for_or_sent_along() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let mut shown = 0;
    for payload in payloads("hostile-markup.txt") {
        let body = article("wrogi", &payload);
        let looked = server.send("POST", "/api/v1/articles/preview", &[MARKDOWN], &body).is(200);
        every_html(&looked.json(), &mut |html| {
            nothing_runs(html, "preview", &payload);
            shown += 1;
        });
        let asked = percent_encoded(&payload);
        for page in [format!("/?q={asked}"), format!("/redakcja?q={asked}&filtr={asked}&porzadek={asked}")] {
            harmless(&server.send("GET", &page, &[HTML], ""), &page, &payload);
        }
        let header: String = payload.chars().filter(|c| !c.is_control()).collect();
        let headers =
            [HTML, ("Referer", header.as_str()), ("User-Agent", &header), ("X-Request-Id", &header)];
        harmless(&server.send("GET", "/artykul/nie-ma", &headers, ""), "headers", &payload);
        let page = format!("/artykul/{asked}");
        harmless(&server.send("GET", &page, &[HTML], ""), &page, &payload);
        let document = server.send(
            "POST",
            &format!("/redakcja/wczytaj?nazwa={asked}"),
            &[],
            &format!("{payload} zwykły tekst"),
        );
        assert!(
            !document.header("content-type").contains("html"),
            "a document comes back as JSON: {}",
            document.head
        );
    }
    assert!(shown > 150, "{shown} pieces of HTML were looked at");
}

#[test]
fn an_article_that_came_over_the_api_is_as_harmless_and_cannot_break_out_of_its_header() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let (mut tried, mut kept, mut written) = (0, 0, 0);
    for (number, payload) in payloads("hostile-markup.txt").iter().enumerate().step_by(6) {
        tried += 1;
        let id = format!("nowy-{number}");
        // An address that is none is refused, whoever names it: the rest has to be looked at.
        let text: String = article(&id, payload)
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("  link: ") && !line.starts_with("source: "))
            .map(|line| line.replace("audience: public", "audience: internal"))
            .collect();
        let create = [MARKDOWN, ("If-None-Match", "*")];
        let put = server.send("PUT", &format!("/api/v1/articles/{id}"), &create, &text);
        if put.status == 201 {
            let page = format!("/artykul/{id}");
            harmless(&server.send("GET", &page, &[HTML], "").is(200), &page, payload);
            server.get(&format!("/public/v1/articles/{id}")).is(404);
            kept += 1;
        }
        // The form's fields: whatever is typed is a value and nothing else.
        let wish = serde_json::json!({"text": "---\ntitle: A\nstatus: draft\n---\nB\n", "fields": {"title": payload, "facts.fee": payload, "keywords": [payload]}});
        let merged = server.send(
            "POST",
            "/redakcja/naglowek",
            &[("Content-Type", "application/json")],
            &wish.to_string(),
        );
        if merged.status == 200 {
            let merged = merged.json();
            assert_eq!(merged["fields"]["status"], "draft", "{payload}: {merged}");
            assert!(merged["text"].as_str().unwrap().ends_with("---\nB\n"), "{payload}: {merged}");
            written += 1;
        }
    }
    assert!(kept * 2 > tried && written * 2 > tried, "of {tried} {kept} were kept, {written} written");
}

#[test]
fn no_name_leads_out_of_the_folder_of_articles() {
    let app = TestApp::with_articles();
    let outside = app.kb().parent().unwrap().to_owned();
    fs::write(outside.join("tajne.md"), format!("# {SECRET}\n")).unwrap();
    fs::write(outside.join("tajne"), SECRET).unwrap();
    let server = app.serve();
    let before = outside_of_kb(&outside);
    assert!(before.len() >= 2, "what lies beside kb/ is seen: {before:?}");
    let (mut asked, mut answered) = (0, 0);
    for name in payloads("hostile-paths.txt") {
        for spelt in [percent_encoded(&name), as_typed(&name)] {
            let addresses =
                ["/api/v1/articles/", "/artykul/", "/public/v1/articles/", "/redakcja/", "/static/"];
            for address in addresses {
                let answer = server.try_send("GET", &format!("{address}{spelt}"), &[HTML], "");
                asked += 1;
                let Ok(answer) = answer else { continue };
                answered += 1;
                keeps_the_secret(&answer, &name);
                assert!(
                    (300..500).contains(&answer.status) || is_home(&answer),
                    "{address}{spelt}: {}",
                    answer.head
                );
            }
            let text = format!("---\ntitle: Ucieczka\n---\n{name}\n");
            let create = [MARKDOWN, ("If-None-Match", "*")];
            let put = server.try_send("PUT", &format!("/api/v1/articles/{spelt}"), &create, &text);
            // „-rf” is a name like any other: an article of its own in kb/, and no option of anything.
            let is_name = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let refused = put.is_err() || put.is_ok_and(|answer| (400..500).contains(&answer.status));
            assert!(refused || is_name, "{spelt}");
            for deed in ["publish", "archive", "restore", "discard", "history", "next"] {
                let answer = server.try_send("POST", &format!("/api/v1/articles/{spelt}/{deed}"), &[], "");
                if let Ok(answer) = answer {
                    keeps_the_secret(&answer, &name);
                }
            }
        }
        let quoted = serde_json::Value::from(name.as_str()).to_string();
        // As an id, as a category (which is a folder), as the name of a document.
        for header in
            [format!("id: {quoted}\ntitle: x"), format!("title: x\ncategory: {quoted}\nid: ucieczka")]
        {
            let text = format!("---\n{header}\n---\nx\n");
            let create = [MARKDOWN, ("If-None-Match", "*")];
            let put = server.send("PUT", "/api/v1/articles/ucieczka", &create, &text);
            assert!(put.status < 500, "{name}: {}", put.body);
            let looked = server.send("POST", "/api/v1/articles/preview", &[MARKDOWN], &text);
            keeps_the_secret(&looked, &name);
        }
        let json = [("Content-Type", "application/json")];
        let proposed =
            serde_json::json!({"name": name, "text": "Zwykły tekst", "machine_read": false, "repairs": []});
        let answer = server.send("POST", "/redakcja/wczytaj/artykuly", &json, &proposed.to_string()).is(200);
        let id = answer.json()["articles"][0]["id"].as_str().unwrap().to_owned();
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
    }
    assert!(answered * 10 > asked * 9, "{answered} of {asked} were answered at all");
    assert_eq!(outside_of_kb(&outside), before, "a file outside kb/ was written or is gone");
    for file in files_below(&app.kb()) {
        let name = file.strip_prefix(app.kb()).unwrap().to_string_lossy().into_owned();
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-/.".contains(&b));
        assert!(plain && !name.contains(".."), "kb/ has a file of a strange name: {name}");
    }
}

/// A request line takes no spaces and no breaks; everything else goes as it is.
fn as_typed(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_control() || c == ' ' || !c.is_ascii() {
                percent_encoded(&c.to_string())
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Dots that the address itself resolves lead to a page that there is: the front page, the desk.
fn is_home(answer: &Answer) -> bool {
    answer.status == 200
        && answer.header("content-type").contains("html")
        && !answer.body.contains("Ucieczka")
}

#[track_caller]
fn keeps_the_secret(answer: &Answer, name: &str) {
    for word in [SECRET, "root:x:0", "root:*:0", "HOME=/"] {
        assert!(!answer.body.contains(word) && !answer.head.contains(word), "{name} leads to {word}");
    }
    assert_eq!(answer.header("x-wstrzyk"), "", "{name} becomes a header");
}

/// Files beside `kb/`, and what they hold; index and journal live their own lives.
fn outside_of_kb(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = files_below(folder)
        .into_iter()
        .filter(|file| !["kb", "index", "data"].iter().any(|own| file.starts_with(folder.join(own))))
        .map(|file| (file.to_string_lossy().into_owned(), fs::read(&file).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_document_larger_than_allowed_is_turned_away() {
    let app = TestApp::with_articles();
    let server = app.serve();
    refuses_length(&server, "/redakcja/wczytaj", 41 * 1024 * 1024);
    refuses_length(&server, "/api/v1/articles/preview", 5 * 1024 * 1024);
}

/// The length alone is enough to be refused: nothing of the body is sent.
#[track_caller]
fn refuses_length(server: &Server, path: &str, length: usize) {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: text/markdown\r\nContent-Length: {length}\r\n\r\n",
        server.address()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
}
