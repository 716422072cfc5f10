//! `drogowskaz eval`: how good the ranking is on questions whose answers are known, and how fast.
//!
//! Runs the same [`Library::search`] as everybody else, one question after another in this process, and leaves the
//! arithmetic to [`crate::quality::measure`]. Two kinds of questions: judged ones (`--queries`, `--qrels`) give nDCG
//! and its kin; golden ones (`--golden`) say which article or unit must come first, or that nothing may.

mod baseline;
pub(super) mod scratch;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::baseline::Comparison;
use self::scratch::Scratch;
use super::words::{count, decimal, time};
use super::{Fault, progress};
use crate::article::ArticleId;
use crate::config::{Config, Eval};
use crate::library::{Folders, Library, View};
use crate::quality::golden::outcome as golden;
use crate::quality::measure::{first_relevant, mean, mrr_at, ndcg_at, percentile, recall_at, success_at};
use crate::quality::sets::{self, Judgements, Question};
use crate::quality::typing;
use crate::search::{SearchRequest, SearchResponse, Weights};

/// How deep the measures look, and how many hits are asked for.
pub(crate) const DEPTH: usize = 10;

/// Questions asked before the clock starts, so that caches are as warm as in a working day.
const WARM_UP: usize = 200;

/// One judged question and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Outcome {
    id: String,
    /// As it was asked, slips and all.
    text: String,
    ndcg: f64,
    mrr: f64,
    recall: f64,
    /// Place of the first relevant article among the first ten.
    rank: Option<usize>,
    success_1: f64,
    success_3: f64,
    took_us: u64,
}

/// Means over the judged questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Figures {
    queries: usize,
    #[serde(rename = "ndcg@10")]
    ndcg: f64,
    #[serde(rename = "mrr@10")]
    mrr: f64,
    #[serde(rename = "recall@10")]
    recall: f64,
    #[serde(rename = "success@1")]
    success_1: f64,
    #[serde(rename = "success@3")]
    success_3: f64,
    latency_us: Latency,
    /// Questions without a relevant article among the judgements; they count for nothing above.
    unjudged: usize,
    /// Judged articles that the knowledge base does not have: a sign of the wrong `--kb`.
    missing_articles: usize,
}

/// Times of single searches, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Latency {
    p50: f64,
    p95: f64,
    p99: f64,
}

/// What was measured, enough to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Settings {
    version: String,
    kb: String,
    queries: Option<String>,
    qrels: Option<String>,
    golden: Option<String>,
    strip: bool,
    typos: Option<u64>,
    today: String,
    articles: usize,
    /// Time that opening and indexing took.
    index_seconds: f64,
}

/// Everything that was found out; `--save` writes it, `--baseline` reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Report {
    settings: Settings,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    judged: Option<Figures>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    golden: Option<golden::Figures>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<Outcome>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    golden_outcomes: Vec<golden::Outcome>,
}

/// `index` is the folder that was asked for by flag. The one in the settings belongs to a server that may be running,
/// so without the flag a fresh index is built aside and thrown away.
pub(super) fn run(
    config: &Config,
    index: Option<&Path>,
    today: Date,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let eval = &config.eval;
    let judged_set = judged_set(eval)?;
    let golden_set = eval.golden.as_deref().map(sets::read_golden).transpose()?;
    if judged_set.is_none() && golden_set.is_none() {
        return Err(Fault::usage(
            "nie ma czego mierzyć",
            "podaj --queries i --qrels albo --golden; zob. drogowskaz eval --help",
        )
        .into());
    }
    let before = eval.baseline.as_deref().map(baseline::read).transpose()?;

    let scratch = Scratch::new().context("nie można utworzyć folderu tymczasowego")?;
    let folders = Folders {
        kb: config.folders.kb.clone(),
        index: index.map_or_else(|| scratch.path().join("index"), Path::to_owned),
        data: if index.is_some() { config.folders.data.clone() } else { scratch.path().join("data") },
    };
    let started = Instant::now();
    let (library, _) = Library::open(&folders, &*progress::unobtrusive(), today)?;
    library.set_weights(weights()?);
    let engine = Engine { library: &library, eval, today };

    let mut report = Report {
        settings: settings(config, &library, today, started.elapsed()),
        judged: None,
        golden: None,
        outcomes: Vec::new(),
        golden_outcomes: Vec::new(),
    };
    if let Some((questions, judgements)) = &judged_set {
        report.outcomes = engine.ask_judged(questions, judgements);
        report.judged = Some(Figures {
            unjudged: questions.len() - report.outcomes.len(),
            missing_articles: missing_articles(&library, judgements, today),
            ..Figures::of(&report.outcomes)
        });
    }
    if let Some(questions) = &golden_set {
        report.golden_outcomes = questions.iter().map(|question| golden::ask(&engine, question)).collect();
        report.golden = Some(golden::Figures::of(&report.golden_outcomes));
    }
    let comparison = before.map(|before| Comparison::between(&before, &report));
    if config.json {
        write_json(&report, comparison.as_ref(), out)?;
    } else {
        write!(out, "{}", render(&report, comparison.as_ref()))?;
    }
    if let Some(path) = &eval.save {
        baseline::write(path, &report)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The weights to measure: those in use, unless `DROGOWSKAZ_WEIGHTS` holds some others as a JSON object. Only measuring
/// and tuning read it; a server ranks by [`Weights::DEFAULT`].
pub(super) fn weights() -> Result<Weights, Fault> {
    let Ok(json) = std::env::var("DROGOWSKAZ_WEIGHTS") else { return Ok(Weights::DEFAULT) };
    serde_json::from_str(&json).map_err(|error| {
        Fault::usage(
            format!("DROGOWSKAZ_WEIGHTS nie jest obiektem JSON z wagami: {error}"),
            "przykład: DROGOWSKAZ_WEIGHTS='{\"root\": 0}'",
        )
    })
}

fn judged_set(eval: &Eval) -> anyhow::Result<Option<(Vec<Question>, Judgements)>> {
    let (queries, qrels) = match (&eval.queries, &eval.qrels) {
        (None, None) => return Ok(None),
        (Some(queries), Some(qrels)) => (queries, qrels),
        _ => {
            return Err(Fault::usage(
                "--queries i --qrels idą w parze",
                "podaj oba pliki; zob. drogowskaz eval --help",
            )
            .into());
        }
    };
    let (questions, judgements) = (sets::read_questions(queries)?, sets::read_judgements(qrels)?);
    if !questions.iter().any(|question| judgements.contains_key(&question.id)) {
        let message =
            format!("oceny {} nie dotyczą żadnego pytania z {}", qrels.display(), queries.display());
        return Err(Fault::input(message, "sprawdź, czy oba pliki należą do tego samego zbioru").into());
    }
    Ok(Some((questions, judgements)))
}

fn settings(config: &Config, library: &Library, today: Date, took: Duration) -> Settings {
    let name = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    Settings {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        kb: config.folders.kb.display().to_string(),
        queries: name(&config.eval.queries),
        qrels: name(&config.eval.qrels),
        golden: name(&config.eval.golden),
        strip: config.eval.strip,
        typos: config.eval.typos,
        today: today.to_string(),
        articles: library.len(),
        index_seconds: took.as_secs_f64(),
    }
}

fn missing_articles(library: &Library, judgements: &Judgements, today: Date) -> usize {
    let judged: std::collections::HashSet<&str> =
        judgements.values().flat_map(|gains| gains.keys()).map(String::as_str).collect();
    let there =
        |id: &str| ArticleId::new(id).is_some_and(|id| library.get(View::Staff, &id, today).is_some());
    judged.into_iter().filter(|id| !there(id)).count()
}

/// The library as it is asked here.
pub(crate) struct Engine<'a> {
    library: &'a Library,
    pub(crate) eval: &'a Eval,
    today: Date,
}

impl Engine<'_> {
    /// The question as the typist of this run would type it; `name` decides which slip is made.
    pub(crate) fn typed(&self, text: &str, name: &str) -> String {
        let text = if self.eval.strip { typing::strip(text) } else { text.to_owned() };
        match self.eval.typos {
            Some(seed) => typing::misspell(&text, name, seed),
            None => text,
        }
    }

    pub(crate) fn search(&self, text: &str) -> (SearchResponse, Duration) {
        let request = SearchRequest { limit: DEPTH, ..SearchRequest::new(text, self.today) };
        let started = Instant::now();
        let response = self.library.search(View::Staff, &request);
        (response, started.elapsed())
    }

    fn ask_judged(&self, questions: &[Question], judgements: &Judgements) -> Vec<Outcome> {
        for question in questions.iter().take(WARM_UP) {
            self.search(&self.typed(&question.text, &question.id));
        }
        let judged = questions.iter().filter_map(|question| {
            let gains = judgements.get(&question.id)?;
            gains.values().any(|gain| *gain > 0.0).then_some((question, gains))
        });
        judged
            .map(|(question, gains)| {
                let text = self.typed(&question.text, &question.id);
                let (response, took) = self.search(&text);
                let ranked: Vec<f64> = response
                    .hits
                    .iter()
                    .map(|hit| gains.get(hit.id.as_str()).copied().unwrap_or(0.0))
                    .collect();
                let gains: Vec<f64> = gains.values().copied().collect();
                Outcome::of(question.id.clone(), text, &ranked, &gains, took)
            })
            .collect()
    }
}

impl Outcome {
    fn of(id: String, text: String, ranked: &[f64], gains: &[f64], took: Duration) -> Self {
        let relevant = gains.iter().filter(|gain| **gain > 0.0).count();
        Self {
            id,
            text,
            ndcg: ndcg_at(DEPTH, ranked, gains),
            mrr: mrr_at(DEPTH, ranked),
            recall: recall_at(DEPTH, ranked, relevant),
            rank: first_relevant(ranked),
            success_1: success_at(1, ranked),
            success_3: success_at(3, ranked),
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        }
    }
}

impl Figures {
    fn of(outcomes: &[Outcome]) -> Self {
        let over = |figure: fn(&Outcome) -> f64| mean(&outcomes.iter().map(figure).collect::<Vec<_>>());
        let mut times: Vec<f64> = outcomes.iter().map(|outcome| outcome.took_us as f64).collect();
        times.sort_by(f64::total_cmp);
        Self {
            queries: outcomes.len(),
            ndcg: over(|outcome| outcome.ndcg),
            mrr: over(|outcome| outcome.mrr),
            recall: over(|outcome| outcome.recall),
            success_1: over(|outcome| outcome.success_1),
            success_3: over(|outcome| outcome.success_3),
            latency_us: Latency {
                p50: percentile(&times, 50.0),
                p95: percentile(&times, 95.0),
                p99: percentile(&times, 99.0),
            },
            unjudged: 0,
            missing_articles: 0,
        }
    }
}

/// The figures for programs: all but the single questions, which `--save` writes.
fn write_json(report: &Report, comparison: Option<&Comparison>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut json =
        serde_json::to_value(Report { outcomes: Vec::new(), golden_outcomes: Vec::new(), ..report.clone() })?;
    if let Some(comparison) = comparison {
        json["comparison"] = serde_json::to_value(comparison)?;
    }
    serde_json::to_writer_pretty(&mut *out, &json)?;
    Ok(writeln!(out)?)
}

/// The figures for people.
fn render(report: &Report, comparison: Option<&Comparison>) -> String {
    let settings = &report.settings;
    let mut text = format!(
        "{} z {}, przygotowanie indeksu {}\n",
        count(settings.articles, "artykuł", "artykuły", "artykułów"),
        settings.kb,
        time(Duration::from_secs_f64(settings.index_seconds))
    );
    if let Some(seed) = settings.typos {
        text.push_str(&format!("pytania z jedną literówką (ziarno {seed})\n"));
    }
    if settings.strip {
        text.push_str("pytania bez polskich znaków\n");
    }
    if let Some(figures) = &report.judged {
        text.push_str(&figures.render());
    }
    if let Some(figures) = &report.golden {
        text.push_str(&figures.render(&report.golden_outcomes));
    }
    if let Some(comparison) = comparison {
        text.push_str(&comparison.render());
    }
    text
}

impl Figures {
    fn render(&self) -> String {
        let mut text = format!("\n{}\n", count(self.queries, "pytanie", "pytania", "pytań"));
        for (name, figure) in [
            ("nDCG@10", self.ndcg),
            ("MRR@10", self.mrr),
            ("Recall@10", self.recall),
            ("Success@1", self.success_1),
            ("Success@3", self.success_3),
        ] {
            text.push_str(&format!("  {name:<10} {}\n", decimal(figure, 4)));
        }
        let ms = |us: f64| decimal(us / 1_000.0, 3);
        let Latency { p50, p95, p99 } = self.latency_us;
        text.push_str(&format!("  czas [ms]  p50 {}, p95 {}, p99 {}\n", ms(p50), ms(p95), ms(p99)));
        if self.unjudged > 0 {
            text.push_str(&format!(
                "  pominięto {} bez ocen\n",
                count(self.unjudged, "pytanie", "pytania", "pytań")
            ));
        }
        if self.missing_articles > 0 {
            let articles =
                count(self.missing_articles, "oceniony artykuł", "ocenione artykuły", "ocenionych artykułów");
            text.push_str(&format!("  UWAGA: w bazie brakuje: {articles}; czy to właściwe --kb?\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(ranked: &[f64], micros: u64) -> Outcome {
        Outcome::of("q".into(), "pytanie".into(), ranked, &[1.0], Duration::from_micros(micros))
    }

    #[test]
    fn figures_are_means_over_questions_and_percentiles_of_their_times() {
        let figures = Figures::of(&[outcome(&[1.0], 100), outcome(&[0.0, 1.0], 300), outcome(&[], 200)]);
        let close = |actual: f64, expected: f64| (actual - expected).abs() < 1e-9;
        assert_eq!(figures.queries, 3);
        assert!(close(figures.ndcg, (1.0 + 1.0 / 3_f64.log2()) / 3.0), "{figures:?}");
        assert!(close(figures.mrr, 0.5), "{figures:?}");
        assert!(close(figures.recall, 2.0 / 3.0) && close(figures.success_1, 1.0 / 3.0), "{figures:?}");
        assert!(close(figures.success_3, 2.0 / 3.0), "{figures:?}");
        assert_eq!(figures.latency_us, Latency { p50: 200.0, p95: 300.0, p99: 300.0 });
    }

    #[test]
    fn the_text_for_people_has_every_measure() {
        let text = Figures::of(&[outcome(&[1.0], 840)]).render();
        for expected in ["1 pytanie", "nDCG@10    1,0000", "Recall@10", "Success@3", "p50 0,840, p95 0,840"] {
            assert!(text.contains(expected), "no {expected:?} in\n{text}");
        }
        assert!(!text.contains("UWAGA"));
    }
}
