//! `drogowskaz lint`: checks every article and dictionary and prints what is wrong, as a compiler would.
//!
//! Only reads and prints; what is wrong with an article is known to [`crate::article`].

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::civil::Date;

use super::{Fault, words};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Parsed, Problem, Severity, lint};
use crate::config::Config;

/// Where the dictionaries lie below `kb/`.
const DICTIONARIES: &str = "slowniki";

pub(super) fn run(config: &Config, today: Date, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let kb = &config.folders.kb;
    let unreadable = |cause| {
        Fault::input(format!("nie można odczytać folderu {}", kb.display()), "wskaż bazę wiedzy opcją --kb")
            .because(cause)
    };
    let files = files_below(kb).map_err(unreadable)?;
    let problems = check(&files, today);
    for problem in &problems {
        let source = files.get(&problem.path).map(|bytes| String::from_utf8_lossy(bytes));
        write!(out, "{}", render(problem, kb, source.as_deref()))?;
    }
    writeln!(out, "{}", verdict(&problems))?;
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Every article and dictionary below `kb`: path with `/` between its parts, and content.
fn files_below(kb: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{below}{name}");
            // `metadata` follows links, as reading does.
            if std::fs::metadata(entry.path())?.is_dir() {
                if !name.starts_with('.') {
                    walk(&entry.path(), &format!("{path}/"), files)?;
                }
            } else if article::is_article_path(&path) || dictionary_name(&path).is_some() {
                files.insert(path, std::fs::read(entry.path())?);
            }
        }
        Ok(())
    }
    let mut files = BTreeMap::new();
    walk(kb, "", &mut files)?;
    Ok(files)
}

/// `jednostki.toml` of `slowniki/jednostki.toml`; `None` for anything that is no dictionary.
fn dictionary_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(DICTIONARIES)?.strip_prefix('/')?;
    (name.ends_with(".toml") && !name.contains('/')).then_some(name)
}

/// All that is wrong, by file and line.
fn check(files: &BTreeMap<String, Vec<u8>>, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut dictionaries = Dictionaries::default();
    let mut articles: Vec<(String, Parsed)> = Vec::new();
    for (path, bytes) in files {
        if let Some(name) = dictionary_name(path) {
            problems.extend(dictionaries.read(name, &String::from_utf8_lossy(bytes)));
        } else {
            articles.push((path.clone(), article::parse(path, bytes)));
        }
    }
    problems.extend(lint::lint(&articles, &dictionaries, today));
    problems.sort_by(|a, b| (&a.path, a.line, a.code).cmp(&(&b.path, b.line, b.code)));
    problems.dedup();
    problems
}

/// The finding with the line it is about, under a path that an editor can open.
fn render(problem: &Problem, kb: &Path, source: Option<&str>) -> String {
    let shown = Problem { path: kb.join(&problem.path).display().to_string(), ..problem.clone() };
    lint::render_problem(&shown, source.unwrap_or_default())
}

/// `0 błędów, 3 ostrzeżenia`.
fn verdict(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    format!(
        "{}, {}",
        words::count(errors, "błąd", "błędy", "błędów"),
        words::count(problems.len() - errors, "ostrzeżenie", "ostrzeżenia", "ostrzeżeń")
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
    fn a_finding_shows_its_place_its_line_and_the_remedy() {
        let rendered =
            render(&problem(Severity::Error, 2), Path::new("kb"), Some("---\nverified: 2026-02-30\n---\n"));
        let expected = "kb/odpady/gabaryty.md:2: error[E005]: dnia 2026-02-30 nie ma w kalendarzu\n    \
                        2 | verified: 2026-02-30\n      = pomoc: popraw datę\n";
        assert_eq!(rendered, expected);
    }

    #[test]
    fn a_finding_about_a_whole_file_or_a_line_that_is_gone_shows_no_line() {
        for line in [0, 99] {
            let rendered = render(&problem(Severity::Error, line), Path::new("kb"), Some("---\n"));
            assert!(!rendered.contains(" | "), "{rendered}");
        }
    }

    #[test]
    fn very_long_lines_are_cut() {
        assert_eq!(shortened(&"ż".repeat(120)), "ż".repeat(120));
        assert_eq!(shortened(&"ż".repeat(121)), "ż".repeat(120) + "…");
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
        let files = files_below(kb.path()).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["odpady/a.md", "slowniki/jednostki.toml"]);
    }
}
