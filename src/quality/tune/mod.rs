//! Weights of the ranking that are better than the ones in use, if there are any.
//!
//! A coordinate search ([`climb()`]) on questions whose answers are known, judged by cross-validation: the questions
//! are dealt into parts ([`Bench`]), and what was found on the others is measured on each. A gain that does not outlive
//! this was learnt by heart.

mod bench;
mod climb;

use jiff::civil::Date;

pub use bench::{Answerable, Bench, Score, Set};
pub use climb::{Move, Summit, WORTH_KEEPING, climb, named};

use super::measure::mean;
use crate::search::Weights;

/// How the search is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Design {
    /// Parts that the questions are dealt into.
    pub folds: usize,
    /// How often each weight is tried.
    pub rounds: usize,
    /// One question in this many is asked.
    pub every: usize,
}

/// What one part of the questions said of what was found on the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// Questions held out.
    pub questions: usize,
    /// The search on the other parts.
    pub found: Summit,
    /// The objective on the held-out part, with the start weights.
    pub before: f64,
    /// The same with those found.
    pub after: f64,
    /// Gain of each set on the held-out part; `None` where the part has no question of the set.
    pub by_set: Vec<Option<f64>>,
}

impl Fold {
    /// What was gained on the questions that were searched on.
    pub fn train_gain(&self) -> f64 {
        self.found.after - self.found.before
    }

    /// What is left of it on those held out.
    pub fn gain(&self) -> f64 {
        self.after - self.before
    }
}

/// A run, finished or under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// What is measured on.
    pub sets: Vec<Set>,
    /// How.
    pub design: Design,
    /// The day for which "in force" is meant.
    pub today: Date,
    /// The weights that the search starts from.
    pub start: Weights,
    /// Their scores on all questions.
    pub before: Score,
    /// The parts that were held out so far.
    pub folds: Vec<Fold>,
    /// The search on all questions, and the scores of what it found.
    pub found: Option<(Summit, Score)>,
}

/// The held-out gains of all parts in four numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Their mean.
    pub mean: f64,
    /// Standard deviation between the parts.
    pub deviation: f64,
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
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

impl Tuning {
    /// Measures the weights that the search starts from.
    pub fn begin(bench: &mut Bench, start: Weights) -> Self {
        let before = bench.measure(&start, &everything);
        Self {
            sets: bench.sets.clone(),
            design: bench.design,
            today: bench.today,
            start,
            before,
            folds: Vec::new(),
            found: None,
        }
    }

    /// Searches on all parts but one, and measures on that one; `moved` hears of every move as it is made.
    pub fn cross(&self, bench: &mut Bench, fold: usize, moved: &mut dyn FnMut(&Move)) -> Fold {
        let found = self.search(bench, &|of| of != fold, moved);
        let held_out = |of: usize| of == fold;
        let before = bench.measure(&self.start, &held_out);
        let after = bench.measure(&found.weights, &held_out);
        let gains = before.by_set.iter().zip(&after.by_set);
        Fold {
            questions: bench.held(&held_out),
            by_set: gains.map(|(before, after)| Some((*after)? - (*before)?)).collect(),
            before: before.mean,
            after: after.mean,
            found,
        }
    }

    /// Searches on all questions.
    pub fn conclude(&self, bench: &mut Bench, moved: &mut dyn FnMut(&Move)) -> (Summit, Score) {
        let found = self.search(bench, &everything, moved);
        let after = bench.measure(&found.weights, &everything);
        (found, after)
    }

    fn search(&self, bench: &mut Bench, of: &dyn Fn(usize) -> bool, moved: &mut dyn FnMut(&Move)) -> Summit {
        climb(self.start, self.design.rounds, &mut |weights| bench.measure(weights, of).mean, moved)
    }

    /// The gain on questions that were not searched on.
    pub fn held_out(&self) -> Spread {
        Spread::of(&self.folds.iter().map(Fold::gain).collect::<Vec<_>>())
    }

    /// Whether what was found is worth keeping.
    pub fn is_kept(&self) -> bool {
        let moved = self.found.as_ref().is_some_and(|(found, _)| found.weights != self.start);
        moved && self.parts_that_gained() == self.design.folds
    }

    /// In how many parts the held-out gain is one.
    pub fn parts_that_gained(&self) -> usize {
        self.folds.iter().filter(|fold| fold.gain() > 0.0).count()
    }

    /// Mean held-out gain of one set over the parts that hold some of it.
    pub fn gain_of(&self, set: usize) -> Option<f64> {
        let gains: Vec<f64> = self.folds.iter().filter_map(|fold| fold.by_set[set]).collect();
        (!gains.is_empty()).then(|| mean(&gains))
    }
}

fn everything(_: usize) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_has_the_ends_and_the_deviation_of_a_sample() {
        let spread = Spread::of(&[0.01, 0.03]);
        assert!(
            (spread.mean - 0.02).abs() < 1e-9 && (spread.deviation - 0.014_142).abs() < 1e-6,
            "{spread:?}"
        );
        assert_eq!((spread.low, spread.high), (0.01, 0.03));
        assert_eq!(Spread::of(&[]), Spread { mean: 0.0, deviation: 0.0, low: 0.0, high: 0.0 });
        assert_eq!(Spread::of(&[0.5]).deviation, 0.0, "of one part nothing deviates");
    }
}
