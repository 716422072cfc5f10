//! How long does a question take, and how long the slowest one in a hundred?
//!
//! Corpus: made-up articles of `benches/support` (seed 2026, mean 4,700 characters), 10,000 and 17,000 of them, with
//! the repository's dictionaries. Questions: 2,000 of their headings, each typed in four ways (as it stands, without
//! diacritics, with one typo, the last word unfinished), and what callers would ask. In this process, one after the
//! other, after one warm round, ten hits with passages and marks: what the server does for `GET /api/v1/search` short
//! of JSON. "found" is how many headings bring an article that has them within ten; it stands there so that an
//! engine which loses hits cannot look fast.
//!
//! Run: `cargo bench --bench query`, or `cargo bench --bench query -- 2000` for another size; with
//! `DROGOWSKAZ_WEIGHTS='{"head_pair": 0}'` for other weights. Figures with machine and date: docs/figures.md.

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::time::Instant;

use drogowskaz::library::progress::Silent;
use drogowskaz::library::{Folders, Library, View};
use drogowskaz::search::SearchRequest;
use jiff::civil::date;
use support::measure::Times;
use support::queries::{Query, Variant};

const SIZES: [usize; 2] = [10_000, 17_000];
const QUESTIONS: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    println!("{}", support::measure::machine());
    println!("| articles | questions | n | found | p50 ms | p95 ms | p99 ms | max ms |");
    println!("|---|---|---|---|---|---|---|---|");
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let folder = tempfile::tempdir()?;
        let folders = Folders {
            kb: folder.path().join("kb"),
            index: folder.path().join("index"),
            data: folder.path().join("data"),
        };
        let headings =
            support::write_kb(&folders.kb, &support::dictionaries(), size, support::CHARS, support::SEED)?;
        let (library, _) = Library::open(&folders, &Silent, date(2026, 11, 20))?;
        // As `drogowskaz eval` does: what a technique is worth where there are many articles.
        if let Ok(weights) = std::env::var("DROGOWSKAZ_WEIGHTS") {
            library.set_weights(serde_json::from_str(&weights)?);
        }
        for variant in Variant::ALL {
            let queries = headings.queries(QUESTIONS, variant, support::SEED);
            row(size, &format!("headings, {}", variant.name()), &library, &queries);
        }
        row(size, "questions", &library, &questions(&folders.kb)?);
        println!("resident memory after that: {:.0} MiB", support::measure::memory().unwrap_or(f64::NAN));
    }
    Ok(())
}

fn row(size: usize, name: &str, library: &Library, queries: &[Query]) {
    let mut times = Times::default();
    let mut found = 0;
    for warm in [true, false] {
        for query in queries {
            let request = SearchRequest::new(query.text.as_str(), date(2026, 11, 20));
            let started = Instant::now();
            let response = library.search(View::Staff, &request);
            if warm {
                continue;
            }
            times.push(started.elapsed());
            let right = |id: &str| query.articles.iter().any(|article| article == id);
            found += usize::from(response.hits.iter().any(|hit| right(hit.id.as_str())));
        }
    }
    println!(
        "| {size} | {name} | {} | {:.1} % | {:.2} | {:.2} | {:.2} | {:.2} |",
        queries.len(),
        100.0 * found as f64 / queries.len() as f64,
        times.percentile(50.0),
        times.percentile(95.0),
        times.percentile(99.0),
        times.percentile(100.0),
    );
}

/// What callers ask, taken from the front matter of articles spread over the corpus; each finds its own article.
fn questions(kb: &std::path::Path) -> Result<Vec<Query>, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(kb)?
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let step = (files.len() / QUESTIONS).max(1);
    let mut queries = Vec::new();
    for file in files.iter().step_by(step).take(QUESTIONS) {
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(file)?;
        if let Some(question) = text.lines().find_map(|line| line.strip_prefix("  - \"")?.strip_suffix('"')) {
            queries.push(Query { id: id.clone(), text: question.to_owned(), articles: vec![id] });
        }
    }
    Ok(queries)
}
