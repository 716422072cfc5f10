//! The golden questions of kb/pytania as a gate: no change of ranking or articles may lose answers.
//!
//! The bounds are what was reached, less one question in a hundred for the noise of honest changes. Raise them when
//! you beat them; lowering one is a decision to be argued for in the commit.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use drogowskaz::library::progress::Silent;
use drogowskaz::library::{Folders, Library, View};
use drogowskaz::search::{SearchRequest, SearchResponse};
use jiff::civil::{Date, date};

/// The day the questions were judged on: validity must not move them.
const TODAY: Date = date(2026, 11, 20);

struct Golden {
    question: String,
    /// Ids of articles or codes of units; empty when nothing answers.
    accepted: Vec<String>,
}

fn golden(name: &str) -> Vec<Golden> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("kb/pytania").join(name);
    let text = fs::read_to_string(&path).expect("golden questions");
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t');
            let question = columns.next().unwrap_or_default().to_owned();
            let accepted = columns.next().unwrap_or_default();
            let accepted = accepted.split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect();
            Golden { question, accepted }
        })
        .collect()
}

fn search(question: &str) -> SearchResponse {
    static LIBRARY: OnceLock<(tempfile::TempDir, Library)> = OnceLock::new();
    let (_, library) = LIBRARY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folders = Folders {
            kb: Path::new(env!("CARGO_MANIFEST_DIR")).join("kb"),
            index: folder.path().join("index"),
            data: folder.path().join("data"),
        };
        let (library, _) = Library::open(&folders, &Silent, TODAY).expect("kb/ opens");
        (folder, library)
    });
    library.search(View::Staff, &SearchRequest::new(question, TODAY))
}

/// Share of the questions with an accepted hit among the first `within`, and those without.
fn success(
    questions: &[Golden],
    within: usize,
    of: impl Fn(&drogowskaz::search::Hit) -> String,
) -> (f32, Vec<String>) {
    let mut missed = Vec::new();
    for golden in questions {
        let hits = search(&golden.question).hits;
        if !hits.iter().take(within).any(|hit| golden.accepted.contains(&of(hit))) {
            let first = hits.first().map(|hit| hit.id.to_string()).unwrap_or_default();
            missed.push(format!("{} → {first}, expected {}", golden.question, golden.accepted.join(" or ")));
        }
    }
    (1.0 - missed.len() as f32 / questions.len() as f32, missed)
}

fn assert_success(name: &str, within: usize, least: f32, of: impl Fn(&drogowskaz::search::Hit) -> String) {
    let (share, missed) = success(&golden(name), within, of);
    assert!(
        share >= least,
        "{name}: {share:.3} within {within}, the gate is {least:.3}\nhelp: `drogowskaz search --explain` says why for each of\n{}",
        missed.join("\n")
    );
}

#[test]
fn residents_questions_find_their_article() {
    assert_success("mieszkancy.tsv", 1, 0.90, |hit| hit.id.to_string());
    assert_success("mieszkancy.tsv", 3, 0.97, |hit| hit.id.to_string());
}

#[test]
fn questions_about_competence_find_the_unit_in_charge() {
    let unit = |hit: &drogowskaz::search::Hit| hit.unit.clone().unwrap_or_default();
    assert_success("jednostki.tsv", 1, 0.84, unit);
    assert_success("jednostki.tsv", 3, 0.90, unit);
}

#[test]
fn questions_that_nothing_answers_are_not_answered_with_confidence() {
    let questions = golden("bez-odpowiedzi.tsv");
    let confident: Vec<&str> = questions
        .iter()
        .filter(|golden| search(&golden.question).confident)
        .map(|golden| golden.question.as_str())
        .collect();
    assert!(
        confident.len() <= 5,
        "{} of {} silent questions are answered: {confident:?}",
        confident.len(),
        questions.len()
    );
}

#[test]
fn golden_wordings_are_asked_of_the_articles_and_never_written_into_them() {
    let kb = Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
    let asked: Vec<String> = ["mieszkancy.tsv", "jednostki.tsv", "bez-odpowiedzi.tsv"]
        .iter()
        .flat_map(|name| golden(name))
        .map(|golden| drogowskaz::text::fold(&golden.question))
        .collect();
    let mut copied = Vec::new();
    let mut folders = vec![kb];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("kb/").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let bytes = fs::read(&path).expect("an article");
                let Some(article) = drogowskaz::article::parse("x.md", &bytes).article else { continue };
                for question in &article.questions {
                    if asked.contains(&drogowskaz::text::fold(question)) {
                        copied.push(format!("{}: {question}", path.display()));
                    }
                }
            }
        }
    }
    assert!(
        copied.is_empty(),
        "help: an article must not learn the questions it is examined with\n{}",
        copied.join("\n")
    );
}
