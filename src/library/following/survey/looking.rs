//! One file looked at: is it the version that the index has, and if not, what is it now?

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

use jiff::civil::Date;

use super::{Parsed, last_good, problem};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Problem, Severity, Status};
use crate::library::disk;
use crate::library::disk::ArticleFile;
use crate::library::following::residents;

/// What became of one file.
pub(super) enum Outcome {
    Unchanged,
    Changed(Box<Parsed>),
    /// Read, but not to be found: a draft, in review, archived.
    Unpublished(Box<Parsed>),
    /// It cannot be used as it is; why.
    Rejected(Problem),
    /// It went between being listed and being read: the next look will tell.
    Vanished,
}

/// What looking at a file needs.
pub(super) struct Looking<'a> {
    /// Hash of each file that is indexed, by path.
    pub(super) known: HashMap<String, [u8; 16]>,
    pub(super) units: Vec<u8>,
    pub(super) data: &'a Path,
    pub(super) dictionaries: &'a Dictionaries,
    pub(super) fresh: bool,
    pub(super) today: Date,
}

impl Looking<'_> {
    /// Reads one file, and parses it if it is not the version that the index has.
    pub(super) fn at(&self, file: &ArticleFile) -> (Outcome, Vec<Problem>) {
        let bytes = match disk::read_at_most(&file.file, article::LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return (Outcome::Vanished, Vec::new()),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                let message = format!("{error}; zostaje ostatnia dobra wersja");
                let problem = problem(article::check::codes::TOO_MUCH, &file.path, message)
                    .help("podziel artykuł na kilka");
                return (Outcome::Rejected(problem.clone()), vec![problem]);
            }
            Err(error) => {
                let hint = match error.kind() {
                    ErrorKind::PermissionDenied => "brak praw odczytu",
                    _ => "plik jest nieczytelny",
                };
                let problem =
                    problem("E901", &file.path, format!("{hint} ({error}); zostaje ostatnia dobra wersja"));
                return (Outcome::Rejected(problem.clone()), vec![problem]);
            }
        };
        let hash = disk::digest(&[&bytes, &self.units]);
        if self.known.get(&file.path) == Some(&hash) {
            return (Outcome::Unchanged, Vec::new());
        }
        let parsed = article::parse(&file.path, &bytes);
        match parsed.article {
            Some(article) if article.status == Status::Published => {
                last_good::forget(self.data, &file.path);
                let clean = self.fresh && parsed.problems.is_empty();
                let whole =
                    clean.then(|| residents::whole(&article, self.dictionaries, self.today)).flatten();
                let parsed_file = Parsed { path: file.path.clone(), hash, article, whole };
                (Outcome::Changed(Box::new(parsed_file)), parsed.problems)
            }
            Some(article) => {
                let parsed_file = Parsed { path: file.path.clone(), hash, article, whole: None };
                (Outcome::Unpublished(Box::new(parsed_file)), parsed.problems)
            }
            None => {
                let first = parsed.problems.iter().find(|problem| problem.severity == Severity::Error);
                let first = first.or(parsed.problems.first()).cloned();
                let unknown = || problem("E901", &file.path, "plik nie jest artykułem".to_owned());
                (Outcome::Rejected(first.unwrap_or_else(unknown)), parsed.problems)
            }
        }
    }

    /// The last good text of a file, as an article. Its hash is no file's, so that the file is read again at the next look.
    pub(super) fn parse_again(&self, path: &str, text: Option<String>) -> Option<Box<Parsed>> {
        let article = article::parse(path, text?.as_bytes()).article?;
        let hash = disk::digest(&[article.raw.as_bytes(), &self.units, b"last good"]);
        Some(Box::new(Parsed { path: path.to_owned(), hash, article, whole: None }))
    }
}

/// Hash of a text as the index knows it.
pub(in crate::library) fn hash(text: &str, dictionaries: &Dictionaries) -> [u8; 16] {
    disk::digest(&[text.as_bytes(), &units_digest(dictionaries)])
}

/// What of the units stands in articles' index entries: a change of it means that they are analysed again.
pub(super) fn units_digest(dictionaries: &Dictionaries) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = Vec::new();
    for unit in &dictionaries.units {
        parts.extend([unit.code.as_bytes(), unit.name.as_bytes()]);
        parts.extend(unit.aliases.iter().chain(&unit.formerly).map(|name| name.as_bytes()));
    }
    disk::digest(&parts).to_vec()
}
