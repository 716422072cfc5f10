//! `drogowskaz eval`: how good the ranking is on questions whose answers are known, and how fast. Opens the knowledge
//! base, has [`crate::quality`] measure, and prints what it found out.

pub(in crate::cli) mod scratch;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::civil::Date;

use self::scratch::Scratch;
use crate::cli::{Fault, progress};
use crate::config::{Config, Eval};
use crate::library::understanding::Understanding;
use crate::library::{Folders, Library};
use crate::quality::baseline::{self, Comparison};
use crate::quality::calls::{self, Caller, Figure};
use crate::quality::eval::{Examiner, Measurement, Setup};
use crate::quality::sets::{self, Judged};
use crate::quality::typing::Typist;
use crate::search::Weights;

/// A measurement waits until a question is understood; only a machine that stands still takes so long.
const UNHURRIED: Duration = Duration::from_secs(60);

/// `index` is the folder that was asked for by flag. The one in the settings belongs to a server that may be running,
/// so without the flag a fresh index is built aside and thrown away.
pub(in crate::cli) fn run(
    config: &Config,
    index: Option<&Path>,
    today: Date,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let eval = &config.eval;
    let judged = judged_set(eval)?;
    let golden = eval.golden.as_deref().map(sets::read_golden).transpose()?;
    if judged.is_none() && golden.is_none() && eval.calls.is_none() {
        return Err(Fault::usage(
            "nie ma czego mierzyć",
            "podaj --queries i --qrels, --golden albo --calls; zob. drogowskaz eval --help",
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
    if let Some(model) = &config.model {
        let understanding = Understanding::read(model, &folders.index, UNHURRIED)?;
        library.understand(&understanding, &*progress::unobtrusive());
    }

    let mut measurement = Measurement::new(setup(config, &library, today, started.elapsed()));
    let typist = Typist { strip: eval.strip, typos: eval.typos };
    let examiner = Examiner { library: &library, typist, today };
    if let Some(set) = &judged {
        measurement.ask_judged(&examiner, set);
    }
    if let Some(questions) = &golden {
        measurement.ask_golden(&examiner, questions, eval.by);
    }
    let caller = Caller { library: &library, now: today.at(10, 30, 0, 0) };
    let calls = eval.calls.as_deref().map(|folder| calls::measure(&caller, folder)).transpose()?;
    let comparison = before.map(|before| Comparison::between(&before, &measurement));
    if config.json {
        write_json(&measurement, comparison.as_ref(), calls.as_deref(), out)?;
    } else {
        write!(out, "{}", text::render(&measurement, comparison.as_ref()))?;
        write!(out, "{}", text::render_calls(calls.as_deref().unwrap_or_default()))?;
    }
    if let Some(path) = &eval.save {
        baseline::write(path, &measurement)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The weights to measure: those in use, unless `DROGOWSKAZ_WEIGHTS` holds some others as a JSON object. Only measuring
/// and tuning read it; a server ranks by [`Weights::DEFAULT`].
pub(in crate::cli) fn weights() -> Result<Weights, Fault> {
    let Ok(json) = std::env::var("DROGOWSKAZ_WEIGHTS") else { return Ok(Weights::DEFAULT) };
    serde_json::from_str(&json).map_err(|error| {
        Fault::usage(
            format!("DROGOWSKAZ_WEIGHTS nie jest obiektem JSON z wagami: {error}"),
            "przykład: DROGOWSKAZ_WEIGHTS='{\"root\": 0}'",
        )
    })
}

fn judged_set(eval: &Eval) -> anyhow::Result<Option<Judged>> {
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
    let judged = Judged::read(queries, qrels)?;
    if !judged.is_related() {
        let message =
            format!("oceny {} nie dotyczą żadnego pytania z {}", qrels.display(), queries.display());
        return Err(Fault::input(message, "sprawdź, czy oba pliki należą do tego samego zbioru").into());
    }
    Ok(Some(judged))
}

fn setup(config: &Config, library: &Library, today: Date, took: Duration) -> Setup {
    let name = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    Setup {
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

/// The figures for programs: all but the single questions, which `--save` writes.
fn write_json(
    measurement: &Measurement,
    comparison: Option<&Comparison>,
    calls: Option<&[Figure]>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut json = serde_json::to_value(measurement.figures())?;
    if let Some(comparison) = comparison {
        json["comparison"] = serde_json::to_value(comparison)?;
    }
    if let Some(calls) = calls {
        json["calls"] = serde_json::to_value(calls)?;
    }
    serde_json::to_writer_pretty(&mut *out, &json)?;
    Ok(writeln!(out)?)
}
