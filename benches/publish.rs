//! How long from an editor's "publish" until the answer is found, and how many edits a second go through?
//!
//! Corpus: made-up articles of `benches/support` (seed 2026, mean 4,700 characters), 10,000 of them. 200 corrections
//! of articles spread over the corpus, one after the other, each published and then searched for by a word that only
//! this version has: the time is from the call to the hit. Then 400 corrections from eight editors at once, and each is
//! looked for. One that fails or is not found ends the bench. What the server adds (HTTP, the sign-in) is not in it; durability is: file, revision and index are synced to this disk.
//!
//! Run: `cargo bench --bench publish`. Figures with machine and date: docs/figures.md.

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use drogowskaz::article::ArticleId;
use drogowskaz::journal::{Actor, Journal, Role};
use drogowskaz::library::progress::Silent;
use drogowskaz::library::publishing::door::{Deed, Moment, Publisher, Rules};
use drogowskaz::library::publishing::store::Expect;
use drogowskaz::library::{Folders, Library, View};
use drogowskaz::search::SearchRequest;
use jiff::civil::date;
use support::measure::Times;

const ARTICLES: usize = 10_000;
const PUBLISHES: usize = 200;
const EDITORS: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let articles = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ARTICLES);
    println!("{}", support::measure::machine());
    let folder = tempfile::tempdir()?;
    let folders = Folders {
        kb: folder.path().join("kb"),
        index: folder.path().join("index"),
        data: folder.path().join("data"),
    };
    support::write_kb(&folders.kb, &support::dictionaries(), articles, support::CHARS, support::SEED)?;
    let today = date(2026, 11, 20);
    let (library, _) = Library::open(&folders, &Silent, today)?;
    let library = Arc::new(library);
    let journal = Arc::new(Journal::open(&folders.data)?);
    let publisher = Publisher::new(Arc::clone(&library), journal, Rules::default(), 0)?;
    let mut ids: Vec<ArticleId> = library.cards().iter().map(|card| card.id.clone()).collect();
    ids.sort();
    let spread: Vec<ArticleId> =
        ids.iter().step_by((ids.len() / PUBLISHES).max(1)).take(PUBLISHES).cloned().collect();

    let mut times = Times::default();
    for (number, id) in spread.iter().enumerate() {
        let word = mark(number);
        let started = Instant::now();
        correct(&publisher, id, &word)?;
        let found = library.search(View::Staff, &SearchRequest::new(word.as_str(), today));
        times.push(started.elapsed());
        let first = found.hits.first().map(|hit| hit.id.clone());
        if first.as_ref() != Some(id) {
            return Err(format!("{id} was published and not found by {word}").into());
        }
    }
    println!("| articles | publishes | p50 ms | p95 ms | p99 ms | max ms |");
    println!("|---|---|---|---|---|---|");
    println!(
        "| {articles} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
        spread.len(),
        times.percentile(50.0),
        times.percentile(95.0),
        times.percentile(99.0),
        times.percentile(100.0),
    );

    let started = Instant::now();
    let each = 2 * PUBLISHES / EDITORS;
    if ids.len() < each * EDITORS {
        return Err(format!("{} articles are too few for {EDITORS} editors", ids.len()).into());
    }
    let corrections = || {
        let ids = &ids;
        (0..each * EDITORS).map(move |number| (&ids[number], mark(10_000 + number)))
    };
    let failed: Vec<String> = std::thread::scope(|scope| {
        let editors: Vec<_> = (0..EDITORS)
            .map(|editor| {
                let publisher = &publisher;
                let own = corrections().skip(editor * each).take(each);
                scope.spawn(move || -> Vec<String> {
                    own.filter_map(|(id, word)| {
                        correct(publisher, id, &word).err().map(|error| format!("{id}: {error}"))
                    })
                    .collect()
                })
            })
            .collect();
        editors
            .into_iter()
            .flat_map(|editor| editor.join().unwrap_or_else(|_| vec!["an editor broke".into()]))
            .collect()
    });
    let took = started.elapsed();
    if let Some(first) = failed.first() {
        return Err(format!("{} corrections failed; the first: {first}", failed.len()).into());
    }
    for (id, word) in corrections() {
        let found = library.search(View::Staff, &SearchRequest::new(word.as_str(), today));
        if found.hits.first().map(|hit| &hit.id) != Some(id) {
            return Err(format!("{id} was corrected among others and is not found by {word}").into());
        }
    }
    println!();
    println!(
        "{} corrections from {EDITORS} editors at once: {:.1} s, {:.0} a second",
        each * EDITORS,
        took.as_secs_f64(),
        (each * EDITORS) as f64 / took.as_secs_f64()
    );
    Ok(())
}

/// Adds a sentence with `word` to an article, as an editor does: read, change, publish.
fn correct(publisher: &Publisher, id: &ArticleId, word: &str) -> Result<(), Box<dyn Error>> {
    let held = publisher.store().held(id)?;
    let current = held.current.ok_or("no text")?;
    let text = format!("{}\n\nPoprawka {word}.\n", current.text.trim_end());
    let editor = Actor { name: "redaktor".into(), role: Role::Editor };
    let moment = Moment { at: 0, today: date(2026, 11, 20) };
    publisher.put(id, &text, Expect::Tag(current.etag), Deed::new(&editor, "poprawka"), moment)?;
    Ok(())
}

/// A word that stands in one version alone.
fn mark(number: usize) -> String {
    let mut word = String::from("wq");
    let mut rest = number;
    for _ in 0..5 {
        word.push(char::from(b"bcdfghjkmnpqrtvx"[rest % 16]));
        rest /= 16;
    }
    word
}
