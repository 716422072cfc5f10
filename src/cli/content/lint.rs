//! `drogowskaz lint`: checks every article and dictionary and prints what is wrong, as a compiler would.
//!
//! Only reads and prints; what is wrong with an article is known to [`crate::article`].

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::civil::Date;

use crate::article;
use crate::article::check::lint;
use crate::article::dictionary::{self, Dictionaries};
use crate::article::{Problem, Severity};
use crate::cli::Fault;
use crate::config::Config;
use crate::library::{LARGEST, mistaken_for_articles, read_at_most};
use crate::text::say::Noun;

/// Where the dictionaries lie below `kb/`.
const DICTIONARIES: &str = "slowniki";

/// Without them nothing that an article names can be checked.
const NO_DICTIONARIES: article::Code = "W906";

/// What the system will not let us read has the codes under which the library reports it, too.
const UNREADABLE_FOLDER: article::Code = "E900";
const UNREADABLE_FILE: article::Code = "E901";

pub(in crate::cli) fn run(config: &Config, today: Date, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let kb = &config.folders.kb;
    let unreadable = |cause| {
        Fault::input(format!("nie można odczytać folderu {}", kb.display()), "wskaż bazę wiedzy opcją --kb")
            .because(cause)
    };
    let (files, mut problems) = files_below(kb).map_err(unreadable)?;
    problems.extend(check(&files, today));
    problems.extend(mistaken_for_articles(kb));
    if !kb.join(DICTIONARIES).is_dir() {
        let message = "nie ma folderu słowników: jednostek, kategorii i synonimów nikt nie zna";
        let help = "utwórz w nim jednostki.toml, kategorie.toml i synonimy.toml";
        problems.push(Problem::new(NO_DICTIONARIES, DICTIONARIES, 0, message).help(help));
    }
    problems.sort_by(|a, b| (&a.path, a.line, a.code).cmp(&(&b.path, b.line, b.code)));
    for problem in &problems {
        let source = files.get(&problem.path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        writeln!(out, "{}", render(problem, kb, &source))?;
    }
    writeln!(out, "{}", verdict(&problems))?;
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Content of each file, by its path below `kb/`.
type Files = BTreeMap<String, Vec<u8>>;

/// Every article and dictionary below `kb`: path with `/` between its parts, and content. What cannot be read is a
/// finding like any other; only `kb` itself must be there.
fn files_below(kb: &Path) -> io::Result<(Files, Vec<Problem>)> {
    std::fs::read_dir(kb)?;
    let (mut files, mut problems) = (Files::new(), Vec::new());
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let mut unreadable = |code, path: &str, cause: io::Error| {
            problems.push(Problem::new(code, path, 0, format!("nie można odczytać: {cause}")));
        };
        let entries = match std::fs::read_dir(kb.join(&folder)) {
            Ok(entries) => entries,
            Err(cause) => {
                unreadable(UNREADABLE_FOLDER, &folder, cause);
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}{name}");
            // Links are passed over, as they are when the index is built, and told below: they could lead anywhere.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !name.starts_with('.') => folders.push(format!("{path}/")),
                Ok(kind) if kind.is_file() && is_checked(&path) => {
                    match read_at_most(&entry.path(), most(&path)) {
                        Ok(bytes) => drop(files.insert(path, bytes)),
                        Err(cause) => unreadable(UNREADABLE_FILE, &path, cause),
                    }
                }
                _ => {}
            }
        }
    }
    Ok((files, problems))
}

/// How large a file may be, in bytes.
fn most(path: &str) -> u64 {
    if article::is_article_path(path) { article::LARGEST } else { LARGEST }
}

fn is_checked(path: &str) -> bool {
    article::is_article_path(path) || dictionary_name(path).is_some()
}

/// `jednostki.toml` of `slowniki/jednostki.toml`; `None` for anything that is no dictionary.
fn dictionary_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(DICTIONARIES)?.strip_prefix('/')?;
    (name.ends_with(".toml") && !name.contains('/')).then_some(name)
}

/// All that is wrong with them.
fn check(files: &Files, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut dictionaries = Dictionaries::default();
    let (mut words, mut articles) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        match dictionary_name(path) {
            Some(name) => words.push((name, bytes)),
            None => articles.push((path.clone(), article::parse(path, bytes))),
        }
    }
    words.sort_by_key(|(name, _)| dictionary::turn(name));
    for (name, bytes) in words {
        problems.extend(dictionaries.read(name, &String::from_utf8_lossy(bytes)));
    }
    problems.extend(lint::lint(&articles, &dictionaries, today));
    problems
}

/// The finding with its line of `source`, under a path that an editor can open from where the program was started.
fn render(problem: &Problem, kb: &Path, source: &str) -> String {
    let path = kb.join(&problem.path).display().to_string();
    lint::render_problem(&Problem { path, ..problem.clone() }, source)
}

/// `0 błędów, 3 ostrzeżenia`.
fn verdict(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    format!(
        "{}, {}",
        Noun::new("błąd", "błędy", "błędów").counted(errors),
        Noun::new("ostrzeżenie", "ostrzeżenia", "ostrzeżeń").counted(problems.len() - errors)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn problem(severity: Severity, line: usize) -> Problem {
        Problem {
            severity,
            code: "E005",
            path: "odpady/gabaryty.md".into(),
            line,
            message: "dnia 2026-02-30 nie ma w kalendarzu".into(),
            help: "popraw datę".into(),
        }
    }

    #[test]
    fn a_finding_names_a_path_that_an_editor_can_open() {
        let rendered =
            render(&problem(Severity::Error, 2), Path::new("../kb"), "---\nverified: 2026-02-30\n---\n");
        assert!(
            rendered.starts_with("../kb/odpady/gabaryty.md:2: error[E005]: dnia 2026-02-30"),
            "{rendered}"
        );
        assert!(rendered.contains("verified: 2026-02-30\n"), "{rendered}");
    }

    #[test]
    fn dictionaries_and_articles_are_checked_together() {
        let files = [
            ("a.md", "---\ntitle: A\nunit: XYZ\n---\nTekst.\n"),
            ("slowniki/jednostki.toml", "[[jednostka]]\ncode = 'MPO'\nname = 'Oczyszczanie'\n"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
        let problems = check(&files, jiff::civil::date(2026, 11, 1));
        assert!(
            problems.iter().any(|problem| problem.code == article::check::codes::UNKNOWN_UNIT),
            "{problems:?}"
        );
    }

    #[test]
    fn the_verdict_counts_in_polish() {
        let warning = problem(Severity::Warning, 1);
        let error = problem(Severity::Error, 1);
        assert_eq!(verdict(&[]), "0 błędów, 0 ostrzeżeń");
        assert_eq!(verdict(&[warning.clone(), warning.clone(), error]), "1 błąd, 2 ostrzeżenia");
    }

    #[test]
    fn articles_and_dictionaries_are_read_and_nothing_else() {
        let kb = tempfile::tempdir().unwrap();
        for path in [
            "odpady/a.md",
            "README.md",
            ".git/b.md",
            "slowniki/jednostki.toml",
            "slowniki/README.md",
            "x.txt",
        ] {
            let path = kb.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let (files, problems) = files_below(kb.path()).unwrap();
        assert_eq!(problems, []);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["odpady/a.md", "slowniki/jednostki.toml"]);
    }
}
