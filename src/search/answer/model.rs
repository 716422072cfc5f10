//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead first_lead misses_name single lead_own
pub(super) const TOPIC: [f32; 11] = [
    0.766,  // order
    3.125,  // lead
    1.571,  // words
    2.023,  // about
    -1.253, // missing
    0.489,  // own
    1.789,  // own_lead
    0.000,  // first_lead
    -0.642, // misses_name
    0.979,  // single
    3.683,  // lead_own
];
pub(super) const TOPIC_BIAS: f32 = -4.882;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(super) const GAP: [f32; 13] = [
    5.320,  // met_same
    1.520,  // met_neither
    0.395,  // met_of_entry
    3.008,  // met_of_question
    0.315,  // met_squared
    -2.444, // value
    -2.346, // named
    -1.513, // internal
    0.889,  // kind
    0.000,  // no_value
    -1.518, // key
    -2.722, // key_named
    1.213,  // bare
];
pub(super) const GAP_BIAS: f32 = 0.373;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
