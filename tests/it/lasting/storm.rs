//! Power cuts amid publishing.
//!
//! Four editors publish without pause; the server is killed at a moment nobody chose, started again, and asked for
//! everything it had acknowledged. A dozen rounds in CI, as many as `STORM_ROUNDS` says elsewhere:
//! `STORM_ROUNDS=100 cargo test --release --test it storm -- --nocapture`.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::harness::{Server, TestApp, files_below, send};

const EDITORS: usize = 4;

/// Articles of each editor: enough that batches hold several, few enough that texts follow one another.
const ARTICLES: usize = 3;

/// What one editor knows of one article.
#[derive(Debug, Clone, Default)]
struct Known {
    /// Tags that were acknowledged, in order.
    acknowledged: Vec<String>,
    /// The text of the last of them.
    text: String,
    /// A text that was sent and never answered: it may stand or not.
    unanswered: Option<String>,
}

/// A word that stands in one version alone, made of letters that no other word has in a row.
fn mark(number: usize) -> String {
    let mut letters = String::from("wq");
    let mut rest = number;
    for _ in 0..6 {
        letters.push(char::from(b"bcdfghjkmnpqrtvx"[rest % 16]));
        rest /= 16;
    }
    letters
}

fn text(editor: usize, article: usize, number: usize) -> String {
    format!(
        "---\nid: burza-{editor}-{article}\ntitle: Burza {editor} {article}\n---\n\nWersja {}.\n",
        mark(number * EDITORS * ARTICLES + editor * ARTICLES + article)
    )
}

/// Publishes until the server is gone.
fn publish(address: &str, editor: usize, known: &mut [Known], number: &mut usize, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        for (article, known) in known.iter_mut().enumerate() {
            *number += 1;
            let text = text(editor, article, *number);
            let tag = known.acknowledged.last().map(|tag| format!("\"{tag}\""));
            let condition = match &tag {
                Some(tag) => ("If-Match", tag.as_str()),
                None => ("If-None-Match", "*"),
            };
            let path = format!("/api/v1/articles/burza-{editor}-{article}");
            known.unanswered = Some(text.clone());
            let Ok(answer) = send(address, "PUT", &path, &[condition], &text) else { return };
            assert!(matches!(answer.status, 200 | 201), "{}\n{}", answer.head, answer.body);
            // A body that was cut off is no acknowledgement.
            let Ok(saved) = serde_json::from_str::<serde_json::Value>(&answer.body) else { return };
            known.acknowledged.push(saved["etag"].as_str().unwrap().to_owned());
            known.text = text;
            known.unanswered = None;
        }
    }
}

/// Everything acknowledged is there, found, and in the history; what was not answered is whole or absent.
fn check(app: &TestApp, server: &Server, editor: usize, known: &mut [Known]) {
    for (article, known) in known.iter_mut().enumerate() {
        let id = format!("burza-{editor}-{article}");
        let served = server.get(&format!("/api/v1/articles/{id}"));
        if served.status == 404 {
            assert!(known.acknowledged.is_empty(), "{id} was acknowledged and is gone");
            known.unanswered = None;
            continue;
        }
        let markdown = served.json()["markdown"].as_str().unwrap().to_owned();
        let is_last = !known.acknowledged.is_empty() && markdown == known.text;
        let is_unanswered = known.unanswered.as_ref() == Some(&markdown);
        assert!(is_last || is_unanswered, "{id} is neither the last nor the unanswered version:\n{markdown}");
        let word = markdown.split("Wersja ").nth(1).unwrap().trim_end_matches(['.', '\n']);
        assert_eq!(server.found(word).first(), Some(&id), "{id} is there and not found by {word}");
        let file = app.kb().join(format!("{id}.md"));
        assert_eq!(fs::read_to_string(file).unwrap(), markdown, "{id}: kb/ and index differ");

        let history = server.get(&format!("/api/v1/articles/{id}/history")).is(200).json();
        let tags: Vec<&str> =
            history.as_array().unwrap().iter().map(|one| one["etag"].as_str().unwrap()).collect();
        for tag in &known.acknowledged {
            assert!(tags.contains(&tag.as_str()), "{id}: acknowledged version {tag} is not in the history");
        }
        let standing = served.header("etag").trim_matches('"').split('.').next().unwrap().to_owned();
        assert_eq!(tags[0], standing, "{id}: the history ends elsewhere than the article");
        if is_unanswered {
            known.acknowledged.push(standing);
            known.text = markdown;
        }
        known.unanswered = None;
    }
}

#[test]
fn a_server_killed_amid_publishing_has_lost_nothing_it_acknowledged() {
    let rounds = std::env::var("STORM_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12);
    let app = TestApp::with_articles();
    let mut editors = vec![(vec![Known::default(); ARTICLES], 0_usize); EDITORS];
    let mut acknowledged = 0;
    for round in 0..rounds {
        let server = app.serve();
        for (editor, (known, _)) in editors.iter_mut().enumerate() {
            check(&app, &server, editor, known);
        }
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let address = server.address().to_owned();
            for (editor, (known, number)) in editors.iter_mut().enumerate() {
                let (address, stop) = (address.clone(), &stop);
                scope.spawn(move || publish(&address, editor, known, number, stop));
            }
            // Moments spread over a commit, without a random generator: rounds can be repeated.
            thread::sleep(Duration::from_millis(40 + (round * 137) % 400));
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
        let now: usize = editors.iter().flat_map(|(known, _)| known).map(|one| one.acknowledged.len()).sum();
        println!("round {}: {} acknowledged", round + 1, now - acknowledged);
        acknowledged = now;
    }
    assert!(acknowledged > rounds as usize, "the storm was no storm: {acknowledged} versions");

    let server = app.serve();
    for (editor, (known, _)) in editors.iter_mut().enumerate() {
        check(&app, &server, editor, known);
    }
    let litter: Vec<_> = files_below(&app.kb())
        .into_iter()
        .filter(|file| file.extension().is_none_or(|kind| kind != "md"))
        .collect();
    assert!(litter.is_empty(), "unfinished files are left: {litter:?}");
    let mut all: HashMap<String, usize> = HashMap::new();
    for (known, _) in &editors {
        for tag in known.iter().flat_map(|one| &one.acknowledged) {
            *all.entry(tag.clone()).or_default() += 1;
        }
    }
    assert!(all.values().all(|count| *count == 1), "a version was acknowledged twice");
}
