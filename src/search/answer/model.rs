//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead first_lead misses_name called called_too single lead_own
pub(super) const TOPIC: [f32; 13] = [
    0.826,  // order
    2.784,  // lead
    1.501,  // words
    1.983,  // about
    -1.405, // missing
    0.475,  // own
    2.015,  // own_lead
    0.065,  // first_lead
    -0.559, // misses_name
    0.000,  // called
    -0.593, // called_too
    0.728,  // single
    3.332,  // lead_own
];
pub(super) const TOPIC_BIAS: f32 = -4.583;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(super) const GAP: [f32; 13] = [
    5.463,  // met_same
    1.607,  // met_neither
    0.167,  // met_of_entry
    3.313,  // met_of_question
    0.103,  // met_squared
    -2.220, // value
    -2.330, // named
    -1.540, // internal
    1.015,  // kind
    0.000,  // no_value
    -1.656, // key
    -2.699, // key_named
    1.581,  // bare
];
pub(super) const GAP_BIAS: f32 = 0.294;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
