//! `drogowskaz tune`: weights of the ranking that are better than the ones in use, if there are any.
//!
//! Opens the knowledge bases, has [`crate::quality::tune`] search, and says how far it is. Nothing is changed here: the
//! report says what was found, and a person edits the weights.

mod report;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use jiff::civil::Date;

use super::eval::scratch::Scratch;
use crate::cli::{Fault, progress};
use crate::config::{OptionValue, Tune};
use crate::library::{Folders, Library, LibraryError};
use crate::quality::golden::By;
use crate::quality::tune::{Answerable, Bench, Design, Move, Tuning};
use crate::text::say::{Noun, decimal, duration, signed};

/// A knowledge base with judged questions: `KB:QUERIES:QRELS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct JudgedFiles {
    kb: PathBuf,
    queries: PathBuf,
    qrels: PathBuf,
}

/// A knowledge base with golden questions: `KB:FILE`, and what the file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct GoldenFile {
    kb: PathBuf,
    file: PathBuf,
    by: By,
}

impl OptionValue for JudgedFiles {
    fn read(text: &str) -> Result<Self, String> {
        match text.split(':').collect::<Vec<_>>()[..] {
            [kb, queries, qrels] => Ok(Self {
                kb: PathBuf::read(kb)?,
                queries: PathBuf::read(queries)?,
                qrels: PathBuf::read(qrels)?,
            }),
            _ => Err(format!("„{text}”: oczekiwano FOLDER:PYTANIA:OCENY")),
        }
    }
}

impl OptionValue for GoldenFile {
    fn read(text: &str) -> Result<Self, String> {
        let (kb, file, by) = match text.split(':').collect::<Vec<_>>()[..] {
            [kb, file] => (kb, file, By::Id),
            [kb, file, by] => (kb, file, By::read(by)?),
            _ => return Err(format!("„{text}”: oczekiwano FOLDER:PLIK albo FOLDER:PLIK:unit")),
        };
        Ok(Self { kb: PathBuf::read(kb)?, file: PathBuf::read(file)?, by })
    }
}

pub(in crate::cli) fn run(
    judged: &[JudgedFiles],
    golden: &[GoldenFile],
    tune: &Tune,
    today: Date,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let see = "zob. drogowskaz tune --help";
    let Some(path) = &tune.report else {
        return Err(Fault::usage("nie wiadomo, gdzie zapisać raport", "podaj plik opcją --report").into());
    };
    if judged.is_empty() && golden.is_empty() {
        let help = format!("podaj co najmniej jeden zbiór opcją --set albo --golden; {see}");
        return Err(Fault::usage("nie ma na czym stroić", help).into());
    }
    if tune.folds < 2 {
        let help = "sprawdzian krzyżowy wymaga --folds 2 albo więcej";
        return Err(Fault::usage("jednej części nie ma z czym porównać", help).into());
    }
    let scratch = Scratch::new().context("nie można utworzyć folderu tymczasowego")?;
    let mut bench = open(judged, golden, tune, today, &scratch)?;
    let start = super::eval::weights()?;

    let clock = std::time::Instant::now();
    let mut tuning = Tuning::begin(&mut bench, start);
    eprintln!(
        "{}, wynik początkowy {}, jeden pomiar: {}",
        Noun::new("pytanie", "pytania", "pytań").counted(bench.asked()),
        decimal(tuning.before.mean, 4),
        duration(clock.elapsed())
    );
    // Written from the start and after each part: an impossible file is known at once, and a run that is broken off
    // leaves what it found out.
    write(path, &tuning)?;
    for part in 0..tune.folds {
        let name = format!("część {}/{}", part + 1, tune.folds);
        let fold = tuning.cross(&mut bench, part, &mut told(&name));
        eprintln!(
            "{name}: {} na pytaniach, na których szukano, {} na odłożonych",
            signed(fold.train_gain(), 4),
            signed(fold.gain(), 4)
        );
        tuning.folds.push(fold);
        write(path, &tuning)?;
    }
    tuning.found = Some(tuning.conclude(&mut bench, &mut told("wszystkie pytania")));
    write(path, &tuning)?;
    let held_out = tuning.held_out();
    writeln!(
        out,
        "na odłożonych pytaniach: {} (od {} do {}); {}\nraport: {}",
        signed(held_out.mean, 4),
        signed(held_out.low, 4),
        signed(held_out.high, 4),
        if tuning.is_kept() { "wagi warte wprowadzenia" } else { "wagi zostają, jakie były" },
        path.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Indexes the knowledge bases, reads the questions and deals them into parts.
fn open(
    judged: &[JudgedFiles],
    golden: &[GoldenFile],
    tune: &Tune,
    today: Date,
    scratch: &Scratch,
) -> anyhow::Result<Bench> {
    let &Tune { folds, rounds, every, .. } = tune;
    let mut bench = Bench::new(Design { folds, rounds, every }, today);
    let mut opened = 0;
    let mut open = |kb: &Path| -> Result<Library, LibraryError> {
        let [index, data] = ["index", "data"].map(|name| scratch.path().join(format!("{name}-{opened}")));
        opened += 1;
        eprintln!("{}: indeksuję", kb.display());
        let folders = Folders { kb: kb.to_owned(), index, data };
        Ok(Library::open(&folders, &*progress::unobtrusive(), today)?.0)
    };
    for JudgedFiles { kb, queries, qrels } in judged {
        bench.add(kb, Answerable::judged(queries, qrels)?, || open(kb))?;
    }
    for GoldenFile { kb, file, by } in golden {
        bench.add(kb, Answerable::golden(file, *by)?, || open(kb))?;
    }
    match bench.empty_part() {
        Some(part) => Err(too_few(bench.asked(), folds, part).into()),
        None => Ok(bench),
    }
}

fn too_few(questions: usize, folds: usize, empty: usize) -> Fault {
    let few = Noun::new("pytanie", "pytania", "pytań").counted(questions);
    let message = format!("{few} to za mało na --folds {folds}: część {} jest pusta", empty + 1);
    Fault::input(message, "podaj więcej pytań, mniejsze --folds albo --every")
}

/// Says that a search begins, and then each of its moves.
fn told(name: &str) -> impl FnMut(&Move) {
    eprintln!("{name}: szukam");
    move |step| eprintln!("{name}: {} {} → {}: {}", step.weight, step.from, step.to, decimal(step.score, 4))
}

fn write(path: &Path, tuning: &Tuning) -> Result<(), Fault> {
    std::fs::write(path, report::render(tuning)).map_err(|cause| {
        let message = format!("nie można zapisać raportu w {}", path.display());
        Fault::input(message, "sprawdź folder i miejsce na dysku").because(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_typed_as_paths_between_colons() {
        let judged = JudgedFiles { kb: "kb".into(), queries: "q.jsonl".into(), qrels: "sets/r.tsv".into() };
        assert_eq!(JudgedFiles::read("kb:q.jsonl:sets/r.tsv"), Ok(judged));
        let golden = |by| GoldenFile { kb: "kb".into(), file: "g.tsv".into(), by };
        assert_eq!(GoldenFile::read("kb:g.tsv"), Ok(golden(By::Id)));
        assert_eq!(GoldenFile::read("kb:g.tsv:unit"), Ok(golden(By::Unit)));
        for wrong in ["kb", "kb:q", "kb::r", "a:b:c:d"] {
            assert!(JudgedFiles::read(wrong).is_err(), "{wrong}");
        }
        assert!(GoldenFile::read("kb:g.tsv:ulica").is_err_and(|why| why.contains("id albo unit")));
    }

    #[test]
    fn more_parts_than_questions_are_refused() {
        let refusal = too_few(4, 50, 2).to_string();
        assert_eq!(refusal, "4 pytania to za mało na --folds 50: część 3 jest pusta");
    }
}
