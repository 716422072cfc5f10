//! How judged questions fared: each by itself, means over all, and times.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::DEPTH;
use super::measure::{first_relevant, mean, mrr_at, ndcg_at, percentile, recall_at, success_at};

/// One judged question and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The name by which judgements know the question.
    pub id: String,
    /// As it was asked, slips and all.
    pub text: String,
    /// nDCG at ten.
    pub ndcg: f64,
    /// Reciprocal of the place.
    pub mrr: f64,
    /// Share of the relevant articles that were found.
    pub recall: f64,
    /// Place of the first relevant article among the first ten.
    pub rank: Option<usize>,
    /// 1.0 if it is the first.
    pub success_1: f64,
    /// 1.0 if it is among the first three.
    pub success_3: f64,
    /// What the search took, in microseconds.
    pub took_us: u64,
}

/// Means over the judged questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// How many questions count.
    pub queries: usize,
    /// nDCG.
    #[serde(rename = "ndcg@10")]
    pub ndcg: f64,
    /// Mean reciprocal rank.
    #[serde(rename = "mrr@10")]
    pub mrr: f64,
    /// Recall.
    #[serde(rename = "recall@10")]
    pub recall: f64,
    /// Share of the questions whose first hit is relevant.
    #[serde(rename = "success@1")]
    pub success_1: f64,
    /// Share of those with a relevant one among the first three.
    #[serde(rename = "success@3")]
    pub success_3: f64,
    /// Times of single searches.
    pub latency_us: Latency,
    /// Questions without a relevant article among the judgements; they count for nothing above.
    pub unjudged: usize,
    /// Judged articles that the knowledge base does not have: a sign of the wrong `--kb`.
    pub missing_articles: usize,
}

/// Times of single searches, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// The median.
    pub p50: f64,
    /// What one search in twenty takes or more.
    pub p95: f64,
    /// What one search in a hundred takes or more.
    pub p99: f64,
}

impl Outcome {
    /// `ranked` are the gains of what was found, `gains` all that the judgements hold.
    pub fn of(id: String, text: String, ranked: &[f64], gains: &[f64], took: Duration) -> Self {
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
    /// Their means; what was not asked or not found is for whoever knows to fill in.
    pub fn of(outcomes: &[Outcome]) -> Self {
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
}
