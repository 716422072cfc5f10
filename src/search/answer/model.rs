//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead misses_name unheard covered line profile single lead_own profile_own profile_single
pub(super) const TOPIC: [f32; 16] = [
    0.300,  // order
    3.611,  // lead
    2.316,  // words
    1.513,  // about
    -1.766, // missing
    0.000,  // own
    1.070,  // own_lead
    -0.543, // misses_name
    0.000,  // unheard
    0.000,  // covered
    0.000,  // line
    0.000,  // profile
    -0.016, // single
    -0.545, // lead_own
    4.479,  // profile_own
    3.572,  // profile_single
];
pub(super) const TOPIC_BIAS: f32 = -6.326;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(super) const GAP: [f32; 13] = [
    5.134,  // met_same
    1.296,  // met_neither
    0.000,  // met_of_entry
    3.216,  // met_of_question
    0.165,  // met_squared
    -2.300, // value
    -2.341, // named
    -1.128, // internal
    0.995,  // kind
    0.000,  // no_value
    -1.850, // key
    -2.327, // key_named
    1.540,  // bare
];
pub(super) const GAP_BIAS: f32 = 0.458;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
