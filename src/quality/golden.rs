//! Golden questions: what callers ask, with the article or unit that must answer, or with nothing that may.
//!
//! They lie in `kb/pytania/` and are indexed nowhere. `eval` measures with them ([`Outcome`], [`Figures`]); the
//! editors' desk shows which of them an article answers ([`LastRun`]).

mod outcome;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

pub use outcome::{Figures, Outcome, Shares};

use super::sets::without_mark;
use super::{BadLine, LineFault};
use crate::article::ArticleId;
use crate::library::{LARGEST, Library, View, read_at_most};
use crate::search::{Hit, SearchRequest};

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

impl Golden {
    /// Names the question among others: the same words may stand in the file twice, for two kinds.
    pub fn name(&self) -> String {
        format!("{}:{}", self.line, self.query)
    }
}

/// What the second column of a golden file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Ids of articles.
    #[default]
    Id,
    /// Codes of units; only articles in force count.
    Unit,
}

impl By {
    /// Whether the hit is one of the right answers. An act that is no longer in force answers for nobody's duties.
    pub fn is_right(self, hit: &Hit, right: &[String]) -> bool {
        match self {
            Self::Id => right.iter().any(|id| id == hit.id.as_str()),
            Self::Unit => {
                let unit = hit.unit.as_deref().filter(|_| hit.in_force);
                unit.is_some_and(|unit| right.iter().any(|code| code.eq_ignore_ascii_case(unit)))
            }
        }
    }
}

/// Reads a golden file.
///
/// # Errors
/// The line that cannot be read, and why.
pub fn parse(text: &str) -> Result<Vec<Golden>, BadLine> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(at, line)| {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            // The kind stands last; columns in between (which order, who asked) are for people.
            let [query, right, .., kind] = fields[..] else {
                return Err(LineFault::GoldenColumns.at(at));
            };
            if query.is_empty() {
                return Err(LineFault::NoQuestion.at(at));
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

/// What the golden questions of a Baza Wiedzy found last: asking them costs as much as a few hundred searches, and what
/// they find holds until the next change.
#[derive(Default)]
pub struct LastRun(Mutex<Option<Run>>);

/// What golden questions find, for one state of the library.
type Run = (u64, Date, Arc<Vec<Answered>>);

impl LastRun {
    /// What each golden question of `library` finds today. Slow the first time after a change; one caller at a time.
    pub fn of(&self, library: &Library, today: Date) -> Arc<Vec<Answered>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let version = library.version();
        if let Some((of, day, run)) = &*last
            && (*of, *day) == (version, today)
        {
            return Arc::clone(run);
        }
        let run = Arc::new(ask(library, today));
        *last = Some((version, today, Arc::clone(&run)));
        run
    }
}

fn ask(library: &Library, today: Date) -> Vec<Answered> {
    let texts = texts(&library.folders().kb.join(FOLDER));
    // A file with a bad line is a matter for `eval`, which names it.
    let questions: Vec<Golden> =
        texts.iter().flat_map(|text| parse(without_mark(text)).unwrap_or_default()).collect();
    let answered = questions.into_par_iter().map(|question| {
        let request =
            SearchRequest { limit: 3, settled: true, ..SearchRequest::new(question.query.clone(), today) };
        let first = library.search(View::Staff, &request).hits.into_iter().map(|hit| hit.id).collect();
        Answered { question, first }
    });
    answered.collect()
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
    use crate::library::Folders;
    use crate::library::progress::Silent;
    use jiff::civil::date;

    #[test]
    fn golden_questions_may_have_several_answers_or_none_and_columns_for_people() {
        let golden = parse(
            "# pytanie\todpowiedzi\trodzaj\nlodówka\ta; b\tnatural\nkosmos\t\tbrak\nx\tDK-03\t1231/2025\tocr\n",
        );
        let golden = golden.unwrap();
        assert_eq!(golden[0].right, ["a", "b"]);
        assert!(golden[1].right.is_empty());
        assert_eq!((golden[2].kind.as_str(), golden[2].line), ("ocr", 4));
        assert_eq!(parse("x\ty").unwrap_err().number, 1);
    }

    #[test]
    fn questions_are_asked_again_when_the_day_or_an_article_changed_and_never_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        put("kb/kot.md", "---\ntitle: Kot na drzewie\n---\nKota zdejmuje straż pożarna.\n");
        put("kb/pytania/a.tsv", "\u{feff}kot na drzewie\tkot\tnatural\n");
        put("kb/pytania/b.tsv", "jednej kolumny brak\n");
        let [kb, index, data] = ["kb", "index", "data"].map(|name| folder.path().join(name));
        let (today, tomorrow) = (date(2026, 1, 1), date(2026, 1, 2));
        let (library, _) = Library::open(&Folders { kb, index, data }, &Silent, today).unwrap();

        let last = LastRun::default();
        let run = last.of(&library, today);
        assert_eq!(run.len(), 1, "a file with a bad line is passed over");
        assert_eq!(run[0].question.query, "kot na drzewie", "whatever mark an editor put before it");
        assert_eq!(run[0].first, [ArticleId::new("kot").unwrap()]);
        assert!(Arc::ptr_eq(&run, &last.of(&library, today)));
        let next = last.of(&library, tomorrow);
        assert!(!Arc::ptr_eq(&run, &next));
        put("kb/kot.md", "---\ntitle: Wywóz lodówki\n---\nStarą lodówkę odbiera firma sprzątająca.\n");
        library.sync(false, &Silent, tomorrow).unwrap();
        assert_ne!(next, last.of(&library, tomorrow), "nothing says anything about cats any more");
    }
}
