//! How good a ranking is, as numbers: nDCG, MRR, recall, success, percentiles, and how sure a difference is.
//!
//! Pure functions over gains and times. Nothing here runs a query or reads a file ([`super::eval`] does), so that each
//! figure can be checked by hand; the tests below do.
//!
//! A ranking is given as the gains of its documents from the first place down, 0.0 where a document is not judged
//! or not relevant. Gains are linear, as in `trec_eval`; with the usual 0/1 judgements the exponential variant gives
//! the same figures.

/// Normalised discounted cumulative gain of the first `k` places: 1.0 for the best order that the judgements allow.
///
/// `judged` are all gains that the judgements hold for the question, in any order. Without a positive one there is
/// nothing to find, and the answer is 0.0: leave such questions out of a mean.
///
/// ```
/// use drogowskaz::quality::measure::ndcg_at;
/// assert_eq!(ndcg_at(10, &[1.0, 0.0], &[1.0]), 1.0);
/// assert!(ndcg_at(10, &[0.0, 1.0], &[1.0]) < 1.0);
/// ```
pub fn ndcg_at(k: usize, ranked: &[f64], judged: &[f64]) -> f64 {
    let mut ideal: Vec<f64> = judged.iter().copied().filter(|gain| *gain > 0.0).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = dcg_at(k, &ideal);
    if best > 0.0 { dcg_at(k, ranked) / best } else { 0.0 }
}

fn dcg_at(k: usize, gains: &[f64]) -> f64 {
    gains.iter().take(k).enumerate().map(|(place, gain)| gain / (place as f64 + 2.0).log2()).sum()
}

/// The place of the first relevant document, from 1.
pub fn first_relevant(ranked: &[f64]) -> Option<usize> {
    ranked.iter().position(|gain| *gain > 0.0).map(|place| place + 1)
}

/// Reciprocal of the place of the first relevant document among the first `k`; 0.0 if there is none.
pub fn mrr_at(k: usize, ranked: &[f64]) -> f64 {
    first_relevant(&ranked[..k.min(ranked.len())]).map_or(0.0, |place| 1.0 / place as f64)
}

/// Share of all `relevant` documents that stand among the first `k`; 0.0 if there are none.
pub fn recall_at(k: usize, ranked: &[f64], relevant: usize) -> f64 {
    if relevant == 0 {
        return 0.0;
    }
    ranked.iter().take(k).filter(|gain| **gain > 0.0).count() as f64 / relevant as f64
}

/// 1.0 if a relevant document stands among the first `k`.
pub fn success_at(k: usize, ranked: &[f64]) -> f64 {
    if first_relevant(&ranked[..k.min(ranked.len())]).is_some() { 1.0 } else { 0.0 }
}

/// Arithmetic mean; 0.0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The `p`-th percentile of `sorted` (ascending) by nearest rank: always a value that was measured.
pub fn percentile(sorted: &[f64], p: f64) -> f64 {
    // Multiplied first: 7.0 / 100.0 * 100.0 is a little more than 7.
    let rank = (p * sorted.len() as f64 / 100.0).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(0.0)
}

/// A mean difference and the interval that holds it with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Mean of candidate − baseline.
    pub mean: f64,
    /// 2.5th percentile of the resampled means.
    pub low: f64,
    /// 97.5th percentile of the resampled means.
    pub high: f64,
}

impl Difference {
    /// Whether the interval leaves out zero, so that the difference is more than the luck of these questions.
    pub fn is_clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Paired bootstrap over questions: draws as many questions as there are, with replacement, `resamples` times.
///
/// `pairs` holds (baseline, candidate) of each question. Pairing matters: questions differ from each other far more
/// than two rankings differ on one question. The same `seed` gives the same interval.
pub fn paired_bootstrap(pairs: &[(f64, f64)], resamples: usize, seed: u64) -> Difference {
    let differences: Vec<f64> = pairs.iter().map(|(baseline, candidate)| candidate - baseline).collect();
    let observed = mean(&differences);
    if differences.is_empty() || resamples == 0 {
        return Difference { mean: observed, low: observed, high: observed };
    }
    let mut dice = Dice::new(seed);
    let mut means: Vec<f64> = (0..resamples)
        .map(|_| {
            let sum: f64 = (0..differences.len()).map(|_| differences[dice.below(differences.len())]).sum();
            sum / differences.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    Difference { mean: observed, low: percentile(&means, 2.5), high: percentile(&means, 97.5) }
}

/// SplitMix64: a small generator of numbers that are the same on every machine and in every release, which is what
/// a measurement needs and what general-purpose crates do not promise. Not for secrets.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`; 0 if `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        // Multiply and shift; the bias for bounds of our size (thousands) is below 2^-50.
        ((u128::from(self.roll()) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-9, "{actual} instead of {expected}");
    }

    #[test]
    fn ndcg_of_graded_gains_is_what_a_hand_computes() {
        // DCG = 3/log2(2) + 2/log2(3) + 0 + 1/log2(5); ideal order 3, 3, 2, 1.
        let dcg = 3.0 + 2.0 / 3_f64.log2() + 1.0 / 5_f64.log2();
        let ideal = 3.0 + 3.0 / 3_f64.log2() + 2.0 / 4_f64.log2() + 1.0 / 5_f64.log2();
        close(ndcg_at(10, &[3.0, 2.0, 0.0, 1.0], &[1.0, 3.0, 2.0, 3.0]), dcg / ideal);
    }

    #[test]
    fn ndcg_of_one_relevant_document_depends_on_its_place_alone() {
        close(ndcg_at(10, &[1.0], &[1.0]), 1.0);
        close(ndcg_at(10, &[0.0, 1.0], &[1.0]), 0.630_929_753_571_457_4); // 1 / log2(3)
        close(ndcg_at(10, &[0.0, 0.0, 1.0], &[1.0]), 0.5); // 1 / log2(4)
        close(ndcg_at(2, &[0.0, 0.0, 1.0], &[1.0]), 0.0);
    }

    #[test]
    fn ndcg_looks_no_further_than_k_in_the_ideal_order_either() {
        // Three relevant documents, but only one place: the best that one place can hold is full marks.
        close(ndcg_at(1, &[1.0, 1.0, 1.0], &[1.0, 1.0, 1.0]), 1.0);
        close(ndcg_at(10, &[1.0], &[]), 0.0);
        close(ndcg_at(10, &[], &[1.0]), 0.0);
    }

    #[test]
    fn reciprocal_rank_recall_and_success_count_places_from_one() {
        let ranked = [0.0, 0.0, 1.0, 1.0];
        close(mrr_at(10, &ranked), 1.0 / 3.0);
        close(mrr_at(2, &ranked), 0.0);
        close(recall_at(3, &ranked, 4), 0.25);
        close(recall_at(10, &ranked, 4), 0.5);
        close(recall_at(10, &ranked, 0), 0.0);
        close(success_at(2, &ranked), 0.0);
        close(success_at(3, &ranked), 1.0);
        assert_eq!(first_relevant(&ranked), Some(3));
        assert_eq!(first_relevant(&[]), None);
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let five = [15.0, 20.0, 35.0, 40.0, 50.0];
        close(percentile(&five, 5.0), 15.0);
        close(percentile(&five, 30.0), 20.0);
        close(percentile(&five, 40.0), 20.0);
        close(percentile(&five, 50.0), 35.0);
        close(percentile(&five, 100.0), 50.0);
        close(percentile(&five, 0.0), 15.0);
        close(percentile(&[], 50.0), 0.0);
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        close(percentile(&hundred, 99.0), 99.0);
    }

    #[test]
    fn bootstrap_of_a_constant_difference_has_no_width() {
        let pairs = vec![(0.25, 0.75); 40];
        let difference = paired_bootstrap(&pairs, 1_000, 7);
        assert_eq!(difference, Difference { mean: 0.5, low: 0.5, high: 0.5 });
        assert!(difference.is_clear());
    }

    #[test]
    fn bootstrap_interval_has_the_width_that_theory_gives() {
        // 400 differences of ±1, balanced: the mean is 0 with a standard error of 1/20, so 95 % lie within ±0.098.
        let pairs: Vec<(f64, f64)> = (0..400).map(|i| (0.0, if i % 2 == 0 { 1.0 } else { -1.0 })).collect();
        let difference = paired_bootstrap(&pairs, 10_000, 1);
        close(difference.mean, 0.0);
        assert!((difference.low + 0.098).abs() < 0.01, "{difference:?}");
        assert!((difference.high - 0.098).abs() < 0.01, "{difference:?}");
        assert!(!difference.is_clear());
        assert_eq!(difference, paired_bootstrap(&pairs, 10_000, 1), "the same seed, the same interval");
    }

    #[test]
    fn bootstrap_of_nothing_is_nothing() {
        assert_eq!(paired_bootstrap(&[], 100, 1), Difference { mean: 0.0, low: 0.0, high: 0.0 });
    }

    #[test]
    fn dice_follow_the_published_sequence_of_splitmix64() {
        let mut dice = Dice::new(1_234_567);
        assert_eq!(dice.roll(), 6_457_827_717_110_365_317);
        assert_eq!(dice.roll(), 3_203_168_211_198_807_973);
        assert!((0..1_000).all(|_| dice.below(6) < 6));
        assert_eq!(dice.below(0), 0);
    }
}
