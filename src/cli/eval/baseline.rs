//! Then and now: a saved measurement, and what became better or worse since, question by question.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::{Outcome, Report};
use crate::cli::Fault;
use crate::cli::words::{count, signed};
use crate::quality::measure::{Difference, paired_bootstrap};

/// Enough for the second figure of the interval not to move.
const RESAMPLES: usize = 10_000;
/// Any will do; it is fixed so that the same two measurements give the same interval.
const SEED: u64 = 20_260_101;
/// Questions listed on either side.
const LISTED: usize = 10;

pub(super) fn read(path: &Path) -> Result<Report, Fault> {
    let help = "wynik do porównań zapisuje drogowskaz eval --save PLIK";
    let bytes = std::fs::read(path).map_err(|cause| {
        Fault::input(format!("nie można odczytać wyniku {}", path.display()), help).because(cause)
    })?;
    serde_json::from_slice(&bytes).map_err(|cause| {
        Fault::input(format!("{} nie jest zapisanym wynikiem", path.display()), help).because(cause)
    })
}

pub(super) fn write(path: &Path, report: &Report) -> anyhow::Result<()> {
    let json = serde_json::to_string_pretty(report)?;
    std::fs::write(path, json + "\n").map_err(|cause| {
        Fault::input(
            format!("nie można zapisać wyniku w {}", path.display()),
            "sprawdź folder i miejsce na dysku",
        )
        .because(cause)
        .into()
    })
}

/// What changed between two measurements of the same questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Comparison {
    /// Judged questions in both.
    pub(super) questions: usize,
    /// Judged questions in one only.
    pub(super) unpaired: usize,
    #[serde(rename = "ndcg@10")]
    pub(super) ndcg: Difference,
    #[serde(rename = "mrr@10")]
    pub(super) mrr: Difference,
    /// How many rose and fell in nDCG, and those that did so most.
    pub(super) rose: usize,
    pub(super) fell: usize,
    pub(super) rose_most: Vec<Change>,
    pub(super) fell_most: Vec<Change>,
    /// Golden questions that came to be answered rightly, and those that no longer are.
    pub(super) golden_mended: Vec<String>,
    pub(super) golden_broken: Vec<String>,
    /// Set where the two measurements are not of the same thing, and so say little about each other.
    pub(super) warnings: Vec<String>,
}

/// One question then and now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Change {
    pub(super) id: String,
    pub(super) text: String,
    /// Change in nDCG@10.
    pub(super) by: f64,
    pub(super) rank_before: Option<usize>,
    pub(super) rank_now: Option<usize>,
}

impl Comparison {
    pub(super) fn between(before: &Report, now: &Report) -> Self {
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
        let mut changes: Vec<Change> =
            pairs.iter().map(|(before, now)| Change::between(before, now)).collect();
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
            warnings: warnings(before, now),
        }
    }

    /// For people.
    pub(super) fn render(&self) -> String {
        let mut text = String::from("\nwobec poprzedniego wyniku\n");
        for warning in &self.warnings {
            text.push_str(&format!("  UWAGA: {warning}\n"));
        }
        if self.questions > 0 {
            for (name, difference) in [("nDCG@10", &self.ndcg), ("MRR@10", &self.mrr)] {
                text.push_str(&format!("  {name:<8} {}\n", said(difference)));
            }
            let questions = |n| count(n, "pytanie", "pytania", "pytań");
            text.push_str(&format!("  lepiej {}, gorzej {}\n", questions(self.rose), questions(self.fell)));
        }
        for (title, changes) in
            [("najbardziej w górę", &self.rose_most), ("najbardziej w dół", &self.fell_most)]
        {
            if !changes.is_empty() {
                text.push_str(&format!("  {title}:\n"));
            }
            changes.iter().for_each(|change| text.push_str(&change.render()));
        }
        for (title, queries) in
            [("wzorcowe naprawione", &self.golden_mended), ("wzorcowe zepsute", &self.golden_broken)]
        {
            if !queries.is_empty() {
                text.push_str(&format!("  {title}:\n"));
            }
            queries.iter().for_each(|query| text.push_str(&format!("    {query}\n")));
        }
        text
    }
}

fn said(difference: &Difference) -> String {
    let Difference { mean, low, high } = *difference;
    let verdict = if difference.is_clear() { "" } else { ", w granicach przypadku" };
    format!("{} (95%: od {} do {}{verdict})", signed(mean, 4), signed(low, 4), signed(high, 4))
}

impl Change {
    fn between(before: &Outcome, now: &Outcome) -> Self {
        Self {
            id: now.id.clone(),
            text: now.text.clone(),
            by: now.ndcg - before.ndcg,
            rank_before: before.rank,
            rank_now: now.rank,
        }
    }

    fn render(&self) -> String {
        let place = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        format!(
            "    {} miejsce {} → {}  {}: {}\n",
            signed(self.by, 3),
            place(self.rank_before),
            place(self.rank_now),
            self.id,
            self.text
        )
    }
}

fn golden_changes(before: &Report, now: &Report) -> (Vec<String>, Vec<String>) {
    let key =
        |outcome: &crate::quality::golden::outcome::Outcome| (outcome.query.clone(), outcome.kind.clone());
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

fn warnings(before: &Report, now: &Report) -> Vec<String> {
    let (then, now_settings) = (&before.settings, &now.settings);
    let mut warnings = Vec::new();
    if (then.strip, then.typos) != (now_settings.strip, now_settings.typos) {
        warnings.push("pytania zniekształcono inaczej (--strip, --typos)".to_owned());
    }
    if then.articles != now_settings.articles {
        warnings.push(format!("baza miała {}, ma {} artykułów", then.articles, now_settings.articles));
    }
    if then.today != now_settings.today {
        warnings.push(format!("inny dzień: wtedy {}, teraz {}", then.today, now_settings.today));
    }
    let shared =
        now.outcomes.iter().any(|outcome| before.outcomes.iter().any(|other| other.id == outcome.id));
    if !now.outcomes.is_empty() && !shared {
        warnings.push("żadne pytanie się nie powtarza".to_owned());
    }
    warnings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::cli::eval::Settings;
    use crate::quality::golden::outcome as golden;
    use std::time::Duration;

    fn report(ranks: &[(&str, usize)]) -> Report {
        let outcome = |(id, rank): &(&str, usize)| {
            let mut ranked = vec![0.0; 10];
            ranked[rank - 1] = 1.0;
            Outcome::of((*id).into(), format!("pytanie {id}"), &ranked, &[1.0], Duration::from_micros(1))
        };
        Report {
            settings: Settings {
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
        let before = report(&[("a", 1), ("b", 2), ("c", 3), ("gone", 1)]);
        let now = report(&[("c", 1), ("b", 1), ("a", 2), ("new", 1)]);
        let comparison = Comparison::between(&before, &now);
        assert_eq!((comparison.questions, comparison.unpaired), (3, 2));
        assert_eq!((comparison.rose, comparison.fell), (2, 1));
        let ids = |changes: &[Change]| changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&comparison.rose_most), ["c", "b"]);
        assert_eq!(ids(&comparison.fell_most), ["a"]);
        let expected = (2.0 / 3.0 + 0.5 - 0.5) / 3.0; // MRR: c 1/3→1, b 1/2→1, a 1→1/2
        assert!((comparison.mrr.mean - expected).abs() < 1e-9, "{comparison:?}");
        let text = comparison.render();
        assert!(text.contains("lepiej 2 pytania, gorzej 1 pytanie"), "{text}");
        assert!(text.contains("+0,500 miejsce 3 → 1  c: pytanie c"), "{text}");
    }

    #[test]
    fn the_same_measurement_twice_differs_in_nothing() {
        let report = report(&[("a", 1), ("b", 4)]);
        let comparison = Comparison::between(&report, &report);
        assert_eq!((comparison.rose, comparison.fell), (0, 0));
        assert_eq!(comparison.ndcg, Difference { mean: 0.0, low: 0.0, high: 0.0 });
        assert!(comparison.warnings.is_empty());
    }

    #[test]
    fn measurements_of_different_things_are_compared_with_a_warning() {
        let before = report(&[("a", 1)]);
        let mut now = report(&[("x", 1)]);
        now.settings.strip = true;
        assert_eq!(Comparison::between(&before, &now).warnings.len(), 2);
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
        let (mut before, mut now) = (report(&[]), report(&[]));
        before.golden_outcomes.push(golden(1));
        now.golden_outcomes.push(golden(2));
        assert_eq!(Comparison::between(&before, &now).golden_broken, ["lodówka"]);
        assert_eq!(Comparison::between(&now, &before).golden_mended, ["lodówka"]);
    }

    #[test]
    fn what_was_saved_is_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wynik.json");
        let report = report(&[("a", 1), ("b", 3)]);
        write(&path, &report).unwrap();
        assert_eq!(read(&path).unwrap(), report);
        std::fs::write(&path, "{}").unwrap();
        assert!(read(&path).unwrap_err().to_string().ends_with("nie jest zapisanym wynikiem"));
    }
}
