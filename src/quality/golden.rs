//! Golden questions: what callers ask, with the article or unit that must answer, or with nothing that may.
//!
//! They lie in `kb/pytania/` and are indexed nowhere; `eval` measures with them, the editors' desk shows which of them
//! an article answers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::article::ArticleId;
use crate::library::{LARGEST, Library, View, read_at_most};
use crate::search::SearchRequest;

pub(crate) mod outcome;

/// The folder of golden questions below `kb/`.
const FOLDER: &str = "pytania";

/// A question with its right answers, from a golden file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Golden {
    /// As a caller would put it.
    pub query: String,
    /// Ids of articles or codes of units; none if nothing answers the question.
    pub right: Vec<String>,
    /// What is hard about it.
    pub kind: String,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// Reads a golden file.
///
/// # Errors
/// The line that cannot be read, and why.
pub fn parse(text: &str) -> Result<Vec<Golden>, (usize, String)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(at, line)| {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            // The kind stands last; columns in between (which order, who asked) are for people.
            let [query, right, .., kind] = fields[..] else {
                return Err((at, "oczekiwano kolumn: pytanie, odpowiedzi po średniku, rodzaj".to_owned()));
            };
            if query.is_empty() {
                return Err((at, "pytanie jest puste".to_owned()));
            }
            let right =
                right.split(';').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
            Ok(Golden { query: query.to_owned(), right, kind: kind.to_owned(), line: at })
        })
        .collect()
}

/// A golden question and what answers it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: Golden,
    /// The first three answers.
    pub first: Vec<ArticleId>,
}

/// What golden questions find, for one state of the library.
type Run = (u64, Date, Arc<Vec<Answered>>);

/// Remembers the last run: it costs as much as a few hundred searches, and holds until the next change.
#[derive(Default)]
pub struct LastRun(Mutex<Option<Run>>);

impl LastRun {
    /// What each golden question finds today. Slow the first time after a change; one caller at a time.
    pub fn of(&self, library: &Library, today: Date) -> Arc<Vec<Answered>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let version = library.version();
        if let Some((of, day, run)) = &*last
            && (*of, *day) == (version, today)
        {
            return Arc::clone(run);
        }
        let questions = texts(&library.folders().kb.join(FOLDER));
        // A file with a bad line is a matter for `eval`, which names it.
        let questions: Vec<Golden> =
            questions.iter().flat_map(|text| parse(text).unwrap_or_default()).collect();
        let run: Vec<Answered> = questions
            .into_par_iter()
            .map(|question| {
                let request = SearchRequest { limit: 3, ..SearchRequest::new(question.query.clone(), today) };
                let first =
                    library.search(View::Staff, &request).hits.into_iter().map(|hit| hit.id).collect();
                Answered { question, first }
            })
            .collect();
        let run = Arc::new(run);
        *last = Some((version, today, Arc::clone(&run)));
        run
    }
}

/// Texts of the golden files; what cannot be read is passed over.
fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "tsv")).collect();
    files.sort();
    files.iter().filter_map(|file| String::from_utf8(read_at_most(file, LARGEST).ok()?).ok()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn golden_questions_may_have_several_answers_or_none_and_columns_for_people() {
        let golden = parse(
            "# pytanie\todpowiedzi\trodzaj\nlodówka\ta; b\tnatural\nkosmos\t\tbrak\nx\tDK-03\t1231/2025\tocr\n",
        );
        let golden = golden.unwrap();
        assert_eq!(golden[0].right, ["a", "b"]);
        assert!(golden[1].right.is_empty());
        assert_eq!((golden[2].kind.as_str(), golden[2].line), ("ocr", 4));
        assert_eq!(parse("x\ty").unwrap_err().0, 1);
    }
}
