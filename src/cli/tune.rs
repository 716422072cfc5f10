//! `drogowskaz tune`: weights of the ranking that are better than the ones in use, if there are any.
//!
//! A coordinate search ([`mod@climb`]) on questions whose answers are known, judged by cross-validation: the questions
//! are dealt into parts, and what was found on the others is measured on each. A gain that does not outlive this was
//! learnt by heart. Nothing is changed here: the report says what was found, and a person edits `search/rank.rs`.

mod bench;
mod climb;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;

use self::bench::Bench;
use self::climb::{Found, climb};
use self::report::Report;
use super::Fault;
use super::words::{count, decimal, signed, time};
use crate::config::{By, OptionValue, Tune};
use crate::search::Weights;

/// A knowledge base with judged questions: `KB:QUERIES:QRELS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JudgedFiles {
    kb: PathBuf,
    queries: PathBuf,
    qrels: PathBuf,
}

/// A knowledge base with golden questions: `KB:FILE`, and what the file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoldenFile {
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

/// What one part of the questions said of what was found on the others.
#[derive(Debug, Clone, PartialEq)]
struct Fold {
    /// Questions held out.
    questions: usize,
    /// The search on the other parts.
    found: Found,
    /// The objective on the held-out part, with the start weights and with those found.
    before: f64,
    after: f64,
    /// Gain of each set on the held-out part; `None` where the part has no question of the set.
    by_set: Vec<Option<f64>>,
}

impl Fold {
    fn train_gain(&self) -> f64 {
        self.found.after - self.found.before
    }

    fn gain(&self) -> f64 {
        self.after - self.before
    }
}

pub(super) fn run(
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
    let mut bench = Bench::open(judged, golden, tune, today)?;
    let start = super::eval::weights()?;
    let everything = |_: usize| true;

    let clock = std::time::Instant::now();
    let before = bench.measure(&start, &everything);
    eprintln!(
        "{}, wynik początkowy {}, jeden pomiar: {}",
        count(bench.len(), "pytanie", "pytania", "pytań"),
        decimal(before.mean, 4),
        time(clock.elapsed())
    );
    let mut report = Report::new(&bench, tune, today, start, before);
    // Written from the start and after each part: an impossible file is known at once, and a run that is broken off
    // leaves what it found out.
    write(path, &report)?;
    for fold in 0..tune.folds {
        report.folds.push(cross(&mut bench, fold, tune, start));
        write(path, &report)?;
    }
    let found = search(&mut bench, "wszystkie pytania", tune.rounds, start, &everything);
    let after = bench.measure(&found.weights, &everything);
    report.found = Some((found, after));
    write(path, &report)?;
    writeln!(
        out,
        "na odłożonych pytaniach: {} (od {} do {}); {}\nraport: {}",
        signed(report.held_out().mean, 4),
        signed(report.held_out().low, 4),
        signed(report.held_out().high, 4),
        if report.is_kept() { "wagi warte wprowadzenia" } else { "wagi zostają, jakie były" },
        path.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Searches on all parts but one, and measures on that one.
fn cross(bench: &mut Bench, fold: usize, tune: &Tune, start: Weights) -> Fold {
    let name = format!("część {}/{}", fold + 1, tune.folds);
    let found = search(bench, &name, tune.rounds, start, &|of| of != fold);
    let held_out = |of: usize| of == fold;
    let before = bench.measure(&start, &held_out);
    let after = bench.measure(&found.weights, &held_out);
    let gains = before.by_set.iter().zip(&after.by_set);
    let fold = Fold {
        questions: bench.held(&held_out),
        by_set: gains.map(|(before, after)| Some((*after)? - (*before)?)).collect(),
        before: before.mean,
        after: after.mean,
        found,
    };
    eprintln!(
        "{name}: {} na pytaniach, na których szukano, {} na odłożonych",
        signed(fold.train_gain(), 4),
        signed(fold.gain(), 4)
    );
    fold
}

/// A search on the parts that `of` admits.
fn search(bench: &mut Bench, name: &str, rounds: usize, start: Weights, of: &dyn Fn(usize) -> bool) -> Found {
    eprintln!("{name}: szukam");
    climb(start, rounds, &mut |weights| bench.measure(weights, of).mean, &mut |step| {
        eprintln!("{name}: {} {} → {}: {}", step.weight, step.from, step.to, decimal(step.score, 4));
    })
}

fn write(path: &Path, report: &Report) -> Result<(), Fault> {
    std::fs::write(path, report.render()).map_err(|cause| {
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
}
