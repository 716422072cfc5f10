//! What a tuning run says, in Markdown: what was measured, what each part of the cross-validation gave, what was
//! found on all questions, and whether it is worth keeping.

use std::fmt::Write;

use jiff::civil::Date;

use super::Fold;
use super::bench::{Bench, Score, Set};
use super::climb::{Found, WORTH_KEEPING, named};
use crate::config::Tune;
use crate::quality::measure::mean;
use crate::search::Weights;

/// A run, finished or under way.
pub(super) struct Report {
    sets: Vec<Set>,
    tune: Tune,
    today: Date,
    start: Weights,
    /// Scores of the start weights on all questions.
    before: Score,
    pub(super) folds: Vec<Fold>,
    /// The search on all questions, and the scores of what it found.
    pub(super) found: Option<(Found, Score)>,
}

/// The held-out gains of all parts in four numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) mean: f64,
    /// Standard deviation between the parts.
    pub(super) deviation: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        let mean = mean(values);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = (squares / values.len().saturating_sub(1).max(1) as f64).sqrt();
        let ends = values.iter().copied().reduce(f64::min).zip(values.iter().copied().reduce(f64::max));
        let (low, high) = ends.unwrap_or_default();
        Self { mean, deviation, low, high }
    }
}

impl Report {
    pub(super) fn new(bench: &Bench, tune: &Tune, today: Date, start: Weights, before: Score) -> Self {
        Self {
            sets: bench.sets.clone(),
            tune: tune.clone(),
            today,
            start,
            before,
            folds: Vec::new(),
            found: None,
        }
    }

    /// The gain on questions that were not searched on.
    pub(super) fn held_out(&self) -> Spread {
        Spread::of(&self.folds.iter().map(Fold::gain).collect::<Vec<_>>())
    }

    /// Whether what was found is worth keeping.
    pub(super) fn is_kept(&self) -> bool {
        let moved = self.found.as_ref().is_some_and(|(found, _)| found.weights != self.start);
        moved && self.parts_that_gained() == self.tune.folds
    }

    fn parts_that_gained(&self) -> usize {
        self.folds.iter().filter(|fold| fold.gain() > 0.0).count()
    }

    pub(super) fn render(&self) -> String {
        let mut text = String::from("# Tuning the weights of the ranking\n\n");
        // Writing to a String cannot fail.
        let _ = self.render_to(&mut text);
        text
    }

    fn render_to(&self, text: &mut String) -> std::fmt::Result {
        let Tune { folds, rounds, every, .. } = &self.tune;
        writeln!(
            text,
            "drogowskaz {}; in force means in force on {}. Coordinate search, at most {rounds} round(s); a change is \
             kept if it lifts the mean over sets by more than {WORTH_KEEPING}. {folds} parts by hash of the \
             question{}.",
            env!("CARGO_PKG_VERSION"),
            self.today,
            if *every > 1 { format!("; one question in {every}") } else { String::new() }
        )?;
        self.render_sets(text)?;
        self.render_folds(text)?;
        match &self.found {
            None => writeln!(text, "\nThe run is not finished.")?,
            Some((found, _)) => {
                self.render_weights(text, found)?;
                self.render_verdict(text, found)?;
            }
        }
        Ok(())
    }

    fn render_sets(&self, text: &mut String) -> std::fmt::Result {
        let after = self.found.as_ref().map(|(_, after)| after);
        writeln!(text, "\n## Sets\n")?;
        writeln!(
            text,
            "\"Found\" is what the search on all questions ends at: it has seen these questions.\n"
        )?;
        writeln!(text, "| set | knowledge base | questions | measure | start | found |")?;
        writeln!(text, "|---|---|---:|---|---:|---:|")?;
        for (at, set) in self.sets.iter().enumerate() {
            let Set { name, kb, questions, measure, .. } = set;
            let found = score(after.and_then(|after| after.by_set[at]));
            let start = score(self.before.by_set[at]);
            writeln!(text, "| {name} | {kb} | {questions} | {measure} | {start} | {found} |")?;
        }
        let questions: usize = self.sets.iter().map(|set| set.questions).sum();
        let (start, found) = (score(Some(self.before.mean)), score(after.map(|after| after.mean)));
        writeln!(text, "| mean of sets | | {questions} | | {start} | {found} |")
    }

    fn render_folds(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "\n## Cross-validation\n")?;
        writeln!(text, "Each part is held out once; the search runs on the others.\n")?;
        writeln!(text, "| part | held out | train gain | held-out start | held-out gain | changes |")?;
        writeln!(text, "|---:|---:|---:|---:|---:|---|")?;
        for (at, fold) in self.folds.iter().enumerate() {
            writeln!(
                text,
                "| {} | {} | {:+.4} | {:.4} | {:+.4} | {} |",
                at + 1,
                fold.questions,
                fold.train_gain(),
                fold.before,
                fold.gain(),
                changes(&self.start, &fold.found.weights)
            )?;
        }
        let Spread { mean, deviation, low, high } = self.held_out();
        if !self.folds.is_empty() {
            writeln!(
                text,
                "\nMean held-out gain **{mean:+.4}**, standard deviation between parts {deviation:.4}, from \
                 {low:+.4} to {high:+.4}.\n"
            )?;
            writeln!(text, "| set | mean held-out gain | by part |\n|---|---:|---|")?;
            for (at, set) in self.sets.iter().enumerate() {
                let parts: Vec<Option<f64>> = self.folds.iter().map(|fold| fold.by_set[at]).collect();
                let all: Vec<String> = parts.iter().map(|gain| signed(*gain)).collect();
                let gain = signed(self.gain_of(at));
                writeln!(text, "| {} | {gain} | {} |", set.name, all.join(", "))?;
            }
        }
        Ok(())
    }

    /// Mean held-out gain of one set over the parts that hold some of it.
    fn gain_of(&self, set: usize) -> Option<f64> {
        let gains: Vec<f64> = self.folds.iter().filter_map(|fold| fold.by_set[set]).collect();
        (!gains.is_empty()).then(|| mean(&gains))
    }

    fn render_weights(&self, text: &mut String, found: &Found) -> std::fmt::Result {
        writeln!(text, "\n## Weights found on all questions\n")?;
        writeln!(text, "Those that differ from the defaults are bold.\n")?;
        writeln!(text, "| weight | default | start | found |\n|---|---:|---:|---:|")?;
        let (start, after) = (named(&self.start), named(&found.weights));
        for (((name, default), (_, start)), (_, found)) in
            named(&Weights::DEFAULT).into_iter().zip(start).zip(after)
        {
            let bold = if found == default { "" } else { "**" };
            writeln!(text, "| {bold}{name}{bold} | {default} | {start} | {bold}{found}{bold} |")?;
        }
        let json = serde_json::to_string(&found.weights).unwrap_or_default();
        writeln!(text, "\nTo try them: `DROGOWSKAZ_WEIGHTS='{json}'`")
    }

    fn render_verdict(&self, text: &mut String, found: &Found) -> std::fmt::Result {
        writeln!(text, "\n## Verdict\n")?;
        let (gained, folds) = (self.parts_that_gained(), self.folds.len());
        if found.weights == self.start {
            writeln!(text, "**Nothing to keep**: no change lifts the mean on all questions.")?;
        } else if self.is_kept() {
            writeln!(text, "**Keep**: the held-out gain is positive in every part.")?;
        } else {
            writeln!(
                text,
                "**Do not keep**: the held-out gain is positive in {gained} of {folds} parts only."
            )?;
        }
        let lost: Vec<&str> = self
            .sets
            .iter()
            .enumerate()
            .filter(|(at, _)| self.gain_of(*at).is_some_and(|gain| gain < 0.0))
            .map(|(_, set)| set.name.as_str())
            .collect();
        if !lost.is_empty() {
            writeln!(text, "\nSets that lose on held-out questions: {}.", lost.join(", "))?;
        }
        writeln!(
            text,
            "\nThe rule: kept only if the held-out gain is positive in every part. What is kept goes into \
             `src/search/rank.rs` by hand."
        )
    }
}

fn score(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
}

fn signed(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.4}"))
}

/// `gram 0.3 → 0.24, own 0.3 → 0.6`.
fn changes(start: &Weights, found: &Weights) -> String {
    let changed: Vec<String> = named(start)
        .into_iter()
        .zip(named(found))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((name, from), (_, to))| format!("{name} {from} → {to}"))
        .collect();
    if changed.is_empty() { "none".to_owned() } else { changed.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(gain: f64, by_set: [Option<f64>; 2]) -> Fold {
        let found = Found { weights: found(), before: 0.8, after: 0.81, moves: Vec::new() };
        Fold { questions: 50, found, before: 0.79, after: 0.79 + gain, by_set: by_set.into() }
    }

    fn found() -> Weights {
        Weights { gram: 0.9, ..Weights::DEFAULT }
    }

    fn report(folds: Vec<Fold>) -> Report {
        let set = |name: &str, measure| Set {
            name: name.into(),
            kb: "kb".into(),
            measure,
            questions: 100,
            library: 0,
        };
        let after = Score { mean: 0.82, by_set: vec![Some(0.74), Some(0.9)] };
        let all = Found { weights: found(), before: 0.8, after: 0.82, moves: Vec::new() };
        Report {
            sets: vec![set("q.jsonl", "nDCG@10"), set("g.tsv", "S@1")],
            tune: Tune { folds: folds.len(), rounds: 2, every: 5, report: None },
            today: jiff::civil::date(2026, 1, 31),
            start: Weights::DEFAULT,
            before: Score { mean: 0.8, by_set: vec![Some(0.7), Some(0.9)] },
            folds,
            found: Some((all, after)),
        }
    }

    #[test]
    fn a_finding_that_gains_in_every_part_is_kept() {
        let report = report(vec![fold(0.01, [Some(0.02), Some(0.0)]), fold(0.03, [Some(0.04), Some(-0.01)])]);
        let text = report.render();
        assert!(report.is_kept());
        let gram = Weights::DEFAULT.gram;
        let moved = format!("| 1 | 50 | +0.0100 | 0.7900 | +0.0100 | gram {gram} → 0.9 |");
        let marked = format!("| **gram** | {gram} | {gram} | **0.9** |");
        let unchanged = format!("| k1 | {0} | {0} | {0} |", Weights::DEFAULT.k1);
        for expected in [
            "; one question in 5.",
            "| q.jsonl | kb | 100 | nDCG@10 | 0.7000 | 0.7400 |",
            "| mean of sets | | 200 | | 0.8000 | 0.8200 |",
            &moved,
            "Mean held-out gain **+0.0200**, standard deviation between parts 0.0141, from +0.0100 to +0.0300.",
            "| q.jsonl | +0.0300 | +0.0200, +0.0400 |",
            &marked,
            &unchanged,
            "**Keep**",
            "Sets that lose on held-out questions: g.tsv.",
        ] {
            assert!(text.contains(expected), "no {expected:?} in\n{text}");
        }
    }

    #[test]
    fn a_finding_that_loses_in_one_part_is_not_kept() {
        let report = report(vec![fold(0.01, [Some(0.02), None]), fold(-0.001, [Some(-0.001), None])]);
        assert!(!report.is_kept());
        let text = report.render();
        assert!(
            text.contains("**Do not keep**: the held-out gain is positive in 1 of 2 parts only."),
            "{text}"
        );
        assert!(text.contains("| g.tsv | – | –, – |"), "{text}");
    }

    #[test]
    fn a_run_that_was_broken_off_says_so_and_gives_no_verdict() {
        let report = Report { found: None, ..report(vec![fold(0.01, [Some(0.02), None])]) };
        let text = report.render();
        assert!(text.contains("The run is not finished.") && !text.contains("Verdict"), "{text}");
        assert!(!report.is_kept());
    }
}
