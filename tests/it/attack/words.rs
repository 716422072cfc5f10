//! Words without an end, in every field that is looked for, and in questions.
//!
//! What is tried for a word (slips, parts, forms) grows faster than the word. A text with such words is refused with the
//! reason or is shown, soon and within the memory of the service, and others are served meanwhile.

use std::time::{Duration, Instant};

use super::Ledger;
use crate::harness::{TestApp, percent_encoded};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
/// For one answer, on a machine that is busy with other tests.
const SOON: Duration = Duration::from_secs(8);
/// The longest word that a header has room for, and one that is long all the same.
const BYTES: [usize; 2] = [60_000, 900];

/// Words of letters, of other letters, and of what stands between letters.
fn words(bytes: usize) -> Vec<(&'static str, String)> {
    let pieces = ["x", "ab", "ż", "漢", "ł\u{301}", "1", "x1", "x-", "𝒳", "ﬁ"];
    pieces.map(|piece| (piece, piece.repeat(bytes / piece.len()))).to_vec()
}

/// Texts in which `word` stands in one place.
fn texts(word: &str) -> Vec<(&'static str, String)> {
    let header = |line: &str| format!("---\ntitle: Napis\naudience: public\n{line}\n---\nx\n");
    let third = &word[..word.floor_char_boundary(word.len() / 3)];
    vec![
        ("title", format!("---\ntitle: \"{word}\"\n---\nx\n")),
        ("title in a heading", format!("# {word}\n\nx\n")),
        ("summary", header(&format!("summary: \"{word}\""))),
        ("question", header(&format!("questions: [\"{word}\"]"))),
        ("questions", header(&format!("questions: [\"a{third}\", \"b{third}\", \"{third}\"]"))),
        ("keyword", header(&format!("keywords: [\"{word}\"]"))),
        ("fact", header(&format!("facts: {{fee: \"{word}\"}}"))),
        ("source", header(&format!("source: {{title: \"{word}\", ocr: true}}"))),
        ("unit", header(&format!("unit: \"{word}\""))),
        ("category", header(&format!("category: \"{word}\""))),
        ("repealed act", header(&format!("repeals: [\"{word}\"]"))),
        ("unknown key", header(&format!("notatka: \"{word}\""))),
        ("id", format!("---\nid: \"{word}\"\ntitle: Napis\n---\nx\n")),
        ("heading", format!("---\ntitle: Napis\n---\nx\n\n## {word}\n\nx\n")),
        ("body", format!("---\ntitle: Napis\n---\n{word}\n")),
        ("scanned body", format!("---\ntitle: Napis\nsource: {{title: Akt, ocr: true}}\n---\n{word}\n")),
        ("link", format!("---\ntitle: Napis\n---\n[a](/artykul/{word})\n")),
    ]
}

#[test]
fn a_word_without_an_end_costs_the_service_nothing_wherever_it_stands() {
    let app = TestApp::with_articles();
    let mut server = app.serve();
    let mut ledger = Ledger::open("words", server.pid());
    let mut slowest = (Duration::ZERO, String::new());
    for bytes in BYTES {
        for (piece, word) in words(bytes) {
            for (place, text) in texts(&word) {
                // Each letter in the places that differ most; each place with a plain letter.
                if piece != "x" && !["title", "questions", "keyword", "scanned body"].contains(&place) {
                    continue;
                }
                let id = "napis";
                for (method, path) in [
                    ("POST", "/api/v1/articles/preview".to_owned()),
                    ("PUT", format!("/api/v1/articles/{id}")),
                ] {
                    let what = format!("{method} of {bytes} bytes of {piece} as {place}");
                    let before = Instant::now();
                    let headers = [MARKDOWN, ("If-None-Match", "*")];
                    let text = text.replace("title: Napis", &format!("id: {id}\ntitle: Napis"));
                    let answer = server.try_send(method, &path, &headers, &text);
                    let took = before.elapsed();
                    let survived = match answer {
                        Ok(answer) if answer.status < 500 && took < SOON => Ok(()),
                        Ok(answer) => Err(format!("{} after {took:?}", answer.status)),
                        Err(error) => Err(format!("{error} after {took:?}")),
                    };
                    ledger.note(&what, survived);
                    if took > slowest.0 {
                        slowest = (took, what);
                    }
                    assert!(server.lives(), "{}", server.log());
                }
                // The next one finds its place free, and what was put is found by whoever looks at its page.
                for page in ["/artykul/napis", "/p/napis", "/redakcja/napis"] {
                    let answer = server.try_send("GET", page, &[("Accept", "text/html")], "");
                    ledger
                        .note(page, answer.map(drop).map_err(|error| format!("{piece} as {place}: {error}")));
                }
                let _ = std::fs::remove_file(app.kb().join("napis.md"));
                crate::harness::eventually(SOON, "it is gone", || {
                    server.get("/api/v1/articles/napis").status != 200
                });
            }
            // As a question, up to what a question may have.
            let question: String = word.chars().take(1_000).collect();
            for door in ["/api/v1/search", "/public/v1/search", "/api/v1/suggest", "/public/v1/suggest"] {
                let before = Instant::now();
                let answer =
                    server.try_send("GET", &format!("{door}?q={}", percent_encoded(&question)), &[], "");
                let took = before.elapsed();
                let survived = match answer {
                    Ok(answer) if answer.status == 200 && took < SOON => Ok(()),
                    Ok(answer) => Err(format!("{} after {took:?}", answer.status)),
                    Err(error) => Err(format!("{error} after {took:?}")),
                };
                ledger.note(&format!("{door} of {piece}"), survived);
            }
        }
    }
    println!("slowest: {:?}, {}", slowest.0, slowest.1);
    assert_eq!(server.found("wersalka"), ["gabaryty"]);
    ledger.close();
}
