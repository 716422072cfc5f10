//! Then and now: a saved measurement, and what became better or worse since, question by question.

use std::collections::HashMap;
use std::path::Path;
use std::{fmt, io};

use serde::{Serialize, Serializer};

use super::QualityError;
use super::eval::Measurement;
use super::golden;
use super::judged::Outcome;
use super::measure::{Difference, paired_bootstrap};
use crate::text::say::ARTICLE;

/// Enough for the second figure of the interval not to move.
const RESAMPLES: usize = 10_000;
/// Any will do; it is fixed so that the same two measurements give the same interval.
const SEED: u64 = 20_260_101;
/// Questions listed on either side.
const LISTED: usize = 10;

/// Reads a saved measurement.
///
/// # Errors
/// [`QualityError::NoMeasurement`] and [`QualityError::NotMeasurement`].
pub fn read(path: &Path) -> Result<Measurement, QualityError> {
    let bytes = std::fs::read(path)
        .map_err(|source| QualityError::NoMeasurement { path: path.to_owned(), source })?;
    serde_json::from_slice(&bytes)
        .map_err(|source| QualityError::NotMeasurement { path: path.to_owned(), source })
}

/// Saves a measurement to compare later ones with.
///
/// # Errors
/// [`QualityError::Unwritable`].
pub fn write(path: &Path, measurement: &Measurement) -> Result<(), QualityError> {
    let json = serde_json::to_string_pretty(measurement).map_err(io::Error::from);
    json.and_then(|json| std::fs::write(path, json + "\n"))
        .map_err(|source| QualityError::Unwritable { path: path.to_owned(), source })
}

/// What changed between two measurements of the same questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Judged questions in both.
    pub questions: usize,
    /// Judged questions in one only.
    pub unpaired: usize,
    /// Difference in nDCG.
    #[serde(rename = "ndcg@10")]
    pub ndcg: Difference,
    /// Difference in the mean reciprocal rank.
    #[serde(rename = "mrr@10")]
    pub mrr: Difference,
    /// How many questions rose in nDCG.
    pub rose: usize,
    /// How many fell.
    pub fell: usize,
    /// Those that rose most.
    pub rose_most: Vec<Shift>,
    /// Those that fell most.
    pub fell_most: Vec<Shift>,
    /// Golden questions that came to be answered rightly.
    pub golden_mended: Vec<String>,
    /// Golden questions that no longer are.
    pub golden_broken: Vec<String>,
    /// Why the two measurements say little about each other, where they are not of the same thing.
    pub warnings: Vec<Mismatch>,
}

/// One question then and now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// The name by which judgements know it.
    pub id: String,
    /// As it was asked.
    pub text: String,
    /// Change in nDCG@10.
    pub by: f64,
    /// Place of the first relevant article then.
    pub rank_before: Option<usize>,
    /// And now.
    pub rank_now: Option<usize>,
}

/// How two measurements are not of the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The questions were typed otherwise.
    Typing,
    /// The knowledge base had another number of articles.
    Articles {
        /// How many it had.
        then: usize,
        /// How many it has.
        now: usize,
    },
    /// "In force" was meant for another day.
    Day {
        /// For which.
        then: String,
        /// For which it is meant now.
        now: String,
    },
    /// No question was asked both times.
    Questions,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typing => f.write_str("pytania zniekształcono inaczej (--strip, --typos)"),
            Self::Articles { then, now } => write!(f, "baza miała {then}, ma {}", ARTICLE.counted(*now)),
            Self::Day { then, now } => write!(f, "inny dzień: wtedy {then}, teraz {now}"),
            Self::Questions => f.write_str("żadne pytanie się nie powtarza"),
        }
    }
}

impl Serialize for Mismatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Comparison {
    /// Pairs the questions of the two.
    pub fn between(before: &Measurement, now: &Measurement) -> Self {
        let known: HashMap<&str, &Outcome> =
            before.outcomes.iter().map(|outcome| (outcome.id.as_str(), outcome)).collect();
        let pairs: Vec<(&Outcome, &Outcome)> = now
            .outcomes
            .iter()
            .filter_map(|outcome| known.get(outcome.id.as_str()).map(|before| (*before, outcome)))
            .collect();
        let difference = |figure: fn(&Outcome) -> f64| {
            let values: Vec<(f64, f64)> =
                pairs.iter().map(|(before, now)| (figure(before), figure(now))).collect();
            paired_bootstrap(&values, RESAMPLES, SEED)
        };
        let mut changes: Vec<Shift> = pairs.iter().map(|(before, now)| Shift::between(before, now)).collect();
        changes.retain(|change| change.by != 0.0);
        // By size, then by id: the list must not depend on the order of the file.
        changes.sort_by(|a, b| b.by.total_cmp(&a.by).then_with(|| a.id.cmp(&b.id)));
        let rose = changes.iter().filter(|change| change.by > 0.0).count();
        let fell = changes.len() - rose;
        let (golden_mended, golden_broken) = golden_changes(before, now);
        Self {
            questions: pairs.len(),
            unpaired: before.outcomes.len() + now.outcomes.len() - 2 * pairs.len(),
            ndcg: difference(|outcome| outcome.ndcg),
            mrr: difference(|outcome| outcome.mrr),
            rose,
            fell,
            rose_most: changes.iter().take(rose.min(LISTED)).cloned().collect(),
            fell_most: changes.iter().rev().take(fell.min(LISTED)).cloned().collect(),
            golden_mended,
            golden_broken,
            warnings: mismatches(before, now),
        }
    }
}

impl Shift {
    fn between(before: &Outcome, now: &Outcome) -> Self {
        Self {
            id: now.id.clone(),
            text: now.text.clone(),
            by: now.ndcg - before.ndcg,
            rank_before: before.rank,
            rank_now: now.rank,
        }
    }
}

fn golden_changes(before: &Measurement, now: &Measurement) -> (Vec<String>, Vec<String>) {
    let key = |outcome: &golden::Outcome| (outcome.query.clone(), outcome.kind.clone());
    let known: HashMap<_, bool> =
        before.golden_outcomes.iter().map(|outcome| (key(outcome), outcome.is_right())).collect();
    let (mut mended, mut broken) = (Vec::new(), Vec::new());
    for outcome in &now.golden_outcomes {
        match (known.get(&key(outcome)), outcome.is_right()) {
            (Some(false), true) => mended.push(outcome.query.clone()),
            (Some(true), false) => broken.push(outcome.query.clone()),
            _ => {}
        }
    }
    (mended, broken)
}

fn mismatches(before: &Measurement, now: &Measurement) -> Vec<Mismatch> {
    let (then, settings) = (&before.settings, &now.settings);
    let mut found = Vec::new();
    if (then.strip, then.typos) != (settings.strip, settings.typos) {
        found.push(Mismatch::Typing);
    }
    if then.articles != settings.articles {
        found.push(Mismatch::Articles { then: then.articles, now: settings.articles });
    }
    if then.today != settings.today {
        found.push(Mismatch::Day { then: then.today.clone(), now: settings.today.clone() });
    }
    let shared =
        now.outcomes.iter().any(|outcome| before.outcomes.iter().any(|other| other.id == outcome.id));
    if !now.outcomes.is_empty() && !shared {
        found.push(Mismatch::Questions);
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::quality::eval::Setup;
    use std::time::Duration;

    fn measured(ranks: &[(&str, usize)]) -> Measurement {
        let outcome = |(id, rank): &(&str, usize)| {
            let mut ranked = vec![0.0; 10];
            ranked[rank - 1] = 1.0;
            Outcome::of((*id).into(), format!("pytanie {id}"), &ranked, &[1.0], Duration::from_micros(1))
        };
        Measurement {
            settings: Setup {
                version: "0".into(),
                kb: "kb".into(),
                queries: None,
                qrels: None,
                golden: None,
                strip: false,
                typos: None,
                today: "2026-01-01".into(),
                articles: 3,
                index_seconds: 0.1,
            },
            judged: None,
            golden: None,
            outcomes: ranks.iter().map(outcome).collect(),
            golden_outcomes: Vec::new(),
        }
    }

    #[test]
    fn questions_are_paired_by_id_and_the_biggest_changes_listed() {
        let before = measured(&[("a", 1), ("b", 2), ("c", 3), ("gone", 1)]);
        let now = measured(&[("c", 1), ("b", 1), ("a", 2), ("new", 1)]);
        let comparison = Comparison::between(&before, &now);
        assert_eq!((comparison.questions, comparison.unpaired), (3, 2));
        assert_eq!((comparison.rose, comparison.fell), (2, 1));
        let ids = |changes: &[Shift]| changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&comparison.rose_most), ["c", "b"]);
        assert_eq!(ids(&comparison.fell_most), ["a"]);
        let expected = (2.0 / 3.0 + 0.5 - 0.5) / 3.0; // MRR: c 1/3→1, b 1/2→1, a 1→1/2
        assert!((comparison.mrr.mean - expected).abs() < 1e-9, "{comparison:?}");
        let most = &comparison.rose_most[0];
        assert_eq!((most.by, most.rank_before, most.rank_now), (0.5, Some(3), Some(1)));
    }

    #[test]
    fn the_same_measurement_twice_differs_in_nothing() {
        let measurement = measured(&[("a", 1), ("b", 4)]);
        let comparison = Comparison::between(&measurement, &measurement);
        assert_eq!((comparison.rose, comparison.fell), (0, 0));
        assert_eq!(comparison.ndcg, Difference { mean: 0.0, low: 0.0, high: 0.0 });
        assert!(comparison.warnings.is_empty());
    }

    #[test]
    fn measurements_of_different_things_are_compared_with_a_warning() {
        let before = measured(&[("a", 1)]);
        let mut now = measured(&[("x", 1)]);
        now.settings.strip = true;
        let comparison = Comparison::between(&before, &now);
        assert_eq!(comparison.warnings, [Mismatch::Typing, Mismatch::Questions]);
        let json = serde_json::to_value(&comparison).unwrap();
        assert_eq!(json["warnings"][1], "żadne pytanie się nie powtarza");
    }

    #[test]
    fn golden_questions_that_broke_are_named() {
        let golden = |rank| golden::Outcome {
            line: 2,
            query: "lodówka".into(),
            kind: "natural".into(),
            right: vec!["a".into()],
            rank: Some(rank),
            first: None,
            confident: false,
        };
        let (mut before, mut now) = (measured(&[]), measured(&[]));
        before.golden_outcomes.push(golden(1));
        now.golden_outcomes.push(golden(2));
        assert_eq!(Comparison::between(&before, &now).golden_broken, ["lodówka"]);
        assert_eq!(Comparison::between(&now, &before).golden_mended, ["lodówka"]);
    }

    #[test]
    fn what_was_saved_is_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wynik.json");
        let measurement = measured(&[("a", 1), ("b", 3)]);
        write(&path, &measurement).unwrap();
        assert_eq!(read(&path).unwrap(), measurement);
        std::fs::write(&path, "{}").unwrap();
        assert!(read(&path).unwrap_err().to_string().ends_with("nie jest zapisanym wynikiem"));
    }
}
